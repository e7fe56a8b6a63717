"""One entry: what it means, and what of it can be corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.diary.corrections import EVERY, PARTS
from anagen.diary.effects import PLAIN_ADVICE, crisis_contacts, fired_rules, rules_against
from anagen.diary.entries import Consent, Measurement, Photograph, ShedCount, SideEffect, Treatment
from anagen.diary.readings import Step, count_steps, steps
from anagen.evidence import known
from anagen.web.diary.book import OpenDiary, shown
from anagen.web.diary.views import EntryView, Part, RuleShown, StepShown

if TYPE_CHECKING:
    from anagen.diary.effects import FiredRule
    from anagen.diary.entries import Entry
    from anagen.diary.logbook import Kept

__all__ = ["all_steps", "entry_view", "parts_of", "step_shown"]

NO_CHANGE = "no clear change"
LABELS = {
    "day": "Day",
    "note": "Note",
    "course": "Treatment, in words",
    "stopped": "Stopped on",
    "doses": "Doses by day, as 2026-03-01:2",
    "method": "Way to count: comb60 or wash",
    "counts": "Counts, with commas between",
    "days_unwashed": "Days since the wash before",
    "measure": "Measure",
    "value": "Value",
    "by": "Measured by: self, doctor or automatic",
    "instrument": "Instrument",
    "site": "Place",
    "area_cm2": "Area [cm²]",
    "scale": "Scale",
    "grade": "Grade",
    "effects": "Side effects, by name, with commas between",
    "severity": "Severity: mild, moderate or severe",
    "over": "Over since",
    "view": "View",
    "times": "Times, with commas between",
    "details": "Says in the title what it is: yes or no",
    "until": "Last day",
    "alarm_minutes": "Minutes before",
}


def entry_view(book: OpenDiary, kept: Kept[Entry]) -> EntryView:
    """An entry, with what the rules and the errors of instruments say of it.

    Parameters
    ----------
    book
        Whose.
    kept
        The entry.
    """
    entry, diary = kept.entry, book.diary
    fired = fired_rules(diary, entry, book.today) if isinstance(entry, SideEffect) else ()
    against = rules_against(diary, entry, book.today) if isinstance(entry, Treatment) else ()
    severe = isinstance(entry, SideEffect) and entry.severity == "severe"
    return EntryView(
        person=book.person,
        entry=shown(kept),
        severe=severe,
        crisis=list(crisis_contacts(diary, entry, book.today)) if isinstance(entry, SideEffect) else [],
        rules=[_rule(one) for one in fired],
        against=[_rule(one) for one in against],
        advice=PLAIN_ADVICE if severe and not fired else "",
        step=step_of(book, entry),
        picture=f"{book.home}/photographs/{entry.sha256}.jpg" if isinstance(entry, Photograph) else "",
        parts=parts_of(entry),
        may_stop=isinstance(entry, Treatment) and entry.stopped is None and entry.day <= book.today,
        may_end=isinstance(entry, SideEffect) and entry.over is None,
    )


def _rule(one: FiredRule) -> RuleShown:
    return RuleShown(rule=one.rule, kind=one.kind, title=one.title, says=one.says, source=one.source)


def step_of(book: OpenDiary, entry: Entry) -> StepShown | None:
    """How a reading stands against the first of its kind."""
    found: list[Step] = []
    if isinstance(entry, Measurement):
        alike = [one for one in book.diary.entries(Measurement) if one.entry.alike == entry.alike]
        found = [one for one in steps(alike, known()) if one.day == entry.day]
    elif isinstance(entry, ShedCount):
        counts = count_steps(book.diary.entries(ShedCount), known())
        found = [one for one in counts if (one.what, one.day) == (entry.method, entry.day)]
    return step_shown(found[-1]) if found else None


def all_steps(book: OpenDiary) -> list[StepShown]:
    """Every reading and count against the first of its kind."""
    found = [
        *steps(book.diary.entries(Measurement), known()),
        *count_steps(book.diary.entries(ShedCount), known()),
    ]
    return [step_shown(one) for one in found]


def step_shown(step: Step) -> StepShown:
    """A step as a page shows it."""
    return StepShown(
        day=step.day.isoformat(),
        since=step.since.isoformat(),
        what={"comb60": "hairs in 60 seconds of combing", "wash": "hairs of one wash"}.get(
            step.what, step.what
        ),
        value=f"{step.value:.4g}",
        says=step.change.says,
        percent=step.change.percent,
        least_clear_percent=step.change.least_clear_percent,
        clear=step.change.says != NO_CHANGE,
    )


def parts_of(entry: Entry) -> list[Part]:
    """What of an entry can be corrected, with its value as it is typed."""
    if isinstance(entry, Consent):
        return []
    return [
        Part(name=name, label=LABELS[name], value=_typed(getattr(entry, name)))
        for name in (*EVERY, *PARTS[type(entry)])
    ]


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ",".join(f"{_typed(day)}:{number}" for day, number in value.items())
    if isinstance(value, tuple):
        return ",".join(_typed(one) for one in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
