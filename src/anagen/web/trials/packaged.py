"""The trials that come with the package, as the pages show them."""

from __future__ import annotations

from functools import cache

from anagen.evidence import known, trial_files
from anagen.evidence.bibliography import reference
from anagen.trials.files import find_trial
from anagen.trials.protocol import Outcome, Trial
from anagen.web.errors import NotFoundError
from anagen.web.trials.wording import KINDS, figures, in_words, interval_text, week_text
from anagen.web.twins import View

__all__ = ["TrialLine", "TrialPage", "page_of_trial", "text_of_trial", "trial_lines"]

ROLES = {"calibration": "fitted to", "validation": "held out"}
"""What a role means for the fit."""


class TrialLine(View):
    """A trial in a line."""

    id: str
    title: str
    source: str
    roles: list[str]
    """Whether its outcomes were fitted to, or held out."""
    measures: list[str]
    arms: int
    weeks: str
    published: int


class ArmLine(View):
    """What an arm is given."""

    name: str
    regimen: str
    people: int | None
    control: bool


class Told(View):
    """One published value."""

    arm: str
    measure: str
    week: str
    kind: str
    value: str
    interval: str
    role: str
    trust: str
    where: str


class TrialPage(View):
    """All of a trial."""

    id: str
    title: str
    source: str
    reference: str
    notes: str
    who: list[tuple[str, str]]
    """Who took part: pairs of what and how."""
    arms: list[ArmLine]
    measures: list[tuple[str, str]]
    """Each measure with the kind of its instrument."""
    visits: str
    told: list[Told]
    roles: list[str]


def _roles(trial: Trial) -> list[str]:
    there = {one.role for one in trial.outcomes}
    return [role for role in ROLES if role in there]


@cache
def trial_lines() -> tuple[TrialLine, ...]:
    """Every packaged trial."""
    return tuple(_line(find_trial(one)) for one in trial_files())


def _line(trial: Trial) -> TrialLine:
    return TrialLine(
        id=trial.id,
        title=trial.title,
        source=trial.source,
        roles=_roles(trial),
        measures=[in_words(one.measure) for one in trial.instruments],
        arms=len(trial.arms),
        weeks=week_text(trial.visits_weeks[-1]),
        published=len(trial.outcomes),
    )


def text_of_trial(name: str) -> str:
    """The file of a packaged trial.

    Parameters
    ----------
    name
        Its identifier; a path is none.

    Raises
    ------
    NotFoundError
        If there is none of that name.
    """
    files = trial_files()
    if name not in files:
        raise NotFoundError("No trial of that name comes with anagen.")
    return files[name].read_text(encoding="utf-8")


def page_of_trial(name: str) -> TrialPage:
    """All of a packaged trial; see `text_of_trial`."""
    if name not in trial_files():
        raise NotFoundError("No trial of that name comes with anagen.")
    return _page(find_trial(name))


def _page(trial: Trial) -> TrialPage:
    source = known().sources.get(trial.source)
    return TrialPage(
        id=trial.id,
        title=trial.title,
        source=trial.source,
        reference=reference(source) if source is not None else "",
        notes=trial.notes,
        who=_who(trial),
        arms=[
            ArmLine(name=in_words(one.name), regimen=one.regimen, people=one.people, control=one.control)
            for one in trial.arms
        ],
        measures=[(in_words(one.measure), in_words(one.kind)) for one in trial.instruments],
        visits=", ".join(map(week_text, trial.visits_weeks)),
        told=[_told(one) for one in trial.outcomes],
        roles=_roles(trial),
    )


def _who(trial: Trial) -> list[tuple[str, str]]:
    people = trial.population
    low, high = people.age_years
    mean = "" if people.age_mean_years is None else f", mean {people.age_mean_years:g}"
    said = [
        ("Sex", {"male": "men", "female": "women", "both": "men and women"}[people.sex]),
        ("Age", f"{low:.0f} to {high:.0f} years{mean}"),
        ("Ancestry", in_words(people.ancestry)),
        (
            "Place",
            people.site if people.site == people.region else f"{people.site} ({in_words(people.region)})",
        ),
    ]
    said += [("Grades", ", ".join(people.grades))] if people.grades else []
    said += [("Condition", people.condition)] if people.condition else []
    return said


def _told(one: Outcome) -> Told:
    signed = one.value_kind != "level"
    versus = "" if one.versus is None else f" minus {in_words(one.versus)}"
    low, high = one.low, one.high
    return Told(
        arm=in_words(one.arm) + versus,
        measure=in_words(one.measure),
        week=week_text(one.week),
        kind=KINDS[one.value_kind],
        value=figures(one.value, signed=signed),
        interval=interval_text(low, high, signed=signed),
        role=one.role or "for the record",
        trust=one.trust,
        where=f"{one.source}, {one.where}",
    )
