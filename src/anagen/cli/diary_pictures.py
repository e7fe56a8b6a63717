"""Commands of the diary for photographs, and for the consent to keep them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from anagen.cli.diary_book import NO_BOOK, OpenBook, Several, WhichBook, check_out, opened
from anagen.cli.output import print_json, write_file_atomically
from anagen.cli.tables import paragraphs
from anagen.errors import InputError


def photo(
    file: Path | None = None,
    /,
    *,
    view: str | None = None,
    strip: Path | None = None,
    days: Annotated[list[str] | None, Several] = None,
    height: int = 640,
    force: bool = False,
    on: str | None = None,
    note: str = "",
    json: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Keep a photograph without its metadata, or set own photographs side by side.

    Place, date, device and everything else besides the picture are removed before it is kept; the file itself is not
    changed. Consent is asked for apart, before the first one.

    Parameters
    ----------
    file
        The photograph: JPEG, PNG or WebP.
    view
        front, top, vertex, left, right, back, close or other.
    strip
        Where to write own photographs side by side, as PNG; the first and the last of a view.
    days
        The days of the photographs in it.
    height
        Height of the pictures in it. [px]
    force
        Replace that file if it exists.
    on
        The day on which it was taken; today if not given.
    note
        Anything to remember.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary photo crown.jpg --view vertex
    anagen diary photo --strip crown.png --view vertex
    anagen diary photo --strip crown.png --view vertex --days 2026-01-04 2026-07-05 --json
    """
    if (file is None) == (strip is None):
        raise InputError("Give a photograph to keep, or --strip FILE.png to see those that are kept.")
    if strip is not None:
        _write_strip(strip, view, days or [], height, book, force=force, json=json)
        return
    from anagen.diary.album import agreed, keep_photograph

    path = Path(str(file))
    data = read_photograph(path)
    with opened(book) as open_book:
        if agreed(open_book.diary) is None and is_terminal():
            ask_consent(open_book)
        record, kept = keep_photograph(
            open_book.diary,
            data,
            day=open_book.day(on),
            zone=open_book.zone,
            view=view or "other",
            note=note,
            name=path.name,
        )
    if json:
        print_json(
            {
                "id": record,
                "sha256": kept.sha256,
                "width": kept.width,
                "height": kept.height,
                "removed": list(kept.removed),
            }
        )
    else:
        removed = f"Removed: {', '.join(kept.removed)}." if kept.removed else "There was nothing to remove."
        print(f"Kept, {kept.width} by {kept.height} px. {removed} Id {record[:8]}.")


def read_photograph(path: Path) -> bytes:
    """The bytes of a file, unless it is far too large."""
    from anagen.diary.photographs import MOST_BYTES

    if path.is_dir():
        raise InputError(f"{path} is a folder. Name a photograph in it.")
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _write_strip(
    out: Path, view: str | None, days: list[str], height: int, book: WhichBook, *, force: bool, json: bool
) -> None:
    check_out(out, (".png",), force=force)
    if not 64 <= height <= 2000:
        raise InputError(f"Pictures of {height} px are too small or too large. Give 64 to 2000.")
    from anagen.diary.album import strip

    with opened(book) as open_book:
        chosen = [open_book.day(one) for one in days]
        data = strip(open_book.diary, view=view, days=chosen, height=height)
    with write_file_atomically(out, force=force) as draft:
        draft.write_bytes(data)
    if json:
        print_json({"out": out})
    else:
        print(f"Written to {out}.")


def consent(
    *,
    agree: bool = False,
    withdraw: bool = False,
    json: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Read and answer the question of consent for photographs, or take the consent back.

    The exact words that are shown are kept with the answer. Taking it back deletes all photographs.

    Parameters
    ----------
    agree
        Agree to the words, which are printed, without being asked.
    withdraw
        Take the consent back, and delete all photographs.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary consent
    anagen diary consent --withdraw
    anagen diary consent --agree --json
    """
    if agree and withdraw:
        raise InputError("Agree or withdraw, not both. Give one of --agree and --withdraw.")
    from anagen.diary.album import agree as note_agreement
    from anagen.diary.album import agreed
    from anagen.diary.album import withdraw as note_withdrawal
    from anagen.diary.photographs import consent_words

    deleted = 0
    with opened(book) as open_book:
        if withdraw:
            deleted = note_withdrawal(open_book.diary, open_book.today, open_book.zone)
        elif agree:
            note_agreement(open_book.diary, open_book.today, open_book.zone)
        elif agreed(open_book.diary) is None and is_terminal() and not json:
            ask_consent(open_book)
        given = agreed(open_book.diary) is not None
    text, version = consent_words()
    if json:
        print_json({"photographs": given, "deleted": deleted, "version": version, "text": text})
        return
    if not withdraw:
        print(paragraphs(text))
    print(
        f"Taken back; {deleted} photographs deleted." if withdraw else "Agreed." if given else "Not agreed."
    )


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_consent(open_book: OpenBook) -> None:
    """Show the words and note the answer, if it is yes."""
    from anagen.diary.album import agree
    from anagen.diary.photographs import consent_words

    print(paragraphs(consent_words()[0]))
    try:
        answer = input("Do you agree? Type yes or no: ")
    except EOFError:
        answer = ""
    if answer.strip().casefold() not in ("yes", "y"):
        raise InputError("Not agreed; no photograph was kept.")
    agree(open_book.diary, open_book.today, open_book.zone)
