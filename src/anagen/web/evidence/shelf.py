"""The shelf: everything that is known, by kind, and what a search finds on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import quote, urlencode

from anagen import __version__
from anagen.errors import unknown_name
from anagen.evidence import Parameter, known
from anagen.evidence.claims import claims
from anagen.evidence.claims_measured import measured_claims
from anagen.questions.documents import Document, claim_documents, documents
from anagen.web.evidence.views import ShelfView, Tab, Thing

__all__ = ["KINDS", "address_of", "quantity_text", "shelf_page", "things_of", "unit_text"]

KINDS = {
    "parameters": "Numbers",
    "sources": "Papers",
    "trials": "Trials",
    "surveys": "Surveys",
    "rules": "Rules",
    "claims": "Claims",
}
"""What there is, and what it is called."""
ABOUT = {
    "parameters": "Every number that the model reads: its value, unit and interval, the paper it stands in, and how it "
    "came about. No number of biology is written into the program.",
    "sources": "Every paper, label and guideline that a number, a trial or a rule rests on.",
    "trials": "Published trials as files that the model runs. Some were used to fit its free numbers; the others were "
    "held back, to see whether it foretells what it was never shown.",
    "surveys": "How many people of an age have hair loss, as others counted. Simulated people are held against it.",
    "rules": "What the consultation says, holds back or rules out, each with the label or guideline behind it.",
    "claims": "What two documents of a clinic claim about hair loss and the dermaroller, what the literature says of "
    "each claim, and what the model has to show of it.",
}
SINGULAR = {kind: kind.removesuffix("s") for kind in KINDS}
PER_PAGE = 40
UNITS = {"um": "µm", "cm2": "cm²", "um2": "µm²", "mm2": "mm²", "ug": "µg"}
PLURALS = {
    "day": "days",
    "year": "years",
    "hour": "hours",
    "minute": "minutes",
    "month": "months",
    "week": "weeks",
}
LONGEST_FIND = 200


def address_of(kind: str, name: str) -> str:
    """The page of a thing.

    Parameters
    ----------
    kind
        One of `KINDS`, or its singular, as documents have it.
    name
        Of the thing.
    """
    plural = kind if kind in KINDS else f"{kind}s"
    return f"/evidence/{plural}/{quote(name, safe='')}" if plural in KINDS else ""


def unit_text(unit: str, count: float = 1.0) -> str:
    """A canonical unit in letters for a reader; empty for a pure number.

    Parameters
    ----------
    unit
        As the evidence has it.
    count
        What it follows; a word of time is in the plural after anything but one.

    Examples
    --------
    >>> unit_text("um"), unit_text("1/cm2"), unit_text("ng/mL"), unit_text("1")
    ('µm', 'per cm²', 'ng/mL', '')
    >>> unit_text("day", 2.5), unit_text("day", 1.0)
    ('days', 'day')
    """
    if unit == "1":
        return ""
    over, *under = [UNITS.get(part, part) for part in unit.split("/")]
    over = PLURALS.get(over, over) if count != 1.0 else over
    return " ".join(f"per {one}" for one in under) if over == "1" else "/".join([over, *under])


def quantity_text(one: Parameter) -> str:
    """A number with its unit and interval, in a line."""
    unit = unit_text(one.unit, one.value)
    span = "" if one.interval is None else f" ({one.interval[0]:.4g} to {one.interval[1]:.4g})"
    return f"{one.value:.4g}{' ' if unit else ''}{unit}{span}"


@cache
def things_of(kind: str) -> tuple[Thing, ...]:
    """All things of a kind.

    Parameters
    ----------
    kind
        One of `KINDS`.
    """
    if kind not in KINDS:
        raise unknown_name("kind of evidence", kind, KINDS)
    if kind == "parameters":
        return tuple(_parameter(one) for one in known().values())
    everything = claim_documents() if kind == "claims" else tuple(documents().values())
    return tuple(_thing(kind, one) for one in everything if one.kind == SINGULAR[kind])


def _parameter(one: Parameter) -> Thing:
    return Thing(
        kind="parameters",
        name=one.name,
        title=one.meaning,
        says=quantity_text(one),
        grade=one.grade,
        address=address_of("parameters", one.name),
    )


def _thing(kind: str, one: Document) -> Thing:
    says = one.source if kind in ("sources", "trials") else one.says
    grade = one.grade.removeprefix("seen: ").removeprefix("literature: ")
    return Thing(
        kind=kind,
        name=one.name,
        title=one.title,
        says=says,
        grade=grade,
        shows=_shows(one.name) if kind == "claims" else "",
        address=address_of(kind, one.name),
    )


def _shows(claim: str) -> str:
    """What the model last showed of a claim."""
    found = measured_claims().of(claims()[claim])
    return "" if found is None else found.status


def shelf_page(kind: str, find: str, grade: str, page: int) -> ShelfView:
    """A page of the shelf.

    Parameters
    ----------
    kind
        Of which things are shown.
    find
        Words that all stand somewhere in a thing; everything if empty.
    grade
        Show those of this grade only; all if empty.
    page
        Which page, from 1; one too far is the last.
    """
    find = " ".join(find.split())[:LONGEST_FIND]
    found = {one: _found(things_of(one), find) for one in KINDS}
    if kind not in found:
        raise unknown_name("kind of evidence", kind, KINDS)
    grades = sorted({one.grade for one in things_of(kind)})
    fitting = [one for one in found[kind] if grade in ("", one.grade)]
    pages = max(1, -(-len(fitting) // PER_PAGE))
    page = min(max(page, 1), pages)
    return ShelfView(
        kind=kind,
        about=ABOUT[kind],
        find=find,
        grade=grade if grade in grades else "",
        grades=grades if len(grades) <= 12 else [],
        tabs=_tabs(found, find),
        things=fitting[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(fitting),
        page=page,
        pages=pages,
        next_address=_address(kind=kind, find=find, grade=grade, page=""),
        version=__version__,
        fingerprint=known().fingerprint,
    )


def _tabs(found: Mapping[str, Sequence[Thing]], find: str) -> list[Tab]:
    return [
        Tab(kind=kind, label=label, count=len(found[kind]), address=_address(kind=kind, find=find))
        for kind, label in KINDS.items()
    ]


def _address(**asked: str) -> str:
    """Address of the shelf; what is empty is left out, but for the page, which the caller adds."""
    given = {name: value for name, value in asked.items() if value or name == "page"}
    return f"/evidence?{urlencode(given)}"


def _found(things: Sequence[Thing], find: str) -> list[Thing]:
    """Those in which all words stand; whose name holds one comes first."""
    words = find.lower().split()
    fitting = [one for one in things if all(word in _text(one) for word in words)]
    return (
        sorted(fitting, key=lambda one: not any(word in one.name.lower() for word in words))
        if words
        else fitting
    )


def _text(one: Thing) -> str:
    return f"{one.name} {one.name.replace('_', ' ')} {one.title} {one.says} {one.grade}".lower()
