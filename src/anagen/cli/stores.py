"""Opening a store for a command: which one, and with which passphrase."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from anagen.errors import InputError, SealedStoreError

if TYPE_CHECKING:
    from anagen.store import Store

__all__ = ["PASSPHRASE_FILE", "new_passphrase", "open_store", "opened_with"]

PASSPHRASE_FILE = "ANAGEN_PASSPHRASE_FILE"  # noqa: S105  the name of a variable
"""Environment variable that names a file with the passphrase, for programs that nobody sits before."""
MOST_TRIES = 3


def open_store(database: str | None, *, create: bool = False, passphrase_file: Path | None = None) -> Store:
    """Open a store, with the passphrase from a file or from whoever sits at the terminal where it needs one.

    Parameters
    ----------
    database
        File or URL; the one of this account if not given.
    create
        Make the store if there is none.
    passphrase_file
        File whose first line is the passphrase; the one that the environment names if not given.

    Raises
    ------
    SealedStoreError
        If the store needs a passphrase and there is none, or a wrong one.
    """
    store, _passphrase = opened_with(database, create=create, passphrase_file=passphrase_file)
    return store


def opened_with(
    database: str | None, *, create: bool = False, passphrase_file: Path | None = None
) -> tuple[Store, str | None]:
    """The same, with the passphrase that opened it, for a program that hands it on; None where it is not sealed."""
    from anagen.store import Store

    try:
        return Store.open(database, create=create), None
    except SealedStoreError:
        given = kept_passphrase(passphrase_file)
        if given is not None:
            return Store.open(database, passphrase=given), given
        if not sys.stdin.isatty():
            raise SealedStoreError(
                f"The store is sealed. Give its passphrase in a file, by --passphrase-file or {PASSPHRASE_FILE}."
            ) from None
    for left in reversed(range(MOST_TRIES)):
        try:
            typed = getpass.getpass("Passphrase of the store: ")
            return Store.open(database, passphrase=typed), typed
        except SealedStoreError as error:
            if not left:
                raise
            print(error, file=sys.stderr)
    raise AssertionError


def kept_passphrase(file: Path | None) -> str | None:
    """The first line of a file, or of the one that the environment names; None if there is neither."""
    named = file or (Path(os.environ[PASSPHRASE_FILE]) if os.environ.get(PASSPHRASE_FILE) else None)
    if named is None:
        return None
    try:
        lines = named.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0]:
        raise InputError(f"{named} holds no passphrase. Write it as the first line, in UTF-8.")
    return lines[0]


def new_passphrase(file: Path | None) -> str:
    """A passphrase to seal with, from a file or typed twice."""
    given = kept_passphrase(file)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise InputError(f"Give the passphrase in a file, by --passphrase-file or {PASSPHRASE_FILE}.")
    typed = getpass.getpass("New passphrase (what it seals is lost with it): ")
    if getpass.getpass("Once more: ") != typed:
        raise InputError("The two passphrases differ. Nothing was changed; try again.")
    return typed
