"""Whether a request comes from where it says: asked for by a name of ours, and sent by one of our own pages.

A name that is not ours is how a page elsewhere reaches a server of this machine: it has its own name point here. And a
page elsewhere can have a browser send a form here, with the cookies of whoever sits before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

from anagen.web.security.refusing import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Origins", "host_of"]

SAFE = ("GET", "HEAD", "OPTIONS")
OURS = ("same-origin", "none")
"""Values of Sec-Fetch-Site: one of our pages, or the person themselves (a bookmark, the address line)."""


class Origins:
    """Lets through what asks for a name of ours and, where it changes something, comes from a page of ours.

    Parameters
    ----------
    app
        What answers.
    hosts
        Our names.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = {name.strip("[]").lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # there are none here
            return
        if scope["type"] == "http":
            complaint = self._complaint(scope["method"], Headers(scope=scope))
            if complaint is not None:
                status, says = complaint
                await refused(Request(scope), status, says)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _complaint(self, method: str, headers: Headers) -> tuple[int, str] | None:
        given = headers.getlist("host")
        if len(given) != 1 or host_of(given[0]) not in self.hosts:
            return 400, "This server does not go by that name. Start it with --name NAME if it should."
        site = headers.get("sec-fetch-site")
        if method in SAFE:
            # A page elsewhere may link here; it may not fetch, frame or embed what is here.
            elsewhere = site not in (None, *OURS) and headers.get("sec-fetch-mode") != "navigate"
            return (403, "This can be opened, but not used by a page elsewhere.") if elsewhere else None
        if site not in (None, *OURS) or not _same(headers.get("origin"), given[0]):
            return 403, "This did not come from a page of this server. Go back to the page and try once more."
        return None


def host_of(given: str) -> str | None:
    """The name in a Host header, without its port; none if it is no such header."""
    try:
        parts = urlsplit(f"//{given}")
        _ = parts.port
    except ValueError:
        return None
    plain = parts.path == parts.query == parts.fragment == "" and "@" not in given
    return parts.hostname if plain else None


def _same(origin: str | None, host: str) -> bool:
    """Whether an origin is this server; who sends none is no browser, and has to know the token of its session."""
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
