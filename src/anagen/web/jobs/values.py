"""What a job is, as the pages see it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CANCELLED", "DONE", "ENDED", "FAILED", "OPEN", "QUEUED", "RUNNING", "Job"]

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (QUEUED, RUNNING)
"""States of a job that is still to come."""
ENDED = (DONE, FAILED, CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job, and how far it is."""

    id: str
    kind: str
    """Which task does it."""
    key: str
    """Hash of all that the result hangs on."""
    person_id: str | None
    """Whom it is about; none for one that is about nobody."""
    account_id: str | None
    """Who asked; none where there are no accounts."""
    state: str
    """``queued``, ``running``, ``done``, ``failed`` or ``cancelled``."""
    place: int | None
    """Place among those of its size that wait: 1 is the next."""
    progress: float
    """Share that is done, from 0 to 1."""
    says: str
    """What is being done, in plain words."""
    error: str
    """Why it failed, in plain words."""
    asked_at: str
    ended_at: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        """Whether its result is there."""
        return self.state == DONE
