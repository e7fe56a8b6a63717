"""`anagen store`: what is kept of whom, and giving it back, taking it in, erasing it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from anagen.cli.output import print_json
from anagen.cli.stores import new_passphrase, open_store
from anagen.errors import InputError, NoStoreError, SealedStoreError, unknown_name

if TYPE_CHECKING:
    from anagen.store import Store

EXIT_UNSOUND = 1


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a store is, and what opens it."""

    database: str | None = None
    """File or URL, as postgresql://user@host/database; the one of this account if not given."""
    passphrase_file: Path | None = None
    """File whose first line opens a sealed store; otherwise it is asked for."""


WhichStore = Annotated[Place, Parameter(name="*")]
"""Options of every command of the store."""
USUAL = Place()


def store(asked: str | None = None, /, *, json: bool = False, place: WhichStore = USUAL) -> None:
    """Show where records are kept, export or erase all of a person, and verify that nothing was changed.

    Without more, what is kept and where. Records never leave this machine by themselves.

    Parameters
    ----------
    asked
        One of the commands.
    json
        Print one JSON object.

    Examples
    --------
    anagen store
    anagen store export --person Ann --out ann.zip
    anagen store import ann.zip
    anagen store erase --person Ann
    anagen store verify
    anagen store create --seal --database clinic.sqlite
    """
    if asked is not None:
        raise unknown_name("command of the store", asked, SUBCOMMANDS)
    info(json=json, place=place)


def info(*, json: bool = False, place: WhichStore = USUAL) -> None:
    """Show where the store is, who is in it, and how much is kept.

    Parameters
    ----------
    json
        Print one JSON object.

    Examples
    --------
    anagen store info
    anagen store info --database postgresql://clinic@localhost/anagen --json
    """
    with _opened(place) as opened:
        told = opened.info().as_dict()
        told["persons"] = [one.as_dict() for one in opened.people()]
    if json:
        print_json(told)
        return
    print(f"{told['database']}  (schema {told['schema']}, {'sealed' if told['sealed'] else 'not sealed'})")
    for one in told["persons"]:
        print(f"  {one['id']}  {one['name']}, since {one['added_at'][:10]}")
    kinds = ", ".join(f"{n} {kind}" for kind, n in told["records"].items())
    print(f"records: {kinds or 'none'}; photographs: {told['attachments']}")
    lines = told["audit_lines"]
    print(f"audit: {lines} line{'' if lines == 1 else 's'}, the last is {told['head']}")


def create(*, seal: bool = False, json: bool = False, place: WhichStore = USUAL) -> None:
    """Make an empty store, sealed with a passphrase if asked.

    Other commands make the store of this account when they need it; this one is for a store that is sealed, or
    elsewhere. What is sealed cannot be read by anybody without the passphrase, and is lost with it.

    Parameters
    ----------
    seal
        Encrypt names, records and photographs.
    json
        Print one JSON object.

    Examples
    --------
    anagen store create --seal
    anagen store create --seal --passphrase-file secret.txt --database clinic.sqlite
    """
    from anagen.store import Store

    if _there(place):
        raise InputError("There is a store already. Name another with --database.")
    passphrase = new_passphrase(place.passphrase_file) if seal else None
    with Store.open(place.database, passphrase=passphrase) as opened:
        told = opened.info()
    if json:
        print_json(told.as_dict())
    else:
        print(f"Made {told.database}{', sealed' if seal else ''}.")


def export(
    *,
    out: Path,
    person: str | None = None,
    force: bool = False,
    json: bool = False,
    place: WhichStore = USUAL,
) -> None:
    """Write everything of a person into one ZIP: JSON, tables, photographs, the audit, and hashes of all of it.

    The file is not encrypted, also where the store is sealed; only its owner may read it.

    Parameters
    ----------
    out
        The file.
    person
        A name or an identifier; needed where the store has several people.
    force
        Replace the file if it exists.
    json
        Print one JSON object.

    Examples
    --------
    anagen store export --out me.zip
    anagen store export --person Ann --out ann.zip --force
    """
    with _opened(place) as opened:
        asked = opened.find_person(person)
        opened.export(asked.id, out, force=force)
    if json:
        print_json({"person": asked.as_dict(), "out": out})
    else:
        print(f"Wrote everything of {asked.name} into {out}. It is not encrypted: keep it safe.")


