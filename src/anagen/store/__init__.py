"""Records of people: one file of SQLite for oneself, PostgreSQL for a clinic.

A store knows nothing of biology. It keeps what it is given, says who changed what, gives all of it back, and forgets
when it is asked to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anagen.errors import InputError
from anagen.store.kinds import KINDS, Kind, register
from anagen.store.values import Attachment, AuditLine, Picture, Record, StoredPerson, StoreInfo, Verification

if TYPE_CHECKING:
    from anagen.store.store import Store as Store

__all__ = [
    "KINDS",
    "Attachment",
    "AuditLine",
    "Kind",
    "Picture",
    "Record",
    "Store",
    "StoreInfo",
    "StoredPerson",
    "Verification",
    "register",
]


def __getattr__(name: str) -> Any:
    """The store itself, which needs libraries that only an extra installs, when it is first asked for."""
    if name != "Store":
        raise AttributeError(f"module 'anagen.store' has no attribute {name!r}")
    try:
        from anagen.store.store import Store
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("anagen"):
            raise
        raise InputError("A store needs SQLAlchemy. Install it with: pip install 'anagen[store]'.") from error
    globals()[name] = Store
    return Store
