"""How anagen compiles: the two decorators of compiled code, its number types, and where compiled code is kept.

Compiled functions are cached on disk. Numba looks only at the file of a function to see whether its cache is old, not
at the functions that it calls, nor at how much it was to optimize; so the cache of each state of the source has a
folder of its own for each level of that.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic
from platformdirs import user_cache_dir

f4: Any = np.float32
f8: Any = np.float64
i4: Any = np.int32
i8: Any = np.int64
u4: Any = np.uint32
u8: Any = np.uint64
"""Number types; `Any` to the type checker, because a law is compiled for the scalars that it is given."""

LIFE = ("laws", "kernel", "skin", "treatment", "wound")
PICTURES = ("laws", "scalp", "render")
GROUPS = {"scalp": PICTURES, "render": PICTURES}
"""Packages whose compiled functions call one another, by the package that a function is in; else `LIFE`."""
FOLDERS_KEPT = 12
OPTIMIZED = int(getattr(numba.config, "OPT"))  # noqa: B009  the checker does not know Numba's settings
"""How much compiled code is optimized, 0 to 3."""
KEPT = OPTIMIZED > 0
"""Whether compiled code is kept: what was not optimized (``NUMBA_OPT=0``) still holds addresses of its own process."""


def source_fingerprint(package: Path, group: tuple[str, ...]) -> str:
    """A digest of all source that is compiled in a group of packages."""
    digest = hashlib.sha256(f"{numba.__version__} {OPTIMIZED} {group}".encode())
    for folder in group:
        for path in sorted((package / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """A folder that can be written to: `NUMBA_CACHE_DIR`, the user's cache, or else the folder for temporary files."""
    asked = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(asked) if asked else Path(user_cache_dir("anagen", appauthor=False)) / "compiled"
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError:
        return temporary_root()
    return root if os.access(root, os.W_OK) else temporary_root()


@cache
def temporary_root() -> Path:
    """A folder for temporary files that nobody else can have written to, for what lies there is run."""
    account = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"anagen-compiled-{account}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        seen = folder.lstat()
        if stat.S_ISDIR(seen.st_mode) and seen.st_uid == account and not seen.st_mode & 0o022:
            return folder
    return Path(tempfile.mkdtemp(prefix="anagen-compiled-"))


def forget_old(root: Path) -> None:
    """Remove the caches of source that has not run for longest, so that edits do not fill the disk."""
    import shutil

    folders = sorted(root.glob("[0-9a-f]" * 16), key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[FOLDERS_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def cache_folder(group: tuple[str, ...]) -> str:
    """The cache of the present state of a group's source; made if it is not there."""
    root = cache_root()
    folder = root / source_fingerprint(Path(__file__).parent, group)
    if not folder.exists():
        forget_old(root)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def compiled_before() -> bool:
    """Whether some of the kernel, as it stands, was compiled on this machine before; a first run takes longer."""
    return KEPT and any(Path(cache_folder(LIFE)).rglob("*.nbi"))


def in_own_cache(decorator: Any) -> Any:
    """A decorator whose compiled functions are kept in the cache of their own group of packages."""

    def decorate(function: Any) -> Any:
        package = function.__module__.split(".")[1:2]
        folder = cache_folder(GROUPS.get(package[0], LIFE) if package else LIFE)
        setattr(numba.config, "CACHE_DIR", folder)  # noqa: B010  the checker does not know Numba's settings
        return decorator(function)

    return decorate


njit: Any = numba.njit  # its stubs leave out options that Numba's own library uses

compiled: Any = in_own_cache(njit(nogil=True, cache=KEPT, error_model="numpy", no_cfunc_wrapper=True))
"""Decorator of a compiled function, one that loops or is called from outside."""

borrowing: Any = in_own_cache(
    njit(nogil=True, cache=KEPT, error_model="numpy", no_cfunc_wrapper=True, _nrt=False)
)
"""Decorator of a compiled function over arrays that its caller owns: it counts no references, and so cannot make any.

Counting costs more than the biology where a pass is given some forty arrays for few follicles.
"""

compiled_pass: Any = in_own_cache(
    njit(
        nogil=True,
        cache=KEPT,
        error_model="numpy",
        no_cfunc_wrapper=True,
        no_cpython_wrapper=True,
        _nrt=False,
    )
)
"""Decorator of a pass over a block that only compiled code calls: `borrowing`, and quicker to compile."""

composed_pass: Any = in_own_cache(
    njit(
        nogil=True,
        cache=KEPT,
        error_model="numpy",
        no_cfunc_wrapper=True,
        no_cpython_wrapper=True,
        _nrt=False,
        forceinline=True,
    )
)
"""Decorator of a pass made of passes: pasted into its caller, so that the arrays of a block need not be handed over."""

inlined: Any = in_own_cache(
    njit(nogil=True, cache=KEPT, forceinline=True, error_model="numpy", no_cfunc_wrapper=True)
)
"""Decorator of a law: a scalar function that is pasted into the loop that calls it, so that the loop vectorizes."""


def fma_of(_typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """``a * b + c`` with a single rounding, for three floats of one type."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    if a == b == c and a in (types.float32, types.float64):
        return a(a, a, a), generate
    return None


fma: Any = intrinsic(fma_of)
"""Fused multiply-add, written out, so that no compiler has anything left to contract: the same bits everywhere."""
