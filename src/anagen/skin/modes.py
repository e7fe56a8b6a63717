"""From the cells of a skin to its few slow modes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from anagen.laws.diffusion import film_capacity
from anagen.skin.drugs import Permeant
from anagen.skin.layers import Skin
from anagen.skin.march import LONGEST, FilmNumbers, Modes, PoreNumbers, channel_permeance
from anagen.skin.mesh import OPENINGS, PORES, SURFACE, WAYS, Mesh, mesh, pore_shape
from anagen.skin.needling import Channels
from anagen.skin.product import Film
from anagen.units import MINUTES_PER_DAY

__all__ = ["entries", "film_numbers", "pore_numbers", "slow_modes"]

Floats = NDArray[np.float64]

SLOWEST = 10
"""Modes that are kept. A property test holds what the others are worth."""
NO_PORES = PoreNumbers(
    density=0.0, radius=1.0, depth=1.0, barrier=1.0, d_water=1.0, d_tissue=1.0, wall_weight=0.0, closing=1.0
)
"""What stands for channels where nobody rolls."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spectrum:
    """All modes of a mesh, slowest first."""

    rate: Floats
    """[1/day]"""
    shape: Floats
    """Concentration of each mode on the nodes. [nodes, modes]"""


@lru_cache(maxsize=256)
def _spectrum(skin: Skin, drug: Permeant) -> _Spectrum:
    """The modes of a drug in a sealed skin."""
    cut = mesh(skin, drug)
    root = 1.0 / np.sqrt(cut.capacity)
    rate, vectors = np.linalg.eigh(root[:, None] * cut.conductance * root[None, :])
    return _Spectrum(rate=rate, shape=root[:, None] * vectors)


@lru_cache(maxsize=256)
def slow_modes(skin: Skin, drug: Permeant, holes: Channels | None = None) -> Modes:
    """The slow modes of a drug in a skin, with or without channels.

    Parameters
    ----------
    skin, drug
        What is reduced.
    holes
        Channels through which drug goes in too.
    """
    cut, spectrum = mesh(skin, drug), _spectrum(skin, drug)
    beta = spectrum.shape.T @ entries(cut, skin, drug, holes)
    held = spectrum.shape.T @ cut.capacity
    sheath = spectrum.shape.T @ cut.sheath
    slow, fast = slice(0, SLOWEST), slice(SLOWEST, None)
    rate = spectrum.rate
    barrier = np.where(np.arange(cut.nodes) < cut.barrier_cells, cut.capacity, 0.0)
    keep, early, late = _steps(rate[slow])
    resistance = (beta[fast].T / rate[fast]) @ beta[fast]
    return Modes(
        beta=np.ascontiguousarray(beta[slow]),
        held=np.ascontiguousarray(held[slow]),
        barrier=np.ascontiguousarray((spectrum.shape.T @ barrier)[slow]),
        openings=np.ascontiguousarray(spectrum.shape[-1, slow] * cut.capacity[-1]),
        sheath=np.ascontiguousarray(sheath[slow]),
        exposure=sheath[slow] / rate[slow],
        resistance=resistance,
        fast_held=(held[fast] / rate[fast]) @ beta[fast],
        gain=(sheath / rate) @ beta,
        entry=cut.entry,
        keep=keep,
        early=early,
        late=late,
        back=resistance + _back(beta[slow], late),
    )


def _steps(rate: Floats) -> tuple[Floats, Floats, Floats]:
    """How modes go through a step of so many minutes while flows change along a straight line."""
    h = (np.arange(LONGEST + 1) / MINUTES_PER_DAY)[:, None]
    x = np.maximum(h * rate[None, :], 1e-12)  # row 0 stands for no step, and is never used
    keep = np.exp(-x)
    whole = -np.expm1(-x) / rate
    late = np.where(x > 1e-3, (1.0 + np.expm1(-x) / x) / rate, h * (0.5 - x / 6.0 + x * x / 24.0))
    return keep, whole - late, late


def _back(beta: Floats, late: Floats) -> Floats:
    """Concentration before each way in that a flow by each makes within a step."""
    pairs = (beta[:, :, None] * beta[:, None, :]).reshape(len(beta), WAYS * WAYS)
    found: Floats = (late @ pairs).reshape(-1, WAYS, WAYS)
    return found


def film_numbers(film: Film, drug: Permeant) -> FilmNumbers:
    """A film in the form that compiled code takes."""
    return FilmNumbers(
        dose=film.dose,
        capacity=film_capacity(film.layer, drug.vehicle_solubility, drug.water_solubility),
        water_solubility=drug.water_solubility,
        residue_share=film.residue_share,
        evaporation=film.evaporation,
        loss=film.loss,
        wash_share=film.wash_share,
    )


def pore_numbers(skin: Skin, drug: Permeant, holes: Channels | None) -> PoreNumbers:
    """Channels in the form that compiled code takes."""
    if holes is None or holes.depth_um <= skin.stratum_corneum_thickness:
        return NO_PORES  # a prick that does not get through the barrier opens no way
    return PoreNumbers(
        density=holes.density_per_cm2,
        radius=holes.radius_um,
        depth=holes.depth_um,
        barrier=skin.stratum_corneum_thickness,
        d_water=drug.diffusivity,
        d_tissue=mesh(skin, drug).tissue_diffusivity,
        wall_weight=holes.wall_weight,
        closing=holes.closing_rate,
    )


def entries(cut: Mesh, skin: Skin, drug: Permeant, holes: Channels | None) -> Floats:
    """Where on the nodes each way in ends: weights that sum to one. [nodes, ways]

    Parameters
    ----------
    cut, skin, drug
        The mesh, and what it was made from.
    holes
        Channels, if any.
    """
    ways = np.zeros((cut.nodes, WAYS))
    ways[0, SURFACE] = ways[-1, OPENINGS] = 1.0
    numbers = pore_numbers(skin, drug, holes)
    if holes is not None and numbers.density > 0.0:
        bottom, wall = (
            channel_permeance(numbers._replace(wall_weight=weight), 0.0) * share
            for weight, share in ((0.0, 1.0 - holes.wall_weight), (1.0, holes.wall_weight))
        )
        ways[:, PORES] = pore_shape(cut, skin, holes, bottom, wall)
    return ways
