"""How often something may be tried, by the library `limits`; processes that serve together count together."""

from __future__ import annotations

import math
import os
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from anagen.web.errors import TooMuchError

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import FixedWindowRateLimiter
    from starlette.requests import Request

__all__ = ["COUNTS", "LIMITS", "SAYS", "how_often", "kind_of", "spend", "spent"]

COUNTS = "ANAGEN_WEB_COUNTS"
"""Environment variable that names the file in which several processes count; one alone counts in its memory."""

LIMITS = {
    "sign in here": "8/5 minutes",  # one account from one address
    "sign in from": "120/10 minutes",  # any account from one address: a clinic may share one
    # One account from anywhere, in short windows: who tries passwords cannot lock its owner out for longer than that.
    "sign in as": "20/minute",
    "join": "30/10 minutes",  # invitations from one address
    "look": "1200/minute",
    "change": "120/minute",
    "upload": "40/minute",
    "question": "30/minute",
    "work": "60/minute",  # what may begin a simulation
}
"""How often one account may do something; those of signing in are of an address."""
SAYS = {
    "sign in here": "wrong passwords of one account from one address",
    "sign in from": "sign-ins from one address",
    "sign in as": "wrong passwords of one account from anywhere",
    "join": "invitations tried from one address",
    "look": "pages of one account",
    "change": "changes of one account",
    "upload": "uploads of one account",
    "question": "questions of one account",
    "work": "what may begin a simulation, of one account",
}
UPLOAD = "multipart/form-data"
WORK = ("/consult/", "/answer/", "/plan/", "/diary/progress", "/trials/", "/gallery/")
QUESTION = "/questions/"


@cache
def _limiter() -> FixedWindowRateLimiter:
    from limits.storage import MemoryStorage
    from limits.strategies import FixedWindowRateLimiter

    from anagen.web.security.counts import SharedCounts

    place = os.environ.get(COUNTS)
    return FixedWindowRateLimiter(SharedCounts(Path(place)) if place else MemoryStorage())


@cache
def _item(kind: str) -> RateLimitItem:
    from limits import parse

    return parse(LIMITS[kind])


def spend(kind: str, *who: str) -> None:
    """Count one more try.

    Parameters
    ----------
    kind
        One of `LIMITS`.
    who
        Whose tries are counted together.

    Raises
    ------
    TooMuchError
        If it is one too many.
    """
    if not _limiter().hit(_item(kind), kind, *who):
        _refuse(kind, *who)


def spent(kind: str, *who: str) -> None:
    """Refuse where all tries are spent, without counting one.

    Raises
    ------
    TooMuchError
        If none is left.
    """
    if not _limiter().test(_item(kind), kind, *who):
        _refuse(kind, *who)


def how_often(most: str) -> str:
    """One of `LIMITS` in words: "8 in 5 minutes".

    Parameters
    ----------
    most
        As it is set: "8/5 minutes", "20/minute".
    """
    count, _, span = most.partition("/")
    return f"{count} {'in' if span[:1].isdigit() else 'a'} {span}"


def _refuse(kind: str, *who: str) -> None:
    ends = _limiter().get_window_stats(_item(kind), kind, *who).reset_time
    wait_s = max(1, math.ceil(ends - time.time()))
    raise TooMuchError(f"This was tried too often. Wait {_in_words(wait_s)} and try again.", wait_s=wait_s)


def _in_words(wait_s: int) -> str:
    if wait_s < 90:
        return f"{wait_s} seconds"
    return f"{math.ceil(wait_s / 60)} minutes"


def kind_of(request: Request) -> str:
    """Which of `LIMITS` a request of somebody who signed in counts for."""
    if request.method in ("GET", "HEAD"):
        return "look"
    if request.headers.get("content-type", "").startswith(UPLOAD):
        return "upload"
    path = request.url.path
    if QUESTION in path:
        return "question"
    return "work" if any(part in path for part in WORK) else "change"
