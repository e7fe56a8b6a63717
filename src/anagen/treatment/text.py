"""The small grammar of regimens.

A course reads: drug, dose, route, pace, and if wanted from when, until when, and how many of its doses are taken::

    finasteride 1 mg oral daily
    dutasteride 0.5 mg oral every 2 days with 80 % of doses taken
    minoxidil 5 % 1 mL topical twice daily from month 3 until week 48
    minoxidil 5 % 1 mL topical twice daily starting 10 minutes after rolling

Procedures read likewise, and a preset is a name for some of them::

    microneedling 0.5 mm 12 passes weekly for 12 weeks
    prp 3 sessions monthly then every 6 months
    clinic rolling course
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypedDict

from anagen.errors import RegimenError, UnitError, unknown_name
from anagen.treatment.agent import Agent
from anagen.treatment.agents import agents
from anagen.treatment.pace import text_of
from anagen.treatment.procedures import Injections, Procedure, Rolling
from anagen.treatment.regimen import Course, check_route
from anagen.units import convert, read_quantity

__all__ = ["PRESETS", "course_text", "dose_text", "parse_courses", "procedure_text"]

NOTHING = ("untreated", "none", "placebo", "nothing", "no treatment")
"""Words for a regimen without a course."""

PRESETS = {
    "home rolling course": "microneedling 0.5 mm 12 passes weekly for 24 weeks",
    "clinic rolling course": "microneedling 1 mm 12 passes weekly for 8 weeks",
}
"""Names for courses that are often asked for: at home, and weekly for two months in a clinic."""

_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_TIME = rf"(?:(?:day|week|month|year)\s+{_NUMBER}|{_NUMBER}\s*[a-z]+)"
_JOINT = re.compile(r"\s*(?:\+|;|\n|,\s|\band\b)\s*")
_TAKEN = re.compile(
    rf"\bwith\s+({_NUMBER})\s*(?:%|percent)\s+of\s+(?:the\s+)?(?:doses|sessions)(?:\s+(?:taken|done))?\b"
)
_ROLLED = r"after\s+(?:each\s+|every\s+)?(?:rolling|microneedling|needling|session)\b"
_WAIT = re.compile(rf"\b(?:starting\s+|applied\s+|put\s+on\s+)?({_NUMBER}\s*[a-z]+)\s+{_ROLLED}")
_AT_ONCE = re.compile(rf"\b(?:starting\s+|applied\s+|put\s+on\s+)?(?:right|at\s+once|directly)\s+{_ROLLED}")
_NEEDLE = re.compile(rf"(?<![\d.-])({_NUMBER})\s*(mm|um|µm|μm|cm)\b", re.IGNORECASE)
_PASSES = re.compile(rf"(?<![\d.-])({_NUMBER})\s*pass(?:es)?\b")
_SESSIONS = re.compile(r"(?<![\d.-])(\d+)\s*(?:sessions?|injections?)\b")
_THEN = re.compile(r"\bthen\b(.*)$")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = re.compile(rf"\b({'|'.join(_WORDS)})(?=\s+(?:times|sessions|injections|passes)\b)")
_ROLLERS = re.compile(r"(?:microneedling|needling|derma\s?roller|rolling)\b")
_PLATELETS = re.compile(r"(?:prp|platelet[- ]rich plasma|platelets?)\b(?:\s+injections?\b)?")
_PROCEDURES = ("microneedling", "prp")
_ROLLING_EXAMPLE = "microneedling 0.5 mm 12 passes weekly"
_PRP_EXAMPLE = "prp 3 sessions monthly then every 6 months"
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


def parse_courses(text: str) -> tuple[Course | Procedure, ...]:
    """The courses and procedures that a text describes.

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
    return tuple(_parse_part(part) for part in parts if part.casefold() not in NOTHING)


def _parse_part(text: str) -> Course | Procedure:
    """One course or procedure."""
    plain = " ".join(text.lower().replace("\N{NO-BREAK SPACE}", " ").split())
    plain = _COUNTED.sub(lambda found: str(_WORDS.index(found.group(1)) + 2), PRESETS.get(plain, plain))
    rest = _Rest(plain)
    if rest.take_first(_ROLLERS):
        return _parse_rolling(rest, text)
    if rest.take_first(_PLATELETS):
        return _parse_injections(rest, text)
    return _parse_course(rest, text)


