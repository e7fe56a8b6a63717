"""The first part of a report: what the answers say before any treatment is spoken of."""

from __future__ import annotations

from anagen.consultation.consult import Consultation
from anagen.consultation.report.document import Block, Paragraph, Section, Sentence
from anagen.consultation.wording import ended

__all__ = ["outcome_marks", "screening_sections"]

SEVERITIES = {
    "stop": "Stop",
    "refer": "Let a doctor look",
    "investigate": "To be looked into",
    "note": "Note",
}


def outcome_marks(consultation: Consultation) -> tuple[str, ...]:
    """Rules behind the outcome of the screening."""
    grave = [
        one.rule for one in consultation.screening.findings if one.severity == consultation.screening.outcome
    ]
    return tuple(dict.fromkeys(grave)) or ("screening",)


def screening_sections(consultation: Consultation) -> list[Section]:
    """What the answers say."""
    found = consultation.screening.findings
    if not found:
        return []
    order = {"stop": 0, "refer": 1, "investigate": 2}
    graded = sorted(found, key=lambda one: order.get(one.severity, 3))
    return [
        Section(
            title="What the answers say",
            tone=consultation.screening.outcome,
            blocks=(
                Paragraph(
                    sentences=tuple(
                        Sentence(says=f"{SEVERITIES[one.severity]}: {ended(one.says)}", marks=(one.rule,))
                        for one in graded
                    ),
                    look="list",
                ),
                *crisis_blocks(consultation),
                *differential_blocks(consultation),
            ),
        )
    ]


def crisis_blocks(consultation: Consultation) -> list[Block]:
    """Whom to call now, where somebody thinks of self-harm."""
    lines = consultation.screening.crisis
    if not lines:
        return []
    said = tuple(Sentence(says=ended(one), marks=outcome_marks(consultation)) for one in lines)
    return [Paragraph(sentences=said, look="warning")]


def differential_blocks(consultation: Consultation) -> list[Block]:
    """What else the loss may be, where a rule suggests it."""
    suggested = [one for one in consultation.screening.differentials if one.because]
    said = tuple(
        Sentence(
            says=f"It may also be {one.title[:1].lower()}{one.title[1:]}: {ended(one.differs)}",
            marks=one.because,
        )
        for one in suggested
    )
    return [Paragraph(sentences=said, look="list")] if said else []
