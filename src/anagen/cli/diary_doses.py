"""Commands of the diary for treatments: begun, taken, done, stopped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from anagen.cli.diary_book import NO_BOOK, PLAIN, AsEntered, OpenBook, Several, WhichBook, opened
from anagen.cli.output import print_json
from anagen.cli.tables import paragraph
from anagen.errors import InputError

if TYPE_CHECKING:
    from anagen.diary.entries import Treatment
    from anagen.diary.logbook import Kept


def start(
    course: str | None = None,
    /,
    *,
    answers: Path | None = None,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Begin a treatment, or a diary.

    The first call makes the store, and a person in it. Answers are kept once; the forecast begins with them.

    Parameters
    ----------
    course
        One treatment in words, as regimens are written, without from and until.
    answers
        A person's file, in TOML, to be kept as the answers of that day.

    Examples
    --------
    anagen diary start "finasteride 1 mg oral daily" --answers man.toml
    anagen diary start "minoxidil 5 % 1 mL topical twice daily" --on 2026-03-01
    anagen diary start "microneedling 0.5 mm 12 passes weekly" --person Ada --database clinic.sqlite
    """
    if course is None and answers is None:
        raise InputError(
            "Give a treatment or --answers, such as: anagen diary start 'finasteride 1 mg oral daily'."
        )
    from anagen.diary.effects import rules_against
    from anagen.diary.entries import Treatment
    from anagen.patient.person import read_answers
    from anagen.treatment.regimen import Regimen

    told = None if answers is None else read_answers(answers)
    plan = None if course is None else Regimen.of(course)
    with opened(book, begin=True) as open_book:
        diary, day = open_book.diary, open_book.day(entered.on)
        entry = (
            None
            if plan is None
            else Treatment(day=day, zone=open_book.zone, course=str(plan), note=entered.note)
        )
        kept = None
        with diary.store.transaction():
            if told is not None:
                diary.store.put(diary.person_id, "answers", day, {"answers": told})
            if entry is not None:
                kept = diary.add(entry)
        notes = [] if entry is None else _notes(diary.answers(), entry)
        against = () if entry is None else rules_against(diary, entry, open_book.today)
        if entered.json:
            print_json(
                {
                    "person": open_book.name,
                    "id": kept,
                    "treatment": entry and entry.course,
                    "day": day.isoformat(),
                    "answers_kept": told is not None,
                    "notes": notes,
                    "against": [one.as_dict() for one in against],
                }
            )
            return
        if told is not None:
            print(f"Answers of {open_book.name} kept, as of {day}.")
        if entry is not None:
            print(f"Begun for {open_book.name}: {entry.course}, from {day} on. Id {str(kept)[:8]}.")
            print(
                f"Log {'doses with: anagen diary take' if entry.is_drug else 'sessions with: anagen diary session'}"
            )
        for one in against:
            print(paragraph(f"Against it: {one.words}"))
        for note_text in notes:
            print(paragraph(note_text))


def _notes(answers: dict[str, Any], entry: Treatment) -> list[str]:
    """What to know before following a regimen."""
    from anagen.evidence import known
    from anagen.treatment.notes import regimen_notes
    from anagen.treatment.regimen import Regimen

    if "sex" not in answers:
        return []
    return list(regimen_notes(Regimen.of(entry.course), known(), sex=answers["sex"]))


