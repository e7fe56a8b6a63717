"""The fast form of the skin: a few modes, marched from event to event in compiled code.

A mode i of amount q obeys dq/dt = -lambda q + sum of beta J over the ways in. Over a step the three flows J are
taken as straight lines, for which the modes are solved exactly; the flows at the step's end solve three linear
equations with the film. Modes that are faster than the first step follow at once: they are kept as resistances.
Amounts are conserved whatever the modes: what blood took is what went in, less what the skin holds.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled, inlined
from anagen.laws.channels import bottom_permeance, wall_permeance
from anagen.laws.diffusion import driving_concentration, solvent_after
from anagen.skin.events import APPLY, ROLL, WASH
from anagen.skin.mesh import WAYS
from anagen.units import MINUTES_PER_DAY

__all__ = ["COLUMNS", "FilmNumbers", "Modes", "PoreNumbers", "channel_permeance", "march"]

Floats = NDArray[np.float64]

LONGEST = 120
"""Longest step. [min]"""
STRETCH = 2
"""How many times longer a step is than the one before it, from a minute after an event on."""
CLOSED = 1e-3
"""Open area, relative to the first, below which a session's channels count as shut."""
STEPS_PER_CLOSING = 6.0
"""Steps at least within the time in which the radius of open channels falls by e."""
(FILM, LOST, WASHED, BY_SURFACE, BY_OPENINGS, BY_PORES, HELD, BARRIER, IN_OPENINGS, EXPOSURE, SHEATH) = range(
    11
)
COLUMNS = 11
"""What is read at a time: film, lost, washed off; gone in by each way; held by the skin, by its barrier, by the
openings of follicles [mg/cm2]; concentration at the sheath summed over time [mg/cm3 day], and at that time [mg/cm3]."""


class Modes(NamedTuple):
    """The slow modes of a drug in a skin, and what is left of the fast ones."""

    beta: Floats
    """What each way in feeds of each mode. [modes, ways]"""
    held: Floats
    """Drug in the skin per amount of a mode. [modes]"""
    barrier: Floats
    """Drug in the stratum corneum per amount of a mode. [modes]"""
    openings: Floats
    """Drug in the openings of follicles per amount of a mode. [modes]"""
    sheath: Floats
    """Concentration at the sheath per amount of a mode. [modes]"""
    exposure: Floats
    """Sheath over the mode's rate: exposure that is still to come. [modes]"""
    resistance: Floats
    """Of the fast modes, between ways in. [day/cm] [ways, ways]"""
    fast_held: Floats
    """Drug in the fast modes per flow. [day] [ways]"""
    gain: Floats
    """Exposure in the long run per amount that went in. [ways]"""
    entry: Floats
    """Conductance of the surface and of the openings. [cm/day]"""
    keep: Floats
    """What is left of a mode after a step. [minutes of a step, modes]"""
    early: Floats
    """What a flow at a step's start adds. [minutes of a step, modes]"""
    late: Floats
    """What a flow at a step's end adds. [minutes of a step, modes]"""
    back: Floats
    """Concentration before a way in that a flow at a step's end makes, that of the fast modes included. [day/cm]
    [minutes of a step, ways, ways]"""


class FilmNumbers(NamedTuple):
    """The film that each application leaves."""

    dose: float
    """[mg/cm2]"""
    capacity: float
    """[cm]"""
    water_solubility: float
    """[mg/cm3]"""
    residue_share: float
    evaporation: float
    """[1/day]"""
    loss: float
    """[1/day]"""
    wash_share: float


class PoreNumbers(NamedTuple):
    """The channels that each session leaves."""

    density: float
    """[1/cm2]; 0 where nobody rolls"""
    radius: float
    """[um]"""
    depth: float
    """[um]"""
    barrier: float
    """Thickness of the stratum corneum. [um]"""
    d_water: float
    """[um2/day]"""
    d_tissue: float
    """[um2/day]"""
    wall_weight: float
    closing: float
    """Rate constant with which the radius falls. [1/day]"""


@inlined
def channel_permeance(pores: PoreNumbers, days: float) -> float:
    """Permeance of one session's channels. [cm/day]

    Parameters
    ----------
    pores
        The channels.
    days
        Since the rolling. [day]
    """
    shrunk = math.exp(-pores.closing * days)
    if pores.density == 0.0 or shrunk * shrunk < CLOSED:
        return 0.0
    r = pores.radius * shrunk
    bottom = bottom_permeance(pores.density, r, pores.depth, pores.d_water, pores.d_tissue)
    wall = wall_permeance(pores.density, r, pores.depth, pores.barrier, pores.d_water, pores.d_tissue)
    both: float = (1.0 - pores.wall_weight) * bottom + pores.wall_weight * wall
    return both


