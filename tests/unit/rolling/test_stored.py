"""Sessions as records of a store: for terminal and browser alike, and nowhere else."""

import zipfile
from datetime import date, timedelta

import pytest
from rolling import START, small_plan

from anagen.errors import InputError, StoreError
from anagen.rolling.keeping import SessionFolder
from anagen.rolling.session import Session
from anagen.rolling.stored import StoredSessions, taken_in
from anagen.store import Store

PLAN = small_plan(14, 9, topical="minoxidil", use_number=4)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.sqlite", who="a tester") as store:
        yield store


@pytest.fixture
def ann(store):
    return store.add_person("Ann")


@pytest.fixture
def sessions(store, ann):
    return StoredSessions(store, ann)


def test_a_saved_session_is_read_again_with_what_was_checked_and_what_came_of_it(sessions, store, ann):
    session = Session.begun(PLAN, START)
    sessions.save(session, checks={"outcome": "go"})
    moved = session.next(START)
    sessions.save(moved)
    sessions.save(moved, result={"id": session.id})

    again = StoredSessions(store, ann)
    assert again.sessions() == [(moved, {"id": session.id})]
    assert again.checks(session.id) == {"outcome": "go"}
    assert again.open_session() == moved
    assert again.record_id(session.id) == store.records(ann, "rolling_session")[0].id


def test_who_comes_second_is_told_and_overwrites_nothing(sessions, store, ann):
    session = Session.begun(PLAN, START)
    sessions.save(session)
    elsewhere = StoredSessions(store, ann)
    further = elsewhere.open_session().next(START)
    elsewhere.save(further)

    with pytest.raises(InputError, match="elsewhere"):
        sessions.save(session.next(START).next(START))

    assert sessions.open_session() == further
    sessions.save(further.next(START))  # it has seen where the session is now
    with pytest.raises(InputError, match="elsewhere"):
        elsewhere.save(further)


def test_there_is_one_session_under_way(sessions, store, ann):
    session = Session.begun(PLAN, START)
    sessions.save(session)
    later = Session.begun(PLAN, START + timedelta(days=7))

    with pytest.raises(InputError, match="under way"):
        StoredSessions(store, ann).save(later)

    sessions.save(session.broken_off(START))
    sessions.save(later)
    assert sessions.open_session() == later


def test_answers_before_a_session_are_kept_for_their_day_only_and_forgotten(sessions, store, ann):
    day = date(2026, 3, 28)
    sessions.keep_answers(day, {"roller_shared": None})
    sessions.keep_answers(day, {"roller_shared": False, "scalp_signs": ["none"]})

    assert sessions.answers(day) == {"roller_shared": False, "scalp_signs": ["none"]}
    assert sessions.answers(day + timedelta(days=1)) == {}
    assert len(store.records(ann, "rolling_answers")) == 1
    sessions.keep_answers(day, None)
    assert sessions.answers(day) == {}
    assert store.records(ann) == ()


def test_an_export_holds_sessions_and_an_erasure_leaves_none(sessions, store, ann, tmp_path):
    session = Session.begun(PLAN, START)
    sessions.save(session)
    sessions.keep_answers(START.date(), {"roller_shared": False})

    out = store.export(ann, tmp_path / "ann.zip")
    with zipfile.ZipFile(out) as archive:
        assert session.id in archive.read("person.json").decode()
        assert {"csv/rolling_session.csv", "csv/rolling_answers.csv"} <= set(archive.namelist())
    store.erase(ann)
    assert store.import_person(out) == ann
    assert StoredSessions(store, ann).open_session() == session
    store.erase(ann)
    assert session.id.encode() not in b"".join(
        one.read_bytes() for one in tmp_path.iterdir() if one.suffix != ".zip"
    )


def test_what_lies_in_the_folder_of_old_is_taken_in_once_and_leaves_it(sessions, store, ann, tmp_path):
    folder = SessionFolder(tmp_path / "rolling")
    assert taken_in(sessions, folder) == []
    ended = Session.begun(PLAN, START).broken_off(START)
    open_one = Session.begun(PLAN, START + timedelta(days=7)).next(START + timedelta(days=7))
    folder.save(ended, checks={"outcome": "go"}, result={"id": ended.id})
    folder.save(open_one)

    assert taken_in(sessions, folder) == [ended.started.date(), open_one.started.date()]
    assert list(folder.path.glob("*.json")) == []
    assert sessions.sessions() == [(ended, {"id": ended.id}), (open_one, None)]
    assert sessions.checks(ended.id) == {"outcome": "go"}

    folder.save(ended)  # as if the program was killed before the files went
    bo = StoredSessions(store, store.add_person("Bo"))
    assert taken_in(bo, folder) == []
    assert list(folder.path.glob("*.json")) == []
    assert bo.sessions() == []


def test_a_record_that_is_no_session_is_named(sessions, store, ann):
    key = store.put(ann, "rolling_session", "2026-03-28", {"session": {"format": 0}})

    with pytest.raises(StoreError, match=key):
        sessions.sessions()
