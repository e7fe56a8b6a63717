"""Jobs: what the pages ask for, and how far it is. The pages only write rows; the runner does the work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from anagen.errors import InputError
from anagen.store.identifiers import new_id
from anagen.store.tables import jobs, people
from anagen.store.times import now
from anagen.web.errors import NotFoundError, TooMuchError
from anagen.web.jobs.cache import Cache
from anagen.web.jobs.rows import LEASE, closed_params, job_of, places, same_request
from anagen.web.jobs.tasks import tasks
from anagen.web.jobs.values import CANCELLED, DONE, OPEN, QUEUED, Job

if TYPE_CHECKING:
    from anagen.store import Store
    from anagen.store.audit import Work

__all__ = ["Jobs"]

MOST_WAITING = 24
"""Jobs of one person, or of one account about nobody, that may wait at once."""
MOST_LISTED = 200


class Jobs:
    """The jobs of a store, and their results.

    Parameters
    ----------
    store
        In whose database they stand.
    data_folder
        Where results lie.
    """

    def __init__(self, store: Store, data_folder: Path) -> None:
        self.store = store
        with store.work() as work:
            seal = work.seal if work.seal.key is not None else None
        self.cache = Cache(Path(data_folder), seal)

    def ask(
        self,
        kind: str,
        *,
        key: str,
        person_id: str | None = None,
        params: Mapping[str, Any],
        account_id: str | None = None,
    ) -> Job:
        """Ask for a job; the same request again is the same job, and one whose result is there is done.

        Parameters
        ----------
        kind, key, person_id, params, account_id
            As in `want`.

        Raises
        ------
        TooMuchError
            If too many wait already.
        """
        wanted = self.want(kind, key=key, person_id=person_id, params=params, account_id=account_id)
        return self.get(wanted)

    def want(
        self,
        kind: str,
        *,
        key: str,
        person_id: str | None = None,
        params: Mapping[str, Any],
        account_id: str | None = None,
    ) -> str:
        """Ask for a job without a look at its place, and return its identifier.

        Parameters
        ----------
        kind
            Which task does it.
        key
            Hash of all that its result hangs on, as `content_key` gives it.
        person_id
            Whom it is about; none for nobody.
        params
            What the task is given, as values that JSON can hold.
        account_id
            Who asks; none where there are no accounts.

        Raises
        ------
        TooMuchError
            If too many wait already.
        """
        if kind not in tasks():
            raise InputError(f"No kind of job is called {kind!r}. There are: {', '.join(sorted(tasks()))}.")
        self.cache.folder(person_id, key)  # refuses what is no key
        with self.store.work(writes=True) as work:
            found = work.connection.execute(
                select(jobs).where(same_request(kind, key, person_id, account_id)).limit(1)
            ).one_or_none()
            there = self.cache.has(person_id, key)
            if found is not None and (found.state in OPEN or (found.state == DONE and there)):
                return str(found.id)
            if not there:
                _refuse_too_many(work, person_id, account_id)
            job_id = new_id() if found is None else found.id
            fresh = {
                "params": closed_params(work, job_id, params, 0),
                "state": DONE if there else QUEUED,
                "progress": 1.0 if there else 0.0,
                "says": None,
                "error": None,
                "asked_at": now(),
                "started_at": None,
                "beat_at": None,
                "ended_at": now() if there else None,
            }
            if found is not None:
                work.connection.execute(update(jobs).where(jobs.c.id == job_id).values(**fresh))
            else:
                _refuse_nobody(work, person_id)
                who = {"person_id": person_id, "account_id": account_id}
                work.connection.execute(insert(jobs).values(id=job_id, kind=kind, key=key, **who, **fresh))
        return job_id

    def get(self, job_id: str) -> Job:
        """A job by identifier.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        with self.store.work() as work:
            return _job(work, job_id)

    def find(
        self, kind: str, *, key: str, person_id: str | None = None, account_id: str | None = None
    ) -> Job | None:
        """The job that was asked for already; none if there is no such. Arguments as in `ask`."""
        with self.store.work() as work:
            asked = select(jobs).where(same_request(kind, key, person_id, account_id)).limit(1)
            row = work.connection.execute(asked).one_or_none()
            return None if row is None else job_of(work, row)

    def of_account(self, account_id: str | None, kind: str) -> tuple[Job, ...]:
        """Jobs of a kind about nobody that an account asked for, the newest first."""
        asked_by = jobs.c.account_id.is_(None) if account_id is None else jobs.c.account_id == account_id
        asked = select(jobs).where(jobs.c.kind == kind, jobs.c.person_id.is_(None), asked_by)
        with self.store.work() as work:
            rows = work.connection.execute(asked.order_by(jobs.c.asked_at.desc()).limit(MOST_LISTED)).all()
            known = places(work)
            return tuple(job_of(work, row, known) for row in rows)

    def of_person(self, person_id: str, kind: str | None = None) -> tuple[Job, ...]:
        """Jobs about a person, the newest first."""
        asked = select(jobs).where(jobs.c.person_id == person_id).order_by(jobs.c.asked_at.desc())
        if kind is not None:
            asked = asked.where(jobs.c.kind == kind)
        with self.store.work() as work:
            known = places(work)
            return tuple(
                job_of(work, row, known) for row in work.connection.execute(asked.limit(MOST_LISTED))
            )

    def params(self, job_id: str) -> dict[str, Any]:
        """What a job was asked with."""
        from anagen.web.jobs.rows import opened_params

        with self.store.work() as work:
            return opened_params(work, _row(work, job_id))[0]

    def cancel(self, job_id: str) -> Job:
        """Call a job off; one that has ended stays as it is."""
        with self.store.work(writes=True) as work:
            row = _row(work, job_id)
            if row.state in OPEN:
                done = {"state": CANCELLED, "ended_at": now(), "says": None}
                work.connection.execute(update(jobs).where(jobs.c.id == job_id).values(**done))
            return _job(work, job_id)

    def forget(self, job_id: str) -> None:
        """Remove a job that has ended, and its result unless another job has the same."""
        with self.store.work(writes=True) as work:
            row = _row(work, job_id)
            if row.state in OPEN:
                raise InputError("The job is not done yet. Stop it first.")
            work.connection.execute(delete(jobs).where(jobs.c.id == job_id))
            same = select(func.count()).where(jobs.c.key == row.key)
            same = same.where(
                jobs.c.person_id.is_(None) if row.person_id is None else jobs.c.person_id == row.person_id
            )
            if work.connection.execute(same).scalar_one() == 0:
                self.cache.forget(row.person_id, row.key)

    def forget_person(self, person_id: str) -> None:
        """Remove all jobs of a person, also those that run, and their results."""
        with self.store.work(writes=True) as work:
            work.connection.execute(delete(jobs).where(jobs.c.person_id == person_id))
        self.cache.forget_person(person_id)


def _row(work: Work, job_id: str) -> Any:
    row = work.connection.execute(
        select(jobs).where(jobs.c.id == job_id, jobs.c.state != LEASE)
    ).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _job(work: Work, job_id: str) -> Job:
    return job_of(work, _row(work, job_id))


def _refuse_too_many(work: Work, person_id: str | None, account_id: str | None) -> None:
    waiting = select(func.count()).where(jobs.c.state.in_(OPEN))
    if person_id is not None:
        waiting = waiting.where(jobs.c.person_id == person_id)
    else:
        asked_by = jobs.c.account_id.is_(None) if account_id is None else jobs.c.account_id == account_id
        waiting = waiting.where(jobs.c.person_id.is_(None), asked_by)
    if work.connection.execute(waiting).scalar_one() >= MOST_WAITING:
        raise TooMuchError(
            f"{MOST_WAITING} simulations wait already. Wait until some are done, or stop those you do not need.",
            wait_s=60,
        )


def _refuse_nobody(work: Work, person_id: str | None) -> None:
    if person_id is None:
        return
    there = select(func.count()).where(people.c.id == person_id)
    if work.connection.execute(there).scalar_one() == 0:
        raise NotFoundError
