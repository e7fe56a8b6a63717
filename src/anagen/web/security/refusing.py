"""Answers of what stands before the pages: as a page or as JSON, like those of the pages themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse, Response

from anagen.web.templating import rendered

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["refused"]


def refused(request: Request, status: int, says: str) -> Response:
    """An answer that says why there is none.

    Parameters
    ----------
    request
        That is refused.
    status
        Of the answer.
    says
        Why, and what to do.
    """
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": says}, status_code=status)
    return rendered(request, "error.html.jinja", None, status=status, error=says)
