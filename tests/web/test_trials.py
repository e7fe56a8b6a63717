"""Researchers write, check, run, compare and take away trials; nothing of a text that they bring is carried out."""

import io
import json
import zipfile
from xml.etree import ElementTree as ET

import pytest
import web_clients

from anagen.trials.files import trial_of
from anagen.web.jobs import run_waiting
from anagen.web.svg import plain_svg

TRIAL = """\
id = "tiny"
title = "A tiny <b>trial</b>"
visits_weeks = [0, 24]
[population]
sex = "male"
age_years = [20, 40]
[[arms]]
name = "finasteride"
regimen = "finasteride 1 mg oral daily"
people = 100
[[arms]]
name = "placebo"
regimen = "placebo"
control = true
people = 100
[[instruments]]
kind = "target_area_hair_count"
[[outcomes]]
arm = "finasteride"
versus = "placebo"
week = 24
value_kind = "change_from_baseline"
value = 50.0
source = "Kaufman1998"
role = "validation"
"""
ASKED = {"text": TRIAL, "people": "20", "seed": "3"}


@pytest.fixture
def browser(tmp_path):
    with web_clients.owner(tmp_path) as one:
        yield one


def ran(browser, **changed):
    """Run a trial to its end, and return the path of its page."""
    answer = browser.post("/trials/run", data=ASKED | changed)
    assert answer.status_code == 303, answer.text
    run_waiting(browser.app.state.jobs)
    return answer.headers["location"]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A browser, and the pages of two runs that are done."""
    with web_clients.owner(tmp_path_factory.mktemp("web")) as one:
        yield one, ran(one), ran(one, seed="4")


def test_the_packaged_trials_are_listed_with_role_and_what_they_measure(browser):
    page = browser.get("/trials").text
    shown = browser.get(
        "/trials.json", params={"find": "finasteride five years", "role": "calibration"}
    ).json()

    assert "kaufman_1998" in page
    assert [one["id"] for one in shown["trials"]] == ["kaufman_1998"]
    assert "target area hair count" in shown["trials"][0]["measures"]
    assert shown["total"] > 50


def test_a_packaged_trial_is_shown_and_its_file_can_be_had(browser):
    page = browser.get("/trials/kaufman_1998")
    file = browser.get("/trials/kaufman_1998/trial.toml")

    assert page.status_code == 200
    assert "finasteride 1 mg oral daily" in page.text
    assert trial_of(file.text).id == "kaufman_1998"
    assert file.headers["content-disposition"] == 'attachment; filename="kaufman_1998.toml"'


@pytest.mark.parametrize("name", ["nobody_2000", "..%2F..%2Fsources", "%2Fetc%2Fpasswd", "kaufman_1998.toml"])
def test_a_trial_that_is_not_packaged_is_not_found_whatever_its_name_leads_to(browser, name):
    assert browser.get(f"/trials/{name}").status_code == 404
    assert browser.get(f"/trials/{name}/trial.toml").status_code == 404
    assert browser.get("/trials/edit", params={"trial": name}).status_code == 404


def test_an_error_is_shown_at_its_line(browser):
    wrong = TRIAL.replace('sex = "male"', 'sex = "mael"')
    page = browser.post("/trials/check", data=ASKED | {"text": wrong})
    twin = browser.post("/trials/check.json", json={"text": wrong}).json()

    assert page.status_code == 200
    assert "<strong>Line 5:</strong>" in page.text
    assert '<li value="5" class="wrong">' in page.text
    assert "A tiny &lt;b&gt;trial" in page.text
    assert (twin["fault"]["line"], twin["reads"]) == (5, "")
    assert "mael" in twin["fault"]["says"]
    reads = browser.post("/trials/check.json", json={"text": TRIAL}).json()["reads"]
    assert reads == "A tiny <b>trial</b>: 2 arms, 2 visits, 1 published value."


def test_what_cannot_be_run_is_refused_with_the_text_kept(browser):
    wrong = TRIAL.replace("24", "twenty")
    page = browser.post("/trials/run", data=ASKED | {"text": wrong})
    twin = browser.post("/trials/run.json", json={"text": wrong})

    assert page.status_code == twin.status_code == 422
    assert "visits_weeks = [0, twenty]" in page.text
    assert twin.json()["error"].startswith("Line 3: ")
    assert browser.get("/trials.json").json()["runs"] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * 70_000, "larger than 64 kB"),
        ("x = " + "." * 2000, "more than 1000 letters"),
        ("a = [" + "\n[" * 5000, "nested too deeply"),
        (TRIAL.replace("[0, 24]", "[0, 24, 2400]"), "lasts 2400 weeks"),
        (TRIAL.replace("[0, 24]", str(list(range(70)))), "70 visits"),
        (TRIAL.replace('regimen = "placebo"', 'regimen = "/etc/passwd"'), "/etc/passwd"),
        (TRIAL.replace('id = "tiny"', 'id = "../tiny"'), "small letters"),
        ("\0", "TOML"),
        ("", "is missing"),
    ],
)
def test_a_text_made_to_hurt_is_refused_in_plain_words(browser, text, says):
    answer = browser.post("/trials/check.json", json={"text": text})

    assert answer.status_code == 200
    assert says in answer.json()["fault"]["says"]


ARM = '[[arms]]\nname = "{name}"\nregimen = "placebo"\n'


@pytest.mark.parametrize(("people", "arms"), [(5, ""), (6000, ""), (4500, "abc")])
def test_more_or_fewer_people_than_are_simulated_here_are_refused(browser, people, arms):
    more = "".join(ARM.format(name=name) for name in arms)
    text = TRIAL.replace("[[instruments]]", f"{more}[[instruments]]")
    answer = browser.post("/trials/run.json", json={"text": text, "people": people})

    assert answer.status_code == 422
    assert "not run here" in answer.json()["error"]


def test_a_file_is_brought_and_looked_at_before_it_is_run(browser):
    name = '"><script>alert(1)</script>.toml'
    page = browser.post("/trials/upload", files={"file": (name, TRIAL.replace("\n", "\r\n").encode())})

    assert page.status_code == 200
    assert "It reads well" in page.text
    assert "script>alert" not in page.text
    for data, says in ((b"x" * 70_000, "larger than"), (b"\xff\xd8\xff", "no text"), (b"a\0b", "no text")):
        answer = browser.post("/trials/upload", files={"file": ("trial.toml", data)})
        assert answer.status_code == 422
        assert says in answer.text


def test_a_run_waits_is_stopped_and_removed(browser):
    place = browser.post("/trials/run", data=ASKED).headers["location"]
    waiting = browser.get(place)
    job_id = place.rpartition("/")[2]
    told = browser.get(f"/jobs/{job_id}.json").json()

    assert ">Look again</a>" in waiting.text
    assert (told["state"], told["place"], told["result"]) == ("queued", 1, place)
    assert browser.get(f"{place}/files/all.zip").status_code == 404
    assert browser.post(f"/jobs/{job_id}/cancel").headers["location"] == place
    assert "It was stopped" in browser.get(place).text
    assert browser.post(f"{place}/forget").headers["location"] == "/trials"
    assert browser.get(place).status_code == 404


def test_predicted_stands_beside_published_with_provenance_and_what_to_cite(done):
    browser, place, _ = done
    page, twin = browser.get(place), browser.get(f"{place}.json").json()

    assert len(twin["published"]) == 1
    row = twin["published"][0]
    assert (row["arm"], row["published"]["text"]) == ("finasteride minus placebo", "+50.0")
    assert row["predicted"]["low"] < row["predicted"]["value"] < row["predicted"]["high"]
    assert row["inside"] == (row["predicted"]["low"] <= 50.0 <= row["predicted"]["high"])
    assert twin["provenance"]["seed"] == 3
    assert any("Kaufman" in one for one in twin["cite"])
    assert "A tiny &lt;b&gt;trial&lt;/b&gt;" in page.text
    assert "files/figure.svg" in page.text


def test_what_is_taken_away_is_what_the_command_line_gives(done):
    browser, place, _ = done
    result = browser.get(f"{place}/files/result.json").json()
    with zipfile.ZipFile(io.BytesIO(browser.get(f"{place}/files/all.zip").content)) as archive:
        names = archive.namelist()
        inside = archive.read("trial.toml").decode()

    assert set(names) >= {
        "trial.toml",
        "result.json",
        "tiny.csv",
        "tiny.nc",
        "figure.svg",
        "figure.png",
        "cite.txt",
    }
    assert inside == TRIAL
    assert set(result) >= {"trial", "arms", "contrasts", "provenance"}
    assert browser.get(f"{place}/files/table.csv").text.startswith("arm,versus,measure,site,week")
    for name in ("tiny.nc", "..%2Ftrial.toml", "nothing"):
        assert browser.get(f"{place}/files/{name}").status_code == 404


def test_the_figure_needs_no_style_sheet(done):
    browser, place, _ = done
    drawing = browser.get(f"{place}/files/figure.svg")

    assert ET.fromstring(drawing.content).tag.endswith("svg")  # noqa: S314  our own drawing
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert "style" not in drawing.text
    assert 'stroke="#' in drawing.text


def test_a_phone_is_given_a_figure_that_it_need_not_move_sideways(done):
    browser, place, other = done
    page = browser.get(place).text
    narrow, wide = (
        ET.fromstring(browser.get(f"{place}/files/{name}.svg").content)  # noqa: S314  our own drawing
        for name in ("figure-narrow", "figure")
    )

    assert 'media="(max-width: 44rem)" srcset="' + place + '/files/figure-narrow.svg"' in page
    assert 'class="trial-figure"' in page
    assert float(narrow.get("width").removesuffix("pt")) < 0.75 * float(wide.get("width").removesuffix("pt"))
    ids = [one.rpartition("/")[2] for one in (place, other)]
    assert "figure-narrow.svg" in browser.get("/trials/compare", params={"run": ids}).text


def test_a_run_of_before_there_were_figures_for_phones_is_shown_with_the_one_it_has(tmp_path):
    with web_clients.owner(tmp_path) as one:
        place = ran(one)
        jobs, job_id = one.app.state.jobs, place.rpartition("/")[2]
        (jobs.cache.folder(None, jobs.get(job_id).key) / "figure-narrow.svg").unlink()

        page = one.get(place).text

        assert "figure-narrow" not in page
        assert 'class="trial-figure sideways" tabindex="0"' in page


def test_looks_of_a_drawing_become_attributes():
    drawn = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="1pt"><metadata>x</metadata><defs>'
        '<style type="text/css">*{}</style></defs><path d="M 0 0" style="fill: none; stroke: #e6e6e6"/></svg>'
    )

    plain = plain_svg(drawn)
    assert plain.startswith("<svg stroke-linejoin")
    assert '<path d="M 0 0" fill="none" stroke="#e6e6e6"/>' in plain
    assert "metadata" not in plain


def test_runs_stand_beside_each_other(done):
    browser, one, other = done
    ids = [place.rpartition("/")[2] for place in (one, other)]
    twin = browser.get("/trials/compare.json", params={"run": ids}).json()

    assert [run["seed"] for run in twin["runs"]] == [3, 4]
    assert [len(side["predicted"]) for side in twin["sides"]] == [2]
    first, second = twin["sides"][0]["predicted"]
    assert first["value"] != second["value"]
    assert browser.get("/trials/compare", params={"run": ids}).status_code == 200
    assert browser.get("/trials/compare", params={"run": ids[:1]}).status_code == 422
    assert browser.get("/trials/compare", params={"run": ids * 3}).status_code == 422


def test_the_same_trial_again_is_the_same_run_and_a_text_comes_back_to_be_changed(done):
    browser, place, _ = done
    again = browser.post("/trials/run", data=ASKED | {"text": TRIAL.replace("\n", "\r\n")})
    edited = browser.get("/trials/edit.json", params={"run": place.rpartition("/")[2]}).json()

    assert again.headers["location"] == place
    assert browser.get(f"{place}.json").json()["job"]["state"] == "done"
    assert (edited["text"], edited["people"], edited["seed"]) == (TRIAL, 20, 3)


def test_a_run_is_nobody_elses(tmp_path):
    with web_clients.cheaply():
        clinic = web_clients.clinic(tmp_path)
        dora, emil = clinic.browser("dora"), clinic.browser("emil")
        place = dora.post("/trials/run", data=ASKED).headers["location"]
        job_id = place.rpartition("/")[2]

        assert dora.get(place).status_code == 200
        for path in (place, f"{place}/files/trial.toml", f"/trials/edit?run={job_id}", f"/jobs/{job_id}"):
            assert emil.get(path).status_code == 404
        for path in (f"/jobs/{job_id}/cancel", f"{place}/forget"):
            assert emil.post(path).status_code == 404
        assert emil.get("/trials.json").json()["runs"] == []
        assert json.loads(dora.get(f"/jobs/{job_id}.json").text)["state"] == "queued"
