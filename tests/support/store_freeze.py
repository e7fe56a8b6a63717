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
from store_pictures import png

from anagen.store import Store, sealing
from anagen.store.tables import SCHEMA

FOLDER = Path(__file__).parents[1] / "store" / "schemas"
PASSPHRASE = "correct horse battery"


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
    store.erase(cleo)


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
    return {"people": people, "head": store.verify().head}


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
