"""One question answered: what comes first, the answer, what it rests on, how sure it is, and what others claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from anagen.questions.curated import Entry, entries
from anagen.questions.documents import Document, documents, evidence_documents
from anagen.questions.plain import plain_text
from anagen.questions.red_flags import RedFlag, raised
from anagen.questions.search import Hit, Index, Page

__all__ = [
    "ANSWERED",
    "FOUND",
    "KINDS",
    "REPLIED",
    "STOPPED",
    "UNANSWERED",
    "Answer",
    "Reply",
    "Warned",
    "answer",
]

STOPPED, ANSWERED, REPLIED, FOUND, UNANSWERED = "stop", "answer", "reply", "documents", "unanswered"
KINDS = (STOPPED, ANSWERED, REPLIED, FOUND, UNANSWERED)
"""A stop; a written answer; a clinician's reply; documents without an answer; nothing."""
LEAST_FIT = 0.42
"""Fit from which a written answer is given: all but one in a hundred of the tuning questions reach it, and one in
twenty of those that nothing answers (`data/relevance.toml`)."""
LEAST_FIT_ELSEWHERE = 0.5
"""The same for a question without a word of the subject; it parts the tuning questions from the others wholly."""
LEAST_DOCUMENT_FIT = 0.55
"""The same for a document that no answer was written for; higher, because such texts were not made to be asked for."""
NEAR = 3
"""Other answers that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One sign in the question, with what is said to it and the rules behind it."""

    flag: RedFlag
    rules: tuple[Document, ...]
    contacts: tuple[str, ...] = ()
    """Crisis lines."""

    def as_dict(self) -> dict[str, Any]:
        """The warning as plain values, for JSON."""
        return {
            "sign": self.flag.name,
            "title": self.flag.title,
            "says": self.flag.says,
            "ends": self.flag.ends,
            "contacts": list(self.contacts),
            "rules": [one.as_dict() for one in self.rules],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a clinician replied to a question that nothing here answered."""

    name: str
    """Identifier of the question."""
    question: str
    text: str
    who: str
    when: str
    """Day or time, ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a question."""

    question: str
    kind: str
    """One of `KINDS`."""
    warnings: tuple[Warned, ...] = ()
    """What comes before all else."""
    name: str = ""
    """Of the written answer, or of the question that was replied to."""
    title: str = ""
    text: str = ""
    sure: str = ""
    why_sure: str = ""
    rests_on: tuple[Document, ...] = ()
    claims: tuple[Document, ...] = ()
    """What the documents claim of it, with what the literature says."""
    fit: float = 0.0
    """How well the question fits, from 0 to 1."""
    near: Mapping[str, str] = field(default_factory=dict)
    """Other answers that fit less: title by name."""

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {
            "question": self.question,
            "kind": self.kind,
            "warnings": [one.as_dict() for one in self.warnings],
            "answer": {
                "name": self.name,
                "title": self.title,
                "text": self.text,
                "sure": self.sure,
                "why_sure": self.why_sure,
            }
            if self.text
            else None,
            "rests_on": [one.as_dict() for one in self.rests_on],
            "claims": [one.as_dict() for one in self.claims],
            "fit": round(self.fit, 3),
            "near": dict(self.near),
        }


def answer(
    question: str,
    *,
    claims: Sequence[Document] = (),
    replies: Sequence[Reply] = (),
    clinician: bool = False,
    region: str | None = None,
) -> Answer:
    """The answer to a question, from what was written, what was replied, or the documents themselves.

    Parameters
    ----------
    question
        In plain words.
    claims
        What the source documents claim, as documents of kind ``"claim"``; those that the answer names are shown.
    replies
        What clinicians replied to earlier questions.
    clinician
        Whether a clinician asks, who also sees the rules that speak to clinicians only.
    region
        Where the asker lives, by the names of a person's file; it chooses the crisis lines.

    Raises
    ------
    InputError
        If the question holds no word, or too many.
    """
    asked = plain_text(question)
    warnings = tuple(_warned(one, region) for one in raised(asked))
    if any(one.flag.ends for one in warnings):
        return Answer(question=asked, kind=STOPPED, warnings=warnings)
    hits = written_index().search(asked)
    least = least_fit(asked)
    replied = _replied(asked, replies)
    if replied is not None and replied[1] >= max(least, hits[0].fit if hits else 0.0):
        return _reply(asked, warnings, *replied)
    if hits and hits[0].fit >= least:
        return _written(asked, warnings, hits, claims, clinician)
    return _documents(asked, warnings, hits)


def least_fit(question: str) -> float:
    """Fit from which an answer is given to a question, from 0 to 1.

    Parameters
    ----------
    question
        As it was asked.
    """
    return LEAST_FIT if written_index().on_subject(question) else LEAST_FIT_ELSEWHERE


def _warned(flag: RedFlag, region: str | None) -> Warned:
    from anagen.consultation.questionnaire import crisis_contacts

    return Warned(
        flag=flag,
        rules=tuple(documents()["rule", name] for name in flag.rules),
        contacts=crisis_contacts(region) if flag.crisis else (),
    )


@cache
def written_index() -> Index:
    """The written answers, ready to be searched."""
    return Index(Page(name=one.name, asks=one.asks, title=one.title, text=one.text) for one in entries())


@cache
def document_index() -> Index:
    """The evidence itself, ready to be searched."""
    return Index(
        Page(
            name=f"{one.kind} {one.name}",
            asks=(one.title, one.name.replace("_", " ")),
            title="",
            text=one.says,
        )
        for one in evidence_documents()
    )


def _replied(question: str, replies: Sequence[Reply]) -> tuple[Reply, float] | None:
    """The reply whose question is most like this one, and how well it fits."""
    if not replies:
        return None
    by_name = {one.name: one for one in replies}
    pages = [Page(name=one.name, asks=(one.question,), title=one.question, text=one.text) for one in replies]
    # Rarity needs many pages to be known: replies are searched among the written answers.
    written = (
        Page(name=f"written {one.name}", asks=one.asks, title=one.title, text=one.text) for one in entries()
    )
    hits = [hit for hit in Index([*pages, *written]).search(question) if hit.name in by_name]
    return (by_name[hits[0].name], hits[0].fit) if hits else None


def _reply(asked: str, warnings: tuple[Warned, ...], reply: Reply, fit: float) -> Answer:
    return Answer(
        question=asked,
        kind=REPLIED,
        warnings=warnings,
        name=reply.name,
        title="A clinician's reply to a question like this one",
        text=reply.text,
        sure="a clinician's reply, not evidence",
        why_sure=f"Replied by {reply.who} on {reply.when[:10]}.",
        fit=fit,
    )


def _written(
    asked: str,
    warnings: tuple[Warned, ...],
    hits: Sequence[Hit],
    claims: Sequence[Document],
    clinician: bool,
) -> Answer:
    by_name = {one.name: one for one in entries()}
    found: Entry = by_name[hits[0].name]
    rests_on = [documents()[key] for key in found.rests_on()]
    return Answer(
        question=asked,
        kind=ANSWERED,
        warnings=warnings,
        name=found.name,
        title=found.title,
        text=found.text,
        sure=found.sure,
        why_sure=found.why_sure,
        rests_on=tuple(one for one in rests_on if clinician or not one.for_clinicians),
        claims=tuple(one for one in claims if one.name in found.claims),
        fit=hits[0].fit,
        near={hit.name: by_name[hit.name].title for hit in hits[1 : 1 + NEAR]},
    )


def _documents(asked: str, warnings: tuple[Warned, ...], hits: Sequence[Hit]) -> Answer:
    """The documents that fit where no answer was written, or nothing."""
    by_name = {one.name: one for one in entries()}
    near = {hit.name: by_name[hit.name].title for hit in hits[:NEAR]}
    fitting = [hit for hit in document_index().search(asked) if hit.fit >= LEAST_DOCUMENT_FIT]
    if not fitting:
        return Answer(question=asked, kind=UNANSWERED, warnings=warnings, near=near)
    keys = [tuple(hit.name.split(" ", 1)) for hit in fitting]
    return Answer(
        question=asked,
        kind=FOUND,
        warnings=warnings,
        rests_on=tuple(documents()[kind, name] for kind, name in keys),
        fit=fitting[0].fit,
        near=near,
    )
