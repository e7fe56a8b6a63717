"""What the pages of the outlook show."""

from __future__ import annotations

from pydantic import BaseModel

from anagen.web.jobs_shown import JobShown
from anagen.web.twins import View

__all__ = [
    "AnswerView",
    "Answerable",
    "Card",
    "Chances",
    "ChoiceView",
    "Closed",
    "Compared",
    "FindingShown",
    "HeadColumn",
    "HeadShown",
    "Interval",
    "Known",
    "OtherShown",
    "Rests",
    "ScreeningShown",
    "WishesShown",
]


class Rests(BaseModel):
    """What a sentence rests on."""

    title: str
    address: str
    says: str


class Answerable(BaseModel):
    """A question whose answer would tell more."""

    text: str
    address: str


class FindingShown(BaseModel):
    """One thing that the answers show."""

    severity: str
    heading: str
    title: str
    says: str
    urgency: str
    rests: list[Rests]


class OtherShown(BaseModel):
    """Something else that the loss may be."""

    title: str
    says: str
    differs: str


class ScreeningShown(BaseModel):
    """What the answers say before any treatment is spoken of."""

    outcome: str
    title: str
    says: str
    crisis: list[str]
    findings: list[FindingShown]
    others: list[OtherShown]
    ask: list[Answerable]


class Interval(BaseModel):
    """A value in the middle, where nine of ten are, and how it is said."""

    middle: float
    low: float
    high: float
    says: str


class Chances(BaseModel):
    """Of a hundred virtual people."""

    month: int
    gain: float
    hold: float
    loss: float
    says: str


class Card(BaseModel):
    """One option in short, at one month."""

    id: str
    name: str
    label: str
    status: str
    place: int | None
    """Among the options that are offered; 1 comes first."""
    why_here: list[str]
    """By what it has its place."""
    minutes: float
    effort: str
    simulated: bool
    no_forecast: str
    """Why there is none; empty if there is one."""
    hairs: Interval | None
    versus: Interval | None
    """Against no treatment."""
    chances: Chances | None
    sentence: str
    overstates: bool
    warnings: list[str]
    course: int | None
    """Place of its regimen among those that are forecast."""


class Closed(BaseModel):
    """Options that are held back or ruled out for the same reasons."""

    names: list[str]
    reasons: list[str]
    rests: list[Rests]
    ask: list[Answerable]


class Known(BaseModel):
    """What is to be known of one option."""

    shed: str
    stopping: str
    clear: str
    chances: list[str]
    risks: list[str]
    notes: list[str]
    warnings: list[str]
    reasons: list[str]
    needling: list[str]
    rests: list[Rests]


class HeadShown(BaseModel):
    """The head today."""

    picture: str
    """Address; empty while it is being drawn."""
    grade: str
    told: str
    """The grade that was told; empty if none was."""


class WishesShown(BaseModel):
    """What the order of options follows."""

    goal: str
    goals: list[tuple[str, str]]
    accepts_daily: str
    accepts_twice_daily: str
    minutes_per_week: str


class Compared(BaseModel):
    """An option among the others."""

    card: Card
    picture: str
    """Address of its picture; empty if there is none."""
    picture_month: int
    address: str


class AnswerView(View):
    """The outlook."""

    person: str
    asked: bool
    """Whether there are answers at all."""
    screening: ScreeningShown | None
    plan: bool
    """Whether options follow."""
    head: HeadShown
    waiting: list[JobShown]
    """Work that this page waits for."""
    drawing: JobShown | None
    """The last of the pictures that are still drawn."""
    failed: list[JobShown]
    """Work that did not come to an end, with the reason."""
    lost: bool
    """Whether results are missing that nobody works on: they can be asked for again."""
    today_says: str
    month: int
    months: list[tuple[int, str]]
    top: float
    """Upper end of the scale of hairs."""
    untreated: Compared | None
    options: list[Compared]
    beside: list[Card]
    """Open to be chosen, but nothing of it is simulated."""
    held: list[Closed]
    blocked: list[Closed]
    wishes: WishesShown
    people: int
    effective_people: float


class HeadColumn(BaseModel):
    """One head through the months."""

    title: str
    picture: str
    alt: str
    by_month: dict[str, str]
    """Addresses by month."""
    alts: dict[str, str]
    caption: str
    captions: dict[str, str]
    """What is measured on the head, by month."""
    sentences: dict[str, str]
    says: str
    job: JobShown | None


class ChoiceView(View):
    """One option in full."""

    person: str
    card: Card
    known: Known
    month: int
    months: list[tuple[int, str]]
    slider_last: int
    centile: int
    centiles: list[tuple[int, str]]
    place: int | None
    """Of this virtual person among a hundred, under this option."""
    untreated: HeadColumn | None
    treated: HeadColumn | None
    drawn: bool
    """Whether pictures were asked for."""
    chart: str
    """SVG; empty without a forecast."""
    courses: str
    """Address of what a chart in the browser draws."""
    turn: str
    """Address of the head that can be turned; empty while there is none."""
    chosen: bool
    """Whether it is the plan."""
    waits: bool
    """Whether one of the two heads is still being drawn; the page says it by the head's job."""
