"""The diary on the web: two taps to log, red flags at once, photographs without their metadata, corrections kept."""

import io
import json
import re
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from fastapi import UploadFile
from PIL import Image
from rolling import small_plan
from web_clients import owner

from anagen.diary.days import today_in, zone_name
from anagen.diary.entries import Measurement, ShedCount, Taken, Treatment
from anagen.diary.logbook import Diary
from anagen.rolling.session import Session
from anagen.rolling.stored import StoredSessions
from anagen.web.diary.book import OpenDiary
from anagen.web.diary.carried import carried, diary_from
from anagen.web.diary.progress import request_of
from anagen.web.pages import diary_photographs
from anagen.web.pages.diary_photographs import PhotoForm
from anagen.web.tasks.diary import DIARY_FORECAST, look_ahead

TODAY = today_in(zone_name())
TABLET, LOTION = "finasteride 1 mg oral daily", "minoxidil 5 % 1 mL topical twice daily"
MAN = {"age": 31, "sex": "male", "norwood": "IIIv", "region": "UK"}
PLACE = {0x8825: {1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}}
"""A place as the metadata of a photograph has it (GPS)."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with owner(tmp_path_factory.mktemp("diary")) as browser:
        yield browser


@pytest.fixture
def store(browser):
    return browser.app.state.store


@pytest.fixture
def diary(store):
    """The diary of a man who has answered."""
    ben = store.add_person("Ben")
    store.put(ben, "answers", ago(200).isoformat(), {"answers": MAN})
    return Diary(store, ben)


@pytest.fixture
def home(diary):
    return f"/p/{diary.person_id}/diary"


def ago(days):
    return TODAY - timedelta(days=days)


def begun(diary, course=TABLET, days=10):
    return diary.add(Treatment(day=ago(days), zone="UTC", course=course))


def picture(size=(80, 80), kind="JPEG", place=False):
    image = Image.new("RGB", size, (200, 150, 120))
    stream = io.BytesIO()
    if place:
        exif = Image.Exif()
        exif.get_ifd(0x8825).update(PLACE[0x8825])
        exif[0x010F] = "a camera"
        image.save(stream, kind, exif=exif)
    else:
        image.save(stream, kind)
    return stream.getvalue()


def log(browser, home, what, **fields):
    """Fill in a form, and give the page that follows."""
    sent = browser.post(f"{home}/{what}", data=fields)
    assert sent.status_code == 303, sent.text
    return browser.get(sent.headers["location"])


def send(browser, home, data, name="crown.jpg", **fields):
    return browser.post(f"{home}/photographs", data={"view": "top", **fields}, files={"file": (name, data)})


def agree(browser, home):
    browser.post(f"{home}/consent", data={"agree": "true"})


# Logging


def test_a_dose_of_today_is_one_button(browser, diary, home):
    key = begun(diary)
    page = browser.get(home).text
    assert "Took it" in page

    log(browser, home, "take", treatment=key)
    assert diary.doses(diary.treatments()[0]) == {TODAY: 1}
    log(browser, home, "take", treatment=key)  # pressed twice
    assert diary.doses(diary.treatments()[0]) == {TODAY: 1}
    assert "1 of 1 taken" in browser.get(home).text


def test_missed_doses_and_those_of_earlier_days_are_one_button_each(browser, diary, home):
    key = begun(diary, LOTION)
    log(browser, home, "take", treatment=key, doses="0", day=ago(3).isoformat())
    log(browser, home, "take-open", treatment=key)

    doses = diary.doses(diary.treatments()[0])
    assert doses == {ago(days): 0 if days == 3 else 2 for days in range(10, 0, -1)}
    weeks = browser.get(f"{home}.json?month={ago(3):%Y-%m}").json()["weeks"]
    cells = {one["day"]: one["doses"] for week in weeks for one in week}
    assert cells[ago(3).isoformat()] == "none"


def test_a_month_shows_what_was_done_on_which_day(browser, diary, home):
    key = diary.add(Treatment(day=date(2026, 3, 2), zone="UTC", course=LOTION))
    diary.add(
        Taken(
            day=date(2026, 3, 2), zone="UTC", treatment=key, doses={date(2026, 3, 2): 2, date(2026, 3, 3): 1}
        )
    )
    session = Session.begun(small_plan(6, 6), datetime(2026, 3, 4, 18, tzinfo=UTC))
    StoredSessions(diary.store, diary.person_id).save(session.next(session.seen).broken_off(session.seen))
    diary.add(ShedCount(day=date(2026, 3, 5), zone="UTC", method="comb60", counts=(12.0,)))

    told = browser.get(f"{home}.json?month=2026-03").json()
    cells = {one["day"]: one for week in told["weeks"] for one in week}
    assert cells["2026-03-02"]["doses"] == "all"
    assert cells["2026-03-03"]["doses"] == "some"
    assert cells["2026-03-05"]["marks"] == ["shed_count"]
    assert "shed hairs" in cells["2026-03-05"]["says"]
    assert (told["before"], len(cells)) == ("2026-02", 42)
    page = browser.get(f"{home}?day=2026-03-05").text
    assert "12 hairs" in page
    for month in ("2026-13", "9999-12", "0000-01", "x"):
        assert browser.get(f"{home}?month={month}").status_code == 422
    assert browser.get(f"{home}?day=<b>").status_code == 422


def test_counts_and_measurements_say_whether_a_change_is_clear(browser, diary, home):
    first = {"measure": "visible_hair_density", "by": "doctor", "instrument": "dermatoscope"}
    log(browser, home, "measurement", value="120", day=ago(60).isoformat(), **first)
    small = log(browser, home, "measurement", value="124,5", day=ago(30).isoformat(), **first)
    large = log(browser, home, "measurement", value="170", **first)

    assert "No clear change" in small.text
    assert "Clear gain" in large.text
    assert [one.entry.value for one in diary.entries(Measurement)] == [120.0, 124.5, 170.0]
    log(browser, home, "shed", method="comb60", counts=["12", "9", ""])
    assert diary.entries(ShedCount)[0].entry.counts == (12.0, 9.0)
    steps = browser.get(f"{home}/progress.json").json()["steps"]
    assert {one["says"] for one in steps} == {"no clear change", "clear gain"}


@pytest.mark.parametrize(
    ("what", "fields", "says"),
    [
        ("shed", {"counts": "many"}, "is no number"),
        ("shed", {"counts": "9999"}, "cannot be"),
        ("shed", {"counts": "3", "days_unwashed": "nan"}, "is no number"),
        ("measurement", {"measure": "visible_hair_density", "value": "-3"}, "-3"),
        ("measurement", {"measure": "luck", "value": "3"}, "luck"),
        ("grade", {"grade": "norwood/IX"}, "IX"),
        ("grade", {"grade": "<script>"}, "scale"),
        ("effect", {}, "Tick what you noticed"),
        ("effect", {"effects": "bliss"}, "bliss"),
        ("treatment", {"course": "a pill"}, "pill"),
        ("shed", {"counts": "3", "day": "2999-01-01"}, "has not been yet"),
    ],
)
def test_what_cannot_be_meant_is_said_on_the_form(browser, diary, home, what, fields, says):
    before = len(diary.all())
    sent = browser.post(f"{home}/{what}", data=fields)

    assert sent.status_code == 422
    assert says in sent.text
    assert "<script>" not in sent.text.partition("<main")[2]
    typed = [value for name, value in fields.items() if name in ("counts", "value", "course")]
    assert all(value in unescape(sent.text) for value in typed)  # nothing has to be typed again
    assert len(diary.all()) == before


def test_a_red_flag_says_at_once_what_to_do(browser, diary, home):
    begun(diary, LOTION)
    page = log(browser, home, "effect", effects="palpitations_or_chest_pain", severity="severe").text
    assert "emergency" in page
    assert page.index("notice stop") < page.index("<h1")

    page = log(browser, home, "effect", effects="suicidal_now").text
    assert "Please talk to somebody now" in page
    assert "116 123" in page
    assert "A doctor comes first" in browser.get(f"{home}/progress").text
    assert browser.post(f"{home}/progress", data={}).status_code == 422


def test_a_side_effect_ends_and_a_treatment_stops_with_a_button(browser, diary, home):
    treatment = begun(diary)
    page = log(browser, home, "effect", effects="scalp_irritation", day=ago(2).isoformat())
    key = page.url.path.rpartition("/")[2]
    assert "Not over yet" in browser.get(home).text

    for one in (key, treatment):
        browser.post(f"{home}/entries/{one}/end", data={})
    assert "Not over yet" not in browser.get(home).text
    assert diary.treatments(running_on=TODAY) == []


def test_a_treatment_that_rules_speak_against_says_so(browser, store):
    ann = store.add_person("Ann")
    told = {"age": 30, "sex": "female", "ludwig": "II", "preg_status": "pregnant"}
    store.put(ann, "answers", "2026-01-01", {"answers": told})

    page = log(browser, f"/p/{ann}/diary", "treatment", course=LOTION)
    assert "Against it" in page.text


# Corrections


def test_an_entry_is_corrected_and_deleted_and_the_audit_knows(browser, diary, home):
    page = log(browser, home, "measurement", measure="visible_hair_density", value="120", note="<i>wet</i>")
    key = page.url.path.rpartition("/")[2]
    assert "&lt;i&gt;wet&lt;/i&gt;" in page.text
    parts = browser.get(f"{home}/entries/{key}.json").json()["parts"]
    values = [{"value": "131"}.get(one["name"], one["value"]) for one in parts]

    sent = browser.post(
        f"{home}/entries/{key}", data={"name": [one["name"] for one in parts], "value": values}
    )
    assert sent.status_code == 303
    (kept,) = diary.entries(Measurement)
    assert (kept.entry.value, kept.entry.note, kept.entry.day) == (131.0, "<i>wet</i>", TODAY)
    wrong = browser.post(f"{home}/entries/{key}", data={"name": ["value", "KIND"], "value": ["131", "x"]})
    assert wrong.status_code == 422
    assert browser.post(f"{home}/entries/{key}/delete", data={}).status_code == 303
    assert diary.entries(Measurement) == []
    assert [one.what for one in diary.store.audit(diary.person_id) if one.record_id == key] == [
        "put", "replace", "delete",
    ]  # fmt: skip
    assert browser.get(f"{home}/entries/{key}").status_code == 404


def test_what_belongs_to_somebody_else_is_not_there(browser, diary, home, store):
    other = Diary(store, store.add_person("Bo"))
    key = begun(other)

    for path in (f"{home}/entries/{key}", f"{home}/entries/{key[:8]}"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"{home}/entries/{key}/delete", data={}).status_code == 404
    assert browser.post(f"{home}/take", data={"treatment": key}).status_code == 404
    assert len(other.treatments()) == 1


# Photographs


def test_a_photograph_needs_a_consent_of_its_own_and_loses_all_but_its_pixels(browser, diary, home):
    assert "May photographs be kept?" in browser.get(f"{home}/photographs").text
    assert send(browser, home, picture()).status_code == 422
    agree(browser, home)
    assert send(browser, home, picture(place=True), day=ago(90).isoformat()).status_code == 303
    assert send(browser, home, picture((90, 80)), name="<script>.jpg").status_code == 303

    told = browser.get(f"{home}/photographs.json").json()
    assert (told["before"]["day"], told["after"]["day"]) == (ago(90).isoformat(), TODAY.isoformat())
    served = browser.get(told["before"]["address"])
    assert served.headers["content-type"] == "image/jpeg"
    assert "no-store" in served.headers["cache-control"]
    assert not Image.open(io.BytesIO(served.content)).getexif()
    small = browser.get(f"{told['before']['address']}?small=true").content
    assert Image.open(io.BytesIO(small)).size == (80, 80)
    assert "<script>.jpg" not in browser.get(f"{home}/photographs").text
    browser.post(f"{home}/consent/withdraw", data={})
    assert browser.get(told["before"]["address"]).status_code == 404
    assert diary.store.attachments(diary.person_id) == ()


def test_photographs_are_unpacked_one_at_a_time_for_each_may_take_a_gigabyte(store, diary, monkeypatch):
    at_once, most = [], []

    def slow(*_, **__):
        at_once.append(None)
        most.append(len(at_once))
        time.sleep(0.02)
        at_once.pop()

    monkeypatch.setattr(diary_photographs, "keep_photograph", slow)
    patient = SimpleNamespace(store=store, person=store.person(diary.person_id))

    def sent(_):
        return diary_photographs.keep(patient, PhotoForm(file=UploadFile(io.BytesIO(b"x"))))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sent, range(8)))
    assert most == [1] * 8


def bomb():
    """A PNG of four gigapixels that is small as a file."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (65_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg onload='x'/>", b"%PDF-1.7", picture()[:300], bomb(), b"\xff\xd8\xff" + bytes(99)],
    ids=["empty", "gif", "svg", "pdf", "torn", "bomb", "lying"],
)
def test_what_is_no_photograph_is_refused_on_the_page(browser, diary, home, data):
    agree(browser, home)

    sent = send(browser, home, data, name="../../etc/passwd.jpg")
    assert sent.status_code == 422
    assert 'role="alert"' in sent.text
    assert diary.store.attachments(diary.person_id) == ()


