"""The consultation in the browser: one question a screen, each answer kept at once, and stops that are said at once."""

import io
import tomllib

import pytest
import web_clients
from consulted import walk
from PIL import Image
from web_people import MAN, WOMAN, Somebody

from anagen.diary.logbook import Diary
from anagen.web.interview import kept_interview


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return web_clients.owner(tmp_path_factory.mktemp("web"))


@pytest.fixture
def ben(browser):
    somebody = Somebody(browser)
    somebody.begin()
    return somebody


@pytest.mark.parametrize("wanted", [MAN, WOMAN], ids=["man", "woman"])
def test_everybody_sees_the_screens_of_the_questionnaire_and_every_answer_is_kept(ben, wanted):
    asked = ben.walk(wanted)

    assert asked == [group[0].field for group, _ in walk(wanted)]
    kept = dict(ben.interview().answers)
    assert {name: kept.get(name) for name in wanted if name in kept} == {
        name: value for name, value in wanted.items() if name in kept
    }
    assert set(wanted) - set(kept) <= {"partner_pregnant_or_trying", "psa_planned"}


def test_each_answer_is_in_the_record_that_the_diary_reads(ben):
    ben.answer("consent_data", "true")
    ben.answer("suicidal_now", "false")
    ben.answer("age", "31")

    store = ben.browser.app.state.store
    assert Diary(store, ben.id).answers()["age"] == 31
    assert len(store.records(ben.id, "answers")) == 1


def test_an_interview_goes_on_where_it_was_left(ben):
    ben.answer("consent_data", "true")
    ben.answer("suicidal_now", "false")
    again = web_clients.Browser(ben.browser.app)

    assert again.get(f"{ben.home}/consult/ask.json").json()["field"] == "age"


def test_a_skipped_question_is_left_open_and_not_asked_again(ben):
    ben.answer("consent_data", "true")
    ben.answer("suicidal_now")

    assert ben.interview().left_open == {"suicidal_now"}
    assert ben.browser.get(f"{ben.home}/consult/ask.json").json()["field"] == "age"


def test_nothing_can_be_answered_before_there_is_consent(ben):
    assert ben.answer("age", "31").status_code == 422
    assert ben.answer("consent_data").status_code == 422

    assert set(ben.interview().answers) == {"respondent"}


def test_taking_consent_back_forgets_the_answers_and_what_came_of_them(ben):
    ben.told(MAN).worked_out()

    ben.answer("consent_data", "false", change="true")

    assert ben.browser.app.state.store.records(ben.id) == ()
    assert not (ben.browser.app.state.settings.data_folder / "results" / ben.id).exists()


