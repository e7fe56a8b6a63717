"""What a person's answers lead to: which jobs work it out, and what is there of their results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.consultation.answering import with_implied
from anagen.consultation.restored import forecast_from, forecast_regimens, provenance_from, restored
from anagen.consultation.screening import screen
from anagen.web.errors import TooMuchError
from anagen.web.jobs import content_key
from anagen.web.tasks.consultation import (
    CENTILES,
    FORECASTS,
    HEAD_TODAY,
    HEADS,
    MONTHS,
    SEED,
    SIZE_PX,
    crowd_answers,
    picture_name,
)

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.screening import Screening
    from anagen.web.interview import Interview
    from anagen.web.jobs import Job, Jobs
    from anagen.web.security.visitor import Access

__all__ = [
    "DRAWN_AT_ONCE",
    "Asked",
    "Heads",
    "Outlook",
    "ask",
    "ask_heads",
    "asked_for",
    "choice_id",
    "head_asked",
    "head_told",
    "heads_asked",
    "heads_there",
    "outlook_of",
    "prepare",
    "regimens_of",
    "screening_of",
]

DRAWN_AT_ONCE = 4
"""Regimens whose pictures are drawn at once, no treatment among them; others when somebody wants to see them."""
TOLD_FOR_HEADS = ("pattern_seen", "norwood", "ludwig", "onset_months", "family_history")
"""Questions after which the head can be drawn; those that a person is not asked do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A job that answers lead to."""

    kind: str
    key: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How far the answers of a person are worked out."""

    interview: Interview
    outcome: str
    """Of the screening: ``plan``, ``refer`` or ``stop``."""
    head: Job | None
    forecasts: Job | None
    regimens: tuple[str, ...] = ()
    """That are forecast, in words, no treatment first."""
    consultation: Consultation | None = None
    """None until the forecasts are there."""


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
        *(heads_asked(interview, regimens, CENTILES[0], k) for k in range(min(len(regimens), DRAWN_AT_ONCE))),
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


def outlook_of(jobs: Jobs, patient: Access, interview: Interview) -> Outlook:
    """What is there of the results of an interview.

    Parameters
    ----------
    jobs, patient, interview
        Of whom.
    """
    screening = screening_of(interview)
    wanted = asked_for(interview)
    if not wanted:
        found = restored(interview.answers, {}, nothing_made(), depth=interview.depth)
        return Outlook(
            interview=interview, outcome=screening.outcome, head=None, forecasts=None, consultation=found
        )
    head, forecasts = (_found(jobs, patient, one) for one in wanted[:2])
    consultation = None
    if forecasts is not None and forecasts.is_done:
        kept = jobs.cache.read(patient.person.id, forecasts.key, "forecasts.json")
        if kept is not None:
            consultation = from_kept(interview, json.loads(kept))
    return Outlook(
        interview=interview,
        outcome=screening.outcome,
        head=head,
        forecasts=forecasts,
        regimens=regimens_of(interview),
        consultation=consultation,
    )


def from_kept(interview: Interview, kept: Mapping[str, Any]) -> Consultation:
    """The consultation of an interview from its forecasts."""
    forecasts = {words: forecast_from(one) for words, one in kept["forecasts"].items()}
    return restored(
        interview.answers,
        forecasts,
        provenance_from(kept["provenance"]),
        depth=interview.depth,
        minutes_per_week=interview.minutes_per_week,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Pictures of one virtual head under one regimen, as far as they are drawn."""

    key: str
    job: Job | None
    told: Mapping[str, Any] | None
    """What is measured on the head; none while nothing is there."""
    months: tuple[int, ...]
    """Of which there are pictures. [month]"""
    can_turn: bool
    """Whether the head that can be turned is there."""


def heads_there(jobs: Jobs, patient: Access, outlook: Outlook, centile: int, course: int) -> Heads:
    """What is there of the pictures of one regimen.

    Parameters
    ----------
    jobs, patient
        Whose.
    outlook
        Of the answers.
    centile
        Place of the response.
    course
        Place of the regimen.
    """
    asked = heads_asked(outlook.interview, outlook.regimens, centile, course)
    job, person = _found(jobs, patient, asked), patient.person.id
    kept = jobs.cache.read(person, asked.key, "heads.json")
    names = jobs.cache.names(person, asked.key)
    return Heads(
        key=asked.key,
        job=job,
        told=None if kept is None else json.loads(kept),
        months=tuple(month for month in MONTHS if picture_name(month) in names),
        can_turn="turn.head" in names,
    )


def head_told(jobs: Jobs, patient: Access, outlook: Outlook) -> dict[str, Any] | None:
    """What is measured on the head of today; none while it is not drawn.

    Parameters
    ----------
    jobs, patient
        Whose.
    outlook
        Of the answers.
    """
    if outlook.head is None:
        return None
    kept = jobs.cache.read(patient.person.id, outlook.head.key, "head.json")
    return None if kept is None else dict(json.loads(kept))


def screening_of(interview: Interview) -> Screening:
    """What the answers say before any treatment is spoken of."""
    return screen(with_implied(interview.answers), depth=interview.depth)


def regimens_of(interview: Interview) -> tuple[str, ...]:
    """The regimens that are forecast, in words, no treatment first."""
    return forecast_regimens(interview.answers, depth=interview.depth)


def choice_id(name: str) -> str:
    """What an option is called in an address: short, and telling nothing.

    Parameters
    ----------
    name
        Of the option.
    """
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def nothing_made() -> Any:
    """How a consultation was made in which nothing is forecast."""
    from anagen.consultation.rules import table_hash
    from anagen.evidence import known
    from anagen.provenance import provenance

    return provenance(seed=SEED, evidence=known().fingerprint, settings={"rules": table_hash()})


def _asked(kind: str, params: Mapping[str, Any]) -> Asked:
    return Asked(kind=kind, key=content_key(kind, seed=SEED, size=SIZE_PX, **params), params=params)


def _ask(jobs: Jobs, patient: Access, one: Asked) -> None:
    account = patient.visitor.account_id
    jobs.ask(one.kind, key=one.key, person_id=patient.person.id, params=one.params, account_id=account)


def _found(jobs: Jobs, patient: Access, one: Asked) -> Job | None:
    return jobs.find(one.kind, key=one.key, person_id=patient.person.id)
