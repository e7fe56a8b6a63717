"""Forms carry a token that only our own pages know; scripts send it as a header."""

from __future__ import annotations

import hmac

from fastapi import Depends, Request

from anagen.web.errors import NotAllowedError
from anagen.web.security.visitor import Visitor, visitor_of

__all__ = ["FIELD", "HEADER", "token_checked"]

FIELD, HEADER = "csrf", "X-CSRF-Token"
SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def token_checked(request: Request, visitor: Visitor | None = Depends(visitor_of)) -> None:  # noqa: B008
    """Refuse a change that does not carry the token of the session.

    Raises
    ------
    NotAllowedError
        If it carries none, or another.
    """
    if request.method in SAFE:
        return
    wanted = visitor.csrf if visitor is not None else request.state.csrf
    given = request.headers.get(HEADER) or await _field(request)
    # A form may say in which letters it is written, and so bring some that no text has.
    if not hmac.compare_digest(given.encode(errors="replace"), wanted.encode()):
        raise NotAllowedError("This page was open for too long. Go back, load it again and try once more.")


async def _field(request: Request) -> str:
    if not request.headers.get("content-type", "").lower().startswith(FORMS):
        return ""
    given = (await request.form()).get(FIELD)
    return given if isinstance(given, str) else ""
