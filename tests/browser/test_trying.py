"""What can be tried out: a follicle under the hand, and a question that is simulated, on a phone without scripts."""

import live_sites
import pytest
import web_clients

from anagen.web.jobs.carrying import run_waiting
from anagen.web.tasks import what_if


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    client = web_clients.owner(tmp_path_factory.mktemp("trying"), bundle=live_sites.BUILT)
    with live_sites.served(client.app) as origin:
        yield client, origin


@live_sites.needs_bundle
def test_the_follicle_follows_the_hand(site, opened):
    page = opened(site[1], "desktop")
    page.goto("/how-it-works")
    drawn = page.get_attribute("[data-drawing]", "src")

    page.focus("#dht")
    for _ in range(13):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(  # what stood on the way may be drawn before it
        "() => document.querySelector('[data-drawing]').getAttribute('src').includes('dht=35')"
    )

    assert page.inner_text("output[for=dht]") == "35"
    assert "than without any of it" in page.inner_text("[data-says]")
    assert page.get_attribute("[data-drawing]", "src") != drawn
    assert page.get_attribute("[data-line]", "points") != page.get_attribute("[data-untreated]", "points")
    assert not page.is_visible("text=Show it")
    assert "dht=35" in page.url


def test_the_follicle_answers_a_form_without_scripts(site, opened):
    page = opened(site[1], "phone", java_script_enabled=False)
    page.goto("/how-it-works")
    page.click("text=Finasteride 1 mg >> nth=0")
    page.get_by_label("Less", exact=True).check()
    page.click("text=Show it")

    assert "dht=35" in page.url
    assert "follicle=less" in page.url
    assert "than without any of it" in page.inner_text("[data-says]")


def test_a_what_if_is_asked_and_answered_on_a_phone_without_scripts(site, opened, monkeypatch):
    client, origin = site
    monkeypatch.setattr(what_if, "PEOPLE", 12)
    monkeypatch.setattr(what_if, "FOLLICLES", 60)
    page = opened(origin, "phone", java_script_enabled=False)
    person = client.app.state.store.add_person("Ben")
    client.app.state.store.put(person, "answers", "2026-03-01", {"answers": {"age": 41, "sex": "male"}})
    page.goto(f"/p/{person}/questions")
    page.fill("#question", "What if I stop finasteride after two years?")
    page.click("main .button.main")

    assert "/questions/what-if/" in page.url
    assert "place 1" in page.inner_text("job-progress")
    assert run_waiting(client.app.state.jobs) == 1
    page.reload()

    assert "of 12 virtual men" in page.inner_text(".result")
    assert page.locator("figure.chart svg").count() == 1
    assert "What happens when finasteride is stopped?" in page.inner_text("main")
    page.click("text=How the question was read")
    assert "until year 2" in page.inner_text("main")
