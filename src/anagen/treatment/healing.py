"""From the procedures of a regimen to sessions of the wound, to what these send, and to what that builds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anagen.evidence import Catalogue
from anagen.treatment.adherence import doses_taken
from anagen.treatment.blocks import in_blocks
from anagen.treatment.physiology import Physiology
from anagen.treatment.procedures import Rolling
from anagen.treatment.regimen import Regimen
from anagen.units import convert
from anagen.wound.drive import wound_drive
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling, Session, reference_needling, usual_platelets
from anagen.wound.tissue import built_drive

__all__ = ["healing_drive", "healing_signal", "sessions_done", "sessions_of", "wound_people"]


def sessions_of(regimen: Regimen, until_day: float, evidence: Catalogue) -> list[Session]:
    """Every session before a day, procedure by procedure.

    Parameters
    ----------
    regimen
        What is done.
    until_day
        How far to look. [day]
    evidence
        Where the reference course and the usual dose of platelets stand.
    """
    sessions: list[Session] = []
    for one in regimen.procedures:
        # One session is looked up and the others are like it: looking up costs more than the wound itself.
        first: Session = needling_of(one, evidence) if isinstance(one, Rolling) else usual_platelets(evidence)
        sessions += [replace(first, day=day) for day in one.session_days(until_day)]
    return sessions


def needling_of(rolling: Rolling, evidence: Catalogue) -> Needling:
    """One session of a course of needling, on day 0."""
    length = convert(rolling.needle_mm, "mm", "um")
    return reference_needling(evidence, needle_length_um=length, passes=rolling.passes)


def sessions_done(
    regimen: Regimen, people: Physiology, until_day: float, *, seed: int, evidence: Catalogue
) -> NDArray[np.bool_]:
    """Which of `sessions_of` each person has. [people, sessions]

    Parameters
    ----------
    regimen
        What is done.
    people
        To whom.
    until_day
        How far to look. [day]
    seed
        From which missed sessions are drawn.
    evidence
        Where the habit of missing stands.
    """
    clustering = evidence.value("missed_dose_clustering", "1")
    done = [np.ones((len(people), 0), dtype=np.bool_)]
    for place, one in enumerate(regimen.procedures):
        earlier = sum(other.agent == one.agent for other in regimen.procedures[:place])
        due = len(one.session_days(until_day))
        what = f"missed sessions of {one.agent} {earlier}"
        done.append(doses_taken(seed, what, people.person, due, one.adherence_fraction, clustering))
    return np.concatenate(done, axis=1)


def wound_people(people: Physiology, evidence: Catalogue) -> WoundPeople:
    """How some people answer a wound: by their age, where it is known, and by what was drawn for them.

    Parameters
    ----------
    people
        Who they are.
    evidence
        Numbers of the wound.
    """
    age = people.age_years
    if age is None:
        age = np.full(len(people), evidence.value("wound_age_reference", "year"))
    answer = people.of("wound_inflammation_response", "1", evidence)
    return WoundPeople.of_age(age, evidence, inflammation=answer)


def healing_drive(
    regimen: Regimen, people: Physiology, *, cells: int, cell_days: float, seed: int, evidence: Catalogue
) -> NDArray[np.float64]:
    """The drive of healing that reaches follicles, relative to the settled reference course. [people, cells]

    Parameters
    ----------
    regimen
        What is done.
    people
        To whom.
    cells, cell_days
        The grid, from day 0. [day]
    seed
        From which missed sessions are drawn.
    evidence
        Numbers of the wound.
    """
    signal = healing_signal(regimen, people, cells=cells, cell_days=cell_days, seed=seed, evidence=evidence)
    return built_drive(signal, cell_days=cell_days, evidence=evidence)


def healing_signal(
    regimen: Regimen, people: Physiology, *, cells: int, cell_days: float, seed: int, evidence: Catalogue
) -> NDArray[np.float64]:
    """What wounds and platelets send, relative to the settled reference course; over within weeks. [people, cells]

    Parameters
    ----------
    regimen, people, cells, cell_days, seed, evidence
        As in `healing_drive`.
    """
    end = cells * cell_days
    sessions = sessions_of(regimen, end, evidence)
    if not sessions:
        return np.zeros((len(people), cells))
    done = sessions_done(regimen, people, end, seed=seed, evidence=evidence)
    signal = np.empty((len(people), cells))

    def follow(start: int, stop: int) -> None:
        signal[start:stop] = wound_drive(
            sessions,
            wound_people(people.take(np.arange(start, stop)), evidence),
            cells=cells,
            cell_days=cell_days,
            evidence=evidence,
            done=done[start:stop],
        )

    in_blocks(follow, len(people))
    return signal
