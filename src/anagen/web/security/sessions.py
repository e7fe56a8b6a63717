"""Signing in and out: sessions that end, under a name that is new each time somebody signs in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anagen.errors import InputError
from anagen.store.accounts import account_named, folded, set_password
from anagen.store.audit import append
from anagen.store.sessions import Session, begin_session, end_session, note_seen, session_of
from anagen.web.errors import NotAllowedError
from anagen.web.security import limits
from anagen.web.security.cookies import forget_token, give_token, token_of
from anagen.web.security.passwords import check_password, hashed_password, matches

if TYPE_CHECKING:
    from starlette.requests import Request

    from anagen.store import Store
    from anagen.store.accounts import Account

__all__ = ["ABSOLUTE", "IDLE", "begin", "change_password", "current", "sign_in", "sign_out"]

IDLE = timedelta(hours=2)
"""A session that nobody used for so long is over; a rolling session takes less."""
ABSOLUTE = timedelta(hours=12)
"""A session is over after this time, however much it was used."""
WRONG = "The name or the password is not right, or the account is closed."


def current(request: Request, store: Store) -> Session | None:
    """The session of whoever asks, if they signed in."""
    token = token_of(request)
    if not token:
        return None
    with store.work() as work:
        found = session_of(work, token, idle=IDLE)
    if found is None:
        return None
    session, to_note = found
    if to_note:
        with store.work(writes=True) as work:
            note_seen(work, token)
    return session


def sign_in(request: Request, name: str, password: str) -> None:
    """Sign somebody in.

    Raises
    ------
    NotAllowedError
        If there is no such account, or the password is wrong; which of them, is not said.
    TooMuchError
        If it was tried too often.
    """
    store: Store = request.app.state.store
    address = request.client.host if request.client else ""
    plain = _folded(name)
    limits.spend("sign in from", address)
    limits.spent("sign in here", address, plain)
    limits.spent("sign in as", plain)
    with store.work() as work:
        found = account_named(work, plain)
    right = matches(password, found[1] if found else None)
    if found is None or not right or not found[0].active:
        limits.spend("sign in here", address, plain)
        limits.spend("sign in as", plain)
        if found is not None:
            _note(store, found[0], "sign-in refused")
        raise NotAllowedError(WRONG)
    begin(request, found[0])


def begin(request: Request, account: Account) -> None:
    """Begin a session under a token that nobody knew before, so that none can have been planted."""
    store: Store = request.app.state.store
    with store.acting_as(account.id).work(writes=True) as work:
        end_session(work, token_of(request))
        token = begin_session(work, account.id, lasts=ABSOLUTE)
        append(work, "sign in", why="care", record_id=account.id)
    give_token(request, token)


def sign_out(request: Request, account_id: str) -> None:
    """End the session of whoever asks."""
    store: Store = request.app.state.store
    with store.acting_as(account_id).work(writes=True) as work:
        end_session(work, token_of(request))
        append(work, "sign out", why="care", record_id=account_id)
    forget_token(request)


def change_password(request: Request, account: Account, old: str, new: str) -> None:
    """Change one's own password; all sessions end, and this browser gets a new one.

    Raises
    ------
    InputError
        If the old one is wrong or the new one cannot be used.
    """
    store: Store = request.app.state.store
    limits.spent("sign in here", "password", account.id)
    with store.work() as work:
        found = account_named(work, account.name)
    if not matches(old, found[1] if found else None):
        limits.spend("sign in here", "password", account.id)
        raise InputError("The present password is not right. Nothing was changed.")
    kept = hashed_password(check_password(new, account.name))
    with store.acting_as(account.id).work(writes=True) as work:
        set_password(work, account.id, kept, what="change password")
    begin(request, account)


def _folded(name: str) -> str:
    try:
        return folded(name)
    except InputError:
        return ""


def _note(store: Store, account: Account, what: str) -> None:
    with store.acting_as(account.id).work(writes=True) as work:
        append(work, what, why="care", record_id=account.id)
