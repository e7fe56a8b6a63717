"""Everything of a person as one ZIP, into another store and back."""

import csv
import hashlib
import io
import json
import secrets
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_pictures import jpeg, png

from anagen.errors import InputError, OutputExistsError
from anagen.store import KINDS, Store

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
DAYS = st.dates().map(str) | st.datetimes(timezones=st.timezones()).filter(lambda one: 1 < one.year < 9999)
FREE_KINDS = [name for name, kind in KINDS.items() if not kind.needs]


ON_ONE_DATABASE = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
"""For what is decided before a database is asked."""


@pytest.fixture
def filled(store, ann):
    """A store whose Ann has records, of which one was replaced and one deleted, and two pictures."""
    for i in range(3):
        store.put(ann, "shed_count", f"2026-03-0{i + 1}", {"hairs": i, "note": "=cmd|' /C calc'!A0"})
    key = store.put(ann, "reminder", "2026-03-01T10:00:00Z", {"text": "x", "deep": {"a": [1]}})
    store.replace(key, {"text": "y"})
    store.delete(store.put(ann, "reminder", "2026-03-01", {"text": "gone"}))
    store.attach(ann, png(), "image/png")
    store.attach(ann, jpeg(), "image/jpeg")
    return store


@pytest.fixture
def exported(filled, ann, tmp_path):
    return filled.export(ann, tmp_path / "ann.zip")


def whole(store, person):
    """All there is of a person."""
    pictures = [(one, store.attachment(person, one.sha256).data) for one in store.attachments(person)]
    return store.person(person), store.records(person), pictures


def test_an_export_imported_elsewhere_is_the_same(filled, ann, exported, open_store):
    other = open_store()

    assert other.import_person(exported) == ann
    assert whole(other, ann) == whole(filled, ann)
    assert other.verify().findings == ()
    assert {line.what for line in other.audit(ann)} == {"import"}


def test_a_sealed_store_exports_in_the_open_and_takes_in(
    filled, ann, exported, open_store, cheap_seal, tmp_path
):
    sealed = open_store(passphrase="correct horse battery")
    sealed.import_person(exported)

    assert whole(sealed, ann) == whole(filled, ann)
    again = sealed.export(ann, tmp_path / "again.zip")
    assert json.loads(zipfile.ZipFile(again).read("person.json")) == json.loads(
        zipfile.ZipFile(exported).read("person.json")
    )


def test_after_erasing_an_export_brings_everything_back(filled, ann, exported):
    before = whole(filled, ann)
    filled.erase(ann)

    assert filled.import_person(exported) == ann
    assert whole(filled, ann) == before
    filled.erase(ann)
    assert filled.verify().findings == ()


def test_an_archive_holds_json_tables_pictures_the_audit_and_a_readme_with_hashes(ann, exported):
    with zipfile.ZipFile(exported) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    readme = files["README.txt"].decode()

    assert {
        "person.json",
        "audit.json",
        "manifest.json",
        "csv/shed_count.csv",
        "csv/reminder.csv",
    } <= files.keys()
    assert {name.partition(".")[2] for name in files if name.startswith("attachments/")} == {"png", "jpg"}
    for name, data in files.items():
        if name not in ("README.txt", "manifest.json"):
            assert f"{hashlib.sha256(data).hexdigest()}  {name}\n" in readme
    assert "not a medical device" in readme
    assert [one["what"] for one in json.loads(files["audit.json"])][-1] == "export"
    assert {one["person_id"] for one in json.loads(files["audit.json"])} == {ann}


def test_a_table_has_a_row_a_record_and_no_cell_that_a_spreadsheet_would_run(exported):
    with zipfile.ZipFile(exported) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("csv/shed_count.csv").decode())))

    assert [row["hairs"] for row in rows] == ["0", "1", "2"]
    assert [row["day"] for row in rows] == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert all(row["note"].startswith("'=") for row in rows)


def test_an_export_never_overwrites_unless_it_is_told_to(filled, ann, exported):
    before = exported.read_bytes()
    with pytest.raises(OutputExistsError):
        filled.export(ann, exported)
    assert exported.read_bytes() == before

    filled.export(ann, exported, force=True)
    assert exported.read_bytes() != before  # it tells of the export before it
    with pytest.raises(InputError, match="folder that exists"):
        filled.export(ann, exported.parent / "none" / "ann.zip")


