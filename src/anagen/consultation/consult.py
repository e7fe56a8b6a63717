"""One consultation: answers screened, options judged, and each that may be chosen forecast beside no treatment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anagen.consultation.answering import with_implied
from anagen.consultation.cautions import NO_FORECAST, NOT_SIMULATED
from anagen.consultation.crowd import Crowd, gather
from anagen.consultation.forecast import FOLLICLES, PEOPLE, Ahead, look_ahead
from anagen.consultation.measurements import Measurement
from anagen.consultation.options import Option, options
from anagen.consultation.outlook import Forecast
from anagen.consultation.ranking import Ranked, Wishes, rank, wishes_of
from anagen.consultation.rules import table_hash
from anagen.consultation.screening import Screening, screen
from anagen.errors import InputError
from anagen.evidence import Catalogue, known
from anagen.patient.person import person_of
from anagen.provenance import Provenance, provenance
from anagen.treatment.regimen import Regimen

if TYPE_CHECKING:
    from anagen.consultation.pictures import Picture

__all__ = ["Consultation", "consult", "crowd_of"]

UNTREATED = str(Regimen())
FORECAST_STATUSES = {"self": ("offered",), "carer": ("offered",), "clinician": ("offered", "held")}
"""Which options are forecast in each depth: what a clinician may still release is shown to clinicians."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Consultation:
    """What a consultation found."""

    answers: Mapping[str, Any]
    depth: str
    screening: Screening
    options: tuple[Option, ...]
    forecasts: Mapping[str, Forecast]
    """By the name of an option; those that are not simulated, or not to be, have none."""
    untreated: Forecast | None
    no_forecast_because: Mapping[str, str]
    """By the name of an option."""
    wishes: Wishes
    ranking: tuple[Ranked, ...]
    """Of the options that are offered, in the order of the wishes."""
    measurements: tuple[Measurement, ...]
    provenance: Provenance
    ahead: Ahead | None = None
    """The virtual people behind the forecasts; for pictures."""

    def option(self, name: str) -> Option:
        """An option by its name."""
        found = next((one for one in self.options if one.name == name), None)
        if found is None:
            raise InputError(
                f"There is no option {name!r}. There are: {', '.join(one.name for one in self.options)}."
            )
        return found

    @property
    def in_order(self) -> tuple[Option, ...]:
        """Options: those that are offered by rank, then what is held, then what is blocked."""
        places = {one.name: one.place for one in self.ranking}
        statuses = ("offered", "held", "blocked")
        return tuple(
            sorted(
                self.options,
                key=lambda one: (statuses.index(one.status), places.get(one.name, 0)),
            )
        )

    def pictures(self, name: str, **options: Any) -> list[Picture]:
        """Pictures of an option's poor, middling and good response; they take seconds each.

        Parameters
        ----------
        name
            Of the option.
        **options
            Those of `anagen.consultation.pictures.pictures`.
        """
        from anagen.consultation.pictures import pictures

        return pictures(self, name, **options)

    def as_dict(self) -> dict[str, Any]:
        """The consultation as plain values, for JSON."""
        return {
            "screening": self.screening.as_dict(),
            "options": [self._option(one) for one in self.in_order],
            "untreated": self.untreated and self.untreated.as_dict(),
            "ranking": [one.as_dict() for one in self.ranking],
            "depth": self.depth,
            "answers": {name: value for name, value in self.answers.items() if value is not None},
            "measurements": [one.as_dict() for one in self.measurements],
            "provenance": self.provenance.as_dict(),
        }

    def _option(self, one: Option) -> dict[str, Any]:
        found = self.forecasts.get(one.name)
        return one.as_dict() | {
            "forecast": found and found.as_dict(),
            "no_forecast_because": self.no_forecast_because.get(one.name),
        }


