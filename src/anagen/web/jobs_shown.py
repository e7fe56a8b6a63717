"""Work in the background, as a page shows it while it waits or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from anagen.web.jobs import Job

__all__ = ["JobShown", "job_shown"]


class JobShown(BaseModel):
    """A job in the background."""

    id: str
    state: str
    place: int | None
    progress: float
    says: str
    error: str


def job_shown(job: Job) -> JobShown:
    """A job as a page shows it.

    Parameters
    ----------
    job
        That waits or runs.
    """
    return JobShown(
        id=job.id, state=job.state, place=job.place, progress=job.progress, says=job.says, error=job.error
    )
