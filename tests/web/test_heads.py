"""The file of a head to turn holds what the pictures are made from."""

from types import SimpleNamespace

import numpy as np
import pytest
from heads import even_scalp, hair_of

from anagen.errors import InputError
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.render.heat import measured
from anagen.web.heads import MAPS, THICKEST_UM, head_file
from anagen.web.packing import pack, packed_response, unpack

HAIRS = 3000
DAYS = (0.0, 182.0, 364.0)


def history(scalp, diameters, regimen="untreated"):
    """A head with hairs of given diameters on each of the days. [um]"""
    states = {day: hair_of(scalp, one, day) for day, one in zip(DAYS, diameters, strict=True)}
    return SimpleNamespace(
        scalp=scalp,
        person=Person(age_years=40, sex=scalp.sex),
        regimen=regimen,
        days=np.array(DAYS),
        evidence=known(),
        state=states.__getitem__,
    )


@pytest.fixture(scope="module")
def scalp():
    return even_scalp()


@pytest.fixture(scope="module")
def two_heads(scalp):
    """Hair that gets thinner on one side of the head, and hair that stays."""
    left = scalp.position_mm[:, 0] > 0.0
    thinner = [np.where(left, um, 80.0) for um in (80.0, 50.0, 0.0)]
    return {"No treatment": history(scalp, thinner), "With it": history(scalp, [80.0, 80.0, 80.0])}


@pytest.fixture(scope="module")
def content(two_heads):
    return head_file(two_heads, hairs=HAIRS)


@pytest.fixture(scope="module")
def read(content):
    return unpack(content)


def together(days):
    return np.cumsum(days.astype(int), axis=0) % 256


def roots_of(read):
    about, arrays = read
    return arrays["strands"][:, 0] * about["step_mm"] + about["origin_mm"]


def test_hairs_are_as_thick_on_each_day_as_on_the_head(read, scalp):
    about, arrays = read
    root = roots_of(read)
    on_scalp = scalp.head.margin(root) > 2.0
    shaft = together(arrays["hair0"])[:, 0] / 255 * THICKEST_UM
    left, right = on_scalp & (root[:, 0] > 3.0), on_scalp & (root[:, 0] < -3.0)

    assert about["courses"] == ["No treatment", "With it"]
    assert about["months"] == pytest.approx([0, 6, 12], abs=0.05)
    for day, wanted in enumerate((80.0, 50.0, 0.0)):
        assert shaft[day, left] == pytest.approx(wanted, abs=0.5)
        assert shaft[day, right] == pytest.approx(80.0, abs=0.5)


def test_the_hairs_that_are_drawn_stand_for_all_of_the_head(read, scalp):
    about, arrays = read
    drawn = (scalp.head.margin(roots_of(read)) > 0.5).sum()

    assert about["follicles"] == scalp.follicles
    assert about["each_stands_for"] * HAIRS == pytest.approx(scalp.follicles)
    assert drawn == pytest.approx(HAIRS, rel=0.05)  # without the brows
    assert len(arrays["strands"]) > HAIRS


def test_the_first_tenth_of_a_file_is_spread_like_all_of_it(read):
    root = roots_of(read)
    first = root[: len(root) // 10]

    error = 5.0 * root.std(axis=0) / np.sqrt(len(first))
    assert (np.abs(first.mean(axis=0) - root.mean(axis=0)) < error).all()


def test_strands_lie_on_the_head_from_root_to_tip(read, scalp):
    about, arrays = read
    points = arrays["strands"] * about["step_mm"] + about["origin_mm"]

    inside = scalp.head.distance.at(points.reshape(-1, 3))
    assert inside.min() > -4.0


def test_colors_of_the_scalp_are_those_of_the_maps(read, two_heads):
    about, arrays = read
    vertex = arrays["scalp_vertex"]
    places = arrays["vertices"][vertex] * about["step_mm"] + about["origin_mm"]
    within = arrays["margin"][vertex] > 0
    shown = together(arrays["map0"])

    head = two_heads["No treatment"]
    for place, (name, ramp) in enumerate(zip(MAPS, about["maps"], strict=True)):
        wanted = measured(head.scalp, head.state(364.0), name, places)
        low, high = ramp["ends"]
        got = low + shown[2, place] / 255 * (high - low)
        assert got[within] == pytest.approx(np.nan_to_num(wanted)[within], abs=0.02 * (high - low))


def test_the_surface_is_whole(read):
    _, arrays = read
    triangles = arrays["triangles"]

    assert triangles.max() == len(arrays["vertices"]) - 1
    assert (
        len(np.unique(triangles))
        == len(arrays["vertices"])
        == len(arrays["colors"])
        == len(arrays["normals"])
    )


def test_heads_on_different_scalps_share_no_file(two_heads):
    other = history(even_scalp(per_cm2=20.0), [80.0, 80.0, 80.0])

    with pytest.raises(InputError, match="one scalp"):
        head_file({**two_heads, "other": other}, hairs=HAIRS)


def test_a_file_is_sent_compressed_to_those_who_read_that_and_plain_to_others(content):
    small, plain = packed_response(content, "gzip, br"), packed_response(content, "identity")

    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(plain.body) > len(small.body)
    assert bytes(plain.body[:8]) == b"anagen01"


def test_numbers_that_scripts_cannot_read_are_refused():
    with pytest.raises(TypeError, match="float64"):
        pack({}, {"x": np.zeros(3)})
