"""Commands of the diary that remind, and carry in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from anagen.cli.diary_book import NO_BOOK, OpenBook, Several, WhichBook, check_out, opened
from anagen.cli.output import print_json, write_file_atomically
from anagen.errors import InputError

if TYPE_CHECKING:
    from anagen.diary.entries import Reminder


def remind(
    subject: str | None = None,
    /,
    *,
    at: Annotated[list[str] | None, Several] = None,
    every: str | None = None,
    since: str | None = None,
    until: str | None = None,
    details: bool = False,
    alarm_minutes: int = 0,
    out: Path | None = None,
    force: bool = False,
    json: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Make a reminder, and write all reminders as a calendar file (iCalendar).

    A title says nothing of health unless --details is given. Taking the file in again changes what the calendar has and
    doubles nothing.

    Parameters
    ----------
    subject
        A treatment that goes on, or shed, measurement or photograph; nothing to write those that are there.
    at
        Times of day, as many as doses a day.
    every
        How often, where it is no treatment: 4 weeks, 90 days.
    since
        The first day; today if not given.
    until
        The last day; none if not given.
    details
        Say in the title what it is about.
    alarm_minutes
        How long before its time it rings. [minute]
    out
        The calendar file, ending in .ics.
    force
        Replace the file if it exists.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary remind minoxidil --at 08:00 20:00 --out reminders.ics
    anagen diary remind photograph --every "12 weeks" --details
    anagen diary remind --out reminders.ics --force --json
    """
    if out is not None:
        check_out(out, (".ics",), force=force)
    from anagen.diary.entries import Reminder
    from anagen.diary.reminders import calendar_bytes, ended_with

    with opened(book) as open_book:
        diary = open_book.diary
        made = None
        if subject is not None:
            entry = _reminder(open_book, subject, at or [], every, since, until, details, alarm_minutes)
            made = diary.add(entry)
        kept = diary.entries(Reminder)
        if out is not None:
            running = {one.id: one.entry for one in diary.treatments()}
            data = calendar_bytes([ended_with(one.entry, running) for one in kept], stamped=datetime.now(UTC))
            with write_file_atomically(out, force=force) as draft:
                draft.write_bytes(data)
    if json:
        print_json({"id": made, "out": out, "reminders": [one.as_dict() for one in kept]})
        return
    lines = [f"{one.id[:8]}  {one.entry.words}" for one in kept] or ["There is no reminder yet."]
    lines += [] if out is None else [f"Written to {out}."]
    print("\n".join(lines))


def _reminder(
    open_book: OpenBook,
    subject: str,
    at: list[str],
    every: str | None,
    since: str | None,
    until: str | None,
    details: bool,
    alarm_minutes: int,
) -> Reminder:
    from anagen.diary.reminders import OTHERS, reminder_of, reminder_of_other
    from anagen.units import read_quantity

    last = None if until is None else open_book.day(until, future=True)
    if subject not in OTHERS:
        if every is not None or since is not None:
            raise InputError(f"{subject} is due at its own pace. Leave --every and --since out.")
        kept = open_book.diary.treatment(subject, open_book.today)
        return reminder_of(
            kept.entry,
            kept.id,
            today=open_book.today,
            times=at,
            details=details,
            alarm_minutes=alarm_minutes,
            until=last,
        )
    return reminder_of_other(
        subject,
        day=open_book.day(since, future=True),
        zone=open_book.zone,
        every_days=None if every is None else read_quantity(every, "time")[0],
        times=at,
        details=details,
        alarm_minutes=alarm_minutes,
        until=last,
    )


def export(out: Path, /, *, force: bool = False, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Write everything that is kept of the person, photographs too, into one ZIP file.

    Parameters
    ----------
    out
        The file, ending in .zip; it is not encrypted.
    force
        Replace the file if it exists.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary export my-diary.zip
    anagen diary export ada.zip --person Ada --force --json
    """
    check_out(out, (".zip",), force=force)
    with opened(book) as open_book:
        open_book.diary.store.export(open_book.diary.person_id, out, force=force)
        name = open_book.name
    if json:
        print_json({"person": name, "out": out})
    else:
        print(f"Everything of {name} is in {out}. It is not encrypted: keep it safe.")


def import_past(file: Path, /, *, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Take in past measurements, counts and grades from a CSV file: all of it, or nothing.

    The first line names the columns: day, measure, value, and if wanted by, instrument, site, area_cm2, note. What is
    in the diary already is not taken twice.

    Parameters
    ----------
    file
        The CSV file.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary import past.csv
    anagen diary import clinic.csv --person Ada --zone Europe/Berlin --json
    """
    from anagen.diary.past_readings import keep_all, read_past

    with opened(book) as open_book:
        site = open_book.diary.usual_site()
        entries = read_past(file, zone=open_book.zone, today=open_book.today, site=site)
        new, there = keep_all(open_book.diary, entries)
    if json:
        print_json({"kept": new, "there_already": there})
    else:
        print(f"{new} {'entry' if new == 1 else 'entries'} taken in, {there} were there already.")
