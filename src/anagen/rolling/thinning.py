"""Where a person's hair has thinned: from the virtual heads that fit, or from what the person points at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, unknown_name
from anagen.evidence import Catalogue, known
from anagen.patient.person import Person
from anagen.rolling.lattice import CELL_MM, Cell, Lattice, connected, lattice
from anagen.scalp.grading import CoverField, grading_sites

__all__ = ["AREAS", "ThinArea", "cover_on", "drawn_area", "stated_areas", "thin_area", "thin_cells"]

Floats = NDArray[np.float64]

PEOPLE = 64
"""Virtual heads whose mean cover is looked at; more move the edge by less than a cell."""
LEAST_CM2 = 16.0
"""An area smaller than a section is widened to where less is lost, if anything is. [cm2]"""
SPECK_CM2 = 2.0
"""Smaller patches are left out, and smaller holes filled: nobody rolls around them. [cm2]"""
LOSS_STEPS = 11

AREAS = {
    "temples": "temples",
    "frontal_hairline_even": "front",
    "crown": "crown",
    "midline_part": "middle parting",
    "top_diffuse": "top",
}
"""Answers to where hair is thinner that can be drawn on the map, and what each is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinArea:
    """A thinning area on the map, as cells."""

    sex: str
    cells: frozenset[Cell]
    says: str
    """Where it comes from."""

    def __post_init__(self) -> None:
        if not self.cells:
            raise InputError("There is no thinning area to roll. Name one: crown, temples or top.")

    @property
    def size_cm2(self) -> float:
        """[cm2]"""
        return lattice(self.sex).size_cm2(self.cells)


def thin_area(
    person: Person,
    *,
    areas: Iterable[str] = (),
    seed: int = 1,
    evidence: Catalogue | None = None,
) -> ThinArea:
    """The thinning area of a person.

    It is where the virtual heads that fit the person have lost, in the mean, as much as people notice. What the person
    says of where it is comes first: of that only these places are taken, and all of them where the heads show none.

    Parameters
    ----------
    person
        Who; a grade makes the area the person's own.
    areas
        Where it is, from `AREAS`; what the person answered, if none is given.
    seed
        Of the virtual heads.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    cells = lattice(person.sex)
    pointed = stated_areas(areas, person.answers)
    mean = mean_cover(person, seed, numbers)
    noticed = numbers["noticed_hair_loss_share"]
    within = drawn_area(person.sex, pointed) if pointed else cells.haired
    loss = np.linspace(noticed.value, (noticed.interval or (noticed.value,))[0], LOSS_STEPS)
    for least in loss:
        found = thin_cells(cells, (mean < 1.0 - least) & within)
        if cells.size_cm2(found) >= LEAST_CM2:
            grade = person.grade or "your age"
            heads = f"{PEOPLE} virtual heads that fit {grade}"
            says = f"where {heads} have lost {100.0 * least:.0f} % of their hair or more"
            if pointed:
                says = f"{names_of(pointed)}, {says}"
            return ThinArea(sex=person.sex, cells=found, says=says)
    if pointed:
        drawn = cells.cells(within)
        return ThinArea(sex=person.sex, cells=drawn, says=f"{names_of(pointed)}, as drawn for everybody")
    raise InputError(
        f"No thinning area is found on the virtual heads that fit {person!r}: there is nothing to roll. "
        f"If you see one, name it with --area: {', '.join(AREAS)}."
    )


def names_of(areas: Iterable[str]) -> str:
    """Areas in words."""
    return " and ".join(AREAS[one] for one in areas)


def stated_areas(areas: Iterable[str], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The areas that are asked for, or else those of the answers that can be drawn; none if it is thin everywhere.

    Parameters
    ----------
    areas
        Asked for.
    answers
        Of a person.
    """
    asked = tuple(dict.fromkeys(areas))
    for one in asked:
        if one not in AREAS:
            raise unknown_name("area of the scalp", one, AREAS)
    said = answers.get("areas") or ()
    if asked or "whole_scalp_diffuse" in said:
        return asked
    return tuple(one for one in AREAS if one in said)


def drawn_area(sex: str, areas: Iterable[str]) -> NDArray[np.bool_]:
    """Areas as everybody would draw them, [columns, rows] of the lattice.

    Parameters
    ----------
    sex
        Whose hairline.
    areas
        From `AREAS`.
    """
    cells = lattice(sex)
    sites = grading_sites(sex)
    u, v = np.meshgrid(*cells.middles_mm, indexing="ij")
    front = sites.edge_at(np.zeros(1))[0]
    from_edge = sites.edge_at(np.arctan2(u, v)) - np.hypot(u, v)
    shapes = {
        "temples": (np.abs(u) >= 22.0) & (np.abs(u) <= 72.0) & (v > 30.0) & (from_edge < 42.0),
        "frontal_hairline_even": (np.abs(u) <= 60.0) & (v > 30.0) & (from_edge < 25.0),
        "crown": np.hypot(u, v + 60.0) <= 44.0,
        "midline_part": (np.abs(u) <= 20.0) & (v >= -50.0) & (v <= front - 10.0),
        "top_diffuse": (np.abs(u) <= 52.0) & (v >= -35.0) & (v <= front - 15.0),
    }
    found = np.zeros_like(cells.haired)
    for one in areas:
        found |= shapes[one]
    return found & cells.haired


