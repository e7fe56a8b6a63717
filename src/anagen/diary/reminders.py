"""Reminders as an iCalendar file (RFC 5545), which any calendar can take in.

A title says nothing of health unless it is asked for. The name of an event (UID) is made once, when the reminder is
made, so that a calendar that takes the file in again changes its events and doubles none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from anagen.diary.days import read_time
from anagen.diary.entries import Reminder, Treatment
from anagen.errors import InputError
from anagen.units import convert

if TYPE_CHECKING:
    from icalendar import Calendar, Event

__all__ = [
    "OTHERS",
    "calendar",
    "calendar_bytes",
    "ended_with",
    "new_uid",
    "reminder_of",
    "reminder_of_other",
    "usual_times",
]

PRODUCT = "-//anagen//diary//EN"
PLAIN_TITLE = "Reminder"
"""Says nothing of what it is about."""
MORNING, EVENING = 8.0, 20.0
"""Between these hours doses are spread if nothing is said. [hour]"""
LASTS = timedelta(minutes=5)
YEARS_AHEAD = 10
"""For how long the changes of the clock are written out. [year]"""
MOST_LISTED_DAYS = 366 * 2
"""A pace that no rule of a calendar can say is written as a list of days, this far. [day]"""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_DAY_OF_ALL_MONTHS = 28
OTHERS: Mapping[str, tuple[float, str]] = {
    "shed": (28.0, "count shed hairs"),
    "measurement": (84.0, "measure the same place again"),
    "photograph": (84.0, "photograph the scalp: same place, same light, dry hair"),
}
"""What one may be reminded of besides treatments: how often if not said, and its words. [day]"""


def new_uid() -> str:
    """A name that no other event has."""
    return str(uuid4())


def usual_times(every_days: float) -> tuple[str, ...]:
    """Times of day at which something is done that is done at a pace."""
    times = max(1, round(1.0 / every_days)) if every_days < 1.0 else 1
    if times == 1:
        return (_clock(MORNING),)
    step = (EVENING - MORNING) / (times - 1)
    return tuple(_clock(MORNING + k * step) for k in range(times))


def _clock(hours: float) -> str:
    minutes = round(hours * 60.0)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def reminder_of(
    treatment: Treatment,
    record: str,
    *,
    today: date,
    times: Sequence[str] = (),
    details: bool = False,
    alarm_minutes: int = 0,
    until: date | None = None,
) -> Reminder:
    """A reminder of every dose or session of a treatment.

    Parameters
    ----------
    treatment
        What is due.
    record
        Id of its record.
    today
        The date where the person is; nothing rings before it.
    times
        Times of day; usual ones if not given.
    details
        Whether the title says what is due.
    alarm_minutes
        How long before it rings. [minute]
    until
        The last day; that of the treatment if not given.
    """
    every = float(treatment.part.every_days)
    asked = tuple(sorted(read_time(one) for one in times)) or usual_times(every)
    needed = max(1, round(1.0 / every)) if every < 1.0 else 1
    if len(asked) != needed:
        raise InputError(
            f"{treatment.agent} is due {needed} times on a day, and {len(asked)} times were given. Give {needed}."
        )
    last = until if until is not None else treatment.ends and treatment.ends - timedelta(days=1)
    return Reminder(
        day=treatment.day,
        zone=treatment.zone,
        subject="treatment",
        treatment=record,
        times=asked,
        every_days=max(every, 1.0),
        until=last if last is None else max(last, treatment.day),
        details=details,
        says=treatment.course,
        alarm_minutes=alarm_minutes,
        uid=new_uid(),
        note=f"made on {today}",
    )


def reminder_of_other(
    subject: str,
    *,
    day: date,
    zone: str,
    every_days: float | None = None,
    times: Sequence[str] = (),
    details: bool = False,
    alarm_minutes: int = 0,
    until: date | None = None,
) -> Reminder:
    """A reminder of something that is no treatment.

    Parameters
    ----------
    subject
        One of `OTHERS`.
    day, zone
        The first day, and where.
    every_days
        How often; as usual if not given. [day]
    times
        Times of day; usual ones if not given.
    details
        Whether the title says what it is.
    alarm_minutes
        How long before it rings. [minute]
    until
        The last day; none if not given.
    """
    usual, says = OTHERS[subject]
    every = usual if every_days is None else every_days
    return Reminder(
        day=day,
        zone=zone,
        subject=subject,
        times=tuple(sorted(read_time(one) for one in times)) or usual_times(every),
        every_days=float(round(every)),
        until=until,
        details=details,
        says=says,
        alarm_minutes=alarm_minutes,
        uid=new_uid(),
    )


def ended_with(reminder: Reminder, treatments: Mapping[str, Treatment]) -> Reminder:
    """A reminder that ends no later than its treatment; newer, so that a calendar takes the change.

    Parameters
    ----------
    reminder
        As it was made.
    treatments
        All treatments, by the ids of their records; one that was deleted has ended before it began.
    """
    if reminder.subject != "treatment":
        return reminder
    treatment = treatments.get(reminder.treatment or "")
    ends = reminder.day + timedelta(days=1) if treatment is None else treatment.ends
    last = None if ends is None else max(ends - timedelta(days=1), reminder.day)
    if last is None or (reminder.until is not None and reminder.until <= last):
        return reminder
    return replace(reminder, until=last, sequence=reminder.sequence + 1)


def calendar(reminders: Iterable[Reminder], *, stamped: datetime) -> Calendar:
    """A calendar of reminders.

    Parameters
    ----------
    reminders
        Each becomes an event for each of its times of day.
    stamped
        When it is written.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise InputError("Reminders need icalendar. Install it with: pip install 'anagen[diary]'.") from error
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    told = list(reminders)
    if not told:
        raise InputError(
            "There is nothing to be reminded of. Add a reminder first: anagen diary remind finasteride."
        )
    for one in told:
        for place in range(len(one.times)):
            made.add_component(_event(one, place, stamped))
    first = min(one.day for one in told)
    last = max(stamped.date(), first)
    made.add_missing_timezones(first_date=first, last_date=last.replace(year=last.year + YEARS_AHEAD, day=1))
    return made