def test_no_path_leads_out_of_the_photographs(browser, home):
    for name in ("../../x", "0" * 64, "%2e%2e%2fx", "'--"):
        assert browser.get(f"{home}/photographs/{name}.jpg").status_code == 404


# Ahead


def test_the_forecast_is_a_job_whose_result_is_charted_with_what_was_measured(browser, diary, home):
    key = begun(diary, days=120)
    diary.add(
        Taken(day=ago(120), zone="UTC", treatment=key, doses={ago(days): 1 for days in range(120, 0, -1)})
    )
    for days, value in ((118, 121.0), (20, 139.0)):
        diary.add(
            Measurement(day=ago(days), zone="UTC", measure="visible_hair_density", value=value, by="doctor")
        )
    assert browser.get(f"{home}/progress").text.count('<svg class="chart"') == 1
    browser.post(f"{home}/progress", data={})
    assert browser.get(f"{home}/progress.json").json()["job"]["state"] == "queued"
    assert "waits its turn" in browser.get(f"{home}/progress").text

    work_by_hand(browser, diary)
    told = browser.get(f"{home}/progress.json").json()
    assert told["current"]
    assert [one["name"] for one in told["rows"]] == ["Going on", "Stopping now", "Never begun"]
    assert "2 readings" in told["narrowed"]
    page = browser.get(f"{home}/progress").text
    assert page.count("band-0") == 1
    assert "never begun" in page
    assert not re.search(r"\sstyle=|\son\w+=|<style", page)

    diary.add(Measurement(day=TODAY, zone="UTC", measure="visible_hair_density", value=140.0, by="doctor"))
    told = browser.get(f"{home}/progress.json").json()
    assert (told["current"], told["job"], len(told["rows"])) == (False, None, 3)


