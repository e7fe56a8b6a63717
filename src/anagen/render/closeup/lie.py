"""How each hair lies under the lens: its middle line, from the opening to where it ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import typing as npt

from anagen.render.closeup.chance import signed
from anagen.render.closeup.dermis import Openings
from anagen.render.closeup.field import Field

__all__ = ["Lie", "clipped_length_mm", "clipped_lie", "combed_lie"]

Floats = npt.NDArray[np.float64]

POINTS = 56
"""Points of a middle line."""
COMMON_OPENING = 0.4
"""How near to the middle of their opening the hairs of a unit come out, against where their follicles lie."""
ROOM = 1.35
"""Room that a hair takes in its opening, in its own widths."""
FAN = 0.24
"""Angle between neighbors in a unit. [rad]"""
UNEVEN = 0.08
"""Standard deviation of a hair's own turn. [rad]"""
LONGEST_MM = 14.0
STUB_MM = 0.35
"""Length that clipping leaves. [mm]"""
NATURAL_LENGTH_MM = 4.0
"""Up to about this length hair lies as it grows; longer hair lies as it is combed. [mm]"""
PART_TURN = 0.12
"""The line of the parting, counterclockwise from the right. [rad]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """Middle lines of the hairs of a field, lowest first."""

    row: npt.NDArray[np.int64]
    """Which rows of the field they are."""
    path_mm: Floats
    """To the right of the middle and above it. [mm, (n, points, 2)]"""
    along_mm: Floats
    """Way from the opening. [mm, (n, points)]"""


def roots_and_fan(field: Field, openings: Openings) -> tuple[Floats, Floats, Floats]:
    """Where hairs come out, and how far each turns from its direction within its unit. [mm, mm, rad]

    The hairs of a unit leave their common opening side by side, because two cannot be in one place, and fan out:
    who stands to the left leans to the left.
    """
    unit = openings.row_of_hair
    middle_x, middle_y = openings.x_mm[unit], openings.y_mm[unit]
    ahead_x, ahead_y = np.cos(field.heading), np.sin(field.heading)
    dx, dy = field.x_mm - middle_x, field.y_mm - middle_y
    along, left = COMMON_OPENING * (dx * ahead_x + dy * ahead_y), dy * ahead_x - dx * ahead_y
    standing = field.standing
    order = np.lexsort((left, unit, ~standing))
    order = order[standing[order]]
    own = unit[order]
    first = np.searchsorted(own, own)
    count = np.searchsorted(own, own, side="right") - first
    room = ROOM * field.diameter_um[order] / 1000.0
    reached = np.cumsum(room) - 0.5 * room
    mean = (np.bincount(own, reached) / np.maximum(np.bincount(own), 1))[own]
    fan, across = np.zeros(len(unit)), np.zeros(len(unit))
    fan[order] = (np.arange(len(own)) - first - (count - 1) / 2.0) * FAN
    across[order] = reached - mean
    x = middle_x + along * ahead_x - across * ahead_y
    y = middle_y + along * ahead_y + across * ahead_x
    return x, y, fan


def curled_path(x: Floats, y: Floats, turn: Floats, length: Floats, bend: Floats, sway: Floats) -> Floats:
    """Middle lines that start at points and bend: straight at no bend, circles that wander on at a strong one. [mm]

    Parameters
    ----------
    x, y
        Where they start. [mm]
    turn
        Where they point. [rad]
    length
        How long they are. [mm]
    bend
        How much they turn on their way. [rad/mm]
    sway
        Slow turning to and fro. [rad]
    """
    share = np.linspace(0.0, 1.0, POINTS)
    along = length[:, None] * share
    heading = (
        turn[:, None] + bend[:, None] * along + sway[:, None] * np.sin(0.8 * along + 6.0 * sway[:, None])
    )
    step = length[:, None] / (POINTS - 1)
    middle = 0.5 * (heading[:, 1:] + heading[:, :-1])
    # A coil seen aslant: its circles move on along the hair's direction.
    drift = 0.35 * np.minimum(np.abs(bend) / 0.5, 1.0)[:, None]
    dx = step * (np.cos(middle) * (1.0 - 0.5 * drift) + drift * np.cos(turn[:, None]))
    dy = step * (np.sin(middle) * (1.0 - 0.5 * drift) + drift * np.sin(turn[:, None]))
    path = np.zeros((len(x), POINTS, 2))
    path[:, 1:, 0], path[:, 1:, 1] = np.cumsum(dx, axis=1), np.cumsum(dy, axis=1)
    return path + np.stack([x, y], axis=1)[:, None, :]


def bends(field: Field, curl_radius_mm: float) -> Floats:
    """How much each hair turns on its way. [rad/mm]"""
    own = 0.02 * signed(field.follicle, 3) * np.where(field.relative_size < 0.5, 3.0, 1.0)
    curl = signed(field.follicle, 4) * 0.25 + 1.0
    side = np.where(signed(field.unit, 5) > 0.0, 1.0, -1.0)
    return own + side * curl / curl_radius_mm


def clipped_length_mm(field: Field, days: float) -> Floats:
    """Length some days after hair was clipped at the skin: growing hair is longer. [mm]"""
    from anagen.evidence import known

    rate = known().value("hair_growth_rate", "um/day") / 1000.0
    relative = field.diameter_um / known().value("hair_growth_reference_diameter", "um")
    exponent = known().value("hair_growth_diameter_exponent", "1")
    grown = np.where(field.growing, days * rate * relative**exponent, 0.0)
    return np.minimum(field.length_mm, STUB_MM) + grown


def clipped_lie(field: Field, openings: Openings, *, days: float, curl_radius_mm: float) -> Lie:
    """Hair that was clipped, pressed flat by the glass, in the direction in which it grows."""
    x, y, fan = roots_and_fan(field, openings)
    turn = field.heading + fan + UNEVEN * signed(field.follicle, 1)
    length = clipped_length_mm(field, days)
    return lie_of(field, x, y, turn, length, bends(field, curl_radius_mm), 0.0)


def combed_lie(field: Field, openings: Openings, *, cut_mm: float, curl_radius_mm: float) -> Lie:
    """Hair parted for the lens: long hair lies away from the parting, short hair as it grows."""
    x, y, fan = roots_and_fan(field, openings)
    length = np.minimum(np.minimum(field.length_mm, cut_mm), LONGEST_MM)
    above = y * np.cos(PART_TURN) - x * np.sin(PART_TURN)
    away = np.clip(above / 0.4, -1.0, 1.0)
    side = np.where(away >= 0.0, 1.0, -1.0)
    unit = field.unit
    combed = (
        PART_TURN
        + side * (0.35 + 0.75 * np.abs(away))
        + 0.16 * signed(unit, 6)
        + 0.12 * signed(field.follicle, 7)
    )
    natural = field.heading + fan + 0.12 * signed(field.follicle, 1)
    weight = np.clip(length / NATURAL_LENGTH_MM, 0.0, 1.0) ** 2
    # Between two angles on the shorter way round.
    gap = (combed + 0.4 * fan - natural + np.pi) % (2.0 * np.pi) - np.pi
    turn = natural + weight * gap
    return lie_of(field, x, y, turn, length, bends(field, curl_radius_mm), 0.06)


def lie_of(
    field: Field, x: Floats, y: Floats, turn: Floats, length: Floats, bend: Floats, sway: float
) -> Lie:
    """The hairs that stand, thin ones mostly under thick ones."""
    height = field.diameter_um + 18.0 * signed(field.follicle, 2)
    rows = np.flatnonzero(field.standing & (length > 0.02))
    rows = rows[np.argsort(height[rows], kind="stable")]
    swings = sway * signed(field.follicle, 8)[rows]
    path = curled_path(x[rows], y[rows], turn[rows], length[rows], bend[rows], swings)
    along = length[rows, None] * np.linspace(0.0, 1.0, POINTS)
    return Lie(row=rows.astype(np.int64), path_mm=path, along_mm=along)
