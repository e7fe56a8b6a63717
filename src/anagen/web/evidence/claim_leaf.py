"""The page of a claim: what the literature says of it, what the model last gave, and what measures it again."""

from __future__ import annotations

from anagen.evidence import known
from anagen.evidence.bibliography import reference
from anagen.evidence.claims import Claim, Requirement, claims
from anagen.evidence.claims_measured import ClaimFigures, Figure, measured_claims
from anagen.questions.documents import CLAIMED_BY
from anagen.web.evidence.leaf_parts import answers, filled, told
from anagen.web.evidence.shelf import KINDS, address_of, unit_text
from anagen.web.evidence.views import Fact, FigureShown, Leaf, Link, Part, Shown

__all__ = ["claim_leaf"]

VERDICTS = {
    "agrees": "The literature agrees.",
    "agrees in part": "The literature agrees in part; the difference is said here.",
    "unsettled": "The literature is not settled.",
    "disagrees": "The literature disagrees; the evidence is followed, and both are shown.",
    "not a question of evidence": "What the software has to do, not a question of evidence.",
}
STATUSES = {
    "holds": "It holds: every number lies where it has to.",
    "falls short": "It falls short: not every number lies where it has to.",
    "not built": "Nothing of it can be measured yet.",
}
NOT_MEASURED = "These numbers were not measured yet; the command below does it."


def claim_leaf(name: str) -> Leaf | None:
    """The page of a claim; none if there is no such claim.

    Parameters
    ----------
    name
        Its id.
    """
    if name not in claims():
        return None
    one = claims()[name]
    facts = [
        Fact(label="Claimed by", text=CLAIMED_BY[one.document]),
        Fact(label="What the model has to show", text=one.must_show),
        Fact(label="What cannot be shown yet", text=one.missing or ""),
    ]
    return Leaf(
        kind="claims",
        kind_label=KINDS["claims"],
        name=name,
        title=one.claim,
        grade=f"literature: {one.verdict}",
        grade_says=VERDICTS[one.verdict],
        paragraphs=(one.literature,),
        facts=told(facts),
        shown=shown_of(one),
        parts=filled(
            [Part(title="Papers", links=[_paper(key) for key in one.sources]), *answers("claim", name)]
        ),
        commands=(f"anagen claims {name}", *([one.more] if one.more else [])),
    )


def shown_of(one: Claim) -> Shown:
    """What the model gave for a claim, beside what is asked of it.

    Parameters
    ----------
    one
        The claim.
    """
    run = measured_claims()
    found = run.of(one)
    if found is None:
        asked = [_asked(each) for each in one.required.values()]
        return Shown(status="", says=NOT_MEASURED, figures=asked, more=[], made="")
    return Shown(
        status=found.status,
        says=STATUSES[found.status],
        figures=[_figure(each) for each in found.figures],
        more=_more(found),
        made=_made(run.version, run.evidence),
    )


def _more(found: ClaimFigures) -> list[str]:
    refused = [f"The model could not be run so: {found.refused}"] if found.refused else []
    beside = [found.beside] if found.beside else []
    return [*refused, *beside, *(f"Not measured: {one}." for one in found.missing)]


def _made(version: str, evidence: str) -> str:
    """By what the figures were made, and whether that is what is known now."""
    made = f"Measured by anagen {version} with the evidence {evidence[:12]}"
    if evidence == known().fingerprint:
        return f"{made}, which is that of now."
    return f"{made}; the evidence has changed since ({known().fingerprint[:12]}). The command below measures it anew."


def _figure(one: Figure) -> FigureShown:
    unit = _after(one.requirement)
    return _asked(one.requirement).model_copy(
        update={
            "value": f"{one.value:.3g}{unit}",
            "met": one.met,
            "verdict": one.verdict if one.met else f"{one.verdict}{unit}",
        }
    )


def _asked(one: Requirement) -> FigureShown:
    known_of = one.known_shortfall
    return FigureShown(
        says=one.says[:1].upper() + one.says[1:],
        limits=f"{one.limits}{_after(one)}",
        because=one.because,
        known="" if known_of is None else known_of.because,
    )


def _after(one: Requirement) -> str:
    """The unit as it stands after a value."""
    unit = unit_text(one.unit)
    return f" {unit}" if unit else ""


def _paper(key: str) -> Link:
    return Link(title=reference(known().sources[key]), address=address_of("sources", key))
