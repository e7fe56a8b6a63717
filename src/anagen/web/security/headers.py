"""What every answer tells a browser: to load nothing from elsewhere, to be framed by nobody, and to keep nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from anagen.web.security.cookies import new_cookies
from anagen.web.security.entry import STATIC

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Headers"]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers would send the origin of our own forms as "null".
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), screen-wake-lock=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OVER_TLS = "max-age=31536000"
PRIVATE = ("/p/", "/clinic", "/account", "/jobs/")
"""Paths whose answers no browser and no proxy may keep, whatever a page says."""


class Headers:
    """Adds to each answer what a browser has to know, and the cookies that were made on the way.

    Parameters
    ----------
    app
        What answers.
    secure
        Whether browsers come over TLS.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app, self.secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(scope, MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, with_headers)

    def _complete(self, scope: Scope, headers: MutableHeaders) -> None:
        headers.update(ALWAYS)
        if self.secure:
            headers["Strict-Transport-Security"] = OVER_TLS
        path: str = scope["path"]
        if path.startswith(PRIVATE) or ("cache-control" not in headers and not path.startswith(STATIC)):
            headers["Cache-Control"] = "no-store"
        elif path.startswith(STATIC) and scope["query_string"].startswith(b"v="):
            headers["Cache-Control"] = (
                "public, max-age=31536000, immutable"  # the name has the content's hash
            )
        for cookie in new_cookies(scope):
            headers.append("Set-Cookie", cookie)
