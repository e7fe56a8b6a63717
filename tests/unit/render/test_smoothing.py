"""Densities on a curved surface."""

import numpy as np
import pytest

from anagen.render.smoothing import KERNEL_MM, lattice_over

RADIUS_MM, RIM_COSINE = 90.0, 0.3
CAP_CM2 = 2.0 * np.pi * (RADIUS_MM / 10.0) ** 2 * (1.0 - RIM_COSINE)


def cap(count, rim=RIM_COSINE):
    """Points evenly over the cap of a sphere, by a golden spiral."""
    k = np.arange(count) + 0.5
    y = 1.0 - (1.0 - rim) * k / count
    angle = np.pi * (1.0 + 5.0**0.5) * k
    ring = np.sqrt(1.0 - y * y)
    return RADIUS_MM * np.stack([ring * np.cos(angle), y, ring * np.sin(angle)], axis=1)


@pytest.fixture(scope="module")
def lattice():
    ground = cap(60_000)
    return lattice_over(ground, np.full(len(ground), CAP_CM2 / len(ground)))


def places_by_distance_from_rim(mm):
    """A ring of places so far inside the rim. [mm]"""
    polar = np.arccos(RIM_COSINE) - mm / RADIUS_MM
    around = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
    return RADIUS_MM * np.stack(
        [np.sin(polar) * np.cos(around), np.full(24, np.cos(polar)), np.sin(polar) * np.sin(around)], axis=1
    )


@pytest.mark.parametrize("inside_mm", [0.0, 0.5, 2.0, 5.0, 20.0, 80.0])
def test_an_even_cover_reads_the_same_up_to_the_rim(lattice, inside_mm):
    hairs = cap(80_011)
    density = lattice.density(
        lattice.blurred(lattice.places(hairs), np.ones(len(hairs))),
        lattice.places(places_by_distance_from_rim(inside_mm)),
    )

    assert density == pytest.approx(np.full(24, len(hairs) / CAP_CM2), rel=0.02)


def test_without_the_ground_the_same_cover_would_fall_at_the_rim(lattice):
    hairs = cap(80_011)
    sums = lattice.blurred(lattice.places(hairs), np.ones(len(hairs)))

    rim, middle = (
        lattice.at(sums, lattice.places(places_by_distance_from_rim(mm))).mean() for mm in (0.0, 40.0)
    )

    assert rim < 0.6 * middle


def test_an_edge_in_the_cover_is_blurred_by_the_kernel(lattice):
    hairs = cap(80_011)
    half = np.where(hairs[:, 0] > 0.0, 1.0, 0.0)
    across = np.arctan(np.array([-20.0, -KERNEL_MM, 0.0, KERNEL_MM, 20.0]) / RADIUS_MM)
    places = RADIUS_MM * np.stack([np.sin(across), np.cos(across), np.zeros(5)], axis=1)

    share = (
        lattice.density(lattice.blurred(lattice.places(hairs), half), lattice.places(places))
        * CAP_CM2
        / len(hairs)
    )

    assert share == pytest.approx([0.0, 0.16, 0.5, 0.84, 1.0], abs=0.03)


def test_nothing_on_the_ground_reads_nothing(lattice):
    hairs = cap(500)

    density = lattice.density(
        lattice.blurred(lattice.places(hairs), np.zeros(500)),
        lattice.places(places_by_distance_from_rim(3.0)),
    )

    assert np.all(density == 0.0)
