"""The gallery shows the whole range of outcomes, works without scripts, and makes what is missing in the background."""

import re
from io import BytesIO

import numpy as np
import pytest
import web_clients
from heads import ThinHead
from PIL import Image

from anagen.gallery import make
from anagen.render import sitters
from anagen.web.jobs.carrying import run_waiting
from anagen.web.outcomes import shelf
from anagen.web.outcomes.kinds import KINDS
from anagen.web.tasks import gallery as task

PEOPLE = 11


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    one = web_clients.owner(tmp_path_factory.mktemp("gallery"))
    yield one
    one.app.state.store.close()


@pytest.fixture
def simple_heads(monkeypatch):
    """Heads of which each higher number loses less, and gray pictures."""

    def thin(person, regimens, at_years, *, seed, member):
        assert seed == task.SEED
        return [
            ThinHead(person, one, loss_per_year=0.1 * (1.0 - member / PEOPLE), years=at_years)
            for one in regimens
        ]

    monkeypatch.setattr(sitters, "sitters", thin)
    monkeypatch.setattr(make, "picture", lambda *_: np.full((task.SIZE_PX, task.SIZE_PX, 3), 90, np.uint8))
    monkeypatch.setattr(task, "PEOPLE", PEOPLE)


def addresses(kind):
    return [one[when] for entry in kind["entries"] for one in entry["people"] for when in ("before", "after")]


def test_there_is_something_to_see_before_anything_was_made(alone):
    twin, page = alone.get("/gallery.json").json(), alone.get("/gallery").text

    assert {one["state"] for one in twin["kinds"]} == {"shipped"}
    assert {one["entries"][0]["regimen"] for one in twin["kinds"]} == {"untreated"}
    assert len(twin["kinds"]) + len(twin["absent"]) == len(KINDS)
    for kind in twin["kinds"]:
        for entry in kind["entries"]:
            assert [one["centile"] for one in entry["people"]] == [10, 50, 90]
            changes = [one["after_per_cm2"] - one["before_per_cm2"] for one in entry["people"]]
            assert changes == sorted(changes)
        assert "evidence" in kind["made_by"]
        for address in addresses(kind):
            assert Image.open(BytesIO(alone.get(address).content)).format == "WEBP"
            assert address in page


def test_the_filters_are_a_form_and_keep_to_what_was_chosen(alone):
    asked = {"sex": "male", "treatment": "finasteride 1 mg oral daily"}
    twin, page = alone.get("/gallery.json", params=asked).json(), alone.get("/gallery", params=asked).text

    assert twin["kinds"]
    assert all(one["title"].startswith("Men") for one in [*twin["kinds"], *twin["absent"]])
    assert {entry["regimen"] for kind in twin["kinds"] for entry in kind["entries"]} == {asked["treatment"]}
    assert '<form method="get" action="/gallery"' in page
    assert re.search(r'<option value="male" selected>', page)


def test_what_is_not_there_is_made_in_the_background_and_then_shown(alone, simple_heads):
    name = alone.get("/gallery.json", params={"sex": "male", "grade": "II"}).json()["absent"][0]["name"]
    made = alone.post("/gallery/make", data={"kind": name})
    at = made.headers["location"].partition("#")[0]
    waiting = alone.get(at)

    assert made.status_code == 303
    assert ">Look again</a>" in waiting.text
    assert "place 1" in waiting.text

    assert run_waiting(alone.app.state.jobs) == 1
    (kind,) = alone.get(at.replace("?", ".json?")).json()["kinds"]

    assert kind["state"] == "made"
    assert len(kind["entries"]) == 4
    for address in addresses(kind):
        picture = alone.get(address)
        assert picture.status_code == 200
        assert Image.open(BytesIO(picture.content)).size == (task.SIZE_PX, task.SIZE_PX)
    for entry in kind["entries"]:
        assert entry["strip"].count('class="one"') == PEOPLE


def test_finished_treatments_are_shown_while_others_are_made(simple_heads):
    shown = []
    task.make_kind(KINDS[0], show=lambda name, _data: shown.append(name), advance=lambda _step: None)

    pages = [place for place, name in enumerate(shown) if name == task.RESULT]
    assert len(pages) == len(KINDS[0].plan)
    assert pages[0] == 6  # three people, before and after, then what says of them
    assert len(set(shown)) == len(shown) - len(pages) + 1


def test_the_same_is_not_made_twice(alone):
    kind = KINDS[-1]
    first, again = (alone.post("/gallery/make", data={"kind": kind.name}) for _ in range(2))
    jobs = alone.app.state.jobs.of_account(None, task.GALLERY)

    assert first.headers["location"] == again.headers["location"]
    assert [one.state for one in jobs if one.key == shelf.key_of(kind)] == ["queued"]


@pytest.mark.parametrize("wrong", [{"sex": "other"}, {"grade": "<b>"}, {"treatment": "leeches"}])
def test_what_there_is_not_is_refused_in_plain_words(alone, wrong):
    assert alone.get("/gallery", params=wrong).status_code == 422
    assert alone.get("/gallery.json", params=wrong).status_code == 422
    assert alone.post("/gallery/make", data={"kind": "men-of-stone"}).status_code == 422


def test_no_other_file_is_given_away(alone):
    key = shelf.key_of(KINDS[0])
    for place in (f"{key}/gallery.json", f"{key}/..%2f..%2fstore.sqlite", f"{key[:-1]}g/a.webp", "x/a.webp"):
        assert alone.get(f"/gallery/pictures/{place}").status_code == 404
