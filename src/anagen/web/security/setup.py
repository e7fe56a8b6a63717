"""The first account of a clinic: made by whoever can read the terminal where it was started."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anagen.store.accounts import any_admin
from anagen.store.sessions import SETUP, invite
from anagen.web.security.entry import JOIN

if TYPE_CHECKING:
    from anagen.store import Store

__all__ = ["setup_path"]

LASTS = timedelta(hours=24)


def setup_path(store: Store) -> str | None:
    """Where the first administrator makes their account, once; none if there is one.

    Parameters
    ----------
    store
        Of the clinic.
    """
    with store.work(writes=True) as work:
        if any_admin(work):
            return None
        return f"{JOIN}?code={invite(work, SETUP, 'admin', lasts=LASTS)}"
