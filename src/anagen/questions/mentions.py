"""What a question mentions: treatments with their doses and pace, and who is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from anagen.questions.what_if_words import tables

__all__ = ["Mention", "Person", "find_mentions", "find_person"]

PROCEDURES = ("microneedling", "prp")
_NAMES = "|".join(tables()["usual"])
_TREATMENT = re.compile(
    rf"\b(?:(oral|topical|tablets?) )?({_NAMES})\b(?: (tablets|spray|gel|solution|foam|lotion|liquid))?"
)
_MASS = re.compile(r"\b(\d+(?:\.\d+)?) (mg|mcg|ug)\b")
_STRENGTH = re.compile(r"\b(\d+(?:\.\d+)?) percent\b(?! of)")
_NEEDLE = re.compile(r"\b(\d+(?:\.\d+)?) mm\b")
_PACES = (
    (re.compile(r"\btwice (?:a |per |every |each |1 )?(?:days|day|daily)\b"), "twice daily"),
    (re.compile(r"\btwice (?:a |per |every |each |1 )?(?:weeks|weekly)\b"), "twice weekly"),
    (re.compile(r"\b(\d) times (?:a |per |every |each |1 )?(?:weeks|weekly)\b"), r"\1 times weekly"),
    (re.compile(r"\b(\d) times (?:a |per |every |each |1 )?(?:days|day|daily)\b"), r"\1 times daily"),
    (re.compile(r"\bevery (?:other|second|2) days?\b"), "every 2 days"),
    (re.compile(r"\bevery (?:other|second|2) weeks\b"), "every 2 weeks"),
    (re.compile(r"\bevery (\d+) (days|weeks|months)\b"), r"every \1 \2"),
    (
        re.compile(
            r"\b(?:once |1 times )?(?:a |every |per |each |1 )(?:days|day)\b(?! \d)|\b(?:once )?daily\b"
        ),
        "daily",
    ),
    (
        re.compile(
            r"\b(?:once |1 times )(?:a |every |per |each |1 )?weeks\b|\b(?:every|each|per|a) weeks\b|\bweekly\b"
        ),
        "weekly",
    ),
    (
        re.compile(r"\b(?:once |1 times )(?:a |every |per |each |1 )?months\b|\bevery months\b|\bmonthly\b"),
        "monthly",
    ),
    (re.compile(r"\bonce\b(?! (?:i|it|he|she|we|you|the|my)\b)"), "{}"),
    (re.compile(r"\btwice\b"), "twice {}"),
)
_PACE = re.compile(r"\b(?:(?:twice |\d times )?(?:daily|weekly)|monthly|every \d+ (?:days|weeks|months))\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One treatment in a question, as far as it was said."""

    drug: str
    route: str | None = None
    """``"oral"`` or ``"topical"``."""
    mass_mg: float | None = None
    strength_percent: float | None = None
    needle_mm: float | None = None
    pace: str | None = None
    foam: bool = False
    at: int = 0
    """Where in the question."""
    parts: tuple[tuple[int, int], ...] = ()
    """The stretches of the question that were understood as part of it."""

    @property
    def is_procedure(self) -> bool:
        """Whether it is done, not taken."""
        return self.drug in PROCEDURES

    @property
    def says_dose(self) -> bool:
        """Whether a dose or a pace was said."""
        said = (self.mass_mg, self.strength_percent, self.needle_mm, self.pace)
        return any(one is not None for one in said)

    @property
    def says_more(self) -> bool:
        """Whether more than the name was said."""
        return self.says_dose or self.route is not None

    def put_into(self, usual: str) -> str:
        """The usual course with what was said put in its place.

        Parameters
        ----------
        usual
            In words.
        """
        text = usual
        if self.mass_mg is not None:
            text = re.sub(r"\d+(?:\.\d+)? mg", f"{self.mass_mg:g} mg", text)
        if self.strength_percent is not None:
            text = re.sub(r"\d+(?:\.\d+)? %", f"{self.strength_percent:g} %", text)
        if self.needle_mm is not None:
            text = re.sub(r"\d+(?:\.\d+)? mm", f"{self.needle_mm:g} mm", text)
        if self.pace is not None and self.drug != "prp":
            text = _PACE.sub(self.pace, text)
        return text.replace("mL topical", "mL foam topical") if self.foam else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a question says of whoever is meant."""

    age_years: float | None = None
    sex: str | None = None
    norwood: str | None = None


def find_mentions(text: str, *, like: Mention | None = None, context: str = "") -> list[Mention]:
    """The treatments of a text, in order, each with the dose and pace that stand by it.

    Parameters
    ----------
    text
        As `anagen.questions.words.normal` gives it, with numbers in digits.
    like
        A treatment of which the text gives a dose or a pace without naming it.
    context
        The whole question, which may say of what a bare 'twice' is; the text itself if not given.
    """
    context = context or text
    named = list(_TREATMENT.finditer(text))
    if not named:
        if like is None:
            return []
        bare = Mention(drug=like.drug, at=like.at)
        one = _described(bare, text, 0, len(text), context)
        return [one] if one.says_more else []
    borders = [
        0,
        *(_border(text, one, other) for one, other in pairwise(named)),
        len(text),
    ]
    found = []
    for place, match in enumerate(named):
        before, drug, after = match.groups()
        mention = Mention(
            drug=drug,
            route=_route(before, after),
            foam=after == "foam",
            at=match.start(),
            parts=(match.span(),),
        )
        found.append(_described(mention, text, borders[place], borders[place + 1], context))
    return _named_again(found)


def _named_again(found: list[Mention]) -> list[Mention]:
    """The mentions without those that only name a treatment again, as in "minoxidil alone"; their places are kept."""
    kept: list[Mention] = []
    for one in found:
        first = next((place for place, other in enumerate(kept) if other.drug == one.drug), None)
        if first is None or one.says_more:
            kept.append(one)
        else:
            kept[first] = replace(kept[first], parts=(*kept[first].parts, *one.parts))
    return kept


_ORAL, _TOPICAL = (
    re.compile(r"\b(?:oral|tablets?)\b"),
    re.compile(r"\b(?:topical|spray|gel|solution|lotion|liquid)\b"),
)


def _route(before: str | None, after: str | None) -> str | None:
    for word in (before, after):
        if word in ("oral", "tablet", "tablets"):
            return "oral"
        if word in ("topical", "spray", "gel", "solution", "foam", "lotion", "liquid"):
            return "topical"
    return None


def _border(text: str, one: re.Match[str], other: re.Match[str]) -> int:
    """Where what belongs to one drug ends and what belongs to the next begins."""
    between = text[one.end() : other.start()]
    joint = re.search(r"\b(?:and|plus|combine|with|instead of|rather than|to|than|better|but)\b", between)
    return one.end() + (joint.end() if joint else len(between) // 2)


def _described(mention: Mention, text: str, start: int, end: int, context: str) -> Mention:
    """A mention with the dose and pace that stand between two places."""
    part = text[start:end]
    mass, strength, needle = _MASS.search(part), _STRENGTH.search(part), _NEEDLE.search(part)
    parts = [(start + one.start(), start + one.end()) for one in (mass, strength, needle) if one]
    pace = None
    for pattern, words in _PACES:
        found = pattern.search(part)
        if found is not None:
            pace = found.expand(words).format("weekly" if re.search(r"\bweek", context) else "daily")
            parts.append((start + found.start(), start + found.end()))
            break
    route = mention.route
    for name, pattern in (("oral", _ORAL), ("topical", _TOPICAL)):
        said = pattern.search(part)
        if route is None and said is not None:
            route = name
            parts.append((start + said.start(), start + said.end()))
    scale = 1.0 if mass is None or mass.group(2) == "mg" else 0.001
    return replace(
        mention,
        route=route,
        mass_mg=float(mass.group(1)) * scale if mass else None,
        strength_percent=float(strength.group(1)) if strength else None,
        needle_mm=float(needle.group(1)) if needle else None,
        pace=pace,
        parts=(*mention.parts, *parts),
    )


_AGED = re.compile(
    r"(?<!when )(?<!until )\b(?:i am|im|aged|age|he is|she is|my (?:man|woman|father|mother|brother|sister|friend) is)"
    r" (?:now )?(\d{2})\b(?: years old)?(?! (?:percent|mg|mm|months|weeks|days))|\b(\d{2}) years old\b"
)
_SEX = (
    ("female", re.compile(r"\b(?:woman|she|her|mother|sister)\b")),
    ("male", re.compile(r"\b(?:man|he|his|him|father|brother)\b")),
)
_NORWOOD = re.compile(r"\bnorwood (?:stage |grade |type )?([1-7]|i{1,3}|iv|v|vi{1,2})(?: (vertex|crown))?\b")
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V", "6": "VI", "7": "VII"}


def find_person(text: str) -> tuple[Person, str]:
    """Who is meant, and the text without it.

    Parameters
    ----------
    text
        As for `find_mentions`.
    """
    aged, graded = _AGED.search(text), _NORWOOD.search(text)
    sex = next((name for name, pattern in _SEX if pattern.search(text)), None)
    age = None if aged is None else float(aged.group(1) or aged.group(2))
    norwood = None
    if graded:
        norwood = _ROMAN.get(graded.group(1), graded.group(1).upper())
        norwood = "IIIv" if norwood == "III" and graded.group(2) else norwood
    for found in sorted((one for one in (aged, graded) if one), key=lambda one: -one.start()):
        text = f"{text[: found.start()]}{text[found.end() :]}"
    return Person(age_years=age, sex=sex, norwood=norwood), " ".join(text.split())
