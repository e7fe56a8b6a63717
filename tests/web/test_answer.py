"""The outlook in the browser: what the answers say, options beside no treatment, and one of them through the months."""

import io
import re

import pytest
import web_clients
from PIL import Image
from web_people import MAN, Somebody

from anagen.consultation.wording import barred_words
from anagen.web.jobs.tasks import Progress
from anagen.web.jobs.turns import Turns
from anagen.web.tasks import consultation as tasks


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return web_clients.owner(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def ben(browser):
    """Somebody for whom all is worked out."""
    return Somebody(browser).told(MAN).worked_out(pictures=True)


def view_of(somebody, path="answer", **query):
    return somebody.browser.get(f"{somebody.home}/{path}.json", params=query).json()


def first_option(somebody):
    return view_of(somebody)["options"][0]


def test_without_answers_the_outlook_leads_to_the_questions(browser):
    somebody = Somebody(browser)

    page = browser.get(f"{somebody.home}/answer").text

    assert f"{somebody.home}/consult" in page
    assert not view_of(somebody)["asked"]


def test_no_treatment_stands_beside_every_option(ben):
    view = view_of(ben)

    assert view["untreated"]["card"]["name"] == "No treatment"
    assert view["options"]
    assert [one["card"]["place"] for one in view["options"]] == sorted(
        one["card"]["place"] for one in view["options"]
    )
    for one in view["options"]:
        card = one["card"]
        assert card["hairs"]["low"] <= card["hairs"]["middle"] <= card["hairs"]["high"]
        assert sum(card["chances"][name] for name in ("gain", "hold", "loss")) == pytest.approx(1.0, abs=1e-3)
        assert "against no treatment" in ben.browser.get(f"{ben.home}/answer").text.lower()


def test_another_month_is_a_link_that_works_without_scripts(ben):
    page = ben.browser.get(f"{ben.home}/answer").text
    assert f"{ben.home}/answer?month=60" in page

    early, late = (view_of(ben, month=month)["untreated"]["card"] for month in (6, 60))

    assert early["hairs"] != late["hairs"]
    assert late["chances"]["month"] == 60


def test_other_wishes_sort_the_options_and_nothing_is_simulated_anew(ben):
    jobs = ben.browser.app.state.jobs
    before, order = (
        jobs.of_person(ben.id, "forecasts"),
        [one["card"]["name"] for one in view_of(ben)["options"]],
    )

    answer = ben.browser.post(
        f"{ben.home}/answer/wishes",
        data={
            "goal": "regrow",
            "accepts_daily": "true",
            "accepts_twice_daily": "true",
            "minutes_per_week": "5",
        },
    )

    assert answer.status_code == 303
    after = view_of(ben)
    assert [one["card"]["name"] for one in after["options"]] != order
    assert after["wishes"]["minutes_per_week"] == "5"
    assert {one.id for one in jobs.of_person(ben.id, "forecasts")} == {one.id for one in before}


@pytest.mark.parametrize("form", [{"goal": "win"}, {"minutes_per_week": "many"}, {"accepts_daily": "maybe"}])
def test_wishes_that_cannot_be_are_refused(ben, form):
    assert ben.browser.post(f"{ben.home}/answer/wishes", data=form).status_code == 422


def test_what_is_held_leads_to_the_question_that_would_release_it(browser):
    somebody = Somebody(browser)
    somebody.told({name: value for name, value in MAN.items() if name != "blood_donor"}).worked_out()

    held = {name: one for one in view_of(somebody)["held"] for name in one["names"]}

    addresses = [each["address"] for each in held["Finasteride by mouth"]["ask"]]
    assert f"{somebody.home}/consult/ask?field=blood_donor" in addresses
    assert browser.get(addresses[0]).status_code == 200
    assert all(
        each["address"].startswith("/evidence/rules/") for each in held["Finasteride by mouth"]["rests"]
    )


def test_where_a_doctor_should_look_first_the_page_ends_there(browser):
    somebody = Somebody(browser).told(MAN | {"follicle_openings": "not_visible"}).worked_out()

    view = view_of(somebody)

    assert view["screening"]["outcome"] == "refer"
    assert view["untreated"] is None
    assert view["options"] == []
    reasons = [(one["reasons"], one["ask"]) for one in view["held"]]
    assert len(reasons) < sum(len(one["names"]) for one in view["held"])
    assert all(reasons.count(one) == 1 for one in reasons)
    page = browser.get(f"{somebody.home}/answer").text
    assert f"{len(view['held'][0]['names'])} options, for the same reason" in page
    assert not view["plan"]
    assert somebody.browser.app.state.jobs.of_person(somebody.id, "forecasts") == ()


def test_thoughts_of_self_harm_show_lines_and_no_option(browser):
    somebody = Somebody(browser).told(MAN | {"suicidal_now": True}).worked_out()

    page = browser.get(f"{somebody.home}/answer").text

    assert "116 123" in page
    assert "Finasteride" not in page


def test_one_option_shows_heads_curve_and_sentence_of_the_month(ben):
    option = first_option(ben)

    view = ben.browser.get(option["address"] + ".json", params={"month": 24}).json()
    page = ben.browser.get(option["address"], params={"month": 24}).text

    assert view["treated"]["says"].startswith("After 2 years")
    assert view["untreated"]["says"] in page
    assert "/50/24.webp" in view["treated"]["picture"]
    assert set(view["treated"]["by_month"]) == {str(month) for month in tasks.MONTHS}
    assert view["treated"]["by_month"]["0"] == view["untreated"]["by_month"]["0"]
    assert "<svg" in view["chart"]
    assert view["place"] == 48
    assert view["known"]["risks"]
    assert all(one["says"] for one in view["known"]["rests"])


def test_pictures_are_those_of_their_head_and_hold_nothing_else(ben):
    view = ben.browser.get(first_option(ben)["address"] + ".json").json()

    answers = [ben.browser.get(view[side]["by_month"]["12"]) for side in ("treated", "untreated")]

    assert answers[0].content != answers[1].content
    with Image.open(io.BytesIO(answers[0].content)) as picture:
        assert picture.format == "WEBP"
        assert not picture.getexif()
        assert "xmp" not in picture.info
    assert answers[0].headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "heads/0/50/13.webp",
        "heads/99/50/12.webp",
        "heads/0/51/12.webp",
        "heads/-1/50/12.webp",
        "answer/nothing",
        "heads/0/10/12.webp",
    ],
)
def test_what_is_not_there_is_not_found(ben, path):
    assert ben.browser.get(f"{ben.home}/{path}").status_code == 404