def calendar_bytes(reminders: Iterable[Reminder], *, stamped: datetime) -> bytes:
    """A calendar as the bytes of an .ics file."""
    return bytes(calendar(reminders, stamped=stamped).to_ical())


def _event(reminder: Reminder, place: int, stamped: datetime) -> Event:
    from icalendar import Alarm, Event

    title = reminder.says if reminder.details and reminder.says else PLAIN_TITLE
    days = due_dates(reminder)
    hours, minutes = map(int, reminder.times[place].split(":"))
    zone = ZoneInfo(reminder.zone)

    def at(day: date) -> datetime:
        return datetime.combine(day, time(hours, minutes), tzinfo=zone)

    event = Event()
    event.add("uid", f"{reminder.uid}-{place + 1}")
    event.add("dtstamp", stamped.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", reminder.sequence)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", at(days[0]))
    event.add("duration", LASTS)
    rule = rule_of(reminder)
    if rule is not None:
        event.add("rrule", rule)
    elif len(days) > 1:
        event.add("rdate", [at(day) for day in days[1:]])
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-reminder.alarm_minutes))
    event.add_component(alarm)
    return event


def rule_of(reminder: Reminder) -> dict[str, Any] | None:
    """The pace as a rule of a calendar; None where no rule says it."""
    rule = _pace(reminder)
    if rule is not None and reminder.until is not None:
        last = datetime.combine(reminder.until, time(23, 59, 59), tzinfo=ZoneInfo(reminder.zone))
        rule["UNTIL"] = last.astimezone(UTC)  # a rule of local times must end in universal time
    return rule


def _pace(reminder: Reminder) -> dict[str, Any] | None:
    every = reminder.every_days
    months = every / convert(1.0, "month", "day")
    if every == round(every):
        days = round(every)
        return (
            {"FREQ": "WEEKLY", "INTERVAL": days // 7}
            if days % 7 == 0
            else {"FREQ": "DAILY", "INTERVAL": days}
        )
    if months >= 1.0 and math.isclose(months, round(months)) and reminder.day.day <= LAST_DAY_OF_ALL_MONTHS:
        return {"FREQ": "MONTHLY", "INTERVAL": round(months)}
    times = 7.0 / every
    if math.isclose(times, round(times)):
        week = {(reminder.day + timedelta(days=int(k * every + 1e-9))).weekday() for k in range(round(times))}
        return {
            "FREQ": "WEEKLY",
            "INTERVAL": 1,
            "WKST": WEEKDAYS[reminder.day.weekday()],
            "BYDAY": [WEEKDAYS[one] for one in sorted(week)],
        }
    return None


def due_dates(reminder: Reminder) -> list[date]:
    """The days of a pace that no rule says, as far as they are listed; the first day at least."""
    count = max(1, math.ceil(MOST_LISTED_DAYS / reminder.every_days))
    days = [reminder.day + timedelta(days=int(k * reminder.every_days + 1e-9)) for k in range(count)]
    return [day for day in days if reminder.until is None or day <= reminder.until] or days[:1]
