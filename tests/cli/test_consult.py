"""`anagen consult` without a terminal: straight from a file to words, JSON or a folder; exit codes."""

import base64
import io
import json
import re
import subprocess
import sys
from itertools import pairwise
from types import SimpleNamespace

import pypdfium2
import pytest
import tomlkit
from consultations import consulted
from consulted import MAN, WOMAN
from PIL import Image

from anagen.cli import advice, app
from anagen.consultation.answers_file import keep
from anagen.consultation.questionnaire import questionnaire_hash
from anagen.patient.person import read_answers

BARRED = re.compile(r"\bcured?\b|guaranteed|permanent|100 ?%|(?<!no )diagnos", re.IGNORECASE)


def person(tmp_path, answers):
    path = tmp_path / "me.toml"
    keep(path, answers)
    return str(path)


def consult(tmp_path, capsys, answers, *arguments):
    code = app.main(["consult", "--answers", person(tmp_path, answers), *arguments])
    return code, *capsys.readouterr()


PATCHY = WOMAN | {"areas": ["patches"]}
IN_CRISIS = MAN | {"suicidal_now": True}


def test_words_say_what_was_found_with_rule_and_source(tmp_path, capsys):
    code, shown, error = consult(tmp_path, capsys, PATCHY)

    assert (code, error) == (0, "")
    assert "Please let a doctor look first" in shown
    assert "SCR-06" in shown
    assert "not a medical device" in shown
    assert "the same command with --out report" in shown
    assert not BARRED.search(shown)


def test_who_answered_little_is_not_alarmed_and_reads_each_open_question_once(tmp_path, capsys):
    code, shown, _ = consult(tmp_path, capsys, {"age": 31, "sex": "male", "norwood": "IIIv"})
    words = " ".join(shown.split())

    assert code == 0
    assert "Too little is known yet" in words
    assert "let a doctor look first" not in words
    assert "answers, listed below" in words
    assert words.count("Are you allergic to any of these?") == 1
    assert not re.search(r"waits for one answer: ", words)
    under = [line for before, line in pairwise(shown.splitlines()) if before.startswith("  • ")]
    assert under
    assert all(line.startswith(("  • ", "    ")) or not line for line in under)  # broken lines hang
    assert len(shown.splitlines()) < 170
    assert not BARRED.search(shown)


def test_json_is_one_object_of_the_settled_shape(tmp_path, capsys):
    code, shown, error = consult(tmp_path, capsys, PATCHY, "--json")
    result = json.loads(shown)

    assert (code, error) == (0, "")
    assert result["screening"]["outcome"] == "refer"
    assert {"rule", "severity", "says", "source"} <= set(result["screening"]["findings"][0])
    assert result["options"]
    for one in result["options"]:
        assert {"regimen", "status", "because", "forecast"} <= set(one)
        assert one["status"] in {"offered", "held", "blocked"}
        assert all({"rule", "says", "source"} <= set(why) for why in one["because"])
    assert result["provenance"]["seed"] == 1
    assert result["provenance"]["questionnaire"] == questionnaire_hash()


@pytest.mark.slow
def test_a_typical_man_has_options_with_forecasts_and_none_hangs_on_a_question_that_was_not_asked(
    tmp_path, capsys
):
    code, shown, _ = consult(tmp_path, capsys, MAN | {"conditions": ["none"]}, "--json", "--years", "1")
    result = json.loads(shown)

    assert code == 0
    assert result["screening"]["outcome"] == "plan"
    status = {one["name"]: one["status"] for one in result["options"]}
    assert status["Finasteride by mouth"] in {"offered", "held"}
    assert status["Minoxidil on the scalp"] == "offered"
    assert not [field for one in result["options"] for field in one["ask"]]
    outlook = next(one for one in result["options"] if one["forecast"] and one["regimen"])["forecast"][
        "outlooks"
    ][0]
    assert sum(outlook[chance] for chance in ("gain", "hold", "loss")) == pytest.approx(1.0, abs=1e-3)


def test_somebody_in_crisis_is_told_whom_to_call_and_of_no_medicine(tmp_path, capsys):
    code, shown, _ = consult(tmp_path, capsys, IN_CRISIS)

    assert code == 0
    assert "There is no plan now" in shown
    assert "116 123" in shown
    assert "inoxidil" not in shown
    assert "Finasteride by mouth" not in shown


