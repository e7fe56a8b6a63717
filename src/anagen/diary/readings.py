"""Readings over time: whether what changed is more than the error of what it was read with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.diary.entries import Grade, Measurement, ShedCount
from anagen.diary.entries.readings import BY_WHOM

if TYPE_CHECKING:
    from anagen.consultation.measurements import Change
    from anagen.consultation.measurements import Measurement as Measured
    from anagen.diary.logbook import Diary, Kept
    from anagen.evidence import Catalogue

__all__ = ["Step", "count_steps", "counted", "measured", "steps"]

WASH_TEST = "wash_test"
"""What the likelihood calls the count of a wash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One reading beside the first one of the same kind."""

    day: date
    since: date
    what: str
    """What was read, and how, in words."""
    value: float
    change: Change

    @property
    def words(self) -> str:
        """The step in a sentence."""
        change = self.change
        return (
            f"Since {self.since}: {change.percent:+.1f} %, {change.says} "
            f"(called clear from {change.least_clear_percent:.1f} % on, by the error of two such readings)."
        )

    def as_dict(self) -> dict[str, Any]:
        """The step as plain values."""
        return {
            "day": self.day.isoformat(),
            "since": self.since.isoformat(),
            "what": self.what,
            "value": self.value,
            "change_percent": round(self.change.percent, 1),
            "least_clear_percent": round(self.change.least_clear_percent, 1),
            "says": self.change.says,
        }


def steps(kept: Sequence[Kept[Measurement]], evidence: Catalogue) -> list[Step]:
    """Each reading against the first one of the same measure, place, rater and instrument.

    Parameters
    ----------
    kept
        Readings, by day.
    evidence
        Where the errors of instruments come from.
    """
    from anagen.consultation.measurements import clear_change

    firsts: dict[tuple[str, ...], Measurement] = {}
    found = []
    for entry in (one.entry for one in kept):
        first = firsts.setdefault(entry.alike, entry)
        if first is entry:
            continue
        change = clear_change(first.measured(first.day), entry.measured(first.day), evidence)
        found.append(
            Step(day=entry.day, since=first.day, what=words_of(entry), value=entry.value, change=change)
        )
    return found


def count_steps(kept: Sequence[Kept[ShedCount]], evidence: Catalogue) -> list[Step]:
    """Each count of shed hair against the first one by the same method."""
    from anagen.consultation.measurements import clear_change

    firsts: dict[str, ShedCount] = {}
    found = []
    for entry in (one.entry for one in kept):
        first = firsts.setdefault(entry.method, entry)
        if first is entry:
            continue
        change = clear_change(counted(first, first.day), counted(entry, first.day), evidence)
        # More hairs that fall are no gain.
        turned = {"clear gain": "clearly more", "clear loss": "clearly fewer"}
        says = turned.get(change.says, change.says)
        found.append(
            Step(
                day=entry.day,
                since=first.day,
                what=entry.method,
                value=entry.mean,
                change=type(change)(
                    percent=change.percent, least_clear_percent=change.least_clear_percent, says=says
                ),
            )
        )
    return found


def words_of(entry: Measurement) -> str:
    """What a reading is of, in words."""
    how = ", ".join(one for one in (entry.instrument, BY_WHOM[entry.by]) if one)
    return f"{entry.measure.replace('_', ' ')}, {entry.site.replace('_', '-')} ({how})"


def counted(entry: ShedCount, day_zero: date) -> Measured:
    """A count of shed hair as a likelihood takes it."""
    from anagen.consultation.measurements import Measurement as Likely

    kind = WASH_TEST if entry.method == "wash" else entry.method
    return Likely.on(entry.day, day_zero, kind=kind, value=entry.mean, by="self")


def _grade(entry: Grade, day_zero: date) -> Measured:
    from anagen.consultation.measurements import Measurement as Likely

    return Likely.on(entry.day, day_zero, kind=entry.scale, value=entry.grade, by=entry.by)


def measured(diary: Diary, day_zero: date, until: date, *, site: str) -> list[Measured]:
    """All that was measured, counted and graded up to a day, as likelihoods.

    Parameters
    ----------
    diary
        Whose.
    day_zero
        The date that is day 0.
    until
        The last day that counts.
    site
        Region of the scalp that is simulated; readings of other places say nothing of it.
    """
    told = [
        one.entry.measured(day_zero)
        for one in diary.entries(Measurement)
        if _counts(one.entry, until) and one.entry.site == site
    ]
    told += [counted(one.entry, day_zero) for one in diary.entries(ShedCount) if _counts(one.entry, until)]
    told += [_grade(one.entry, day_zero) for one in diary.entries(Grade) if _counts(one.entry, until)]
    return sorted(told, key=lambda one: one.day)


def _counts(entry: Measurement | ShedCount | Grade, until: date) -> bool:
    return entry.day <= until
