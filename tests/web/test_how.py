"""The follicle that can be tried out lives by the model's own laws, and its page works without scripts."""

import itertools
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from anagen.evidence import known
from anagen.laws.androgen import dht_formed, reduction, spared_testosterone
from anagen.web.app import create_app
from anagen.web.how.explorer import AGES, explored
from anagen.web.how.follicle import Setting, androgen_drive, lives, percentile
from anagen.web.settings import Settings
from anagen.web.templating import with_commands

UNTREATED = Setting()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("how")
    settings = Settings(database=str(folder / "store.sqlite"), data_folder=folder, run_jobs=False)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


def width(setting, age):
    return lives(setting)[0].width_um(age)


def test_an_untreated_follicle_shrinks_with_every_cycle():
    sizes = [one.size_in for one in lives(UNTREATED)[0].cycles]

    assert sizes[0] == 1.0
    assert sizes[-1] < 0.5
    assert all(later <= sooner for sooner, later in itertools.pairwise(sizes))


def test_its_cycles_are_those_of_the_laws():
    life, numbers = lives(UNTREATED)[0], known()

    assert len(life.cycles) > 3
    for one in life.cycles[-3:]:
        full = numbers.value("anagen_duration_full_size", "day")
        smallest = numbers.value("anagen_duration_smallest", "day")
        mean = smallest + (full - smallest) * one.size_in ** numbers.value("anagen_size_exponent", "1")
        assert 0.0 < one.anagen_end - one.entry < mean
        assert one.catagen_end - one.anagen_end == pytest.approx(numbers.value("catagen_duration", "day"))
        assert one.release - one.catagen_end == pytest.approx(numbers.value("telogen_duration", "day"))


@pytest.mark.parametrize(
    "change", [{"dht": 35}, {"healing": 60}, {"minoxidil": 100}, {"dht": 35, "minoxidil": 100}]
)
def test_what_helps_leaves_a_wider_hair(change):
    assert width(replace(UNTREATED, **change), 38) > width(UNTREATED, 38) + 1.0


def test_minoxidil_thickens_hair_and_does_not_stop_its_loss():
    given = replace(UNTREATED, minoxidil=100)
    assert width(given, 50) < width(given, 34) - 1.0


def test_less_dht_and_less_sensitivity_and_an_earlier_start_leave_more():
    by_dht = [width(replace(UNTREATED, dht=dht), 60) for dht in (0, 30, 60, 90, 120)]
    by_start = [width(Setting(dht=35, since=since), 60) for since in (25, 35, 55)]
    by_follicle = [width(Setting(follicle=which), 60) for which in ("less", "middle", "more")]

    for falling in (by_dht, by_start, by_follicle):
        assert falling == sorted(falling, reverse=True)
        assert falling[0] > falling[-1] + 5.0


def test_nothing_changes_before_it_begins():
    treated = Setting(dht=0, minoxidil=100, healing=100, since=50)

    assert [width(treated, age) for age in range(20, 50)] == [width(UNTREATED, age) for age in range(20, 50)]


@pytest.mark.parametrize("dht", [0.0, 0.3, 1.0, 1.2])
def test_the_drive_comes_from_the_laws_of_hormones(dht):
    numbers = known()
    reduced = numbers.value("scalp_testosterone_reduced_share", "1")
    capacity = dht * (1.0 - reduced) / (1.0 - reduced * dht)
    testosterone = spared_testosterone.py_func(reduction.py_func(capacity, capacity, 0.5), reduced)
    share = numbers.value("testosterone_drive_share", "1")

    assert dht_formed.py_func(testosterone, capacity) == pytest.approx(dht)
    assert androgen_drive(dht, numbers) == pytest.approx(share * testosterone + (1.0 - share) * dht)


def test_intervals_hold_their_middle_and_say_what_is_left_open():
    for row in explored(Setting(dht=35)).rows:
        assert row.low90 - 0.1 <= row.width_um <= row.high90 + 0.1
    assert explored(UNTREATED).rows[-1].high90 > explored(UNTREATED).rows[-1].low90
    assert percentile([3.0, 1.0, 2.0], 50.0) == 2.0


def test_the_page_works_without_scripts_and_its_twin_says_the_same(client):
    page = client.get("/how-it-works", params={"dht": 35}).text
    twin = client.get("/how-it-works.json", params={"dht": 35}).json()

    assert all(says in page for says in twin["follicle"]["says"])
    assert [row["age"] for row in twin["follicle"]["rows"]] == list(AGES)
    assert 'type="range"' in page
    assert all(one["rests_on"] for one in [*twin["cycle"], *twin["treatments"]])


def test_the_path_of_a_scalp_is_shown_with_its_pictures(client):
    twin = client.get("/how-it-works.json").json()

    assert [len(ages) for ages in twin["heads"].values()] == [6] * 6
    for ages in twin["heads"].values():
        for one in ages:
            picture = client.get(one["picture"])
            assert picture.status_code == 200
            assert picture.headers["content-type"] == "image/webp"
    assert "nothing but sex and age" in twin["heads_say"]


@pytest.mark.parametrize(("narrow", "count"), [("false", 6), ("true", 3)])
def test_the_drawing_shows_the_follicle_at_each_age(client, narrow, count):
    drawing = client.get("/how-it-works/follicle.svg", params={"dht": 35, "narrow": narrow})
    root = ET.fromstring(drawing.text)  # noqa: S314  our own drawing

    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert len([one for one in root.iter(f"{SVG}g") if one.get("class", "").startswith("follicle")]) == count
    assert sum((one.text or "").startswith("age ") for one in root.iter(f"{SVG}text")) == count
    assert "style" not in {name for one in root.iter() for name in one.attrib}


@pytest.mark.parametrize(
    "wrong", [{"dht": 500}, {"dht": "x"}, {"since": 5}, {"follicle": "<b>"}, {"minoxidil": -1}]
)
def test_what_cannot_be_set_is_refused(client, wrong):
    for path in (
        "/how-it-works",
        "/how-it-works.json",
        "/how-it-works/follicle.json",
        "/how-it-works/follicle.svg",
    ):
        assert client.get(path, params=wrong).status_code == 422


def test_what_is_typed_in_a_terminal_is_set_apart_and_nothing_else_becomes_markup():
    assert with_commands("7 hairs/cm2 <b>; `anagen roll`") == (
        "7 hairs/cm² &lt;b&gt;; <code>anagen roll</code>"
    )
