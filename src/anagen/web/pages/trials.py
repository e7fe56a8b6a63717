"""For researchers: trials to run, write and compare."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Annotated, Any

from fastapi import Query, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.errors import InputError
from anagen.provenance import LARGEST_SEED
from anagen.web.errors import Again, NotFoundError
from anagen.web.jobs import Job, content_key
from anagen.web.jobs.queue import Jobs
from anagen.web.jobs_dependency import JobsDep
from anagen.web.pages.jobs import job_of_visitor
from anagen.web.security.visitor import Visitor, VisitorDep
from anagen.web.tasks.trial import CITE, KIND, PHONE_SVG, RESULT, SVG, TEXT
from anagen.web.trials.packaged import TrialLine, TrialPage, page_of_trial, text_of_trial, trial_lines
from anagen.web.trials.results import Row, Side, beside, inside_of, rows_of
from anagen.web.trials.texts import (
    LARGEST_BYTES,
    MOST_PEOPLE,
    Fault,
    check_people,
    fault_in,
    read_text,
    uploaded_text,
)
from anagen.web.twins import Done, NoForm, Pages, View

__all__ = ["pages"]

pages = Pages(tag="trials")

EDIT = "trials/edit.html.jinja"
PEOPLE, SEED = 400, 1
MOST_COMPARED = 4
MOST_RUNS_LISTED = 50
FILES = {
    TEXT: "application/toml",
    RESULT: "application/json",
    SVG: "image/svg+xml",
    PHONE_SVG: "image/svg+xml",
    "figure.png": "image/png",
    CITE: "text/plain; charset=utf-8",
    "table.csv": "text/csv; charset=utf-8",
}
"""What of a run can be had by itself; a table is kept under the trial's own name."""
CSV = "table.csv"

