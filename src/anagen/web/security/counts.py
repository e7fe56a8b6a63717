"""Counts that several processes share: a file beside them, which holds no name and no address, only hashes."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

from limits.storage import Storage

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SharedCounts"]

BUSY_S = 5.0
"""How long to wait while another process counts; it takes a fraction of a millisecond. [s]"""
TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends REAL NOT NULL)"
COUNT = """
INSERT INTO counts VALUES (:key, :amount, :ends) ON CONFLICT (key) DO UPDATE SET
  count = :amount + CASE WHEN ends > :now THEN count ELSE 0 END,
  ends = CASE WHEN ends > :now THEN ends ELSE :ends END
RETURNING count
"""


class SharedCounts(Storage):
    """Where `limits` counts, for all processes that open the same file.

    Parameters
    ----------
    place
        The file; made if it is not there. It is worth nothing once the processes have ended.
    """

    STORAGE_SCHEME = None

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._alone = threading.Lock()
        self._file = sqlite3.connect(place, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._file.close)  # a limiter is kept until the process ends
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = OFF")  # nobody needs the counts of a machine that went down
        self._file.execute(TABLE)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the file may raise."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, from nothing where the time of the last count is over."""
        now = time.time()
        (count,) = self._asked(COUNT, key=key, amount=amount, now=now, ends=now + expiry)
        if count == amount:
            self._asked("DELETE FROM counts WHERE ends <= :now", key=key, now=now)
        return int(count)

    def get(self, key: str) -> int:
        """What was counted."""
        return int(self._kept(key)[0])

    def get_expiry(self, key: str) -> float:
        """When the count ends, as a time of the system's clock. [s]"""
        return float(self._kept(key)[1])

    def check(self) -> bool:
        """Whether the file can be read."""
        return self._asked("SELECT 1", key="") is not None

    def reset(self) -> int | None:
        """Forget everything."""
        self._asked("DELETE FROM counts", key="")
        return None

    def clear(self, key: str) -> None:
        """Forget a count."""
        self._asked("DELETE FROM counts WHERE key = :key", key=key)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _kept(self, key: str) -> Any:
        now = time.time()
        found = self._asked(
            "SELECT count, ends FROM counts WHERE key = :key AND ends > :now", key=key, now=now
        )
        return (0, now) if found is None else found

    def _asked(self, words: str, *, key: str, **given: Any) -> Any:
        hashed = hashlib.sha256(key.encode()).hexdigest()
        with self._alone:
            return self._file.execute(words, {"key": hashed, **given}).fetchone()
