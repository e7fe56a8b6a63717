"""What a person's answers lead to: which jobs work it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.consultation.restored import forecast_regimens
from anagen.web.errors import TooMuchError
from anagen.web.jobs import content_key
from anagen.web.tasks.consultation import (
    CENTILES,
    FORECASTS,
    HEAD_TODAY,
    HEADS,
    SEED,
    SIZE_PX,
    crowd_answers,
)

if TYPE_CHECKING:
    from anagen.web.interview import Interview
    from anagen.web.jobs import Job, Jobs
    from anagen.web.security.visitor import Access

__all__ = [
    "Asked",
    "ask",
    "ask_heads",
    "ask_heads_once",
    "asked_for",
    "head_asked",
    "heads_asked",
    "job_of",
    "prepare",
    "regimens_of",
]

TOLD_FOR_HEADS = ("pattern_seen", "norwood", "ludwig", "onset_months", "family_history")
"""Questions after which the head can be drawn; those that a person is not asked do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A job that answers lead to."""

    kind: str
    key: str
    params: Mapping[str, Any]


def prepare(jobs: Jobs, patient: Access, interview: Interview) -> None:
    """Have the head of today drawn as soon as its answers are known, while the other questions are still asked.

    Parameters
    ----------
    jobs, patient, interview
        Of whom.
    """
    if interview.ended or not can_be_drawn(interview.answers):
        return
    names = [group.field for screen_ in interview.screens for group in screen_]
    sex = interview.answers["sex"]
    wanted = [name for name in TOLD_FOR_HEADS if name != ("ludwig" if sex == "male" else "norwood")]
    if all(name in names for name in wanted):
        with suppress(TooMuchError):
            _ask(jobs, patient, head_asked(interview))


def ask(jobs: Jobs, patient: Access, interview: Interview) -> None:
    """Have everything worked out that the answers lead to, the head of today first.

    Parameters
    ----------
    jobs, patient, interview
        Of whom.
    """
    wanted = asked_for(interview)
    with jobs.store.transaction():  # one write for all of them
        for one in wanted:
            _ask(jobs, patient, one)


def asked_for(interview: Interview) -> tuple[Asked, ...]:
    """Every job that an interview leads to, in the order in which they are wanted.

    Parameters
    ----------
    interview
        Whose answers.
    """
    regimens = regimens_of(interview)
    if not regimens:
        return ()
    return (
        head_asked(interview),
        forecasts_asked(interview, regimens),
        heads_asked(interview, regimens, CENTILES[0], 0),
    )


def can_be_drawn(answers: Mapping[str, Any]) -> bool:
    """Whether heads of such people can be simulated."""
    return answers.get("sex") is not None and 18 <= float(answers.get("age") or 0) <= 90


def head_asked(interview: Interview) -> Asked:
    """The job that draws the head of today."""
    return _asked(HEAD_TODAY, {"answers": crowd_answers(interview.answers)})


def forecasts_asked(interview: Interview, regimens: tuple[str, ...]) -> Asked:
    """The job that forecasts all options; its key holds only what forecasts hang on, so that wishes change nothing."""
    answers = dict(interview.answers)
    hangs_on = {"answers": crowd_answers(answers), "regimens": list(regimens), "depth": interview.depth}
    key = content_key(FORECASTS, seed=SEED, **hangs_on)
    return Asked(kind=FORECASTS, key=key, params={"answers": answers, "depth": interview.depth})


def heads_asked(interview: Interview, regimens: tuple[str, ...], centile: int, course: int) -> Asked:
    """The job that draws one virtual head under one of the regimens."""
    answers = crowd_answers(interview.answers)
    return _asked(
        HEADS, {"answers": answers, "regimens": list(regimens), "centile": centile, "course": course}
    )


def ask_heads(
    jobs: Jobs, patient: Access, interview: Interview, regimens: tuple[str, ...], centile: int, course: int
) -> None:
    """Have the pictures of one regimen drawn, with those of no treatment for the same virtual person.

    Parameters
    ----------
    jobs, patient, interview
        Of whom.
    regimens
        All that are forecast.
    centile
        Place of the response.
    course
        Place of the regimen among them.
    """
    for place in dict.fromkeys((0, course)):
        _ask(jobs, patient, heads_asked(interview, regimens, centile, place))


def ask_heads_once(
    jobs: Jobs, patient: Access, interview: Interview, regimens: tuple[str, ...], courses: Iterable[int]
) -> None:
    """Have the pictures of some regimens drawn that were never asked for; what was stopped or failed is left so.

    Parameters
    ----------
    jobs, patient, interview
        Of whom.
    regimens
        All that are forecast.
    courses
        Places of the regimens among them.
    """
    wanted = [heads_asked(interview, regimens, CENTILES[0], course) for course in courses]
    new = [one for one in wanted if job_of(jobs, patient, one) is None]
    with suppress(TooMuchError):
        for one in new:
            _ask(jobs, patient, one)


def regimens_of(interview: Interview) -> tuple[str, ...]:
    """The regimens that are forecast, in words, no treatment first."""
    return forecast_regimens(interview.answers, depth=interview.depth)


def job_of(jobs: Jobs, patient: Access, one: Asked) -> Job | None:
    """The job that answers lead to, if it was asked for."""
    return jobs.find(one.kind, key=one.key, person_id=patient.person.id)


def _asked(kind: str, params: Mapping[str, Any]) -> Asked:
    return Asked(kind=kind, key=content_key(kind, seed=SEED, size=SIZE_PX, **params), params=params)


def _ask(jobs: Jobs, patient: Access, one: Asked) -> None:
    account = patient.visitor.account_id
    jobs.want(one.kind, key=one.key, person_id=patient.person.id, params=one.params, account_id=account)
