"""What strangers write and send: markup in every free text and file name, too much, and files that lie."""

import io
import logging
import struct
import zipfile
import zlib

import pytest
import web_clients
from store_pictures import jpeg, png
from web_routes import filled, routes

from anagen.web.security import bodies

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
MARK = "onerror=alert(2)"
NAMES = ('"><img src=x onerror=alert(2)>.png', "../../../../tmp/anagen-was-here.png")
SECRET = "zebra-crossing-91"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The browser of an owner with a person of their own."""
    one = web_clients.owner(tmp_path_factory.mktemp("own"), strict=False)
    one.person_id = one.app.state.store.add_person("me")
    yield one
    one.app.state.store.close()


def spared(route):
    """Actions that would take away what the others need."""
    return route.path.removesuffix(".json").endswith(("/erase", "/sign-out", "/delete"))


def post_all(browser, text, name):
    """Fill in every form that there is, as a form and as JSON; give the answers by their route."""
    answers = {}
    for route in routes(browser.app):
        if route.method != "POST" or spared(route) or not route.forms:
            continue
        values, files = filled(route.forms[0], text)
        path = route.at(person_id=browser.person_id)
        if files:
            data = {key: str(value) for key, value in values.items()}
            sent = {key: (name, png(), "image/png") for key in files}
            answers[route] = browser.post(path, data=data, files=sent)
        elif route.is_json:
            answers[route] = browser.post(path, json=values)
        else:
            answers[route] = browser.post(path, data=flat(values))
    return answers


def flat(values):
    return {key: value if isinstance(value, list) else str(value) for key, value in values.items()}


def get_all(browser):
    found = [one for one in routes(browser.app) if one.method == "GET" and set(one.names) <= {"person_id"}]
    return {one: browser.get(one.at(person_id=browser.person_id)) for one in found}


def test_markup_in_any_field_or_file_name_is_shown_as_text(own):
    answers = post_all(own, MARKUP, NAMES[0])
    own.app.state.store.rename_person(own.person_id, MARKUP[:199])
    shown = {**answers, **get_all(own)}

    assert len(answers) > 10
    assert [(str(one), got.status_code) for one, got in shown.items() if got.status_code >= 500] == []
    pages = {one: got for one, got in shown.items() if "html" in got.headers.get("content-type", "")}
    assert [
        str(one) for one, got in pages.items() if "<script>alert" in got.text or "<img src=x" in got.text
    ] == []
    assert [str(one) for one, got in pages.items() if "{{7*7}}" not in got.text and ">49" in got.text] == []
    assert any("&lt;script&gt;alert(1)" in got.text for got in pages.values())  # it was taken somewhere


NOTES = {
    "diary/treatment": {"course": "finasteride 1 mg oral daily"},
    "diary/shed": {"counts": ["61"], "days_unwashed": "1"},
    "diary/measurement": {
        "measure": "hair_count",
        "value": "150",
        "site": "vertex",
        "area_cm2": "1",
    },
    "diary/grade": {"grade": "norwood/III"},
    "diary/effect": {"effects": ["dark_marks"]},
}
"""What the diary needs beside a note to take it."""


def test_markup_that_is_kept_is_shown_as_text_wherever_it_is_shown(own):
    """Every free text that is taken to the store: notes, questions, replies, names, titles of trials."""
    home = f"/p/{own.person_id}"
    taken = {
        path: own.post(f"{home}/{path}.json", json=form | {"note": MARKUP}) for path, form in NOTES.items()
    }
    own.post(f"{home}/diary/consent.json", json={"agree": True})
    picture = own.post(
        f"{home}/diary/photographs.json",
        data={"view": "top", "note": MARKUP},
        files={"file": (NAMES[0], solid(), "image/png")},
    )
    own.post(f"{home}/questions/keep.json", json={"question": MARKUP})
    waiting = own.get("/questions/queue.json").json()["waiting"]
    reply = {"question_id": waiting[0]["id"], "reply": MARKUP, "who": MARKUP[:80]}
    answered = own.post("/questions/queue/reply.json", json=reply)

    assert {path: got.text for path, got in taken.items() if got.status_code != 200} == {}
    assert (picture.status_code, answered.status_code) == (200, 200), picture.text + answered.text
    kept = own.app.state.store.records(own.person_id)
    assert {one.kind for one in kept if MARK in one.text} >= KINDS
    shown = [*get_all(own).values(), *(own.get(f"{home}/diary/entries/{one.id}") for one in kept)]
    pages = [got.text for got in shown if "html" in got.headers.get("content-type", "")]
    assert not any("<script>alert" in text or "<img src=x" in text for text in pages)
    assert sum("&lt;img src=x onerror" in text for text in pages) >= len(NOTES)


KINDS = {"treatment", "shed_count", "measurement", "grade", "side_effect", "photograph", "question", "answer"}


def solid():
    """A picture that may be a photograph."""
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 90, 60)).save(kept, "PNG")
    return kept.getvalue()


def test_what_was_written_is_in_no_address_no_log_and_no_audit(own, caplog):
    caplog.set_level(logging.DEBUG)
    answers = post_all(own, SECRET, f"{SECRET}.png")

    assert any(got.status_code == 303 for got in answers.values())
    told = [got.headers["location"] for got in answers.values() if "location" in got.headers]
    assert [one for one in told if SECRET in one] == []
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert [one for one in ours if SECRET in one] == []
    assert [line for line in own.app.state.store.audit() if SECRET in str(line)] == []
    cookies = [value for got in answers.values() for value in got.headers.get_list("set-cookie")]
    assert [one for one in cookies if SECRET in one] == []


def test_looking_changes_nothing(own):
    store = own.app.state.store
    before = store.people(), store.records(own.person_id), store.attachments(own.person_id), store.audit()
    answers = get_all(own)

    assert len(answers) > 20
    assert (store.people(), store.records(own.person_id), store.attachments(own.person_id)) == before[:3]
    assert {line.what for line in store.audit()[len(before[3]) :]} <= {"export"}


def test_passwords_and_tokens_are_in_no_log(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    made = web_clients.clinic(tmp_path)
    one = made.browser("dora")
    one.sign_in("dora", SECRET)
    one.post("/account/password", data={"present": SECRET, "password": SECRET, "again": SECRET})
    made.app.state.store.close()
    ours = " ".join(
        each.getMessage() for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))
    )

    for secret in (SECRET, web_clients.PASSWORD, one.token(), one.cookies["anagen_session"]):
        assert secret not in ours


def test_a_bug_shows_neither_its_cause_nor_what_was_given(own, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError(f"bug with {SECRET}")

    monkeypatch.setattr("anagen.web.security.visitor.Visitor.people", broken)
    quiet = web_clients.Browser(own.app, raise_server_exceptions=False)
    answer = quiet.get("/")

    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text


def too_much(size):
    block = b"a" * 2**16
    for _ in range(size // len(block) + 1):
        yield block


@pytest.mark.parametrize(("path", "kind"), [("/start.json", "json"), ("/start", "x-www-form-urlencoded")])
def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_its_size(own, path, kind):
    headers = {"Content-Type": f"application/{kind}"}
    said = own.post(path, content=b"", headers=headers | {"Content-Length": str(10**12)})
    streamed = own.post(path, content=too_much(bodies.LARGEST_FORM), headers=headers)

    assert said.status_code == 413
    assert streamed.status_code == 413
    assert "At most 512 kilobytes" in streamed.text


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(own, monkeypatch):
    monkeypatch.setattr(bodies, "LARGEST_UPLOAD", 2**20)
    taking = [one for one in routes(own.app) if one.has_upload()]

    assert len(taking) > 1
    for route in taking:
        form = dict.fromkeys(filled(route.forms[0], "a")[1], ("a.png", b"a" * (2**20 + 1), "image/png"))
        answer = own.post(route.at(person_id=own.person_id), files=form)
        assert answer.status_code == 413, str(route)


def bomb_png(width=60_000, height=60_000):
    """Some kilobytes that would be gigabytes of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10**6), 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def bomb_zip():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.json", bytes(50 * 2**20))
    return kept.getvalue()