@inlined
def solve_flows(a: Floats, entry: Floats, permeance: float, y: Floats, p: Floats, r: Floats) -> None:
    """Flows per film concentration, p = A^-1 1, and the flows back, r = A^-1 y.

    A is what lies between the film and each way in: its own resistance, and what flows by all of them build up.

    Parameters
    ----------
    a
        What they build up. [day/cm] [ways, ways]
    entry, permeance
        Conductances of the ways in; channels are shut where it is 0. [cm/day]
    y
        Concentration before each way in that is there already. [mg/cm3] [ways]
    p, r
        The answers. [cm/day, mg/cm2/day] [ways]
    """
    a00 = a[0, 0] + 1.0 / entry[0]
    a01 = a[0, 1]
    a11 = a[1, 1] + 1.0 / entry[1] - a01 * a01 / a00
    f = a01 / a00
    p1, r1 = 1.0 - f, y[1] - f * y[0]
    p2 = 0.0
    r2 = 0.0
    if permeance > 0.0:
        g = a[0, 2] / a00
        a12 = a[1, 2] - f * a[0, 2]
        s = a12 / a11
        a22 = a[2, 2] + 1.0 / permeance - g * a[0, 2] - s * a12
        p2 = (1.0 - g - s * p1) / a22
        r2 = (y[2] - g * y[0] - s * r1) / a22
        p1 -= a12 * p2
        r1 -= a12 * r2
    p[2] = p2
    r[2] = r2
    p[1] = p1 / a11
    r[1] = r1 / a11
    p[0] = (1.0 - a01 * p[1] - a[0, 2] * p2) / a00
    r[0] = (y[0] - a01 * r[1] - a[0, 2] * r2) / a00


@inlined
def read(
    row: Floats,
    modes: Modes,
    q: Floats,
    flow: Floats,
    film: float,
    lost: float,
    washed: float,
    through: Floats,
) -> None:
    """Everything at a time, into one row."""
    held = 0.0
    barrier = 0.0
    openings = 0.0
    sheath = 0.0
    exposure = 0.0
    for i in range(q.size):
        held += modes.held[i] * q[i]
        barrier += modes.barrier[i] * q[i]
        openings += modes.openings[i] * q[i]
        sheath += modes.sheath[i] * q[i]
        exposure -= modes.exposure[i] * q[i]
    for w in range(WAYS):
        held += modes.fast_held[w] * flow[w]
        exposure += modes.gain[w] * through[w]
        row[BY_SURFACE + w] = through[w]
    row[FILM] = film
    row[LOST] = lost
    row[WASHED] = washed
    row[HELD] = held
    row[BARRIER] = barrier
    row[IN_OPENINGS] = openings
    row[EXPOSURE] = exposure
    row[SHEATH] = sheath


