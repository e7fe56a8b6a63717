"""Edges of surfaces are smooth, and nothing that hangs about the head looks odd from above."""

import dataclasses

import numpy as np
import pytest
from portraits import head_and_hair, photograph

from anagen.render import Look, render_head
from anagen.render.camera import camera_of
from anagen.render.cape import clothed
from anagen.render.distance import distance_grid
from anagen.render.edges import edges_of, smoothed_edges
from anagen.render.face import brows
from anagen.render.grid import gather
from anagen.render.groom import groom_of, hair_of
from anagen.render.raster import nearest_triangles
from anagen.scalp import head

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SIZE = (96, 96)
WIDTH_MM, TILT = 60.0, 0.31


def slanted_half():
    """Two triangles that fill the picture to the left of a slanted line, near the camera of the front."""
    camera = camera_of("frontal", (48, 48))
    middle = camera.eye + 800.0 * camera.axes[2]
    right, up = camera.axes[0], camera.axes[1]
    corners = [
        middle + WIDTH_MM * (-4.0 * right - 4.0 * up), middle + WIDTH_MM * (-4.0 * TILT * right - 4.0 * up),
        middle + WIDTH_MM * (4.0 * TILT * right + 4.0 * up), middle + WIDTH_MM * (-4.0 * right + 4.0 * up),
    ]  # fmt: skip
    return camera, np.array(corners, "f4"), np.array([[0, 1, 2], [0, 2, 3]], "i4"), np.zeros(2, "u1")


def test_an_edge_is_mixed_by_the_share_of_each_pixel_that_a_surface_covers():
    camera, vertices, triangles, part = slanted_half()
    depth, seen, _ = nearest_triangles(camera, vertices, triangles)
    edges = edges_of(camera, vertices, triangles, part, depth, seen)
    picture = np.where((seen >= 0)[..., None], 1.0, 0.0).astype("f4").repeat(3, axis=2)
    smoothed_edges(picture, edges)
    y, x = np.mgrid[0:480, 0:480] / 10.0 + 0.05
    truth = (x - 24.0 < TILT * (24.0 - y)).reshape(48, 10, 48, 10).mean(axis=(1, 3))
    assert np.abs(picture[..., 0] - truth).max() < 0.2
    assert abs(picture[..., 0].mean() - truth.mean()) < 0.003
    assert np.allclose(edges.share.sum(axis=1), 1.0, atol=1e-5)


def test_pixels_away_from_edges_are_left_as_they_are():
    camera, vertices, triangles, part = slanted_half()
    depth, seen, _ = nearest_triangles(camera, vertices, triangles)
    edges = edges_of(camera, vertices, triangles, part, depth, seen)
    whole = np.random.default_rng(1).random((48, 48, 3)).astype("f4")
    mixed = whole.copy()
    smoothed_edges(mixed, edges)
    away = np.ones(48 * 48, bool)
    away[edges.pixel] = False
    assert np.array_equal(mixed.reshape(-1, 3)[away], whole.reshape(-1, 3)[away])
    assert 40 < len(edges.pixel) < 200


