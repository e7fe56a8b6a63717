"""The small grammar of regimens.

A course reads: drug, dose, route, pace, and if wanted from when, until when, and how many of its doses are taken::

    finasteride 1 mg oral daily
    dutasteride 0.5 mg oral every 2 days with 80 % of doses taken
    minoxidil 5 % 1 mL topical twice daily from month 3 until week 48
"""

from __future__ import annotations

import re
from decimal import Decimal

from anagen.errors import RegimenError, UnitError, unknown_name
from anagen.treatment.agent import Agent
from anagen.treatment.agents import agents
from anagen.treatment.regimen import Course, text_of
from anagen.units import convert, read_quantity

__all__ = ["course_text", "dose_text", "parse_courses"]

NOTHING = ("untreated", "none", "placebo", "nothing", "no treatment")
"""Words for a regimen without a course."""

_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_TIME = rf"(?:(?:day|week|month|year)\s+{_NUMBER}|{_NUMBER}\s*[a-z]+)"
_JOINT = re.compile(r"\s*(?:\+|;|\n|,\s|\band\b)\s*")
_TAKEN = re.compile(rf"\bwith\s+({_NUMBER})\s*(?:%|percent)\s+of\s+(?:the\s+)?doses(?:\s+taken)?\b")
_FROM = re.compile(rf"\bfrom\s+({_TIME})")
_UNTIL = re.compile(rf"\b(?:until|to)\s+({_TIME})")
_FOR = re.compile(rf"\bfor\s+({_TIME})")
_STRENGTH = re.compile(rf"(?<![\d.-])({_NUMBER})\s*(?:%|percent\b)")
_VOLUME = re.compile(rf"(?<![\d.-])({_NUMBER})\s*(u?l|ml|µl|μl)\b", re.IGNORECASE)
_MASS = re.compile(rf"(?<![\d.-])({_NUMBER})\s*(ug|mcg|µg|μg|mg|g|ng)\b", re.IGNORECASE)
_ROUTE = re.compile(r"\b(oral|orally|by mouth|topical|topically|on the scalp)\b")
_ROUTES = {"oral": "oral", "orally": "oral", "by mouth": "oral"}
_NEGATIVE = re.compile(rf"(?<!\w)-\s*{_NUMBER}")

_PER_DAY = r"(?:daily|a day|per day|each day)"
_PER_WEEK = r"(?:weekly|a week|per week|each week)"
_PACES = (
    (re.compile(rf"\b({_NUMBER})\s+times\s+{_PER_DAY}"), lambda n: 1.0 / n),
    (re.compile(rf"\b({_NUMBER})\s+times\s+{_PER_WEEK}"), lambda n: 7.0 / n),
    (re.compile(rf"\btwice\s+{_PER_DAY}"), lambda _: 0.5),
    (re.compile(rf"\btwice\s+{_PER_WEEK}"), lambda _: 3.5),
    (re.compile(rf"\bevery\s+({_NUMBER})\s+hours?\b"), lambda n: n / 24.0),
    (re.compile(rf"\bevery\s+({_NUMBER})\s+days?\b"), lambda n: n),
    (re.compile(rf"\bevery\s+({_NUMBER})\s+weeks?\b"), lambda n: 7.0 * n),
    (re.compile(rf"\bevery\s+({_NUMBER})\s+months?\b"), lambda n: convert(n, "month", "day")),
    (re.compile(r"\bevery\s+(?:other|second)\s+day\b"), lambda _: 2.0),
    (re.compile(rf"\b(?:once\s+)?(?:{_PER_DAY}|every day)\b"), lambda _: 1.0),
    (re.compile(rf"\b(?:once\s+)?(?:{_PER_WEEK}|every week)\b"), lambda _: 7.0),
    (re.compile(r"\b(?:once\s+)?(?:monthly|a month|every month)\b"), lambda _: convert(1.0, "month", "day")),
)


def parse_courses(text: str) -> tuple[Course, ...]:
    """The courses that a text describes.

    Raises
    ------
    RegimenError
        If it cannot be read.
    """
    plain = " ".join(text.split())
    if plain.casefold() in NOTHING:
        return ()
    parts = _JOINT.split(text.strip())
    if not plain or not all(part.strip() for part in parts):
        raise RegimenError(f"Cannot read the regimen {text!r}. Write courses joined by '+', or 'untreated'.")
    return tuple(_parse_course(part) for part in parts if part.casefold() not in NOTHING)


