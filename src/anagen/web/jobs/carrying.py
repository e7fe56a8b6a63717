"""Doing one job here: the task, its folder, and what became of it."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from anagen.errors import AnagenError
from anagen.web.jobs.tasks import Progress, StoppedError, tasks
from anagen.web.jobs.turns import Turn, Turns

if TYPE_CHECKING:
    from pathlib import Path

    from anagen.web.jobs.cache import Cache
    from anagen.web.jobs.queue import Jobs

__all__ = ["BROKE", "DONE", "REFUSED", "STOPPED", "done_here", "run_waiting", "write_down"]

log = logging.getLogger("anagen.web.jobs")

DONE, STOPPED, REFUSED, BROKE = "done", "stopped", "refused", "broke"
"""What becomes of a job: it is done, no longer wanted, asks for what cannot be, or met a bug or a full disk."""


def done_here(turn: Turn, folder: Path, progress: Progress) -> tuple[str, str]:
    """Do a job in this process: what became of it, and what there is to say.

    Parameters
    ----------
    turn
        The job.
    folder
        Into which the result is written.
    progress
        To whom it is said how far it is.
    """
    found = tasks().get(turn.kind)
    if found is None:
        return REFUSED, "This version of anagen does not know this kind of simulation. Ask for it once more."
    try:
        found.run(turn.params, folder, progress)
    except StoppedError:
        return STOPPED, ""
    except AnagenError as error:
        return REFUSED, str(error)
    except Exception as error:  # noqa: BLE001  whatever a task meets, the runner goes on with the next
        # no traceback: its message may hold what somebody answered
        log.error(  # noqa: TRY400
            "A job of kind %s broke off: %s", turn.kind, _where(error)
        )
        return BROKE, ""
    return DONE, ""


def _where(error: Exception) -> str:
    """A bug as a log may hold it: its kind and the lines it came through, not its message, which may hold answers."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{one.name}:{one.lineno}" for one in reversed(frames))])


def place_result(turns: Turns, cache: Cache, turn: Turn) -> None:
    """Put a finished draft in its place, unless nobody wants it any more."""
    if not turns.is_wanted(turn):
        cache.drop_draft(turn.person_id, turn.key)
        return
    cache.settle(turn.person_id, turn.key)
    if not turns.finish(turn) and turn.person_id is not None and turn.person_id not in turns.people():
        cache.forget_person(turn.person_id)  # erased in this very moment


def run_waiting(jobs: Jobs, most: int = 100) -> int:
    """Do everything that waits, in this process, and say how many jobs that were: for tests and small scripts.

    Parameters
    ----------
    jobs
        The jobs.
    most
        How many at most.
    """
    turns = Turns(jobs.store)
    for count in range(most):
        turn = turns.take()
        if turn is None:
            return count
        carry_out(turns, jobs.cache, turn)
    return most


def carry_out(turns: Turns, cache: Cache, turn: Turn) -> None:
    """Do one job in this process, from its folder to the table."""
    if cache.has(turn.person_id, turn.key):
        turns.finish(turn)
        return

    def say(share: float, says: str) -> None:
        turns.beat(turn, share, says)

    def show_early(name: str, data: bytes) -> None:
        cache.show_early(turn.person_id, turn.key, name, data)

    progress = Progress(say, show_early, lambda: not turns.is_wanted(turn))
    outcome, says = done_here(turn, cache.draft(turn.person_id, turn.key), progress)
    write_down(turns, cache, turn, outcome, says)


def write_down(turns: Turns, cache: Cache, turn: Turn, outcome: str, says: str) -> None:
    """Write down what became of a job."""
    if outcome == DONE:
        place_result(turns, cache, turn)
        return
    if outcome == REFUSED:
        turns.fail(turn, says)
    elif outcome == BROKE:
        turns.broke(turn)
    cache.drop_draft(turn.person_id, turn.key)
