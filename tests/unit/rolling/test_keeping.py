"""Sessions as files: whole at every moment, and nobody else's to read."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from rolling import START, small_plan

from anagen.errors import FileError, InputError
from anagen.rolling.keeping import SessionFolder
from anagen.rolling.log import due_lines, log_as_dict, log_rows, roller_uses
from anagen.rolling.result import mean_passes, past_of, result_of
from anagen.rolling.session import Session

PLAN = small_plan(14, 9, topical="minoxidil", use_number=4)
WRITER = """
import sys
from anagen.rolling.keeping import SessionFolder
from pathlib import Path
folder = SessionFolder(Path(sys.argv[1]))
session = folder.sessions()[0][0]
print("ready", flush=True)
while True:
    for move in ("next", "back"):
        session = getattr(session, move)(session.seen)
        folder.save(session)
"""


@pytest.fixture
def folder(tmp_path):
    return SessionFolder(tmp_path / "rolling")


def finished(plan=PLAN, now=START, sections=None):
    session = Session.begun(plan, now)
    while not session.done:
        stop = sections is not None and session.current.section == sections + 1
        session = session.stop(now, "a test") if stop else session.next(now)
    return session


def test_a_saved_session_is_read_again_with_what_was_checked_and_what_came_of_it(folder):
    session = Session.begun(PLAN, START)
    folder.save(session, checks={"outcome": "go"})
    moved = session.next(START)
    folder.save(moved)
    folder.save(moved, result={"id": session.id})

    assert folder.sessions() == [(moved, {"id": session.id})]
    assert folder.checks(session.id) == {"outcome": "go"}


def test_files_are_their_owners_only(folder):
    folder.save(Session.begun(PLAN, START))

    (file,) = folder.path.glob("session-*.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_the_open_session_is_the_last_that_is_neither_done_nor_broken_off(folder):
    assert folder.open_session() is None
    folder.save(finished())
    assert folder.open_session() is None
    later = Session.begun(PLAN, START + timedelta(days=7))
    folder.save(later)
    assert folder.open_session() == later
    folder.save(later.broken_off(START + timedelta(days=8)))
    assert folder.open_session() is None


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(folder, monkeypatch):
    session = Session.begun(PLAN, START)
    folder.save(session)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.save(session.next(START))

    monkeypatch.undo()
    assert folder.sessions()[0][0] == session
    assert [one.name for one in folder.path.iterdir()] == [f"session-{session.id}.json"]


def test_killed_in_the_middle_of_writing_the_file_is_whole(folder):
    folder.save(Session.begun(PLAN, START))
    for wait in (0.05, 0.1, 0.15):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder.path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(wait)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        ((session, _),) = folder.sessions()
        assert session.plan == PLAN
    with folder.alone():  # which sweeps up
        assert not list(folder.path.glob(".*.part"))


def test_only_one_can_roll_at_a_time(folder):
    with (
        folder.alone(),
        pytest.raises(InputError, match="another terminal"),
        SessionFolder(folder.path).alone(),
    ):
        pass
    with folder.alone():
        pass


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"session": {"format": 1}}', '{"session": 3}'])
def test_a_file_that_is_no_session_is_named(folder, text):
    folder.path.mkdir()
    (folder.path / "session-x.json").write_text(text)

    with pytest.raises(FileError, match=r"session-x\.json"):
        folder.sessions()


def test_answers_before_a_session_are_kept_for_their_day_only(folder):
    day = date(2026, 3, 28)
    folder.keep_answers(day, {"roller_shared": False, "scalp_signs": ["none"]})

    assert folder.answers(day) == {"roller_shared": False, "scalp_signs": ["none"]}
    assert folder.answers(day + timedelta(days=1)) == {}
    folder.keep_answers(day, None)
    assert folder.answers(day) == {}


# What came of it


def test_the_result_tells_what_was_rolled_what_it_did_and_what_is_due():
    session = finished()
    result = result_of(session, checks={"outcome": "go"})

    assert result["outcome"] == "finished"
    assert [one["passes"] for one in result["sections"]] == [12, 12]
    assert all(sum(one["by_direction"].values()) == 12 for one in result["sections"])
    assert result["sections"][0]["holes_per_cm2"] == pytest.approx(192.0)
    assert result["dose"]["holes_per_cm2"] == pytest.approx(192.0)
    assert result["topical"]["allowed_from"] == (START + timedelta(hours=24)).isoformat()
    assert result["next_from"] == "2026-04-04"  # seven days, by the rule
    assert {"do", "usual", "rare", "doctor", "scope"} == set(result["aftercare"])
    assert result["checks"] == {"outcome": "go"}
    assert json.loads(json.dumps(result)).keys() == result.keys()


def test_a_session_stopped_early_counts_what_was_rolled():
    session = finished(sections=1)
    result = result_of(session)

    assert result["outcome"] == "stopped early"
    assert [one["passes"] for one in result["sections"]] == [12, 0]
    share = session.plan.sections[0].size_cm2 / session.plan.size_cm2
    assert mean_passes(session) == pytest.approx(12.0 * share)


def test_a_session_without_a_pass_leaves_nothing_due():
    session = finished(sections=0)
    result = result_of(session)

    assert result["dose"]["holes_per_cm2"] == 0.0
    assert result["topical"]["allowed_from"] is None
    assert result["next_from"] == START.date().isoformat()
    assert past_of([session], START.date()) == []


def test_a_small_part_that_was_rolled_counts_in_full_for_the_skin():
    session = finished(small_plan(40, 9), sections=1)
    result = result_of(session)

    assert result["mean_passes"] < 6.0
    assert result["dose"]["holes_per_cm2"] == pytest.approx(192.0)
    (rolled,) = past_of([session], START.date())
    assert rolled.passes == pytest.approx(12.0)
    assert result["next_from"] == "2026-04-04"


def test_long_needles_ask_for_a_longer_pause():
    short, long = (
        result_of(finished(small_plan(14, 9, needle_mm=mm, setting="clinic")))["next_from"]
        for mm in (0.3, 2.0)
    )

    assert short == "2026-03-31"
    assert long >= "2026-04-18"


def test_a_roller_counts_its_sessions_in_the_log():
    kept = [(finished(), None), (finished(small_plan(14, 9, use_number=5)), None)]

    assert roller_uses([], 3) == 3
    assert roller_uses([], None) == 0
    assert roller_uses(kept, 3) == 5
    assert roller_uses([(finished(sections=0), None)], 2) == 2


def test_the_log_has_a_row_for_each_session_and_says_what_is_due():
    session = finished()
    kept = [(session, result_of(session))]
    an_hour_later = START + timedelta(hours=1)

    heads, row = log_rows(kept)
    assert len(heads) == len(row)
    assert row[2] == "2 of 2"
    minoxidil, following = due_lines(kept, an_hour_later)
    assert "in 23:00:00" in minoxidil
    assert "2026-04-04" in following
    assert due_lines(kept, START + timedelta(hours=24))[0] == "Minoxidil may go on."
    assert log_as_dict(kept, an_hour_later)["sessions"][0]["id"] == session.id
    assert due_lines([], START) == []


def test_a_clock_that_ran_ahead_makes_a_session_todays():
    (rolled,) = past_of([finished()], START.date() - timedelta(days=30))

    assert rolled.day == 0.0
