"""What the pages of the consultation show."""

from __future__ import annotations

from pydantic import BaseModel

from anagen.web.questions_shown import Shown
from anagen.web.twins import View

__all__ = ["AskView", "Depth", "OverviewView", "Said", "StopNote", "StopView"]


class Depth(BaseModel):
    """Who may answer."""

    value: str
    label: str
    help: str


class Said(BaseModel):
    """One screen that was answered, on the list of all answers."""

    field: str
    page: str
    asked: str
    said: str
    left_open: bool


class OverviewView(View):
    """How far the consultation is, and all answers."""

    person: str
    depths: list[Depth]
    depth: str
    full: bool
    begun: bool
    consent: bool | None
    done: int
    total: int
    more: bool
    """Whether there is another question."""
    ended: bool
    """Whether an answer has ended the questions."""
    said: list[Said]


class AskView(View):
    """One screen."""

    person: str
    field: str
    page: str
    number: int
    total: int
    shown: Shown
    back: str
    """Path of the screen before; empty at the first."""
    may_skip: bool
    change: bool
    """Whether it was answered before, and is looked at again."""


class StopNote(BaseModel):
    """What an answer means."""

    title: str
    says: str
    contacts: list[str]
    ends: bool
    field: str
    """Which question to answer otherwise."""


class StopView(View):
    """What must be read now."""

    person: str
    notes: list[StopNote]
    ends: bool
