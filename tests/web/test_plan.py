"""The plan in the browser: one option chosen, begun in the diary, and the report to take away."""

import json
from datetime import date

import pypdfium2
import pytest
import web_clients
from web_people import MAN, Somebody

from anagen.diary.logbook import Diary
from anagen.web.plan.kept import chosen_plan, parts_of


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return web_clients.owner(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def ben(browser):
    return Somebody(browser).told(MAN).worked_out(pictures=True)


def view_of(somebody):
    return somebody.browser.get(f"{somebody.home}/plan.json").json()


def option_named(somebody, name):
    return next(one["id"] for one in view_of(somebody)["options"] if one["name"] == name)


def choose(somebody, name):
    return somebody.browser.post(
        f"{somebody.home}/plan/choose", data={"option": option_named(somebody, name)}
    )


def test_what_may_be_chosen_begins_with_doing_nothing_open(ben):
    names = [one["name"] for one in view_of(ben)["options"]]

    assert "No treatment" in names
    assert "Finasteride by mouth" in names


def test_a_choice_is_kept_with_what_was_known_of_it(ben):
    store = ben.browser.app.state.store

    assert choose(ben, "Finasteride by mouth").status_code == 303

    kept = chosen_plan(store, ben.id)
    assert kept.regimen == "finasteride 1 mg oral daily"
    assert [one["month"] for one in kept.basis["outlooks"]] == [6, 12, 24, 60]
    assert store.records(ben.id, "consultation")[-1].content["options"]["Finasteride by mouth"] == "offered"


def test_the_plan_says_what_how_often_what_to_watch_and_when_to_look_again(ben):
    choose(ben, "Minoxidil on the scalp with microneedling at home")

    chosen = view_of(ben)["chosen"]

    assert len(chosen["parts"]) == 2
    assert any("mm, at home" in one for one in chosen["needling"])
    assert any("24 hours" in one for one in chosen["needling"])
    assert chosen["risks"]
    assert any(one["rests"]["title"] == "PLN-06" for one in chosen["watch"])
    assert all(one["says"].startswith(("After", "Today")) for one in chosen["looks"])
    assert len(chosen["looks"]) == 4


def test_a_later_choice_of_the_day_takes_the_place_of_the_first(ben):
    choose(ben, "Finasteride by mouth")
    choose(ben, "No treatment")

    assert len(ben.browser.app.state.store.records(ben.id, "plan")) == 1
    assert view_of(ben)["chosen"]["parts"] == []


def test_what_is_not_open_cannot_be_chosen(browser):
    somebody = Somebody(browser)
    somebody.told({name: value for name, value in MAN.items() if name != "blood_donor"}).worked_out()
    from anagen.web.outlook.options import choice_id

    form = {"option": choice_id("Finasteride by mouth")}

    assert browser.post(f"{somebody.home}/plan/choose", data=form).status_code == 422
    assert browser.post(f"{somebody.home}/plan/choose", data={"option": "x"}).status_code == 404
    assert chosen_plan(browser.app.state.store, somebody.id) is None


def test_a_plan_that_is_begun_stands_in_the_diary_once(browser):
    somebody = Somebody(browser).told(MAN).worked_out()
    choose(somebody, "Minoxidil on the scalp with microneedling at home")

    for _ in range(2):
        answer = browser.post(f"{somebody.home}/plan/begin", data={"day": "2026-10-01"})
        assert answer.status_code == 303, answer.text

    begun = Diary(browser.app.state.store, somebody.id).treatments()
    assert [one.entry.agent for one in begun] == ["minoxidil", "microneedling"]
    assert {one.entry.day for one in begun} == {date(2026, 10, 1)}
    assert len(view_of(somebody)["chosen"]["begun"]) == 2


def test_every_option_comes_apart_into_courses_that_the_diary_takes(ben):
    from anagen.consultation.options import options
    from anagen.diary.entries import Treatment

    for one in options(ben.interview().answers):
        for course in parts_of(one.regimen):
            Treatment(day=date(2026, 10, 1), zone="UTC", course=course)


def test_the_report_comes_in_every_form(ben):
    get = ben.browser.get
    home = ben.home

    page = get(f"{home}/report.html")
    assert 'attachment; filename="report.html"' in page.headers["content-disposition"]
    assert page.text.count("data:image/png") >= 3
    assert pypdfium2.PdfDocument(get(f"{home}/report.pdf").content).get_toc() is not None
    assert get(f"{home}/report.md").text.startswith("# ")
    assert get(f"{home}/report.json").json()["report"]["sections"]
    for name in ("record", "simulated"):
        assert json.loads(get(f"{home}/report-fhir-{name}.json").text)["resourceType"] == "Bundle"
    assert get(f"{home}/report-fhir-other.json").status_code == 404


def test_where_a_doctor_should_look_first_there_is_a_report_and_no_plan(browser):
    somebody = Somebody(browser).told(MAN | {"follicle_openings": "not_visible"}).worked_out()

    page = browser.get(f"{somebody.home}/plan").text

    assert "A doctor should look first" in page
    assert "/plan/choose" not in page
    assert browser.get(f"{somebody.home}/report.md").status_code == 200


def test_before_anything_is_worked_out_there_is_no_report(browser):
    somebody = Somebody(browser)
    assert browser.get(f"{somebody.home}/report.pdf").status_code == 404

    somebody.told(MAN)
    assert browser.get(f"{somebody.home}/report.pdf").status_code == 422
