"""Every error that `anagen` raises on purpose: what was given, what is allowed, what to do.

An `AnagenError` always reads as one line, so that the command line can print it as it stands.
Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "AnagenError",
    "FileError",
    "InputError",
    "NoStoreError",
    "OutputExistsError",
    "PersonFileError",
    "RegimenError",
    "SealedStoreError",
    "StoreError",
    "TrialFileError",
    "UnitError",
    "UnknownNameError",
    "unknown_name",
]


class AnagenError(Exception):
    """Root of all errors of this package."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class InputError(AnagenError):
    """What a user gave is wrong."""


class UnknownNameError(InputError):
    """A name that nothing has."""


class UnitError(InputError):
    """A unit that is unknown, or of another dimension than asked for."""


class RegimenError(InputError):
    """A regimen that cannot be read or cannot be carried out."""


class FileError(InputError):
    """A file that cannot be read.

    Parameters
    ----------
    path
        The file.
    says
        What is wrong, what is allowed and what to do.
    line
        The line it stands on, counted from 1, where known.
    """

    def __init__(self, path: Path | str, says: str, line: int | None = None) -> None:
        super().__init__(path, says, line)
        self.path, self.says, self.line = Path(path), says, line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line is not None else f"{self.path}"
        return " ".join(f"{place}: {self.says}".split())


class TrialFileError(FileError):
    """A trial's file that cannot be read."""


class PersonFileError(FileError):
    """A person's file that cannot be read."""


class StoreError(InputError):
    """A store of records that cannot be used as asked."""


class NoStoreError(StoreError):
    """A store that is not there."""


class SealedStoreError(StoreError):
    """A store that opens with a passphrase only, and none or a wrong one was given."""


class OutputExistsError(InputError):
    """A result would overwrite something."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path)
        self.path = Path(path)

    def __str__(self) -> str:
        return f"{self.path} exists already. Give another --out, or --force to replace it."


def unknown_name(kind: str, given: str, allowed: Iterable[str]) -> UnknownNameError:
    """The error for a name that nothing has, with the names that come closest.

    Parameters
    ----------
    kind
        What was looked for, as a singular noun: ``"parameter"``.
    given
        The name as it was given.
    allowed
        All names there are.
    """
    import difflib  # only needed once something went wrong

    names = sorted(allowed)
    folded = {name.casefold(): name for name in names}
    close = [
        folded[near] for near in difflib.get_close_matches(given.casefold(), list(folded), n=3, cutoff=0.6)
    ]
    if close:
        hint = f"Did you mean {_either(close)}?"
    elif not names:
        hint = "There are none."
    elif len(names) <= 12:
        hint = f"There are: {', '.join(names)}."
    else:
        hint = f"There are {len(names)}, such as {', '.join(names[:5])}."
    return UnknownNameError(f"No {kind} named {given!r}. {hint}")


def _either(names: list[str]) -> str:
    quoted = [repr(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
