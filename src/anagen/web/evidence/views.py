"""What the evidence pages show, as values."""

from __future__ import annotations

from anagen.web.twins import View

__all__ = [
    "Fact",
    "FigureShown",
    "Leaf",
    "Link",
    "Part",
    "Quantity",
    "ShelfView",
    "Shown",
    "Tab",
    "Table",
    "Thing",
]


class Thing(View):
    """One thing that is known, in a line."""

    kind: str
    """One of `anagen.web.evidence.shelf.KINDS`."""
    name: str
    title: str
    says: str
    """Its value, or what it states, in a line."""
    grade: str
    """How it came about, or how far it can be trusted."""
    shows: str = ""
    """What the model shows of a claim: ``holds``, ``falls short`` or ``not built``; empty for anything else."""
    address: str


class Tab(View):
    """A kind of things, and how many of it fit a search."""

    kind: str
    label: str
    count: int
    address: str


class ShelfView(View):
    """A page of the shelf."""

    kind: str
    about: str
    """What things of this kind are."""
    find: str
    """What was looked for."""
    grade: str
    grades: list[str]
    """Those there are of this kind."""
    tabs: list[Tab]
    things: list[Thing]
    total: int
    """How many fit."""
    page: int
    pages: int
    next_address: str
    """Address of a page, without its number."""
    version: str
    fingerprint: str
    """Of the evidence."""


class Quantity(View):
    """A number with its interval."""

    value: float
    low: float | None
    high: float | None
    unit: str
    """In letters for a reader; empty for a pure number."""


class Fact(View):
    """One thing to know of a thing."""

    label: str
    text: str
    address: str = ""
    """Where more of it is."""


class Link(View):
    """Something that hangs together with it."""

    title: str
    address: str = ""
    says: str = ""


class Part(View):
    """Several of those, under a heading."""

    title: str
    says: str = ""
    links: list[Link]


class Table(View):
    """Rows of words and numbers."""

    caption: str
    head: list[str]
    rows: list[list[str]]


class FigureShown(View):
    """One measured number of a claim, and what is asked of it."""

    says: str
    value: str = ""
    """With its unit; empty if it was not measured."""
    met: bool | None = None
    verdict: str = ""
    """``holds``, or by how much it falls short."""
    limits: str
    because: str
    """Where the limits come from."""
    known: str = ""
    """Why it is known to fall short."""


class Shown(View):
    """What the model gave for a claim."""

    status: str
    """``holds``, ``falls short`` or ``not built``; empty if it was not measured."""
    says: str
    figures: list[FigureShown]
    more: list[str]
    made: str
    """By what it was measured."""


class Leaf(View):
    """The page of one thing."""

    kind: str
    kind_label: str
    name: str
    title: str
    grade: str
    grade_says: str
    """What the grade means."""
    quantity: Quantity | None = None
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    shown: Shown | None = None
    """What the model gave, of a claim."""
    tables: tuple[Table, ...] = ()
    parts: tuple[Part, ...] = ()
    commands: tuple[str, ...] = ()
    """What to type for more."""
