"""What is measured on a drawing is what is drawn."""

import pytest
from patch import hair_on, patch

from anagen.claims.pictures import Drawing
from anagen.render.section import section, section_follicles

SCALP = patch()
HAIR = hair_on(SCALP, thinned=0.5)
MIDDLE = (0.0, 0.0)
SVG = section(SCALP, HAIR, site=MIDDLE)


def test_shafts_are_read_from_left_to_right_in_micrometers():
    rows, _ = section_follicles(SCALP, HAIR, site=MIDDLE)
    true = [float(HAIR.diameter_um[row]) for row in rows if HAIR.diameter_um[row] > 0.0]

    assert Drawing(SVG).shafts_um == pytest.approx(true, abs=1.0)


def test_a_drawing_with_a_wrong_rule_is_caught():
    halved = SVG.replace(">4 mm<", ">3 mm<").replace(">2 mm<", ">9 mm<")

    assert Drawing(halved).shafts_um[0] != pytest.approx(Drawing(SVG).shafts_um[0], rel=0.05)


def test_thick_hairs_are_rooted_deeper_than_fine_ones():
    depths = Drawing(SVG).depths_mm

    assert 3.0 < depths[0] < 5.5
    assert depths[0] > depths[2]
    assert min(depths) > 0.5
