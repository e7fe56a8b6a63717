"""The answers as a person's file, which the command line reads and writes as well."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError
from anagen.web.interview import CONSENT

if TYPE_CHECKING:
    from anagen.web.interview import Interview

__all__ = ["read_file", "written_file"]


def written_file(interview: Interview) -> bytes:
    """The file of an interview."""
    from anagen.consultation.answers_file import keep

    with passing_file() as path:
        keep(path, interview.answers, interview.left_open)
        return path.read_bytes()


def read_file(data: bytes) -> dict[str, Any]:
    """The answers of a file; what is wrong with it is said without the name of a file here."""
    from anagen.patient.person import person_of, read_answers

    with passing_file() as path:
        path.write_bytes(data)
        try:
            told = read_answers(path)
        except InputError as error:
            raise InputError(str(error).replace(str(path), path.name)) from None
    if {"age", "sex"} <= set(told):
        person_of(told)  # answers that contradict each other
    if told.get(CONSENT) is False:
        raise InputError("The file says that its answers may not be kept. Change consent_data in it first.")
    return {field: list(one) if isinstance(one, tuple) else one for field, one in told.items()}


@contextmanager
def passing_file() -> Iterator[Path]:
    """A file that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="anagen-answers-") as folder:
        yield Path(folder) / "answers.toml"
