"""The questions: what is asked, why, of whom and in which order; kept as data in the folder `questions`.

Every question may stay unanswered. Which one comes next follows from the answers so far, so that an interview can be
broken off and taken up again anywhere, and an earlier answer can be changed at any time.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anagen.consultation.logic import Condition
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

__all__ = [
    "DEPTHS",
    "Implied",
    "Option",
    "Progress",
    "Question",
    "Stop",
    "crisis_contacts",
    "next_question",
    "next_questions",
    "progress",
    "question",
    "questionnaire_hash",
    "questions",
    "stops",
]

Answers = Mapping[str, Any]

DEPTHS = ("self", "carer", "clinician")
"""Who answers; a clinician is asked more."""
RESPONDENT = "respondent"
"""The question of it, which a switch or a button answers."""
ALWAYS = "True"
FOLDER = Path(__file__).with_name("questions")
CONTACTS = "contacts.toml"
WORDS_OF_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose."""

    value: Any
    """As in a person's file."""
    label: str
    """In plain words."""
    shown_when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What is said at once when an answer ends the plan, or most of it."""

    when: Condition
    ends: bool
    """Whether no more is asked."""
    title: str
    says: str
    contacts: bool
    """Whether lines that listen are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """An answer that follows from others, so that nobody needs to be asked."""

    when: Condition
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, about one field of a person's file."""

    field: str
    page: str
    text: str
    why: str
    """Why it is asked."""
    kind: str
    """As in the fields of a person's file: boolean, choice, choices, integer, number or text."""
    options: tuple[Option, ...]
    """What can be chosen; empty for a number or a text."""
    depth: str
    """The least of `DEPTHS` that is asked."""
    short: bool
    """Whether it is on the short path."""
    shown_when: Condition
    """It is asked only when this is true."""
    stop: bool
    """Whether its answer may end the plan; such questions come first."""
    stops: tuple[Stop, ...]
    implied: tuple[Implied, ...]
    group: str
    """Questions of a group are asked on one screen, as a list to tick."""
    group_text: str
    """What is asked above that list."""
    tick: str
    """A yes-or-no question as a statement that can be ticked."""
    unit: str
    pictures: bool
    """Whether there are pictures of the options: see `anagen.render.grades`."""
    low: float | None
    high: float | None

    def choices(self, answers: Answers) -> tuple[Option, ...]:
        """The options that make sense after other answers.

        Parameters
        ----------
        answers
            What was answered so far.
        """
        return tuple(one for one in self.options if one.shown_when.judge(answers) is not False)

    def label(self, value: Any) -> str:
        """An answer in plain words: ``Slowly, over many months or years``."""
        if value is None:
            return "not answered"
        if self.kind == "choices":
            return "; ".join(self.label_of(one) for one in value)
        return (
            self.label_of(value)
            if self.options
            else f"{value:g} {self.unit.removesuffix('s') if value == 1 else self.unit}".strip()
            if self.number
            else str(value)
        )

    @property
    def number(self) -> bool:
        """Whether the answer is a number that is typed in."""
        return self.kind in {"integer", "number"} and not self.options

    def label_of(self, value: Any) -> str:
        """The words of one option."""
        return next((one.label for one in self.options if one.value == value), str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an interview is, in screens."""

    done: int
    total: int
    """As far as it can be known now: answers may open or close more."""


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order in which they are asked."""
    found = tuple(one for path in _files() for one in _read(path))
    asked = [one.field for one in found]
    missing, twice = set(known_fields()) - set(asked), {one for one in asked if asked.count(one) > 1}
    if missing or twice:
        raise InputError(f"Questions: nothing asks for {sorted(missing)}; asked for twice: {sorted(twice)}.")
    return found


def question(field: str) -> Question:
    """The question about a field.

    Parameters
    ----------
    field
        Its name in a person's file.
    """
    by_field = _by_field()
    if field not in by_field:
        raise unknown_name("field of a person", field, by_field)
    return by_field[field]


def next_question(
    answers: Answers, *, depth: str = "self", asked: Collection[str] = (), full: bool = False
) -> Question | None:
    """The question that comes next; None when all has been asked.

    Parameters
    ----------
    answers
        What was answered so far; a missing field or None is no answer.
    depth
        One of `DEPTHS`.
    asked
        Fields that were asked and left open: they are not asked again.
    full
        Whether to ask what is not on the short path, too. A clinician is always asked all.
    """
    return next(_open(answers, depth, asked, full), None)


def next_questions(
    answers: Answers, *, depth: str = "self", asked: Collection[str] = (), full: bool = False
) -> tuple[Question, ...]:
    """The next screen: one question, or a group that is asked as one list to tick; empty when all has been asked.

    Parameters
    ----------
    answers, depth, asked, full
        As for `next_question`.
    """
    remaining = _open(answers, depth, asked, full)
    first = next(remaining, None)
    if first is None:
        return ()
    if not first.group:
        return (first,)
    return (first, *(one for one in remaining if one.group == first.group))


def progress(
    answers: Answers, *, depth: str = "self", asked: Collection[str] = (), full: bool = False
) -> Progress:
    """How many screens are done, and how many there are as far as can be told now.

    Parameters
    ----------
    answers, depth, asked, full
        As for `next_question`.
    """
    told = RESPONDENT if answers.get(RESPONDENT) else ""
    shown = [one for one in questions() if one.field != told and _belongs(one, answers, depth, full)]
    left = {one.group or one.field for one in _open(answers, depth, asked, full)}
    total = {one.group or one.field for one in shown} | left
    return Progress(done=len(total) - len(left), total=len(total))


def stops(answers: Answers) -> tuple[Stop, ...]:
    """What must be said at once after some answers, the ends first.

    Parameters
    ----------
    answers
        What was answered so far.
    """
    fired = [one for asked in questions() for one in asked.stops if one.when.judge(answers)]
    return tuple(sorted(fired, key=lambda one: not one.ends))


@cache
def questionnaire_hash() -> str:
    """A digest of every question, its wording and its conditions: kept with each result."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def crisis_contacts(region: str | None) -> tuple[str, ...]:
    """Lines that listen, in a region; those of every region where it is not known.

    Parameters
    ----------
    region
        As in a person's file.
    """
    lines = tomllib.loads((FOLDER / CONTACTS).read_text(encoding="utf-8"))
    if region in lines:
        return tuple(lines[region])
    return tuple(f"{home}: {one}" if home != "other" else one for home, some in lines.items() for one in some)


def _belongs(one: Question, answers: Answers, depth: str, full: bool) -> bool:
    """Whether a question is for somebody who gave these answers."""
    if depth not in DEPTHS:
        raise unknown_name("depth", depth, DEPTHS)
    clinician = depth == DEPTHS[-1]
    deep_enough = DEPTHS.index(one.depth) <= DEPTHS.index(depth)
    return deep_enough and (one.short or full or clinician) and one.shown_when.judge(answers) is True


def _open(answers: Answers, depth: str, asked: Collection[str], full: bool) -> Iterator[Question]:
    """Questions that are still to be asked, in order."""
    for one in questions():
        if answers.get(one.field) is None and one.field not in asked and _belongs(one, answers, depth, full):
            yield one


def _files() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.toml") if path.name != CONTACTS)


@cache
def _by_field() -> Mapping[str, Question]:
    return {one.field: one for one in questions()}


def _read(path: Path) -> Iterator[Question]:
    """The questions of one file."""
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    for one in file["question"]:
        about = known_fields()[one["field"]]
        yield Question(
            field=one["field"],
            page=file["page"],
            text=one["text"],
            why=one["why"],
            kind=about["kind"],
            options=tuple(_options(one, about)),
            depth=one.get("depth", DEPTHS[0]),
            short=one.get("short", True),
            shown_when=Condition.of(one.get("when", ALWAYS)),
            stop=one.get("stop", False),
            stops=tuple(
                Stop(
                    when=Condition.of(stop["when"]),
                    ends=stop.get("ends", False),
                    title=stop["title"],
                    says=stop["says"],
                    contacts=stop.get("contacts", False),
                )
                for stop in one.get("stops", ())
            ),
            implied=tuple(
                Implied(when=Condition.of(some["when"]), value=some["value"])
                for some in one.get("implied", ())
            ),
            group=one.get("group", ""),
            group_text=file.get("groups", {}).get(one.get("group"), ""),
            tick=one.get("tick", ""),
            unit=one.get("unit", ""),
            pictures=one.get("pictures", False),
            low=about.get("low"),
            high=about.get("high"),
        )


def _options(one: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Option]:
    """The options of a question, each as the value that a person's file holds."""
    when = one.get("options_when", {})
    given = one.get("options", {})
    allowed = about.get("allowed")
    if allowed is not None and set(given) != set(allowed):
        raise InputError(
            f"Question {one['field']}: options {sorted(set(given) ^ set(allowed))} do not match."
        )
    for word, label in given.items():
        value: Any = word
        if about["kind"] == "boolean":
            value = WORDS_OF_BOOLEANS[word]
        elif about["kind"] == "integer":
            value = int(word)
        yield Option(value=value, label=label, shown_when=Condition.of(when.get(word, ALWAYS)))
