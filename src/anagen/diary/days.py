"""Days: a day of the diary is a date where the person is, so it is kept with the name of the time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from anagen.errors import InputError, unknown_name

__all__ = ["days_between", "read_day", "read_time", "today_in", "zone_name"]

EARLIEST = date(1900, 1, 1)
"""A date before it is a slip of the finger."""
_AGO = re.compile(r"(\d{1,5})\s+(day|week)s?\s+ago")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def zone_names() -> frozenset[str]:
    """All time zones that there are, by their names in the IANA database."""
    return frozenset(available_timezones())


def zone_name(given: str | None = None) -> str:
    """A time zone's name, checked; that of this machine if none is given.

    Parameters
    ----------
    given
        Such as ``"Europe/Berlin"``.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    name = given if given is not None else _zone_of_machine()
    try:
        if "/" in name or name in zone_names():
            return str(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise InputError(f"{unknown_name('time zone', name, zone_names())} Write it like 'Europe/Berlin'.")


def _zone_of_machine() -> str:
    try:
        from tzlocal import get_localzone_name
    except ImportError:
        return "UTC"
    try:
        return str(get_localzone_name() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def today_in(zone: str, now: datetime | None = None) -> date:
    """The date in a time zone.

    Parameters
    ----------
    zone
        Its name.
    now
        The moment, with its own zone; this one if not given.
    """
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(zone)).date()


def read_day(text: str, today: date, *, future: bool = False) -> date:
    """A day in words: a date, ``today``, ``yesterday``, ``3 days ago``, ``monday`` (the last one).

    Parameters
    ----------
    text
        The words.
    today
        The date where the person is.
    future
        Whether a day after today is allowed.

    Raises
    ------
    InputError
        If it cannot be read, or lies ahead where it must not.
    """
    plain = " ".join(text.casefold().split())
    day = _day_of_words(plain, today)
    if day is None:
        try:
            day = date.fromisoformat(plain)
        except ValueError:
            raise InputError(
                f"Cannot read the day {text!r}. "
                "Write it like 2026-03-01, 'today', 'yesterday', '3 days ago' or 'monday'."
            ) from None
    if day < EARLIEST:
        raise InputError(f"{day} is before {EARLIEST}. Give a later day.")
    if day > today and not future:
        raise InputError(f"{day} has not been yet: today is {today}. Give a day that is over, or today.")
    return day


def _day_of_words(plain: str, today: date) -> date | None:
    if plain in ("today", "yesterday"):
        return today - timedelta(days=int(plain == "yesterday"))
    ago = _AGO.fullmatch(plain)
    if ago:
        days = int(ago[1]) * (7 if ago[2] == "week" else 1)
        return today - timedelta(days=min(days, (today - date.min).days))
    if plain in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(plain)) % 7)
    return None


def read_time(text: str) -> str:
    """A time of day, as ``HH:MM``.

    Raises
    ------
    InputError
        If it is none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise InputError(f"Cannot read the time {text!r}. Write it like 08:00 or 20:30.")
    return f"{int(found[1]):02d}:{found[2]}"


def days_between(first: date, last: date) -> list[date]:
    """All days from one to another, both with them."""
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]
