"""People, records and transactions, on SQLite and on PostgreSQL."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from anagen.errors import InputError
from anagen.store import Record, Store


def test_a_record_comes_back_as_it_was_put(store, ann):
    content = {
        "hairs": 61,
        "wet": True,
        "note": "after a wash\n\x00é",
        "each": [20, 20.5, None],
        "deep": {"a": {}},
    }

    key = store.put(ann, "shed_count", date(2026, 3, 1), content)
    record = store.get(key)

    assert record.content == content
    assert (record.person_id, record.kind, record.day, record.version) == (ann, "shed_count", "2026-03-01", 1)
    assert store.records(ann) == (record,)


def test_identifiers_cannot_be_guessed(store):
    keys = {store.add_person("Ann") for _ in range(20)}

    assert len(keys) == 20
    assert all(len(key) == 32 and int(key, 16) for key in keys)


def test_values_are_frozen_and_contents_are_copies(store, ann):
    record = store.get(store.put(ann, "answers", "2026-03-01", {"list": [1]}))
    record.content["list"].append(2)

    assert record.content == {"list": [1]}
    with pytest.raises(AttributeError):
        record.kind = "grade"


def test_health_values_are_not_in_the_repr_of_a_record(store, ann):
    record = store.get(store.put(ann, "side_effect", "2026-03-01", {"effects": ["secret"]}))

    assert "secret" not in repr(record)


def test_records_come_by_day_and_then_in_order(store, ann):
    days = [
        "2026-03-02",
        "2026-03-01T23:59:59.5Z",
        "2026-03-01T23:59:59Z",
        "2026-03-01",
        "2026-03-02",
        "0999-01-01",
    ]
    for i, day in enumerate(days):
        store.put(ann, "shed_count", day, {"i": i})

    assert [one.content["i"] for one in store.records(ann)] == [5, 3, 2, 1, 0, 4]


def test_records_are_found_by_kind_and_days_of_half_open_spans(store, ann):
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        store.put(ann, "shed_count", day, {})
        store.put(ann, "reminder", day, {})

    found = store.records(ann, "shed_count", since="2026-03-02", until=date(2026, 3, 3))

    assert [(one.kind, one.day) for one in found] == [("shed_count", "2026-03-02")]


def test_times_are_kept_in_utc(store, ann):
    moment = datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))

    record = store.get(store.put(ann, "rolling_session", moment, {}))

    assert record.day == "2026-02-28T23:30:00.000000Z"
    assert datetime.fromisoformat(record.written_at).utcoffset() == timedelta(0)
    assert abs(datetime.fromisoformat(record.written_at) - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_replaced_record_keeps_its_place_and_counts_its_versions(store, ann):
    first = store.put(ann, "shed_count", "2026-03-01", {"hairs": 1})
    second = store.put(ann, "shed_count", "2026-03-01", {"hairs": 2})

    new = store.replace(first, {"hairs": 3})

    assert new == store.get(first)
    assert (new.version, new.content, new.day) == (2, {"hairs": 3}, "2026-03-01")
    assert [one.id for one in store.records(ann)] == [first, second]
    assert store.replace(first, {}, day="2026-03-09").day == "2026-03-09"


def test_a_deleted_record_is_gone(store, ann):
    key = store.put(ann, "shed_count", "2026-03-01", {})
    store.delete(key)

    assert store.records(ann) == ()
    with pytest.raises(InputError, match="no record"):
        store.get(key)


def test_people_are_kept_apart(store, ann):
    ben = store.add_person("Ben")
    store.put(ann, "shed_count", "2026-03-01", {"whose": "Ann's"})
    store.put(ben, "shed_count", "2026-03-01", {"whose": "Ben's"})

    assert [one.content for one in store.records(ben)] == [{"whose": "Ben's"}]
    assert [one.name for one in store.people()] == ["Ann", "Ben"]


def test_a_person_is_found_by_name_by_identifier_or_by_being_the_only_one(store, ann):
    assert store.find_person().id == ann
    ben = store.add_person("Ben")
    assert store.find_person("Ben").id == store.find_person(ben).id == ben
    store.rename_person(ben, "Benjamin")
    assert store.person(ben).name == "Benjamin"

    for text, says in (
        (None, "2 people. Say with --person who is meant, by name or identifier"),
        ("Benjamim", "Did you mean 'Benjamin'"),
    ):
        with pytest.raises(InputError, match=says):
            store.find_person(text)
    store.add_person("Ann")
    with pytest.raises(InputError, match="2 people named 'Ann'"):
        store.find_person("Ann")


def test_in_an_empty_store_nobody_is_found(store):
    with pytest.raises(InputError, match="nobody in the store yet"):
        store.find_person()


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "two\nlines", "\ud800"])
def test_a_name_that_is_none_is_refused(store, name):
    with pytest.raises(InputError, match="name of a person"):
        store.add_person(name)
    assert store.people() == ()


@pytest.mark.parametrize(
    ("kind", "day", "content", "says"),
    [
        ("shed_cuont", "2026-03-01", {}, "Did you mean 'shed_count'"),
        ("shed_count", "yesterday", {}, "no day and no time"),
        ("shed_count", "2026-02-30", {}, "no day and no time"),
        ("shed_count", 20260301, {}, "no day and no time"),
        ("shed_count", "2026-03-01T10:00:00", {}, "no time zone"),
        ("shed_count", "0001-01-01T00:00:00+01:00", {}, "no day and no time"),
        ("shed_count", "2026-03-01", [1], "mapping"),
        ("shed_count", "2026-03-01", {1: 2}, "Names are texts"),
        ("shed_count", "2026-03-01", {"a": {"b": float("nan")}}, "not finite.*'a.b'"),
        ("shed_count", "2026-03-01", {"a": 2**63}, "too large"),
        ("shed_count", "2026-03-01", {"a": [date(2026, 3, 1)]}, r"a date at 'a\[0\]'"),
        ("shed_count", "2026-03-01", {"a": b"x"}, "a bytes"),
        ("photograph", "2026-03-01", {}, "needs 'sha256'"),
        ("photograph", "2026-03-01", {"sha256": "../x"}, "Give a SHA-256"),
        ("measurement", "2026-03-01", {"measure": "hairs", "value": True}, "Give a number"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(store, ann, kind, day, content, says):
    lines = len(store.audit())

    with pytest.raises(InputError, match=says):
        store.put(ann, kind, day, content)

    assert store.records(ann) == ()
    assert len(store.audit()) == lines


def test_content_that_is_too_deep_or_too_long_is_refused(store, ann, monkeypatch):
    deep = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(InputError, match="levels deep"):
        store.put(ann, "answers", "2026-03-01", deep)
    while deep:  # or Python would take it apart with a recursion of its own
        deep = deep["a"]

    monkeypatch.setattr("anagen.store.content.LARGEST_BYTES", 100)
    with pytest.raises(InputError, match="long"):
        store.put(ann, "answers", "2026-03-01", {"a": "x" * 100})


def test_nobody_and_nothing_are_said_so(store):
    for ask in (
        lambda: store.put("x", "shed_count", "2026-03-01", {}),
        lambda: store.records("x"),
        lambda: store.person("' OR 1=1 --"),
        lambda: store.attachments("x"),
        lambda: store.attach("x", b"\xff\xd8\xff", "image/jpeg"),
        lambda: store.rename_person("x", "Ann"),
        lambda: store.erase("x"),
        lambda: store.get("x"),
        lambda: store.replace("x", {}),
        lambda: store.delete("x"),
    ):
        with pytest.raises(InputError, match=r"Nobody|no record"):
            ask()
    assert [one.what for one in store.audit()] == ["create"]


def test_a_transaction_keeps_all_or_nothing(store, ann):
    def two_records():
        with store.transaction():
            store.put(ann, "shed_count", "2026-03-01", {})
            store.put(ann, "shed_cuont", "2026-03-01", {})

    with pytest.raises(InputError):
        two_records()
    assert store.records(ann) == ()

    with store.transaction():
        store.put(ann, "shed_count", "2026-03-01", {})
        with store.transaction():
            store.put(ann, "reminder", "2026-03-01", {})
        assert len(store.records(ann)) == 2
    assert len(store.records(ann)) == 2
    assert store.verify().sound


def test_an_error_that_is_caught_within_a_transaction_leaves_nothing_of_its_own(store, ann):
    with store.transaction():
        store.put(ann, "shed_count", "2026-03-01", {})
        with pytest.raises(InputError), store.transaction():  # noqa: PT012  what came before it is the point
            store.put(ann, "reminder", "2026-03-01", {})
            store.get("no such record")

    assert [one.kind for one in store.records(ann)] == ["shed_count"]
    assert store.verify().sound


def test_threads_share_a_store(store, ann):
    errors = []

    def write():
        try:
            for i in range(10):
                store.put(ann, "shed_count", "2026-03-01", {"i": i})
        except BaseException as error:  # noqa: BLE001  told below
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert errors == []
    assert len(store.records(ann)) == 40
    assert store.verify().sound


def test_what_one_has_written_another_reads(new_database, open_store):
    database = new_database()
    one, other = open_store(database), open_store(database)

    key = one.put(one.add_person("Ann"), "shed_count", "2026-03-01", {"hairs": 3})

    assert isinstance(other.get(key), Record)
    assert other.get(key).content == {"hairs": 3}


def test_a_store_tells_what_it_holds(store, ann):
    store.put(ann, "shed_count", "2026-03-01", {})
    store.put(ann, "shed_count", "2026-03-02", {})
    store.put(ann, "reminder", "2026-03-02", {})

    told = store.info()

    assert told.records == {"reminder": 1, "shed_count": 2}
    assert (told.people, told.attachments, told.sealed, told.schema) == (1, 0, False, "0002")
    assert (told.audit_lines, told.head) == (5, store.audit()[-1].hash)


@pytest.mark.parametrize("who", ["", "x" * 300, "a\nb"])
def test_who_acts_has_a_name(new_database, who):
    with pytest.raises(InputError, match="who acts"):
        Store.open(new_database(), who=who)
