"""What stands behind each mark of a report."""

from __future__ import annotations

from collections.abc import Iterable

from anagen import __version__
from anagen.consultation.consult import Consultation
from anagen.consultation.report.document import Source
from anagen.consultation.rules import rules
from anagen.errors import InputError
from anagen.evidence import known
from anagen.evidence.bibliography import reference

__all__ = ["ERROR", "MODEL", "sources_of"]

MODEL, ERROR = "model", "Bokhari2022"
"""Marks of what was simulated, and of the error of a count."""

OWN = {
    "own words": "What was answered.",
    "screening": "The table of rules of anagen; none of its rules speaks against it, or an answer is missing.",
    "ranking": "The wishes among the answers; the keys stand beside each option.",
    "limits": "What anagen is for: its README and docs/credibility.md.",
    "burden": "An estimate of this project; nothing was timed.",
}


def sources_of(marks: Iterable[str], consultation: Consultation) -> dict[str, Source]:
    """The source behind each mark.

    Parameters
    ----------
    marks
        Names of rules, papers, pages or claims.
    consultation
        Whose rules carry their own source.
    """
    said = {one.rule: Source(says=one.source, url=one.url) for one in consultation.screening.findings}
    said |= {
        why.rule: Source(says=why.source, url=why.url) for one in consultation.options for why in one.because
    }
    table = {one.id: Source(says=f"{one.source} ({one.strength})", url=one.url) for one in rules()}
    return {mark: source_of(mark, said, table) for mark in marks}


def source_of(mark: str, said: dict[str, Source], table: dict[str, Source]) -> Source:
    """The source behind one mark."""
    papers = known().sources
    if mark in table:
        return table[mark]
    if mark in said:
        return said[mark]
    if mark in papers:
        paper = papers[mark]
        link = f"https://doi.org/{paper.doi}" if paper.doi else ""
        says = reference(paper)
        if not link and paper.identifier and paper.identifier.startswith("https://"):
            link, says = paper.identifier, says.removesuffix(paper.identifier).strip()
        return Source(says=says, url=link)
    if mark in OWN:
        return Source(says=OWN[mark])
    if mark == MODEL:
        return Source(says=f"Simulated by anagen {__version__}; docs/model.md, docs/credibility.md.")
    if mark.startswith(("docs/", "claims ")):
        place = f"anagen {mark}; docs/claims.md" if mark.startswith("claims ") else mark
        return Source(says=f"anagen {__version__}: {place}.")
    raise InputError(f"A sentence of the report rests on {mark!r}, which has no source. Give it one.")