def test_curves_for_a_chart_hold_no_treatment_and_every_option(ben):
    courses = ben.browser.get(first_option(ben)["address"] + "/courses.json").json()

    assert [one["untreated"] for one in courses["options"]][-1]
    assert all(len(one["median"]) == len(courses["months"]) for one in courses["options"])


def test_the_options_that_stand_first_are_drawn_by_themselves_and_what_was_stopped_is_left_so(browser):
    somebody = Somebody(browser).told(MAN).worked_out()
    jobs = browser.app.state.jobs
    options = view_of(somebody)["options"]

    assert [browser.get(f"{one['address']}.json").json()["drawn"] for one in options[:4]] == [
        True,
        True,
        True,
        False,
    ]
    for one in jobs.of_person(somebody.id, "heads"):
        jobs.cancel(one.id)
    assert view_of(somebody)["drawing"] is None
    assert {one.state for one in jobs.of_person(somebody.id, "heads")} == {"cancelled"}


def test_another_response_is_drawn_when_somebody_asks_for_it(ben):
    address = first_option(ben)["address"]

    answer = ben.browser.post(f"{address}/draw", data={"centile": "90"})

    assert answer.headers["location"] == f"{address}?centile=90"
    assert ben.browser.get(f"{address}.json", params={"centile": 90}).json()["waits"]
    assert ben.browser.post(f"{address}/draw", data={"centile": "42"}).status_code == 404


def test_no_page_of_the_outlook_has_a_barred_word_or_an_inline_style(ben):
    pages = [f"{ben.home}/answer", f"{ben.home}/plan", *(one["address"] for one in view_of(ben)["options"])]
    for path in pages:
        page = ben.browser.get(path).text
        shown = " ".join(re.sub(r"<[^>]*>", " ", page).split())
        assert barred_words(shown) == (), path
        assert " style=" not in page
        assert "<script>" not in page


