"""The key: every account of a machine reaches its loopback address, and only one may read the owner's files.

Where there are no accounts, whoever started the server brings a key: in the address that the terminal shows, once, and
from then on in a cookie. It is kept in a file that only the owner's account can read, so that the cookie lives on when
the server is started again. A browser that is opened for the owner is given a ticket instead, which is good for once:
anybody may read with which address a program was started.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from fastapi.responses import RedirectResponse
from starlette.requests import Request

from anagen.web.security.entry import STATIC, local
from anagen.web.security.refusing import refused

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["FIELD", "Keyed", "kept_key", "new_ticket", "with_key"]

FIELD = "key"
KEY_FILE, TICKET_FILE = "key", "ticket"
SHAPE = re.compile(r"[\w-]{43}", re.ASCII)
TICKET_S = 120.0
"""How long a ticket is good for: a browser may take a while to start. [s]"""
KEPT_S = 400 * 86400
"""How long a browser keeps the key; none keeps a cookie for longer. [s]"""
SAYS = (
    "This is for the account of this machine that started anagen. Open the whole address that its terminal shows, with "
    "the key at the end; this browser then remembers it."
)


def kept_key(folder: Path) -> str:
    """The key of a folder; a new one where there is none that only its owner can read.

    Parameters
    ----------
    folder
        Where it is kept; made if it is not there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KEY_FILE
    with suppress(OSError):  # none, or a link to somewhere
        kept = _of_owner_alone(path)
        if SHAPE.fullmatch(kept):
            return kept
    return _new_secret(path)


def new_ticket(folder: Path) -> str:
    """A ticket that lets one browser in, once and soon.

    Parameters
    ----------
    folder
        Of the key.
    """
    return _new_secret(folder / TICKET_FILE)


def with_key(url: str, key: str) -> str:
    """An address that brings a key or a ticket.

    Parameters
    ----------
    url
        Without one.
    key
        Either of them.
    """
    return f"{url}?{urlencode({FIELD: key})}"


class Keyed:
    """Lets through who brings the key; who brings it in the address is given the cookie.

    Parameters
    ----------
    app
        What answers.
    key
        The key.
    folder
        Where tickets are.
    """

    def __init__(self, app: ASGIApp, *, key: str, folder: Path) -> None:
        self.app, self.key, self.folder = app, key, folder
        self.cookie = f"anagen_key_{hashlib.sha256(key.encode()).hexdigest()[:8]}"
        """Browsers do not tell ports apart: two servers of one machine must not take each other's cookies away."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, let in, or refuse."""
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        given = request.query_params.get(FIELD, "") if request.method in ("GET", "HEAD") else ""
        if given and (_same(given, self.key) or self._takes(given)):
            await self._let_in(request)(scope, receive, send)
        elif self._is_known(request):
            await self.app(scope, receive, send)
        else:
            await refused(request, 403, SAYS)(scope, receive, send)

    def _is_known(self, request: Request) -> bool:
        said = request.headers.get("authorization", "").removeprefix("Bearer ")
        return _same(request.cookies.get(self.cookie, ""), self.key) or _same(said, self.key)

    def _takes(self, given: str) -> bool:
        """Whether it is the ticket; nobody else can use it from now on."""
        path = self.folder / TICKET_FILE
        try:
            is_it = _same(given, _of_owner_alone(path)) and time.time() - path.stat().st_mtime < TICKET_S
            if is_it:
                path.unlink()  # of two who bring it at once, one finds it gone
        except OSError:
            return False
        return is_it

    def _let_in(self, request: Request) -> RedirectResponse:
        """To the same page by an address without the key, which is then in no history and on no bookmark."""
        rest = [pair for pair in parse_qsl(request.url.query, keep_blank_values=True) if pair[0] != FIELD]
        place = local(request.url.path)
        answer = RedirectResponse(f"{place}?{urlencode(rest)}" if rest else place, status_code=303)
        answer.set_cookie(self.cookie, self.key, max_age=KEPT_S, httponly=True, samesite="lax")
        return answer


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode()) if kept else False


def _of_owner_alone(path: Path) -> str:
    """What a file says; nothing where somebody else can have read or written it."""
    with open(path, encoding="ascii", errors="replace", opener=_no_link) as file:
        seen = os.fstat(file.fileno())
        others = seen.st_mode & 0o077 or seen.st_uid != os.geteuid() if hasattr(os, "geteuid") else False
        return "" if others else file.read(100).strip()


def _new_secret(path: Path) -> str:
    secret = secrets.token_urlsafe(32)
    path.unlink(missing_ok=True)
    with open(path, "x", encoding="ascii", opener=_private) as file:
        file.write(secret)
    return secret


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
