"""The diary: a calendar, and entries of every kind, each with its correction."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, cast

from pydantic import BaseModel, Field

from anagen.diary.adherence import due_dates, due_on
from anagen.diary.corrections import read_changes
from anagen.diary.days import days_between
from anagen.diary.entries import (
    MOST_DOSES,
    Entry,
    Grade,
    Measurement,
    ShedCount,
    SideEffect,
    Taken,
    Treatment,
)
from anagen.errors import InputError
from anagen.treatment.regimen import Regimen
from anagen.web.diary.adding import GRADE_SIGN, add_view
from anagen.web.diary.book import OpenDiary, opened, treatment_of
from anagen.web.diary.calendar import calendar_of
from anagen.web.diary.entry import entry_view
from anagen.web.diary.views import (
    AddView,
    CalendarView,
    EntryView,
)
from anagen.web.errors import Again
from anagen.web.security.visitor import Access, Patient
from anagen.web.twins import Done, NoForm, Pages

if TYPE_CHECKING:
    from anagen.diary.logbook import Kept

pages = Pages(tag="diary")

ADD, ENTRY = "diary/add.html.jinja", "diary/entry.html.jinja"
LOGGED = "It is in the diary."
Day = Annotated[str, Field(max_length=20)]
Line = Annotated[str, Field(max_length=200)]
Note = Annotated[str, Field(max_length=2000)]
Id = Annotated[str, Field(max_length=40)]
Typed = Annotated[str, Field(max_length=20)]
"""A number as somebody types it."""
What = Literal["shed", "measurement", "grade", "effect", "treatment", "session"]


class TakeForm(BaseModel):
    """Doses of a day."""

    treatment: Id
    day: Day = ""
    doses: int | None = Field(default=None, ge=0, le=MOST_DOSES)
    """All of that day; one more if not given."""


class TreatmentForm(BaseModel):
    """A treatment that begins."""

    course: Line
    day: Day = ""
    note: Note = ""


class ShedForm(BaseModel):
    """Hairs that fell."""

    method: Literal["comb60", "wash"] = "comb60"
    counts: list[Typed] = Field(max_length=10)
    days_unwashed: Typed = ""
    day: Day = ""
    note: Note = ""


class MeasurementForm(BaseModel):
    """A reading."""

    measure: Id
    value: Typed
    by: Id = "self"
    instrument: Line = ""
    site: Id = ""
    area_cm2: Typed = ""
    day: Day = ""
    note: Note = ""


class GradeForm(BaseModel):
    """A grade with its scale, as ``norwood/IIIv``."""

    grade: Id
    by: Id = "self"
    day: Day = ""
    note: Note = ""


class EffectForm(BaseModel):
    """Something unwanted."""

    effects: list[Id] = Field(default_factory=list, max_length=40)
    severity: Id = "mild"
    day: Day = ""
    note: Note = ""


class AmendForm(BaseModel):
    """New values of an entry, by the names of its parts."""

    name: list[Id] = Field(max_length=12)
    value: list[Note] = Field(max_length=12)


# The calendar


@pages.show("/p/{person_id}/diary", "diary/calendar.html.jinja")
def calendar(patient: Patient, month: str | None = None, day: str | None = None) -> CalendarView:
    """A month, and a day of it."""
    return calendar_of(opened(patient), month, day)


@pages.act("/p/{person_id}/diary/take")
def take(patient: Patient, form: TakeForm) -> Done:
    """Log doses or a session of a day."""
    book = opened(patient)
    day = book.day(form.day)
    kept = treatment_of(book, form.treatment)
    there = book.diary.doses(kept).get(day, 0)
    if form.doses is None and there >= max(due_on(kept.entry, day), 1):  # pressed twice
        return Done(to=on(book, day))
    doses = there + 1 if form.doses is None else form.doses
    book.diary.add(Taken(day=day, zone=book.zone, treatment=kept.id, doses={day: doses}))
    return Done(to=on(book, day), says=LOGGED)


@pages.act("/p/{person_id}/diary/take-open")
def take_open(patient: Patient, form: TakeForm) -> Done:
    """Log that everything that was due was taken, on all days of which nothing was said, up to yesterday."""
    book = opened(patient)
    kept = treatment_of(book, form.treatment)
    said = book.diary.doses(kept)
    due = due_dates(kept.entry, book.today)
    doses = {
        one: due[one]
        for one in days_between(kept.entry.day, book.today)
        if one in due and one not in said and one < book.today
    }
    if doses:
        book.diary.add(Taken(day=min(doses), zone=book.zone, treatment=kept.id, doses=doses))
    return Done(to=book.home, says=LOGGED)


# Entries


@pages.show("/p/{person_id}/diary/add", ADD)
def add(patient: Patient, what: What = "shed", day: str | None = None) -> AddView:
    """A form for something new."""
    book = opened(patient)
    return add_view(book, what, book.day(day).isoformat())


@pages.act("/p/{person_id}/diary/treatment")
def add_treatment(patient: Patient, form: TreatmentForm) -> Done:
    """Begin a treatment."""

    def made(book: OpenDiary) -> Treatment:
        course = str(Regimen.of(form.course))
        return Treatment(day=book.day(form.day), zone=book.zone, course=course, note=form.note)

    return added(patient, "treatment", form, made)


@pages.act("/p/{person_id}/diary/shed")
def add_shed(patient: Patient, form: ShedForm) -> Done:
    """Log hairs that fell."""

    def made(book: OpenDiary) -> ShedCount:
        counts = tuple(number("A count", one) for one in form.counts if one.strip())
        unwashed = form.days_unwashed.strip()
        return ShedCount(
            day=book.day(form.day),
            zone=book.zone,
            method=form.method,
            counts=counts,
            days_unwashed=int(number("Days since the wash before", unwashed)) if unwashed else None,
            note=form.note,
        )

    return added(patient, "shed", form, made)


@pages.act("/p/{person_id}/diary/measurement")
def add_measurement(patient: Patient, form: MeasurementForm) -> Done:
    """Log a reading."""

    def made(book: OpenDiary) -> Measurement:
        return Measurement(
            day=book.day(form.day),
            zone=book.zone,
            measure=form.measure,
            value=number("The value", form.value),
            by=form.by,
            instrument=form.instrument.strip(),
            site=form.site or book.diary.usual_site(),
            area_cm2=number("The area", form.area_cm2) if form.area_cm2.strip() else None,
            note=form.note,
        )

    return added(patient, "measurement", form, made)


@pages.act("/p/{person_id}/diary/grade")
def add_grade(patient: Patient, form: GradeForm) -> Done:
    """Log a grade."""

    def made(book: OpenDiary) -> Grade:
        scale, _, grade = form.grade.partition(GRADE_SIGN)
        return Grade(
            day=book.day(form.day), zone=book.zone, scale=scale, grade=grade, by=form.by, note=form.note
        )

    return added(patient, "grade", form, made)


@pages.act("/p/{person_id}/diary/effect")
def add_effect(patient: Patient, form: EffectForm) -> Done:
    """Log something unwanted; the page that follows says at once what to do."""

    def made(book: OpenDiary) -> SideEffect:
        if not form.effects:
            raise InputError("Tick what you noticed.")
        return SideEffect(
            day=book.day(form.day),
            zone=book.zone,
            effects=tuple(form.effects),
            severity=form.severity,
            note=form.note,
        )

    return added(patient, "effect", form, made)


@pages.show("/p/{person_id}/diary/entries/{entry_id}", ENTRY)
def entry(patient: Patient, entry_id: str) -> EntryView:
    """One entry, what it means, and its correction."""
    book = opened(patient)
    return entry_view(book, book.find(entry_id))


@pages.act("/p/{person_id}/diary/entries/{entry_id}")
def amend(patient: Patient, entry_id: str, form: AmendForm) -> Done:
    """Correct an entry; the audit keeps that it was corrected."""
    book = opened(patient)
    kept = book.find(entry_id)
    before = {one.name: one.value for one in entry_view(book, kept).parts}
    changes = [
        f"{name}={value}"
        for name, value in zip(form.name, form.value, strict=False)
        if before.get(name, "") != value.strip() or name not in before
    ]
    if changes:
        try:
            book.diary.amend(kept.id, read_changes(kept.entry, changes, book.today))
        except InputError as error:
            raise Again(entry_view(book, kept), ENTRY, says=str(error)) from None
    return Done(to=f"{book.home}/entries/{kept.id}", says="Corrected." if changes else "Nothing was changed.")


@pages.act("/p/{person_id}/diary/entries/{entry_id}/delete")
def delete(patient: Patient, entry_id: str, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Delete an entry, and its photograph if it is one; the audit keeps that there was one."""
    book = opened(patient)
    kept = book.find(entry_id)
    try:
        book.diary.delete(kept.id)
    except InputError as error:
        raise Again(entry_view(book, kept), ENTRY, says=str(error)) from None
    return Done(to=on(book, kept.entry.day), says="Deleted.")


