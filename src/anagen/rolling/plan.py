"""The plan of one session: sections, directions, passes, and every step of it in order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from anagen.errors import InputError, unknown_name
from anagen.rolling.guide import WrittenStep, guide, topical
from anagen.rolling.lattice import CELL_MM, cells_of, lattice, runs_of
from anagen.rolling.sections import DRUM_MM, Section, cut
from anagen.rolling.thinning import ThinArea

__all__ = [
    "DIRECTIONS",
    "PASSES",
    "SETTINGS",
    "Direction",
    "SessionPlan",
    "Step",
    "check_needle",
    "check_passes",
    "plan_session",
    "turns",
]

PASSES = (10, 15)
"""Fewest and most passes over a section, all directions together."""
USUAL_PASSES = 12
USUAL_PACE_S = 4.0
"""Time for one pass over a section. [s]"""
PACES_S = (0.0, 60.0)
"""0 counts by hand only. [s]"""
SETTINGS = ("home", "clinic")
SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One arm of the star."""

    name: str
    sign: str
    """As a character."""
    along: tuple[int, int]
    """Columns to the left and rows to the front of one step."""


DIRECTIONS = (
    Direction(name="front to back", sign="|", along=(0, 1)),
    Direction(name="side to side", sign="-", along=(1, 0)),
    Direction(name="diagonal, front left to back right", sign="\\", along=(1, 1)),
    Direction(name="diagonal, front right to back left", sign="/", along=(-1, 1)),
)
"""The star, in the order of rolling; the signs are as seen from above with the forehead at the top."""


def check_passes(passes: int) -> None:
    """Refuse fewer or more passes than are advised."""
    low, high = PASSES
    if not low <= passes <= high:
        raise InputError(
            f"{passes} passes over a section are not what is advised. Give {low} to {high}; 12 is 3 each way."
        )


def check_needle(needle_mm: float) -> None:
    """Refuse a length that no roller has. [mm]"""
    if not (math.isfinite(needle_mm) and 0.0 < needle_mm <= 3.0):
        raise InputError(
            f"Needles of {needle_mm:g} mm are no roller's. Give 0.2 to 1.5; at home at most 0.5."
        )


def turns(passes: int) -> tuple[int, ...]:
    """How many passes each direction gets: as even as can be, the first ones more.

    Parameters
    ----------
    passes
        Over the section, all directions together.
    """
    each, more = divmod(passes, len(DIRECTIONS))
    return tuple(each + (place < more) for place in range(len(DIRECTIONS)))


