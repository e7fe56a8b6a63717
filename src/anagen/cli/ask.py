"""`anagen ask`: questions in plain words, answered from what is known."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from anagen.cli.output import print_json, progress, write_folder_atomically
from anagen.cli.tables import shown
from anagen.errors import InputError, OutputExistsError
from anagen.provenance import check_run

if TYPE_CHECKING:
    from anagen.patient.person import Person
    from anagen.questions.answer import Answer, Reply
    from anagen.questions.permission import HeldBack
    from anagen.questions.reading import WhatIf
    from anagen.questions.simulated import Simulated


def ask(
    question: str | None = None,
    /,
    *,
    person: Path | None = None,
    clinician: bool = False,
    quick: bool = False,
    people: int = 120,
    seed: int = 1,
    queue: bool = False,
    reply: str | None = None,
    who: str | None = None,
    keep: bool = False,
    name: str | None = None,
    database: str | None = None,
    json: Annotated[bool, Parameter(name="--json")] = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Answer a question in plain words, from the evidence, the rules and the model.

    An answer shows what it rests on and how sure it is. A what-if is simulated for the person, or for a typical
    one, which takes some seconds. What nothing here answers waits in the store for a clinician. For education and
    research; it examines nobody.

    Parameters
    ----------
    question
        In plain words, in quotes; with --reply, the reply.
    person
        The person's file, for what-ifs.
    clinician
        Show the rules that speak to clinicians, and simulate what is off-label.
    quick
        Simulate nothing.
    people
        Virtual people who stand for the person in a what-if.
    seed
        Seed of all random numbers.
    queue
        List the questions that wait for a clinician.
    reply
        Identifier of a waiting question, or its beginning, to reply to.
    who
        Who replies, as it will be shown.
    keep
        Keep the question for a clinician if nothing here answers it, in a store that is made if there is none; a
        store that is there already keeps it without this.
    name
        Whose question it is: a name or an identifier of the store.
    database
        File or URL of the store; the one of this account if not given.
    json
        Print one JSON object.
    out
        Folder to write the answer, and of a what-if the figure and the data, to.
    force
        Replace the folder if it exists.

    Examples
    --------
    anagen ask "does minoxidil work?"
    anagen ask "what if I stop minoxidil after a year?" --person man.toml --out stopping
    anagen ask "what if I start finasteride now / at 40?" --json
    anagen ask --queue
    anagen ask --reply 3f2a --who "Dr. A. Example" "That is best discussed at a visit."
    """
    if queue and (question is not None or reply is not None):
        raise InputError("--queue lists what waits; it takes no question. Leave one of them out.")
    if who is not None and reply is None:
        raise InputError("--who belongs to --reply: it says who replies. Leave it out to ask.")
    if queue:
        _show_queue(database, json=json)
    elif reply is not None:
        _reply(reply, question, who, database, json=json)
    elif question is None:
        raise InputError('What is the question? Write it in quotes: anagen ask "does minoxidil work?".')
    else:
        check_run(seed=seed, people=people, follicles=1)
        if out is not None and out.exists() and not force:
            raise OutputExistsError(out)
        _ask(
            question,
            person=person,
            clinician=clinician,
            quick=quick,
            people=people,
            seed=seed,
            store=_Store(database=database, name=name, make=keep),
            json=json,
            out=out,
            force=force,
        )


def _ask(
    question: str,
    *,
    person: Path | None,
    clinician: bool,
    quick: bool,
    people: int,
    seed: int,
    store: _Store,
    json: bool,
    out: Path | None,
    force: bool,
) -> None:
    from anagen.patient.person import read_person
    from anagen.questions.answer import UNANSWERED, answer
    from anagen.questions.documents import claim_documents

    someone = None if person is None else read_person(person)
    region = None if someone is None else someone.answers.get("region")
    found = answer(
        question, claims=claim_documents(), replies=store.replies(), clinician=clinician, region=region
    )
    what_if: WhatIf | None = None
    held: tuple[HeldBack, ...] = ()
    done: Simulated | None = None
    if not found.warnings:
        what_if, held, done = _what_if(
            found.question, someone, person, clinician=clinician, quick=quick, people=people, seed=seed
        )
    kept = None
    if found.kind == UNANSWERED and done is None and (what_if is None or not held):
        kept = store.keep(found.question)
    result = {
        **found.as_dict(),
        "what_if": None if done is None else done.as_dict(),
        "held_back": [one.as_dict() for one in held],
        "kept": kept,
        "note": store.note,
        "provenance": provenance(seed if done is not None else None),
    }
    if out is not None:
        write(out, result, done, force=force)
    if json:
        print_json(result)
        return
    print("\n".join(lines(found, what_if, held, done, kept, store.note)))
    if out is not None:
        print(f"\nWritten to {out}.")


def _what_if(
    question: str,
    person: Person | None,
    file: Path | None,
    *,
    clinician: bool,
    quick: bool,
    people: int,
    seed: int,
) -> tuple[WhatIf | None, tuple[HeldBack, ...], Simulated | None]:
    """The question as a what-if: how it was read, what stands in its way, and its simulation, unless in a hurry."""
    from anagen.questions.permission import held_back, ruled_out
    from anagen.questions.what_if import read_what_if

    what_if = read_what_if(
        question,
        sex=None if person is None else person.sex,
        age_years=None if person is None else person.age_years,
    )
    if what_if is None or quick:
        known = {} if person is None else person.as_dict()
        return None, ruled_out(question, known, clinician=clinician), None
    from anagen.questions.typical import person_for

    someone, says = person_for(what_if, person)
    held = held_back(what_if, someone.as_dict(), clinician=clinician)
    if held:
        return what_if, held, None
    from anagen.questions.simulated import simulate_what_if

    with progress("Simulating", 1.0) as advance:
        done = simulate_what_if(what_if, someone, says, people=people, seed=seed, file=file, progress=advance)
    return what_if, (), done


