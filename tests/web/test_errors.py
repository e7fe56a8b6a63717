"""Pages that say what did not work: why, and the way back from there."""

import pytest
import web_clients

from anagen.web.security import bodies

KEY = "k" * 43
FROM = "http://localhost/trials/edit?trial=kaufman_1998"


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    one = web_clients.owner(tmp_path_factory.mktemp("errors"))
    yield one
    one.app.state.store.close()


def test_what_is_too_large_says_how_much_is_taken_and_leads_back(alone, monkeypatch):
    monkeypatch.setattr(bodies, "LARGEST_UPLOAD", 2**20)
    files = {"file": ("trial.toml", b"x" * 2**21, "text/plain")}

    answer = alone.post("/trials/upload", files=files, headers={"Referer": FROM})

    assert answer.status_code == 413
    assert "At most 1 megabytes" in answer.text
    assert answer.text.count("This is too large") == 2  # the title of the page, and of the window
    assert 'href="/trials/edit?trial=kaufman_1998">Back to where you were' in answer.text


@pytest.mark.parametrize(
    "came_from",
    [
        "http://elsewhere.example/trials",
        "http://localhost:99/x",
        "http://[",
        "/trials",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_led_back_to_another_place(alone, came_from):
    answer = alone.get("/trials/compare", headers={"Referer": came_from})

    assert answer.status_code == 422
    assert "Back to where you were" not in answer.text
    assert "Go to the first page" in answer.text


def test_a_page_that_fails_does_not_lead_back_to_itself(alone):
    answer = alone.get("/trials/compare", headers={"Referer": "http://localhost/trials/compare?run=x"})

    assert "Back to where you were" not in answer.text


def test_what_cannot_be_asked_for_is_said_in_plain_words(alone):
    answer = alone.request("DELETE", "/gallery")

    assert answer.status_code == 405
    assert "Method Not Allowed" not in answer.text
    assert "not for this kind of request" in answer.text


def test_who_has_no_key_is_not_sent_to_a_page_that_is_closed_too(tmp_path):
    stranger = web_clients.owner(tmp_path, key=KEY)

    page = stranger.get("/gallery").text

    assert "Open the whole address" in page
    assert "Go to the first page" not in page
    stranger.app.state.store.close()
