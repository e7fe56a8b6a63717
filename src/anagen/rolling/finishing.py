"""What is left to do when a session ends, wherever it was led: what came of it, seen after those before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from anagen.rolling.result import past_of, result_of

if TYPE_CHECKING:
    from anagen.rolling.dose import Rolled
    from anagen.rolling.keeping import Sessions
    from anagen.rolling.session import Session

__all__ = ["STALE", "before", "is_stale", "result_of_kept"]

STALE = timedelta(hours=6)
"""A session whose rolling was left for longer is not gone on with: the next one needs its own checks."""


def is_stale(session: Session, now: datetime) -> bool:
    """Whether a session was left for too long to go on with its rolling."""
    return not session.rolling_over and now - session.seen > STALE


def before(sessions: Sessions, session: Session) -> list[Rolled]:
    """The sessions before one, as days before it."""
    earlier = (one for one, _ in sessions.sessions() if one.id < session.id)
    return past_of(earlier, session.started.date())


def result_of_kept(sessions: Sessions, session: Session) -> dict[str, Any]:
    """What came of a session, with what was checked before it.

    Parameters
    ----------
    sessions
        Where it and those before it are kept.
    session
        As it is now.
    """
    return result_of(session, past=before(sessions, session), checks=sessions.checks(session.id))
