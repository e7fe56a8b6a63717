"""Photographs of the diary: kept under a consent that is asked apart, lined up with the last one, and compared."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.diary.album import agree, agreed, keep_photograph, withdraw
from anagen.diary.entries import Photograph
from anagen.diary.photographs import MOST_BYTES
from anagen.errors import InputError
from anagen.web.diary.album import photos_view, smaller
from anagen.web.diary.book import opened
from anagen.web.diary.views import PhotosView
from anagen.web.errors import Again, NotFoundError
from anagen.web.security.visitor import Patient
from anagen.web.twins import Done, NoForm, Pages

pages = Pages(tag="diary")

PHOTOS = "diary/photographs.html.jinja"
ONE_AT_A_TIME = threading.Lock()
"""A photograph takes up to a gigabyte while it is unpacked: many at once would take all memory."""
Day = Annotated[str, Field(max_length=20)]
Note = Annotated[str, Field(max_length=2000)]
Id = Annotated[str, Field(max_length=40)]


class PhotoForm(BaseModel):
    """A photograph."""

    file: UploadFile
    view: Id = "top"
    day: Day = ""
    note: Note = ""


class ViewForm(BaseModel):
    """Consent, and where it was asked."""

    agree: bool = False


@pages.show("/p/{person_id}/diary/photographs", PHOTOS)
def photographs(
    patient: Patient, view: str | None = None, before: str | None = None, after: str | None = None
) -> PhotosView:
    """Photographs of one view, two of them beside each other."""
    return photos_view(opened(patient), view, before, after)


@pages.act("/p/{person_id}/diary/consent")
def consent(patient: Patient, form: ViewForm) -> Done:
    """Agree that photographs are kept."""
    book = opened(patient)
    if form.agree and agreed(book.diary) is None:
        agree(book.diary, book.today, book.zone)
    return Done(to=f"{book.home}/photographs")


@pages.act("/p/{person_id}/diary/consent/withdraw")
def take_back(patient: Patient, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Take the consent back, and delete all photographs."""
    book = opened(patient)
    withdraw(book.diary, book.today, book.zone)
    return Done(to=f"{book.home}/photographs", says="Taken back. All photographs are deleted.")


@pages.act("/p/{person_id}/diary/photographs")
def keep(patient: Patient, form: PhotoForm) -> Done:
    """Keep a photograph, without anything but its pixels."""
    book = opened(patient)
    try:
        data, day = form.file.file.read(MOST_BYTES + 1), book.day(form.day)
        with ONE_AT_A_TIME:
            keep_photograph(book.diary, data, day=day, zone=book.zone, view=form.view, note=form.note)
    except InputError as error:
        raise Again(photos_view(book, None, None, None), PHOTOS, says=str(error)) from None
    return Done(
        to=f"{book.home}/photographs?view={form.view}",
        says="Kept, without place, date and device of the file.",
    )


@pages.file("/p/{person_id}/diary/photographs/{sha256}.jpg")
def photograph(patient: Patient, sha256: str, small: bool = False) -> Response:
    """A photograph."""
    book = opened(patient)
    if sha256 not in [one.entry.sha256 for one in book.diary.entries(Photograph)]:
        raise NotFoundError
    picture = book.diary.store.attachment(book.person, sha256)
    data = smaller(picture.data) if small else picture.data
    return Response(data, media_type=picture.media_type)
