"""A what-if, simulated: the courses that a question compares, for the person who is meant, as numbers and a figure."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from anagen.patient.person import Person
from anagen.questions.reading import UNTREATED, WhatIf
from anagen.simulation.simulate import simulate
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.simulation.history import History

__all__ = ["Compared", "Row", "Simulated", "person_file", "signed", "simulate_what_if"]

MEASURE = "visible_hair_density"
REGION = {"male": "vertex", "female": "mid_scalp"}
"""Where it shows first."""
ALIKE = 0.5
"""Difference that no eye and no count can tell: below it two courses are called alike. [hairs/cm2]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Visible hair under one course at one time."""

    year: float
    name: str
    median: float
    """[hairs/cm2]"""
    low90: float
    high90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How much more hair the first course leaves than the second, in the same people, at one time."""

    year: float
    median: float
    """[hairs/cm2]"""
    low90: float
    high90: float
    more_share: float
    """Share of the people who have more."""
    less_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """The result of a what-if."""

    what_if: WhatIf
    person: Person
    who: str
    """Who was simulated, in words."""
    history: History
    rows: tuple[Row, ...]
    compared: tuple[Compared, ...]
    versus: str
    """What the first course is compared with."""
    commands: tuple[str, ...]
    """What to type to get the same again."""

    @property
    def sentence(self) -> str:
        """The result at the end, in words."""
        people = f"{self.history.people} virtual {'men' if self.person.sex == 'male' else 'women'}"
        if self.what_if.arms[0].regimen == UNTREATED:
            first, *_, last = (one for one in self.rows if one.name == self.what_if.arms[0].name)
            return (
                f"Without treatment the middle one of {people} goes from {first.median:.0f} to {last.median:.0f} "
                f"visible hairs/cm2 in {years_text(last.year)}; nine of ten end between {last.low90:.0f} "
                f"and {last.high90:.0f}."
            )
        end = self.compared[-1]
        more, less = self._people(end.more_share), self._people(end.less_share)
        return (
            f"After {years_text(end.year)} '{self.what_if.arms[0].name}' has {than(end.median)} '{self.versus}', "
            f"by the middle of the differences within each of {people}; nine of ten lie between "
            f"{signed(end.low90)} and {signed(end.high90)}. {more.capitalize()} of them have "
            f"more, {less} less, the others about the same."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be known before anybody follows one of the courses."""
        from anagen.evidence import known
        from anagen.treatment.notes import regimen_notes
        from anagen.treatment.regimen import Regimen

        plans = [Regimen.of(one.regimen) for one in self.what_if.arms]
        said = [note for plan in plans for note in regimen_notes(plan, known(), sex=self.person.sex)]
        return tuple(dict.fromkeys(said))

    def _people(self, share: float) -> str:
        """A share of the virtual people, counted."""
        count = round(share * self.history.people)
        return "none" if count == 0 else f"{count}"

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "read_as": [{"name": one.name, "regimen": one.regimen} for one in self.what_if.arms],
            "assumed": list(self.what_if.assumed),
            "person": self.person.as_dict(),
            "who": self.who,
            "region": self.history.region,
            "measure": MEASURE,
            "unit": self.history.unit(MEASURE),
            "years": self.what_if.years,
            "says": self.sentence,
            "notes": list(self.notes),
            "rows": [
                {
                    "year": one.year,
                    "name": one.name,
                    "median": one.median,
                    "low90": one.low90,
                    "high90": one.high90,
                }
                for one in self.rows
            ],
            "versus": self.versus,
            "differences": [
                {
                    "year": one.year,
                    "median": one.median,
                    "low90": one.low90,
                    "high90": one.high90,
                    "more_share": one.more_share,
                    "less_share": one.less_share,
                }
                for one in self.compared
            ],
            "commands": list(self.commands),
            "provenance": self.history.provenance.as_dict(),
        }

    def write(self, folder: Path) -> None:
        """Write the figure, the courses and the person's file into a folder.

        Parameters
        ----------
        folder
            Where; it is there already.
        """
        from anagen.plot.courses import courses_figure
        from anagen.plot.style import save

        self.history.to_csv(folder / "history.csv")
        (folder / "person.toml").write_text(person_file(self.person), encoding="utf-8")
        picture = courses_figure(self.history)
        for ending in ("png", "svg"):
            save(picture, folder / f"what_if.{ending}")


def simulate_what_if(
    what_if: WhatIf,
    person: Person,
    who: str,
    *,
    people: int = 120,
    follicles: int = 400,
    seed: int = 1,
    file: Path | None = None,
    evidence: Catalogue | None = None,
    progress: Callable[[float], None] | None = None,
) -> Simulated:
    """Simulate the courses of a what-if.

    Parameters
    ----------
    what_if
        What is compared.
    person
        Whom the virtual people stand for.
    who
        The same in words.
    people, follicles
        How many, and how many follicles of each.
    seed
        Seed of all random numbers.
    file
        The person's file, for the commands that give the same again.
    evidence
        Other numbers than those that are known.
    progress
        Called with the share of the work that was done since the last call.
    """
    plans = [one.regimen for one in what_if.arms if one.regimen != UNTREATED]
    region = REGION[person.sex]
    history = simulate(
        person,
        *plans,
        years=what_if.years,
        region=region,
        people=people,
        follicles=follicles,
        seed=seed,
        evidence=evidence,
        progress=progress,
    )
    # Regimens print themselves in one form, in the order in which they were given, after the untreated one.
    places = {
        one.name: 0 if one.regimen == UNTREATED else plans.index(one.regimen) + 1 for one in what_if.arms
    }
    if 0 not in places.values():
        places["no treatment"] = 0
    first, *others = places
    versus = others[0] if others else first
    days = _days(what_if, history)
    return Simulated(
        what_if=what_if,
        person=person,
        who=who,
        history=history,
        rows=tuple(_row(history, places[name], name, day) for name in places for day in days),
        compared=tuple(_compared(history, places[first], places[versus], day) for day in days),
        versus=versus,
        commands=_commands(what_if, person, plans, history, file),
    )


def years_text(years: float) -> str:
    """Some time in words.

    Examples
    --------
    >>> years_text(1.02), years_text(3.0), years_text(0.5)
    ('1 year', '3 years', '0.5 years')
    """
    said = f"{years:.1f}".removesuffix(".0")
    return f"{said} year{'' if said == '1' else 's'}"


def than(difference: float) -> str:
    """A difference of visible hairs, before the name of what it is a difference to.

    Examples
    --------
    >>> than(-9.43), than(2.0), than(0.01)
    ('9.4 visible hairs/cm2 fewer than', '2.0 visible hairs/cm2 more than', 'as many visible hairs as')
    """
    size = f"{abs(difference):.1f}"
    if size == "0.0":
        return "as many visible hairs as"
    return f"{size} visible hairs/cm2 {'more' if difference > 0.0 else 'fewer'} than"


def signed(value: float) -> str:
    """A difference with its sign; what is rounded away has none to speak of.

    Examples
    --------
    >>> signed(-0.04), signed(-3.21)
    ('+0.0', '-3.2')
    """
    return f"{round(value, 1) + 0.0:+.1f}"


def _days(what_if: WhatIf, history: History) -> list[int]:
    """Which visits are shown: the first, the change, a year after it, the last."""
    years = [0.0, what_if.years]
    if what_if.changes_year is not None:
        years += [what_if.changes_year, min(what_if.changes_year + 1.0, what_if.years)]
    elif what_if.years > 1.0:
        years.append(1.0)
    return sorted({int(np.abs(history.days - DAYS_PER_YEAR * one).argmin()) for one in years})


def _row(history: History, place: int, name: str, day: int) -> Row:
    middle, low, high = (float(one[day]) for one in history.band(MEASURE, place))
    return Row(year=_year(history, day), name=name, median=middle, low90=low, high90=high)


def _compared(history: History, place: int, versus: int, day: int) -> Compared:
    more = history.of(MEASURE, place)[:, day] - history.of(MEASURE, versus)[:, day]
    low, middle, high = np.percentile(more, (5.0, 50.0, 95.0))
    return Compared(
        year=_year(history, day),
        median=float(middle),
        low90=float(low),
        high90=float(high),
        more_share=float((more > ALIKE).mean()),
        less_share=float((more < -ALIKE).mean()),
    )


def _year(history: History, day: int) -> float:
    return round(float(history.days[day]) / DAYS_PER_YEAR, 2)


def _commands(
    what_if: WhatIf, person: Person, plans: list[str], history: History, file: Path | None
) -> tuple[str, ...]:
    """What gives the same again: the person's file, and the simulation."""
    written = person_file(person).replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n")
    made = () if file is not None else (f"printf {shlex.quote(written)} > person.toml",)
    regimens = "".join(f" --regimen {shlex.quote(one)}" for one in plans)
    settings = history.provenance.settings
    command = (
        f"anagen simulate {shlex.quote(str(file or 'person.toml'))}{regimens} --years {what_if.years:g} "
        f"--region {history.region} --people {settings['people']} --seed {history.provenance.seed}"
    )
    return (*made, command)


def person_file(person: Person) -> str:
    """A person's file of what is known, in TOML.

    Parameters
    ----------
    person
        Whose.
    """
    return "".join(f"{name} = {_toml(value)}\n" for name, value in person.as_dict().items())


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, int | float):
        return f"{value}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