def _parse_course(text: str) -> Course:
    """One course."""
    rest = _Rest(" ".join(text.lower().replace("\N{NO-BREAK SPACE}", " ").split()))
    agent = _agent(rest, text)
    if _NEGATIVE.search(rest.text):
        raise RegimenError(f"There is a negative number in '{text}'. Write it like '{agent.example}'.")
    taken = rest.take(_TAKEN)
    start = rest.take(_FROM)
    until, lasting = rest.take(_UNTIL), rest.take(_FOR)
    if until and lasting:
        raise RegimenError(f"'{text}' says both until when and for how long. Keep one of them.")
    start_day = _day(start, text) if start else 0.0
    stop_day = _day(until, text) if until else start_day + _day(lasting, text) if lasting else None
    every_days = _pace(rest)
    route = rest.take(_ROUTE)
    formulation = _formulation(rest, agent)
    strength, volume, mass = rest.take(_STRENGTH), rest.take_all(_VOLUME), rest.take_all(_MASS)
    rest.check_empty(agent, text)
    if every_days is None:
        raise RegimenError(f"'{text}' does not say how often. Write it like '{agent.example}'.")
    return Course(
        agent=agent.name,
        route=_ROUTES.get(route, "topical") if route else agent.routes[0],
        every_days=every_days,
        amount_mg=read_quantity(mass, "mass")[0] if mass else None,
        strength_percent=float(strength) if strength else None,
        volume_ml=_milliliters(volume) if volume else None,
        formulation=formulation,
        start_day=start_day,
        stop_day=stop_day,
        adherence_fraction=float(Decimal(taken) / 100) if taken else 1.0,
    )


class _Rest:
    """What of a text has not been understood yet."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """The first group of a pattern, or all of it where it has none; it is then gone from the text."""
        found = pattern.search(self.text)
        if found is None:
            return None
        self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
        return found.group(1) if pattern.groups else found.group(0)

    def take_all(self, pattern: re.Pattern[str]) -> str | None:
        """A number with its unit."""
        found = pattern.search(self.text)
        self.take(pattern)
        return f"{found.group(1)} {found.group(2)}" if found else None

    def check_empty(self, agent: Agent, text: str) -> None:
        """Refuse a text of which something is left over."""
        left = self.text.split()
        if not left:
            return
        if re.fullmatch(_NUMBER, left[0]):
            raise RegimenError(
                f"The dose '{left[0]}' in '{text}' has no unit. Write it like '{agent.example}'."
            )
        raise RegimenError(f"Cannot read '{' '.join(left)}' in '{text}'. Write it like '{agent.example}'.")


def _agent(rest: _Rest, text: str) -> Agent:
    name = rest.text.split(" ", 1)[0]
    known = agents()
    if name not in known:
        if not name[:1].isalpha():
            raise RegimenError(f"'{text}' does not start with a drug. There are: {', '.join(sorted(known))}.")
        raise RegimenError(str(unknown_name("drug", name, known)))
    rest.text = rest.text[len(name) :]
    return known[name]


def _formulation(rest: _Rest, agent: Agent) -> str | None:
    """The formulation; None where it is the first, so that saying it or not means the same."""
    if agent.topical is None:
        return None
    words = tuple(agent.topical.formulations)
    found = rest.take(re.compile(rf"\b({'|'.join(words)})\b"))
    return None if found == words[0] else found


def _pace(rest: _Rest) -> float | None:
    for pattern, days in _PACES:
        found = rest.take(pattern)
        if found is not None:
            number = float(found) if pattern.groups else 1.0
            if number == 0.0:
                raise RegimenError("A pace of zero is none. Leave the course out to give nothing.")
            return float(days(number))
    return None


def _day(text: str, course: str) -> float:
    """A time such as ``month 3`` or ``24 weeks``. [day]"""
    words = text.split()
    turned = f"{words[1]} {words[0]}" if words[0].isalpha() else text
    try:
        return read_quantity(turned, "time")[0]
    except UnitError as error:
        raise RegimenError(f"Cannot read the time '{text}' in '{course}': {error}") from None


def _milliliters(text: str) -> float:
    number, unit = text.split()
    exact = {"ml": "mL", "l": "L"}.get(unit, "uL")
    return convert(float(number), exact, "mL")


def course_text(course: Course) -> str:
    """A course in words; reading them gives the course back."""
    parts = [course.agent, dose_text(course), course.route, _pace_text(course.every_days)]
    if course.start_day > 0.0:
        parts.append(f"from {_day_text(course.start_day)}")
    if course.stop_day is not None:
        parts.append(f"until {_day_text(course.stop_day)}")
    if course.adherence_fraction < 1.0:
        percent = (Decimal(repr(course.adherence_fraction)) * 100).normalize()
        parts.append(f"with {percent:f} % of doses taken")
    return " ".join(parts)


def dose_text(course: Course) -> str:
    """One dose in words."""
    if course.amount_mg is not None:
        return f"{text_of(course.amount_mg)} mg"
    dose = f"{text_of(course.strength_percent or 0.0)} % {text_of(course.volume_ml or 0.0)} mL"
    return f"{dose} {course.formulation}" if course.formulation else dose


def _pace_text(every_days: float) -> str:
    for unit, name in ((1.0, "daily"), (7.0, "weekly")):
        times = round(unit / every_days)
        if times >= 1 and unit / times == every_days:
            return {1: name, 2: f"twice {name}"}.get(times, f"{times} times {name}")
    if every_days == convert(1.0, "month", "day"):
        return "monthly"
    return f"every {text_of(every_days)} days"


def _day_text(day: float) -> str:
    for unit in ("year", "week", "month"):
        number = day / convert(1.0, unit, "day")
        if number == round(number) and convert(number, unit, "day") == day:
            return f"{unit} {text_of(number)}"
    return f"day {text_of(day)}"
