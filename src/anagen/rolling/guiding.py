"""A person led through a session: keys and time change it, every change is kept, and it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from anagen.rolling.clock import Clock
from anagen.rolling.keys import GONE, Keys
from anagen.rolling.session import Session

__all__ = ["HELP", "Screen", "lead", "pressed"]

GLANCE_S = 0.25
"""How often time is looked at while it counts. [s]"""
HELP = {
    " ": "next",
    "b": "back",
    "p": "pause",
    "e": "pink, next section",
    "x": "stop",
    "q": "save and leave",
}
"""What each key does."""
STOPPED = "pain, bleeding or the person's wish"


class Screen(Protocol):
    """Something that shows where a session stands."""

    def show(self, session: Session, left_s: float) -> None:
        """Show a state, and what is left of the present pass or wait. [s]"""


def pressed(session: Session, key: str, now: datetime) -> Session:
    """The session after a key; keys that mean nothing change nothing.

    Parameters
    ----------
    session
        Before.
    key
        One of `HELP`.
    now
        The present moment.
    """
    match key:
        case " ":
            return session.next(now)
        case "b":
            return session.back(now)
        case "p":
            return session.pause(now)
        case "e":
            return session.enough(now)
        case "x":
            return session.stop(now, STOPPED)
        case _:
            return session


def lead(
    session: Session, *, clock: Clock, keys: Keys, screen: Screen, keep: Callable[[Session], None]
) -> Session:
    """Lead through a session until its end, or until the person leaves.

    Parameters
    ----------
    session
        Where it stands.
    clock
        What time it is.
    keys
        What the person presses.
    screen
        Where it is shown.
    keep
        Is given every state that differs from the one before, before it is shown.
    """
    keep(session)
    try:
        while not session.done:
            screen.show(session, session.left_s(clock.now()))
            key = keys.get(_patience(session, clock))
            if key in ("q", GONE):
                break
            before = session
            session = session.tick(clock.now()) if key is None else pressed(session, key, clock.now())
            if session is not before:
                keep(session)
    finally:  # an interrupt, too, finds the session as it is
        session = session.left(clock.now())
        keep(session)
    return session


def _patience(session: Session, clock: Clock) -> float | None:
    """How long to wait for a key; for ever where time changes nothing. [s]"""
    if not session.running:
        return None
    return min(GLANCE_S, max(0.0, session.left_s(clock.now()))) or GLANCE_S
