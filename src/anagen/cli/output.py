"""What commands share: JSON on standard output, files that are whole or absent, progress on standard error."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from anagen.cli.interrupt import stop_if_interrupted
from anagen.errors import InputError, OutputExistsError

__all__ = ["print_json", "progress", "write_file_atomically", "write_folder_atomically"]

FIRST_RUN = "The first run takes a minute or two longer: the program is made for this machine's processor."
MARK = ".anagen"
"""File in each folder we wrote; without it, --force does not remove a folder."""


def print_json(result: Any) -> None:
    """Print one JSON object on standard output.

    Parameters
    ----------
    result
        Plain values, dataclass-free; NumPy numbers and arrays are turned into plain ones, a day into its text,
        and what is not finite into ``null``, which JSON has and ``NaN`` is not.
    """
    print(json.dumps(_plain(result), ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "tolist"):  # NumPy, without importing it
        return _plain(value.tolist())
    if isinstance(value, date):
        return value.isoformat()
    return os.fspath(value) if isinstance(value, Path) else value


@contextmanager
def write_folder_atomically(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a folder to write into, which becomes `out` once all is written, or vanishes.

    Parameters
    ----------
    out
        The folder to be.
    force
        Replace `out`, if it is a folder that was made here.

    Raises
    ------
    OutputExistsError
        If `out` exists and `force` is not given.
    """
    _refuse(out, force)
    if out.exists() and not _replaceable(out):
        raise InputError(
            f"{out} was not written by anagen, so --force leaves it alone. Remove it or choose another."
        )
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".part", dir=_nearest(out)))
    try:
        (draft / MARK).write_text("Written by anagen; --force may replace this folder.\n", encoding="utf-8")
        yield draft
        draft.chmod(0o777 & ~_umask())
        stop_if_interrupted()
        _refuse(out, force)
        _move(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def write_file_atomically(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a path to write to, which becomes the file `out` once it is written, or vanishes.

    Parameters
    ----------
    out
        The file to be; its ending is kept, since libraries choose formats by it.
    force
        Replace `out` if it is a file.

    Raises
    ------
    OutputExistsError
        If `out` exists and `force` is not given.
    """
    _refuse(out, force)
    if out.is_dir():
        raise InputError(f"{out} is a folder. Name a file in it.")
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".part", dir=_nearest(out)))
    try:
        yield draft / out.name
        stop_if_interrupted()
        _refuse(out, force)
        out.parent.mkdir(parents=True, exist_ok=True)
        (draft / out.name).replace(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def progress(says: str, total: float) -> Iterator[Callable[[float], None]]:
    """Show how far a job is, on standard error, and only to a person.

    Parameters
    ----------
    says
        What is being done.
    total
        How many steps there are.

    Yields
    ------
    Callable
        To be called with the number of steps done since the last call.
    """
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    from rich.console import Console
    from rich.progress import Progress

    from anagen.compiled import compiled_before

    if not compiled_before():
        print(FIRST_RUN, file=sys.stderr)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(says, total=total)
        yield lambda steps: bar.advance(task, steps)


def _refuse(out: Path, force: bool) -> None:
    if (out.exists() or out.is_symlink()) and not force:
        raise OutputExistsError(out)


def _replaceable(out: Path) -> bool:
    return out.is_dir() and not out.is_symlink() and ((out / MARK).is_file() or not any(out.iterdir()))


def _nearest(out: Path) -> Path:
    """The nearest folder above that exists: a failed run makes no folders."""
    parent = next(folder for folder in out.absolute().parents if folder.exists())
    if not parent.is_dir():
        raise InputError(f"{out} cannot be made: {parent} is a file.")
    if not os.access(parent, os.W_OK):
        raise InputError(f"{out} cannot be made: {parent} is not yours to write to.")
    return parent


def _move(draft: Path, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    if not out.exists():
        draft.rename(out)
        return
    # Two renames with nothing between them that takes time; a copy is never half there.
    aside = draft.with_suffix(".old")
    out.rename(aside)
    draft.rename(out)
    shutil.rmtree(aside)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
