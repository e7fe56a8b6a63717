"""The jobs of the application, as a page gets them; the processes that do them do without the web."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from anagen.web.jobs import Jobs

__all__ = ["JobsDep"]


def jobs_of(request: Request) -> Jobs:
    """The jobs of the application that is asked."""
    found: Jobs = request.app.state.jobs
    return found


JobsDep = Annotated[Jobs, Depends(jobs_of)]
"""The jobs of the application, for a page."""
