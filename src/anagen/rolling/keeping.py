"""Sessions as files of a folder of one's own: one each, whole at every moment, readable by their owner only."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from anagen.errors import FileError, InputError
from anagen.rolling.session import Session

__all__ = ["SessionFolder", "Sessions", "usual_folder"]

ANSWERS = "before.json"
OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700


class Sessions(Protocol):
    """Where the sessions of a person are kept."""

    def keep_answers(self, day: date, answers: Mapping[str, Any] | None) -> None:
        """Keep what was answered before a session of a day; None forgets it."""

    def answers(self, day: date) -> dict[str, Any]:
        """What was answered before a session of a day."""

    def save(
        self,
        session: Session,
        *,
        checks: Mapping[str, Any] | None = None,
        result: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a state over the last one of the same session; what is not given stays."""

    def checks(self, key: str) -> dict[str, Any] | None:
        """What was checked before a session."""

    def sessions(self) -> list[tuple[Session, dict[str, Any] | None]]:
        """All sessions with what came of them, the oldest first."""

    def open_session(self) -> Session | None:
        """The session that is under way."""

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one who rolls here, where that can be."""


def usual_folder() -> Path:
    """Where sessions were kept before they were records of the store."""
    from platformdirs import user_data_path

    return user_data_path("anagen", appauthor=False) / "rolling"


class SessionFolder:
    """A folder of sessions.

    Each is one file, written beside and moved into place, so that whenever the machine or the program ends the file is
    the old state or the new one.

    Parameters
    ----------
    path
        The folder; it is made with the first session.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep_answers(self, day: date, answers: Mapping[str, Any] | None) -> None:
        """Keep what was answered before a session, until it begins or is refused.

        Parameters
        ----------
        day
            For which day they are.
        answers
            By field; None forgets them.
        """
        file = self.path / ANSWERS
        if answers is None:
            file.unlink(missing_ok=True)
        else:
            self._write(file, {"day": day.isoformat(), "answers": dict(answers)})

    def answers(self, day: date) -> dict[str, Any]:
        """What was answered before a session of a day; nothing of another day."""
        file = self.path / ANSWERS
        if not file.exists():
            return {}
        kept = self._read(file)
        return dict(kept.get("answers", {})) if kept.get("day") == day.isoformat() else {}

    def save(
        self,
        session: Session,
        *,
        checks: Mapping[str, Any] | None = None,
        result: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a state, over the last one of the same session.

        Parameters
        ----------
        session
            The state.
        checks, result
            What was checked before it, and what came of it; what is not given stays as it was kept.
        """
        file = self._file(session.id)
        before = self._read(file) if file.exists() else {}
        kept = {
            "checks": before.get("checks") if checks is None else checks,
            "result": before.get("result") if result is None else result,
        }
        self._write(file, {**kept, "session": session.as_dict()})

    def checks(self, key: str) -> dict[str, Any] | None:
        """What was checked before a session, by its identifier."""
        found: dict[str, Any] | None = self._read(self._file(key)).get("checks")
        return found

    def forget(self, key: str) -> None:
        """Remove the file of a session, and what was answered before one."""
        self._file(key).unlink(missing_ok=True)
        (self.path / ANSWERS).unlink(missing_ok=True)

    def sessions(self) -> list[tuple[Session, dict[str, Any] | None]]:
        """All sessions with what came of them, the oldest first."""
        found = []
        for file in sorted(self.path.glob("session-*.json")) if self.path.is_dir() else ():
            kept = self._read(file)
            try:
                found.append((Session.from_dict(kept["session"]), kept.get("result")))
            except (AttributeError, KeyError, TypeError, ValueError, InputError) as error:
                raise FileError(file, f"This is no session that can be read: {error}.") from None
        return found

    def open_session(self) -> Session | None:
        """The session that is under way, if there is one."""
        return next((one for one, _ in reversed(self.sessions()) if not one.done and not one.ended), None)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one who rolls here; the system ends this even when the program is killed.

        Raises
        ------
        InputError
            If a session is open in another terminal.
        """
        try:
            import fcntl
        except ImportError:  # a system without it
            yield
            return
        self.path.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        with (self.path / "lock").open("w", encoding="utf-8") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InputError("A session is open in another terminal. Go on there, or close it.") from None
            for draft in self.path.glob(".*.part"):  # of a program that was killed while it wrote
                draft.unlink(missing_ok=True)
            yield

    def _file(self, key: str) -> Path:
        return self.path / f"session-{key}.json"

    def _read(self, file: Path) -> dict[str, Any]:
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise FileError(file, f"This is no session that can be read: {error}.") from None
        if not isinstance(kept, dict):
            raise FileError(file, "This is no session that can be read.")
        return kept

    def _write(self, file: Path, content: Mapping[str, Any]) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        draft = self.path / f".{file.name}.{secrets.token_hex(4)}.part"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY_FILE)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(content, ensure_ascii=False) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        self._flush_folder()

    def _flush_folder(self) -> None:
        with suppress(OSError):  # not every system lets a folder be opened
            handle = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
