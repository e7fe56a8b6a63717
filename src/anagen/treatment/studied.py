"""How much of a drug the packaged trials gave: beyond that nothing was measured, and a slip of the unit is likely."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from anagen.evidence import trial_files
from anagen.treatment.pace import text_of
from anagen.treatment.regimen import Course, Regimen

__all__ = ["beyond_trials", "most_studied_mg_per_day"]

UNTREATED = "untreated"
ROUTES = {"oral": "by mouth", "topical": "on the scalp"}


def beyond_trials(course: Course) -> str | None:
    """A warning of a course that gives more than any packaged trial did; None where one gave as much, or none at all.

    Parameters
    ----------
    course
        What is taken.
    """
    most = most_studied_mg_per_day().get((course.agent, course.route))
    a_day = course.dose_mg / course.every_days
    if most is None or a_day <= most:
        return None
    times = f"{a_day / most:.0f}" if a_day >= 10.0 * most else f"{a_day / most:.2g}"
    return (
        f"{text_of(a_day)} mg of {course.agent} a day {ROUTES[course.route]} is {times} times the most that "
        f"any trial here gave ({text_of(most)} mg): nothing was measured there. Is the unit right?"
    )


@cache
def most_studied_mg_per_day() -> Mapping[tuple[str, str], float]:
    """The most that any arm of a packaged trial was given, by drug and route. [mg/day]"""
    most: dict[tuple[str, str], float] = {}
    for path in trial_files().values():
        for arm in tomllib.loads(path.read_text(encoding="utf-8"))["arms"]:
            for one in Regimen.of(arm.get("regimen", UNTREATED)).courses:
                key = one.agent, one.route
                most[key] = max(most.get(key, 0.0), one.dose_mg / one.every_days)
    return most
