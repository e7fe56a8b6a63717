"""What the pages of questions show, as values."""

from __future__ import annotations

from anagen.web.jobs_shown import JobShown
from anagen.web.twins import View

__all__ = [
    "AnswerView",
    "AskView",
    "Difference",
    "Held",
    "KeptQuestion",
    "QueueView",
    "ReadAs",
    "Rested",
    "ResultRow",
    "SimulatedView",
    "WaitingQuestion",
    "Warned",
    "WhatIfShown",
]


class Rested(View):
    """Something that an answer rests on."""

    title: str
    address: str
    says: str
    where: str
    """What it is, and how good."""


class Warned(View):
    """What comes before any answer."""

    title: str
    says: str
    ends: bool
    """Whether nothing follows."""
    contacts: list[str]
    """Crisis lines."""
    rules: list[Rested]


class Held(View):
    """Why a what-if is not simulated, or why what is asked about is not for this person."""

    title: str
    says: str
    rules: list[Rested]


class ReadAs(View):
    """One course of a what-if, as it was understood."""

    name: str
    regimen: str


class ResultRow(View):
    """Visible hair at one time, under each course."""

    name: str
    cells: list[str]


class Difference(View):
    """How much more hair the first course leaves than the second, at the end."""

    median: float
    low90: float
    high90: float
    more_percent: float
    less_percent: float
    low_end: float
    """Of the axis that it is drawn on."""
    high_end: float


class SimulatedView(View):
    """The result of a what-if."""

    says: str
    careful: list[str]
    """What has to be known before anybody follows it."""
    who: str
    head: list[str]
    rows: list[ResultRow]
    difference: Difference | None
    chart: str
    """A drawing, as SVG."""
    first: str
    versus: str
    commands: list[str]
    files: list[str]
    """Addresses of what can be taken along."""


class WhatIfShown(View):
    """A what-if: how it was read, and its simulation."""

    read_as: list[ReadAs]
    assumed: list[str]
    job: JobShown | None
    result: SimulatedView | None


class AnswerView(View):
    """What is said to a question."""

    question: str
    kind: str
    """`stop`, `answer`, `reply`, `documents` or `unanswered`."""
    warnings: list[Warned]
    title: str
    text: str
    sure: str
    why_sure: str
    rests_on: list[Rested]
    claims: list[Rested]
    near: list[str]
    """Other questions that have an answer."""
    held: list[Held]
    what_if: WhatIfShown | None
    ask_at: str
    """Where questions are asked."""
    keep_at: str
    """Where the question can be kept for a clinician; empty if it cannot."""


class KeptQuestion(View):
    """A question that was kept, with its reply if there is one."""

    question: str
    asked: str
    reply: str
    who: str


class AskView(View):
    """Where to ask."""

    ask_at: str
    examples: list[str]
    kept: list[KeptQuestion]
    queue_at: str
    """Where the queue is, for who may reply; empty for others."""
    question: str = ""
    """What was asked, where it could not be taken."""


class WaitingQuestion(View):
    """A question in the queue."""

    id: str
    person: str
    asked: str
    question: str


class QueueView(View):
    """Questions that wait for a reply."""

    waiting: list[WaitingQuestion]
    who: str
    """Name of who replies, if it is known."""
