"""From the first question to the plan in a real browser: phone and desk, with and without scripts, by keys alone."""

import re

import live_sites
import pytest
import web_clients
from web_people import MAN, Somebody, place_results

from anagen.consultation.questionnaire import questions
from anagen.web.app import create_app
from anagen.web.consult.forms import filled_in
from anagen.web.interview import kept_interview, taken, today


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(web_clients.settings(tmp_path_factory.mktemp("web"), bundle=True))


@pytest.fixture(scope="module")
def origin(app):
    with live_sites.served(app) as address:
        yield address


def person_of(page):
    return re.search(r"/p/(\w+)", page.url)[1]


def begin(page):
    """From the front page to the first question; the identifier of the person."""
    page.goto("/")
    page.get_by_label("What shall we call you here?").fill("Ben")
    live_sites.follow(page, page.get_by_role("button", name="Begin"))
    live_sites.follow(page, page.get_by_role("button", name="Begin"))
    return person_of(page)


def answer(page, app, person, wanted):
    """Answer the screen that is shown by tapping what is wanted."""
    field = page.locator("input[name=field]").get_attribute("value")
    group = kept_interview(app.state.store, person).screen_of(field)
    for value in filled_in(group, wanted):
        place = page.locator(f'[name=value][value="{value}"]')
        if place.count():
            place.check(force=True)
        else:
            page.locator("#value").fill(value)
    live_sites.follow(page, page.get_by_role("button", name="Go on"))


def tell_the_rest(app, person):
    """All other answers at once."""
    store = app.state.store
    so_far = kept_interview(store, person)
    left_open = {one.field for one in questions()} - MAN.keys()
    taken(store, person, so_far, dict.fromkeys(left_open) | MAN, today())


@live_sites.needs_bundle
def test_on_a_phone_somebody_answers_sees_the_outlook_moves_the_months_and_chooses(app, origin, opened):
    page = opened(origin, "phone")
    person = begin(page)
    assert live_sites.accessibility(page) == []

    for _ in range(4):
        answer(page, app, person, MAN)
    tell_the_rest(app, person)
    page.goto(f"/p/{person}/consult/ask?field=norwood")
    assert page.locator(".picks img").count() == 10
    assert live_sites.accessibility(page) == []
    answer(page, app, person, MAN)
    assert page.get_by_role("heading", level=1).inner_text() == "Your answers"
    place_results(app.state.jobs, person, kept_interview(app.state.store, person), pictures=True)
    live_sites.follow(page, page.get_by_role("button", name="All is well"))

    assert page.get_by_role("heading", level=1).inner_text() == "Pattern hair loss is plausible"
    assert live_sites.sideways(page) == 0
    assert live_sites.accessibility(page) == []
    option = page.locator(".option.mine h3 a").first
    name = option.inner_text()
    live_sites.follow(page, option)
    page.locator("time-slider[data-ready]").wait_for()
    before = page.locator(".heads .mine img").get_attribute("src")
    page.locator("input[type=range]").press("End")
    page.locator('time-slider[data-shown-month="60"]').wait_for()
    assert page.locator(".heads .mine img").get_attribute("src") != before
    assert page.locator(".sentences .mine").inner_text().startswith(f"{name}. After 5 years")
    assert page.locator(".sentences .other").inner_text().startswith("No treatment. After 5 years")
    assert float(page.locator("time-slider").get_attribute("data-answered-ms")) < 1000.0
    assert live_sites.accessibility(page) == []

    live_sites.follow(page, page.get_by_role("button", name="Make this my plan"))
    assert page.get_by_role("heading", level=1).inner_text() == name
    assert live_sites.sideways(page) == 0


def test_without_scripts_all_of_it_works_up_to_the_report(app, origin, opened):
    somebody = Somebody(web_clients.Browser(app)).told(MAN)
    page = opened(origin, "desktop", java_script_enabled=False)
    page.goto(f"{somebody.home}/consult")
    place_results(app.state.jobs, somebody.id, somebody.interview(), pictures=True)

    live_sites.follow(page, page.get_by_role("link", name=re.compile("How old are you")))
    page.locator("#value").fill("32")
    live_sites.follow(page, page.get_by_role("button", name="Go on"))
    page.goto(f"{somebody.home}/consult")
    live_sites.follow(
        page, page.get_by_role("button", name=re.compile("Show what can be said|show my outlook"))
    )
    live_sites.follow(page, page.get_by_role("link", name="After 5 years"))
    option = page.locator(".option.mine h3 a").nth(1)
    name = option.inner_text()
    live_sites.follow(page, option)
    live_sites.follow(page, page.get_by_role("link", name="After 2 years"))

    assert page.locator(".sentences .mine").inner_text().startswith(f"{name}. After 2 years")
    assert "/24.webp" in page.locator(".heads .mine img").get_attribute("src")
    assert page.locator("course-chart svg").is_visible()
    live_sites.follow(page, page.get_by_role("button", name="Make this my plan"))
    with page.expect_download() as told:
        page.get_by_role("link", name="PDF").click()
    assert told.value.suggested_filename == "report.pdf"


def test_by_keys_alone_a_grave_answer_leads_to_whom_to_call(app, origin, opened):
    somebody = Somebody(web_clients.Browser(app))
    somebody.begin()
    somebody.answer("consent_data", "true")
    page = opened(origin, "phone", color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{somebody.home}/consult/ask")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.locator("[name=value]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="You matter more than hair").wait_for()
    assert "116 123" in page.locator("main").inner_text()
    assert live_sites.accessibility(page) == []
    live_sites.follow(page, page.get_by_role("link", name="Change the answer"))
    assert page.locator("[name=value]").first.is_checked()
