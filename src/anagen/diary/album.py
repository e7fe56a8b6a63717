"""Photographs in a diary: kept only under a consent that was asked for apart, and gone when it is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from anagen.diary.entries import Consent, Photograph
from anagen.diary.photographs import clean_photograph, consent_words, side_by_side
from anagen.errors import InputError

if TYPE_CHECKING:
    from anagen.diary.logbook import Diary, Kept
    from anagen.diary.photographs import CleanPhotograph

__all__ = ["agree", "agreed", "keep_photograph", "strip", "withdraw"]

WHAT = "photographs"


def agreed(diary: Diary) -> Kept[Consent] | None:
    """The consent to keep photographs, if it was given, not withdrawn, and to the words of today."""
    told = sorted(
        (one for one in diary.entries(Consent) if one.entry.what == WHAT), key=lambda one: one.written_at
    )
    if not told or not told[-1].entry.given or told[-1].entry.version != consent_words()[1]:
        return None
    return told[-1]


def agree(diary: Diary, day: date, zone: str) -> str:
    """Note that the person was shown the words and agreed; give the id of the record.

    Parameters
    ----------
    diary
        Whose.
    day, zone
        When.
    """
    text, version = consent_words()
    return diary.add(Consent(day=day, zone=zone, what=WHAT, given=True, version=version, text=text))


def withdraw(diary: Diary, day: date, zone: str) -> int:
    """Delete all photographs, note that the consent was taken back, and give how many were deleted.

    Parameters
    ----------
    diary
        Whose.
    day, zone
        When.
    """
    text, version = consent_words()
    with diary.store.transaction():
        photographs = diary.entries(Photograph)
        for one in photographs:
            diary.delete(one.id, why="consent withdrawn")
        diary.add(Consent(day=day, zone=zone, what=WHAT, given=False, version=version, text=text))
    return len(photographs)


def keep_photograph(
    diary: Diary,
    data: bytes,
    *,
    day: date,
    zone: str,
    view: str = "other",
    note: str = "",
    name: str = "The photograph",
) -> tuple[str, CleanPhotograph]:
    """Keep a photograph without its metadata; give the id of its record, and what was kept.

    Parameters
    ----------
    diary
        Whose.
    data
        The file.
    day, zone
        When it was taken.
    view
        From where the scalp is seen.
    note
        What to remember.
    name
        What the file is called, for errors.

    Raises
    ------
    InputError
        If there is no consent, or it is no photograph.
    """
    consent = agreed(diary)
    if consent is None:
        raise InputError(
            "Photographs are kept only after consent, which is asked apart: run 'anagen diary consent'."
        )
    photograph = clean_photograph(data, name)
    with diary.store.transaction():
        sha256 = diary.store.attach(diary.person_id, photograph.data, photograph.media_type)
        record = diary.add(
            Photograph(
                day=day,
                zone=zone,
                note=note,
                sha256=sha256,
                media_type=photograph.media_type,
                width=photograph.width,
                height=photograph.height,
                view=view,
                consent=consent.id,
            )
        )
    return record, photograph


def strip(diary: Diary, *, view: str | None = None, days: Sequence[date] = (), height: int = 640) -> bytes:
    """The person's own photographs of one view side by side, before and after: a PNG file.

    Parameters
    ----------
    diary
        Whose.
    view
        Which view; the one with most photographs if not given.
    days
        The days to show; the first and the last if not given.
    height
        Of each picture. [px]
    """
    kept = diary.entries(Photograph)
    views = [one.entry.view for one in kept]
    if not views:
        raise InputError("There is no photograph yet. Keep one with: anagen diary photo FILE --view top.")
    shown = view or max(dict.fromkeys(views), key=views.count)
    of_view = [one for one in kept if one.entry.view == shown]
    chosen = [one for one in of_view if one.entry.day in days] if days else [*of_view[:1], *of_view[1:][-1:]]
    missing = sorted(set(days) - {one.entry.day for one in of_view})
    if missing:
        there = ", ".join(dict.fromkeys(str(one.entry.day) for one in of_view)) or "none"
        raise InputError(f"There is no photograph of {shown} on {missing[0]}. There are: {there}.")
    if len(chosen) < 2:
        raise InputError(
            f"Of the view '{shown}' there {'is one photograph' if chosen else 'is none'}; side by side needs two. "
            "Keep another one first."
        )
    pictures = [
        (one.entry.day, diary.store.attachment(diary.person_id, one.entry.sha256).data) for one in chosen
    ]
    return side_by_side(pictures, says=f"{shown}: own photographs", height=height)
