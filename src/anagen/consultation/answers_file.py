"""The file in which an interview keeps its answers: a person's file, whole after every answer.

Each answer is written at once, into a draft that then takes the place of the file, so that whatever happens the file
holds all answers but the one being given. What a person wrote into it themselves stays. Questions that were left open
are remembered in one line of comment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anagen.consultation.questionnaire import questions
from anagen.errors import InputError
from anagen.patient.person import read_answers

__all__ = ["ONLY_THE_OWNER", "Kept", "keep", "kept"]

OPEN = re.compile(r"^# Left open: *(.*)$", re.MULTILINE)
HEADING = (
    "Answers of a consultation, which is also a person's file. It may be edited; any field may be left out."
)
ONLY_THE_OWNER = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a file holds."""

    answers: dict[str, Any] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()
    """Fields that were asked and not answered."""


def kept(path: Path) -> Kept:
    """What was answered so far; nothing where there is no file yet.

    Parameters
    ----------
    path
        The file.
    """
    if not path.exists():
        return Kept()
    answers = read_answers(path)
    found = OPEN.search(path.read_text(encoding="utf-8-sig"))
    names = frozenset(re.split(r"[,\s]+", found[1].strip())) if found else frozenset()
    return Kept(
        answers={name: list(one) if isinstance(one, tuple) else one for name, one in answers.items()},
        left_open=names & {one.field for one in questions()} - set(answers),
    )


def keep(path: Path, answers: Mapping[str, Any], left_open: Collection[str] = ()) -> None:
    """Write answers; the file is the old one or the new one at any moment, and only its owner can read it.

    Parameters
    ----------
    path
        The file.
    answers
        All there are.
    left_open
        Fields that were asked and not answered.
    """
    try:
        import tomlkit
    except ImportError as error:
        raise InputError(
            "Answers as a file need tomlkit. Install it with: pip install 'anagen[consult]'."
        ) from error
    if path.exists():
        document = tomlkit.parse(OPEN.sub("", path.read_text(encoding="utf-8-sig")).rstrip() + "\n")
    else:
        document = tomlkit.document()
        document.add(tomlkit.comment(HEADING))
        document.add(tomlkit.nl())
    for one in questions():
        value = answers.get(one.field)
        if value is None:
            document.pop(one.field, None)
        elif document.get(one.field) != value:
            document[one.field] = list(value) if isinstance(value, tuple) else value
    text = tomlkit.dumps(document)
    names = [one.field for one in questions() if one.field in left_open and answers.get(one.field) is None]
    if names:
        text = f"{text.rstrip()}\n\n# Left open: {', '.join(names)}\n"
    _replace(path, text)


def _replace(path: Path, text: str) -> None:
    """A draft beside the file, on the disk before it takes the file's place."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(draft, mode, ONLY_THE_OWNER), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(ONLY_THE_OWNER)
    draft.replace(target)
