"""How much a request may bring: what is too large is refused before it fills memory, whatever it says of its size."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request

from anagen.web.security.refusing import refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST_FORM", "LARGEST_UPLOAD", "Bodies"]

LARGEST_FORM = 512 * 2**10
"""Of a form or of JSON: a trial's text is the longest, and three times as long as a form carries it. [byte]

Reading a form that is nothing but separators holds up everybody for half a second a megabyte.
"""
LARGEST_UPLOAD = 64 * 2**20
"""Of a form with files; a photograph of a telephone is 3 to 20 megabytes. [byte]"""


class _TooLarge(Exception):  # noqa: N818  raised and caught here
    pass


class Bodies:
    """Counts what comes in, and stops where it is too much.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = _most(Headers(scope=scope))
        if most < _said(Headers(scope=scope)):
            await self._refuse(scope, receive, send, most)
            return
        seen = 0
        begun = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLarge
            return message

        async def unless_too_large(message: Message) -> None:
            nonlocal begun
            if seen <= most or begun:  # what reads the body may answer the error with one of its own
                begun = True
                await send(message)

        with suppress(_TooLarge):
            await self.app(scope, counted, unless_too_large)
        if seen > most and not begun:
            await self._refuse(scope, receive, send, most)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        size = f"{most // 2**20} megabytes" if most >= 2**20 else f"{most // 2**10} kilobytes"
        says = f"At most {size} can be sent at once, and this is more. Send less."
        answer = refused(Request(scope), 413, says)
        answer.headers["Connection"] = "close"  # the rest of it is not read
        await answer(scope, receive, send)


def _most(headers: Headers) -> int:
    uploads = headers.get("content-type", "").strip().lower().startswith("multipart/form-data")
    return LARGEST_UPLOAD if uploads else LARGEST_FORM


def _said(headers: Headers) -> int:
    """The size that a request says it has; none is believed to be small, for it is counted."""
    given = headers.get("content-length", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0
