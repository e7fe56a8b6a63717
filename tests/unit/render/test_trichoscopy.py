"""A square centimeter of scalp through a lens: what is drawn is what is there."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from closeups import LENSES, MIDDLE, PALE, closeup, kept, lens
from patch import hair_on, patch

from anagen.errors import InputError, UnknownNameError
from anagen.render.closeup.dermis import bare_skin, openings_of
from anagen.render.closeup.field import field_of
from anagen.render.closeup.lie import clipped_length_mm, clipped_lie
from anagen.render.closeup.tints import skin_color, skin_darkness
from anagen.render.lettering import width_of
from anagen.render.look import Look
from anagen.render.trichoscopy import STRIP, trichoscopy, trichoscopy_findings
from golden import likeness, mean_difference

SCALP = patch()
MOST_DIFFERENT, LEAST_ALIKE = 1.5, 0.95


def same(a, b):
    return a.shape == b.shape and mean_difference(a, b) < MOST_DIFFERENT and likeness(a, b) > LEAST_ALIKE


def dark_share(picture):
    return float((picture.mean(axis=2) < 0.55 * np.median(picture)).mean())


@pytest.mark.parametrize("name", LENSES)
def test_a_picture_is_the_one_that_was_kept(name):
    assert same(closeup(name), kept(name))


@pytest.mark.parametrize(
    "other",
    [
        lens(PALE, 0.1, "phototrichogram"),
        lens(PALE, 0.0, "phototrichogram", site=(1.0, 0.5)),
        lens(PALE, 0.0, "phototrichogram", days_since_clipping=3.0),
        lens(replace(PALE, skin_tone=4), 0.0, "phototrichogram"),
        lens(replace(PALE, hair_color="blond"), 0.0, "phototrichogram"),
        lens(PALE, 0.0, "trichoscopy"),
    ],
    ids=["thinner hair", "another place", "another day", "another skin", "another color", "another mode"],
)
def test_another_picture_is_not_taken_for_the_one_that_was_kept(other):
    assert not same(other, kept("phototrichogram_full"))


@pytest.mark.parametrize("size", [240, 700])
def test_the_caption_ends_before_the_edge_and_below_the_bar_of_a_millimeter(size, monkeypatch):
    written = {}

    def note(_strip, text, *, at, height, **_):
        written[text] = (at, height)

    monkeypatch.setattr("anagen.render.trichoscopy.write", note)
    lens(PALE, 0.4, "trichoscopy", size=(size, size))

    strip = STRIP * size
    counts = next(text for text in written if "yellow dots" in text)
    (left, base), height = written[counts]
    assert left + width_of(counts, height=height) < size
    assert base - height > written["1 mm"][0][1] + 0.1 * strip


def test_the_caption_counts_the_follicles_of_the_square():
    hair = hair_on(SCALP, thinned=0.4)
    found = trichoscopy_findings(SCALP, hair, site=MIDDLE, field_mm=10.0)
    angle = np.hypot(*SCALP.map_mm.T) / 85.0  # the patch lies on a sphere, the field on its tangent plane
    flat = SCALP.map_mm * (np.sin(angle) / angle)[:, None]
    middle = flat[np.argmin(np.hypot(*SCALP.map_mm.T))]
    inside = np.abs(flat - middle).max(axis=1) < 5.0
    standing = inside & (hair.diameter_um > 0)

    assert found.hairs == pytest.approx(standing.sum(), abs=2)
    assert found.mean_um == pytest.approx(hair.diameter_um[standing].mean(), rel=0.01)
    assert found.hairs_per_cm2 == found.hairs
    assert found.terminal + found.thin <= found.hairs
    assert 0 < found.empty_units < found.units


def test_a_caption_hides_nothing_of_the_field():
    bare = lens(PALE, 0.0, "trichoscopy", caption=False)
    told = lens(PALE, 0.0, "trichoscopy")

    assert bare.shape == (300, 300, 3)
    assert told.shape[0] > 300
    np.testing.assert_array_equal(told[:300], bare)


def test_the_bar_of_the_caption_is_a_millimeter_long():
    strip = lens(PALE, 0.0, "trichoscopy")[300:]
    longest = max(int(row.sum()) for row in (strip.min(axis=2) > 250))

    assert longest == pytest.approx(300 / 5.0, abs=1)


def test_hair_is_drawn_as_wide_as_it_is():
    n = len(SCALP.unit)
    first = np.arange(n) == np.argmin(np.hypot(*SCALP.map_mm.T))
    state = hair_on(SCALP)
    for width_um in (30.0, 60.0, 100.0):
        alone = replace(
            state,
            diameter_um=np.where(first, width_um, 0.0).astype("f4"),
            length_mm=np.where(first, 100.0, 0.0).astype("f4"),
            growing=first.copy(),
            phase=np.where(first, 0, 3).astype("i1"),
        )
        look = Look(hair_color="black", skin_tone=1)
        with_hair, without = (
            trichoscopy(
                SCALP,
                one,
                look=look,
                site=MIDDLE,
                field_mm=4.0,
                size=(480, 480),
                mode="phototrichogram",
                caption=False,
            )
            for one in (alone, replace(alone, diameter_um=np.zeros(n, "f4")))
        )
        field = field_of(SCALP, alone, site=MIDDLE, field_mm=4.0)
        length_mm = float(clipped_length_mm(field, 2.0)[field.standing][0])
        change = (without.astype(float) - with_hair).max(axis=2)
        changed = change > 0.5 * np.percentile(change[change > 5.0], 80)
        assert changed.sum() / 120.0**2 == pytest.approx(length_mm * width_um / 1000.0, rel=0.15)


def test_clipped_hair_that_grows_is_longer_by_what_it_grew():
    hair = hair_on(SCALP)
    field = field_of(SCALP, hair, site=MIDDLE)
    early, late = (clipped_length_mm(field, days) for days in (1.0, 3.0))
    grows = field.growing & field.standing

    assert np.all(late[grows] - early[grows] > 0.5)
    np.testing.assert_array_equal(late[~field.growing], early[~field.growing])


def test_the_hairs_of_a_unit_do_not_cross_at_their_opening():
    field = field_of(SCALP, hair_on(SCALP), site=MIDDLE)
    lie = clipped_lie(field, openings_of(field), days=2.0, curl_radius_mm=400.0)
    roots = lie.path_mm[:, 0]
    width = field.diameter_um[lie.row] / 1000.0
    pairs = [
        pair
        for unit in np.unique(field.unit[lie.row])[:60]
        for pair in itertools.combinations(np.flatnonzero(field.unit[lie.row] == unit), 2)
    ]

    assert len(pairs) > 30
    for a, b in pairs:
        assert np.hypot(*(roots[a] - roots[b])) > 0.5 * (width[a] + width[b])


def test_hair_lies_in_the_direction_in_which_it_grows():
    field = field_of(SCALP, hair_on(SCALP), site=MIDDLE)
    lie = clipped_lie(field, openings_of(field), days=2.0, curl_radius_mm=400.0)
    way = lie.path_mm[:, -1] - lie.path_mm[:, 0]
    heading = np.stack([np.cos(field.heading), np.sin(field.heading)], axis=1)[lie.row]
    turn = np.arctan2(way[:, 1] * heading[:, 0] - way[:, 0] * heading[:, 1], (way * heading).sum(axis=1))

    assert abs(np.mean(turn)) < np.radians(2.0)
    assert np.std(turn) < np.radians(15.0)


def test_coily_hair_turns_in_circles():
    field = field_of(SCALP, hair_on(SCALP), site=MIDDLE)
    lies = [clipped_lie(field, openings_of(field), days=30.0, curl_radius_mm=r) for r in (400.0, 1.7)]
    spans = [np.hypot(*(one.path_mm[:, -1] - one.path_mm[:, 0]).T) / one.along_mm[:, -1] for one in lies]

    assert np.median(spans[0]) > 0.95
    assert np.median(spans[1]) < 0.6


def test_more_loss_means_less_hair_in_the_picture():
    shares = [
        dark_share(lens(PALE, thinned, "phototrichogram", caption=False)) for thinned in (0.0, 0.4, 0.8)
    ]

    assert shares[0] > 1.3 * shares[1] > 1.3 * 1.3 * shares[2] > 0.0


def test_yellow_dots_are_for_openings_that_no_hair_fills():
    counts = []
    for thinned in (0.0, 0.5, 0.9):
        field = field_of(SCALP, hair_on(SCALP, thinned=thinned), site=MIDDLE)
        openings = openings_of(field)
        counts.append(int((openings.yellow_mm > 0).sum()))
        assert openings.thickest_um[openings.yellow_mm > 0].max(initial=0.0) < 25.0
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_brown_halos_are_for_hair_that_has_begun_to_thin():
    field = field_of(SCALP, hair_on(SCALP), site=MIDDLE)
    assert not (openings_of(field).halo > 0).any()
    field = field_of(SCALP, hair_on(SCALP, thinned=0.4), site=MIDDLE)
    assert (openings_of(field).halo > 0.5).any()


def test_dark_skin_has_a_pigment_network_and_pale_skin_has_none():
    def mesh_power(tone):
        skin = bare_skin((300, 300), 60.0, color=skin_color(tone), darkness=skin_darkness(tone), seed=1).mean(
            axis=2
        )
        spectrum = np.abs(np.fft.rfft2(skin / skin.mean() - 1.0)) ** 2
        waves = np.hypot(*np.meshgrid(np.fft.rfftfreq(300, 1 / 60.0), np.fft.fftfreq(300, 1 / 60.0)))
        ring = (waves > 4.5) & (waves < 7.5)  # meshes of about a sixth of a millimeter
        return spectrum[ring].sum() / spectrum[waves > 2.0].sum()

    assert mesh_power(8) > 2.0 * mesh_power(2)


def test_the_same_head_gives_the_same_picture():
    np.testing.assert_array_equal(lens(PALE, 0.3, "trichoscopy"), lens(PALE, 0.3, "trichoscopy"))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"mode": "microscope"}, UnknownNameError),
        ({"site": "nose"}, UnknownNameError),
        ({"site": (90.0, 90.0)}, InputError),
        ({"field_mm": 0.2}, InputError),
        ({"size": (20, 20)}, InputError),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong, error):
    with pytest.raises(error):
        lens(PALE, 0.0, **{"mode": "trichoscopy", **wrong})
