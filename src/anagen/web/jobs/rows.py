"""Jobs as rows of the store's database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, func, not_, select

from anagen.store.tables import jobs
from anagen.web.jobs.order import LARGE, SIZES, SMALL, Waiting, in_turn
from anagen.web.jobs.tasks import tasks
from anagen.web.jobs.values import QUEUED, RUNNING, Job

if TYPE_CHECKING:
    from anagen.store.audit import Work

__all__ = ["LEASE", "closed_params", "job_of", "line", "opened_params", "places", "same_request"]

LEASE = "lease"
"""State of the one row that is no job but the runner's lease."""


def closed_params(work: Work, job_id: str, params: Mapping[str, Any], tries: int) -> str:
    """Parameters as they are kept, with how often the job was begun."""
    text = json.dumps({"params": dict(params), "tries": tries}, allow_nan=False)
    return work.seal.closed_text(text, f"job {job_id}")


def opened_params(work: Work, row: Row[Any]) -> tuple[dict[str, Any], int]:
    """Parameters of a job, and how often it was begun."""
    kept = json.loads(work.seal.opened_text(row.params, f"job {row.id}"))
    return kept["params"], kept["tries"]


def same_request(kind: str, key: str, person_id: str | None, account_id: str | None) -> ColumnElement[bool]:
    """The job that was asked for already: of a person, whoever asked; of nobody, by this account."""
    same = and_(jobs.c.kind == kind, jobs.c.key == key)
    if person_id is not None:
        return and_(same, jobs.c.person_id == person_id)
    asked_by = jobs.c.account_id.is_(None) if account_id is None else jobs.c.account_id == account_id
    return and_(same, jobs.c.person_id.is_(None), asked_by)


def owner_of(row: Any) -> str:
    """Whose turn a job takes."""
    return row.person_id or row.account_id or ""


def line(work: Work, size: str) -> list[Any]:
    """Those of one size that wait, in the order in which they come up.

    Parameters
    ----------
    work
        Transaction to look in.
    size
        One of `SIZES`.
    """
    asked = select(
        jobs.c.id, jobs.c.kind, jobs.c.key, jobs.c.person_id, jobs.c.account_id, jobs.c.asked_at
    ).where(jobs.c.state == QUEUED, of_size(size))
    rows: list[Any] = list(work.connection.execute(asked))
    if len(rows) < 2:
        return rows
    waiting = [Waiting(id=row.id, owner=owner_of(row), asked_at=row.asked_at) for row in rows]
    by_id = {row.id: row for row in rows}
    return [by_id[one.id] for one in in_turn(waiting, served(work, size))]


def places(work: Work) -> dict[str, int]:
    """The place of each job that waits among those of its size: 1 is the next."""
    return {row.id: place for size in SIZES for place, row in enumerate(line(work, size), 1)}


def place_of(work: Work, row: Row[Any]) -> int:
    """The place of one job that waits."""
    size = SMALL if row.kind in small_kinds() else LARGE
    return 1 + [one.id for one in line(work, size)].index(row.id)


def served(work: Work, size: str) -> dict[str, str]:
    """When each owner's last job of a size was started."""
    owner = func.coalesce(jobs.c.person_id, jobs.c.account_id, "")
    asked = select(owner.label("owner"), func.max(jobs.c.started_at).label("at")).where(
        jobs.c.started_at.is_not(None), jobs.c.state != LEASE, of_size(size)
    )
    return {row.owner: row.at for row in work.connection.execute(asked.group_by(owner))}


def of_size(size: str) -> ColumnElement[bool]:
    """Jobs of a size."""
    small = jobs.c.kind.in_(small_kinds())
    return small if size == SMALL else not_(small)


def small_kinds() -> list[str]:
    """Kinds of small jobs; one that is not known here is large."""
    return sorted(name for name, one in tasks().items() if one.small)


def job_of(work: Work, row: Row[Any], known: Mapping[str, int] | None = None) -> Job:
    """The job of a row.

    Parameters
    ----------
    work
        Transaction to look in.
    row
        Of the table.
    known
        As `places` gives them, where they are known already.
    """
    place = None
    if row.state == QUEUED:
        place = place_of(work, row) if known is None else known[row.id]
    return Job(
        id=row.id,
        kind=row.kind,
        key=row.key,
        person_id=row.person_id,
        account_id=row.account_id,
        state=row.state,
        place=place,
        progress=row.progress if row.state in (QUEUED, RUNNING) else 1.0,
        says=row.says or "",
        error=work.seal.opened_text(row.error, f"error of {row.id}") if row.error else "",
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
