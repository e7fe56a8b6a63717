"""The skin solved finely, cell by cell, by a stiff solver: what the fast form is held against.

Method of lines: the cells of `anagen.skin.mesh` and the film are one system of ordinary differential equations, which
SciPy's implicit multistep method follows to a tolerance. Slow, and never used in a simulation.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.laws.diffusion import driving_concentration, solvent_after
from anagen.skin.drugs import Permeant
from anagen.skin.events import APPLY, ROLL, WASH, Events
from anagen.skin.layers import Skin
from anagen.skin.march import channel_permeance
from anagen.skin.mesh import WAYS, mesh
from anagen.skin.modes import entries, film_numbers, pore_numbers
from anagen.skin.needling import Channels
from anagen.skin.product import Film
from anagen.units import MINUTES_PER_DAY

__all__ = ["FineCourse", "nothing_missing", "solve_finely"]

Floats = NDArray[np.float64]

RELATIVE, ABSOLUTE = 1e-7, 1e-10
"""Tolerances of the solver; the absolute one relative to a dose."""


class FineCourse(NamedTuple):
    """What became of the drug, at some times. [mg/cm2]"""

    film: Floats
    """On the surface. [times]"""
    lost: Floats
    washed: Floats
    through: Floats
    """Gone in by each way. [times, ways]"""
    held: Floats
    """In the skin."""
    barrier: Floats
    """Of that, in the stratum corneum."""
    openings: Floats
    """Of that, in the openings of follicles."""
    blood: Floats
    """Carried away by blood, counted where it happens and not as what is missing."""
    exposure: Floats
    """Concentration at the sheath summed over time. [mg/cm3 day]"""
    profile: Floats
    """Concentration on the nodes. [mg/cm3] [times, nodes]"""


def solve_finely(
    skin: Skin,
    drug: Permeant,
    film: Film,
    events: Events,
    out_days: Floats,
    holes: Channels | None = None,
    resolution: float = 2.0,
) -> FineCourse:
    """Follow a course on a fine mesh.

    Parameters
    ----------
    skin, drug, film, events, holes
        As in the fast form.
    out_days
        When to read, rising; before the events of its minute. [day]
    resolution
        Cells relative to those that the fast form is made from.
    """
    try:
        from scipy.integrate import solve_ivp
    except ImportError as error:
        raise InputError(
            "The fine skin needs SciPy. Install it with: pip install 'anagen[render]'."
        ) from error
    run = _Run(skin, drug, film, holes, resolution)
    out_minute = np.floor(np.asarray(out_days) * MINUTES_PER_DAY + 0.5).astype(np.int64)
    rows = np.zeros((out_minute.size, run.size))
    state = np.zeros(run.size)
    stops = sorted({*events.minute.tolist(), *out_minute.tolist()})
    now = 0
    for stop in stops:
        if stop > now:
            run.start = now
            solved = solve_ivp(
                run.rates,
                (now / MINUTES_PER_DAY, stop / MINUTES_PER_DAY),
                state,
                method="BDF",
                jac=run.jacobian,
                rtol=RELATIVE,
                atol=ABSOLUTE * run.film.dose,
                first_step=1e-8,
            )
            if not solved.success:
                raise InputError(f"The fine skin could not be solved: {solved.message}")
            state = solved.y[:, -1]
            run.age_solvent((stop - now) / MINUTES_PER_DAY)
            now = stop
        rows[out_minute == stop] = state
        state = run.happen(state, events, stop)
    return run.read(rows)


class _Run:
    """One system of equations: film, nodes, and running totals."""

    def __init__(
        self, skin: Skin, drug: Permeant, film: Film, holes: Channels | None, resolution: float
    ) -> None:
        self.cut = mesh(skin, drug, resolution)
        self.film = film_numbers(film, drug)
        self.pores = pore_numbers(skin, drug, holes)
        nodes = self.cut.nodes
        self.entries = entries(self.cut, skin, drug, holes)
        self.nodes = slice(1, 1 + nodes)
        self.lost, self.washed, self.blood, self.exposure = range(1 + nodes, 5 + nodes)
        self.through = slice(5 + nodes, 5 + nodes + WAYS)
        self.size = 5 + nodes + WAYS
        self.residue = self.volatile = 0.0
        self.contact = False
        self.rolled: list[int] = []
        self.start = 0

    def happen(self, state: Floats, events: Events, minute: int) -> Floats:
        """What the events of a minute do to the film."""
        state = state.copy()
        for kind in events.kind[events.minute == minute]:
            if kind == WASH:
                gone = self.film.wash_share * state[0]
                state[0] -= gone
                state[self.washed] += gone
                self.residue *= 1.0 - self.film.wash_share
                self.volatile *= 1.0 - self.film.wash_share
                self.contact = False
            elif kind == APPLY:
                state[0] += self.film.dose
                self.residue += self.film.residue_share
                self.volatile += 1.0 - self.film.residue_share
                self.contact = True
            elif kind == ROLL:
                self.rolled.append(minute)
        return state

    def age_solvent(self, days: float) -> None:
        """Let the solvent dry and be lost."""
        self.residue, self.volatile = self._solvent(days)

    def _solvent(self, days: float) -> tuple[float, float]:
        return (
            solvent_after(self.residue, 0.0, self.film.loss, days),
            solvent_after(self.volatile, self.film.evaporation, self.film.loss, days),
        )

    def _conductances(self, t: float) -> Floats:
        if not self.contact:
            return np.zeros(WAYS)
        pores = sum(channel_permeance(self.pores, t - minute / MINUTES_PER_DAY) for minute in self.rolled)
        return np.array([*self.cut.entry, pores])

    def rates(self, t: float, y: Floats) -> Floats:
        """Time derivative of everything."""
        drug, x = y[0], y[self.nodes]
        residue, volatile = self._solvent(t - self.start / MINUTES_PER_DAY)
        u = driving_concentration(drug, self.film.capacity, self.film.water_solubility, residue + volatile)
        flow = self._conductances(t) * (u - x @ self.entries)
        change = np.empty_like(y)
        change[0] = -flow.sum() - self.film.loss * drug
        change[self.nodes] = (self.entries @ flow - self.cut.conductance @ x) / self.cut.capacity
        change[self.lost] = self.film.loss * drug
        change[self.washed] = 0.0
        change[self.blood] = self.cut.clearance @ x
        change[self.exposure] = self.cut.sheath @ x
        change[self.through] = flow
        return change

    def jacobian(self, t: float, y: Floats) -> Floats:
        """Derivative of `rates`."""
        g = self._conductances(t)
        residue, volatile = self._solvent(t - self.start / MINUTES_PER_DAY)
        dissolved = y[0] / self.film.capacity
        limit = self.film.water_solubility * min(1.0, residue + volatile)
        slope = 1.0 / self.film.capacity if dissolved < limit else 0.0
        jac = np.zeros((self.size, self.size))
        by_node = -g[:, None] * self.entries.T
        by_drug = g * slope
        jac[0, 0] = -by_drug.sum() - self.film.loss
        jac[0, self.nodes] = -by_node.sum(axis=0)
        jac[self.nodes, 0] = (self.entries @ by_drug) / self.cut.capacity
        jac[self.nodes, self.nodes] = (self.entries @ by_node - self.cut.conductance) / self.cut.capacity[
            :, None
        ]
        jac[self.lost, 0] = self.film.loss
        jac[self.blood, self.nodes] = self.cut.clearance
        jac[self.exposure, self.nodes] = self.cut.sheath
        jac[self.through, 0] = by_drug
        jac[self.through, self.nodes] = by_node
        return jac

    def read(self, rows: Floats) -> FineCourse:
        """Totals from states."""
        x = rows[:, self.nodes]
        amounts = x * self.cut.capacity
        return FineCourse(
            film=rows[:, 0],
            lost=rows[:, self.lost],
            washed=rows[:, self.washed],
            through=rows[:, self.through],
            held=amounts.sum(axis=1),
            barrier=amounts[:, : self.cut.barrier_cells].sum(axis=1),
            openings=amounts[:, -1],
            blood=rows[:, self.blood],
            exposure=rows[:, self.exposure],
            profile=x,
        )


def nothing_missing(course: FineCourse, applied: Any) -> Floats:
    """Drug that was put on less all drug that is accounted for: zero, to the tolerance of the solver. [mg/cm2]

    Parameters
    ----------
    course
        What became of it.
    applied
        Put on by each time. [mg/cm2]
    """
    found: Floats = np.asarray(applied) - (
        course.film + course.lost + course.washed + course.held + course.blood
    )
    return found
