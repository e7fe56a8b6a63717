"""Days and times as text: UTC, ISO 8601, and such that the order of the texts is the order of the times."""

from __future__ import annotations

from datetime import UTC, date, datetime

from anagen.errors import InputError

__all__ = ["day_or_time", "now"]

LAYOUT = "%Y-%m-%dT%H:%M:%S.%fZ"


def now() -> str:
    """The present moment in UTC."""
    return _text(datetime.now(UTC))


def day_or_time(given: date | datetime | str) -> str:
    """A day as ``YYYY-MM-DD``, or a moment in UTC to the microsecond.

    Parameters
    ----------
    given
        A day, a moment that knows its time zone, or either as ISO text.

    Raises
    ------
    InputError
        If it is neither, or a moment without a time zone.
    """
    found = _parsed(given) if isinstance(given, str) else given
    if isinstance(found, datetime):
        return _text(_in_utc(found))
    if isinstance(found, date):
        return found.isoformat()
    raise _neither(given)


def _parsed(given: str) -> date | datetime:
    try:
        return date.fromisoformat(given)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise _neither(given) from None


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise InputError(
            f"The time {moment.isoformat()} has no time zone. Give one, as in 2026-03-01T20:15:00+01:00."
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise _neither(moment.isoformat()) from None


def _text(moment: datetime) -> str:
    # strftime does not pad the years before 1000 on every system.
    return f"{moment.year:04d}{moment.strftime(LAYOUT)[-23:]}"


def _neither(given: object) -> InputError:
    return InputError(
        f"{given!r} is no day and no time. Write a day as 2026-03-01, a time as 2026-03-01T20:15:00+01:00."
    )
