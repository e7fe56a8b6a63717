"""A question as a page shows it: with words for this face where they differ, and names that a form can carry."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from anagen.consultation.answering import NONE
from anagen.consultation.questionnaire import Option, Question
from anagen.consultation.reviewing import NONE_OF_THESE

__all__ = ["Line", "Shown", "offers_none", "shown_question", "shown_text"]

WORDS = Path(__file__).with_name("questions_shown.toml")


class Line(BaseModel):
    """Something that can be chosen or ticked."""

    value: str
    """As a form carries it."""
    label: str
    chosen: bool
    picture: str
    """Address of a picture; empty if there is none."""
    undrawn: bool = False
    """Whether there should be a picture, but no virtual head shows it."""

    @staticmethod
    def name(value: Any, field: str = "") -> str:
        """How a form calls a value: by itself, or with its field where a screen has several.

        Parameters
        ----------
        value
            As a person's file holds it.
        field
            Its name there.
        """
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        if not field or value == NONE:
            return plain
        return field if value is True else f"{field}:{plain}"


class Shown(BaseModel):
    """A screen's question."""

    text: str
    why: list[str]
    kind: str
    """``choose`` one, ``tick`` some, or ``type``."""
    lines: list[Line]
    pictures: bool
    paired: bool
    """Whether each picture shows two views."""
    short: bool
    """Whether the choices are few words, such as yes and no."""
    value: str
    """What was typed before."""
    unit: str
    hint: str
    whole: bool
    """Whether only whole numbers are taken."""
    number: bool


def shown_question(group: Sequence[Question], answers: Mapping[str, Any]) -> Shown:
    """How a screen is shown.

    Parameters
    ----------
    group
        Its questions.
    answers
        What was answered so far.
    """
    first = group[0]
    words = own_words().get(first.field, {})
    many = len(group) > 1 or first.kind == "choices"
    lines = ticks(group, answers) if many else choices(first, answers, words.get("options", {}))
    before = answers.get(first.field)
    return Shown(
        text=shown_text(group),
        why=reasons(group, words.get("why", "")),
        kind="tick" if many else "choose" if first.options else "type",
        lines=lines,
        pictures=first.pictures,
        paired=first.pictures and answers.get("sex") == "male",
        short=bool(lines) and not many and all(len(one.label) <= 14 for one in lines),
        value=""
        if many or first.options or before is None
        else f"{before:g}"
        if first.number
        else str(before),
        unit=first.unit,
        hint=hint(first),
        whole=first.kind == "integer",
        number=first.number,
    )


def shown_text(group: Sequence[Question]) -> str:
    """What is asked on a screen, as its page and the list of all answers say it.

    Parameters
    ----------
    group
        Its questions.
    """
    first = group[0]
    own = own_words().get(first.field, {}).get("text", "")
    return str(own) or (first.group_text if len(group) > 1 else first.text)


def reasons(group: Sequence[Question], words: str) -> list[str]:
    """Why it is asked, of a list for each of its lines."""
    if len(group) == 1:
        return [words or group[0].why]
    return [f"{one.tick or one.text}: {one.why}" for one in group]


def choices(asked: Question, answers: Mapping[str, Any], words: Mapping[str, str]) -> list[Line]:
    """One of these."""
    before = answers.get(asked.field)
    return [
        Line(
            value=Line.name(one.value),
            label=words.get(Line.name(one.value)) or one.label,
            chosen=before == one.value,
            picture=picture(asked, one, answers),
            undrawn=undrawn(asked, one),
        )
        for one in asked.choices(answers)
    ]


def ticks(group: Sequence[Question], answers: Mapping[str, Any]) -> list[Line]:
    """Any of these: options of questions with several answers, and statements that are true or not."""
    lines: list[Line] = []
    for asked in group:
        before = answers.get(asked.field)
        if asked.kind != "choices":
            name = Line.name(True, asked.field)
            lines.append(Line(value=name, label=asked.tick or asked.text, chosen=before is True, picture=""))
            continue
        lines += [
            Line(
                value=Line.name(one.value, asked.field),
                label=one.label,
                chosen=before is not None and one.value in before,
                picture="",
            )
            for one in asked.choices(answers)
            if one.value != NONE
        ]
    said = [answers.get(one.field) for one in group]
    if offers_none(group):
        nothing = all(one is False or one == [NONE] for one in said)
        lines.append(Line(value=NONE, label=NONE_OF_THESE, chosen=nothing, picture=""))
    return lines


def offers_none(group: Sequence[Question]) -> bool:
    """Whether a list to tick has a place for none of it.

    Parameters
    ----------
    group
        The questions of the screen.
    """
    return len(group) > 1 or any(one.value == NONE for one in group[0].options)


def picture(asked: Question, option: Option, answers: Mapping[str, Any]) -> str:
    """Where the picture of an option is."""
    from anagen.render.grades import GRADES_DRAWN

    drawn = GRADES_DRAWN.get(asked.field, ()) if asked.pictures else ()
    if str(option.value) not in drawn:
        return ""
    return f"/grades/{asked.field}/{answers.get('sex', 'male')}/{option.value}.webp"


def undrawn(asked: Question, option: Option) -> bool:
    """Whether an option is a type that no virtual head shows."""
    from anagen.render.grades import UNDRAWN

    return asked.pictures and option.value in UNDRAWN.get(asked.field, ())


def hint(asked: Question) -> str:
    """What may be typed."""
    if asked.low is None or asked.high is None or not asked.number:
        return ""
    return f"A {'whole ' if asked.kind == 'integer' else ''}number from {asked.low:g} to {asked.high:g}."


@cache
def own_words() -> Mapping[str, Mapping[str, Any]]:
    """Words that are other ones in a browser than in a terminal."""
    words: Mapping[str, Mapping[str, Any]] = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return words
