"""A head that a browser can turn: surface and strands once, then two bytes a hair and two a place for each day.

It is a map of a simulated head and not a photograph: of the follicles a sample is drawn, each hair as wide as all those
that it stands for. What changes from day to day is the same numbers from which the pictures are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import f4
from anagen.errors import InputError
from anagen.render.chance import uniform
from anagen.render.face import BROW_MM, brows
from anagen.render.groom import FINEST_UM, Groom, groom_of, hair_of
from anagen.render.heat import MEASURES, measured
from anagen.render.look import CAPES, UNPIGMENTED, Look
from anagen.render.ramp import ramp
from anagen.render.scenes import look_of
from anagen.render.stage import CAPE_EDGE_MM
from anagen.scalp.hair import HairState
from anagen.units import DAYS_PER_MONTH
from anagen.web.busts import LightBust, bust_of
from anagen.web.packing import pack

if TYPE_CHECKING:
    from anagen.scalp import Scalp
    from anagen.simulation.head import HeadHistory

__all__ = ["HAIRS", "MAPS", "head_file"]

HAIRS = 25_000
"""Hairs that are drawn: a browser without a graphics card still turns them."""
POINTS = {False: 7, True: 12}
"""Points along a strand of short and of long hair."""
POINTS_OF_CURLS = 22

MAPS = ("density", "miniaturized")
"""What colors of the scalp can stand for."""
THICKEST_UM = 127.5
"""Of a byte's 255 steps. [um]"""
STEPS, SHORT_STEPS = 255, 65535
NEAR_MM = -5.0
"""How far outside the hairline the scalp's colors are worked out, so that they reach its edge. [mm]"""
MARGIN_STEP_MM = 0.25
SAMPLE_STREAM, ORDER_STREAM = 81, 82
BROW_KIND = 2
"""Beside 0 for a hair with pigment and 1 for one without."""
VERY_LONG_MM = 900.0
"""Longer than any cut. [mm]"""


def head_file(
    heads: HeadHistory | Mapping[str, HeadHistory],
    days: Sequence[float] | None = None,
    *,
    look: Look | None = None,
    hairs: int = HAIRS,
) -> bytes:
    """A head under one or more regimens, for ``<head-3d>``.

    Parameters
    ----------
    heads
        One virtual person under each regimen, by what it is called; all on one scalp.
    days
        Which of their days; all, if not given. [day]
    look
        How the person is drawn; as `look_of` says, if not given.
    hairs
        How many hairs are drawn.

    Examples
    --------
    >>> from anagen import Person
    >>> from anagen.simulation.head import simulate_head
    >>> from anagen.web.heads import head_file
    >>> head = simulate_head(Person(age_years=40, sex="male"), at_years=[0, 1])
    >>> len(head_file(head, hairs=500)) < 2_000_000
    True
    """
    named = heads if isinstance(heads, Mapping) else {heads.regimen: heads}
    first = next(iter(named.values()), None)
    if first is None or len({id(one.scalp) for one in named.values()}) != 1:
        raise InputError("A head to turn needs at least one history, and all of one scalp. Give such.")
    shown = [float(day) for day in (first.days if days is None else days)]
    drawn = look or look_of(first.person)
    chosen = sample(first.scalp, hairs)
    strands = strands_of(first.scalp, drawn, chosen)
    bust = bust_of(first.scalp.head, drawn)
    scalp = scalp_vertices(first.scalp, bust)
    box = Box.around(bust.vertices, strands.points)
    arrays = {**bust_arrays(bust, box), **strand_arrays(strands, box), **scalp.arrays()}
    for k, history in enumerate(named.values()):
        arrays[f"hair{k}"] = hair_bytes(history, shown, strands)
        arrays[f"map{k}"] = map_bytes(history, shown, scalp)
    for name in MAPS:
        arrays[f"ramp_{name}"] = np.round(STEPS * ramp(MEASURES[name].ramp)).astype(np.uint8)
    return pack(about(named, shown, strands, box, drawn, first.scalp), arrays)


