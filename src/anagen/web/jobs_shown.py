"""Work in the background, as a page shows it while it waits or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from anagen.web.jobs import Job

__all__ = ["JobShown", "job_shown"]

WHAT = {
    "head_today": "Your head today",
    "forecasts": "What each option would do",
    "heads": "Heads through the months",
}
"""What comes of kinds of jobs that wait side by side on one page."""


class JobShown(BaseModel):
    """A job in the background."""

    id: str
    what: str
    """What comes of it; nothing where the page says it."""
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
        id=job.id,
        what=WHAT.get(job.kind, ""),
        state=job.state,
        place=job.place,
        progress=job.progress,
        says=job.says,
        error=job.error,
    )