def stop(treatment: str, /, *, on: str | None = None, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """End a treatment: nothing of it is due from that day on.

    Parameters
    ----------
    treatment
        The drug or procedure, or the id of its entry.
    on
        The first day without it; today if not given.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary stop finasteride
    anagen diary stop minoxidil --on 2026-05-01 --json
    """
    with opened(book) as open_book:
        day = open_book.day(on)
        kept = open_book.diary.treatment(treatment, day)
        changed = open_book.diary.stop(kept, day)
        if json:
            print_json(changed.as_dict())
            return
        print(f"{kept.entry.course}, begun on {kept.entry.day}, stops on {day}.")
        if day == kept.entry.day:
            print(
                paragraph(
                    "That is the day on which it was begun: what was taken on it counts, and nothing is due from the "
                    f"next day on. If none was taken at all, delete it: anagen diary delete {kept.id[:8]}."
                )
            )


def take(
    treatment: str | None = None,
    /,
    *,
    since: str | None = None,
    until: str | None = None,
    missed: Annotated[list[str] | None, Several] = None,
    doses: int | None = None,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log doses that were taken or missed: one of today, or those of many days at once.

    Without a name, of all drugs that are being taken. Without days, one more dose of today. With --since, all doses
    that were due on each day up to --until or today, except on the days that are --missed.

    Parameters
    ----------
    treatment
        The drug, or the id of its entry.
    since
        The first of several days.
    until
        The last of them; today if not given.
    missed
        Days on which none was taken.
    doses
        How many were taken on that day in all, where it is not one more.

    Examples
    --------
    anagen diary take
    anagen diary take minoxidil --doses 2 --on yesterday
    anagen diary take --since "7 days ago" --missed 2026-03-04 monday
    anagen diary take finasteride --missed yesterday --json
    """
    if since is None and until is not None:
        raise InputError("--until needs --since. Give both, or --on for one day.")
    if since is not None and (entered.on is not None or doses is not None):
        raise InputError("--since stands for every dose that was due; leave --on and --doses out.")
    if missed and (entered.on is not None or doses is not None):
        raise InputError("--missed names its own days; leave --on and --doses out.")
    from anagen.diary.entries import Taken

    with opened(book) as open_book:
        diary = open_book.diary
        last = open_book.day(until)
        first = None if since is None else open_book.day(since)
        if first is not None and first > last:
            raise InputError(f"{first} comes after {last}. Give the earlier day as --since.")
        not_taken = [open_book.day(one) for one in missed or ()]
        outside = [one for one in not_taken if first is not None and not first <= one <= last]
        if outside:
            raise InputError(f"{outside[0]} is missed, but not from {first} to {last}. Mend one of them.")
        lines, told = [], []
        due: set[date] = set()
        with diary.store.transaction():
            for kept in _asked(
                open_book, treatment, first or min(not_taken, default=open_book.day(entered.on)), last
            ):
                said = _said(open_book, kept, open_book.day(entered.on), first, last, not_taken, doses)
                if not said:
                    lines.append(
                        f"{kept.entry.agent}: nothing was due then; it is in the diary from {kept.entry.day} on. "
                        f"If it began earlier: anagen diary amend {kept.id[:8]} day=DATE."
                    )
                    continue
                due |= set(said)
                diary.add(
                    Taken(
                        day=min(said), zone=open_book.zone, treatment=kept.id, doses=said, note=entered.note
                    )
                )
                seen = diary.adherence(kept, open_book.today)
                lines.append(f"{kept.entry.agent}: {seen.words}.")
                told.append(
                    {
                        "treatment": kept.entry.course,
                        "id": kept.id,
                        "doses": {day.isoformat(): number for day, number in said.items()},
                        "adherence": seen.as_dict(),
                    }
                )
        early = sorted(set(not_taken) - due)
        if early:
            lines.append(f"Nothing was due on {', '.join(map(str, early))}, so nothing was missed then.")
        if entered.json:
            print_json({"person": open_book.name, "taken": told})
        else:
            print("\n".join(map(paragraph, lines)))


def _asked(open_book: OpenBook, name: str | None, first: date, last: date) -> list[Kept[Treatment]]:
    """The treatments that doses are told of: those of which something was due in a stretch."""
    diary = open_book.diary
    if name is not None:
        return [diary.treatment(name, max(last, first))]
    running = {one.id: one for day in (first, last) for one in diary.treatments(running_on=day)}
    found = [one for one in running.values() if one.entry.is_drug]
    if not found:
        raise InputError(
            f"No drug is being taken on {last}. Begin with: anagen diary start 'finasteride 1 mg oral daily'."
        )
    return found


def _said(
    open_book: OpenBook,
    kept: Kept[Treatment],
    day: date,
    first: date | None,
    last: date,
    missed: list[date],
    doses: int | None,
) -> dict[date, int]:
    """Doses by day, as they were told."""
    from anagen.diary.adherence import due_dates, due_on
    from anagen.diary.days import days_between

    if first is not None:
        due = due_dates(kept.entry, last)
        return {one: 0 if one in missed else due[one] for one in days_between(first, last) if one in due}
    if missed:
        return dict.fromkeys((one for one in missed if one >= kept.entry.day), 0)
    if day < kept.entry.day:
        return {}  # it would count for nothing
    if doses is not None:
        return {day: doses}
    there, due_then = open_book.diary.doses(kept).get(day, 0), due_on(kept.entry, day)
    if there >= max(due_then, 1):
        raise InputError(
            f"All doses of {kept.entry.agent} that were due on {day} are in the diary already ({there}). "
            f"If more were taken, say how many in all: --doses {there + 1}."
        )
    return {day: there + 1}


def session(
    treatment: str | None = None,
    /,
    *,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log a session of needling or injections that was done without 'anagen roll', which logs its own.

    Without anything, says how many guided sessions the diary knows, and takes in those that an earlier version kept
    as files.

    Parameters
    ----------
    treatment
        microneedling or prp, or the id of its entry.

    Examples
    --------
    anagen diary session
    anagen diary session microneedling --on yesterday
    anagen diary session prp --on 2026-03-01 --note "third of three" --json
    """
    from anagen.diary.entries import Taken

    with opened(book) as open_book:
        diary = open_book.diary
        if treatment is None and entered.on is None:
            new = _linked(open_book)
            known = len(diary.rolled())
            if entered.json:
                print_json(
                    {"person": open_book.name, "linked": [day.isoformat() for day in new], "known": known}
                )
            elif new:
                print(f"Taken in: {', '.join(map(str, new))}. The diary knows {known} guided sessions.")
                if not any(one.entry.agent == "microneedling" for one in diary.treatments()):
                    course = "microneedling 0.5 mm weekly"
                    print(f"Begin the course they belong to: anagen diary start '{course}' --on {new[0]}")
            else:
                print(
                    f"No guided session is new; the diary knows {known}. Log one by hand: anagen diary session prp."
                )
            return
        day = open_book.day(entered.on)
        running = [one for one in diary.treatments(running_on=day) if not one.entry.is_drug]
        if treatment is None and len(running) != 1:
            raise InputError("Say of what: anagen diary session microneedling, or prp.")
        kept = running[0] if treatment is None else diary.treatment(treatment, day)
        if kept.entry.is_drug:
            raise InputError(f"{kept.entry.agent} has doses, not sessions. Log them with: anagen diary take.")
        record = diary.add(
            Taken(
                day=day,
                zone=open_book.zone,
                treatment=kept.id,
                doses={day: 1},
                session=diary.rolled().get(day),
                note=entered.note,
            )
        )
        seen = diary.adherence(kept, open_book.today)
        if entered.json:
            print_json({"id": record, "day": day.isoformat(), "adherence": seen.as_dict()})
        else:
            print(paragraph(f"{kept.entry.agent}: {seen.words}."))


def _linked(open_book: OpenBook) -> list[date]:
    """Take guided sessions into the store that lie in the folder where they were kept earlier."""
    from anagen.rolling.keeping import SessionFolder, usual_folder
    from anagen.rolling.stored import StoredSessions, taken_in

    diary = open_book.diary
    sessions = StoredSessions(diary.store, diary.person_id, zone=open_book.zone)
    return sorted(taken_in(sessions, SessionFolder(usual_folder())))