@dataclass(frozen=True, slots=True)
class _Wanted:
    """For whom a cover is wanted; the same words, seed and numbers give the same."""

    said: str
    seed: int
    fingerprint: str
    person: Person = field(compare=False)
    evidence: Catalogue = field(compare=False)


def mean_cover(person: Person, seed: int, evidence: Catalogue) -> Floats:
    """Mean cover of the heads that fit, [columns, rows] of the lattice."""
    said = repr(sorted(person.as_dict().items()))
    return _mean_cover(
        _Wanted(said=said, seed=seed, fingerprint=evidence.fingerprint, person=person, evidence=evidence)
    )


@lru_cache(maxsize=32)
def _mean_cover(wanted: _Wanted) -> Floats:
    """The cover; a session is looked at several times before it begins."""
    from anagen.simulation.conditioning import condition
    from anagen.simulation.cover import cover_of

    numbers = wanted.evidence
    fitting = condition(wanted.person, PEOPLE, seed=wanted.seed, evidence=numbers).candidates
    seen = cover_of(fitting, numbers)
    found = cover_on(CoverField(sex=seen.sex, relative_density=seen.heads.mean(axis=0)))
    found.setflags(write=False)
    return found


def cover_on(field: CoverField) -> Floats:
    """The cover of one head at the cells of the lattice, between the sites; 1 off the scalp. [columns, rows]

    Parameters
    ----------
    field
        The cover of one head.
    """
    sites, cells = grading_sites(field.sex), lattice(field.sex)
    both_sides = 0.5 * (field.heads[0] + mirrored(field.heads[0], sites.row))
    grid = filled(np.where(sites.row >= 0, both_sides[sites.row], np.nan))
    ticks, _ = cells.middles_mm
    step = (sites.map_mm[sites.row[sites.row >= 0], 0].max() - sites.corner_mm[0]) / (
        np.flatnonzero((sites.row >= 0).any(axis=1)).max()
    )
    at = np.clip((ticks - sites.corner_mm[0]) / step, 0.0, len(grid) - 1.0)
    low = np.minimum(at.astype(int), len(grid) - 2)
    part = at - low
    across = grid[low] * (1.0 - part)[:, None] + grid[low + 1] * part[:, None]
    found = across[:, low] * (1.0 - part) + across[:, low + 1] * part
    return np.where(cells.haired, found, 1.0)


def mirrored(values: Floats, row: NDArray[np.int32]) -> Floats:
    """Values of the sites, left and right exchanged: which side is which is not known of virtual heads."""
    turned = np.empty_like(values)
    turned[row[row >= 0]] = values[row[::-1][row >= 0]]
    return turned


def filled(grid: Floats) -> Floats:
    """A grid whose holes have the mean of what is around them, from the edge outward."""
    grid = grid.copy()
    while np.isnan(grid).any():
        padded = np.pad(grid, 1, constant_values=np.nan)
        around = np.stack([padded[2:, 1:-1], padded[:-2, 1:-1], padded[1:-1, 2:], padded[1:-1, :-2]])
        known_ones = ~np.isnan(around)
        count = known_ones.sum(axis=0)
        mean = np.where(known_ones, around, 0.0).sum(axis=0) / np.maximum(count, 1)
        grid = np.where(np.isnan(grid) & (count > 0), mean, grid)
    return grid


def thin_cells(cells: Lattice, thin: NDArray[np.bool_]) -> frozenset[Cell]:
    """The cells that are thin, without specks, and with holes filled.

    Parameters
    ----------
    cells
        The lattice.
    thin
        [columns, rows]
    """
    found = cells.cells(thin & cells.haired)
    patches = [one for one in connected(found) if cells.size_cm2(one) >= SPECK_CM2]
    kept = frozenset[Cell]().union(*patches)
    gaps = connected(cells.cells(cells.haired) - kept)
    return kept.union(*(gap for gap in gaps if cells.size_cm2(gap) < SPECK_CM2))


def width_mm(cells: Iterable[Cell]) -> tuple[float, float]:
    """How far some cells reach, side to side and front to back, on the map. [mm]"""
    columns, rows = zip(*cells, strict=True)
    return CELL_MM * (max(columns) - min(columns) + 1), CELL_MM * (max(rows) - min(rows) + 1)
