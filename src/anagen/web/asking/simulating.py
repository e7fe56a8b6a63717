"""The what-if of a question: asked of the runner, and its result as words, a table and a drawing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anagen.consultation.report.document import Chart, Line, Sentence
from anagen.consultation.report.html import chart_svg
from anagen.questions.simulated import signed
from anagen.web.asking.answering import read_as
from anagen.web.asking.views import Difference, ResultRow, SimulatedView, WhatIfShown
from anagen.web.jobs import content_key
from anagen.web.jobs_shown import job_shown
from anagen.web.tasks.what_if import PEOPLE, RESULT, SEED, WHAT_IF

if TYPE_CHECKING:
    from anagen.web.asking.answering import Asked
    from anagen.web.jobs import Job, Jobs

__all__ = ["FILES", "asked_of_runner", "shown"]

FILES = {
    "history.csv": "text/csv; charset=utf-8",
    "person.toml": "application/toml",
}
"""What can be taken along."""
TOP_STEP = 50.0
ABOUT = 0.05


def asked_of_runner(one: Asked, jobs: Jobs, *, person_id: str | None, account_id: str | None) -> Job:
    """Ask for the simulation of a what-if.

    Parameters
    ----------
    one
        A question that can be simulated.
    jobs
        All jobs.
    person_id
        Who asks; none where it is nobody in particular.
    account_id
        By which account.
    """
    person = one.person
    if person is None or one.what_if is None:
        raise ValueError("nothing is to be simulated")
    params = {
        "question": one.question,
        "person": person.as_dict(),
        "who": one.who,
        "clinician": one.clinician,
    }
    key = content_key(WHAT_IF, **params, people=PEOPLE, seed=SEED)
    return jobs.ask(WHAT_IF, key=key, person_id=person_id, params=params, account_id=account_id)


def shown(one: Asked, job: Job, jobs: Jobs, *, at: str) -> WhatIfShown | None:
    """What is shown of the simulation.

    Parameters
    ----------
    one
        The question.
    job
        That simulates it.
    jobs
        All jobs, with their results.
    at
        Address of the page.
    """
    if one.what_if is None:
        return None
    kept = jobs.cache.read(job.person_id, job.key, RESULT) if job.is_done else None
    result = None if kept is None else _result(json.loads(kept), _files(job, jobs, at))
    return WhatIfShown(
        read_as=read_as(one.what_if),
        assumed=list(one.what_if.assumed),
        job=None if result is not None else job_shown(job),
        result=result,
    )


def _files(job: Job, jobs: Jobs, at: str) -> list[str]:
    there = jobs.cache.names(job.person_id, job.key)
    return [f"{at}/{name}" for name in FILES if name in there]


def _result(kept: dict[str, Any], files: list[str]) -> SimulatedView:
    names = list(dict.fromkeys(row["name"] for row in kept["rows"]))
    first, versus = kept["courses"][0]["name"], kept["versus"]
    by_year: dict[float, list[str]] = {}
    for row in kept["rows"]:
        by_year.setdefault(row["year"], []).append(
            f"{row['median']:.0f} ({row['low90']:.0f} to {row['high90']:.0f})"
        )
    if first != versus:
        for one in kept["differences"]:
            by_year[one["year"]].append(
                f"{signed(one['median'])} ({signed(one['low90'])} to {signed(one['high90'])})"
            )
    less = [] if first == versus else ["First less second"]
    return SimulatedView(
        says=kept["says"],
        careful=kept.get("notes", []),
        who=kept["who"],
        head=["When", *(name.capitalize() for name in names), *less],
        rows=[ResultRow(name=_when(year), cells=cells) for year, cells in by_year.items()],
        difference=None if first == versus else _difference(kept["differences"][-1]),
        chart=_drawing(kept["courses"]),
        first=first,
        versus="" if first == versus else versus,
        commands=kept["commands"],
        files=files,
    )


def _when(year: float) -> str:
    if year == 0.0:
        return "Today"
    return f"Year\N{NO-BREAK SPACE}{round(year) if abs(year - round(year)) < ABOUT else year:g}"


def _difference(last: dict[str, float]) -> Difference:
    reach = max(abs(last["low90"]), abs(last["high90"]), 1.0) * 1.1
    return Difference(
        median=last["median"],
        low90=last["low90"],
        high90=last["high90"],
        more_percent=round(100.0 * last["more_share"], 1),
        less_percent=round(100.0 * last["less_share"], 1),
        low_end=-reach,
        high_end=reach,
    )


def _drawing(courses: list[dict[str, Any]]) -> str:
    """The first course with its band and the second beside; who they are, the page says below."""
    lines = tuple(
        Line(
            name=one["name"],
            month=tuple(one["month"]),
            median=tuple(one["median"]),
            low=tuple(one["low90"]),
            high=tuple(one["high90"]),
        )
        for one in courses[:2]
    )
    top = max(max(line.high) for line in lines)
    says = "Visible hair through the years, with the band that holds nine of ten virtual people."
    caption = Sentence(says=says, marks=())
    chart = Chart(
        caption=caption, unit="visible hairs/cm²", lines=lines, top=TOP_STEP * -(-(top + 1.0) // TOP_STEP)
    )
    return chart_svg(chart, names=False)
