"""The skin cut into cells: capacities, conductances, and the three ways in.

Finite volumes. Every concentration is that of water in equilibrium, so the equations of all layers together are

    E dx/dt = -G x + sum over ways in p of b_p J_p,        J_p = g_p (u - b_p . x)

with capacities E, a symmetric matrix G of conductances and blood, and a film that drives with the concentration u.
The ways in are the surface of the stratum corneum, the openings of follicles (Grice2010, Kattou2017) and needle
channels. Amounts are per cm2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from anagen.laws.diffusion import (
    CM_PER_UM,
    between_centers,
    diffusivity_of_lag,
    hindered,
    partition_of_permeability,
)
from anagen.skin.drugs import Permeant
from anagen.skin.layers import Skin
from anagen.skin.needling import Channels

__all__ = ["OPENINGS", "PORES", "SURFACE", "WAYS", "Mesh", "mesh", "pore_shape"]

Floats = NDArray[np.float64]

SURFACE, OPENINGS, PORES = range(3)
"""The ways in."""
WAYS = 3
CELLS = (24, 16, 48)
"""Cells of stratum corneum, living epidermis and dermis at resolution 1."""
GROWTH = 20.0
"""The last cell of the dermis over its first, about: drug changes least where it is deep."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mesh:
    """A drug in a skin, on cells; the last node holds what is in the openings of follicles."""

    edges: Floats
    """Depths of the cells' edges. [um]"""
    capacity: Floats
    """Drug that a node holds per concentration. [cm]"""
    conductance: Floats
    """Matrix of exchange between nodes and of what blood takes. [cm/day]"""
    clearance: Floats
    """What blood takes per concentration of a node. [cm/day]"""
    entry: Floats
    """Conductance of the surface and of the openings of follicles. [cm/day]"""
    sheath: Floats
    """Weights by which the concentration along the follicles is averaged. [ratio]"""
    barrier_cells: int
    """Cells of the stratum corneum, which come first."""
    tissue_diffusivity: float
    """[um2/day]"""

    @property
    def nodes(self) -> int:
        """How many there are."""
        return self.capacity.size

    def between(self, top: float, bottom: float) -> Floats:
        """Weights that sum to one, spread evenly over some depths. [ratio]

        Parameters
        ----------
        top, bottom
            Depths below the surface. [um]
        """
        overlap = np.minimum(self.edges[1:], bottom) - np.maximum(self.edges[:-1], top)
        weights = np.append(np.maximum(overlap, 0.0), 0.0)
        found: Floats = weights / weights.sum()
        return found


@lru_cache(maxsize=64)
def mesh(skin: Skin, drug: Permeant, resolution: float = 1.0) -> Mesh:
    """Cut a skin into cells.

    Parameters
    ----------
    skin, drug
        What is cut, and what diffuses in it.
    resolution
        Cells relative to the usual number.
    """
    counts = [max(2, round(resolution * cells)) for cells in CELLS]
    widths = np.concatenate(
        [
            np.full(counts[0], skin.stratum_corneum_thickness / counts[0]),
            np.full(counts[1], skin.viable_epidermis_thickness / counts[1]),
            _growing(skin.dermis_thickness, counts[2]),
        ]
    )
    barrier = diffusivity_of_lag(skin.stratum_corneum_thickness, drug.lag)
    partition = partition_of_permeability(drug.permeability, skin.stratum_corneum_thickness, barrier)
    tissue = hindered(drug.diffusivity, skin.viable_tissue_hindrance)
    living = counts[1] + counts[2]
    k = np.repeat([partition, skin.viable_tissue_partition], [counts[0], living])
    d = np.repeat([barrier, tissue], [counts[0], living])

    cells = widths.size
    conductance = np.zeros((cells + 1, cells + 1))
    for i in range(cells - 1):
        g = between_centers(k[i], d[i], widths[i], k[i + 1], d[i + 1], widths[i + 1])
        conductance[i : i + 2, i : i + 2] += [[g, -g], [-g, g]]
    capacity = np.append(CM_PER_UM * k * widths, 0.0)
    clearance = np.zeros(cells + 1)
    dermis = slice(counts[0] + counts[1], cells)
    clearance[dermis] = skin.dermal_clearance_rate * capacity[dermis]
    conductance += np.diag(clearance)

    plain = Mesh(
        edges=np.concatenate([[0.0], np.cumsum(widths)]),
        capacity=capacity,
        conductance=conductance,
        clearance=clearance,
        entry=np.zeros(2),
        sheath=np.zeros(cells + 1),
        barrier_cells=counts[0],
        tissue_diffusivity=tissue,
    )
    return _with_follicles(plain, skin, drug, surface=2.0 * CM_PER_UM * partition * barrier / widths[0])


def _with_follicles(plain: Mesh, skin: Skin, drug: Permeant, surface: float) -> Mesh:
    """Add the openings of follicles, which fill from the film and empty along the follicle."""
    share = skin.appendage_route_share
    through = CM_PER_UM * drug.permeability * share / (1.0 - share)
    barrier_holds = 0.5 * plain.capacity[: plain.barrier_cells].sum()  # half full at its steady state
    capacity = plain.capacity.copy()
    capacity[-1] = skin.appendage_content_ratio * barrier_holds
    inlet = capacity[-1] / skin.appendage_fill_time + through
    outlet = 1.0 / (1.0 / through - 1.0 / inlet)
    sheath = plain.between(skin.stratum_corneum_thickness, skin.follicle_sheath_depth)
    leak = -sheath
    leak[-1] = 1.0
    return Mesh(
        edges=plain.edges,
        capacity=capacity,
        conductance=plain.conductance + outlet * np.outer(leak, leak),
        clearance=plain.clearance,
        entry=np.array([surface, inlet]),
        sheath=sheath,
        barrier_cells=plain.barrier_cells,
        tissue_diffusivity=plain.tissue_diffusivity,
    )


def _growing(thickness: float, cells: int) -> Floats:
    """Cells that widen with depth by one factor. [um]"""
    widths = GROWTH ** (np.arange(cells) / (cells - 1))
    found: Floats = thickness * widths / widths.sum()
    return found


def pore_shape(cut: Mesh, skin: Skin, holes: Channels, bottom: float, wall: float) -> Floats:
    """Where along their depth fresh channels let drug out: weights that sum to one.

    Parameters
    ----------
    cut, skin, holes
        The mesh, its skin, and the channels in it.
    bottom, wall
        Permeance of their bottoms and of their walls, already weighted. [cm/day]
    """
    lowest = cut.edges[-1]
    depth = min(max(holes.depth_um, skin.stratum_corneum_thickness), lowest)
    # The bottom is a disc one radius thick: the concentration falls off over about as much.
    top_of_disc = max(depth - holes.radius_um, skin.stratum_corneum_thickness)
    end_of_disc = min(max(depth, top_of_disc + holes.radius_um), lowest)
    disc = cut.between(top_of_disc, end_of_disc)
    rod = cut.between(skin.stratum_corneum_thickness, end_of_disc)
    shape: Floats = (bottom * disc + wall * rod) / (bottom + wall)
    return shape
