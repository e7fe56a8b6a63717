"""Screens of an interview: what stands on them and what a key does, with no terminal in sight."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anagen.consultation.answering import NONE, check_answer, read_words
from anagen.consultation.questionnaire import Option, Question
from anagen.consultation.reviewing import NONE_OF_THESE
from anagen.errors import InputError

__all__ = [
    "BACK",
    "GO_ON",
    "LEAVE",
    "SKIP",
    "Page",
    "Pick",
    "Row",
    "Screen",
    "Tick",
    "Typed",
    "screen_of",
]

Answers = Mapping[str, Any]
BACK, SKIP, LEAVE, GO_ON = "back", "skip", "leave", "go on"
"""What a screen may end with, beside answers."""
LONG = 15
"""A list of more lines may not be seen whole."""
NOWHERE = -1
"""The cursor before a first choice: nobody is led to an answer."""


@dataclass(slots=True, kw_only=True)
class Row:
    """A line that can be chosen."""

    label: str
    question: Question | None = None
    option: Option | None = None
    """None where the line stands for yes."""
    none: bool = False
    """Whether it says that nothing above is true."""


@dataclass(slots=True, kw_only=True)
class Screen(ABC):
    """One screen: some questions, the keys pressed so far, and what is said about them."""

    questions: tuple[Question, ...]
    answers: Answers
    heading: str
    page: str
    rows: list[Row] = field(default_factory=list)
    cursor: int = 0
    why_shown: bool = False
    error: str = ""
    done: Any = None
    """What came of it: answers by field, or one of the words above."""

    @property
    def keys(self) -> str:
        """What the keys do, in one line."""
        return "Enter goes on · ? why · ← back · s skip · q leave"

    @property
    def why(self) -> str:
        """Why the question under the cursor is asked."""
        row = self.rows[self.cursor] if self.cursor >= 0 and self.rows else None
        return (row.question if row and row.question else self.questions[0]).why

    def press(self, key: str) -> None:
        """Do what a key does.

        Parameters
        ----------
        key
            up, down, first, last, page up, page down, enter, space, delete, back, or a letter.
        """
        self.error = ""
        step = {"up": -1, "down": 1, "page up": -10, "page down": 10}.get(key)
        if step is not None and self.rows:
            wraps = abs(step) == 1
            place = self.cursor + step
            if self.cursor < 0:
                place = 0 if step > 0 else len(self.rows) - 1
            self.cursor = place % len(self.rows) if wraps else min(max(place, 0), len(self.rows) - 1)
        elif key in {"first", "last"} and self.rows:
            self.cursor = 0 if key == "first" else len(self.rows) - 1
        elif key in {"back", "b"}:
            self.done = BACK
        elif key == "s":
            self.done = SKIP
        elif key == "q":
            self.done = LEAVE
        elif key == "?":
            self.why_shown = not self.why_shown
        elif key == "enter":
            try:
                self.done = self.answer()
            except InputError as error:
                self.error = str(error)
        else:
            self.other(key)

    def other(self, key: str) -> None:  # noqa: B027  most kinds have no keys of their own
        """Do what a key does on this kind of screen only."""

    @abstractmethod
    def answer(self) -> dict[str, Any]:
        """The answers as they stand, checked."""

    def mark(self, place: int) -> str:
        """What stands before a line."""
        return "> " if place == self.cursor else "  "


@dataclass(slots=True, kw_only=True)
class Pick(Screen):
    """One of some answers."""

    def other(self, key: str) -> None:
        """A digit goes to its line."""
        if key.isdecimal() and 0 < int(key) <= len(self.rows):
            self.cursor = int(key) - 1

    def answer(self) -> dict[str, Any]:
        """The line under the cursor."""
        if self.cursor < 0:
            raise InputError("Choose with the arrow keys or a digit. The key s skips the question.")
        asked, row = self.questions[0], self.rows[self.cursor]
        value = row.option.value if row.option else True
        return {asked.field: check_answer(asked.field, value, self.answers)}

    def mark(self, place: int) -> str:
        """The digit that goes there."""
        digit = f"{place + 1} " if place < 9 else "  "
        return f"{Screen.mark(self, place)}{digit}"


@dataclass(slots=True, kw_only=True)
class Tick(Screen):
    """Any number of answers, of one question or of a group."""

    ticked: set[int] = field(default_factory=set)

    @property
    def keys(self) -> str:
        """What the keys do, in one line; of a long list where one is, too."""
        far = f"line {self.cursor + 1} of {len(self.rows)}, End last · " if len(self.rows) > LONG else ""
        return f"{far}Space ticks · Enter goes on · ? why · ← back · s skip · q leave"

    def other(self, key: str) -> None:
        """Space ticks; none of these and the others exclude each other."""
        if key != "space":
            return
        self.ticked ^= {self.cursor}
        if self.cursor in self.ticked:
            none = self.rows[self.cursor].none
            self.ticked = {one for one in self.ticked if self.rows[one].none == none}

    def answer(self) -> dict[str, Any]:
        """What is ticked; nothing ticked is no answer."""
        if not self.ticked:
            ask = f"Tick what applies with the space bar{', or the last line' if self.rows[-1].none else ''}"
            raise InputError(f"{ask}. The key s skips the question.")
        given: dict[str, Any] = {}
        for asked in self.questions:
            mine = [self.rows[one] for one in self.ticked if self.rows[one].question is asked]
            value: Any = bool(mine)
            if asked.kind == "choices":
                value = [row.option.value for row in mine if row.option] or [NONE]
            given[asked.field] = check_answer(asked.field, value, self.answers)
        return given

    def mark(self, place: int) -> str:
        """A box, ticked or not."""
        return f"{Screen.mark(self, place)}[{'x' if place in self.ticked else ' '}] "


@dataclass(slots=True, kw_only=True)
class Typed(Screen):
    """A number or a text."""

    words: str = ""

    def other(self, key: str) -> None:
        """Letters and digits are taken, the last can be taken away."""
        if key == "delete":
            self.words = self.words[:-1]
        elif key == "space":
            self.words += " "
        elif len(key) == 1:
            self.words += key

    def answer(self) -> dict[str, Any]:
        """What was typed."""
        asked = self.questions[0]
        value = read_words(asked, self.words)
        if value is None:
            raise InputError("Type an answer. The key s skips the question.")
        return {asked.field: check_answer(asked.field, value, self.answers)}

    @property
    def hint(self) -> str:
        """What may be typed."""
        asked = self.questions[0]
        if asked.low is None or asked.high is None:
            return ""
        return f"{asked.low:g} to {asked.high:g} {asked.unit}".strip()


@dataclass(slots=True, kw_only=True)
class Page(Screen):
    """Something to read."""

    lines: Sequence[str] = ()
    ends: bool = False

    @property
    def keys(self) -> str:
        """What the keys do, in one line."""
        return f"Enter {'ends here' if self.ends else 'goes on'} · ← changes the answer · q leave"

    def press(self, key: str) -> None:
        """Only a few keys mean something here."""
        if key in {"enter", "back", "b", "q"}:
            Screen.press(self, key)

    def answer(self) -> Any:
        """It was read."""
        return GO_ON


def screen_of(group: Sequence[Question], answers: Answers) -> Screen:
    """The screen for a question or a group, with what was answered before.

    Parameters
    ----------
    group
        One question, or all of a group.
    answers
        What was answered so far.
    """
    first = group[0]
    shared: dict[str, Any] = {"questions": tuple(group), "answers": answers, "page": first.page}
    if len(group) > 1 or first.kind == "choices":
        return _tick(group, shared)
    before = answers.get(first.field)
    if first.options:
        rows = [Row(label=one.label, question=first, option=one) for one in first.choices(answers)]
        places = [place for place, row in enumerate(rows) if row.option and row.option.value == before]
        return Pick(heading=first.text, rows=rows, cursor=places[0] if places else NOWHERE, **shared)
    return Typed(heading=first.text, words="" if before is None else str(before), **shared)


def _tick(group: Sequence[Question], shared: dict[str, Any]) -> Tick:
    """A list to tick: options of the questions with several answers, and questions that are true or not."""
    answers: Answers = shared["answers"]
    rows: list[Row] = []
    ticked: set[int] = set()
    none = len(group) > 1
    for asked in group:
        before = answers.get(asked.field)
        if asked.kind != "choices":
            ticked |= {len(rows)} if before is True else set()
            rows.append(Row(label=asked.tick or asked.text, question=asked))
            continue
        for one in asked.choices(answers):
            if one.value == NONE:
                none = True
                continue
            ticked |= {len(rows)} if before is not None and one.value in before else set()
            rows.append(Row(label=one.label, question=asked, option=one))
    if none:
        said = [answers.get(asked.field) for asked in group]
        if not ticked and all(one is False or one == [NONE] for one in said):
            ticked.add(len(rows))
        rows.append(Row(label=NONE_OF_THESE, none=True))
    heading = group[0].group_text if len(group) > 1 else group[0].text
    return Tick(heading=heading, rows=rows, ticked=ticked, **shared)
