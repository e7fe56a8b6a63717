"""Results as folders: there whole or not at all, found by the hash of what they hang on.

``<data>/results/<person or "public">/<key>/`` is a finished result. Beside it lie ``.<key>.part``, which is being
written, and ``.<key>.early``, files of it that may be shown already.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError

if TYPE_CHECKING:
    from anagen.store.sealing import Seal

__all__ = ["Cache", "content_key"]

PUBLIC = "public"
"""Folder of results that are about nobody."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
FILE_MODE, FOLDER_MODE = 0o600, 0o700
KEPT_DAYS = 60.0
"""How long a result is kept; it can be made again at any time. [day]"""
EARLY_DAYS = 1.0
"""How long files of a result are kept that was never finished. [day]"""
SECONDS_PER_DAY = 86400.0


def content_key(kind: str, **inputs: Any) -> str:
    """The key of a result: the same inputs, numbers and program give the same key.

    Parameters
    ----------
    kind
        Of the job.
    **inputs
        All that the result hangs on, as values that JSON can hold.
    """
    from anagen.cluster.parts import source_sha256
    from anagen.evidence import known

    hangs_on = [kind, inputs, source_sha256(), known().fingerprint]
    text = json.dumps(hangs_on, sort_keys=True, allow_nan=False, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Cache:
    """Finished results.

    Parameters
    ----------
    data_folder
        Where; made if it is not there.
    seal
        Closes the files where the store is sealed; they are then to be read with `read`.
    """

    def __init__(self, data_folder: Path, seal: Seal | None = None) -> None:
        self._root = data_folder / "results"
        self._seal = seal

    def folder(self, person_id: str | None, key: str) -> Path:
        """Where a result lies once it is whole.

        Parameters
        ----------
        person_id
            Whom it is about; none for nobody.
        key
            As `content_key` gives it.
        """
        return self._of(person_id) / _checked(NAME, key)

    def has(self, person_id: str | None, key: str) -> bool:
        """Whether a result is there, whole."""
        return self.folder(person_id, key).is_dir()

    def read(self, person_id: str | None, key: str, name: str) -> bytes | None:
        """A file of a result, opened where it is sealed; none if it is not there (yet).

        Parameters
        ----------
        person_id, key
            Which result.
        name
            Of the file.
        """
        _checked(FILE_NAME, name)
        for place in (self.folder(person_id, key), self._early(person_id, key)):
            with suppress(FileNotFoundError, NotADirectoryError):
                return self._opened((place / name).read_bytes(), key, name)
        return None

    def names(self, person_id: str | None, key: str) -> tuple[str, ...]:
        """Names of the files of a result that are there."""
        places = (self.folder(person_id, key), self._early(person_id, key))
        return tuple(sorted({one.name for place in places for one in _files(place)}))

    def draft(self, person_id: str | None, key: str) -> Path:
        """An empty folder in which a result is written."""
        folder = self._part(person_id, key)
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder)
        return folder

    def show_early(self, person_id: str | None, key: str, name: str, data: bytes) -> None:
        """Show a file of a result that is not whole yet.

        Parameters
        ----------
        person_id, key
            Which result.
        name, data
            Of the file.
        """
        folder = self._early(person_id, key)
        _make(folder)
        draft = folder / f".{_checked(FILE_NAME, name)}.part"
        _write(draft, self._closed(data, key, name))
        draft.replace(folder / name)

    def settle(self, person_id: str | None, key: str) -> None:
        """Put a finished draft in its place, with what was shown of it early."""
        part, early, folder = (
            self._part(person_id, key),
            self._early(person_id, key),
            self.folder(person_id, key),
        )
        for one in _files(part):
            _write(one, self._closed(one.read_bytes(), key, one.name))
        for one in _files(early):
            if not (part / one.name).exists():
                shutil.copy(one, part / one.name)
        _sync(part)
        try:
            part.rename(folder)
        except OSError:  # it is there already: the same key is the same content
            if not folder.is_dir():
                raise
            shutil.rmtree(part, ignore_errors=True)
        _sync(folder.parent)
        shutil.rmtree(early, ignore_errors=True)

    def drop_draft(self, person_id: str | None, key: str) -> None:
        """Forget what was written of a result that will not be finished."""
        for one in (self._part(person_id, key), self._early(person_id, key)):
            shutil.rmtree(one, ignore_errors=True)
        with suppress(OSError):  # there are other results, or it is gone
            self._of(person_id).rmdir()

    def forget(self, person_id: str | None, key: str) -> None:
        """Remove a result."""
        self.drop_draft(person_id, key)
        shutil.rmtree(self.folder(person_id, key), ignore_errors=True)

    def forget_person(self, person_id: str) -> None:
        """Remove all results of a person."""
        shutil.rmtree(self._of(person_id), ignore_errors=True)

    def sweep(self, people: Collection[str]) -> None:
        """Remove what is of nobody who is still there, drafts that nobody writes, and old results.

        Only whoever holds the runner's lease may do that.

        Parameters
        ----------
        people
            Identifiers of all people of the store.
        """
        for folder in _folders(self._root):
            if folder.name != PUBLIC and folder.name not in people:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for one in _folders(folder):
                kept_days = EARLY_DAYS if one.name.endswith(".early") else KEPT_DAYS
                if one.name.endswith(".part") or _age_days(one) > kept_days:
                    shutil.rmtree(one, ignore_errors=True)

    def _of(self, person_id: str | None) -> Path:
        return self._root / (PUBLIC if person_id is None else _checked(NAME, person_id))

    def _part(self, person_id: str | None, key: str) -> Path:
        return self._of(person_id) / f".{_checked(NAME, key)}.part"

    def _early(self, person_id: str | None, key: str) -> Path:
        return self._of(person_id) / f".{_checked(NAME, key)}.early"

    def _closed(self, data: bytes, key: str, name: str) -> bytes:
        return data if self._seal is None else self._seal.closed(data, f"result {key} {name}")

    def _opened(self, kept: bytes, key: str, name: str) -> bytes:
        return kept if self._seal is None else self._seal.opened(kept, f"result {key} {name}")


def _checked(pattern: re.Pattern[str], name: str) -> str:
    """A name that cannot lead out of its folder."""
    if not pattern.fullmatch(name):
        raise InputError(f"{name!r} is no name of a result. Take letters, digits, hyphens and underscores.")
    return name


def _make(folder: Path) -> None:
    try:
        _make_all(folder)
    except FileNotFoundError:  # the person's folder was empty, and was removed in this very moment
        _make_all(folder)


def _make_all(folder: Path) -> None:
    for one in reversed([folder, *folder.parents]):
        if not one.exists():
            one.mkdir(mode=FOLDER_MODE, exist_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file that is only its owner's to read, and on the disk before it is called written."""
    with open(path, "wb", opener=_private) as file:
        os.fchmod(file.fileno(), FILE_MODE)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _files(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError, NotADirectoryError):
        yield from sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))


def _folders(folder: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError, NotADirectoryError):
        yield from sorted(one for one in folder.iterdir() if one.is_dir())


def _age_days(folder: Path) -> float:
    try:
        return (time.time() - folder.stat().st_mtime) / SECONDS_PER_DAY
    except FileNotFoundError:
        return 0.0
