"""The runner's side of the table: whose turn it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from anagen.store.tables import jobs, people
from anagen.store.times import day_or_time, now
from anagen.web.jobs.order import SIZES
from anagen.web.jobs.rows import closed_params, line, opened_params
from anagen.web.jobs.values import DONE, ENDED, FAILED, QUEUED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from anagen.store import Store
    from anagen.store.audit import Work
    from anagen.web.jobs.cache import Cache
    from anagen.web.jobs.lease import Lease

__all__ = ["MOST_TRIES", "Result", "Turn", "Turns"]

Result = tuple[str | None, str]
"""What a job makes: of whom, and its key."""
MOST_TRIES = 3
"""A job is begun so often: once, and twice again when what ran it died."""
KEPT_DAYS = 30.0
"""How long a job that failed or was stopped is remembered. [day]"""
BROKE_OFF = "The simulation broke off {count} times and is not tried again. Ask once more, or ask for less."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A job that is begun."""

    id: str
    kind: str
    key: str
    person_id: str | None
    params: Mapping[str, Any]
    tries: int
    """How often it was begun, this time included."""

    @property
    def result(self) -> Result:
        """What it makes."""
        return self.person_id, self.key


class Turns:
    """Takes jobs and writes down what came of them.

    Parameters
    ----------
    store
        Whose jobs.
    lease
        Looked at before every write; none where nobody else can run (tests, this process alone).
    """

    def __init__(self, store: Store, lease: Lease | None = None) -> None:
        self._store, self._lease = store, lease

    def take(self, sizes: Sequence[str] = SIZES, leave: Collection[Result] = ()) -> Turn | None:
        """Begin the job whose turn it is; none if nothing waits.

        Parameters
        ----------
        sizes
            Of the jobs that may be taken, those that are taken first before the others.
        leave
            Results whose jobs are passed over.
        """
        with self._store.work() as work:  # a look costs no lock
            if _next(work, sizes, leave) is None:
                return None
        with self._store.work(writes=True) as work:
            self._check(work)
            found = _next(work, sizes, leave)
            if found is None:
                return None
            row = work.connection.execute(select(jobs).where(jobs.c.id == found)).one()
            params, tries = opened_params(work, row)
            begun = {"state": RUNNING, "started_at": now(), "beat_at": now(), "progress": 0.0}
            kept = closed_params(work, row.id, params, tries + 1)
            work.connection.execute(update(jobs).where(jobs.c.id == row.id).values(**begun, params=kept))
        return Turn(
            id=row.id,
            kind=row.kind,
            key=row.key,
            person_id=row.person_id,
            params=params,
            tries=tries + 1,
        )

    def beat(self, turn: Turn, progress: float, says: str) -> bool:
        """Write down how far a job is; says whether it is still wanted."""
        return self._change(turn, progress=progress, says=says, beat_at=now())

    def is_wanted(self, turn: Turn) -> bool:
        """Whether a job is still wanted: neither cancelled nor erased."""
        asked = select(jobs.c.state).where(jobs.c.id == turn.id)
        with self._store.work() as work:
            return work.connection.execute(asked).scalar_one_or_none() == RUNNING

    def finish(self, turn: Turn) -> bool:
        """A job is done; says whether anybody still wants it."""
        return self._change(turn, state=DONE, progress=1.0, says=None, ended_at=now())

    def fail(self, turn: Turn, says: str) -> bool:
        """A job cannot be done, for a reason in plain words."""
        with self._store.work(writes=True) as work:
            self._check(work)
            return _changed(work, turn.id, **_failed(work, turn.id, says))

    def broke(self, turn: Turn) -> bool:
        """What ran a job died: it waits again, or it has been tried often enough."""
        with self._store.work(writes=True) as work:
            self._check(work)
            return _changed(work, turn.id, **_again(work, turn.id, turn.tries))

    def put_back(self, turn: Turn) -> bool:
        """The runner itself ends: the job waits again, and this time does not count."""
        with self._store.work(writes=True) as work:
            self._check(work)
            kept = closed_params(work, turn.id, turn.params, turn.tries - 1)
            return _changed(work, turn.id, **_waits(), params=kept)

    def recover(self) -> None:
        """Have what a runner that died left behind wait again."""
        with self._store.work(writes=True) as work:
            self._check(work)
            for row in work.connection.execute(select(jobs).where(jobs.c.state == RUNNING)).all():
                _changed(work, row.id, **_again(work, row.id, opened_params(work, row)[1]))

    def forget_lost(self, cache: Cache) -> None:
        """Remove jobs whose result is no longer kept, and old ones that have none."""
        old = day_or_time(datetime.now(UTC) - timedelta(days=KEPT_DAYS))
        ended = select(jobs.c.id, jobs.c.person_id, jobs.c.key, jobs.c.state, jobs.c.ended_at)
        with self._store.work(writes=True) as work:
            self._check(work)
            rows = work.connection.execute(ended.where(jobs.c.state.in_(ENDED))).all()
            lost = [
                row.id
                for row in rows
                if (not cache.has(row.person_id, row.key) if row.state == DONE else row.ended_at < old)
            ]
            for job_id in lost:
                work.connection.execute(delete(jobs).where(jobs.c.id == job_id))

    def people(self) -> set[str]:
        """Identifiers of everybody in the store."""
        with self._store.work() as work:
            return set(work.connection.execute(select(people.c.id)).scalars())

    def _check(self, work: Work) -> None:
        if self._lease is not None:
            self._lease.check(work)

    def _change(self, turn: Turn, **values: Any) -> bool:
        with self._store.work(writes=True) as work:
            self._check(work)
            return _changed(work, turn.id, **values)


def _next(work: Work, sizes: Sequence[str], leave: Collection[Result]) -> str | None:
    waiting = (row for size in sizes for row in line(work, size))
    return next((row.id for row in waiting if (row.person_id, row.key) not in leave), None)


def _changed(work: Work, job_id: str, **values: Any) -> bool:
    """Change a job that runs; one that was cancelled or erased meanwhile stays so."""
    row = update(jobs).where(jobs.c.id == job_id, jobs.c.state == RUNNING).values(**values)
    return work.connection.execute(row).rowcount == 1


def _waits() -> dict[str, Any]:
    return {"state": QUEUED, "progress": 0.0, "says": None, "started_at": None, "beat_at": None}


def _again(work: Work, job_id: str, tries: int) -> dict[str, Any]:
    return _waits() if tries < MOST_TRIES else _failed(work, job_id, BROKE_OFF.format(count=tries))


def _failed(work: Work, job_id: str, says: str) -> dict[str, Any]:
    error = work.seal.closed_text(says, f"error of {job_id}")
    return {"state": FAILED, "says": None, "error": error, "ended_at": now()}
