"""The one cookie by which a browser is known again; scripts cannot read it."""

from __future__ import annotations

from collections.abc import MutableMapping
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["cookie_name", "forget_token", "give_token", "new_cookies", "token_of"]

LONGEST = 128
STATE = "anagen_cookies"


def cookie_name(*, secure: bool) -> str:
    """What the cookie is called; the prefix has browsers take it over TLS only, from this host and no other."""
    return "__Host-anagen" if secure else "anagen_session"


def token_of(request: Request) -> str:
    """What the browser brought; empty if nothing."""
    given = request.cookies.get(cookie_name(secure=_secure(request)), "")
    return given if len(given) <= LONGEST else ""


def give_token(request: Request, token: str) -> None:
    """Have the answer give the browser a token, which it forgets when it is closed."""
    _add(request, token)


def forget_token(request: Request) -> None:
    """Have the answer take the browser's token away."""
    _add(request, "", Max_Age="0")


def new_cookies(scope: MutableMapping[str, Any]) -> tuple[str, ...]:
    """The cookies that the answer to a request has to set."""
    return tuple(scope.get("state", {}).get(STATE, ()))


def _add(request: Request, value: str, **more: str) -> None:
    name = cookie_name(secure=_secure(request))
    cookie: SimpleCookie = SimpleCookie({name: value})
    flags = {"path": "/", "httponly": "true", "samesite": "Lax", "secure": "true" if _secure(request) else ""}
    cookie[name].update(flags | {key.replace("_", "-").lower(): text for key, text in more.items()})
    request.scope.setdefault("state", {})[STATE] = [cookie[name].OutputString()]


def _secure(request: Request) -> bool:
    return bool(request.app.state.settings.secure_cookies)
