"""Photographs of a diary: one view at a time, the first and the last beside each other."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from anagen.diary.album import agreed
from anagen.diary.entries import VIEWS, Photograph
from anagen.diary.photographs import MOST_BYTES, consent_words
from anagen.web.diary.book import VIEW_WORDS
from anagen.web.diary.views import PhotoShown, PhotosView

if TYPE_CHECKING:
    from anagen.diary.logbook import Kept
    from anagen.web.diary.book import OpenDiary

__all__ = ["photos_view", "smaller"]

USUAL_VIEW = "top"
SMALL_PX = 480
"""Longer side of a picture on a list. [px]"""


def photos_view(book: OpenDiary, view: str | None, before: str | None, after: str | None) -> PhotosView:
    """Photographs of one view.

    Parameters
    ----------
    book
        Whose.
    view
        One of `VIEWS`; the one with most photographs if not given.
    before, after
        Identifiers of the two that are compared; the first and the last if not given.
    """
    kept = book.diary.entries(Photograph)
    counts = {one: sum(each.entry.view == one for each in kept) for one in VIEWS}
    most = max(VIEWS, key=lambda one: (counts[one], one == USUAL_VIEW))
    shown = view if view in VIEWS else most
    of_view = [_shown(book, one) for one in kept if one.entry.view == shown]
    by_id = {one.id: one for one in of_view}
    text, _ = consent_words()
    return PhotosView(
        person=book.person,
        today=book.today.isoformat(),
        agreed=agreed(book.diary) is not None,
        words=[line for line in text.splitlines() if line.strip()],
        view=shown,
        views=[(one, VIEW_WORDS[one], counts[one]) for one in VIEWS],
        photographs=of_view[::-1],
        before=by_id.get(before or "") or (of_view[0] if of_view else None),
        after=by_id.get(after or "") or (of_view[-1] if len(of_view) > 1 else None),
        megabytes=MOST_BYTES // 1_000_000,
    )


def _shown(book: OpenDiary, kept: Kept[Photograph]) -> PhotoShown:
    entry = kept.entry
    return PhotoShown(
        id=kept.id,
        day=entry.day.isoformat(),
        address=f"{book.home}/photographs/{entry.sha256}.jpg",
        width=entry.width,
        height=entry.height,
        note=entry.note,
    )


def smaller(data: bytes) -> bytes:
    """The same photograph for a list.

    Parameters
    ----------
    data
        A JPEG file that was kept.
    """
    from PIL import Image

    with Image.open(BytesIO(data), formats=("JPEG",)) as opened:
        opened.draft("RGB", (2 * SMALL_PX, 2 * SMALL_PX))
        opened.thumbnail((SMALL_PX, SMALL_PX))
        stream = BytesIO()
        opened.save(stream, format="JPEG", quality=82)
    return stream.getvalue()
