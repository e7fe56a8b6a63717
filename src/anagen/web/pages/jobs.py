"""Work in the background: how far it is, and how it is stopped."""

from __future__ import annotations

from anagen.web.errors import NotFoundError
from anagen.web.jobs import Job
from anagen.web.jobs.queue import Jobs
from anagen.web.jobs.tasks import tasks
from anagen.web.jobs_dependency import JobsDep
from anagen.web.security.visitor import Visitor, VisitorDep
from anagen.web.twins import Done, NoForm, Pages, View

__all__ = ["job_of_visitor", "pages", "result_page"]

pages = Pages(tag="jobs")


class JobView(View):
    """A job, and where its result is shown."""

    id: str
    kind: str
    state: str
    place: int | None
    """Place among those that wait: 1 is the next."""
    progress: float
    """Share that is done, from 0 to 1."""
    says: str
    error: str
    result: str
    """Path of the page of its result; empty where it has none."""


def job_of_visitor(jobs: Jobs, visitor: Visitor, job_id: str) -> Job:
    """A job, if the visitor may see it: one about a person they see, or about nobody that they asked for.

    Parameters
    ----------
    jobs
        All jobs.
    visitor
        Who asks.
    job_id
        Which job.

    Raises
    ------
    NotFoundError
        If there is none, or it is another's.
    """
    job = jobs.get(job_id)
    seen = visitor.sees(job.person_id) if job.person_id is not None else job.account_id == visitor.account_id
    if not seen:
        raise NotFoundError
    return job


def result_page(job: Job) -> str:
    """Path of the page that shows a job's result; empty where it has none."""
    found = tasks().get(job.kind)
    if found is None:
        return ""
    return found.page.format(id=job.id, person_id=job.person_id or "", key=job.key)


@pages.show("/jobs/{job_id}", "jobs/job.html.jinja")
def progress(job_id: str, visitor: VisitorDep, jobs: JobsDep) -> JobView:
    """How far a job is."""
    job = job_of_visitor(jobs, visitor, job_id)
    return JobView(
        id=job.id,
        kind=job.kind,
        state=job.state,
        place=job.place,
        progress=job.progress,
        says=job.says,
        error=job.error,
        result=result_page(job),
    )


@pages.act("/jobs/{job_id}/cancel")
def cancel(job_id: str, visitor: VisitorDep, jobs: JobsDep, form: NoForm) -> Done:  # noqa: ARG001  a button
    """Stop a job."""
    job_of_visitor(jobs, visitor, job_id)
    job = jobs.cancel(job_id)
    says = "The simulation was stopped." if job.state == "cancelled" else "The simulation had ended already."
    return Done(to=result_page(job) or f"/jobs/{job.id}", says=says)
