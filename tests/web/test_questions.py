"""Questions are answered with what they rest on; red flags come first; what nothing answers waits for a clinician."""

import pytest
import web_clients
from web_people import WOMAN, Somebody

from anagen.consultation.wording import barred_words
from anagen.web.jobs.carrying import run_waiting
from anagen.web.tasks import what_if

NOWHERE = "what is the price of tea in china?"
STOPPING = "what if I stop finasteride after a year?"


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    one = web_clients.owner(tmp_path_factory.mktemp("questions"))
    yield one
    one.app.state.store.close()


@pytest.fixture(scope="module")
def ada(alone):
    return alone.app.state.store.add_person("Ada")


@pytest.fixture
def few_people(monkeypatch):
    monkeypatch.setattr(what_if, "PEOPLE", 12)
    monkeypatch.setattr(what_if, "FOLLICLES", 60)


def asked(browser, question, person=None):
    at = "/questions/ask" if person is None else f"/p/{person}/questions/ask"
    return browser.post(at, data={"question": question})


def test_an_answer_says_what_it_rests_on_and_how_sure_it_is(alone):
    page = asked(alone, "Does minoxidil work?").text
    twin = alone.post("/questions/ask.json", json={"question": "Does minoxidil work?"}).json()

    assert twin["kind"] == "answer"
    assert twin["sure"] in page
    assert len(twin["rests_on"]) > 2
    for one in twin["rests_on"]:
        assert alone.get(one["address"]).status_code == 200


@pytest.mark.parametrize("question", ["I want to end it all", "my son is 14, can he take finasteride?"])
def test_a_red_flag_comes_before_all_else_and_nothing_is_simulated(alone, question):
    page = asked(alone, question)
    twin = alone.post("/questions/ask.json", json={"question": question}).json()

    assert page.status_code == 200
    assert twin["warnings"]
    assert twin["what_if"] is None
    assert page.text.index(twin["warnings"][0]["title"]) < page.text.index("Ask another")
    if twin["warnings"][0]["ends"]:
        assert twin["kind"] == "stop"
        assert not twin["text"]
        assert twin["warnings"][0]["contacts"]


def test_a_what_if_is_simulated_in_the_background_for_who_asks(alone, ada, few_people):
    alone.app.state.store.put(ada, "answers", "2026-03-01", {"answers": {"age": 41, "sex": "male"}})
    sent = asked(alone, STOPPING, ada)
    place = sent.headers["location"]
    waiting = alone.get(place)

    assert sent.status_code == 303
    assert "finasteride" not in place
    assert ">Look again</a>" in waiting.text
    assert alone.get(f"{place}.json").json()["what_if"]["job"]["place"] == 1

    assert run_waiting(alone.app.state.jobs) == 1
    done = alone.get(f"{place}.json").json()
    result, page = done["what_if"]["result"], alone.get(place).text

    assert "Look again" not in page
    assert result["who"] == "A man of 41, as in the answers"
    assert result["says"].replace("'", "&#39;").replace("cm2", "cm²") in page
    assert result["difference"]["low90"] <= result["difference"]["median"] <= result["difference"]["high90"]
    assert result["versus"] == "keeping on"
    assert next(row["name"] for row in result["rows"]) == "Today"
    assert 'class="band-0"' in page
    assert not barred_words(result["says"])
    assert done["title"] == "What happens when finasteride is stopped?"
    for file in result["files"]:
        assert alone.get(file).status_code == 200
    assert len(result["files"]) == 2
    assert asked(alone, STOPPING, ada).headers["location"] == place


def test_a_simulation_is_kept_from_who_did_not_ask_for_it(alone, ada, few_people):
    place = asked(alone, STOPPING, ada).headers["location"]

    assert alone.get(f"{place}/../../secret").status_code == 404
    assert alone.get(f"{place}/what_if.json").status_code == 404
    assert alone.get("/questions/what-if/none").status_code == 404


def test_what_goes_beyond_labels_is_held_back_without_words_of_the_terminal(alone):
    twin = alone.post(
        "/questions/ask.json", json={"question": "what if I take dutasteride 5 mg daily?"}
    ).json()

    assert twin["held"]
    assert twin["what_if"] is None
    assert not any("--" in one["says"] for one in twin["held"])


