"""Sections of the scalp: each follicle is drawn from its own numbers, at true scale."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from closeups import DARK, MIDDLE, PALE, SECTION_WIDTH, SECTIONS, closeup, cut, kept, pixels_of
from patch import hair_on, patch

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.render.closeup.anatomy import anatomy_of, growing_depth_mm
from anagen.render.section import (
    PX_PER_MM,
    follicle_over_time,
    follicle_that_thins,
    section,
    section_follicles,
    section_png,
)
from anagen.scalp.hair import PHASES
from golden import blocks

SCALP = patch()
HAIR = hair_on(SCALP, thinned=0.5)
SVG = "{http://www.w3.org/2000/svg}"


MOST_DIFFERENT = 8.0


def same(a, b):
    """Whether no part differs: the layers are alike in all sections, so that a mean would say little."""
    if a.shape != b.shape:
        return False
    change = np.abs(blocks(a).mean(axis=1) - blocks(b).mean(axis=1))
    return change.max() < MOST_DIFFERENT


def of_phase(name, hair=HAIR):
    return int(np.flatnonzero(hair.phase == PHASES.index(name))[0])


def shaft_widths_um(svg):
    """Widths of the shafts that are drawn, a little above the skin, measured in the drawing."""
    root = ET.fromstring(svg)  # noqa: S314  our own drawing
    widths = []
    for path in root.iter(f"{SVG}path"):
        if path.get("class") == "shaft":
            numbers = [float(word) for word in re.findall(r"-?\d+\.\d", path.get("d"))]
            points = np.array(numbers).reshape(-1, 2)
            start, ends = points[0], points[3::3]  # of each Bezier piece the last point lies on the curve
            on_curve = np.vstack([start, ends])[:-1]
            left, right = np.split(on_curve, 2)
            widths.append(1000.0 * (right[::-1] - left)[10, 0] / PX_PER_MM)
    return widths


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_the_one_that_was_kept(name):
    assert same(closeup(name), kept(name))


@pytest.mark.parametrize("other", [cut(PALE, 0.1, "sizes"), cut(PALE, 0.9, "sizes"), cut(DARK, 0.5, "sizes")])
def test_another_section_is_not_taken_for_the_one_that_was_kept(other):
    assert not same(pixels_of(section_png(other, width=SECTION_WIDTH)), kept("section_sizes"))


def test_shafts_have_their_true_width():
    rows, _ = section_follicles(SCALP, HAIR, site=MIDDLE)
    true = sorted(float(HAIR.diameter_um[row]) for row in rows if HAIR.diameter_um[row] > 0)

    assert sorted(shaft_widths_um(section(SCALP, HAIR, site=MIDDLE))) == pytest.approx(true, abs=1.0)


def test_sizes_run_from_the_thickest_hair_to_the_lost():
    rows, _ = section_follicles(SCALP, HAIR, site=MIDDLE)
    growing = [row for row in rows if HAIR.phase[row] == 0]
    widths = HAIR.diameter_um[growing]

    assert np.all(np.diff(widths) <= 0)
    assert len(rows) == 6
    assert HAIR.phase[rows[-1]] == PHASES.index("lost")


def test_a_line_shows_all_neighbors_along_the_cut_in_order():
    rows, places = section_follicles(SCALP, HAIR, site=MIDDLE, choose="line")
    along = SCALP.map_mm[rows, 0]

    assert np.all(np.diff(along) >= 0)
    assert np.all(np.diff(places) > 0.1)
    assert np.abs(SCALP.map_mm[rows, 1]).max() < 0.5
    assert f"{len(rows)} follicles" in section(SCALP, HAIR, site=MIDDLE, choose="line")


def test_the_bulb_rises_as_the_shaft_shrinks():
    full = known().value("full_shaft_diameter", "um")
    depths = [growing_depth_mm(width) for width in (full, 0.8 * full, 0.6 * full, 30.0, 15.0)]

    assert depths[0] == pytest.approx(known().value("terminal_follicle_depth", "um") / 1000.0)
    assert depths[-1] == pytest.approx(known().value("vellus_follicle_depth", "um") / 1000.0)
    assert all(deep >= shallow for deep, shallow in pairwise(depths))
    assert depths[1] < depths[0]


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_its_form(phase):
    row = of_phase(phase)
    one = anatomy_of(HAIR, row)

    assert one.phase == phase
    assert (one.shaft_um > 0) is (phase in {"anagen", "catagen", "telogen"})
    if phase in {"telogen", "kenogen"}:
        assert one.depth_mm < 1.2 * known().value("permanent_follicle_depth", "um") / 1000.0
    if phase == "lost":
        assert one.depth_mm == 0.0
        assert not one.muscle_attached


def test_catagen_lies_between_growing_and_resting():
    row = of_phase("anagen")
    depths = []
    for phase in ("anagen", "catagen", "telogen"):
        phases = HAIR.phase.copy()
        phases[row] = PHASES.index(phase)
        big = HAIR.diameter_um.copy()
        big[row] = HAIR.full_diameter_um[row]
        depths.append(anatomy_of(replace(HAIR, phase=phases, diameter_um=big), row).depth_mm)

    assert depths[0] > depths[1] > depths[2]


def test_vellus_follicles_have_lost_their_muscle_and_kept_their_gland():
    width = HAIR.diameter_um.copy()
    row = of_phase("anagen")
    width[row] = 0.3 * known().value("vellus_hair_diameter", "um")
    small = anatomy_of(replace(HAIR, diameter_um=width), row)
    width = width.copy()
    width[row] = HAIR.full_diameter_um[row]
    large = anatomy_of(replace(HAIR, diameter_um=width), row)

    assert small.vellus
    assert not small.muscle_attached
    assert large.muscle_attached
    assert small.lobules > large.lobules


def test_captions_tell_the_follicles_own_figures():
    text = section(SCALP, HAIR, site=MIDDLE)
    for row in section_follicles(SCALP, HAIR, site=MIDDLE)[0]:
        one = anatomy_of(HAIR, int(row))
        if one.shaft_um > 0:
            assert f"{one.shaft_um:.0f} µm, {100 * one.size:.0f} % of its best" in text
            assert f"{one.depth_mm:.1f} mm deep" in text


def test_one_follicle_over_time_is_the_same_follicle():
    states = [hair_on(SCALP, thinned=thinned) for thinned in (0.0, 0.3, 0.6, 0.9)]
    row = follicle_that_thins(SCALP, states, site=MIDDLE)
    text = follicle_over_time(states, row, labels=["18", "30", "40", "55"])

    assert states[0].diameter_um[row] > 2.0 * states[-1].diameter_um[row] > 0
    widths = [float(one.diameter_um[row]) for one in states if one.diameter_um[row] > 0]
    assert sorted(shaft_widths_um(text)) == pytest.approx(sorted(widths), abs=1.0)


def test_a_bald_place_shows_what_is_left():
    bald = replace(
        HAIR,
        diameter_um=np.zeros_like(HAIR.diameter_um),
        length_mm=np.zeros_like(HAIR.length_mm),
        growing=np.zeros_like(HAIR.growing),
        phase=np.full_like(HAIR.phase, PHASES.index("lost")),
    )
    for choose in ("sizes", "line"):
        assert 'class="follicle lost"' in section(SCALP, bald, site=MIDDLE, choose=choose)


def test_a_drawing_asks_for_nothing_from_outside_and_names_what_it_shows():
    text = section(SCALP, HAIR, site=MIDDLE, title="Vertex & crown <now>")
    root = ET.fromstring(text)  # noqa: S314  our own drawing

    assert root.find(f"{SVG}title").text == "Vertex & crown <now>"
    assert "micrometers" in root.find(f"{SVG}desc").text
    assert not re.search(r"(?:href|src|url\()=?[\"']?https?:", text)


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"choose": "best"}, UnknownNameError),
        ({"site": "nose"}, UnknownNameError),
        ({"site": (90.0, 90.0)}, InputError),
    ],
)
def test_what_cannot_be_cut_is_refused(how, error):
    with pytest.raises(error):
        section(SCALP, HAIR, **{"site": MIDDLE, **how})


def test_labels_are_as_many_as_days():
    with pytest.raises(InputError, match="labels"):
        follicle_over_time([HAIR, HAIR], 0, labels=["now"])
