"""Records of the store as the pages read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anagen.store import Record, Store

__all__ = ["last_written"]


def last_written(store: Store, person_id: str, kind: str) -> Record | None:
    """The record of a kind that was written last, whatever day it is of; none where there is none.

    Parameters
    ----------
    store
        Where.
    person_id
        Whose.
    kind
        Of the record, such as ``answers``.
    """
    return max(store.records(person_id, kind), key=lambda one: one.written_at, default=None)