def consult(
    answers: Mapping[str, Any],
    *,
    depth: str = "self",
    seed: int = 1,
    years: float = 5.0,
    people: int = PEOPLE,
    follicles: int = FOLLICLES,
    measurements: Sequence[Measurement] = (),
    minutes_per_week: float | None = None,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
    progress: Callable[[float], None] | None = None,
    crowd: Crowd | None = None,
) -> Consultation:
    """A consultation from answers.

    Parameters
    ----------
    answers
        By the names of a person's file; what is missing or None was not answered.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``.
    seed
        Seed of all random numbers.
    years
        How far forecasts look. [year]
    people, follicles
        Virtual people who stand for the person, and follicles of each.
    measurements
        What was measured until today.
    minutes_per_week
        The most that a treatment may cost a week, if that is a wish. [minute/week]
    evidence
        Other numbers than those that are known, or sets of numbers.
    progress
        Called with the share of the work that was done since the last call.
    crowd
        The virtual people of `crowd_of` with these answers, if they were gathered already.

    Raises
    ------
    InputError
        If an answer is not what it must be.
    """
    known_too = with_implied(answers)
    screening = screen(known_too, depth=depth)
    offered = tuple(options(known_too, depth=depth))
    wishes = wishes_of(answers, minutes_per_week)
    ahead, reasons = None, {one.name: unsimulated(one) for one in offered if unsimulated(one)}
    whole = whole_reason(screening, answers)
    if whole:
        reasons = dict.fromkeys((one.name for one in offered), whole)
    else:
        ahead = look_ahead(
            person_of(answers),
            regimens_of(offered, FORECAST_STATUSES[depth]),
            measurements=measurements,
            years=years,
            seed=seed,
            people=people,
            follicles=follicles,
            evidence=evidence,
            rater=rater_of(answers, depth),
            progress=progress,
            crowd=crowd,
        )
    forecasts = {} if ahead is None else forecasts_of(offered, FORECAST_STATUSES[depth], ahead.forecasts)
    for one in offered:
        if one.name not in forecasts and one.name not in reasons:
            reasons[one.name] = "It is not open to be chosen, so its forecast is not shown."
    return Consultation(
        answers=dict(answers),
        depth=depth,
        screening=screening,
        options=offered,
        forecasts=forecasts,
        untreated=None if ahead is None else ahead.forecasts[UNTREATED],
        no_forecast_because=reasons,
        wishes=wishes,
        ranking=rank([one for one in offered if one.status == "offered"], forecasts, wishes),
        measurements=tuple(measurements),
        provenance=made(seed, depth, years, people, follicles, ahead, evidence),
        ahead=ahead,
    )


def crowd_of(
    answers: Mapping[str, Any],
    *,
    depth: str = "self",
    seed: int = 1,
    people: int = PEOPLE,
    evidence: Catalogue | Sequence[Catalogue] | None = None,
) -> Crowd:
    """The virtual people who fit the answers, before any treatment is looked at: a small part of a consultation's time.

    Parameters
    ----------
    answers, depth, seed, people, evidence
        As in `consult`, which takes the result; age and sex must be among the answers.

    Raises
    ------
    InputError
        If the person cannot be simulated, or nobody fits.
    """
    return gather(person_of(answers), people, seed=seed, evidence=evidence, rater=rater_of(answers, depth))


def rater_of(answers: Mapping[str, Any], depth: str) -> str:
    """Who told the grade: the person, or somebody trained."""
    return "doctor" if "clinician" in (depth, answers.get("respondent")) else "self"


def unsimulated(one: Option) -> str:
    """Why an option is not simulated at all; empty if it is."""
    if one.regimen or not one.treatments:
        return ""
    return " ".join(dict.fromkeys(NOT_SIMULATED.get(name, NO_FORECAST) for name in one.treatments))


def whole_reason(screening: Screening, answers: Mapping[str, Any]) -> str:
    """Why nothing at all is forecast; empty if something is."""
    if screening.outcome != "plan":
        return "The answers point elsewhere first, so nothing is forecast."
    missing = [name for name in ("age", "sex") if answers.get(name) is None]
    if missing:
        return f"Nothing can be forecast before {' and '.join(missing)} are told."
    if not 18 <= float(answers["age"]) <= 90:
        return "People from 18 to 90 can be simulated, so nothing is forecast."
    return ""


def regimens_of(offered: Iterable[Option], statuses: Sequence[str]) -> list[Regimen]:
    """What is simulated: each regimen once."""
    return list(
        dict.fromkeys(Regimen.of(one.regimen) for one in offered if one.regimen and one.status in statuses)
    )


def forecasts_of(
    offered: Iterable[Option], statuses: Sequence[str], found: Mapping[str, Forecast]
) -> dict[str, Forecast]:
    """Forecasts by the name of the option; doing nothing is an option too."""
    named = {}
    for one in offered:
        if one.status in statuses and not unsimulated(one):
            named[one.name] = found[str(Regimen.of(one.regimen)) if one.regimen else UNTREATED]
    return named


def made(
    seed: int,
    depth: str,
    years: float,
    people: int,
    follicles: int,
    ahead: Ahead | None,
    evidence: Catalogue | Sequence[Catalogue] | None,
) -> Provenance:
    """How a consultation was made."""
    numbers = evidence if isinstance(evidence, Catalogue) else (list(evidence) if evidence else [known()])[0]
    settings: dict[str, Any] = {
        "depth": depth,
        "years": years,
        "people": people,
        "follicles": follicles,
        "rules": table_hash(),
    }
    if ahead is not None:
        crowd = ahead.crowd
        settings |= {
            "region": crowd.region,
            "parameter_sets": len(crowd.shares),
            "effective_people": round(crowd.effective_people, 1),
            "tempering": round(crowd.tempering, 3),
        }
    return provenance(
        seed=seed,
        evidence=numbers.fingerprint,
        overrides=numbers.overrides_as_dicts(),
        settings=settings,
    )
