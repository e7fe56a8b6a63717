"""A what-if question taken apart: who is meant, which treatments, when, and what was filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from anagen.questions.mentions import Mention, Person
from anagen.questions.what_if_words import tables
from anagen.units import DAYS_PER_YEAR

__all__ = [
    "AGE_THEN",
    "SPAN",
    "TYPICAL_AGE_YEARS",
    "UNTREATED",
    "Arm",
    "Reading",
    "WhatIf",
    "counted",
    "timed",
]

LOOK_ON_YEARS, USUAL_YEARS, LONGEST_YEARS = 2.0, 3.0, 30.0
"""How far to look beyond the last change, how far if there is none, and how far at most."""
TYPICAL_AGE_YEARS = {"male": 30.0, "female": 40.0}
"""Age of the typical person who stands for somebody of whom nothing is said. [year]"""
UNTREATED = "untreated"
DAYS = {"years": DAYS_PER_YEAR, "months": DAYS_PER_YEAR / 12.0, "weeks": 7.0, "days": 1.0}
_UNIT = "(?:years|months|weeks|days)"
SPAN = rf"(\d+(?:\.\d+)?) ({_UNIT})"
"""A span of time, once numbers are in digits."""
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
AGE_THEN = re.compile(
    r"\b(?:at|when i am|when im|turn|until i am|until im|age|at age|at the age of) (\d{2})\b"
    r"(?! (?:percent|mg|mm|years(?! old)|months|weeks|days))"
)
"""An age at which something is to happen."""
_SPAN_FROM_NOW = (
    re.compile(rf"\b(?:in|wait|waiting|delay|after|at|following|by) {SPAN}"),
    re.compile(rf"{SPAN} (?:from now|later)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One course of action."""

    name: str
    """As it is called in the answer."""
    regimen: str
    """In words that `Regimen.of` reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A question as it was read."""

    arms: tuple[Arm, ...]
    """What is compared: the first with the second, or with no treatment if it is alone."""
    years: float
    """How far to look. [year]"""
    changes_year: float | None
    """When something changes: a stop, a start, a switch. [year]"""
    person: Person
    """What the question says of whoever is meant."""
    assumed: tuple[str, ...]
    """What was filled in, in words."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """What has been understood of a question so far."""

    text: str
    person: Person
    mentions: Sequence[Mention]
    sex: str
    age_years: float | None
    assumed: list[str] = field(default_factory=list)

    def found(self, verb: str) -> re.Match[str] | None:
        """Where something is done, by the names of the table of verbs."""
        return re.search(rf"\b(?:{tables()['verbs'][verb]})\b", self.text)

    def has(self, *words: str) -> bool:
        """Whether one of some words is there."""
        return re.search(rf"\b(?:{'|'.join(words)})\b", self.text) is not None

    def after(self, verb: str) -> list[Mention]:
        """Treatments that follow a verb, before it is said what is kept."""
        found = self.found(verb)
        if found is None:
            return []
        kept = re.search(rf"\b(?:{tables()['verbs']['kept']})\b", self.text[found.end() :])
        last = len(self.text) if kept is None else found.end() + kept.start()
        return [one for one in self.mentions if found.end() <= one.at < last]

    def course(self, mention: Mention) -> str:
        """A treatment as a regimen, with what was not said filled in."""
        course = mention.put_into(self._usual(mention))
        if not mention.says_dose:
            self.assume(f"'{mention.drug}' was read as {course}, the usual course.")
        return course

    def _usual(self, mention: Mention) -> str:
        """The usual course, by the route that is meant."""
        usual = tables()["usual"][mention.drug]
        route = mention.route or next(iter(usual))
        if mention.route is None and mention.mass_mg is not None and "oral" in usual:
            route = "oral"
        if route not in usual:
            route = next(iter(usual))
        by_sex = f"{route}_women" if self.sex == "female" else route
        course: str = usual.get(by_sex, usual[route])
        return course

    def together(self, *courses: str) -> str:
        """Courses side by side; what is put on the scalp waits a day after each rolling, as in the main trial."""
        if not any(one.startswith("microneedling") for one in courses):
            return " + ".join(courses)
        waiting = [f"{one} starting 24 hours after rolling" if " topical" in one else one for one in courses]
        if waiting != list(courses):
            self.assume("What is put on the scalp waits 24 hours after each rolling, as in the main trial.")
        return " + ".join(waiting)

    def assume(self, what: str) -> None:
        """Note what was filled in, once."""
        if what not in self.assumed:
            self.assumed.append(what)

    def moment_years(self) -> float | None:
        """When something is to happen, from now; None if no time is said. [year]"""
        age = AGE_THEN.search(self.text)
        if age is not None:
            if self.age_years is None:
                self.age_years = TYPICAL_AGE_YEARS[self.sex]
                self.assume(f"The age now was not said and is taken as {self.age_years:g}.")
            return float(age.group(1)) - self.age_years
        spans = (pattern.search(self.text) for pattern in _SPAN_FROM_NOW)
        return next((years_of(one) for one in spans if one is not None), None)

    def span_years(self, before: str = "") -> float | None:
        """The first span of time, or the first after a word. [year]"""
        found = re.search(rf"\b{before} {SPAN}" if before else SPAN, self.text)
        return None if found is None else years_of(found)

    def made(
        self, *arms: tuple[str, str], changes_year: float | None = None, years: float | None = None
    ) -> WhatIf | None:
        """The question as it was read, or None if it looks too far or back."""
        look = years or self.span_years("over") or max(USUAL_YEARS, (changes_year or 0.0) + LOOK_ON_YEARS)
        if not 0.0 < look <= LONGEST_YEARS or (changes_year is not None and changes_year <= 0.0):
            return None
        return WhatIf(
            arms=tuple(Arm(name=name, regimen=regimen) for name, regimen in arms),
            years=look,
            changes_year=changes_year,
            person=replace(self.person, age_years=self.age_years),
            assumed=tuple(self.assumed),
        )


def counted(text: str) -> str:
    """A text with numbers in digits, and spans of time as a number with its unit.

    Examples
    --------
    >>> counted("after half a years or two months")
    'after 0.5 years or 2 months'
    """
    text = re.sub(rf"\bhalf (?:a|an|of a) ({_UNIT})\b", r"0.5 \1", text)
    text = re.sub(rf"\b(?:a|an|another|the first|1st) ({_UNIT})\b", r"1 \1", text)
    text = re.sub(r"\b(?:a )?couple (?:of )?", "2 ", text)
    for number, word in enumerate(_NUMBERS):
        text = re.sub(rf"\b{word}\b", str(number), text)
    return text


def years_of(found: re.Match[str]) -> float:
    """The years of a span that was found. [year]"""
    return float(found.group(1)) * DAYS[found.group(2)] / DAYS_PER_YEAR


def timed(course: str, word: str, years: float) -> str:
    """Each course of a regimen from or until a time.

    Parameters
    ----------
    course
        In words.
    word
        ``"from"`` or ``"until"``.
    years
        When. [year]
    """
    if round(years, 6) == round(years):
        when = f"year {years:.0f}"
    else:
        months = round(years * 12.0, 6)
        when = f"month {months:.0f}" if months == round(months) else f"day {years * DAYS_PER_YEAR:.0f}"
    return " + ".join(f"{one} {word} {when}" for one in course.split(" + "))