@pytest.mark.parametrize("sex", ["male", "female"])
def test_the_cape_goes_on_where_the_bust_ends(sex):
    bald, bust = head(sex), clothed(head(sex))
    n = len(bald.vertices)
    assert np.array_equal(bust.vertices[:n], bald.vertices)
    assert np.array_equal(bust.triangles[: len(bald.triangles)], bald.triangles)
    assert bust.vertices[:, 1].min() < bald.vertices[:, 1].min() - 300.0
    sides = np.sort(bust.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    ends, count = np.unique(sides, axis=0, return_counts=True)
    open_ends = bust.vertices[ends[count == 1]][:, :, 1]
    assert not ((open_ends < -200.0) & (open_ends > -500.0)).any()  # no open edge is left at the bust's own
    cloth = bust.vertices[n:] - bust.vertices[n:].mean(axis=0)
    assert ((bust.normals[n:, [0, 2]] * cloth[:, [0, 2]]).sum(axis=1) > 0.0).mean() > 0.95


@pytest.mark.parametrize("view", ["top", "midline"])
def test_brows_make_no_black_rim_seen_from_above(view):
    eye = camera_of(view, SIZE).eye
    front = camera_of("frontal", SIZE).eye
    both = brows(head("female"))
    assert both.seen_from(eye).mean() < 0.15
    assert both.seen_from(front).mean() > 0.5


def test_hairs_of_a_brow_lie_on_the_forehead():
    man = head("male")
    points = brows(man).points.reshape(-1, 3)
    grid, away = distance_grid(man), np.empty(len(points), "f4")
    gather(0, len(points), points, grid.values, grid.origin_mm, np.float32(grid.per_mm), away)
    assert np.percentile(away, 98) < 1.2
    assert np.median(away) > -0.5


def long_hair(sex="female"):
    scalp, hair = head_and_hair(sex, "whole")
    return scalp, hair_of(scalp, hair, Look(length_mm=220.0, parting="middle"))


def test_long_hair_lies_over_the_ears_as_if_they_were_pressed_to_the_head():
    scalp, hair = long_hair()
    with_ears, without = (distance_grid(scalp.head, ears=ears) for ears in (True, False))
    points = np.ascontiguousarray(hair.points[:, 3:].reshape(-1, 3))
    away = {True: np.empty(len(points), "f4"), False: np.empty(len(points), "f4")}
    for ears, grid in ((True, with_ears), (False, without)):
        per_mm = np.float32(grid.per_mm)
        gather(0, len(points), points, grid.values, grid.origin_mm, per_mm, away[ears])
    assert (away[False] < -2.0).mean() < 0.002
    assert (away[True] < -2.0).any()


def test_long_hair_does_not_fan_out_over_the_shoulders():
    _, hair = long_hair()
    x, y, _ = hair.points.reshape(-1, 3).T
    assert (y < -130.0).any()
    assert np.percentile(np.abs(x[y < -90.0]), 99) < 105.0


def test_hair_turns_out_of_the_whorl_the_way_that_the_scalp_says():
    scalp, hair = head_and_hair("male", "whole")
    turned = {}
    for clockwise in (True, False):
        strands = hair_of(dataclasses.replace(scalp, clockwise=clockwise), hair, Look(length_mm=12.0))
        root = strands.points[:, 0] - scalp.head.whorl_mm.astype("f4")
        near = np.hypot(root[:, 0], root[:, 2]) < 20.0
        way = strands.points[near, -1] - strands.points[near, 0]
        turned[clockwise] = float(np.median(np.cross(root[near], way)[:, 1]))
    assert turned[True] * turned[False] < 0.0


def test_curls_gather_in_locks():
    scalp, hair = head_and_hair("female", "whole")
    spread = {}
    for curl in ("wavy", "curly"):
        look = Look(length_mm=150.0, curl=curl)
        drawn = hair_of(scalp, hair, look)
        lock = groom_of(scalp, look).leader[drawn.follicle]
        along = int(0.6 * drawn.points.shape[1])
        hairs = np.maximum(np.bincount(lock), 1)
        middle = np.stack([np.bincount(lock, drawn.points[:, along, k]) / hairs for k in range(3)], axis=1)
        apart = np.linalg.norm(drawn.points[:, along] - middle[lock], axis=1)
        spread[curl] = float(np.median(apart))
    assert spread["curly"] < 0.8 * spread["wavy"]


def test_a_bald_head_has_no_pixel_of_blank_light():
    picture = photograph("male", "bald", "vertex", Look(skin_tone=2), SIZE)
    assert ((picture @ LUMINANCE) > 252).mean() < 0.002


def test_ears_show_beside_short_hair_and_not_through_long_hair():
    scalp, hair = head_and_hair("female", "whole")
    ear = (slice(56, 68), slice(48, 56))
    short = render_head(scalp, hair, look=Look(length_mm=15.0), view="left", size=SIZE)[ear] @ LUMINANCE
    long = render_head(scalp, hair, look=Look(length_mm=200.0), view="left", size=SIZE)[ear] @ LUMINANCE
    assert short.mean() > 2.0 * long.mean()
