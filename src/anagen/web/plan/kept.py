"""The plan that somebody chose among the options, as the store keeps it: for its page, the diary and the roller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.web.records import last_written

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.store import Store

__all__ = ["Plan", "basis", "chosen_plan", "keep_plan", "parts_of", "summary"]

KIND = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was chosen."""

    record_id: str
    day: date
    option: str
    """Its name among the options."""
    regimen: str
    """Words that `Regimen.of` reads; empty for no treatment, and for what is not simulated."""
    basis: Mapping[str, Any]
    """What was known when it was chosen: the forecast in short, and how it was made."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Its courses in words, one treatment each, as the diary begins them."""
        return parts_of(self.regimen)


def parts_of(regimen: str) -> tuple[str, ...]:
    """The courses of a regimen in words, one treatment each; what waits after a rolling is said with the needles.

    Parameters
    ----------
    regimen
        In words; empty for none.
    """
    if not regimen:
        return ()
    from anagen.treatment.regimen import Regimen

    plan = Regimen.of(regimen)
    single = [Regimen(courses=(replace(one, wait_after_rolling_days=None),)) for one in plan.courses]
    return tuple(str(one) for one in (*single, *(Regimen(procedures=(one,)) for one in plan.procedures)))


def chosen_plan(store: Store, person_id: str) -> Plan | None:
    """The plan that was chosen last; none if none was, or it was given up.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    """
    last = last_written(store, person_id, KIND)
    if last is None:
        return None
    content = last.content
    return Plan(
        record_id=last.id,
        day=date.fromisoformat(last.day[:10]),
        option=str(content["option"]),
        regimen=str(content.get("regimen", "")),
        basis=content.get("basis", {}),
    )


def keep_plan(
    store: Store, person_id: str, *, option: str, regimen: str, day: date, basis: Mapping[str, Any]
) -> str:
    """Keep what was chosen, and return the identifier of its record; what was chosen before stays under its day.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    option, regimen
        Its name, and what it is in words.
    day
        On which it was chosen.
    basis
        What was known.
    """
    content = {"option": option, "regimen": regimen, "basis": dict(basis)}
    before = chosen_plan(store, person_id)
    if before is not None and before.day == day:
        return store.replace(before.record_id, content, why="entry").id
    return store.put(person_id, KIND, day, content)


def basis(consultation: Consultation, one: Option) -> dict[str, Any]:
    """What was known when an option was chosen."""
    forecast = consultation.forecasts.get(one.name)
    made = consultation.provenance
    return {
        "status": one.status,
        "rules": [why.rule for why in one.because],
        "outlooks": [] if forecast is None else [each.as_dict() for each in forecast.outlooks],
        "version": made.version,
        "seed": made.seed,
        "evidence": made.evidence,
    }


def summary(consultation: Consultation) -> dict[str, Any]:
    """What a consultation found, in short, for the record."""
    return {
        "outcome": consultation.screening.outcome,
        "findings": [one.rule for one in consultation.screening.findings],
        "options": {one.name: one.status for one in consultation.options},
        "depth": consultation.depth,
        "provenance": consultation.provenance.as_dict(),
    }