def work_by_hand(browser, diary):
    """Do what the runner does, with few people."""
    jobs = browser.app.state.jobs
    book = OpenDiary(diary=diary, person=diary.person_id, today=TODAY, zone="UTC")
    key, params = request_of(book)
    folder = jobs.cache.draft(diary.person_id, key)
    look_ahead(json.loads(json.dumps(params)) | {"people": 24, "follicles": 48}, folder, Quiet())
    jobs.cache.settle(diary.person_id, key)
    jobs.cancel(jobs.of_person(diary.person_id)[0].id)
    assert jobs.ask(DIARY_FORECAST, key=key, person_id=diary.person_id, params=params).is_done


class Quiet:
    """Progress that nobody looks at."""

    def __call__(self, share, says=None):
        pass

    def advance(self, step):
        pass


def test_a_diary_that_is_carried_away_says_the_same(diary):
    key = begun(diary)
    diary.add(Taken(day=ago(3), zone="UTC", treatment=key, doses={ago(3): 1, ago(2): 0}))
    diary.add(ShedCount(day=ago(1), zone="UTC", method="wash", counts=(61.0,)))

    again = diary_from(json.loads(json.dumps(carried(diary))))
    assert [one.entry for one in again.all()] == [one.entry for one in diary.all()]
    assert again.doses(again.treatments()[0]) == diary.doses(diary.treatments()[0])
    assert again.first_answers() == diary.first_answers()


def test_reminders_are_a_file_that_says_nothing_of_health(browser, diary, home):
    key = begun(diary, LOTION)
    assert browser.get(f"{home}/reminders.ics").status_code == 422
    for subject in (key, "photograph"):
        assert browser.post(f"{home}/reminders", data={"subject": subject}).status_code == 303
    wrong = browser.post(f"{home}/reminders", data={"subject": key, "times": "25:00 8:00"})
    assert wrong.status_code == 422

    file = browser.get(f"{home}/reminders.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    assert file.text.count("BEGIN:VEVENT") == 3
    assert "minoxidil" not in file.text
    assert "SUMMARY:Reminder" in file.text


@pytest.mark.parametrize(
    "path", ["", "/add?what=effect", "/add?what=treatment", "/photographs", "/progress", "/reminders"]
)
def test_pages_have_no_inline_style_or_script_and_say_nothing_barred(browser, home, path):
    page = browser.get(f"{home}{path}").text

    assert not re.search(r"\sstyle=|\son\w+=|<style", page)
    for word in ("cure", "guaranteed", "permanent", "100 %"):
        assert word not in page.lower().replace("secure", "")
