"""All of a person as one ZIP: for the person to read, and for another store to take in."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from anagen import __version__
from anagen.errors import FileError, InputError, OutputExistsError
from anagen.store.pictures import ENDINGS
from anagen.store.times import now
from anagen.store.values import Attachment, AuditLine, Record, StoredPerson

__all__ = ["FORMAT", "ArchiveReader", "ArchiveWriter", "refuse", "written_whole"]

FORMAT = 1
"""Version of the archive. One that is newer is refused."""
LARGEST_FILE, LARGEST_ARCHIVE = 256 * 2**20, 8 * 2**30
"""Length of one file and of all, unpacked: a small ZIP can claim to hold any length. [byte]"""
MANIFEST, PERSON, AUDIT, README = "manifest.json", "person.json", "audit.json", "README.txt"
EPOCH = (1980, 1, 1, 0, 0, 0)

ABOUT = """\
Everything that anagen {version} kept about one person, exported on {day}.

person.json        the person, all records and the list of attachments; `anagen store import` reads it
csv/*.csv          the same records, one table a kind, for a spreadsheet
attachments/*      photographs, each named by its SHA-256
audit.json         who did what to these records, and when
manifest.json      the SHA-256 of every file, against which an import checks them

This file is not encrypted: whoever has it can read it. Keep it where you keep letters from your doctor.
Anagen is for education and research. It is not a medical device, and nothing in here is a diagnosis.

SHA-256 of the files:
"""


class ArchiveWriter:
    """A ZIP being written, that remembers the hash of each of its files."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._hashes: dict[str, str] = {}

    def person(
        self, person: StoredPerson, records: Iterable[Record], attachments: Iterable[Attachment]
    ) -> None:
        """Write the person, the records as JSON and as tables, and the list of attachments."""
        kept = list(records)
        whole = {
            "person": person.as_dict(),
            "records": [one.as_dict() for one in kept],
            "attachments": [{**one.as_dict(), "file": _file_of(one)} for one in attachments],
        }
        self._json(PERSON, whole)
        for kind in dict.fromkeys(one.kind for one in kept):
            table = _table([one for one in kept if one.kind == kind])
            self._add(f"csv/{kind}.csv", table.encode("utf-8", "backslashreplace"))

    def picture(self, attachment: Attachment, data: bytes) -> None:
        """Write one attachment."""
        self._add(_file_of(attachment), data)

    def close(self, lines: Iterable[AuditLine]) -> None:
        """Write the audit, what the reader should know, and the hash of every file."""
        self._json(AUDIT, [one.as_dict() for one in lines])
        about = ABOUT.format(version=__version__, day=now()[:10])
        hashes = "".join(f"{digest}  {name}\n" for name, digest in self._hashes.items())
        self._add(README, (about + hashes).encode())
        made = {"format": FORMAT, "anagen": __version__, "exported_at": now(), "files": dict(self._hashes)}
        self._json(MANIFEST, made)

    def _json(self, name: str, value: Any) -> None:
        self._add(name, json.dumps(value, indent=1).encode())

    def _add(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, date_time=EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        self._file.writestr(entry, data)
        self._hashes[name] = hashlib.sha256(data).hexdigest()


class ArchiveReader:
    """A ZIP being read: every file against its hash, none of them ever put on the disk.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileError
        If it is no such archive, or a newer one, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise self._error(
                "is no ZIP file, or a damaged one. Give one that `anagen store export` wrote."
            ) from None
        self._entries = {one.filename: one for one in self._file.infolist()}
        try:
            self._hashes = self._manifest()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def person(self) -> dict[str, Any]:
        """What the archive says of the person, the records and the attachments."""
        whole = self._json(PERSON)
        lists = (
            [whole.get(name) for name in ("records", "attachments")] if isinstance(whole, dict) else [None]
        )
        if not all(isinstance(one, list) for one in lists) or not isinstance(whole.get("person"), dict):
            raise self._error(f"has another {PERSON} than anagen writes. Export it once more.")
        return dict(whole)

    def data(self, name: str) -> bytes:
        """The bytes of a file whose hash is in the manifest."""
        data = self._read(name)
        if hashlib.sha256(data).hexdigest() != self._hashes.get(name):
            raise self._error(f"was changed or damaged in {name}. Nothing was imported. Export it once more.")
        return data

    def _manifest(self) -> Mapping[str, str]:
        if sum(one.file_size for one in self._entries.values()) > LARGEST_ARCHIVE:
            raise self._error(f"unpacks to more than {LARGEST_ARCHIVE / 2**30:.0f} GiB, which is refused.")
        manifest = self._parsed(MANIFEST, self._read(MANIFEST))
        version = manifest.get("format") if isinstance(manifest, dict) else None
        if isinstance(version, int) and version > FORMAT:
            raise self._error("was written by a newer anagen. Update anagen.")
        if version != FORMAT or not isinstance(manifest.get("files"), dict):
            raise self._error(f"has no {MANIFEST} of anagen. Give a file that `anagen store export` wrote.")
        return dict(manifest["files"])

    def _json(self, name: str) -> Any:
        return self._parsed(name, self.data(name))

    def _parsed(self, name: str, data: bytes) -> Any:
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self._error(f"holds no readable {name}. Export it once more.") from None

    def _read(self, name: str) -> bytes:
        entry = self._entries.get(name)
        if entry is None:
            raise self._error(f"has no {name} in it. Give a file that `anagen store export` wrote.")
        if entry.file_size > LARGEST_FILE:
            raise self._error(f"holds a {name} of more than {LARGEST_FILE // 2**20} MiB, which is refused.")
        try:
            with self._file.open(entry) as file:
                return file.read(LARGEST_FILE)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
            zlib.error,
        ):
            raise self._error(
                f"is damaged in {name}, or locked with a password. Export it once more."
            ) from None

    def _error(self, says: str) -> FileError:
        return FileError(self._path, f"The file {says}")


def refuse(out: Path, *, force: bool) -> None:
    """Refuse a file that cannot be written.

    Raises
    ------
    OutputExistsError
        If it exists and may not be replaced.
    InputError
        If it is a folder, or in one that does not exist.
    """
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise InputError(f"Cannot write {out}: name a file in a folder that exists.")
    if out.exists() and not force:
        raise OutputExistsError(out)


@contextmanager
def written_whole(out: Path, *, force: bool) -> Iterator[ArchiveWriter]:
    """Give a ZIP to write into, which becomes `out` once it is closed, or vanishes.

    Parameters
    ----------
    out
        The file to be, for its owner only.
    force
        Replace `out` if it is a file.

    Raises
    ------
    OutputExistsError
        If `out` exists and `force` is not given.
    """
    refuse(out, force=force)
    draft = out.absolute().with_name(f".{out.name}-{secrets.token_hex(8)}.part")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as raw:
            draft.chmod(0o600)  # whatever the umask
            with zipfile.ZipFile(raw, "w") as file:
                yield ArchiveWriter(file)
            raw.flush()
            os.fsync(raw.fileno())
        refuse(out, force=force)  # once more: made by somebody meanwhile
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _file_of(attachment: Attachment) -> str:
    return f"attachments/{attachment.sha256}.{ENDINGS[attachment.media_type]}"


def _table(records: list[Record]) -> str:
    """Records of one kind, a row each; what lies deeper in a content is spelled as JSON in its cell."""
    contents = [one.content for one in records]
    names = list(dict.fromkeys(name for content in contents for name in content))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([*("day", "written_at", "id", "version"), *map(_cell, names)])
    for record, content in zip(records, contents, strict=True):
        own = (record.day, record.written_at, record.id, record.version)
        rows.writerow([*own, *(_cell(content.get(name)) for name in names)])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """A value for a spreadsheet, which would take a text that begins like a formula for one."""
    if isinstance(value, dict | list | bool):
        return json.dumps(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def entry(value: Mapping[str, Any], name: str, kind: type) -> Any:
    """A field of an archive, of the type it must have.

    Raises
    ------
    InputError
        If it is missing or something else.
    """
    found = value.get(name)
    if not isinstance(found, kind) or isinstance(found, bool):
        raise InputError(f"The archive has no proper {name!r} in an entry. Nothing was imported.")
    return found
