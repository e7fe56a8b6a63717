"""A session on the web: the checks of the command line, one step a screen, and nothing that is counted twice."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from rolling import ANSWERS, small_plan
from web_clients import owner

from anagen.rolling.session import Session
from anagen.rolling.stored import StoredSessions
from anagen.web.pages import rolling

TODAY = {
    "roller_interval_days": "30",
    "scalp_healed_since_last": "true",
    "scalp_signs": "none",
    "scalp_symptoms": "none",
    "side_effects": "none",
    "roller_disinfected": "true",
}
"""What is answered before a first session with a used roller, so that nothing speaks against it."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with owner(tmp_path_factory.mktemp("rolling")) as browser:
        yield browser


@pytest.fixture
def store(browser):
    return browser.app.state.store


@pytest.fixture
def person(store):
    """Somebody whom nothing keeps from rolling."""
    return add(store)


def add(store, **changed):
    ben = store.add_person("Ben")
    told = {
        name: list(one) if isinstance(one, tuple) else one for name, one in {**ANSWERS, **changed}.items()
    }
    store.put(ben, "answers", "2026-03-01", {"answers": told})
    return ben


def under_way(store, person, plan=None, moment=None):
    """A session that waits at its first step."""
    session = Session.begun(
        plan or small_plan(6, 6, pace_s=0.0, topical="minoxidil"), moment or datetime.now(UTC)
    )
    StoredSessions(store, person).save(session)
    return session


def kept(store, person):
    return StoredSessions(store, person).sessions()[-1]


def press(browser, person, do="next"):
    """Press a button of the page as it is now."""
    at = browser.get(f"/p/{person}/rolling/session.json").json()["at"]
    return browser.post(f"/p/{person}/rolling/session", data={"do": do, "at": at})


def answer_all(browser, person, **changed):
    """Answer every question before a session; the fields that were asked."""
    asked = []
    while field := browser.get(f"/p/{person}/rolling/before.json").json()["field"]:
        asked.append(field)
        value = {**TODAY, **changed}.get(field, "false")
        sent = browser.post(f"/p/{person}/rolling/before", data={"field": field, "value": value})
        assert sent.status_code == 303, sent.text
    return asked


def test_the_checks_are_asked_one_a_page_and_lead_to_a_session_that_is_logged(browser, store, person):
    assert answer_all(browser, person)[: len(TODAY)] == list(TODAY)
    page = browser.get(f"/p/{person}/rolling/before").text
    assert "Nothing speaks against rolling today" in page
    assert 'role="img"' in page

    sent = browser.post(f"/p/{person}/rolling/begin", data={"pace": "hand", "passes": "10"})
    assert sent.headers["location"] == f"/p/{person}/rolling/session"
    session, _ = kept(store, person)
    assert (session.plan.passes, session.plan.pace_s) == (10, 0.0)
    assert StoredSessions(store, person).answers(datetime.now().astimezone().date()) == {}
    assert StoredSessions(store, person).checks(session.id)["outcome"] == "go"

    for _ in range(4):
        press(browser, person)
    assert "front to back" in browser.get(f"/p/{person}/rolling/session").text
    press(browser, person, "stop")
    for _ in range(10):
        last = press(browser, person)
    page = browser.get(last.headers["location"]).text
    assert "All done" in page
    assert "A doctor, please" in page
    assert kept(store, person)[1]["outcome"] == "stopped early"


@pytest.mark.parametrize(
    ("changed", "today", "rule"),
    [
        ({}, {"scalp_signs": "scalp_signs:pustules"}, "MND-03"),
        ({"roller_mm": 1.5}, {}, "MND-38"),
    ],
)
def test_what_the_rules_forbid_cannot_be_begun(browser, store, changed, today, rule):
    person = add(store, **changed)
    answer_all(browser, person, **today)
    told = browser.get(f"/p/{person}/rolling/before.json").json()

    assert told["outcome"] == "do not"
    assert rule in {one["rule"] for one in told["checks"]}
    page = browser.get(f"/p/{person}/rolling/before").text
    assert "Do not roll today" in page
    assert "/rolling/begin" not in page
    assert browser.post(f"/p/{person}/rolling/begin", data={}).headers["location"].endswith("/before")
    assert store.records(person, "rolling_session") == ()


def test_what_the_diary_knows_is_held_to_the_rules_too(browser, store, person):
    browser.post(f"/p/{person}/diary/treatment", data={"course": "minoxidil 5 % 1 mL topical twice daily"})
    browser.post(f"/p/{person}/diary/grade", data={"grade": "norwood/IV"})

    told = rolling.answers_of(SimpleNamespace(store=store, person=SimpleNamespace(id=person)))
    assert told["norwood"] == "IV"
    assert "topical_minoxidil" in told["medicines"]