@pytest.mark.parametrize(("field", "offered"), [("areas", False), ("triggers_6m", True)])
def test_who_ticks_nothing_is_told_of_none_of_these_where_there_is_one(ben, field, offered):
    ben.answer("consent_data", "true")
    page = ben.browser.post(f"{ben.home}/consult/ask", data={"field": field}).text

    assert "Tick what applies" in page
    assert ("none of these does" in page) is offered


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("age", "old", "not a number"),
        ("age", "211", "from 0 to 110"),
        ("sex", "robot", "answers that are shown"),
        ("areas", "areas:moon", "what is shown"),
        ("triggers_6m", "none", "None of these"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_said_on_its_page_and_nothing_is_kept(ben, field, value, says):
    ben.answer("consent_data", "true")
    values = [value, "triggers_6m:new_medicine"] if field == "triggers_6m" else [value]

    answer = ben.answer(field, *values)

    assert answer.status_code == 422
    assert says in answer.text
    assert field not in ben.interview().answers
    assert (
        "error"
        in ben.browser.post(f"{ben.home}/consult/ask.json", json={"field": field, "value": values}).json()
    )


def test_thoughts_of_self_harm_end_it_at_once_with_lines_of_the_region(ben):
    ben.answer("consent_data", "true")
    ben.answer("region", "UK")

    answer = ben.answer("suicidal_now", "true")
    page = ben.browser.get(answer.headers["location"]).text

    assert "You matter more than hair" in page
    assert "116 123" in page
    assert ben.browser.get(f"{ben.home}/consult/ask").status_code == 303
    assert ben.browser.get(f"{ben.home}/consult.json").json()["ended"]


def test_a_stop_that_ends_nothing_is_said_and_the_questions_go_on(ben):
    ben.answer("consent_data", "true")

    answer = ben.answer("follicle_openings", "not_visible")
    stop = ben.browser.get(answer.headers["location"] + ".json").json()

    assert answer.headers["location"].endswith("/consult/stop")  # and says of nothing what it was
    assert not stop["ends"]
    assert [one["field"] for one in stop["notes"]] == ["follicle_openings"]
    assert ben.browser.get(f"{ben.home}/consult/ask").status_code == 200


def test_a_changed_answer_takes_back_what_was_asked_because_of_it(ben):
    ben.told(WOMAN)
    assert "preg_status" in ben.interview().answers

    ben.answer("sex", "male", change="true")

    assert "preg_status" not in ben.interview().answers
    assert "ludwig" not in ben.interview().answers


def test_answers_of_another_day_go_into_a_record_of_that_day(ben, monkeypatch):
    from datetime import date

    from anagen.web.pages import consult

    ben.told(MAN)
    ben.walk(MAN)
    monkeypatch.setattr(consult, "today", lambda: date(2099, 1, 1))

    ben.answer("age", "33", change="true")

    days = [one.day for one in ben.browser.app.state.store.records(ben.id, "answers")]
    assert days[-1] == "2099-01-01"
    assert "2099-01-01" not in days[:-1]
    assert kept_interview(ben.browser.app.state.store, ben.id).answers["age"] == 33


def test_the_answers_can_be_taken_away_as_a_persons_file_and_brought_back(ben):
    ben.told(MAN)

    text = ben.browser.get(f"{ben.home}/consult/answers.toml").text
    other = Somebody(ben.browser, name="Copy")

    assert tomllib.loads(text)["norwood"] == "IIIv"
    assert other.upload(text).status_code == 303
    assert dict(other.interview().answers) == dict(ben.interview().answers)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age = 'x'", "answers.toml"),
        ("shoe_size = 44", "shoe_size"),
        ("age = 20\nsex = 'male'\nonset_months = 500", "does not fit"),
        ("consent_data = false", "may not be kept"),
        ("age = [", "answers.toml"),
        ("x" * 70_000, "KiB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole(ben, text, says):
    answer = ben.upload(text)

    assert answer.status_code in (413, 422)
    assert says in answer.text
    assert "anagen-answers-" not in answer.text
    assert set(ben.interview().answers) == {"respondent"}


def test_pictures_of_grades_are_shown_beside_their_answers(ben):
    ben.told({"age": 40, "sex": "male"})

    page = ben.browser.get(f"{ben.home}/consult/ask.json?field=norwood").json()["shown"]

    pictured = [one["picture"] for one in page["lines"] if one["picture"]]
    assert len(pictured) == 10
    assert [one["value"] for one in page["lines"] if one["undrawn"]] == ["IVa", "Va"]
    assert any(one.endswith("/IIa.webp") for one in pictured)
    with Image.open(io.BytesIO(ben.browser.get(pictured[0]).content)) as picture:
        assert picture.format == "WEBP"
        assert picture.width == 2 * picture.height
    for path in (
        "/grades/norwood/male/../../x.webp",
        "/grades/norwood/robot/I.webp",
        "/grades/x/male/I.webp",
    ):
        assert ben.browser.get(path).status_code == 404


def test_only_clinicians_answer_as_clinicians(tmp_path):
    with web_clients.cheaply():
        clinic = web_clients.clinic(tmp_path)
        home = f"/p/{clinic.people['ann']}/consult"

        assert clinic.browser("ann").post(f"{home}/begin", data={"depth": "clinician"}).status_code == 422
        assert clinic.browser("dora").post(f"{home}/begin", data={"depth": "clinician"}).status_code == 303


def test_the_head_is_drawn_while_the_last_questions_are_still_asked(ben):
    wanted = {
        name: MAN[name] for name in ("consent_data", "age", "sex", "onset_months", "pattern_seen", "norwood")
    }
    for field, value in wanted.items():
        ben.answer(field, str(value).lower() if isinstance(value, bool) else str(value))
    jobs = ben.browser.app.state.jobs
    assert jobs.of_person(ben.id) == ()

    ben.answer("family_history", "yes")
    (job,) = jobs.of_person(ben.id)
    ben.answer("phq2", "0")

    assert job.kind == "head_today"
    assert jobs.of_person(ben.id) == (job,)
