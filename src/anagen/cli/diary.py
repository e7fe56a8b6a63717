"""`anagen diary`: what one takes, does, counts, measures and feels, and what it says of the forecast."""

from __future__ import annotations

from anagen.cli.diary_book import NO_BOOK, WhichBook, opened
from anagen.cli.diary_doses import session, start, stop, take
from anagen.cli.diary_files import export, import_past, remind
from anagen.cli.diary_notes import amend, delete, effect, grade, measure, shed
from anagen.cli.diary_pictures import consent, photo
from anagen.cli.diary_views import chart, forecast, overview, overview_text, show
from anagen.cli.output import print_json
from anagen.errors import unknown_name

SUBCOMMANDS = {
    "start": start,
    "stop": stop,
    "take": take,
    "session": session,
    "shed": shed,
    "measure": measure,
    "grade": grade,
    "effect": effect,
    "photo": photo,
    "consent": consent,
    "show": show,
    "chart": chart,
    "forecast": forecast,
    "remind": remind,
    "import": import_past,
    "export": export,
    "amend": amend,
    "delete": delete,
}
"""What can be done with a diary, by name."""


def diary(asked: str | None = None, /, *, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Keep a diary of treatments, counts, measurements, photographs and side effects, and forecast from it.

    Without more, what is due today and how it was taken so far. A day is the date where you are; nothing is sent
    anywhere. For education and research; it examines nobody and replaces no doctor.

    Parameters
    ----------
    asked
        One of the commands.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary start "finasteride 1 mg oral daily" --answers man.toml
    anagen diary take
    anagen diary take --since "7 days ago" --missed monday
    anagen diary shed 12 9 14
    anagen diary measure visible_hair_density 128 --by doctor
    anagen diary effect low_mood
    anagen diary photo crown.jpg --view vertex
    anagen diary remind finasteride --at 08:00 --out reminders.ics
    anagen diary chart --out course.png
    anagen diary forecast --json
    """
    if asked is not None:
        raise unknown_name("command of the diary", asked, SUBCOMMANDS)
    with opened(book) as open_book:
        told = overview(open_book)
    if json:
        print_json(told)
    else:
        print(overview_text(told))
