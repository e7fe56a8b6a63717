"""Encryption at rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from store_pictures import png

from anagen.errors import InputError, SealedStoreError, StoreError
from anagen.store import sealing
from anagen.store.sealing import Seal, new_seal, rewrapped, unsealed

pytestmark = pytest.mark.usefixtures("cheap_seal")
PASSPHRASE = "correct horse battery"
TABLES = ("people", "records", "attachments", "audit_lines", "audit_head", "tombstones", "seal")


@pytest.fixture
def sealed(new_database, open_store):
    """The database of a sealed store with something in it."""
    database = new_database()
    store = open_store(database, passphrase=PASSPHRASE)
    ann = store.add_person("Ann Secret")
    store.put(ann, "side_effect", "2026-03-01", {"effects": ["itching"]})
    store.put(ann, "side_effect", "2026-03-02", {"effects": ["burning"]})
    store.attach(ann, png(b"Comment\x00secret picture"), "image/png")
    store.close()
    return database


def test_a_sealed_store_gives_back_what_it_was_given(sealed, open_store):
    store = open_store(sealed, passphrase=PASSPHRASE)
    ann = store.find_person("Ann Secret").id

    assert [one.content["effects"] for one in store.records(ann)] == [["itching"], ["burning"]]
    (picture,) = store.attachments(ann)
    assert b"secret picture" in store.attachment(ann, picture.sha256).data
    assert store.verify().findings == ()
    assert store.info().sealed


def test_nothing_of_it_can_be_read_without_the_passphrase(sealed, open_store):
    engine = create_engine(open_store(sealed, passphrase=PASSPHRASE)._url)
    with engine.connect() as connection:
        rows = [tuple(row) for name in TABLES for row in connection.execute(text(f"SELECT * FROM {name}"))]
    engine.dispose()
    kept = b"".join(one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row)

    assert len(rows) > 8
    for secret in (b"itching", b"effects", b"Ann", b"Secret", b"secret picture", PASSPHRASE.encode()):
        assert secret not in kept


def test_no_passphrase_or_a_wrong_one_is_one_clear_error(sealed, open_store):
    with pytest.raises(SealedStoreError, match="Give its passphrase"):
        open_store(sealed)
    with pytest.raises(SealedStoreError, match="passphrase does not open this store"):
        open_store(sealed, passphrase=PASSPHRASE + "!")


def test_a_passphrase_for_a_store_that_is_not_sealed_is_refused(new_database, open_store):
    database = new_database()
    open_store(database)

    with pytest.raises(SealedStoreError, match="not sealed"):
        open_store(database, passphrase=PASSPHRASE)


def test_a_short_passphrase_is_refused_and_no_store_is_made(new_database, open_store):
    database = new_database()
    with pytest.raises(InputError, match="at least 8"):
        open_store(database, passphrase="1234567")

    assert not open_store(database).info().sealed


def test_a_passphrase_can_be_changed_without_writing_the_records_anew(sealed, open_store):
    open_store(sealed, passphrase=PASSPHRASE).change_passphrase("another sentence")

    with pytest.raises(SealedStoreError):
        open_store(sealed, passphrase=PASSPHRASE)
    store = open_store(sealed, passphrase="another sentence")
    assert store.verify().findings == ()
    assert store.audit()[-1].what == "change passphrase"


def test_only_a_sealed_store_has_a_passphrase_to_change(store):
    with pytest.raises(InputError, match="not sealed"):
        store.change_passphrase("another sentence")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET content = (SELECT content FROM records WHERE day = '2026-03-02')",
        "UPDATE records SET content = 'sealed:AAAA'",
        "UPDATE records SET content = '{}'",
    ],
)
def test_a_text_that_was_changed_or_moved_does_not_open(sealed, open_store, statement):
    store = open_store(sealed, passphrase=PASSPHRASE)
    change(store, statement)
    (first, *_) = [line.record_id for line in store.audit() if line.what == "put"]

    with pytest.raises(StoreError, match=f"record {first} was damaged or changed"):
        store.get(first)
    assert any(f"Record {first} was changed" in one for one in store.verify().findings)


def test_who_has_no_passphrase_cannot_write_an_audit_that_holds(sealed, open_store):
    """The hashes of a sealed store are keyed: computing them anew over other lines takes the key."""
    store = open_store(sealed, passphrase=PASSPHRASE)
    line = store.audit()[-1]

    assert line.hash == store._seal.hash(hashed(line))
    assert line.hash != Seal().hash(hashed(line))


def test_a_doctored_cost_does_not_eat_the_memory():
    _, row = new_seal(PASSPHRASE)
    with pytest.raises(StoreError, match="seal of the store is damaged"):
        unsealed({**row, "n": 2**40}, PASSPHRASE)
    for broken in ({"n": 3}, {"wrapped": "xyz"}, {"salt": "0"}):
        with pytest.raises(StoreError, match="damaged"):
            unsealed({**row, **broken}, PASSPHRASE)


def test_the_cost_of_a_new_seal_is_what_is_recommended(monkeypatch):
    """OWASP's password storage sheet: scrypt with n = 2^17, r = 8, p = 1 at least; a file has no rate limit."""
    monkeypatch.undo()
    assert sealing.COST["n"] >= 2**17
    assert sealing.COST["r"] >= 8


def test_a_seal_opens_what_it_closed_also_under_another_passphrase():
    seal, row = new_seal(PASSPHRASE)
    again = rewrapped(seal, "another passphrase")

    assert unsealed(row, PASSPHRASE) == unsealed(again, "another passphrase") == seal
    with pytest.raises(SealedStoreError):
        unsealed(again, PASSPHRASE)


@given(
    data=st.binary(max_size=300),
    about=st.text(st.characters(codec="utf-8"), max_size=10),
    flip=st.integers(0),
)
def test_what_is_sealed_opens_only_unchanged_and_in_its_place(data, about, flip):
    seal = Seal(bytes(range(32)))
    closed = seal.closed(data, about)
    changed = bytearray(closed)
    changed[flip % len(closed)] ^= 1 + flip % 255

    assert seal.opened(closed, about) == data
    assert seal.closed(data, about) != closed
    for other, kept, place in (
        (seal, closed, about + "x"),
        (seal, bytes(changed), about),
        (seal, closed[:-1], about),
        (Seal(bytes(32)), closed, about),
    ):
        with pytest.raises(StoreError):
            other.opened(kept, place)


@given(st.text(max_size=50))
def test_without_a_key_everything_stays_as_it_is(value):
    assert Seal().opened_text(Seal().closed_text(value, "a"), "b") == value


def change(store, statement):
    engine = create_engine(store._url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def hashed(line):
    from anagen.store.audit import _hashed

    return _hashed(line.as_dict())