@compiled
def march(  # noqa: C901, PLR0912, PLR0915  one compiled loop is clearer than calls that cannot be inlined
    modes: Modes,
    film: FilmNumbers,
    pores: PoreNumbers,
    minute: NDArray[np.int64],
    kind: NDArray[np.int64],
    out_minute: NDArray[np.int64],
    out: Floats,
) -> None:
    """Follow a course through its events, and fill a row at each time asked for.

    Parameters
    ----------
    modes, film, pores
        Numbers of the skin, of each application and of each session.
    minute, kind
        Events, rising in time. [events]
    out_minute
        When to read, rising, and before the events of its minute. [min] [times]
    out
        Where to. [times, `COLUMNS`]
    """
    n = modes.held.size
    q = np.zeros(n)
    flow = np.zeros(WAYS)
    through = np.zeros(WAYS)
    before = np.zeros(COLUMNS)
    after = np.zeros(COLUMNS)
    q0 = np.zeros(n)
    within = np.zeros(n)
    y = np.zeros(WAYS)
    p = np.zeros(WAYS)
    r = np.zeros(WAYS)
    drug = 0.0
    lost = 0.0
    washed = 0.0
    residue = 0.0
    volatile = 0.0
    contact = False
    first_open = 0  # the first event that may be a session whose channels are still open
    now = 0
    next_event = 0
    next_out = 0
    length = 0

    while next_out < out_minute.size:
        # Read what is due now, before what happens now.
        while next_out < out_minute.size and out_minute[next_out] <= now:
            read(out[next_out], modes, q, flow, drug, lost, washed, through)
            next_out += 1
        if next_out == out_minute.size:
            break
        happened = False
        while next_event < minute.size and minute[next_event] <= now:
            what = kind[next_event]
            if what == WASH:
                gone = film.wash_share * drug
                drug -= gone
                washed += gone
                residue *= 1.0 - film.wash_share
                volatile *= 1.0 - film.wash_share
                contact = False
            elif what == APPLY:
                drug += film.dose
                residue += film.residue_share
                volatile += 1.0 - film.residue_share
                contact = True
            next_event += 1
            happened = True

        permeance = 0.0
        for e in range(first_open, next_event):
            if kind[e] == ROLL:
                permeance += channel_permeance(pores, (now - minute[e]) / MINUTES_PER_DAY)
        if permeance == 0.0:
            first_open = next_event

        if happened:
            length = 0
            for w in range(WAYS):
                flow[w] = 0.0
            if contact:
                y[:] = 0.0
                for i in range(n):
                    for w in range(WAYS):
                        y[w] += modes.beta[i, w] * q[i]
                solve_flows(modes.resistance, modes.entry, permeance, y, p, r)
                u = driving_concentration(drug, film.capacity, film.water_solubility, residue + volatile)
                for w in range(WAYS):
                    flow[w] = u * p[w] - r[w]

        # Steps grow from a minute after an event on; the last one before the next event takes all that is left.
        end = out_minute[out_minute.size - 1]
        if next_event < minute.size and minute[next_event] < end:
            end = minute[next_event]
        wanted = min(STRETCH * length, LONGEST) if length > 0 else 1
        if permeance > 0.0 and contact:
            wanted = min(wanted, max(1, int(MINUTES_PER_DAY / (STEPS_PER_CLOSING * pores.closing))))
        length = end - now
        if length > wanted:
            length = wanted if length > 2 * wanted or wanted == 1 else (length + 1) // 2
        h = length / MINUTES_PER_DAY

        reading = out_minute[next_out] < now + length
        if reading:
            read(before, modes, q, flow, drug, lost, washed, through)
            q0[:] = q
        residue = solvent_after(residue, 0.0, film.loss, h)
        volatile = solvent_after(volatile, film.evaporation, film.loss, h)
        half_loss = 0.5 * h * film.loss
        held_back = 1.0 / (1.0 + half_loss)
        if contact:
            later = 0.0
            for e in range(first_open, next_event):
                if kind[e] == ROLL:
                    later += channel_permeance(pores, (now + length - minute[e]) / MINUTES_PER_DAY)
            f0, f1, f2 = flow[0], flow[1], flow[2]
            y0, y1, y2 = 0.0, 0.0, 0.0
            for i in range(n):
                b0, b1, b2 = modes.beta[i, 0], modes.beta[i, 1], modes.beta[i, 2]
                on = modes.keep[length, i] * q[i] + modes.early[length, i] * (b0 * f0 + b1 * f1 + b2 * f2)
                y0 += b0 * on
                y1 += b1 * on
                y2 += b2 * on
                q[i] = on
            y[0], y[1], y[2] = y0, y1, y2
            solve_flows(modes.back[length], modes.entry, later, y, p, r)
            into = f0 + f1 + f2
            sum_p = p[0] + p[1] + p[2]
            sum_r = r[0] + r[1] + r[2]
            start = (drug * (1.0 - half_loss) - 0.5 * h * into) * held_back
            share = 0.5 * h * held_back
            u = (start + share * sum_r) / (film.capacity + share * sum_p)
            solvent = residue + volatile
            limit = driving_concentration(math.inf, film.capacity, film.water_solubility, solvent)
            u = min(u, limit)
            at_end = start - share * (u * sum_p - sum_r)
            lost += half_loss * (drug + at_end)
            drug = at_end
            for w in range(WAYS):
                new = u * p[w] - r[w]
                through[w] += 0.5 * h * (flow[w] + new)
                flow[w] = new
            f0, f1, f2 = flow[0], flow[1], flow[2]
            for i in range(n):
                feed = modes.beta[i, 0] * f0 + modes.beta[i, 1] * f1 + modes.beta[i, 2] * f2
                q[i] += modes.late[length, i] * feed
        else:
            at_end = drug * (1.0 - half_loss) * held_back
            lost += half_loss * (drug + at_end)
            drug = at_end
            for i in range(n):
                q[i] *= modes.keep[length, i]

        if reading:
            read(after, modes, q, flow, drug, lost, washed, through)
        while next_out < out_minute.size and out_minute[next_out] < now + length:
            x = out_minute[next_out] - now
            row = out[next_out]
            for c in range(COLUMNS):
                row[c] = before[c] + (after[c] - before[c]) * x / length
            if not contact:
                # Nothing flows in, so that the modes are known at each minute.
                for i in range(n):
                    within[i] = modes.keep[x, i] * q0[i]
                read(row, modes, within, flow, row[FILM], row[LOST], washed, through)
            next_out += 1
        now += length