def test_a_file_of_two_lines_is_enough(tmp_path, capsys):
    path = tmp_path / "me.toml"
    path.write_text('age = 40\nsex = "female"\n', encoding="utf-8")

    assert app.main(["consult", "--answers", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["screening"]["outcome"] == "refer"
    assert not [one["name"] for one in result["options"] if one["status"] == "offered" and one["regimen"]]


def test_straight_through_leaves_the_file_alone(tmp_path, capsys):
    path = person(tmp_path, PATCHY)
    before = (tmp_path / "me.toml").read_bytes()
    app.main(["consult", "--answers", path, "--clinician"])

    assert (tmp_path / "me.toml").read_bytes() == before
    assert "SCR-06" in capsys.readouterr().out


def test_save_names_where_answers_are_kept(tmp_path, capsys):
    other = tmp_path / "other.toml"
    code, _, _ = consult(tmp_path, capsys, IN_CRISIS, "--save", str(other))

    assert code == 0
    assert read_answers(other)["suicidal_now"] is True


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Questions need a terminal"),
        (["--json"], "Questions need a terminal"),
        (["--answers", "nowhere.toml"], "no file nowhere.toml"),
        (["--answers", "{me}", "--clinician", "--carer"], "not both"),
        (["--answers", "{bad}"], "bad.toml:2: No sex named"),
        (["--answers", "{me}", "--out", "{folder}"], "exists"),
        (["--answers", "{me}", "--years", "soon"], "soon"),
        (["--answers", "{me}", "--pictures"], "--out FOLDER"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path, capsys, arguments, says):
    (tmp_path / "bad.toml").write_text('age = 30\nsex = "mail"\n', encoding="utf-8")
    names = {"me": person(tmp_path, PATCHY), "bad": tmp_path / "bad.toml", "folder": tmp_path}

    assert app.main(["consult", *(one.format(**names) for one in arguments)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("anagen: ")
    assert says in shown.err
    assert shown.err.count("\n") == 1


def test_out_is_a_folder_with_the_report_and_the_answers(tmp_path, capsys):
    out = tmp_path / "report"
    code, _, _ = consult(tmp_path, capsys, PATCHY, "--out", str(out))

    assert code == 0
    assert {"consultation.json", "report.html", "report.md", "report.pdf", "answers.toml"} <= {
        one.name for one in out.iterdir()
    }
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    answers = tomlkit.parse((out / "answers.toml").read_text(encoding="utf-8"))
    assert answers["areas"] == ["patches"]


def test_a_report_is_for_its_owner_and_has_no_heads_where_nothing_is_forecast(tmp_path, capsys):
    out = tmp_path / "report"
    code, _, _ = consult(tmp_path, capsys, PATCHY, "--out", str(out), "--pictures")

    assert code == 0
    assert {one.stat().st_mode & 0o077 for one in out.iterdir() if one.name != ".anagen"} == {0}
    assert "data:image/png" not in (out / "report.html").read_text(encoding="utf-8")


def test_heads_are_of_the_first_option_that_has_a_forecast(monkeypatch):
    drawn = []

    def pictures(_found, name, **_more):
        drawn.append(name)
        return [SimpleNamespace(centile=10, state="now", says="as now: Norwood II")]

    monkeypatch.setattr("anagen.consultation.pictures.pictures", pictures)
    monkeypatch.setattr("anagen.consultation.pictures.png_files", lambda _: {"as now: Norwood II": b"png"})
    order = [
        SimpleNamespace(name=name, regimen=regimen)
        for name, regimen in (("none", ""), ("held", "x daily"), ("first", "y daily"), ("second", "z daily"))
    ]
    found = SimpleNamespace(in_order=order, forecasts={"none": 1, "first": 2, "second": 3})

    assert advice.drawn(found) == [("pictures/10-now.png", "As now: Norwood II", b"png")]
    assert drawn == ["first"]


def test_only_the_treated_head_names_the_treatment():
    named = "Finasteride by mouth"

    assert advice.head_text("now: Norwood II", named) == "Now: Norwood II"
    assert advice.head_text("after 24 months, untreated: II; 10 of 100", named) == (
        "After 24 months without treatment: II; 10 of 100"
    )
    assert (
        advice.head_text("after 24 months, treated: I", named)
        == "After 24 months with finasteride by mouth: I"
    )


def test_heads_stand_in_the_page_and_the_pdf_and_lie_beside_them(tmp_path):
    heads = [
        advice.Head(file=f"pictures/{name}.png", says=f"a head, {name}", png=png_of(shade))
        for name, shade in (("10-now", 40), ("10-untreated", 90), ("10-treated", 140), ("50-now", 200))
    ]
    found = consulted("man")
    advice.write_report(found, found.as_dict(), tmp_path, heads)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    pdf = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    drawn = sum(isinstance(one, pypdfium2.PdfImage) for sheet in pdf for one in sheet.get_objects())
    said = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())

    assert drawn == len(heads)
    for one in heads:
        assert (tmp_path / one.file).read_bytes() == one.png
        assert (tmp_path / one.file).stat().st_mode & 0o077 == 0
        assert base64.b64encode(one.png).decode() in page
        assert f'alt="{one.says}"' in page
        assert one.says in said
        assert f"({one.file})" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert (tmp_path / "pictures").stat().st_mode & 0o077 == 0
    assert "None of them is the person who answered" in page


def png_of(shade):
    written = io.BytesIO()
    Image.new("RGB", (24, 24), (shade, shade, shade)).save(written, "PNG")
    return written.getvalue()


def test_asking_loads_nothing_heavy():
    program = (
        "import sys, anagen.cli.consult, anagen.cli.terminal, anagen.cli.interview, anagen.render.grades\n"
        "import prompt_toolkit.application, tomlkit\n"
        "sys.exit(str([one for one in ('numpy', 'numba', 'xarray', 'scipy') if one in sys.modules] or ''))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.stderr.strip() == ""
