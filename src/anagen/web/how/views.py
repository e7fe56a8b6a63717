"""What the page on how hair loss works shows, as values."""

from __future__ import annotations

from anagen.web.twins import View

__all__ = ["AgeRow", "Chart", "FollicleView", "HowView", "Preset", "ScalpAge", "Tick", "Topic"]


class AgeRow(View):
    """The follicle at an age."""

    age: int
    width_um: float
    low90: float
    """In the sets of numbers that fit the trials nearly as well."""
    high90: float
    untreated_um: float
    grows_years: float
    """How long the hair of that age grows."""
    empty_months: float
    """How long the follicle is empty after it."""
    there_percent: float
    """Chance that the follicle is still there."""


class Tick(View):
    """A mark of an axis."""

    at: float
    says: str


class Chart(View):
    """Width of the hair by age, in units of the drawing."""

    line: str
    """Points of the follicle as set."""
    untreated: str
    """Points of the same without any of it."""
    band: str
    """Corners of the interval."""
    ages: list[Tick]
    widths: list[Tick]


class FollicleView(View):
    """The follicle under what is tried out."""

    dht: int
    minoxidil: int
    healing: int
    since: int
    follicle: str
    is_untreated: bool
    says: list[str]
    """In words."""
    rows: list[AgeRow]
    chart: Chart
    drawing: str
    """Address of the drawing."""
    drawing_narrow: str
    """The same for a phone."""
    drawing_says: str
    """What the drawing shows, for who does not see it."""


class Preset(View):
    """Something to try."""

    name: str
    address: str
    is_here: bool
    """Whether it is what is shown."""


class Topic(View):
    """A question and its written answer."""

    title: str
    text: str
    sure: str
    why_sure: str
    rests_on: list[dict[str, str]]


class ScalpAge(View):
    """A head at an age."""

    age: int
    picture: str
    says: str
    alt: str


class HowView(View):
    """The page."""

    follicle: FollicleView
    presets: list[Preset]
    cycle: list[Topic]
    treatments: list[Topic]
    heads: dict[str, list[ScalpAge]]
    """The path of a scalp by sex."""
    heads_say: str
    """How they were chosen and made."""
