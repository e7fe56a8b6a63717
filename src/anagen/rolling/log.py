"""The log of sessions: what was rolled, what that did by the models, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from anagen.rolling.plan import SessionPlan
from anagen.rolling.result import outcome_of
from anagen.rolling.session import Session
from anagen.rolling.words import allowed_from, clock_of, moment_in_words, wait_left_s

__all__ = ["due_lines", "log_as_dict", "log_rows", "roller_uses"]

Kept = tuple[Session, dict[str, Any] | None]


def log_as_dict(kept: Sequence[Kept], now: datetime) -> dict[str, Any]:
    """The log as plain values.

    Parameters
    ----------
    kept
        Sessions with what came of them, the oldest first.
    now
        The present moment.
    """
    return {
        "sessions": [
            result if result is not None else {"id": session.id, "outcome": outcome_of(session)}
            for session, result in kept
        ],
        "due": due_lines(kept, now),
    }


def log_rows(kept: Sequence[Kept]) -> list[list[str]]:
    """The log as the rows of a table, the first with the names of its columns."""
    rows = [["day", "mm", "sections", "passes", "holes/cm2", "red for", "scar risk", "roller", "outcome"]]
    for session, result in kept:
        made = session.passes_made
        rolled = sum(1 for passes in made.values() if passes)
        done = result["dose"] if result else None
        rows.append(
            [
                session.started.date().isoformat(),
                f"{session.plan.needle_mm:g}",
                f"{rolled} of {len(made)}",
                f"{result['mean_passes']:.1f}" if result else "",
                f"{done['holes_per_cm2']:.0f}" if done else "",
                f"{done['redness_h']:.0f} h" if done else "",
                f"{done['scar_risk_percent']:.2g} %" if done else "",
                f"use {session.plan.use_number}",
                outcome_of(session),
            ]
        )
    return rows


def due_lines(kept: Sequence[Kept], now: datetime) -> list[str]:
    """What is due after the last session: what may go on, and when the next one may be."""
    if not kept:
        return []
    session, result = kept[-1]
    lines = []
    until = session.rolled_until
    allowed = None if until is None else allowed_from(session.plan, until)
    if until is not None and allowed is not None:
        left = wait_left_s(session.plan, until, now)
        says = f"may go on from {moment_in_words(allowed)}"
        lines.append(
            f"{named(session.plan)} {says}, in {clock_of(left)}."
            if left
            else f"{named(session.plan)} may go on."
        )
    if result and result.get("next_from"):
        day = date.fromisoformat(result["next_from"])
        lines.append(f"The next session may be from {day.isoformat()} on.")
    elif result:
        lines.append("By the model, no further session for half a year.")
    return lines


def named(plan: SessionPlan) -> str:
    """What is planned to go on, as the beginning of a sentence."""
    return plan.topical.replace("_", " ").capitalize()


def roller_uses(kept: Sequence[Kept], stated: int | None) -> int:
    """How many sessions the roller head has done: those of the log since it was new, and what was said before them.

    Parameters
    ----------
    kept
        Sessions with what came of them, the oldest first.
    stated
        What the person says, which counts while there is no log.
    """
    rolled = [session for session, _ in kept if any(session.passes_made.values())]
    return rolled[-1].plan.use_number if rolled else stated or 0
