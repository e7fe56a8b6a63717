"""A session with the roller on a telephone: with and without scripts, while it sleeps, and by the keyboard."""

from datetime import UTC, datetime, timedelta

import live_sites
import pytest
import web_clients
from rolling import ANSWERS, small_plan

from anagen.rolling.session import Session
from anagen.rolling.stored import StoredSessions
from anagen.web.app import create_app
from anagen.web.pages import rolling as pages


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    app = create_app(web_clients.settings(tmp_path_factory.mktemp("rolling"), bundle=True))
    with live_sites.served(app) as origin:
        yield origin, app.state.store
    app.state.store.close()


@pytest.fixture
def person(site):
    _, store = site
    ben = store.add_person("Ben")
    told = {name: list(one) if isinstance(one, tuple) else one for name, one in ANSWERS.items()}
    store.put(ben, "answers", "2026-03-01", {"answers": told})
    return ben


def begun(store, person, **how):
    """A session that waits before its first section."""
    session = Session.begun(small_plan(6, 6, topical="minoxidil", **how), datetime.now(UTC))
    while session.current.kind != "roll":
        session = session.next(session.seen)
    StoredSessions(store, person).save(session)


def state(store, person):
    return StoredSessions(store, person).sessions()[-1][0]


def test_from_the_checks_to_the_log_without_scripts(site, opened, person):
    origin, store = site
    page = opened(origin, java_script_enabled=False)
    page.goto(f"/p/{person}/rolling")
    live_sites.follow(page, page.get_by_role("link", name="Begin with the checks"))
    while not page.get_by_role("heading", name="Nothing speaks against").count():
        asked = page.inner_text("h1")
        none = page.get_by_text("None of these", exact=True)
        wanted = "Yes" if "alcohol" in asked or "settled" in asked else "No"
        if "How many days ago" in asked:  # the roller was used before
            page.get_by_label("Your answer").fill("30")
        else:
            (none if none.count() else page.get_by_text(wanted, exact=True)).first.click()
        live_sites.follow(page, page.get_by_role("button", name="Go on"))
    assert live_sites.sideways(page) <= 0
    live_sites.follow(page, page.get_by_role("button", name="Begin"))
    for _ in range(4):
        live_sites.follow(page, page.get_by_role("button", name="Go on"))
    live_sites.follow(page, page.get_by_role("button", name="Begin"))
    live_sites.follow(page, page.get_by_role("button", name="Pass done"))
    assert state(store, person).passes_made[1] == 1
    live_sites.follow(page, page.get_by_role("button", name="stop rolling"))
    while page.get_by_role("button", name="Finish").count() == 0:
        live_sites.follow(page, page.get_by_role("button", name="Go on"))
    live_sites.follow(page, page.get_by_role("button", name="Finish"))
    page.get_by_role("heading", name="A doctor, please").wait_for()
    page.get_by_text("It may go on from").wait_for()


@live_sites.needs_bundle
def test_the_pace_counts_passes_and_a_telephone_that_slept_shows_what_is_true(
    site, opened, person, monkeypatch
):
    origin, store = site
    begun(store, person, pace_s=60.0)
    gone_by, now = [timedelta(0)], pages.now
    monkeypatch.setattr(pages, "now", lambda: now() + gone_by[0])
    page = opened(origin)
    page.clock.install()
    page.goto(f"/p/{person}/rolling/session")
    page.get_by_role("button", name="Begin").press("Enter")
    page.get_by_role("button", name="Pass done").wait_for()
    page.locator("session-timer progress").wait_for()
    page.get_by_text("1 of 3 passes").wait_for()

    gone_by[0] += timedelta(seconds=61)
    page.clock.run_for(61_000)
    page.get_by_text("2 of 3 passes").wait_for()
    assert state(store, person).passes_made[1] == 1

    gone_by[0] += timedelta(minutes=9)
    page.clock.fast_forward(9 * 60_000)  # asleep: timers fire at most once
    page.get_by_text("The pace is paused.").wait_for()
    assert (state(store, person).passes_made[1], state(store, person).running) == (1, False)


@live_sites.needs_bundle
def test_a_wait_goes_by_the_clock_and_not_by_ticks(site, opened, person):
    origin, store = site
    begun(store, person)
    session = state(store, person).stop(datetime.now(UTC), "a test")
    while session.current.key != "soak":
        session = session.next(datetime.now(UTC))
    again = StoredSessions(store, person)
    again.open_session()
    again.save(session)
    page = opened(origin)
    page.clock.install()
    page.goto(f"/p/{person}/rolling/session")
    page.get_by_text("9:5").wait_for()
    page.clock.fast_forward(9 * 60_000)  # asleep: timers fire at most once
    page.get_by_text("0:5").or_(page.get_by_text("1:0")).first.wait_for()
    page.clock.fast_forward(2 * 60_000)
    page.get_by_text("Time is up.").wait_for()


def test_on_a_telephone_a_section_shows_where_it_is_before_it_begins(site, opened, person):
    origin, store = site
    begun(store, person)
    page = opened(origin)
    page.goto(f"/p/{person}/rolling/session")
    place, press = page.locator(".map").bounding_box(), page.locator("#press").bounding_box()
    assert place["y"] + place["height"] < press["y"]
    assert press["y"] + press["height"] < page.viewport_size["height"]

    page.locator("#press").tap()
    page.get_by_role("button", name="Pass done").wait_for()
    assert page.locator(".star").bounding_box()["y"] < page.locator(".map").bounding_box()["y"]


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_a_step_has_no_barrier(site, opened, person, size, scheme):
    origin, store = site
    begun(store, person)
    page = opened(origin, size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"/p/{person}/rolling/session")

    assert live_sites.accessibility(page) == []
    assert live_sites.sideways(page) <= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