def test_a_result_that_is_gone_can_be_asked_for_again(browser):
    somebody = Somebody(browser).told(MAN).worked_out()
    for one in browser.app.state.jobs.of_person(somebody.id, "forecasts"):
        browser.app.state.jobs.cache.forget(somebody.id, one.key)

    assert view_of(somebody)["lost"]
    assert browser.post(f"{somebody.home}/answer/again", data={}).status_code == 303

    view = view_of(somebody)
    assert not view["lost"]
    assert {one["state"] for one in view["waiting"]} == {"queued"}


def test_a_forecast_that_failed_says_why_and_can_be_tried_again(browser):
    jobs = browser.app.state.jobs
    somebody = Somebody(browser).told(MAN | {"age": 49})
    browser.post(f"{somebody.home}/consult/finish", data={})
    turns = Turns(jobs.store)
    while (turn := turns.take()) is not None:
        turns.fail(turn, f"Nobody fits <these> answers of {turn.kind}.")

    page = browser.get(f"{somebody.home}/answer").text
    assert "Nobody fits &lt;these&gt; answers of forecasts." in page
    assert "It is not worked out yet" not in page

    assert browser.post(f"{somebody.home}/answer/again", data={}).status_code == 303
    view = view_of(somebody)
    assert view["failed"] == []
    assert {one["state"] for one in view["waiting"]} == {"queued"}


class Kept(Progress):
    """Keeps what is shown early."""

    def __init__(self):
        self.files = {}
        super().__init__(lambda _share, _says: None, self.files.__setitem__)


@pytest.fixture
def small(monkeypatch):
    """Few people, small pictures, and no head to turn, which has tests of its own."""
    from anagen.consultation import forecast
    from anagen.web import heads

    monkeypatch.setattr(forecast, "PEOPLE", 24)
    monkeypatch.setattr(tasks, "SIZE_PX", 96)
    monkeypatch.setattr(heads, "head_file", lambda named: ", ".join(named).encode())
    monkeypatch.setattr(tasks, "MONTHS", (0, 12))
    monkeypatch.setattr(tasks, "FOLLICLES", 64)
    monkeypatch.setattr(tasks, "LOOKED_AT", 1)
    tasks._crowds.clear()
    yield
    tasks._crowds.clear()


def test_the_runner_draws_the_head_today_and_then_through_the_months(tmp_path, small):
    answers = tasks.crowd_answers(MAN)
    regimens = ["untreated", "finasteride 1 mg oral daily"]
    kept = Kept()

    tasks.draw_head_today({"answers": answers}, tmp_path, kept)
    tasks.draw_heads({"answers": answers, "regimens": regimens, "centile": 50, "course": 1}, tmp_path, kept)

    with Image.open(tmp_path / "head.webp") as picture:
        assert picture.size == (96, 96)
        assert set(picture.info) <= {"loop", "background", "timestamp", "duration"}
    assert set(kept.files) == {"heads.json", "head-12.webp"}
    assert (tmp_path / "turn.head").read_bytes() == b"No treatment, With it"


def test_the_answers_by_which_heads_are_drawn_are_those_that_the_crowd_reads():
    told = {**MAN, "goal": "regrow", "medicines": ["none"]}

    assert "goal" not in tasks.crowd_answers(told)
    assert tasks.crowd_answers(told)["pattern_seen"] == "crown"


def test_a_page_that_waits_is_looked_at_again_where_no_script_does_it(browser):
    somebody = Somebody(browser).told(MAN | {"age": 47})
    assert browser.post(f"{somebody.home}/consult/finish", data={}).status_code == 303

    page = browser.get(f"{somebody.home}/answer").text

    assert page.count("waits its turn") == page.count('<a class="button plain" href="">Look again</a>') == 2
    assert "http-equiv" not in page  # what loads itself anew throws out whoever is reading it aloud
    assert {one["state"] for one in view_of(somebody)["waiting"]} == {"queued"}


def test_a_job_that_was_stopped_can_be_asked_for_again(browser):
    somebody = Somebody(browser).told(MAN | {"age": 48})
    browser.post(f"{somebody.home}/consult/finish", data={})
    for one in view_of(somebody)["waiting"]:
        assert browser.post(f"/jobs/{one['id']}/cancel", data={}).status_code == 303

    view = view_of(somebody)

    assert view["lost"]
    assert view["waiting"] == []