def test_an_export_that_fails_leaves_nothing(filled, ann, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("anagen.store.archive.ArchiveWriter.picture", fail)
    with pytest.raises(OSError, match="full"):
        filled.export(ann, tmp_path / "folder.zip")

    assert [one for one in tmp_path.iterdir() if "folder" in one.name] == []


def rewritten(exported, change):
    """The archive with its files changed by a function."""
    with zipfile.ZipFile(exported) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files = change(files) or files
    out = exported.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def sealed_again(files, changed):
    """A person.json changed together with its hash, as somebody would who means it."""
    files["person.json"] = json.dumps(changed).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["person.json"] = hashlib.sha256(files["person.json"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize("part", ["person.json", "attachments/"])
def test_a_file_that_was_changed_is_found_and_nothing_is_imported(exported, open_store, part):
    def change(files):
        name = next(one for one in files if one.startswith(part))
        files[name] += b" "

    store = open_store()
    with pytest.raises(InputError, match="changed or damaged"):
        store.import_person(rewritten(exported, change))
    assert store.people() == ()


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("id", "../../etc/passwd", "identifier"),
        ("id", "' OR 1=1", "identifier"),
        ("id", 5, "'id'"),
        ("kind", "no_such_kind", "kind of record"),
        ("day", "yesterday", "no day"),
        ("version", 0, "version"),
        ("version", 10**30, "version"),
        ("content", [], "'content'"),
        ("written_at", None, "'written_at'"),
    ],
)
def test_a_record_that_no_store_would_write_is_refused_and_nothing_is_imported(
    exported, open_store, field, value, says
):
    def change(files):
        person = json.loads(files["person.json"])
        person["records"][-1][field] = value
        sealed_again(files, person)

    store = open_store()
    with pytest.raises(InputError, match=says):
        store.import_person(rewritten(exported, change))
    assert store.people() == ()
    assert store.verify().findings == ()


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    "person",
    [[], {}, {"person": []}, {"person": {}, "records": [], "attachments": []}, {"person": {}, "records": 1}],
)
def test_an_archive_of_another_shape_is_refused(exported, open_store, person):
    store = open_store()
    with pytest.raises(InputError):
        store.import_person(rewritten(exported, lambda files: sealed_again(files, person)))
    assert store.people() == ()


@ON_ONE_DATABASE
def test_pictures_of_an_archive_are_looked_at_as_any_other(exported, open_store):
    def change(files):
        name = next(one for one in files if one.endswith(".png"))
        files[name] = b"<html>"
        manifest = json.loads(files["manifest.json"])
        manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(InputError, match="something else"):
        open_store().import_person(rewritten(exported, change))


@ON_ONE_DATABASE
def test_what_is_no_archive_is_one_line(exported, open_store, tmp_path, monkeypatch):
    store = open_store()
    other = tmp_path / "other"
    for data in (b"", b"a letter", exported.read_bytes()[:-300], b"PK\x05\x06" + bytes(18)):
        other.write_bytes(data)
        with pytest.raises(InputError, match=r"other: The file"):
            store.import_person(other)
    with pytest.raises(InputError, match="newer anagen"):
        store.import_person(rewritten(exported, lambda files: {**files, "manifest.json": b'{"format": 2}'}))
    with pytest.raises(InputError, match="no manifest"):
        store.import_person(rewritten(exported, lambda files: {**files, "manifest.json": b"[]"}))
    with pytest.raises(InputError, match="readable"):
        store.import_person(rewritten(exported, lambda files: {**files, "manifest.json": b"[" * 10**5}))
    assert store.people() == ()


@ON_ONE_DATABASE
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(exported, open_store, monkeypatch):
    store = open_store()
    monkeypatch.setattr("anagen.store.archive.LARGEST_FILE", 200)
    with pytest.raises(InputError, match="which is refused"):
        store.import_person(exported)
    monkeypatch.setattr("anagen.store.archive.LARGEST_ARCHIVE", 200)
    with pytest.raises(InputError, match="unpacks to more"):
        store.import_person(exported)


@ON_ONE_DATABASE
def test_a_damaged_byte_anywhere_never_gives_another_person(exported, filled, ann, tmp_path):
    """Whatever byte is changed, the import is refused in one line, or what it takes in is the same."""
    data = exported.read_bytes()
    expected = whole(filled, ann)
    other = tmp_path / "other.zip"
    with Store.open(tmp_path / "other.sqlite", who="a tester") as store:
        for place in range(0, len(data), max(1, len(data) // 50)):
            changed = bytearray(data)
            changed[place] ^= 0xFF
            other.write_bytes(changed)
            try:
                store.import_person(other)
            except InputError:
                assert store.people() == ()
                continue
            assert whole(store, ann) == expected
            store.erase(ann)


def test_a_person_who_is_there_is_not_taken_in_again(filled, exported):
    with pytest.raises(InputError, match="in this store already"):
        filled.import_person(exported)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.lists(
        st.tuples(st.sampled_from(FREE_KINDS), DAYS, st.dictionaries(st.text(), JSON, max_size=5)), max_size=5
    ),
    name=st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20),
)
def test_whatever_was_put_comes_back_and_round_trips(store, tmp_path, kept, name):
    person = store.add_person(name)
    keys = [store.put(person, *one) for one in kept]
    assert [store.get(key).content for key in keys] == [content for _, _, content in kept]

    path = store.export(person, tmp_path / f"{secrets.token_hex(8)}.zip")
    before = whole(store, person)
    store.erase(person)
    assert store.import_person(path) == person
    assert whole(store, person) == before
