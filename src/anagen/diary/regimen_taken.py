"""What is really taken, as a regimen that can be simulated.

A run of missed doses that is longer than two weeks is a pause, and nothing is given in it. Between pauses the share of
doses that were taken is kept, and from today on the share of the last twelve weeks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from anagen.diary.adherence import LOOK_AHEAD_DAYS, Window, due_dates, is_missed, share_words, windows
from anagen.diary.entries import Treatment
from anagen.treatment.procedures import Injections, Rolling
from anagen.treatment.regimen import Course, Regimen

__all__ = ["RegimenTaken", "regimen_taken"]

PAUSE_DAYS = 14
"""A run of missed doses of at least so long is a pause, not forgetfulness. [day]"""
RECENT_DAYS = 84
"""What is taken from now on is what was taken of late. [day]"""
ALIKE = 0.03
"""Shares of two stretches that differ by no more are one: a week more or less makes as much. [ratio]"""
DIGITS = 2
"""Shares are rounded to percents: no diary knows more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimenTaken:
    """What was taken, and what is assumed from now on."""

    regimen: Regimen
    """Its day 0 is `day_zero`."""
    planned: Regimen
    """The same as it was meant to be."""
    day_zero: date
    notes: tuple[str, ...]
    """What was assumed, a sentence each."""

    def day_of(self, day: date) -> float:
        """A date as the simulation counts it. [day]"""
        return float((day - self.day_zero).days)


def regimen_taken(
    treatments: Sequence[tuple[Treatment, Mapping[date, int]]], today: date, *, first: date | None = None
) -> RegimenTaken:
    """The regimen that a diary tells of.

    Parameters
    ----------
    treatments
        Each with its doses by day.
    today
        The date where the person is.
    first
        Day 0, if before the first treatment: that of the first measurement.
    """
    begun = [one for one, _ in treatments]
    day_zero = min([*(one.day for one in begun), first or today])
    taken: list[Course | Rolling | Injections] = []
    meant: list[Course | Rolling | Injections] = []
    notes: list[str] = []
    for treatment, doses in treatments:
        pieces, said = _pieces(treatment, doses, today, day_zero)
        taken += pieces
        notes += said
        meant.append(_piece(treatment, treatment.day, treatment.ends, day_zero, 1.0))
    return RegimenTaken(
        regimen=_together(taken), planned=_together(meant), day_zero=day_zero, notes=tuple(notes)
    )


def _together(parts: Sequence[Course | Rolling | Injections]) -> Regimen:
    procedures = tuple(one for one in parts if not isinstance(one, Course))
    courses = tuple(one for one in parts if isinstance(one, Course))
    if not any(isinstance(one, Rolling) for one in procedures):  # there is nothing to wait for
        courses = tuple(replace(one, wait_after_rolling_days=None) for one in courses)
    return Regimen(courses=courses, procedures=procedures)


def _pieces(
    treatment: Treatment, doses: Mapping[date, int], today: date, day_zero: date
) -> tuple[list[Any], list[str]]:
    """One treatment cut into stretches with a share each, and what was assumed."""
    name = treatment.agent
    last = max((day for day in doses if day <= today), default=None)
    seen = windows(treatment, today, doses)
    judged = [one for one in seen if is_missed(one, today, last)]
    if not judged:
        says = f"Nothing is known yet of how {name} was taken; all doses are assumed."
        return [_piece(treatment, treatment.day, treatment.ends, day_zero, 1.0)], [says]
    if isinstance(treatment.part, Injections):
        share = _share(judged)
        says = f"{name}: {share_words(share)} of the sessions were done."
        pieces = [_piece(treatment, treatment.day, treatment.ends, day_zero, share)] if share > 0.0 else []
        return pieces, [says]
    return _stretches(treatment, judged, today, day_zero)


def _stretches(
    treatment: Treatment, judged: Sequence[Window], today: date, day_zero: date
) -> tuple[list[Any], list[str]]:
    """Stretches between pauses, and the one from now on; each begins with a due day and ends with the next."""
    name, ends = treatment.agent, treatment.ends
    ahead = sorted(due_dates(treatment, today + timedelta(days=LOOK_AHEAD_DAYS)))

    def next_due(window: Window) -> date:
        place = bisect_right(ahead, window.due_day)
        return ahead[place] if place < len(ahead) else ends or window.last + timedelta(days=1)

    stretches: list[tuple[date, date | None, float]] = []
    notes: list[str] = []
    for run in _runs(judged):
        if _is_pause(run):
            notes.append(f"{name}: none from {run[0].due_day} to {run[-1].last}.")
        else:
            stretches.append((run[0].due_day, next_due(run[-1]), _share(run)))
    onward = next_due(judged[-1])
    if ends is None or ends > onward:
        since = today - timedelta(days=RECENT_DAYS)
        share = _share([one for one in judged if one.last >= since] or judged[-1:])
        notes.append(
            f"{name}: from {onward} on {share_words(share)} of the doses, as in the twelve weeks before."
        )
        stretches.append((onward, ends, share))
    merged: list[tuple[date, date | None, float]] = []
    for first, end, share in stretches:
        before = merged[-1] if merged else None
        if before is not None and before[1] == first and abs(before[2] - share) <= ALIKE:
            merged[-1] = (before[0], end, before[2])
        else:
            merged.append((first, end, share))
    made = [_piece(treatment, first, end, day_zero, share) for first, end, share in merged if share > 0.0]
    return made, notes


def _runs(judged: Sequence[Window]) -> list[list[Window]]:
    """Windows cut where a pause begins and where it ends."""
    runs: list[list[Window]] = []
    for one in judged:
        nothing = one.taken == 0
        if runs and nothing == (runs[-1][-1].taken == 0):
            runs[-1].append(one)
        else:
            runs.append([one])
    joined: list[list[Window]] = []
    for run in runs:
        if joined and not _is_pause(run) and not _is_pause(joined[-1]):
            joined[-1] = [*joined[-1], *run]
        else:
            joined.append(run)
    return joined


def _is_pause(run: Sequence[Window]) -> bool:
    return all(one.taken == 0 for one in run) and (run[-1].last - run[0].first).days + 1 >= PAUSE_DAYS


def _share(run: Sequence[Window]) -> float:
    return round(sum(one.taken for one in run) / sum(one.due for one in run), DIGITS)


def _piece(treatment: Treatment, first: date, end: date | None, day_zero: date, share: float) -> Any:
    """A stretch of a treatment as a course that can be simulated."""
    return replace(
        treatment.part,
        start_day=float((first - day_zero).days),
        stop_day=None if end is None else float((end - day_zero).days),
        adherence_fraction=share,
    )
