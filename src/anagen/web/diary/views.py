"""What the pages of a diary show."""

from __future__ import annotations

from pydantic import BaseModel

from anagen.web.jobs_shown import JobShown
from anagen.web.twins import View

__all__ = [
    "AddView",
    "CalendarView",
    "DayCell",
    "Due",
    "EntryShown",
    "EntryView",
    "ForecastRow",
    "Part",
    "PhotoShown",
    "PhotosView",
    "ProgressView",
    "ReminderShown",
    "RemindersView",
    "RuleShown",
    "StepShown",
]


class Due(BaseModel):
    """A treatment that goes on, and how today stands."""

    id: str
    agent: str
    course: str
    since: str
    is_drug: bool
    due: int
    """Doses or sessions due on the day."""
    taken: int
    said: bool
    """Whether anything was said of the day."""
    says: str
    """How it was taken so far, in words."""
    not_logged: int
    """Doses of earlier days of which nothing was said."""


class DayCell(BaseModel):
    """A day of the calendar."""

    day: str
    number: int
    in_month: bool
    is_today: bool
    is_ahead: bool
    is_shown: bool
    doses: str
    """``all``, ``some`` or ``none`` of what was due was taken; empty if nothing was due or said."""
    marks: list[str]
    """Kinds of other entries."""
    says: str
    """All of it in words."""


class EntryShown(BaseModel):
    """An entry on a list."""

    id: str
    day: str
    kind: str
    words: str
    note: str


class CalendarView(View):
    """A month, and a day of it."""

    person: str
    today: str
    month: str
    month_name: str
    before: str
    after: str
    """The next month; empty if it lies ahead."""
    weeks: list[list[DayCell]]
    day: str
    day_name: str
    due: list[Due]
    entries: list[EntryShown]
    """Of the day."""
    last: list[EntryShown]
    """The last ones of all."""
    effects: list[EntryShown]
    """Side effects that are not over."""
    empty: bool


class AddView(View):
    """What can be entered, and the form of one kind."""

    person: str
    what: str
    filled: dict[str, list[str]]
    """What was filled in, where it has to be mended."""
    day: str
    today: str
    site: str
    treatments: list[Due]
    effects: list[tuple[str, str]]
    measures: list[tuple[str, str]]
    grades: list[tuple[str, str]]
    courses: list[str]


class RuleShown(BaseModel):
    """A rule that something fired."""

    rule: str
    kind: str
    title: str
    says: str
    source: str


class Part(BaseModel):
    """A part of an entry that can be corrected."""

    name: str
    label: str
    value: str


class StepShown(BaseModel):
    """A reading against the first of its kind."""

    day: str
    since: str
    what: str
    value: str
    says: str
    percent: float
    least_clear_percent: float
    clear: bool


class EntryView(View):
    """One entry, what it means, and its correction."""

    person: str
    entry: EntryShown
    severe: bool
    crisis: list[str]
    rules: list[RuleShown]
    against: list[RuleShown]
    advice: str
    step: StepShown | None
    picture: str
    parts: list[Part]
    may_stop: bool
    may_end: bool
    """Whether it is a side effect that is not over."""


class PhotoShown(BaseModel):
    """A photograph."""

    id: str
    day: str
    address: str
    width: int
    height: int
    note: str


class PhotosView(View):
    """Photographs of one view."""

    person: str
    today: str
    agreed: bool
    words: list[str]
    view: str
    views: list[tuple[str, str, int]]
    """Key, words, and how many there are."""
    photographs: list[PhotoShown]
    before: PhotoShown | None
    after: PhotoShown | None
    megabytes: int


class ForecastRow(BaseModel):
    """Visible hair under one way to go on."""

    name: str
    cells: list[str]


class ProgressView(View):
    """What was measured, against what was forecast."""

    person: str
    today: str
    answered: bool
    stops: str
    """Why nothing is forecast; empty if nothing keeps from it."""
    job: JobShown | None
    current: bool
    """Whether the forecast that is shown knows all that is in the diary."""
    heads: list[str]
    rows: list[ForecastRow]
    chances: str
    narrowed: str
    rests: list[str]
    charts: list[tuple[str, str, str]]
    """Title, drawing, and what stands under it."""
    steps: list[StepShown]
    readings: int


class ReminderShown(BaseModel):
    """A reminder."""

    id: str
    words: str


class RemindersView(View):
    """Reminders, and what one may be reminded of."""

    person: str
    today: str
    reminders: list[ReminderShown]
    subjects: list[tuple[str, str]]
