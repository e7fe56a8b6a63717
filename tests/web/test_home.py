"""The front page, and all that is kept of a person: taken away, renamed, erased."""

import asyncio
import io
import json
import tempfile
import zipfile
from types import SimpleNamespace

import pytest
import web_clients
from web_people import MAN, Somebody


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return web_clients.owner(tmp_path_factory.mktemp("web"))


def test_the_front_page_says_what_it_is_and_its_limits_and_lets_one_begin(browser):
    page = browser.get("/").text

    assert "not a medical device" in page
    assert 'action="/start"' in page


def test_who_gives_no_name_is_called_me_and_the_next_one_person_2(browser):
    first, second = Somebody(browser, name=""), Somebody(browser, name=" ")

    named = {one["id"]: one["name"] for one in browser.get("/index.json").json()["people"]}
    assert named[first.id] == "me"
    assert named[second.id] == "person 2"


def test_a_name_is_shown_as_text_wherever_it_stands(browser):
    somebody = Somebody(browser, name="<script>alert(1)</script>")

    for path in ("/", somebody.home, f"{somebody.home}/erase", f"{somebody.home}/consult"):
        assert "<script>alert" not in browser.get(path).text


def test_a_person_is_called_otherwise(browser):
    somebody = Somebody(browser)

    assert browser.post(f"{somebody.home}/rename", data={"name": "Benjamin"}).status_code == 303

    assert browser.get(f"{somebody.home}.json").json()["name"] == "Benjamin"


def test_everything_of_a_person_comes_in_one_file(browser):
    somebody = Somebody(browser)
    somebody.told(MAN)

    answer = browser.get(f"{somebody.home}/export.zip")

    assert answer.headers["content-disposition"] == 'attachment; filename="anagen-export.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        records = json.loads(archive.read("person.json"))["records"]
    assert [one["kind"] for one in records] == ["answers"]
    assert records[0]["content"]["answers"]["age"] == 32


def test_a_download_that_nobody_waits_for_leaves_nothing_on_the_disk(browser, tmp_path, monkeypatch):
    """An export is not sealed, even where the store is."""
    from anagen.web.pages.home import export

    somebody = Somebody(browser)
    store = browser.app.state.store
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    answer = export(SimpleNamespace(store=store, person=store.person(somebody.id)))

    assert list(tmp_path.iterdir()) == []
    sent = asyncio.run(whole(answer.body_iterator))
    assert len(sent) == int(answer.headers["content-length"])
    assert zipfile.is_zipfile(io.BytesIO(sent))


async def whole(blocks):
    return b"".join([one async for one in blocks])


def test_nothing_is_erased_without_being_sure(browser):
    somebody = Somebody(browser)

    answer = browser.post(f"{somebody.home}/erase", data={})

    assert answer.status_code == 422
    assert "Nothing was erased" in answer.text
    assert browser.get(somebody.home).status_code == 200


def test_an_erased_person_is_gone_with_all_results_and_jobs(browser):
    somebody = Somebody(browser)
    somebody.told(MAN).worked_out(pictures=True)
    folder = browser.app.state.settings.data_folder / "results" / somebody.id
    assert list(folder.iterdir())

    answer = browser.post(f"{somebody.home}/erase", data={"sure": "true"})

    assert answer.headers["location"] == "/"
    assert not folder.exists()
    assert browser.get(somebody.home).status_code == 404
    assert somebody.id not in browser.get("/index.json").text


def test_in_a_clinic_a_patient_cannot_erase_and_a_clinician_can(tmp_path):
    with web_clients.cheaply():
        clinic = web_clients.clinic(tmp_path)
        home = f"/p/{clinic.people['ann']}"

        refused = clinic.browser("ann").post(f"{home}/erase", data={"sure": "true"})
        assert refused.status_code == 403
        assert clinic.browser("emil").post(f"{home}/erase", data={"sure": "true"}).status_code == 404
        assert clinic.browser("dora").post(f"{home}/erase", data={"sure": "true"}).status_code == 303
