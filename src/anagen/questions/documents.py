"""What the evidence and the rules hold, as documents that can be found and cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from anagen.consultation.rules import rules
from anagen.evidence import Parameter, known
from anagen.evidence.bibliography import reference
from anagen.evidence.claims import claims
from anagen.evidence.epidemiology import surveys
from anagen.questions.figures import packaged_trials, protocol

__all__ = ["CLAIMED_BY", "Document", "claim_documents", "documents", "evidence_documents", "rule_documents"]

CLAIMED_BY = {
    "miniaturization": "A clinic's explanation of hair loss",
    "dermaroller": "A guide to the dermaroller",
}
"""What the source documents are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that is known, ready to be shown beside an answer."""

    kind: str
    """``"parameter"``, ``"trial"``, ``"source"``, ``"survey"``, ``"rule"``, ``"claim"`` or ``"reply"``."""
    name: str
    title: str
    says: str
    grade: str
    """How it came about, or how far it can be trusted."""
    source: str
    """What to cite."""
    url: str = ""
    for_clinicians: bool = False
    """Whether it speaks to clinicians only, as rules on off-label use do."""

    def as_dict(self) -> dict[str, Any]:
        """The document as plain values, for JSON."""
        return asdict(self)


@cache
def documents() -> Mapping[tuple[str, str], Document]:
    """All that the project's evidence and rules hold, by kind and name."""
    return {(one.kind, one.name): one for one in (*evidence_documents(), *rule_documents())}


@cache
def evidence_documents() -> tuple[Document, ...]:
    """Parameters, trials, surveys and sources."""
    found = [_parameter(one) for one in known().values()]
    found += [_trial(name) for name in packaged_trials()]
    found += [_survey(name) for name in dict.fromkeys(one.name for one in surveys())]
    for source in known().sources.values():
        says = f"{source.design[0].upper()}{source.design[1:]}"
        people = "" if source.n is None else f", {source.n} people"
        found.append(
            Document(
                kind="source",
                name=source.key,
                title=source.title,
                says=f"{says}{people}.",
                grade=f"seen: {source.seen}",
                source=reference(source),
            )
        )
    return tuple(found)


def _parameter(one: Parameter) -> Document:
    unit = "" if one.unit == "1" else f" {one.unit}"
    span = "" if one.interval is None else f" ({one.interval[0]:g} to {one.interval[1]:g})"
    return Document(
        kind="parameter",
        name=one.name,
        title=one.meaning,
        says=f"{one.meaning}: {one.value:g}{unit}{span}.",
        grade=one.grade,
        source=reference(known().sources[one.source]),
    )


def _trial(name: str) -> Document:
    file = protocol(name)
    trust = sorted({one["trust"] for one in file["outcomes"] if "trust" in one})
    return Document(
        kind="trial",
        name=name,
        title=file["title"],
        says=f"{file['title']}.",
        grade=f"trust in its numbers: {', '.join(trust) or 'not stated'}",
        source=_cited(file["source"]),
    )


def _survey(name: str) -> Document:
    bands = [one for one in surveys() if one.name == name]
    first = bands[0]
    who = {"male": "men", "female": "women"}.get(first.sex, "men and women")
    shares = "; ".join(f"from {one.age_low_years:g} years {one.percent:g} %" for one in bands)
    return Document(
        kind="survey",
        name=name,
        title=f"How many {who} in {first.country} have {first.scale} {first.threshold} or more",
        says=f"Share of {who} in {first.country} with {first.scale} {first.threshold} or more: {shares}.",
        grade=f"trust: {first.trust}",
        source=_cited(first.source),
    )


def _cited(key: str) -> str:
    return reference(known().sources[key])


@cache
def rule_documents() -> tuple[Document, ...]:
    """The rules of the consultation."""
    depths = {"self", "carer"}
    return tuple(
        Document(
            kind="rule",
            name=one.id,
            title=one.title,
            says=one.says,
            grade=one.strength,
            source=one.source,
            url=one.url,
            for_clinicians=depths.isdisjoint(one.depths),
        )
        for one in rules()
    )


@cache
def claim_documents() -> tuple[Document, ...]:
    """What the source documents claim, and what the literature says of it."""
    return tuple(
        Document(
            kind="claim",
            name=one.id,
            title=one.claim,
            says=one.literature,
            grade=f"literature: {one.verdict}",
            source=CLAIMED_BY[one.document],
        )
        for one in claims().values()
    )