def test_a_woman_who_asks_for_finasteride_is_told_that_it_is_not_for_her(alone):
    eva = Somebody(alone, "Eva").told(WOMAN)
    page = asked(alone, "Can I take finasteride?", eva.id).text

    assert page.index("Not for this person") < page.index("How is finasteride taken?")
    assert "finasteride" not in " ".join(alone.get(f"{eva.home}/questions.json").json()["examples"])


def test_what_nothing_answers_is_kept_and_a_reply_joins_what_is_found(alone, ada):
    offered = asked(alone, NOWHERE, ada).text
    kept = alone.post(f"/p/{ada}/questions/keep", data={"question": NOWHERE})
    (waiting,) = alone.get("/questions/queue.json").json()["waiting"]

    assert "Keep it for a clinician" in offered
    assert "Keep it for a clinician" not in asked(alone, NOWHERE).text
    assert kept.status_code == 303
    assert waiting["question"] == NOWHERE
    assert "waits for a reply" in alone.get(f"/p/{ada}/questions").text

    sent = {
        "question_id": waiting["id"],
        "reply": "Nothing of that is known <b>here</b>.",
        "who": "Dr. Example",
    }
    assert alone.post("/questions/queue/reply", data=sent).status_code == 303

    twin = alone.post("/questions/ask.json", json={"question": NOWHERE}).json()
    assert alone.get("/questions/queue.json").json()["waiting"] == []
    assert twin["kind"] == "reply"
    assert "Dr. Example" in twin["why_sure"]
    assert "&lt;b&gt;here" in alone.get(f"/p/{ada}/questions").text


@pytest.mark.parametrize("question", ["", "   ", "?!", "word " * 2000])
def test_what_is_no_question_is_refused_on_the_page(alone, question):
    assert asked(alone, question).status_code == 422
    assert alone.post("/questions/ask.json", json={"question": question}).status_code == 422


def test_a_reply_to_nothing_is_refused_on_the_page(alone):
    answer = alone.post("/questions/queue/reply", data={"question_id": "zzzz", "reply": "yes", "who": "x"})

    assert answer.status_code == 422
    assert "--queue" not in answer.text
    assert "Questions that wait" in answer.text


def test_a_question_is_never_in_an_address_and_is_shown_as_text(alone):
    question = "does <script>alert(1)</script> help hair?"
    page = asked(alone, question).text

    assert "<script>alert" not in page
    assert 'method="get"' not in page


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    with web_clients.cheaply():
        made = web_clients.clinic(tmp_path_factory.mktemp("clinic"))
        yield made
        made.app.state.store.close()


def test_in_a_clinic_only_their_clinician_sees_and_replies(clinic, few_people):
    ann, bob, dora, emil = (clinic.browser(name) for name in ("ann", "bob", "dora", "emil"))
    patient = clinic.people["ann"]
    ann.post(f"/p/{patient}/questions/keep", data={"question": NOWHERE})

    assert ann.get("/questions/queue").status_code == 403
    assert emil.get("/questions/queue.json").json()["waiting"] == []
    (waiting,) = dora.get("/questions/queue.json").json()["waiting"]
    forged = emil.post("/questions/queue/reply", data={"question_id": waiting["id"], "reply": "no"})
    assert forged.status_code == 422
    assert (
        dora.post(
            "/questions/queue/reply",
            data={"question_id": waiting["id"], "reply": "It hangs on taste.", "who": "Mallory"},
        ).status_code
        == 303
    )
    assert "dora" in ann.get(f"/p/{patient}/questions").text
    assert bob.get(f"/p/{patient}/questions").status_code == 404

    place = asked(ann, STOPPING, patient).headers["location"]
    assert dora.get(place).status_code == 200
    assert bob.get(place).status_code == 404
    assert emil.get(f"{place}.json").status_code == 404


def test_a_clinician_is_told_what_speaks_to_clinicians(clinic):
    question = {"question": "what if I take dutasteride 0.5 mg daily?"}
    ann = clinic.browser("ann").post("/questions/ask.json", json=question).json()
    dora = clinic.browser("dora").post("/questions/ask.json", json=question).json()

    assert ann["held"]
    assert not dora["held"]
    assert dora["what_if"]["job"]["state"] == "queued"