def about(
    named: Mapping[str, HeadHistory],
    days: Sequence[float],
    strands: Strands,
    box: Box,
    look: Look,
    scalp: Scalp,
) -> dict[str, Any]:
    """What the arrays mean."""
    gray = look.gray_share
    return {
        "version": 1,
        "sex": scalp.sex,
        "months": [round(day / DAYS_PER_MONTH, 2) for day in days],
        "courses": list(named),
        "origin_mm": box.origin_mm.tolist(),
        "step_mm": box.step_mm,
        "points": strands.points.shape[1],
        "follicles": scalp.follicles,
        "each_stands_for": round(strands.each_stands_for, 3),
        "thickest_um": THICKEST_UM,
        "margin_step_mm": MARGIN_STEP_MM,
        "long": look.long,
        "hair_color": np.round(look.melanin.color(), 4).tolist(),
        "gray_color": np.round((0.6 + 0.4 * gray) * UNPIGMENTED, 4).tolist(),
        "cape_from_mm": CAPE_EDGE_MM,
        "cape_color": CAPES[look.cape],
        "maps": [
            {"name": name, "title": one.title, "unit": one.unit, "ends": one.ends, "step": one.step}
            for name, one in ((name, MEASURES[name]) for name in MAPS)
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where all points lie, in equal steps."""

    origin_mm: NDArray[np.float64]
    step_mm: float

    @classmethod
    def around(cls, *points: NDArray[Any]) -> Box:
        """The box around points [..., 3]. [mm]"""
        low = np.min([one.reshape(-1, 3).min(axis=0) for one in points], axis=0)
        high = np.max([one.reshape(-1, 3).max(axis=0) for one in points], axis=0)
        return cls(origin_mm=np.asarray(low, float), step_mm=float((high - low).max()) / SHORT_STEPS)

    def steps(self, points: NDArray[Any]) -> NDArray[np.uint16]:
        """Points in whole steps from the origin."""
        return np.round((points - self.origin_mm) / self.step_mm).astype(np.uint16)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strands:
    """What is drawn of the hair, a row for each hair; those of the brows come last, until all are put in `order`."""

    follicle: NDArray[np.int64]
    """[hairs without brows]"""
    points: NDArray[np.float32]
    """Along each hair when it is as long as its cut. [mm] [n, points, 3]"""
    cut_mm: NDArray[np.float32]
    """[hairs without brows]"""
    gray: NDArray[np.bool_]
    """[n]"""
    tint: NDArray[np.float32]
    """Standard normal: how much lighter or darker than others. [n]"""
    order: NDArray[np.int64]
    """By chance, so that the first thousand of a file are spread over head and brows as all are. [n]"""
    each_stands_for: float
    """Follicles for each hair."""

    @property
    def brow_hairs(self) -> int:
        """How many of them are of the brows."""
        return len(self.points) - len(self.follicle)


def sample(scalp: Scalp, hairs: int) -> NDArray[np.int64]:
    """Follicles that are drawn: the same ones of a scalp always, in no order of place."""
    return np.argsort(uniform(scalp.follicles, scalp.seed, SAMPLE_STREAM), kind="stable")[:hairs]


def strands_of(scalp: Scalp, look: Look, chosen: NDArray[np.int64]) -> Strands:
    """The strands of some follicles as long as their cut, and those of the brows."""
    groom: Groom = groom_of(scalp, look)
    shape = np.zeros(scalp.follicles, f4)
    shape[chosen] = THICKEST_UM
    whole = HairState(
        day=0.0,
        diameter_um=shape,
        length_mm=np.full(scalp.follicles, VERY_LONG_MM, f4),
        growing=np.ones(scalp.follicles, bool),
        full_diameter_um=np.full(scalp.follicles, THICKEST_UM, f4),
        phase=np.zeros(scalp.follicles, np.int8),
    )
    hair = hair_of(scalp, whole, look, fine=False)
    points = POINTS_OF_CURLS if look.form.radius_mm else POINTS[look.long]
    rows = np.empty(scalp.follicles, np.int64)
    rows[hair.follicle] = np.arange(len(hair.follicle))
    head = resampled(hair.points[rows[chosen]], points)
    brow = brows(scalp.head)
    pale = np.zeros(len(brow.points), bool)
    return Strands(
        follicle=chosen,
        points=np.concatenate([head, resampled(brow.points, points)]),
        cut_mm=groom.cut_mm[chosen],
        gray=np.concatenate([groom.grays_at[chosen] < look.gray_share, pale]),
        tint=np.concatenate([groom.tint[chosen], np.zeros(len(pale), f4)]),
        order=np.argsort(uniform(len(chosen) + len(pale), scalp.seed, ORDER_STREAM), kind="stable"),
        each_stands_for=scalp.follicles / len(chosen),
    )


def resampled(points: NDArray[np.floating], count: int) -> NDArray[np.float32]:
    """Strands [n, points, 3] in another number of points, evenly along them."""
    at = np.linspace(0.0, points.shape[1] - 1.0, count)
    low = np.minimum(at.astype(np.intp), points.shape[1] - 2)
    share = (at - low)[None, :, None]
    return np.asarray((1.0 - share) * points[:, low] + share * points[:, low + 1], f4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScalpVertices:
    """The vertices of a surface that lie on or about the scalp."""

    vertex: NDArray[np.int64]
    points_mm: NDArray[np.float64]
    margin_mm: NDArray[np.float64]
    """Of all vertices, from the hairline, positive inside. [mm]"""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """For the file."""
        margin = np.clip(np.round(self.margin_mm / MARGIN_STEP_MM), -128, 127)
        return {"scalp_vertex": self.vertex.astype(np.uint32), "margin": margin.astype(np.int8)}


def scalp_vertices(scalp: Scalp, bust: LightBust) -> ScalpVertices:
    """The vertices of a bust that lie on or about the scalp."""
    margin = np.asarray(scalp.head.margin(bust.vertices), np.float64)
    vertex = np.flatnonzero(margin > NEAR_MM)
    return ScalpVertices(vertex=vertex, points_mm=bust.vertices[vertex], margin_mm=margin)


def bust_arrays(bust: LightBust, box: Box) -> dict[str, NDArray[Any]]:
    """The surface, for the file; colors by their square roots, so that dark ones keep their steps."""
    return {
        "vertices": box.steps(bust.vertices),
        "normals": np.round(127.0 * bust.normals).astype(np.int8),
        "triangles": bust.triangles.astype(np.uint32 if len(bust.vertices) > SHORT_STEPS else np.uint16),
        "colors": np.round(STEPS * np.sqrt(np.clip(bust.colors, 0.0, 1.0))).astype(np.uint8),
    }


def strand_arrays(strands: Strands, box: Box) -> dict[str, NDArray[Any]]:
    """The strands, for the file."""
    tint = np.clip(np.round(32.0 * strands.tint), -127, 127)
    kind = strands.gray.astype(np.uint8)
    kind[len(strands.follicle) :] = BROW_KIND
    return {
        "strands": box.steps(strands.points[strands.order]),
        "tint": tint[strands.order].astype(np.int8),
        "gray": kind[strands.order],
    }


def hair_bytes(history: HeadHistory, days: Sequence[float], strands: Strands) -> NDArray[np.uint8]:
    """Of each hair on each day its diameter, and the share of its strand that is there [days, 2, n].

    From the second day on they are differences from the day before, which compress well.
    """
    brow = np.round(STEPS * 1000.0 * BROW_MM / strands.each_stands_for / THICKEST_UM)
    states = np.empty((len(days), 2, len(strands.points)), np.uint8)
    for k, day in enumerate(days):
        hair = history.state(day)
        diameter = hair.diameter_um[strands.follicle]
        share = np.minimum(hair.length_mm[strands.follicle] / strands.cut_mm, 1.0)
        standing = diameter > FINEST_UM
        thick = np.clip(np.round(STEPS * diameter / THICKEST_UM), 1, STEPS)
        states[k, 0] = np.append(np.where(standing, thick, 0), np.full(strands.brow_hairs, brow))
        states[k, 1] = np.append(np.round(STEPS * share), np.full(strands.brow_hairs, STEPS))
    return differences(states[:, :, strands.order])


def map_bytes(history: HeadHistory, days: Sequence[float], scalp: ScalpVertices) -> NDArray[np.uint8]:
    """Of each measure its place between its ends at each vertex [days, maps, vertices]; differences likewise."""
    maps = np.empty((len(days), len(MAPS), len(scalp.vertex)), np.uint8)
    for k, day in enumerate(days):
        for m, name in enumerate(MAPS):
            low, high = MEASURES[name].ends
            value = np.nan_to_num(
                measured(history.scalp, history.state(day), name, scalp.points_mm, history.evidence)
            )
            maps[k, m] = np.round(STEPS * np.clip((value - low) / (high - low), 0.0, 1.0))
    return differences(maps)


def differences(days: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The first day as it is, each later one less the day before, modulo 256."""
    changed = days.copy()
    changed[1:] -= days[:-1]
    return changed
