"""An interview kept in the store: what was answered, what was left open, and the screen that comes next.

The record is the one that the diary reads: kind ``answers``, with the answers by the names of a person's file. It is
written after every screen. What is answered again on a later day goes into a record of that day, so that the forecast
which began with the old answers can still be told from the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.consultation.answering import answered
from anagen.consultation.questionnaire import (
    DEPTHS,
    Progress,
    Question,
    Stop,
    next_questions,
    progress,
    question,
    questions,
    stops,
)
from anagen.consultation.reviewing import CONSENT, RESPONDENT, said_on, screens_asked
from anagen.diary.days import today_in, zone_name
from anagen.errors import InputError
from anagen.patient.person import known_fields
from anagen.web.records import last_written

if TYPE_CHECKING:
    from anagen.store import Store

__all__ = [
    "CONSENT",
    "RESPONDENT",
    "Interview",
    "begun_anew",
    "forgotten",
    "kept_interview",
    "taken",
    "today",
]

ANSWERS = "answers"
MINUTES = "minutes_per_week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """How far somebody's interview is."""

    record_id: str | None = None
    """Where it is kept; none while nothing is."""
    day: date | None = None
    """Of the answers."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()
    """Fields that were asked and not answered."""
    full: bool = False
    """Whether more than the short path is asked."""
    minutes_per_week: float | None = None
    """The most that a treatment may cost a week, where that is a wish. [minute/week]"""

    @property
    def depth(self) -> str:
        """Who answers."""
        return str(self.answers.get(RESPONDENT, DEPTHS[0]))

    @property
    def consented(self) -> bool:
        """Whether answers may be kept; without, there are none."""
        return bool(self.answers.get(CONSENT))

    @property
    def begun(self) -> bool:
        """Whether anything was asked."""
        return bool(self.left_open or set(self.answers) - {RESPONDENT})

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What must be said because of the answers, the ends first."""
        return stops(self.answers)

    @property
    def ended(self) -> bool:
        """Whether an answer has ended the questions."""
        return any(one.ends for one in self.stops)

    @property
    def next(self) -> tuple[Question, ...]:
        """The next screen; none where all is asked or an answer has ended the questions."""
        if self.ended:
            return ()
        if not self.consented:
            return (question(CONSENT),)
        return next_questions(self.answers, depth=self.depth, asked=self.left_open, full=self.full)

    @property
    def progress(self) -> Progress:
        """How far it is, in screens."""
        return progress(self.answers, depth=self.depth, asked=self.left_open, full=self.full)

    @property
    def screens(self) -> list[tuple[Question, ...]]:
        """The screens that were answered or left open, in order."""
        return screens_asked(self.answers, self.left_open)

    def screen_of(self, name: str) -> tuple[Question, ...]:
        """The screen on which a field is asked: alone, or with those of its group that are for this person.

        Parameters
        ----------
        name
            Of the field; `UnknownNameError` if there is none such.
        """
        asked = question(name)
        if not asked.group:
            return (asked,)
        same = [one for one in questions() if one.group == asked.group]
        shown = tuple(one for one in same if one.shown_when.judge(self.answers) is True)
        return shown if asked in shown else (asked,)

    def before(self, name: str) -> str | None:
        """The field of the screen before that of a field; none at the first."""
        names = [group[0].field for group in self.screens]
        first = self.screen_of(name)[0].field
        place = names.index(first) if first in names else len(names)
        return names[place - 1] if place > 0 else None

    def said(self, group: tuple[Question, ...]) -> str:
        """What was answered on a screen, in plain words."""
        return said_on(group, self.answers)


def today() -> date:
    """The day of an answer that is given now, where this runs."""
    return today_in(zone_name())


def kept_interview(store: Store, person_id: str) -> Interview:
    """The interview of a person as it is kept; an empty one where there is none.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    """
    last = last_written(store, person_id, ANSWERS)
    if last is None:
        return Interview()
    content = last.content
    fields = known_fields()
    said = content.get("answers", content)
    return Interview(
        record_id=last.id,
        day=date.fromisoformat(last.day[:10]),
        answers={name: value for name, value in said.items() if name in fields and value is not None},
        left_open=frozenset(content.get("left_open", ())) & fields.keys(),
        full=bool(content.get("full", False)),
        minutes_per_week=content.get(MINUTES),
    )


def begun_anew(store: Store, person_id: str, depth: str, *, full: bool, today: date) -> Interview:
    """A new interview; what was answered before stays where it is, under its day.

    Who answers is kept at once; nothing of the person is, before there is consent to it.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    depth
        Who answers.
    full
        Whether to ask more than the short path.
    today
        Day of the answers.
    """
    consented = kept_interview(store, person_id).consented
    answers = {RESPONDENT: depth} | ({CONSENT: True} if consented else {})
    return _written(store, person_id, Interview(answers=answers, full=full, day=today), today)


def taken(
    store: Store, person_id: str, interview: Interview, given: Mapping[str, Any], today: date, **more: Any
) -> Interview:
    """An interview after some more answers, which are on the disk when this returns.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    interview
        As it was.
    given
        Checked answers by field; None takes one back or leaves it open.
    today
        Day of the answers.
    **more
        Other things that were told, such as ``minutes_per_week``.

    Raises
    ------
    InputError
        If there is no consent to keep answers.
    """
    if not {**interview.answers, **given}.get(CONSENT) and given.get(CONSENT) is not False:
        raise InputError("Say first whether your answers may be kept: nothing is kept without that.")
    answers = answered(interview.answers, given)
    left_open = frozenset((interview.left_open | set(given)) - set(answers))
    new = replace(interview, **{"answers": answers, "left_open": left_open, **more})
    if answers.get(CONSENT) is False:
        forgotten(store, person_id)
        return replace(new, record_id=None)
    later = interview.day is not None and interview.day != today and not interview.next
    if later and (answers != dict(interview.answers) or more):
        return _written(store, person_id, replace(new, record_id=None, day=today), today)
    return _written(store, person_id, new, today)


def forgotten(store: Store, person_id: str) -> None:
    """Forget all answers of somebody who no longer agrees that they are kept, and what was found from them."""
    with store.transaction():
        for kind in (ANSWERS, "consultation", "plan"):
            for one in store.records(person_id, kind):
                store.delete(one.id, why="consent withdrawn")


def _written(store: Store, person_id: str, interview: Interview, today: date) -> Interview:
    content: dict[str, Any] = {
        "answers": dict(interview.answers),
        "left_open": sorted(interview.left_open),
        "full": interview.full,
    }
    if interview.minutes_per_week is not None:
        content[MINUTES] = interview.minutes_per_week
    if interview.record_id is not None:
        store.replace(interview.record_id, content, why="entry")
        return interview
    day = interview.day or today
    return replace(interview, record_id=store.put(person_id, ANSWERS, day, content), day=day)
