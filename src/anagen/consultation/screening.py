"""Screening: is this plausibly pattern loss, is a doctor needed first, or does the consultation end here?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from anagen.consultation.engine import Judgement, judge
from anagen.consultation.logic import Truth
from anagen.consultation.questionnaire import crisis_contacts
from anagen.consultation.rules import EFFECTS, Rule

__all__ = ["Differential", "Finding", "Screening", "screen", "screening_of"]

PLAN, REFER, STOP, NOTE = "plan", "refer", "stop", "note"
SELF_HARM = "SCR-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the answers show."""

    rule: str
    title: str
    severity: str
    """``"stop"``, ``"refer"``, ``"investigate"`` or ``"note"``."""
    urgency: str
    """``"now"``, ``"urgent"``, ``"soon"`` or nothing."""
    says: str
    source: str
    url: str
    read: str
    """How far the source was read."""

    def as_dict(self) -> dict[str, str]:
        """The finding as plain values, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Differential:
    """Something else that the loss may be."""

    name: str
    title: str
    says: str
    differs: str
    """What tells it from pattern loss."""
    because: tuple[str, ...]
    """Rules that suggest it; none where only an answer is missing."""
    ask: tuple[str, ...]
    """Answers that would tell whether it is to be thought of."""

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"because": list(self.because), "ask": list(self.ask)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the answers say before any treatment is spoken of."""

    outcome: str
    """``"plan"``, ``"refer"`` or ``"stop"``."""
    findings: tuple[Finding, ...]
    """The gravest first."""
    plausible: Truth
    """Whether pattern loss is plausible; None while answers are missing."""
    differentials: tuple[Differential, ...]
    ask: tuple[str, ...]
    """Answers that would settle what is still open about the outcome."""
    crisis: tuple[str, ...]
    """Whom to call now; only where somebody thinks of self-harm."""

    @property
    def unsettled(self) -> bool:
        """Whether it refers for no other reason than that answers are missing."""
        grave = {one.severity for one in self.findings} & {STOP, REFER}
        return self.outcome == REFER and self.plausible is None and not grave

    def as_dict(self) -> dict[str, Any]:
        """The screening as plain values, for JSON."""
        return {
            "outcome": self.outcome,
            "plausible": self.plausible,
            "findings": [one.as_dict() for one in self.findings],
            "differentials": [one.as_dict() for one in self.differentials],
            "ask": list(self.ask),
            "crisis": list(self.crisis),
        }


def screen(answers: Mapping[str, Any], *, depth: str = "self") -> Screening:
    """Screen some answers.

    Parameters
    ----------
    answers
        By the names of `anagen.patient.person.known_fields`; what is missing is unknown.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``.

    Examples
    --------
    >>> screen({"age": 16, "sex": "male"}).outcome
    'stop'
    """
    return screening_of(judge(answers, depth=depth))


def screening_of(judgement: Judgement) -> Screening:
    """The screening that a judgement amounts to.

    Parameters
    ----------
    judgement
        What the rules say.
    """
    findings = [_finding(rule, rule.says) for rule in judgement.fired if rule.effect]
    sex = judgement.answers.get("sex")
    if judgement.plausible is False:
        said = [rule for rule in judgement.denied if rule.otherwise and rule.sex == sex]
        findings += [_finding(rule, rule.otherwise, severity=REFER) for rule in said]
    if judgement.fires(SELF_HARM):  # nothing beside it that is only good to know
        findings = [one for one in findings if one.severity != NOTE]
    findings.sort(key=lambda one: (EFFECTS.index(one.severity), one.rule))
    grave = {one.severity for one in findings}
    if STOP in grave:
        outcome = STOP
    elif REFER in grave or judgement.plausible is not True:
        outcome = REFER
    else:
        outcome = PLAN
    return Screening(
        outcome=outcome,
        findings=tuple(findings),
        plausible=judgement.plausible,
        differentials=_differentials(judgement),
        ask=_open_questions(judgement),
        crisis=crisis_contacts(judgement.answers.get("region")) if judgement.fires(SELF_HARM) else (),
    )


def _finding(rule: Rule, says: str, *, severity: str = "") -> Finding:
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=severity or rule.effect,
        urgency=rule.urgency,
        says=says,
        source=rule.source,
        url=rule.url,
        read=rule.read,
    )


def _open_questions(judgement: Judgement) -> tuple[str, ...]:
    """Answers on which a stop, a referral or the pattern itself still hangs."""
    grave = (STOP, REFER)
    pattern_open = judgement.plausible is None
    open_ones = [
        one for one in judgement.unknown if one.rule.effect in grave or (one.rule.plausible and pattern_open)
    ]
    return tuple(sorted({name for one in open_ones for name in one.fields}))


def _differentials(judgement: Judgement) -> tuple[Differential, ...]:
    """What else it may be, first what a rule suggests, then what an answer is missing for."""
    found = []
    for name, words in _words().items():
        because = tuple(rule.id for rule in judgement.fired if name in rule.suggests)
        asked = {field for one in judgement.unknown if name in one.rule.suggests for field in one.fields}
        if because or asked:
            found.append(Differential(name=name, because=because, ask=tuple(sorted(asked)), **words))
    return tuple(sorted(found, key=lambda one: not one.because))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """Words for what else it may be."""
    text = Path(__file__).with_name("differentials.toml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return words