def lanes(section: Section, direction: Direction) -> int:
    """How many strokes side by side cover a section in one direction: one pass is all of them.

    Parameters
    ----------
    section
        What is rolled.
    direction
        Which way.
    """
    a, b = direction.along
    across = [b * i - a * j for i, j in section.cells]  # the way across, in cells times the length of (a, b)
    reach = CELL_MM * (max(across) - min(across) + abs(a) + abs(b)) / math.hypot(a, b)
    # A diagonal's corners are pointed: what sticks out by less than half a cell needs no lane of its own.
    return max(1, math.ceil((reach - CELL_MM / 2.0) / DRUM_MM))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do."""

    key: str
    kind: str
    """``do``: confirm it; ``roll``: count passes; ``wait``: let time pass."""
    title: str
    says: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    section: int | None = None
    """Number of the section that is rolled."""
    direction: int | None = None
    """Place in `DIRECTIONS`."""
    count: int = 1
    """Passes, or 1 for what is done once."""
    seconds: float = 0.0
    """Time of one pass, or time to wait. [s]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What will be done in a session."""

    sex: str
    """Of the map."""
    area_says: str
    """Where the thinning area comes from."""
    sections: tuple[Section, ...]
    needle_mm: float
    """[mm]"""
    drum_needles: int = 192
    setting: str = "home"
    topical: str = "none"
    passes: int = USUAL_PASSES
    pace_s: float = USUAL_PACE_S
    """[s]"""
    use_number: int = 1
    """Which session on this roller head it is."""

    def __post_init__(self) -> None:
        check_passes(self.passes)
        if not PACES_S[0] <= self.pace_s <= PACES_S[1]:
            raise InputError(
                f"A pace of {self.pace_s:g} seconds a pass cannot be kept. Give up to {PACES_S[1]:g}; 0 counts by hand."
            )
        if self.setting not in SETTINGS:
            raise unknown_name("setting", self.setting, SETTINGS)
        check_needle(self.needle_mm)
        topical(self.topical)

    @property
    def size_cm2(self) -> float:
        """Area that is rolled. [cm2]"""
        return sum(one.size_cm2 for one in self.sections)

    @property
    def minutes(self) -> float:
        """Time that the rolling takes at the pace. [min]"""
        return self.passes * len(self.sections) * self.pace_s / SECONDS_PER_MINUTE

    def section(self, number: int) -> Section:
        """A section by its number."""
        return self.sections[number - 1]

    def steps(self) -> tuple[Step, ...]:
        """Every step, in order: what comes before, each direction of each section, what comes after."""
        return _steps(self)

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain values, from which `from_dict` makes it again."""
        return {
            "sex": self.sex,
            "area_says": self.area_says,
            "needle_mm": self.needle_mm,
            "drum_needles": self.drum_needles,
            "setting": self.setting,
            "topical": self.topical,
            "passes": self.passes,
            "pace_s": self.pace_s,
            "use_number": self.use_number,
            "sections": [
                {
                    "number": one.number,
                    "size_cm2": round(one.size_cm2, 2),
                    "middle_mm": [round(x, 1) for x in one.middle_mm],
                    "runs": [list(run) for run in runs_of(one.cells)],
                }
                for one in self.sections
            ],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> SessionPlan:
        """The plan that `as_dict` wrote."""
        fields = dict(kept)
        sections = []
        for one in fields.pop("sections"):
            cells = cells_of(one["runs"])
            size = lattice(fields["sex"]).size_cm2(cells)
            sections.append(Section(number=one["number"], cells=cells, size_cm2=size))
        return cls(sections=tuple(sections), **fields)


@lru_cache(maxsize=16)
def _steps(plan: SessionPlan) -> tuple[Step, ...]:
    words = guide()
    return (
        *(_written(one) for one in words.before),
        *(step for one in plan.sections for step in _rolled(plan, one)),
        *(_written(one) for one in words.after),
    )


def _rolled(plan: SessionPlan, section: Section) -> list[Step]:
    steps = []
    for place, (direction, count) in enumerate(zip(DIRECTIONS, turns(plan.passes), strict=True)):
        side_by_side = lanes(section, direction)
        lane = "one lane" if side_by_side == 1 else f"{side_by_side} lanes side by side"
        steps.append(
            Step(
                key=f"section-{section.number}-{place + 1}",
                kind="roll",
                title=f"Section {section.number} of {len(plan.sections)}: {direction.name}",
                says=(f"{count} passes, each over the whole section in {lane}, light and even.",),
                rules=("MND-26",),
                claims=("R11",),
                section=section.number,
                direction=place,
                count=count,
                seconds=plan.pace_s,
            )
        )
    return steps


def _written(one: WrittenStep) -> Step:
    return Step(
        key=one.key,
        kind="wait" if one.wait_min else "do",
        title=one.title,
        says=one.says,
        rules=one.rules,
        claims=one.claims,
        seconds=SECONDS_PER_MINUTE * one.wait_min,
    )


def plan_session(area: ThinArea, *, needle_mm: float, **how: Any) -> SessionPlan:
    """A session over a thinning area.

    Parameters
    ----------
    area
        Where.
    needle_mm
        Length of the needles. [mm]
    **how
        Other fields of `SessionPlan`.
    """
    return SessionPlan(
        sex=area.sex, area_says=area.says, sections=cut(area), needle_mm=float(needle_mm), **how
    )
