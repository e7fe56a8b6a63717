"""Freeze databases of today's schema, with data in them, for tests of tomorrow's program.

    python tests/support/store_freeze.py

It writes what is not there yet and changes nothing that is. PostgreSQL has to be on the machine, with pg_dump.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from postgres import postgres
from sqlalchemy import select
from store_pictures import png

from anagen.store import Store, sealing, tables
from anagen.store.tables import SCHEMA

FOLDER = Path(__file__).parents[1] / "store" / "schemas"
PASSPHRASE = "correct horse battery"
WEB = ("accounts", "care", "invitations", "jobs", "web_sessions")
"""Tables that only the web application fills; the second schema brought them."""


def fill(store):
    """Two people with records of every sort, and one who was erased."""
    ann, ben, cleo = (store.add_person(name) for name in ("Ann", "Ben", "Cleo"))
    store.put(ann, "answers", "2026-03-01", {"age": 31, "sex": "female", "note": "früh"})
    key = store.put(ann, "shed_count", "2026-03-02T08:00:00+01:00", {"method": "wash", "counts": [61.0]})
    store.replace(key, {"method": "wash", "counts": [62.0]})
    store.delete(store.put(ann, "reminder", "2026-03-01", {"text": "gone"}))
    store.put(ann, "photograph", "2026-03-02", {"sha256": store.attach(ann, png(), "image/png")})
    store.put(ben, "grade", "2026-03-01", {"scale": "norwood", "grade": "III vertex"})
    store.put(cleo, "reminder", "2026-03-01", {"text": "gone"})
    fill_web(store, ann)
    store.erase(cleo)


def fill_web(store, person_id):
    """A row of every table of the web application."""
    at, later = "2026-03-01T08:00:00.000000Z", "2036-03-01T08:00:00.000000Z"
    account = {"id": "a" * 32, "name": "doctor", "password_hash": "$argon2id$of-a-test", "role": "clinician"}
    session = {"token_sha256": "b" * 64, "account_id": "a" * 32, "csrf": "c"}
    invitation = {"token_sha256": "d" * 64, "purpose": "join", "role": "person", "person_id": person_id}
    care = {"account_id": "a" * 32, "person_id": person_id, "relation": "clinician", "given_at": at}
    job = {"id": "e" * 32, "kind": "consultation", "key": "f" * 64, "person_id": person_id, "params": "{}"}
    with store._writing() as work:
        for table, row in (
            (tables.accounts, {**account, "state": "active", "created_at": at}),
            (tables.web_sessions, {**session, "created_at": at, "seen_at": at, "expires_at": later}),
            (tables.invitations, {**invitation, "made_by": "a" * 32, "made_at": at, "expires_at": later}),
            (tables.care, care),
            (tables.jobs, {**job, "state": "queued", "progress": 0.0, "asked_at": at}),
        ):
            work.connection.execute(table.insert().values(**row))


def rows(store):
    """What the tables of the web application hold."""
    with store._reading("all tables") as work:
        kept = {
            name: work.connection.execute(select(tables.metadata.tables[name])).mappings() for name in WEB
        }
        return {name: [dict(row) for row in found] for name, found in kept.items()}


def said(store):
    """All that is in a store, and the hash of its last audit line."""
    people = {
        one.name: {
            "person": one.as_dict(),
            "records": [record.as_dict() for record in store.records(one.id)],
            "attachments": [attachment.as_dict() for attachment in store.attachments(one.id)],
        }
        for one in store.people()
    }
    return {"people": people, "tables": rows(store), "head": store.verify().head}


def keep(name, script, told):
    """Write a frozen database, unless it is there."""
    if not (FOLDER / f"{name}.sql").exists():
        (FOLDER / f"{name}.sql").write_text(script, encoding="utf-8")
        (FOLDER / f"{name}.json").write_text(
            json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def freeze_sqlite(sealed):
    """Freeze a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite"
        with Store.open(file, who="a tester", passphrase=PASSPHRASE if sealed else None) as store:
            fill(store)
            told = said(store)
        connection = sqlite3.connect(file)
        script = "\n".join(connection.iterdump()) + "\n"
        connection.close()
    keep(f"{SCHEMA}{'-sealed' if sealed else ''}.sqlite", script, told)


def freeze_postgresql():
    """Freeze a database of a server."""
    with postgres() as url:
        with Store.open(url, who="a tester") as store:
            fill(store)
            told = said(store)
        words = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", "--no-comments", "--dbname", url]
        dumped = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    unwanted = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")
    lines = [line for line in dumped.splitlines() if line and not line.startswith(unwanted)]
    keep(f"{SCHEMA}.postgresql", "\n".join(lines).replace("public.", "") + "\n", told)


def main():
    """Freeze all there is to freeze."""
    sealing.COST = {"n": 2**10, "r": 8, "p": 1}
    freeze_sqlite(sealed=False)
    freeze_sqlite(sealed=True)
    freeze_postgresql()
    return 0


if __name__ == "__main__":
    sys.exit(main())