LIES = {
    "pixels.png": (bomb_png(), "image/png"),
    "pixels.jpg": (bomb_png(), "image/jpeg"),
    "archive.png": (bomb_zip(), "image/png"),
    "page.jpg": (b"<html><script>alert(1)</script></html>", "image/jpeg"),
    "drawing.png": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/png"),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    "both.png": (solid() + b"<script>alert(1)</script>", "text/html"),
    "torn.jpg": (jpeg()[:9], "image/jpeg"),
    "nothing.png": (b"", "image/png"),
    "entities.xml": (
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&d;</a>',
        "text/xml",
    ),
    "letters.toml": (b"\xff\xfe\x00" * 999, "application/toml"),
    "nested.toml": (b"a=" + b"[" * 50_000, "application/toml"),
}


@pytest.mark.parametrize("name", LIES)
def test_files_that_lie_or_swell_are_refused_in_plain_words(own, name):
    data, kind = LIES[name]
    consent = f"/p/{own.person_id}/diary/consent"
    own.post(f"{consent}.json", json={"agree": True})
    uploads = [one for one in routes(own.app) if one.has_upload()]
    for route in uploads:
        sent = dict.fromkeys(filled(route.forms[0], "a")[1], (name, data, kind))  # all else may be left out
        answer = own.post(route.at(person_id=own.person_id), files=sent)
        assert answer.status_code < 500, str(route)
        assert "Traceback" not in answer.text
        assert "root:x:" not in answer.text
    store = own.app.state.store
    kept = [store.attachment(own.person_id, one.sha256) for one in store.attachments(own.person_id)]
    own.post(f"{consent}/withdraw.json", json={})  # and with it the photographs
    assert [one.media_type for one in kept] == (["image/jpeg"] if name == "both.png" else [])
    assert all(b"<script>" not in one.data for one in kept)


def test_there_are_uploads_to_be_tried(own):
    assert [one for one in routes(own.app) if one.has_upload()]


NO_HEALTH = {"month", "centile", "field", "day", "what", "view", "before", "after", "small", "page"}
"""What an address of somebody's page may say behind its question mark: a day, a place in it, a way to look."""


def test_no_address_of_a_person_has_room_for_a_health_value(own):
    taken = {
        (str(one), field.name)
        for one in routes(own.app)
        if "person_id" in one.names
        for field in one.dependant.query_params
    }

    assert {each for each in taken if each[1] not in NO_HEALTH} == set()
    assert taken
