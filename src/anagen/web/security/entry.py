"""What is open to who has not signed in, and where everybody else is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException

from anagen.web.errors import ElsewhereError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["JOIN", "OPEN", "SIGN_IN", "STATIC", "came_from", "is_open", "local", "sign_in_first"]

STATIC = "/static/"
"""Beginning of the paths of looks and scripts: they hold nothing of anybody, and need neither a key nor an account."""
SIGN_IN, JOIN = "/account/sign-in", "/account/join"
OPEN = (SIGN_IN, JOIN)
"""Paths that need no account; everything else of a clinic does. A key is needed for them too, where there is one."""


def is_open(request: Request) -> bool:
    """Whether a path needs no account."""
    return request.url.path.removesuffix(".json") in OPEN


def sign_in_first(request: Request) -> NoReturn:
    """Send somebody to sign in, and back afterwards.

    Raises
    ------
    ElsewhereError
        For a page.
    HTTPException
        401 for a JSON twin, and for a form that was posted.
    """
    if request.url.path.endswith(".json") or request.method not in ("GET", "HEAD"):
        raise HTTPException(401, "Sign in first.")
    raise ElsewhereError(f"{SIGN_IN}?next={quote(request.url.path)}")


def local(path: str) -> str:
    """A path of this server, whatever was given: nobody is sent elsewhere."""
    plain = (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and "\\" not in path
    )
    return path if plain else "/"


def came_from(request: Request) -> str:
    """The path of our own page from which a request was sent; empty if it came from nowhere or elsewhere.

    Parameters
    ----------
    request
        Whose browser may say where it was.
    """
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    if not page.netloc or page.netloc.lower() != request.headers.get("host", "").lower():
        return ""
    path = local(f"{page.path}?{page.query}" if page.query else page.path)
    return "" if request.method in ("GET", "HEAD") and page.path == request.url.path else path
