"""Photographs of a head against those that are kept, and what must be seen in them."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from portraits import PORTRAITS, head_and_hair, photograph, portrait

from anagen.errors import InputError
from anagen.render import HAIR_COLORS, VIEWS, HairColor, Look, render_head
from golden import golden, likeness, mean_difference

SMALL = (96, 96)
MOST_DIFFERENT = 1.5
LEAST_ALIKE = 0.97

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def same(a, b):
    return mean_difference(a, b) < MOST_DIFFERENT and likeness(a, b) > LEAST_ALIKE


def brightness(picture, box):
    """Mean brightness of a box given in shares of the picture: left, top, right, bottom."""
    h, w = picture.shape[:2]
    left, top, right, bottom = (round(v * n) for v, n in zip(box, (w, h, w, h), strict=True))
    return float((picture[top:bottom, left:right] @ LUMINANCE).mean())


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_portrait_is_the_one_that_is_kept(name):
    assert same(portrait(name), golden(name))


@pytest.mark.parametrize(
    ("hair", "view", "change"),
    [
        ("whole", "back", {}),
        ("bald", "vertex", {}),
        (3, "vertex", {}),
        ("whole", "vertex", {"hair_color": "blond"}),
        ("whole", "vertex", {"hair_color": "red"}),
        ("whole", "vertex", {"length_mm": 60.0}),
        ("whole", "vertex", {"curl": "coily"}),
        ("whole", "vertex", {"gray_share": 0.5}),
        ("whole", "vertex", {"cape": "white"}),
        ("whole", "vertex", {"skin_tone": 8}),
    ],
)
def test_another_view_hair_or_look_is_not_taken_for_the_one_that_is_kept(hair, view, change):
    look = dataclasses.replace(PORTRAITS["man_whole_vertex"][3], **change)
    assert not same(photograph("male", hair, view, look), golden("man_whole_vertex"))


def test_a_picture_has_the_size_that_was_asked_for_and_is_full_of_bytes():
    scalp, hair = head_and_hair("male", "whole")
    picture = render_head(scalp, hair, look=Look(), view="top", size=(80, 60))
    assert picture.shape == (60, 80, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 10


@pytest.mark.parametrize("threads", ["1", "3"])
def test_the_same_bytes_come_out_on_any_number_of_threads(monkeypatch, threads):
    scalp, hair = head_and_hair("female", 2)
    look = Look(curl="curly", length_mm=120.0, parting="middle")
    expected = photograph("female", 2, "midline", look, SMALL)
    monkeypatch.setenv("ANAGEN_THREADS", threads)
    assert np.array_equal(render_head(scalp, hair, look=look, view="midline", size=SMALL), expected)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_the_head_in_its_middle_and_the_background_at_its_upper_corners(view):
    picture = photograph("male", "bald", view, Look(), SMALL).astype(int)
    corners = np.concatenate([picture[:8, :8].reshape(-1, 3), picture[:8, -8:].reshape(-1, 3)])
    middle = picture[36:60, 36:60].reshape(-1, 3)
    assert (corners[:, 2] > corners[:, 0]).mean() > 0.95  # the paper is blue
    assert (middle[:, 0] > middle[:, 2]).mean() > 0.95  # skin is not


@pytest.mark.parametrize("view", ["vertex", "top"])
def test_left_and_right_of_the_whole_head_are_nearly_mirror_images(view):
    coverage = np.abs(photograph("male", "bald", view, Look(), SMALL).astype(int) - 60).sum(axis=2) > 120
    assert (coverage == coverage[:, ::-1]).mean() > 0.93


def test_left_and_right_views_show_different_sides():
    left, right = (photograph("male", "whole", view, Look(), SMALL) for view in ("left", "right"))
    assert mean_difference(left, right) > 10
    assert likeness(left, right[:, ::-1]) > likeness(left, right)


def test_later_steps_of_the_scale_are_darker_skin():
    tones = [
        brightness(photograph("male", "bald", "vertex", Look(skin_tone=k), SMALL), (0.4, 0.4, 0.6, 0.6))
        for k in (1, 2, 4, 6, 8, 9, 10)
    ]
    assert all(a > b + 2 for a, b in pairwise(tones)), tones


def test_skin_is_redder_than_blue_at_every_tone_and_shines():
    for tone in (1, 5, 10):
        head = photograph("male", "bald", "vertex", Look(skin_tone=tone), SMALL)[30:66, 30:66].reshape(-1, 3)
        assert head[:, 0].mean() > head[:, 2].mean()
        bright = head @ LUMINANCE
        assert np.percentile(bright, 99.5) > 1.05 * np.median(bright)


def test_gray_hair_is_brighter_the_more_there_is_of_it():
    crown = (0.35, 0.3, 0.65, 0.6)
    seen = [
        brightness(photograph("male", "whole", "vertex", Look(gray_share=g), SMALL), crown)
        for g in (0.0, 0.3, 0.6, 1.0)
    ]
    assert all(b > a + 2 for a, b in pairwise(seen)), seen


def test_hair_colors_run_from_black_to_white():
    names = ("black", "dark brown", "brown", "light brown", "blond", "white")
    light = [float(HAIR_COLORS[name].color() @ LUMINANCE) for name in names]
    assert light == sorted(light)
    red = HAIR_COLORS["red"].color()
    assert red[0] / red[2] > 1.5 * HAIR_COLORS["brown"].color()[0] / HAIR_COLORS["brown"].color()[2]


def test_more_pigment_is_darker_in_every_color():
    little, much = (HairColor(eumelanin=e, pheomelanin=0.1).color() for e in (0.2, 0.4))
    assert (little > much).all()


def test_longer_hair_covers_more_of_the_neck():
    neck = (0.42, 0.72, 0.58, 0.82)
    look = Look(hair_color="black", parting="middle")
    seen = [
        brightness(
            photograph("female", "whole", "back", dataclasses.replace(look, length_mm=mm), SMALL), neck
        )
        for mm in (20.0, 100.0, 180.0)
    ]
    assert seen[0] > seen[1] + 5 > seen[2]


def test_a_hair_shorter_than_the_cut_is_drawn_no_longer_than_it_is():
    scalp, whole = head_and_hair("male", "whole")
    stubble = dataclasses.replace(whole, length_mm=np.minimum(whole.length_mm, 2.0).astype("f4"))
    cut = dataclasses.replace(Look(), length_mm=2.0)
    long_cut = render_head(scalp, stubble, look=Look(), size=SMALL)
    assert mean_difference(long_cut, render_head(scalp, stubble, look=cut, size=SMALL)) < 3
    assert mean_difference(long_cut, photograph("male", "whole", "vertex", Look(), SMALL)) > 8


def test_a_parting_shows_skin_where_it_lies():
    look = Look(hair_color="black", length_mm=150.0, parting="left")
    left = photograph("female", "whole", "midline", look, SMALL)
    right = photograph("female", "whole", "midline", dataclasses.replace(look, parting="right"), SMALL)
    strip_of_subjects_left = (0.60, 0.35, 0.70, 0.65)  # which is on the right of the picture
    assert brightness(left, strip_of_subjects_left) > brightness(right, strip_of_subjects_left) + 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hair_color": "green"}, "hair color"),
        ({"curl": "wild"}, "curl"),
        ({"parting": "back"}, "parting"),
        ({"cape": "plaid"}, "cape"),
        ({"skin_tone": 11}, "1 to 10"),
        ({"length_mm": 0.0}, "1 to 400"),
        ({"length_mm": float("nan")}, "1 to 400"),
        ({"gray_share": 1.2}, "0 to 1"),
    ],
)
def test_a_look_that_nobody_has_is_refused(change, says):
    with pytest.raises(InputError, match=says):
        Look(**change)


def test_a_picture_that_cannot_be_taken_is_refused():
    scalp, hair = head_and_hair("male", "whole")
    with pytest.raises(InputError, match="no view"):
        render_head(scalp, hair, look=Look(), view="below")
    with pytest.raises(InputError, match="pixels"):
        render_head(scalp, hair, look=Look(), size=(0, 100))
    other, _ = head_and_hair("female", "whole")
    with pytest.raises(InputError, match="follicles"):
        render_head(other, hair, look=Look(), size=SMALL)
