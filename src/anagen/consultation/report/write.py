"""From a consultation to the sentences of its report."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.consultation.consult import Consultation
from anagen.consultation.report.closed_options import beside_sections, closed_sections
from anagen.consultation.report.document import Document, Gallery, Paragraph, Section, Sentence
from anagen.consultation.report.findings import outcome_marks, screening_sections
from anagen.consultation.report.open_options import (
    briefly_sections,
    compared_sections,
    detailed_sections,
    treatment_sections,
    untreated_sections,
)
from anagen.consultation.report.sources import ERROR, MODEL, sources_of
from anagen.consultation.wording import LIMITS, NOT_A_DEVICE, PICTURES_SAY
from anagen.patient.person import person_of

__all__ = ["report_of"]

OUTCOMES = {
    "unsettled": "Nothing in the answers is alarming, but some are missing on which it hangs whether this is pattern "
    "hair loss at all. Until they are given no treatment is forecast, and a doctor can always be asked.",
    "plan": "Nothing in the answers points away from pattern hair loss, so the options below can be looked at.",
    "refer": "The answers point to something that a doctor should look at first. No treatment is forecast.",
    "stop": "No treatment is looked at now. Please read the first finding: it says why, and who can help.",
}
OWN_WORDS = "own words"
TITLE = "Hair loss: what the options would probably do"
TITLE_WITHOUT_FORECAST = "Hair loss: what the answers say"


def report_of(consultation: Consultation, pictures: Mapping[str, bytes] | None = None) -> Document:
    """The report of a consultation.

    Parameters
    ----------
    consultation
        What was found.
    pictures
        PNG files to show, by caption.
    """
    sections = [
        *screening_sections(consultation),
        *untreated_sections(consultation),
        *compared_sections(consultation),
        *picture_sections(pictures or {}),
        *detailed_sections(consultation),
        *briefly_sections(consultation),
        *treatment_sections(consultation),
        *beside_sections(consultation),
        *closed_sections(consultation),
        *method_sections(consultation),
    ]
    lead = (
        Sentence(says=f"{who(consultation)}.", marks=(OWN_WORDS,)),
        Sentence(says=OUTCOMES[outcome_of(consultation)], marks=outcome_marks(consultation)),
        Sentence(says=NOT_A_DEVICE, marks=("limits",)),
    )
    made = consultation.provenance.as_dict()
    draft = Document(
        title=TITLE if consultation.forecasts else TITLE_WITHOUT_FORECAST,
        lead=lead,
        sections=tuple(sections),
        sources={},
        foot=NOT_A_DEVICE,
        made={
            "anagen": made["version"],
            "seed": str(made["seed"]),
            "evidence": made["evidence"][:12],
            "rules": str(made["settings"].get("rules", ""))[:12],
            "depth": consultation.depth,
        },
    )
    return Document(
        title=draft.title,
        lead=draft.lead,
        sections=draft.sections,
        sources=sources_of(draft.marks, consultation),
        foot=draft.foot,
        made=draft.made,
    )


def outcome_of(consultation: Consultation) -> str:
    """The outcome in a word: a referral only because answers are missing has its own."""
    return "unsettled" if consultation.screening.unsettled else consultation.screening.outcome


def who(consultation: Consultation) -> str:
    """The person in words."""
    answers = consultation.answers
    if answers.get("age") is None or answers.get("sex") is None:
        return "A person who has not told age and sex"
    return person_of(answers).describe()


def picture_sections(pictures: Mapping[str, bytes]) -> list[Section]:
    """Heads of virtual people."""
    if not pictures:
        return []
    said = Sentence(says=PICTURES_SAY, marks=(MODEL,))
    return [Section(title="Pictures", blocks=(Gallery(caption=said, pictures=pictures),))]


def method_sections(consultation: Consultation) -> list[Section]:
    """How the numbers were made, where there are any."""
    if consultation.untreated is None and not consultation.forecasts:
        return []
    sentences = [Sentence(says=LIMITS, marks=(MODEL,))]
    found = consultation.untreated
    if found is not None:
        sentences.append(
            Sentence(
                says=f"{found.people} virtual people stand for the person; about {found.effective_people:.0f} of them "
                f"count. Likelihoods were taken to the power of {found.tempering:.2f}.",
                marks=(MODEL,),
            )
        )
        sentences.append(
            Sentence(
                says="A change counts as clear beyond the error of two counts that were corrected by hand, "
                "nine times in ten.",
                marks=(ERROR,),
            )
        )
    if consultation.measurements:
        sentences.append(
            Sentence(
                says=f"{len(consultation.measurements)} measurements narrowed the forecast.", marks=(MODEL,)
            )
        )
    return [Section(title="How this was made", blocks=(Paragraph(sentences=tuple(sentences)),))]
