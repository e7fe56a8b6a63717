"""What the page of the plan shows."""

from __future__ import annotations

from pydantic import BaseModel

from anagen.web.outlook.views import Rests
from anagen.web.twins import View

__all__ = ["Choosable", "Chosen", "Look", "PlanView", "Watch"]


class Choosable(BaseModel):
    """An option that may be chosen."""

    id: str
    name: str
    effort: str
    sentence: str


class Look(BaseModel):
    """A day on which to look again."""

    day: str
    when: str
    says: str


class Watch(BaseModel):
    """Something to watch, with its rule."""

    says: str
    rests: Rests


class Chosen(BaseModel):
    """The plan."""

    id: str
    """Of the option, for its page."""
    name: str
    day: str
    parts: list[str]
    label: str
    effort: str
    forecast: str
    warnings: list[str]
    needling: list[str]
    risks: list[str]
    reasons: list[str]
    early: list[str]
    watch: list[Watch]
    looks: list[Look]
    rests: list[Rests]
    begun: list[str]
    """Courses that the diary has begun already."""
    still_offered: bool
    """Whether the answers, as they are now, still offer it."""


class PlanView(View):
    """The plan, or what can be chosen."""

    person: str
    asked: bool
    ready: bool
    """Whether there is something to report."""
    outcome: str
    today: str
    chosen: Chosen | None
    options: list[Choosable]
