"""Reviewing: what was answered or left open, screen by screen, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from anagen.consultation.answering import NONE
from anagen.consultation.questionnaire import Question, questions

__all__ = ["CONSENT", "NONE_OF_THESE", "RESPONDENT", "said_on", "screens_asked"]

CONSENT, RESPONDENT = "consent_data", "respondent"
"""Fields of a person's file: whether answers may be kept, and who gives them."""
NOTHING_SAID = "not answered"
NONE_OF_THESE = "None of these"


def screens_asked(answers: Mapping[str, Any], left_open: Collection[str]) -> list[tuple[Question, ...]]:
    """The screens that were answered or left open, in order; who answers was asked before them.

    Parameters
    ----------
    answers
        By field.
    left_open
        Fields that were asked and not answered.
    """
    found: dict[str, list[Question]] = {}
    for one in questions():
        if one.field != RESPONDENT and (one.field in answers or one.field in left_open):
            found.setdefault(one.group or one.field, []).append(one)
    return [tuple(group) for group in found.values()]


def said_on(group: Sequence[Question], answers: Mapping[str, Any]) -> str:
    """What was answered on a screen, in plain words.

    Parameters
    ----------
    group
        The questions of the screen.
    answers
        By field.
    """
    if len(group) == 1:
        return group[0].label(answers.get(group[0].field))
    if all(answers.get(one.field) is None for one in group):
        return NOTHING_SAID
    ticked = [
        one.label([each for each in said if each != NONE]) if isinstance(said, list) else one.tick
        for one in group
        if (said := answers.get(one.field)) and said != [NONE]
    ]
    return "; ".join(ticked) or NONE_OF_THESE
