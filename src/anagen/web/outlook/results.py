"""How far the answers of a person are worked out: what is there of the results of their jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.consultation.answering import with_implied
from anagen.consultation.restored import forecast_from, provenance_from, restored
from anagen.consultation.screening import screen
from anagen.web.errors import ElsewhereError, NotFoundError
from anagen.web.interview import kept_interview
from anagen.web.outlook.asking import asked_for, heads_asked, job_of, regimens_of
from anagen.web.outlook.options import choice_id
from anagen.web.tasks.consultation import MONTHS, SEED, picture_name

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.consultation.screening import Screening
    from anagen.web.interview import Interview
    from anagen.web.jobs import Job, Jobs
    from anagen.web.security.visitor import Access

__all__ = [
    "Heads",
    "Outlook",
    "courses_drawn",
    "head_told",
    "heads_there",
    "option_of",
    "outlook_of",
    "screening_of",
]

OPTIONS_DRAWN = 3
"""Options whose pictures are drawn by themselves; those of others when somebody wants to see them."""


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
    head, forecasts = (job_of(jobs, patient, one) for one in wanted[:2])
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
    job, person = job_of(jobs, patient, asked), patient.person.id
    kept = jobs.cache.read(person, asked.key, "heads.json")
    names = jobs.cache.names(person, asked.key)
    return Heads(
        key=asked.key,
        job=job,
        told=None if kept is None else json.loads(kept),
        months=tuple(month for month in MONTHS if picture_name(month) in names),
        can_turn="turn.head" in names,
    )


def courses_drawn(outlook: Outlook) -> tuple[int, ...]:
    """Places of the regimens whose pictures are drawn by themselves: no treatment, and the options that stand first.

    Parameters
    ----------
    outlook
        Of the answers, with its forecasts.
    """
    found = outlook.consultation
    if found is None or found.untreated is None:
        return ()
    forecasts = [found.forecasts[one.name] for one in found.in_order if one.name in found.forecasts]
    courses = dict.fromkeys(outlook.regimens.index(one.regimen) for one in forecasts)
    return (0, *[course for course in courses if course != 0][:OPTIONS_DRAWN])


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


def nothing_made() -> Any:
    """How a consultation was made in which nothing is forecast."""
    from anagen.consultation.rules import table_hash
    from anagen.evidence import known
    from anagen.provenance import provenance

    return provenance(seed=SEED, evidence=known().fingerprint, settings={"rules": table_hash()})


def option_of(patient: Access, jobs: Jobs, choice: str) -> tuple[Outlook, Consultation, Option]:
    """The option that an address means, once the forecasts are there."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
        raise NotFoundError
    found = outlook_of(jobs, patient, interview)
    if found.consultation is None:
        raise ElsewhereError(f"/p/{patient.person.id}/answer")
    options = found.consultation.options
    one = next((each for each in options if choice_id(each.name) == choice), None)
    if one is None:
        raise NotFoundError
    return found, found.consultation, one