def _parse_rolling(rest: _Rest, text: str) -> Rolling:
    """A course of needling."""
    _refuse_negative(rest, text, _ROLLING_EXAMPLE)
    times = _times(rest, text)
    passes, length, every_days = rest.take(_PASSES), rest.take_all(_NEEDLE), _pace(rest)
    rest.check_empty(_ROLLING_EXAMPLE, text)
    if length is None:
        raise RegimenError(
            f"'{text}' does not say how long the needles are. Write it like '{_ROLLING_EXAMPLE}'."
        )
    if every_days is None:
        raise RegimenError(f"'{text}' does not say how often. Write it like '{_ROLLING_EXAMPLE}'.")
    return Rolling(
        needle_mm=_millimeters(length),
        passes=float(passes) if passes else None,
        every_days=every_days,
        **times,
    )


def _parse_injections(rest: _Rest, text: str) -> Injections:
    """A course of platelet-rich plasma."""
    _refuse_negative(rest, text, _PRP_EXAMPLE)
    times = _times(rest, text)
    boosters = rest.take(_THEN)
    sessions, every_days = rest.take(_SESSIONS), _pace(rest)
    then_every_days = None
    if boosters is not None:
        later = _Rest(boosters)
        then_every_days = _pace(later)
        rest.text = f"{rest.text} {later.text}"
        if then_every_days is None:
            raise RegimenError(
                f"'{text}' does not say how often after 'then'. Write it like '{_PRP_EXAMPLE}'."
            )
    rest.check_empty(_PRP_EXAMPLE, text)
    if sessions is None:
        raise RegimenError(f"'{text}' does not say how many sessions. Write it like '{_PRP_EXAMPLE}'.")
    if every_days is None and sessions != "1":
        raise RegimenError(f"'{text}' does not say how often. Write it like '{_PRP_EXAMPLE}'.")
    return Injections(
        sessions=int(sessions),
        every_days=convert(1.0, "month", "day") if every_days is None else every_days,
        then_every_days=then_every_days,
        **times,
    )


class _Times(TypedDict):
    """When a course starts and stops, and how much of it is kept."""

    start_day: float
    stop_day: float | None
    adherence_fraction: float


def _times(rest: _Rest, text: str) -> _Times:
    """What a text says of start, stop and adherence."""
    taken = rest.take(_TAKEN)
    start = rest.take(_FROM)
    until, lasting = rest.take(_UNTIL), rest.take(_FOR)
    if until and lasting:
        raise RegimenError(f"'{text}' says both until when and for how long. Keep one of them.")
    start_day = _day(start, text) if start else 0.0
    stop_day = _day(until, text) if until else start_day + _day(lasting, text) if lasting else None
    return {
        "start_day": start_day,
        "stop_day": stop_day,
        "adherence_fraction": float(Decimal(taken) / 100) if taken else 1.0,
    }


def _refuse_negative(rest: _Rest, text: str, example: str) -> None:
    if _NEGATIVE.search(rest.text):
        raise RegimenError(f"There is a negative number in '{text}'. Write it like '{example}'.")


