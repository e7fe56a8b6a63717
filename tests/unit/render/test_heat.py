"""Maps of the hair on a head."""

import numpy as np
import pytest
from heads import even_scalp, hair_of, thinned

from anagen.errors import InputError
from anagen.render.camera import View
from anagen.render.flat import flat_surface
from anagen.render.heat import MEASURES, heat_flat, heat_on_head, heat_sheet, measured
from anagen.render.ramp import ramp

DENSE = 400.0


def points_by_margin(scalp, low, high):
    """Follicles so far inside the hairline, as places to look at. [mm]"""
    return scalp.position_mm[(scalp.margin_mm > low) & (scalp.margin_mm <= high)]


@pytest.mark.parametrize("sex", ["male", "female"])
def test_an_even_head_gives_a_flat_map_up_to_the_hairline(sex):
    scalp = even_scalp(sex, DENSE)
    hair = hair_of(scalp, 70.0)

    for low, high in ((0.0, 0.5), (0.5, 3.0), (3.0, 10.0), (10.0, 200.0)):
        density = measured(scalp, hair, "density", points_by_margin(scalp, low, high)[::5])
        assert density == pytest.approx(np.full(len(density), DENSE), rel=0.05)
        assert density.mean() == pytest.approx(DENSE, rel=0.02)


def test_hair_that_is_gone_from_the_vertex_is_gone_on_the_map():
    scalp = even_scalp(per_cm2=100.0)
    whorl = scalp.head.from_map(np.array([[-10.0, -62.0]]))
    neck = scalp.head.from_map(np.array([[0.0, -150.0]]))

    half = measured(scalp, thinned(scalp, 0.5), "density", whorl)
    none = measured(scalp, thinned(scalp, 1.0), "density", whorl)

    assert half == pytest.approx(50.0, rel=0.15)
    assert none == pytest.approx(0.0, abs=1.0)
    assert measured(scalp, thinned(scalp, 1.0), "density", neck) == pytest.approx(100.0, rel=0.15)


def test_thickness_and_miniaturization_are_those_of_the_hair():
    scalp = even_scalp(per_cm2=100.0)
    places = scalp.position_mm[::997]

    assert measured(scalp, hair_of(scalp, 55.0), "diameter", places) == pytest.approx(55.0)
    assert measured(scalp, hair_of(scalp, 55.0), "miniaturized", places) == pytest.approx(0.0, abs=1e-6)
    assert measured(scalp, hair_of(scalp, 35.0), "miniaturized", places) == pytest.approx(100.0)
    assert np.isnan(measured(scalp, hair_of(scalp, 0.0), "diameter", places)).all()


def test_fine_hair_is_not_visible_hair():
    scalp = even_scalp(per_cm2=100.0)

    assert measured(scalp, hair_of(scalp, 15.0), "density", scalp.position_mm[:5]) == pytest.approx(0.0)


def test_an_even_head_is_drawn_in_one_color():
    scalp = even_scalp(per_cm2=125.0)

    flat = heat_flat(scalp, hair_of(scalp, 70.0), "density", size=160)

    middle = 255.0 * ramp("much")[128]
    assert np.abs(flat[60:100, 60:100] - middle).max() < 16.0


def test_the_hairline_is_drawn_on_the_head_and_on_the_map():
    scalp = even_scalp(per_cm2=125.0)
    hair = hair_of(scalp, 70.0)

    for shown in (
        heat_on_head(scalp, hair, view="frontal", size=(160, 160)),
        heat_flat(scalp, hair, size=160),
    ):
        dark = (shown.max(axis=2) < 90).sum()
        assert dark > 100


def test_a_bald_vertex_is_where_it_belongs_on_the_map():
    scalp = even_scalp(per_cm2=125.0)
    size = 160

    full, bald = (heat_flat(scalp, thinned(scalp, share), size=size).astype(int) for share in (0.0, 1.0))

    rows, columns = np.nonzero(np.abs(full - bald).sum(axis=2) > 60)
    surface = flat_surface(scalp.head, size)
    middle = scalp.head.hairline.map_mm
    low, high = middle.min(axis=0), middle.max(axis=0)
    v = 0.5 * (low + high)[1] - (rows.mean() - size / 2) * surface.mm_per_px
    u = 0.5 * (low + high)[0] - (columns.mean() - size / 2) * surface.mm_per_px
    assert v == pytest.approx(-62.0, abs=12.0)
    assert u == pytest.approx(0.0, abs=6.0)


def test_the_head_can_be_turned():
    scalp = even_scalp(per_cm2=125.0)
    hair = thinned(scalp, 1.0)
    sides = [
        View(elevation_deg=20.0, azimuth_deg=azimuth, target_mm=(0.0, 20.0, 55.0), width_mm=290.0)
        for azimuth in (-70.0, 70.0)
    ]

    left, right = (heat_on_head(scalp, hair, view=view, size=(120, 120)).astype(float) for view in sides)

    assert np.abs(left - right).mean() > 5.0
    assert np.abs(left - right[:, ::-1]).mean() < 0.6 * np.abs(left - right).mean()


def test_a_sheet_holds_a_column_for_each_measure():
    scalp = even_scalp(per_cm2=125.0)

    sheet = heat_sheet(scalp, thinned(scalp, 0.6), size=420, title="Test", seed=1)

    assert sheet.shape[1] == 420
    third = sheet.shape[1] // 3
    for k, measure in enumerate(MEASURES.values()):
        bar = (255.0 * ramp(measure.ramp)[128]).round()
        column = sheet[-90:, k * third : (k + 1) * third].astype(float)
        assert np.abs(column - bar).max(axis=2).min() < 6.0


def test_a_map_of_something_unknown_is_refused():
    scalp = even_scalp(per_cm2=125.0)

    with pytest.raises(InputError, match="No map named 'densty'"):
        heat_flat(scalp, hair_of(scalp, 70.0), "densty", size=120)
