"""Who did what: a chain that tells when a line, a record or a picture was changed behind its back."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from store_pictures import png

from anagen import __version__
from anagen.errors import InputError


@pytest.fixture
def used(store):
    """A store with ten lines, closed to others only by its audit."""
    ann = store.add_person("Ann")
    keys = [store.put(ann, "shed_count", "2026-03-01", {"hairs": i}) for i in range(4)]
    store.replace(keys[0], {"hairs": 99})
    store.delete(keys[1])
    store.attach(ann, png(), "image/png")
    store.put(ann, "side_effect", "2026-03-01", {"effects": ["itching"]})
    assert store.verify().findings == ()
    return store


@pytest.fixture
def tamper(used):
    """A function that changes the database as somebody would who has the file, and says what verify finds."""

    def change(*statements):
        engine = create_engine(used._url)
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                for event in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER audit_lines_no_{event}")
            else:
                connection.exec_driver_sql("DROP TRIGGER audit_lines_append_only ON audit_lines")
            for one in statements:
                connection.exec_driver_sql(one)
        engine.dispose()
        return " ".join(used.verify().findings)

    return change


def test_a_line_says_who_what_when_why_and_by_which_version(used):
    line = used.audit()[2]

    assert (line.who, line.what, line.why, line.version) == ("a tester", "put", "entry", __version__)
    assert line.person_id == used.find_person().id
    assert line.record_id == used.records(line.person_id)[0].id
    assert [one.what for one in used.audit()] == [
        *("create", "add person", "put", "put", "put", "put", "replace", "delete", "attach", "put")
    ]


def test_lines_of_one_person_are_asked_for(used):
    ben = used.add_person("Ben")

    assert [one.what for one in used.audit(ben)] == ["add person"]


def test_no_line_tells_what_a_record_says(used):
    """Neither the value, nor the kind of record, nor a hash by which values could be tried out."""
    told = str([one.as_dict() for one in used.audit()])

    for word in ("itching", "side_effect", "shed_count", "Ann", "hairs"):
        assert word not in told
    same = [used.put(used.find_person().id, "reminder", "2026-03-01", {"a": 1}) for _ in range(2)]
    digests = [one.digest for one in used.audit() if one.record_id in same]
    assert len(set(digests)) == 2


def test_the_database_itself_refuses_to_change_a_line(used):
    for statement in ("UPDATE audit_lines SET who = 'x'", "DELETE FROM audit_lines WHERE sequence = 3"):
        engine = create_engine(used._url)
        with pytest.raises(DBAPIError, match="only ever added"), engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@pytest.mark.parametrize(
    "column", ["at", "who", "what", "why", "person_id", "record_id", "version", "digest", "previous", "hash"]
)
def test_a_changed_line_is_found(tamper, column):
    assert "Audit line 5" in tamper(f"UPDATE audit_lines SET \"{column}\" = 'other' WHERE sequence = 5")


@pytest.mark.parametrize("sequence", [1, 2, 5, 9])
def test_a_dropped_line_is_found(tamper, sequence):
    assert f"Audit line {sequence} is missing" in tamper(
        f"DELETE FROM audit_lines WHERE sequence = {sequence}"
    )


def test_dropped_lines_at_the_end_are_found(tamper):
    assert "at the end are missing" in tamper("DELETE FROM audit_lines WHERE sequence >= 9")


def test_a_dropped_line_is_found_where_the_others_were_numbered_anew(tamper):
    found = tamper(
        "DELETE FROM audit_lines WHERE sequence = 5",
        "UPDATE audit_lines SET sequence = sequence - 1 WHERE sequence = 6",
        "UPDATE audit_lines SET sequence = sequence - 1 WHERE sequence = 7",
    )
    assert "Audit line 5 does not follow" in found


def test_reordered_lines_are_found(tamper):
    found = tamper(
        "UPDATE audit_lines SET sequence = 100 WHERE sequence = 4",
        "UPDATE audit_lines SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit_lines SET sequence = 5 WHERE sequence = 100",
    )
    assert "Audit line 4 does not follow" in found
    assert "Audit line 5 was changed" in found


def test_an_added_line_is_found(tamper):
    columns = "at, who, what, why, person_id, record_id, version, digest, previous, hash"
    found = tamper(
        f"INSERT INTO audit_lines (sequence, {columns}) SELECT 11, {columns} FROM audit_lines WHERE sequence = 10"
    )
    assert "Audit line 11 was changed" in found
    assert "added by others" in found


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE records SET content = '{}'", "was changed since audit line 7"),
        ("UPDATE records SET content = 'no JSON'", "was changed since"),
        ("UPDATE records SET day = '2026-03-02'", "was changed since"),
        ("UPDATE records SET kind = 'reminder'", "was changed since"),
        ("DELETE FROM records", "What audit line 5 entered as"),
        ("DELETE FROM attachments", "What audit line 9 entered as"),
        ("UPDATE attachments SET media_type = 'image/jpeg'", "was changed since audit line 9"),
    ],
)
def test_what_was_changed_behind_the_audit_is_found(tamper, statement, says):
    assert says in tamper(statement)


def test_changed_bytes_of_a_picture_are_found(tamper, used):
    other = "x'89504e47'" if used._url.get_backend_name() == "sqlite" else "'\\x89504e47'::bytea"

    assert "was changed since audit line 9" in tamper(f"UPDATE attachments SET data = {other}")


def test_who_has_noted_a_hash_finds_that_all_lines_were_written_anew(used, open_store):
    noted = used.verify().head
    used.add_person("Ben")
    assert used.verify(noted).findings == ()

    other = open_store()
    other.add_person("Ann")
    assert other.verify().findings == ()
    assert "rewritten since" in other.verify(noted).findings[0]


def test_reading_is_audited_where_that_is_asked(new_database, open_store):
    database = new_database()
    with open_store(database) as plain:
        ann = plain.add_person("Ann")
        key = plain.put(ann, "shed_count", "2026-03-01", {})
        sha256 = plain.attach(ann, png(), "image/png")
        plain.records(ann)
        lines = len(plain.audit())

    store = open_store(database, audit_reads=True, who="Dr. B")
    store.get(key)
    store.records(ann)
    store.attachment(ann, sha256)

    read = store.audit()[lines:]
    assert [(one.who, one.what, one.why, one.person_id) for one in read] == [
        ("Dr. B", "read", "care", ann)
    ] * 3
    assert store.verify().findings == ()


def test_a_reason_is_one_of_a_closed_list(store, ann):
    for ask in (
        lambda: store.put(ann, "reminder", "2026-03-01", {}, why="he has psoriasis"),
        lambda: store.erase(ann, why="he has psoriasis"),
    ):
        with pytest.raises(InputError, match="No reason of an audit line"):
            ask()
    key = store.put(ann, "reminder", "2026-03-01", {}, why="care")
    store.delete(key, why="consent withdrawn")

    assert [one.why for one in store.audit()][-2:] == ["care", "consent withdrawn"]


def test_a_visit_notes_once_what_it_reads_several_times(open_store):
    store = open_store(audit_reads=True)
    ann, ben = store.add_person("Ann"), store.add_person("Ben")
    key = store.put(ann, "reminder", "2026-03-01", {"text": "x"})

    def read(visit):
        for _ in range(3):
            visit.records(ann)
            visit.records(ann, kind="reminder")
            visit.records(ben)
            visit.get(key)
        visit.people()
        return [(line.who, line.person_id, line.record_id) for line in store.audit() if line.what == "read"]

    once = [("doctor", ann, ""), ("doctor", ben, ""), ("doctor", ann, key)]
    assert read(store.acting_as("doctor")) == once
    assert read(store.acting_as("doctor")) == once * 2

    visit = store.acting_as("nurse")

    def reads_and_fails():
        with visit.transaction():
            visit.records(ann)
            visit.get("nothing")

    with pytest.raises(InputError):
        reads_and_fails()
    visit.records(ann)
    assert [line.who for line in store.audit() if line.what == "read"].count("nurse") == 1