def _parse_course(rest: _Rest, text: str) -> Course:
    """A course of a drug."""
    agent = _agent(rest, text)
    _refuse_negative(rest, text, agent.example)
    wait = rest.take(_WAIT)
    at_once = wait is None and rest.take(_AT_ONCE) is not None
    times = _times(rest, text)
    every_days = _pace(rest)
    route = rest.take(_ROUTE)
    formulation = _formulation(rest, agent)
    if route:
        check_route(agent, _ROUTES.get(route, "topical"))
    strength, volume, mass = rest.take(_STRENGTH), rest.take_all(_VOLUME), rest.take_all(_MASS)
    rest.check_empty(agent.example, text)
    if every_days is None:
        raise RegimenError(f"'{text}' does not say how often. Write it like '{agent.example}'.")
    return Course(
        agent=agent.name,
        route=_ROUTES.get(route, "topical") if route else _usual_route(agent, strength),
        every_days=every_days,
        amount_mg=read_quantity(mass, "mass")[0] if mass else None,
        strength_percent=float(strength) if strength else None,
        volume_ml=_milliliters(volume) if volume else None,
        formulation=formulation,
        wait_after_rolling_days=_day(wait, text) if wait else 0.0 if at_once else None,
        **times,
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

    def take_first(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text begins with a pattern; it is then gone from the text."""
        found = pattern.match(self.text)
        if found is not None:
            self.text = self.text[found.end() :]
        return found is not None

    def take_all(self, pattern: re.Pattern[str]) -> str | None:
        """A number with its unit."""
        found = pattern.search(self.text)
        self.take(pattern)
        return f"{found.group(1)} {found.group(2)}" if found else None

    def check_empty(self, example: str, text: str) -> None:
        """Refuse a text of which something is left over."""
        left = self.text.split()
        if not left:
            return
        if re.fullmatch(_NUMBER, left[0]):
            raise RegimenError(f"The dose '{left[0]}' in '{text}' has no unit. Write it like '{example}'.")
        raise RegimenError(f"Cannot read '{' '.join(left)}' in '{text}'. Write it like '{example}'.")


def _agent(rest: _Rest, text: str) -> Agent:
    name = rest.text.split(" ", 1)[0]
    known = agents()
    if name not in known:
        all_names = (*known, *_PROCEDURES)
        if not name[:1].isalpha():
            raise RegimenError(
                f"'{text}' does not start with what is given. There are: {', '.join(sorted(all_names))}."
            )
        raise RegimenError(str(unknown_name("drug or procedure", name, all_names)))
    rest.text = rest.text[len(name) :]
    return known[name]


def _formulation(rest: _Rest, agent: Agent) -> str | None:
    """The formulation; None where it is the first, so that saying it or not means the same."""
    words = agent.vehicles
    if not words:
        return None
    found = rest.take(re.compile(rf"\b({'|'.join(words)})\b"))
    return None if found == words[0] else found


def _usual_route(agent: Agent, strength: str | None) -> str:
    """The route that is meant where none is said: a strength in percent is put on the skin."""
    return "topical" if strength and agent.vehicles else agent.routes[0]


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


def _millimeters(text: str) -> float:
    number, unit = text.split()
    return convert(float(number), unit.replace("µ", "u").replace("μ", "u"), "mm")


def course_text(course: Course) -> str:
    """A course in words; reading them gives the course back."""
    parts = [course.agent, dose_text(course), course.route, _pace_text(course.every_days)]
    if course.wait_after_rolling_days is not None:
        wait = course.wait_after_rolling_days
        parts.append(f"starting {_wait_text(wait)} after rolling" if wait else "right after rolling")
    return " ".join(parts + _times_text(course, "doses taken"))


def procedure_text(procedure: Procedure) -> str:
    """A procedure in words; reading them gives the procedure back."""
    if isinstance(procedure, Rolling):
        parts = [procedure.says, _pace_text(procedure.every_days)]
    else:
        word = "session" if procedure.sessions == 1 else "sessions"
        parts = [f"prp {procedure.sessions} {word}", _pace_text(procedure.every_days)]
        if procedure.then_every_days is not None:
            parts.append(f"then {_pace_text(procedure.then_every_days)}")
    return " ".join(parts + _times_text(procedure, "sessions done"))


def _times_text(course: Course | Procedure, what: str) -> list[str]:
    parts = []
    if course.start_day > 0.0:
        parts.append(f"from {_day_text(course.start_day)}")
    if course.stop_day is not None:
        parts.append(f"until {_day_text(course.stop_day)}")
    if course.adherence_fraction < 1.0:
        percent = (Decimal(repr(course.adherence_fraction)) * 100).normalize()
        parts.append(f"with {percent:f} % of {what}")
    return parts


def _wait_text(days: float) -> str:
    for unit in ("hour", "minute"):
        number = float(round(convert(days, "day", unit)))
        if convert(number, unit, "day") == days:
            return f"{text_of(number)} {unit}{'' if number == 1.0 else 's'}"
    return f"{text_of(days)} days"


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
    months = round(convert(every_days, "day", "month"))
    if months >= 1 and convert(float(months), "month", "day") == every_days:
        return "monthly" if months == 1 else f"every {months} months"
    return f"every {text_of(every_days)} days"


def _day_text(day: float) -> str:
    for unit in ("year", "week", "month"):
        number = day / convert(1.0, unit, "day")
        if number == round(number) and convert(number, unit, "day") == day:
            return f"{unit} {text_of(number)}"
    return f"day {text_of(day)}"