Text = Annotated[str, Field(max_length=2 * LARGEST_BYTES)]
People = Annotated[int, Field(ge=1, le=10 * MOST_PEOPLE)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
Short = Annotated[str, Query(max_length=100)]


class RunLine(View):
    """A run in a line."""

    job: Job
    title: str
    people: int
    seed: int


class ListView(View):
    """Trials and runs."""

    trials: list[TrialLine]
    total: int
    find: str
    role: str
    runs: list[RunLine]


class EditView(View):
    """A trial's text, and what is wrong with it."""

    text: str
    people: int
    seed: int
    fault: Fault | None
    reads: str
    """What the text is, where it reads well."""


class RunView(View):
    """A run: how far it is, or what came of it."""

    job: Job
    trial: str
    title: str
    people: int
    seed: int
    published: list[Row]
    others: list[Row]
    inside: int
    notes: list[str]
    regimens: list[tuple[str, str]]
    provenance: dict[str, Any]
    cite: list[str]
    phone_figure: str
    """File of the figure for a phone; empty for a run of before there was one."""


class Compared(View):
    """A run among those compared."""

    job: Job
    title: str
    people: int
    seed: int
    inside: int
    told: int
    figure: str
    """File of the figure, which is shown small here."""


class CompareView(View):
    """Runs beside each other."""

    runs: list[Compared]
    sides: list[Side]


class TextForm(BaseModel):
    """A trial's text."""

    text: Text
    people: People = PEOPLE
    seed: Seed = SEED


class UploadForm(BaseModel):
    """A trial's file."""

    file: UploadFile


@pages.show("/trials", "trials/list.html.jinja")
def trial_list(visitor: VisitorDep, jobs: JobsDep, find: Short = "", role: Short = "") -> ListView:
    """The trials that come with the package, and one's own runs."""
    words = find.casefold().split()
    lines = [
        one
        for one in trial_lines()
        if (not role or role in one.roles)
        and all(word in f"{one.id} {one.title} {' '.join(one.measures)}".casefold() for word in words)
    ]
    runs = jobs.of_account(visitor.account_id, KIND)[:MOST_RUNS_LISTED]
    return ListView(
        trials=lines,
        total=len(trial_lines()),
        find=find,
        role=role,
        runs=[_run_line(jobs, one) for one in runs],
    )


def _run_line(jobs: Jobs, job: Job) -> RunLine:
    given = jobs.params(job.id)
    return RunLine(job=job, title=given["title"], people=given["people"], seed=given["seed"])


@pages.show("/trials/edit", EDIT)
def edit(visitor: VisitorDep, jobs: JobsDep, trial: Short = "", run: Short = "") -> EditView:
    """A text to write: an example, a packaged trial, or that of an earlier run."""
    if run:
        given = jobs.params(_run(jobs, visitor, run).id)
        return _edit_view(given["text"], given["people"], given["seed"], check=False)
    return _edit_view(text_of_trial(trial) if trial else EXAMPLE, check=False)


@pages.tell("/trials/check", EDIT)
def check(visitor: VisitorDep, form: TextForm) -> EditView:  # noqa: ARG001  signed in
    """Whether a text can be read, and the line of what cannot."""
    return _edit_view(form.text, form.people, form.seed)


@pages.tell("/trials/upload", EDIT)
async def upload(visitor: VisitorDep, form: UploadForm) -> EditView:  # noqa: ARG001  signed in
    """A file of one's own, to look at before it is run."""
    data = await form.file.read(LARGEST_BYTES + 1)
    try:
        text = uploaded_text(data)
    except InputError as error:
        raise Again(_edit_view("", check=False), EDIT, says=str(error)) from None
    return _edit_view(text)


@pages.act("/trials/run")
def start(visitor: VisitorDep, jobs: JobsDep, form: TextForm) -> Done:
    """Run a trial; the same text with the same people and seed is the same run."""
    text = form.text.replace("\r\n", "\n")
    fault = fault_in(text, form.people)
    if fault is not None:
        view = _edit_view(text, form.people, form.seed)
        place = "" if fault.line is None else f"Line {fault.line}: "
        raise Again(view, EDIT, says=f"{place}{fault.says}")
    trial = read_text(text)
    check_people(trial, form.people)
    hangs_on = {"text": text, "people": form.people, "seed": form.seed}
    job = jobs.ask(
        KIND,
        key=content_key(KIND, **hangs_on),
        params={**hangs_on, "title": trial.title, "id": trial.id},
        account_id=visitor.account_id,
    )
    return Done(to=f"/trials/runs/{job.id}")


def _edit_view(text: str, people: int = PEOPLE, seed: int = SEED, *, check: bool = True) -> EditView:
    text = text.replace("\r\n", "\n")
    fault = fault_in(text) if check else None
    reads = ""
    if check and fault is None:
        trial = read_text(text)
        there = (("arm", trial.arms), ("visit", trial.visits_weeks), ("published value", trial.outcomes))
        counted = ", ".join(f"{len(some)} {word}{'' if len(some) == 1 else 's'}" for word, some in there)
        reads = f"{trial.title}: {counted}."
    return EditView(text=text, people=people, seed=seed, fault=fault, reads=reads)


@pages.show("/trials/compare", "trials/compare.html.jinja")
def compare(
    visitor: VisitorDep,
    jobs: JobsDep,
    run: Annotated[tuple[str, ...], Query(max_length=MOST_COMPARED)] = (),
) -> CompareView:
    """Runs beside each other: published against what each predicts."""
    chosen = [_run(jobs, visitor, one) for one in dict.fromkeys(run)]
    results = [(job, _file(jobs, job, RESULT)) for job in chosen]
    done = [(job, data) for job, data in results if data is not None]
    if len(done) < 2:
        raise InputError("Choose two to four runs that are done, then compare them.")
    return CompareView(
        runs=[_compared(jobs, job, data) for job, data in done], sides=beside([data for _, data in done])
    )


def _compared(jobs: Jobs, job: Job, data: bytes) -> Compared:
    given, (inside, told) = jobs.params(job.id), inside_of(json.loads(data))
    return Compared(
        job=job,
        title=given["title"],
        people=given["people"],
        seed=given["seed"],
        inside=inside,
        told=told,
        figure=_phone_figure(jobs, job) or SVG,
    )


@pages.show("/trials/runs/{job_id}", "trials/run.html.jinja")
def run_page(job_id: str, visitor: VisitorDep, jobs: JobsDep) -> RunView:
    """A run: how far it is, then what is predicted beside what was published."""
    job = _run(jobs, visitor, job_id)
    given = jobs.params(job.id)
    data = _file(jobs, job, RESULT) if job.is_done else None
    result: dict[str, Any] = {} if data is None else json.loads(data)
    return RunView(
        job=job,
        trial=given["id"],
        title=given["title"],
        people=given["people"],
        seed=given["seed"],
        published=rows_of(result, published=True) if result else [],
        others=rows_of(result, published=False) if result else [],
        inside=inside_of(result)[0] if result else 0,
        notes=result.get("notes", []),
        regimens=[(one["arm"], one["regimen"]) for one in result.get("arms", [])],
        provenance=result.get("provenance", {}),
        cite=(_file(jobs, job, CITE) or b"").decode().splitlines(),
        phone_figure=_phone_figure(jobs, job),
    )


@pages.act("/trials/runs/{job_id}/forget")
def forget(job_id: str, visitor: VisitorDep, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a button
    """Remove a run and its result."""
    jobs.forget(_run(jobs, visitor, job_id).id)
    return Done(to="/trials", says="The run was removed.")


@pages.file("/trials/runs/{job_id}/files/{name}")
def run_file(job_id: str, name: str, visitor: VisitorDep, jobs: JobsDep) -> Response:
    """A file of a run.

    ``trial.toml``, ``table.csv``, ``result.json``, ``figure.svg`` (``figure-narrow.svg`` for a phone), ``figure.png``,
    ``cite.txt`` or ``all.zip``.
    """
    job = _run(jobs, visitor, job_id)
    if name == "all.zip":
        return _download(_zipped(jobs, job), "application/zip", f"{_id(jobs, job)}.zip")
    data = _file(jobs, job, name) if name in FILES else None
    if data is None:
        raise NotFoundError
    if name.endswith((".svg", ".png")):
        return Response(data, media_type=FILES[name])
    return _download(data, FILES[name], name if name != CSV else f"{_id(jobs, job)}.csv")


def _id(jobs: Jobs, job: Job) -> str:
    return str(jobs.params(job.id)["id"])


def _zipped(jobs: Jobs, job: Job) -> bytes:
    """All files of a run in one, alike whenever they are asked for."""
    names = jobs.cache.names(None, job.key)
    if not job.is_done or not names:
        raise NotFoundError
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), _file(jobs, job, name) or b"", zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def _download(data: bytes, media_type: str, name: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=named)


def _run(jobs: Jobs, visitor: Visitor, job_id: str) -> Job:
    job = job_of_visitor(jobs, visitor, job_id)
    if job.kind != KIND:
        raise NotFoundError
    return job


def _phone_figure(jobs: Jobs, job: Job) -> str:
    return PHONE_SVG if job.is_done and PHONE_SVG in jobs.cache.names(None, job.key) else ""


def _file(jobs: Jobs, job: Job, name: str) -> bytes | None:
    """A file of a run; the table is kept under the name of the trial."""
    return jobs.cache.read(None, job.key, f"{_id(jobs, job)}.csv" if name == CSV else name)


@pages.file("/trials/{trial_id}/trial.toml")
def trial_file(trial_id: str) -> Response:
    """The file of a packaged trial."""
    return _download(text_of_trial(trial_id).encode(), FILES[TEXT], f"{trial_id}.toml")


@pages.show("/trials/{trial_id}", "trials/trial.html.jinja")
def trial_page(trial_id: str) -> TrialPage:
    """A packaged trial: who took part, what they were given, what was measured and published."""
    return page_of_trial(trial_id)


EXAMPLE = """\
# Every field is told of in the documentation, "A trial's file".

id = "my_trial"
title = "Finasteride at home"
visits_weeks = [0, 24, 48]

[population]
sex = "male"
age_years = [20, 40]
grades = ["III vertex", "IV"]

[[arms]]
name = "finasteride"
regimen = "finasteride 1 mg oral daily"

[[arms]]
name = "placebo"
regimen = "placebo"
control = true

[[instruments]]
kind = "target_area_hair_count"
"""
