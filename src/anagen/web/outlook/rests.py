"""What a sentence rests on: rules and papers, each with the page that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from anagen.consultation.report.sources import sources_of
from anagen.web.evidence.shelf import address_of
from anagen.web.outlook.views import Rests

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Reason
    from anagen.consultation.screening import Finding

__all__ = ["rests_of", "rests_of_rules"]


def rests_of(marks: Iterable[str], found: Consultation) -> list[Rests]:
    """What stands behind some marks, each with the page that shows it."""
    sources = sources_of(dict.fromkeys(marks), found)
    return [
        Rests(title=mark, address=evidence_page(mark) or one.url, says=one.says)
        for mark, one in sources.items()
    ]


def rests_of_rules(reasons: Iterable[Reason | Finding]) -> list[Rests]:
    """Rules behind some reasons or findings, each once."""
    return [
        Rests(title=f"Rule {one.rule}", address=address_of("rules", one.rule), says=one.source)
        for one in {one.rule: one for one in reasons}.values()
    ]


def evidence_page(mark: str) -> str:
    """The page of a rule or a paper; empty for what has none."""
    from anagen.consultation.rules import rules
    from anagen.evidence import known

    if mark in {one.id for one in rules()}:
        return address_of("rules", mark)
    return address_of("sources", mark) if mark in known().sources else ""