@pages.act("/p/{person_id}/diary/entries/{entry_id}/end")
def end(patient: Patient, entry_id: str, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """A treatment is stopped, or a side effect is over, from today on."""
    book = opened(patient)
    kept = book.find(entry_id)
    if isinstance(kept.entry, Treatment):
        book.diary.stop(cast("Kept[Treatment]", kept), book.today)
    elif isinstance(kept.entry, SideEffect):
        book.diary.amend(kept.id, {"over": book.today})
    else:
        raise InputError("Only a treatment or a side effect can end.")
    return Done(to=f"{book.home}/entries/{kept.id}", says="Noted, from today on.")


# What they share


def on(book: OpenDiary, day: date) -> str:
    """The page of a day."""
    return book.home if day == book.today else f"{book.home}?day={day}"


def added(patient: Access, what: str, form: BaseModel, make: Callable[[OpenDiary], Entry]) -> Done:
    """Keep a new entry, and lead to its page; what cannot be kept is said on the form, which is as it was filled in."""
    book = opened(patient)
    try:
        key = book.diary.add(make(book))
    except InputError as error:
        raise Again(add_view(book, what, "", form.model_dump()), ADD, says=str(error)) from None
    return Done(to=f"{book.home}/entries/{key}", says=LOGGED)


def number(what: str, text: str) -> float:
    """A number as somebody types it, with a point or a comma."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{what} is no number. Write it like 131 or 61.5.")
    return found
