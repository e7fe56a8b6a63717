"""What the screening says, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from anagen.consultation.questionnaire import question
from anagen.web.outlook.rests import rests_of_rules
from anagen.web.outlook.views import Answerable, FindingShown, OtherShown, ScreeningShown

if TYPE_CHECKING:
    from anagen.consultation.screening import Screening

__all__ = ["answerable", "screening_shown"]

OUTCOMES = {
    "plan": (
        "Pattern hair loss is plausible",
        "Nothing in your answers points away from it. Below is what can be weighed, and what each would probably do.",
    ),
    "refer": (
        "Please let a doctor look first",
        "Something in your answers is not typical of pattern hair loss, or is still open. Nothing is forecast.",
    ),
    "stop": ("There is no plan now", "Below is why, and who can help."),
}
SEVERITIES = {
    "stop": "Why",
    "refer": "Let a doctor look",
    "investigate": "To be looked into",
    "note": "Good to know",
}


def screening_shown(screening: Screening, home: str) -> ScreeningShown:
    """The screening in plain words.

    Parameters
    ----------
    screening
        What was found.
    home
        Path of the consultation, for links to its questions.
    """
    title, says = OUTCOMES[screening.outcome]
    return ScreeningShown(
        outcome=screening.outcome,
        title=title,
        says=says,
        crisis=list(screening.crisis),
        findings=[
            FindingShown(
                severity=one.severity,
                heading=SEVERITIES[one.severity],
                title=one.title,
                says=one.says,
                urgency=one.urgency,
                rests=rests_of_rules([one]),
            )
            for one in screening.findings
        ],
        others=[
            OtherShown(title=one.title, says=one.says, differs=one.differs)
            for one in screening.differentials
            if one.because
        ],
        ask=answerable(screening.ask, home) if screening.outcome == "refer" else [],
    )


def answerable(fields: Iterable[str], home: str) -> list[Answerable]:
    """Questions as links."""
    return [Answerable(text=question(one).text, address=f"{home}/ask?field={one}") for one in fields]