def test_a_question_that_is_left_open_holds_the_session_back(browser, store, person):
    while field := browser.get(f"/p/{person}/rolling/before.json").json()["field"]:
        browser.post(f"/p/{person}/rolling/before", data={"field": field, "skip": "true"})

    told = browser.get(f"/p/{person}/rolling/before.json").json()
    assert told["outcome"] == "do not"
    assert told["unanswered"]
    assert browser.post(f"/p/{person}/rolling/before/again", data={}).status_code == 303
    assert browser.get(f"/p/{person}/rolling/before.json").json()["field"] == next(iter(TODAY))


def test_an_answer_that_is_none_is_asked_again(browser, person):
    sent = browser.post(f"/p/{person}/rolling/before", data={"field": "roller_interval_days"})

    assert sent.status_code == 422
    assert "Give an answer" in sent.text
    for field in ("<b>", "age", "consent_data"):  # what is not asked is not taken
        sent = browser.post(f"/p/{person}/rolling/before", data={"field": field, "value": "x"})
        assert sent.headers["location"] == f"/p/{person}/rolling/before"
    assert browser.get(f"/p/{person}/rolling/before.json").json()["number"] == 1


def test_a_button_that_is_pressed_twice_counts_once(browser, store, person):
    under_way(store, person)
    for _ in range(4):
        press(browser, person)
    at = browser.get(f"/p/{person}/rolling/session.json").json()["at"]
    for _ in range(3):
        sent = browser.post(f"/p/{person}/rolling/session", data={"do": "next", "at": at})
        assert sent.status_code == 303

    assert kept(store, person)[0].passes_made == {1: 1}
    press(browser, person, "back")
    assert kept(store, person)[0].passes_made == {1: 0}


def test_broken_off_at_every_step_it_goes_on_in_another_browser_and_in_the_terminal(browser, store, person):
    session = under_way(store, person)
    while not session.done:
        shown = browser.get(f"/p/{person}/rolling/session.json").json()
        assert (shown["number"] - 1, shown["made"]) == (session.step, session.made[session.step])
        if session.step % 2:
            press(browser, person)
            session = kept(store, person)[0]
        else:  # what the terminal does
            elsewhere = StoredSessions(store, person)
            session = elsewhere.open_session().reopened(datetime.now(UTC)).next(datetime.now(UTC))
            elsewhere.save(session)
    assert kept(store, person)[0].passes_made == {1: 12}


def test_time_comes_from_the_record_and_not_from_the_page(browser, store, person, monkeypatch):
    session = under_way(store, person, small_plan(6, 6, pace_s=4.0))
    for _ in range(4):
        press(browser, person)
    press(browser, person)  # the pace begins
    began = kept(store, person)[0].since
    moment = began + timedelta(seconds=3)
    monkeypatch.setattr(rolling, "now", lambda: moment)

    shown = browser.get(f"/p/{person}/rolling/session.json").json()
    assert shown["running"]
    assert datetime.fromisoformat(shown["countdown"]["ends"]) == began + timedelta(seconds=4)
    press(browser, person, "tick")
    assert kept(store, person)[0].passes_made == {1: 0}
    moment = began + timedelta(seconds=4.2)
    press(browser, person, "tick")
    assert kept(store, person)[0].passes_made == {1: 1}
    moment += timedelta(minutes=9)  # the telephone slept
    press(browser, person, "tick")
    session = kept(store, person)[0]
    assert (session.passes_made, session.running) == ({1: 1}, False)
    assert "paused" in browser.get(f"/p/{person}/rolling/session").text


def test_what_was_left_for_too_long_can_only_be_closed_and_counts(browser, store, person):
    session = under_way(store, person, moment=datetime.now(UTC) - timedelta(days=2))
    for _ in range(6):
        session = session.next(session.seen)
    again = StoredSessions(store, person)
    again.open_session()
    again.save(session)

    assert "left for too long" in browser.get(f"/p/{person}/rolling/session").text
    press(browser, person)
    session, result = kept(store, person)
    assert session.ended is not None
    assert result["outcome"] == "broken off"
    assert result["sections"][0]["passes"] == 2


