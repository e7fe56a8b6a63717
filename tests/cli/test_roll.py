"""`anagen roll` without a terminal: plans, logs, refusals, and lines that are piped in."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from rolling import ANSWERS, small_plan

from anagen.cli.app import main
from anagen.rolling.keeping import SessionFolder
from anagen.rolling.result import result_of
from anagen.rolling.session import Session


def as_toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(list(value) if isinstance(value, tuple) else value)


@pytest.fixture
def person(tmp_path):
    def write(**changed):
        path = tmp_path / "me.toml"
        told = {name: one for name, one in {**ANSWERS, **changed}.items() if one is not None}
        path.write_text("\n".join(f"{name} = {as_toml(one)}" for name, one in told.items()))
        return str(path)

    return write


@pytest.fixture
def folder(tmp_path):
    return SessionFolder(tmp_path / "rolling")


@pytest.fixture
def typed(monkeypatch):
    """Lines on standard input, which is no terminal."""
    handles = []

    def arrange(text):
        read, write = os.pipe()
        os.write(write, text.encode())
        os.close(write)
        stream = os.fdopen(read)
        handles.append(stream)
        monkeypatch.setattr(sys, "stdin", stream)

    yield arrange
    for one in handles:
        one.close()


def ended(now, plan=None):
    session = Session.begun(plan or small_plan(14, 6, topical="minoxidil"), now)
    while not session.done:
        session = session.next(now)
    return session


def run(*arguments):
    """The exit code."""
    try:
        return main([str(one) for one in arguments])
    except SystemExit as end:
        return end.code


def test_a_plan_is_printed_and_nothing_is_written(person, folder, capsys):
    assert run("roll", person(), "--plan", "--folder", folder.path, "--area", "crown") == 0

    shown = capsys.readouterr().out
    for says in ("Go:", "sections", "forehead", "192 holes/cm2", "home rolling course: 24 sessions", "R17"):
        assert says in shown
    assert not folder.path.exists()


def test_the_page_s_plan_takes_the_needles_of_the_setting_where_none_are_told(person, folder, capsys):
    me = person(roller_mm=None, roller_setting=None)
    assert run("roll", me, "--setting", "clinic", "--plan", "--folder", folder.path, "--area", "crown") == 0
    assert "clinic rolling course: 8 sessions of 1 mm" in capsys.readouterr().out

    assert run("roll", me, "--setting", "clinic", "--json", "--folder", folder.path) == 2
    assert "not known how long the needles are. Give --length 0.5" in capsys.readouterr().err
    assert run("roll", me, "--plan", "--folder", folder.path) == 2
    assert "at home or in a clinic. Give --setting home" in capsys.readouterr().err


def test_no_course_is_planned_with_needles_that_are_forbidden(person, folder, capsys):
    long = ("--length", "2.5", "--setting", "home", "--plan", "--area", "crown", "--folder", folder.path)
    assert run("roll", person(), *long) == 0
    shown = capsys.readouterr().out
    assert "MND-38" in shown
    assert "No course is planned while a rule forbids it." in shown
    assert "anagen simulate" not in shown

    run("roll", person(), *long, "--json")
    assert json.loads(capsys.readouterr().out)["schedule"] is None


@pytest.mark.parametrize(
    ("option", "says"), [(("--passes", "40"), "10 to 15"), (("--length", "500"), "no roller's")]
)
def test_what_no_roller_does_is_refused_before_anything_is_asked_or_worked_out(
    option, says, person, folder, monkeypatch, capsys
):
    monkeypatch.setattr("anagen.rolling.terminal.run_session", lambda *_, **__: pytest.fail("it began"))

    assert run("roll", person(), *option, "--folder", folder.path) == 2
    assert says in capsys.readouterr().err


def test_a_clinics_plan_is_eight_weekly_sessions(person, folder, capsys):
    options = ("--setting", "clinic", "--length", "1", "--plan", "--json", "--area", "crown")
    assert run("roll", person(), *options, "--folder", folder.path) == 0

    told = json.loads(capsys.readouterr().out)
    days = [datetime.fromisoformat(one["day"]) for one in told["schedule"]["sessions"]]
    assert len(days) == 8
    assert {(b - a).days for a, b in pairwise(days)} == {7}
    assert told["schedule"]["course"] == "clinic rolling course"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"roller_mm": 1.5}, "MND-38"),
        ({"roller_shared": True}, "MND-14"),
        ({"sex": "female", "norwood": None, "ludwig": "II", "preg_status": "pregnant"}, "MND-13"),
        ({"medicines": ("isotretinoin_now",)}, "MND-30"),
        ({"age": 17, "onset_months": 12}, "MND-39"),
    ],
)
def test_a_refusal_is_one_object_with_its_rule_and_ends_with_1(person, folder, capsys, changed, rule):
    code = run("roll", person(**changed), "--json", "--folder", folder.path, "--area", "crown")

    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert code == 1
    assert shown.err == ""
    assert told["decision"]["outcome"] == "do not"
    assert rule in {one["rule"] for one in told["decision"]["checks"]}
    assert all(one["source"] for one in told["decision"]["checks"])
    assert not folder.path.exists()


def test_a_session_too_soon_waits_until_its_day(person, folder, capsys):
    last = datetime.now().astimezone() - timedelta(days=2)
    session = ended(last)
    folder.save(session, result=result_of(session))

    assert run("roll", person(scalp_healed_since_last=True), "--json", "--folder", folder.path) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["decision"]["outcome"] == "wait"
    assert told["decision"]["until"] == (last.date() + timedelta(days=7)).isoformat()


def test_the_map_is_drawn_and_not_over_another_file(person, folder, tmp_path, capsys):
    svg, png = tmp_path / "map.svg", tmp_path / "map.png"
    for file in (svg, png):
        assert run("roll", person(), "--map", file, "--folder", folder.path) == 0
    assert svg.read_text().startswith("<svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()

    assert run("roll", person(), "--map", svg, "--folder", folder.path) == 2
    assert "exists already" in capsys.readouterr().err
    assert run("roll", person(), "--map", tmp_path / "map.bmp", "--folder", folder.path) == 2
    assert not (tmp_path / "map.bmp").exists()


def test_the_log_tells_sessions_and_what_is_due(folder, capsys):
    assert run("roll", "--log", "--folder", folder.path) == 0
    assert capsys.readouterr().out == "No session yet.\n"

    session = ended(datetime.now(UTC) - timedelta(hours=3))
    folder.save(session, result=result_of(session))
    assert run("roll", "--log", "--folder", folder.path) == 0
    shown = capsys.readouterr().out
    assert "2 of 2" in shown
    assert "Minoxidil may go on from" in shown
    assert run("roll", "--log", "--json", "--folder", folder.path) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sessions"][0]["outcome"] == "finished"
    assert len(told["due"]) == 2


def test_lines_lead_through_a_session_and_its_end_keeps_it(folder, typed, capsys):
    folder.save(Session.begun(small_plan(6, 6, pace_s=0.0), datetime.now(UTC)))
    typed("\n" * 7)

    assert run("roll", "--folder", folder.path) == 0
    shown = capsys.readouterr().out
    assert "Section 1 of 1: front to back" in shown
    assert "Go on with: anagen roll" in shown
    ((session, _),) = folder.sessions()
    assert session.passes_made == {1: 3}

    typed("\n" * 30)
    assert run("roll", "--folder", folder.path) == 0
    assert "Done: 1 of 1 sections, 12.0 passes" in capsys.readouterr().out
    ((session, result),) = folder.sessions()
    assert session.done
    assert result["mean_passes"] == 12.0


def test_sessions_are_records_of_the_store_if_no_folder_is_named(tmp_path, monkeypatch, typed, capsys):
    from anagen.rolling.stored import StoredSessions
    from anagen.store import Store

    database = tmp_path / "store.sqlite"
    monkeypatch.setenv("ANAGEN_DATABASE", str(database))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert run("roll", "--log") == 0
    assert capsys.readouterr().out == "No session yet.\n"
    assert not database.exists()

    old = SessionFolder(tmp_path / "data" / "anagen" / "rolling")
    old.save(Session.begun(small_plan(6, 6, pace_s=0.0), datetime.now(UTC)))
    typed("\n" * 7)
    assert run("roll") == 0
    assert "Going on with the session" in capsys.readouterr().out

    assert old.sessions() == []
    with Store.open(database) as store:
        me = store.find_person()
        session = StoredSessions(store, me.id).open_session()
    assert me.name == "me"
    assert session.passes_made == {1: 3}
    typed("\n" * 30)
    assert run("roll", "--person", "me") == 0
    capsys.readouterr()
    assert run("roll", "--log", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sessions"][0]["outcome"] == "finished"


def test_no_lines_at_all_leave_the_safety_questions_open_and_begin_nothing(person, folder, typed, capsys):
    typed("")

    assert run("roll", person(), "--folder", folder.path, "--area", "crown") == 1
    shown = capsys.readouterr().out
    assert "Do not roll today." in shown
    assert "scalp_signs" in shown
    assert not folder.sessions()


def test_what_is_not_answered_is_asked_in_the_words_of_its_question(person, folder, capsys):
    code = main(
        ["roll", person(scalp_signs=None, roller_shared=None), "--plan", "--folder", str(folder.path)]
    )

    out = capsys.readouterr().out
    assert code in (0, 1)
    assert "rolling waits for them" in " ".join(out.split())
    assert "- Do you see any of these on your scalp? (scalp_signs)" in out
    assert "- Has anybody else ever used your roller? (roller_shared)" in out
    assert out.index("rolling waits") < out.index("sections")


def test_a_question_of_today_that_was_answered_by_mistake_is_asked_again_if_wished(
    person, folder, typed, capsys
):
    def told(lines, *more):
        typed(lines)
        assert run("roll", person(), "--folder", folder.path, "--area", "crown", *more) == 1
        return capsys.readouterr().out

    scalp = "Do you see any of these on your scalp?"
    sunburned = told("14\ny\n7\n")
    assert scalp in sunburned
    assert "anagen roll --fresh" in sunburned
    assert scalp not in told("")
    assert scalp in told("", "--fresh")


def test_a_session_left_for_too_long_is_closed_and_counts(person, folder, typed, capsys):
    old = datetime.now(UTC) - timedelta(days=3)
    session = Session.begun(small_plan(6, 6, pace_s=0.0), old)
    for _ in range(9):
        session = session.next(old)
    folder.save(session)
    typed("")

    assert run("roll", person(), "--folder", folder.path, "--area", "crown") == 1
    assert "left for too long" in capsys.readouterr().out
    ((session, result),) = folder.sessions()
    assert session.ended is not None
    assert result["outcome"] == "broken off"
    assert result["sections"][0]["passes"] == 5


def test_an_open_session_can_be_closed_to_begin_anew(person, folder, typed, capsys):
    session = Session.begun(small_plan(6, 6), datetime.now(UTC))
    folder.save(session)
    typed("")

    assert run("roll", person(), "--folder", folder.path, "--area", "crown", "--fresh") == 1
    assert "is closed" in capsys.readouterr().out
    assert folder.open_session() is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--passes", "9"), "10 to 15"),
        (("--pace", "-1"), "pace"),
        (("--length", "0"), "no roller"),
        (("--length", "4"), "no roller"),
        (("--area", "neck"), "neck"),
        (("--setting", "salon"), "salon"),
        (("--needles", "0"), "0 needles"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_a_line(person, folder, capsys, options, says):
    assert run("roll", person(), "--plan", "--folder", folder.path, *options) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("anagen: ")
    assert shown.err.count("\n") == 1
    assert says in shown.err


def test_nobody_to_roll_is_said(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))

    assert run("roll", "--plan", "--folder", folder.path) == 2
    assert "anagen consult" in capsys.readouterr().err


def test_help_has_examples(capsys):
    assert run("roll", "--help") == 0
    assert "anagen roll --log" in capsys.readouterr().out


def test_nothing_that_is_said_is_barred(person, folder, capsys):
    for how in ("--plan", "--json"):
        assert run("roll", person(), how, "--folder", folder.path) == 0
    said = capsys.readouterr().out.lower()

    for word in ("cure", "guaranteed", "permanent", "100 %", "diagnos"):
        assert word not in said.replace("secure", "")
