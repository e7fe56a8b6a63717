"""Finished work as files, so that a run that is killed can go on.

A folder holds `work.json`, which says what the work is, and a file for each finished task. A file is there whole or
not at all. Only the process that hands out the work writes, so workers need no disk in common.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError

__all__ = ["Parts", "finished_in", "source_sha256"]

RECORD = "work.json"
Arrays = Mapping[str, NDArray[Any]]


@cache
def source_sha256() -> str:
    """A digest of all source and data of this package: what must be alike for the same task to give the same digits."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.*")):
        if path.suffix in (".py", ".toml"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def finished_in(folder: Path) -> bool:
    """Whether any finished work is kept in a folder; one that a run made and left without any is removed.

    Parameters
    ----------
    folder
        Where work is kept; it need not be there.
    """
    if any(folder.glob("*.npz")):
        return True
    if folder.is_dir() and all(one.name == RECORD or one.suffix == ".part" for one in folder.iterdir()):
        shutil.rmtree(folder)
    return False


class Parts:
    """A folder of finished work.

    Parameters
    ----------
    folder
        Where; made if it is not there.
    what
        What the work is, as plain values; work of another kind is not taken for this.
    resume
        Whether work that is there already is gone on with.
    """

    def __init__(self, folder: Path, what: Mapping[str, Any], *, resume: bool) -> None:
        self.folder = folder
        record = json.loads(json.dumps(dict(what)))
        if (folder / RECORD).exists():
            self._check(record, resume=resume)
            return
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder} holds something else. Give another --out.")
        folder.mkdir(parents=True, exist_ok=True)
        self._write(RECORD, (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode())

    def _check(self, record: Mapping[str, Any], *, resume: bool) -> None:
        if not resume:
            raise InputError(
                f"{self.folder} holds the work of a run that did not end. Go on from there with --resume, or remove it."
            )
        found = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
        other = sorted(name for name in {*record, *found} if record.get(name) != found.get(name))
        if other:
            differ = "differs" if len(other) == 1 else "differ"
            raise InputError(
                f"{self.folder} holds the work of another run: {', '.join(other)} {differ}. "
                "Ask for the same again, or give another --out."
            )

    def save(self, name: str, arrays: Arrays) -> None:
        """Keep what a task gave.

        Parameters
        ----------
        name
            Of the task.
        arrays
            What it gave.
        """
        memory = io.BytesIO()
        np.savez(memory, allow_pickle=False, **dict(arrays))
        self._write(f"{name}.npz", memory.getvalue())

    def load(self) -> Iterator[tuple[str, dict[str, NDArray[Any]]]]:
        """All that is kept, in the order of names; a file that cannot be read counts as not done."""
        for path in sorted(self.folder.glob("*.npz")):
            try:
                with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
                    yield path.stem, {name: kept[name] for name in kept.files}
            except (OSError, ValueError, EOFError, zipfile.BadZipFile):
                path.unlink()

    def _write(self, name: str, content: bytes) -> None:
        draft = self.folder / f".{name}.part"
        draft.write_bytes(content)
        os.replace(draft, self.folder / name)  # noqa: PTH105  one rename: there whole or not at all