def test_the_log_counts_down_tells_the_next_day_and_what_waiting_costs(browser, store, person):
    session = under_way(store, person)
    while not session.done:
        session = session.next(session.seen)
    again = StoredSessions(store, person)
    again.open_session()
    again.save(session)
    key = again.record_id(session.id)

    told = browser.get(f"/p/{person}/rolling/sessions/{key}.json").json()
    percents = [one["percent"] for one in told["delays"]]
    assert percents == sorted(percents, reverse=True)
    assert percents[0] > percents[-1]
    assert told["countdown"]["left"] in ("24:00:00", "23:59:59", "23:59:58", "23:59:57")
    page = browser.get(f"/p/{person}/rolling").text
    assert f"/rolling/sessions/{key}" in page
    assert browser.post(f"/p/{person}/rolling/sessions/{key}/delete", data={}).status_code == 303
    assert store.records(person, "rolling_session") == ()
    assert browser.get(f"/p/{person}/rolling/sessions/{key}").status_code == 404


def test_a_session_of_somebody_else_is_not_there(browser, store, person):
    other = add(store)
    under_way(store, other)
    key = store.records(other, "rolling_session")[0].id

    under = browser.get(f"/p/{other}/rolling/sessions/{key}")
    assert under.headers["location"] == f"/p/{other}/rolling/session"
    assert browser.get(f"/p/{person}/rolling/sessions/{key}").status_code == 404
    assert browser.post(f"/p/{person}/rolling/sessions/{key}/delete", data={}).status_code == 404
    assert len(store.records(other, "rolling_session")) == 1


def test_a_worn_roller_is_let_through_when_its_head_is_new(browser, store):
    person = add(store, roller_uses=None)
    asked = answer_all(browser, person, roller_uses="15")
    told = browser.get(f"/p/{person}/rolling/before.json").json()
    assert "roller_uses" in asked
    assert (told["outcome"], told["worn"]) == ("do not", True)

    browser.post(f"/p/{person}/rolling/before/new-roller", data={})
    answer_all(browser, person)
    assert browser.get(f"/p/{person}/rolling/before.json").json()["outcome"] == "go"


def test_pages_have_no_inline_style_or_script_and_say_nothing_barred(browser, store, person):
    under_way(store, person)
    for _ in range(6):
        page = browser.get(f"/p/{person}/rolling/session").text
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)
        for word in ("cure", "guaranteed", "permanent", "100 %"):
            assert word not in page.lower().replace("secure", "")
        press(browser, person)


def course(browser, person, **changed):
    form = {"day": today().isoformat(), "every_days": "7", "needle_mm": "0.5", **changed}
    return browser.post(f"/p/{person}/rolling/course", data=form)


def today():
    return datetime.now().astimezone().date()


def test_a_course_stands_in_the_diary_with_the_day_of_its_next_session(browser, store):
    person = add(store)
    first = today() - timedelta(days=10)

    assert course(browser, person, day=first.isoformat(), every_days="7").status_code == 303

    told = browser.get(f"/p/{person}/rolling.json").json()
    assert told["course"]["says"] == "microneedling 0.5 mm 12 passes every 7 days"
    assert told["course"]["next_due"] == (first + timedelta(days=14)).isoformat()
    assert told["begin_course"] is None
    assert told["course"]["next_due"] in browser.get(f"/p/{person}/rolling").text
    assert told["course"]["says"] in browser.get(f"/p/{person}/diary").text


def test_who_began_a_course_is_asked_when_the_last_session_was_and_told_of_one_that_is_too_early(
    browser, store
):
    person = add(store)
    course(browser, person, day=(today() - timedelta(days=10)).isoformat())

    asked = answer_all(browser, person, roller_interval_days="3", scalp_healed_since_last="true")

    assert "roller_interval_days" in asked
    told = browser.get(f"/p/{person}/rolling/before.json").json()
    assert told["outcome"] == "wait", (asked, told["checks"], told["unanswered"])
    assert told["until"] == (today() + timedelta(days=4)).isoformat()


def test_a_course_at_a_pace_that_the_rules_forbid_is_refused(browser, store):
    person = add(store)

    refused = course(browser, person, needle_mm="2", every_days="7")

    assert refused.status_code == 422
    assert "at least 21 days" in refused.text
    assert browser.get(f"/p/{person}/rolling.json").json()["course"] is None


def test_before_a_session_a_whole_course_is_shown_as_dates(browser, store):
    person = add(store)
    course(browser, person, day=(today() + timedelta(days=2)).isoformat())
    answer_all(browser, person)

    told = browser.get(f"/p/{person}/rolling/before.json").json()

    assert told["outcome"] == "go"
    assert [one["number"] for one in told["dates"]] == list(range(1, 25))  # weekly at home
    assert (today() + timedelta(days=2)).isoformat() in told["early_says"]
