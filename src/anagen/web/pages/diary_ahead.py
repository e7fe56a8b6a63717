"""What lies ahead by the diary: the forecast against what was measured, and reminders as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.diary.entries import Reminder
from anagen.diary.reminders import OTHERS, calendar_bytes, ended_with, reminder_of, reminder_of_other
from anagen.errors import InputError
from anagen.units import every_words
from anagen.web.diary.book import OpenDiary, opened, treatment_of
from anagen.web.diary.progress import ask_forecast, progress_view
from anagen.web.diary.views import ProgressView, ReminderShown, RemindersView
from anagen.web.errors import Again
from anagen.web.jobs_dependency import JobsDep
from anagen.web.security.visitor import Patient
from anagen.web.twins import Done, NoForm, Pages

pages = Pages(tag="diary")

REMINDERS, PROGRESS = "diary/reminders.html.jinja", "diary/progress.html.jinja"
Line = Annotated[str, Field(max_length=200)]
Id = Annotated[str, Field(max_length=40)]


class ReminderForm(BaseModel):
    """What to be reminded of: a treatment's identifier, or one of other things."""

    subject: Id
    times: Line = ""
    details: bool = False


@pages.show("/p/{person_id}/diary/progress", PROGRESS)
def progress(patient: Patient, jobs: JobsDep) -> ProgressView:
    """What was measured, over what was forecast."""
    return progress_view(opened(patient), jobs)


@pages.act("/p/{person_id}/diary/progress")
def look_ahead(patient: Patient, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a form with a token
    """Have the forecast worked out with all that is in the diary."""
    book = opened(patient)
    try:
        ask_forecast(book, jobs, patient.visitor.account_id)
    except InputError as error:
        raise Again(progress_view(book, jobs), PROGRESS, says=str(error)) from None
    return Done(to=f"{book.home}/progress")


@pages.show("/p/{person_id}/diary/reminders", REMINDERS)
def reminders(patient: Patient) -> RemindersView:
    """Reminders, and what one may be reminded of."""
    return reminders_view(opened(patient))


@pages.act("/p/{person_id}/diary/reminders")
def remind(patient: Patient, form: ReminderForm) -> Done:
    """Make a reminder."""
    book = opened(patient)
    times = [one for one in form.times.replace(",", " ").split() if one]
    try:
        if form.subject in OTHERS:
            made = reminder_of_other(
                form.subject, day=book.today, zone=book.zone, times=times, details=form.details
            )
        else:
            kept = treatment_of(book, form.subject)
            made = reminder_of(kept.entry, kept.id, today=book.today, times=times, details=form.details)
    except InputError as error:
        raise Again(reminders_view(book), REMINDERS, says=str(error)) from None
    book.diary.add(made)
    return Done(to=f"{book.home}/reminders", says="Made. Load the file into your calendar.")


@pages.file("/p/{person_id}/diary/reminders.ics")
def calendar_file(patient: Patient) -> Response:
    """All reminders as a file that any calendar takes in."""
    book = opened(patient)
    running = {one.id: one.entry for one in book.diary.treatments()}
    told = [ended_with(one.entry, running) for one in book.diary.entries(Reminder)]
    return Response(
        calendar_bytes(told, stamped=datetime.now(UTC)),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reminders.ics"'},
    )


def reminders_view(book: OpenDiary) -> RemindersView:
    """Reminders, and what one may be reminded of."""
    running = book.diary.treatments(running_on=book.today)
    return RemindersView(
        person=book.person,
        today=book.today.isoformat(),
        reminders=[ReminderShown(id=one.id, words=one.entry.words) for one in book.diary.entries(Reminder)],
        subjects=[
            *((one.id, one.entry.course) for one in running),
            *(
                (name, f"{says[:1].upper()}{says[1:]}, {every_words(every)}")
                for name, (every, says) in OTHERS.items()
            ),
        ],
    )