def import_(file: Path, /, *, json: bool = False, place: WhichStore = USUAL) -> None:
    """Take in what `anagen store export` wrote: all of it, or nothing.

    Parameters
    ----------
    file
        The ZIP.
    json
        Print one JSON object.

    Examples
    --------
    anagen store import ann.zip
    anagen store import ann.zip --database clinic.sqlite
    """
    with _opened(place, make=True) as opened:
        taken_in = opened.person(opened.import_person(file))
        records = len(opened.records(taken_in.id))
    if json:
        print_json({"person": taken_in.as_dict(), "records": records})
    else:
        print(f"Took in {taken_in.name} with {records} records.")


def erase(
    *, person: str | None = None, yes: bool = False, json: bool = False, place: WhichStore = USUAL
) -> None:
    """Erase a person: name, records, photographs, and what of them is left in the file.

    What stays is a random identifier, the day, and audit lines that say nothing of the person. Exports and backups
    are yours to destroy. It cannot be undone; an export can be taken in again.

    Parameters
    ----------
    person
        A name or an identifier; needed where the store has several people.
    yes
        Do not ask.
    json
        Print one JSON object.

    Examples
    --------
    anagen store erase --person Ann
    anagen store erase --person Ann --yes
    """
    with _opened(place) as opened:
        asked = opened.find_person(person)
        if not yes:
            _confirm(asked.name)
        opened.erase(asked.id)
    if json:
        print_json({"erased": asked.id})
    else:
        print(f"Erased everything of {asked.name}.")


def verify(*, head: str | None = None, json: bool = False, place: WhichStore = USUAL) -> None:
    """Look at every audit line, record and photograph, and say what is not as it was written; exit 1 if something is.

    Parameters
    ----------
    head
        The last audit line as you noted it earlier; then it is found as well if all lines were written anew.
    json
        Print one JSON object.

    Examples
    --------
    anagen store verify
    anagen store verify --head 4f0c2e...
    """
    with _opened(place) as opened:
        found = opened.verify(head)
    if json:
        print_json(found.as_dict())
    else:
        print("\n".join(found.findings) or "All is as it was written.")
        counts = {"audit line": found.lines, "record": found.records, "photograph": found.attachments}
        print(", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items()))
        print(
            f"The last audit line is {found.head}. Noted elsewhere, it proves later that nothing was changed."
        )
    if not found.sound:
        sys.exit(EXIT_UNSOUND)


def upgrade(*, json: bool = False, place: WhichStore = USUAL) -> None:
    """Bring a store to the schema of this version of anagen, all of it or not at all.

    Every other command does so, too. A version that is older refuses the store from then on.

    Parameters
    ----------
    json
        Print one JSON object.

    Examples
    --------
    anagen store upgrade
    anagen store upgrade --database postgresql://clinic@localhost/anagen
    """
    with _opened(place) as opened:
        before, now = opened.found_schema, opened.info().schema
    if json:
        print_json({"before": before, "schema": now})
    else:
        print(
            f"Upgraded from {before} to {now}."
            if before != now
            else f"The store has the schema {now} already."
        )


def passphrase(*, new_file: Path | None = None, json: bool = False, place: WhichStore = USUAL) -> None:
    """Change the passphrase of a sealed store.

    Parameters
    ----------
    new_file
        File whose first line is the new one; otherwise it is asked for.
    json
        Print one JSON object.

    Examples
    --------
    anagen store passphrase
    anagen store passphrase --passphrase-file old.txt --new-file new.txt
    """
    with _opened(place) as opened:
        opened.change_passphrase(new_passphrase(new_file))
        told = opened.info()
    if json:
        print_json(told.as_dict())
    else:
        print(f"{told.database} has another passphrase now.")


SUBCOMMANDS = {
    "info": info,
    "create": create,
    "export": export,
    "import": import_,
    "erase": erase,
    "verify": verify,
    "upgrade": upgrade,
    "passphrase": passphrase,
}
"""What can be done with a store, by name."""


def _opened(place: Place, *, make: bool = False) -> Store:
    return open_store(place.database, create=make, passphrase_file=place.passphrase_file)


def _there(place: Place) -> bool:
    from anagen.store import Store

    try:
        Store.open(place.database, create=False).close()
    except NoStoreError:
        return False
    except SealedStoreError:
        return True
    return True


def _confirm(name: str) -> None:
    if not sys.stdin.isatty():
        raise InputError(f"Erasing {name} cannot be undone. Add --yes to do it without being asked.")
    print(
        f"This erases everything of {name}, and cannot be undone. Type the name to go on: ",
        end="",
        flush=True,
    )
    if sys.stdin.readline().strip() != name:
        raise InputError("That is another name. Nothing was erased.")
