"""What the pages of a session show."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from anagen.web.questions_shown import Shown
from anagen.web.twins import View

__all__ = [
    "BeforeView",
    "CheckShown",
    "Countdown",
    "CourseForm",
    "CourseShown",
    "Delay",
    "DueShown",
    "Lines",
    "LoggedSession",
    "OverviewView",
    "ResultView",
    "SectionRow",
    "StepView",
    "UnderWay",
]


class Countdown(BaseModel):
    """Until when something waits; counted from the server's record, so that a sleeping telephone changes nothing."""

    ends: datetime
    """The moment, in UTC."""
    now: datetime
    """The server's moment when the page was made, in UTC."""
    left: str
    """What is left, as a clock shows it."""
    at: str
    """The moment in words, at the place of this machine."""
    over: bool


class UnderWay(BaseModel):
    """A session that is under way."""

    day: str
    heading: str
    step: int
    steps: int
    stale: bool
    """Whether it was left for too long to go on with."""


class LoggedSession(BaseModel):
    """A line of the log."""

    id: str
    day: str
    needle_mm: float
    sections: str
    holes_per_cm2: str
    outcome: str


class CourseShown(BaseModel):
    """The course that the diary keeps, and when its next session is due."""

    says: str
    """In the words of the diary."""
    began: str
    ahead: bool
    """Whether it has yet to begin."""
    next_due: str
    """Empty where the course is over."""
    late: bool
    """Whether that day has gone by."""
    waits: bool
    """Whether the skin needs longer than the course has it."""
    done: int
    """Sessions of it in the log."""


class CourseForm(BaseModel):
    """What is asked of a course that is not in the diary."""

    needle_mm: float | None
    """[mm]"""
    paces: list[tuple[int, str]]
    """Days between two sessions, in words."""
    today: str


class DueShown(BaseModel):
    """One session of a course as dates."""

    number: int
    day: str
    risk: str
    moved: str


class OverviewView(View):
    """What is due, what is under way, and the sessions so far."""

    person: str
    answered: bool
    """Whether age and sex are known, without which no session can be planned."""
    under_way: UnderWay | None
    next_from: str | None
    next_open: bool
    """Whether that day has come."""
    topical: str
    """What is planned to go on after the last session; empty for nothing."""
    countdown: Countdown | None
    due: list[str]
    course: CourseShown | None
    begin_course: CourseForm | None
    """What is asked where no course is in the diary."""
    sessions: list[LoggedSession]


class CheckShown(BaseModel):
    """Something that was looked at before a session."""

    rule: str
    outcome: str
    title: str
    says: str
    source: str
    url: str
    until: str | None


class BeforeView(View):
    """A question before a session, or what the checks came to."""

    person: str
    field: str
    """The field that is asked; empty when all is."""
    number: int
    """Which question it is."""
    shown: Shown | None
    outcome: str
    """``go``, ``wait`` or ``do not``; empty while questions are open."""
    until: str | None
    checks: list[CheckShown]
    unanswered: list[str]
    """Questions that were left open and hold the session back."""
    worn: bool
    """Whether the roller is what is in the way, so that a new head would do."""
    summary: str
    map_svg: str
    minutes: int
    rules_held: int
    dates_say: str
    """The usual course of the setting, in words."""
    dates: list[DueShown]
    """Its sessions, were the first today."""
    early_says: str
    """That the diary's course has the next session later; empty if it has not."""


class StepView(View):
    """One step of a session under way."""

    person: str
    over: bool
    """Whether no session is under way."""
    stale: bool
    at: str
    """Where the session stands; an action that says another place changes nothing."""
    number: int
    total: int
    key: str
    kind: str
    """``do``, ``roll`` or ``wait``."""
    title: str
    says: list[str]
    rules: list[str]
    section: int | None
    sections: int
    direction: int | None
    directions: list[str]
    count: int
    made: int
    seconds: float
    running: bool
    """Whether a pass counts."""
    countdown: Countdown | None
    """Of the present pass or wait."""
    rolling_over: bool
    paused_says: str
    delays: list[Delay]
    map_svg: str
    star_svg: str


class Delay(BaseModel):
    """What one dose of the topical gives to the blood when it goes on after a time."""

    after: str
    percent: float


class Lines(BaseModel):
    """What is told of the time after a session."""

    do: list[str]
    usual: list[str]
    rare: list[str]
    doctor: list[str]


class SectionRow(BaseModel):
    """What one section got."""

    number: int
    passes: int
    by_direction: list[int]


class ResultView(View):
    """What came of a session."""

    person: str
    id: str
    day: str
    outcome: str
    stopped: str
    needle_mm: float
    setting: str
    holes_per_cm2: float
    mean_passes: float
    redness: str
    scar_risk_percent: float
    scar_limit_percent: float
    roller_uses: int
    topical: str
    topical_says: str
    countdown: Countdown | None
    delays: list[Delay]
    intact_percent: float | None
    next_from: str | None
    after: Lines
    sections: list[SectionRow]
    directions: list[str]
    sources: list[str]
    map_svg: str


StepView.model_rebuild()