class _Store:
    """The store of questions and replies, as far as there is one."""

    def __init__(self, *, database: str | None, name: str | None, make: bool) -> None:
        self._database, self._name, self._make = database, name, make
        self.note = ""
        """What could not be done with it, and what to do."""

    def replies(self) -> tuple[Reply, ...]:
        """What clinicians replied; nothing, and a note, where that cannot be read."""
        from anagen.errors import StoreError

        if not _there(self._database):
            return ()
        from anagen.questions.queue import Queue

        try:
            with _opened(self._database, create=False) as store:
                return Queue(store).replies()
        except (StoreError, InputError) as error:
            self.note = f"Replies of clinicians were not looked at: {error}"
            return ()

    def keep(self, question: str) -> str | None:
        """Keep a question; nothing, and a note, where there is no store to keep it in."""
        if not self._make and not _there(self._database):
            self.note = (
                "It was not kept: there is no store yet. To keep it for a clinician, ask again with --keep."
            )
            return None
        from anagen.errors import StoreError

        try:
            return self._keep(question)
        except (StoreError, InputError) as error:
            if self._make:  # it was asked for
                raise
            self.note = f"It was not kept for a clinician: {error}"
            return None

    def _keep(self, question: str) -> str:
        from anagen.questions.queue import Queue

        with _opened(self._database, create=self._make) as store:
            people = store.people()
            there = [one for one in people if self._name in (None, one.id, one.name)]
            if self._make and not there:
                person = store.add_person(self._name or "me")
            else:
                person = store.find_person(self._name).id
            return Queue(store).keep(person, question)


def _there(database: str | None) -> bool:
    """Whether there is a store; found out without loading what a store needs."""
    import os

    given = database or os.environ.get("ANAGEN_DATABASE")
    if given is not None:
        return "://" in given or Path(given).exists()
    from platformdirs import user_data_path

    return (user_data_path("anagen", appauthor=False) / "store.sqlite").exists()


def _opened(database: str | None, *, create: bool) -> Any:
    from anagen.cli.stores import open_store

    return open_store(database, create=create)


def _show_queue(database: str | None, *, json: bool) -> None:
    waiting: tuple[Any, ...] = ()
    if _there(database):
        from anagen.questions.queue import Queue

        with _opened(database, create=False) as store:
            waiting = Queue(store).waiting()
    if json:
        print_json({"waiting": [one.as_dict() for one in waiting]})
    elif not waiting:
        print("No question waits.")
    else:
        for one in waiting:
            print(shown(f"{one.id}  {one.asked[:10]}  {one.person}\n  {one.question}"))
        print('\nReply with: anagen ask --reply ID --who "your name" "the reply"')


def _reply(identifier: str, text: str | None, who: str | None, database: str | None, *, json: bool) -> None:
    if text is None or who is None:
        raise InputError(
            'A reply needs who replies and what: anagen ask --reply ID --who "your name" "the reply".'
        )
    if not _there(database):
        raise InputError("No question waits for a reply: there is no store.")
    from anagen.questions.queue import Queue

    with _opened(database, create=False) as store:
        done = Queue(store).reply(identifier, text, who=who)
    if json:
        print_json(
            {"replied": {"id": done.name, "question": done.question, "text": done.text, "who": done.who}}
        )
    else:
        print(f"Kept. Who asks the like is shown it as a reply of {done.who}, not as evidence.")


def provenance(seed: int | None) -> dict[str, Any]:
    """By what an answer was made."""
    from anagen import __version__
    from anagen.consultation.rules import table_hash
    from anagen.evidence import known

    made = {"version": __version__, "evidence": known().fingerprint, "rules": table_hash()}
    return made if seed is None else {**made, "seed": seed}


def write(out: Path, result: dict[str, Any], done: Simulated | None, *, force: bool) -> None:
    """Write an answer into a folder, whole or not at all."""
    with write_folder_atomically(out, force=force) as folder:
        text = json_format.dumps(result, ensure_ascii=False, indent=1)
        (folder / "answer.json").write_text(text + "\n", encoding="utf-8")
        if done is not None:
            done.write(folder)


def lines(
    found: Answer,
    what_if: WhatIf | None,
    held: tuple[HeldBack, ...],
    done: Simulated | None,
    kept: str | None,
    note: str,
) -> Iterator[str]:
    """The answer for a terminal."""
    from anagen.cli.ask_page import answer_lines, held_lines, simulated_lines, warning_lines
    from anagen.cli.tables import paragraph
    from anagen.questions.answer import STOPPED

    yield from warning_lines(found)
    if found.kind == STOPPED:
        return
    yield from held_lines(held, simulates=what_if is not None)
    if done is not None:
        yield from simulated_lines(done)
    yield from answer_lines(found, kept, beside=done is not None or (what_if is not None and bool(held)))
    if note:
        yield paragraph(note)
    yield "For education and research; not a medical device. It examines nobody."
