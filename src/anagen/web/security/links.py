"""Links that open something once: invitations and new passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anagen.web.security.entry import JOIN
from anagen.web.twins import View

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["LASTS", "Link", "link_to"]

LASTS = timedelta(days=7)
"""How long an invitation is open."""


class Link(View):
    """A link that was just made; only its hash is kept, so that it is shown this once."""

    address: str
    whom: str
    """For whom it is."""
    days: int
    """How long it is open. [d]"""
    back: str
    """Path of the page it was asked for on."""


def link_to(request: Request, token: str, *, whom: str, back: str, lasts: timedelta = LASTS) -> Link:
    """The link that a token makes, under the name by which the browser asked."""
    scheme = "https" if request.app.state.settings.secure_cookies else request.url.scheme
    address = f"{scheme}://{request.url.netloc}{JOIN}?code={token}"
    return Link(address=address, whom=whom, days=lasts.days, back=back)
