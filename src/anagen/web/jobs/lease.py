"""Who may take jobs: one runner at a time per database.

The lease is a row with a heart beat. A runner whose process is gone, or whose heart has not beaten for a while, has
lost it to the next that asks; and since every write of a runner looks at the lease first, one that only slept finds
out before it does any harm.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from anagen.store.identifiers import new_id
from anagen.store.tables import jobs
from anagen.store.times import day_or_time, now
from anagen.web.jobs.rows import LEASE

if TYPE_CHECKING:
    from anagen.store import Store
    from anagen.store.audit import Work

__all__ = ["LEASE_S", "Lease", "LeaseLostError"]

LEASE_S = 15.0
"""How long a heart may be silent. [s]"""
ROW = "runner"


class LeaseLostError(Exception):
    """Another runner has taken over."""


class Lease:
    """The right to take jobs, or the wish for it.

    Parameters
    ----------
    store
        Whose jobs.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._token = store, new_id()

    def take(self) -> bool:
        """Take it if nobody alive has it; says whether it is ours."""
        with self._store.work() as work:  # a look costs no lock
            if not _is_free(work, self._token):
                return False
        with self._store.work(writes=True) as work:
            if not _is_free(work, self._token):
                return False
            work.connection.execute(delete(jobs).where(jobs.c.id == ROW))
            row = {"id": ROW, "kind": LEASE, "state": LEASE, "key": self._token, "params": _here()}
            work.connection.execute(insert(jobs).values(**row, progress=0.0, asked_at=now(), beat_at=now()))
        return True

    def check(self, work: Work) -> None:
        """See that it is still ours, within a transaction that writes, and let the heart beat.

        Raises
        ------
        LeaseLostError
            If it is not.
        """
        beat = update(jobs).where(jobs.c.id == ROW, jobs.c.key == self._token).values(beat_at=now())
        if work.connection.execute(beat).rowcount != 1:
            raise LeaseLostError

    def beat(self) -> None:
        """Let the heart beat; see `check`."""
        with self._store.work(writes=True) as work:
            self.check(work)

    def release(self) -> None:
        """Give it back."""
        with self._store.work(writes=True) as work:
            work.connection.execute(delete(jobs).where(jobs.c.id == ROW, jobs.c.key == self._token))


def _is_free(work: Work, token: str) -> bool:
    row = work.connection.execute(select(jobs).where(jobs.c.id == ROW)).one_or_none()
    if row is None or row.key == token:
        return True
    silent = day_or_time(datetime.now(UTC) - timedelta(seconds=LEASE_S))
    return row.beat_at < silent or _is_gone(json.loads(row.params))


def _here() -> str:
    """Which process this is."""
    return json.dumps({"place": _place(), "pid": os.getpid(), "begun": _begun(os.getpid())})


def _is_gone(other: dict[str, object]) -> bool:
    """Whether a process of this machine has ended; of another machine's nobody here can tell."""
    pid = other.get("pid")
    if other.get("place") != _place() or not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _begun(pid) != other.get("begun")


def _place() -> str:
    """Where process numbers mean what they mean here."""
    space = ""
    with suppress(OSError):
        space = str(Path("/proc/self/ns/pid").readlink())
    return f"{socket.gethostname()} {space}"


def _begun(pid: int) -> str:
    """When a process began, where the system tells: numbers of processes are used again."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    return ""
