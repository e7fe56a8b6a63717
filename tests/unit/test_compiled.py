"""Where compiled code is kept, and where it is not."""

import os
import subprocess
import sys

import pytest

from anagen import compiled

CALLS = """
import numpy as np
from anagen.compiled import compiled, f4
from anagen.laws.arithmetic import exp_f32

def fill(out):
    for k in range(out.size):
        out[k] = exp_f32(f4(k))

fill.__module__ = "anagen.laws.arithmetic"  # which says whose cache it is
out = np.zeros(3, np.float32)
compiled(fill)(out)
print(*np.round(np.log(out)).astype(int))
"""


@pytest.mark.parametrize(("level", "is_kept"), [("0", False), ("3", True)])
def test_optimized_code_is_kept_and_what_holds_addresses_of_its_process_is_not(tmp_path, level, is_kept):
    script = tmp_path / "script.py"
    script.write_text(CALLS, encoding="utf-8")
    folder = tmp_path / "cache"
    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        env={**os.environ, "NUMBA_OPT": level, "NUMBA_CACHE_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "0 1 2\n", "")
    assert bool(list(folder.rglob("*.nbi"))) is is_kept


def test_a_first_run_is_known_by_a_cache_that_holds_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "cache_folder", lambda _: str(tmp_path))
    monkeypatch.setattr(compiled, "KEPT", True)
    assert not compiled.compiled_before()

    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel" / "cycle.nbi").touch()
    assert compiled.compiled_before()


@pytest.fixture
def no_cache(tmp_path, monkeypatch):
    """An account without a cache of its own, and the folder where everybody's temporary files lie."""
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(compiled.tempfile, "tempdir", str(tmp_path / "tmp"))
    compiled.temporary_root.cache_clear()
    yield tmp_path / "tmp"
    compiled.temporary_root.cache_clear()


def test_without_a_cache_of_its_own_an_account_keeps_code_among_the_temporary_files(no_cache):
    first = compiled.cache_root()
    compiled.temporary_root.cache_clear()

    assert first.parent == no_cache
    assert compiled.cache_root() == first
    assert first.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("how", ["open to all", "a link"])
def test_code_is_not_kept_where_another_account_can_write(no_cache, tmp_path, how):
    """What lies in the cache is run: whoever made the folder first must not choose what."""
    planted = no_cache / f"anagen-compiled-{os.getuid()}"
    if how == "a link":
        planted.symlink_to(tmp_path)
    else:
        planted.mkdir()
        planted.chmod(0o777)

    assert compiled.cache_root() != planted
    assert compiled.cache_root().stat().st_mode & 0o077 == 0
