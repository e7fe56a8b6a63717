"""Whether to roll today: every rule held to the answers, with three outcomes: go, wait until a day, do not.

The rules and their sources are the consultation's, and so is how needling stands for a person; here stands only what
that means for a session that is about to begin. What hangs on an unanswered question holds the session back.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from anagen.consultation.engine import Judgement, Unsettled, judge
from anagen.consultation.rules import Rule
from anagen.consultation.rules import rules as all_rules
from anagen.evidence import Catalogue, known
from anagen.rolling.dose import Rolled
from anagen.rolling.guide import guide, topical
from anagen.rolling.plan import SETTINGS
from anagen.rolling.recovery import recovery

__all__ = [
    "CAUTION",
    "GO",
    "INTERVAL",
    "NO",
    "OUTCOMES",
    "SETTLED",
    "TOPIC",
    "USES",
    "WAIT",
    "Check",
    "CheckWords",
    "Decision",
    "check_words",
    "decide",
    "for_session",
    "rule_interval_days",
]

TOPIC = "microneedling"
GO, WAIT, NO, CAUTION = "go", "wait", "do not", "caution"
OUTCOMES = (GO, WAIT, NO)
LONGEST_INTERVAL_DAYS = 60
"""What the field `roller_interval_days` can hold. [day]"""
MODEL = "model"
PROJECT = "project"
GRAVE = {NO: 0, WAIT: 1, CAUTION: 2}
INTERVAL, SETTLED, USES = "roller_interval_days", "scalp_healed_since_last", "roller_uses"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWords:
    """What the rules leave to the session."""

    stop_anywhere: tuple[str, ...]
    """Rules that stop a session wherever it is held."""
    today: tuple[str, ...]
    """Fields that are asked before each session."""
    today_again: tuple[str, ...]
    """Fields that are asked before each but the first."""
    implied: Mapping[str, Any]
    """Answers that follow from wanting to roll."""


@cache
def check_words() -> CheckWords:
    """The table, read once."""
    table = tomllib.loads(files("anagen.rolling").joinpath("checks.toml").read_text(encoding="utf-8"))
    return CheckWords(
        stop_anywhere=tuple(table["stop_anywhere"]),
        today=tuple(table["today"]),
        today_again=tuple(table["today_again"]),
        implied=MappingProxyType(table["implied"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    rule: str
    """Id of the rule; ``model`` for what the model of the wound says, ``project`` for what this tool sets itself."""
    outcome: str
    """What it comes to by itself: one of `OUTCOMES`, or ``caution``."""
    title: str
    says: str
    source: str
    url: str = ""
    until: date | None = None
    """First day on which it is no hindrance, where that is known."""
    ask: tuple[str, ...] = ()
    """Fields that are unanswered."""

    def as_dict(self) -> dict[str, Any]:
        """The check as plain values."""
        return {
            "rule": self.rule,
            "outcome": self.outcome,
            "title": self.title,
            "says": self.says,
            "source": self.source,
            "url": self.url,
            "until": None if self.until is None else self.until.isoformat(),
            "ask": list(self.ask),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether to roll today."""

    outcome: str
    """One of `OUTCOMES`."""
    until: date | None = None
    """When to come back, if it is to wait."""
    checks: tuple[Check, ...] = ()
    """What speaks against it or is to be known, the gravest first."""
    rules_held: int = 0
    """How many rules were held to the answers."""
    ask: tuple[str, ...] = ()
    """Unanswered fields that hold the session back."""

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain values."""
        return {
            "outcome": self.outcome,
            "until": None if self.until is None else self.until.isoformat(),
            "ask": list(self.ask),
            "checks": [one.as_dict() for one in self.checks],
            "rules_held": self.rules_held,
        }


def decide(
    answers: Mapping[str, Any],
    *,
    today: date,
    past: Sequence[Rolled] = (),
    planned: Rolled | None = None,
    depth: str = "self",
    table: Sequence[Rule] | None = None,
    evidence: Catalogue | None = None,
) -> Decision:
    """Hold all rules to the answers, and the wound's model to the sessions so far.

    Parameters
    ----------
    answers
        By the names of a person's fields, with what was said today; a missing one is unanswered.
    today
        The day of the session at this place.
    past
        Sessions so far, on days before today, which is day 0.
    planned
        The session to be; without it, the model is not asked.
    depth
        Of the consultation: with ``"clinician"``, what rules leave to a clinician is told and does not stop.
    table
        Other rules than those of the package.
    evidence
        Where numbers stand; what is known, unless given.
    """
    numbers = evidence or known()
    told = for_session(answers, first=not past and answers.get(INTERVAL) is None)
    setting = told.get("roller_setting")
    if setting not in SETTINGS:
        return _weighed(
            [_not_said("roller_setting", "Home or clinic", "Say where: at home, or in a clinic.")], 0
        )
    held_to = all_rules() if table is None else table
    judged = judge(told, depth=depth, table=held_to)
    found = [*_standing(judged, f"{TOPIC}_{setting}"), *_session(judged, setting, today, numbers)]
    found += _planned_topical(told["topical_planned"], setting)
    if planned is not None:
        found += _by_model(past, planned, found, today, numbers)
    return _weighed(_each_rule_once(found), len(held_to))


def for_session(answers: Mapping[str, Any], *, first: bool) -> dict[str, Any]:
    """The answers, with what follows from wanting to roll, and from never having rolled.

    Parameters
    ----------
    answers
        What was said.
    first
        Whether nothing was ever rolled.
    """
    told = {name: value for name, value in answers.items() if value is not None}
    implied = {**check_words().implied, "topical_planned": "none"}
    # Who is about to roll has a roller: what consultations take for granted of others must be asked.
    told["tried"] = (*(one for one in told.get("tried", ()) if one not in ("none", TOPIC)), TOPIC)
    if first:
        implied |= {SETTLED: True, INTERVAL: float(LONGEST_INTERVAL_DAYS)}
    return {**implied, **told}


def rule_interval_days(*, needle_mm: float, setting: str, table: Iterable[Rule] | None = None) -> int:
    """Days that the rules on intervals keep between two sessions. [day]

    Parameters
    ----------
    needle_mm
        Length of the needles. [mm]
    setting
        Home or clinic.
    table
        Other rules than those of the package.
    """
    told = {"roller_mm": needle_mm, "roller_setting": setting, INTERVAL: 0.0}
    waits = [
        one
        for one in (all_rules() if table is None else table)
        if one.session == "wait" and INTERVAL in one.when.fields
    ]
    return max((_days_until_free(one, told) for one in waits), default=0)


def _standing(judged: Judgement, treatment: str) -> list[Check]:
    """How needling in this setting stands for the person."""
    stands = judged.standing(treatment)
    if stands.status == "offered":
        return []
    if stands.status == "not suggested" and judged.answers.get("accepts_needles") is False:
        says = (
            "Your answers say that you would not accept needles. To roll, change what you would accept first."
        )
        return [Check(rule="MND-01", outcome=NO, title="Against your wish", says=says, source="your answers")]
    if stands.status == "not suggested":
        says = "No rule speaks for it: it is for adults with pattern loss whose pores are seen."
        return [Check(rule="MND-01", outcome=NO, title="Not for this person", says=says, source="rules")]
    because = [
        _said(rule, NO, says=rule.says if stands.status == "blocked" else _left_to_clinician(rule))
        for rule in stands.because
    ]
    return because + [_open(one) for one in stands.open]


def _session(judged: Judgement, setting: str, today: date, evidence: Catalogue) -> list[Check]:
    """What rules do to a session that is about to begin."""
    found = [_open(one) for one in judged.unknown if one.rule.session]
    for rule in judged.fired:
        if rule.session == "wait":
            found.append(_waiting(rule, judged.answers, today, evidence))
        elif rule.session == "warn":
            found.append(_warning(rule, judged.answers))
        elif rule.session == "stop":
            found.append(_stopped(rule, judged, f"{TOPIC}_{setting}"))
    return found


def _planned_topical(name: str, setting: str) -> list[Check]:
    """What is planned to go on, where that has its place in a clinic only."""
    planned = topical(name)
    if not planned.clinic_only or setting == "clinic":
        return []
    says = f"{planned.timing[:1].upper()}{planned.timing[1:]}."
    return [Check(rule=PROJECT, outcome=NO, title="What goes on after it", says=says, source="this project")]


def _stopped(rule: Rule, judged: Judgement, treatment: str) -> Check:
    """What stops a session, unless it is about another setting or left to the clinician who is here."""
    if rule.id in check_words().stop_anywhere or treatment in rule.blocks:
        return _said(rule, NO)
    if treatment in rule.holds:
        here = judged.depth == "clinician"
        return _said(rule, CAUTION) if here else _said(rule, NO, says=_left_to_clinician(rule))
    elsewhere = bool(rule.blocks or rule.holds)
    return _said(rule, CAUTION if elsewhere else NO)


def _left_to_clinician(rule: Rule) -> str:
    return f"{rule.says} A clinician decides; this session does not start without one."


def _open(one: Unsettled) -> Check:
    return replace(_said(one.rule, NO, says="Not answered yet."), ask=one.fields)


def _not_said(field: str, title: str, says: str) -> Check:
    return Check(rule=PROJECT, outcome=NO, title=title, says=says, source="this project", ask=(field,))


def _warning(rule: Rule, told: Mapping[str, Any]) -> Check:
    """What is said, and stops a session only when a roller is worn out."""
    if USES not in rule.when.fields:
        return _said(rule, CAUTION)
    uses = told[USES]
    outcome = NO if uses >= guide().roller.refuse_after_uses else CAUTION
    return _said(rule, outcome, says=f"{uses} sessions on this head. {rule.says}")


def _waiting(rule: Rule, told: Mapping[str, Any], today: date, evidence: Catalogue) -> Check:
    """What is to wait for: days gone by, a scalp that has settled, or something that can be done now."""
    if INTERVAL in rule.when.fields:
        return _said(rule, WAIT, until=today + timedelta(days=_days_until_free(rule, told)))
    if SETTLED not in rule.when.fields:
        return _said(rule, NO)
    passing = evidence.value("needling_transient_time", "day")
    since = told.get(INTERVAL, LONGEST_INTERVAL_DAYS)
    if since > passing:
        been = (
            "It has" if since < LONGEST_INTERVAL_DAYS else "If it has"
        )  # the longest stands for not known, too
        longer = f"{been} been longer than {passing:g} days: see a doctor first."
        return _said(rule, NO, says=f"{rule.says} {longer}")
    return _said(rule, WAIT, until=today + timedelta(days=1))


def _days_until_free(rule: Rule, told: Mapping[str, Any]) -> int:
    """Days until a rule on the interval holds no more. [day]"""
    since = float(told[INTERVAL])
    for more in range(LONGEST_INTERVAL_DAYS + 1):
        then = min(since + more, float(LONGEST_INTERVAL_DAYS))
        if not rule.when.judge({**told, INTERVAL: then}):
            return more
    return LONGEST_INTERVAL_DAYS


def _said(rule: Rule, outcome: str, *, says: str | None = None, until: date | None = None) -> Check:
    return Check(
        rule=rule.id,
        outcome=outcome,
        title=rule.title,
        says=rule.says if says is None else says,
        source=rule.source,
        url=rule.url,
        until=until,
    )


def _by_model(
    past: Sequence[Rolled], planned: Rolled, found: Sequence[Check], today: date, evidence: Catalogue
) -> list[Check]:
    """What the wound's model says of a session today."""
    later = [(one.until - today).days for one in found if one.until is not None]
    seen = recovery(past, planned, least_days=max(later, default=0), evidence=evidence)
    sums = (
        f"with it, the sessions of the last half year carry a risk of a lasting scar of {seen.risk_percent:.2g} %; "
        f"accepted is {seen.limit_percent:.2g} %"
    )
    source = "Model of the wound: wound_course, scar_risk_limit (English2022)"
    if seen.free_day is None:
        return [Check(rule=MODEL, outcome=NO, title="Recovery by the model", says=sums, source=source)]
    if seen.free_day <= max(later, default=0):
        return []
    why = sums if seen.risk_decides else f"redness lasts until then; {sums}"
    return [
        Check(
            rule=MODEL,
            outcome=WAIT,
            title="Recovery by the model",
            says=why,
            source=source,
            until=today + timedelta(days=seen.free_day),
        )
    ]


def _each_rule_once(found: Iterable[Check]) -> list[Check]:
    """Of what one rule says in two ways, the gravest; of equals, the first."""
    kept: dict[str, Check] = {}
    for one in found:
        if one.rule not in kept or GRAVE[one.outcome] < GRAVE[kept[one.rule].outcome]:
            kept[one.rule] = one
    return list(kept.values())


def _weighed(found: Sequence[Check], held: int) -> Decision:
    """The gravest outcome of all; known reasons before open questions."""
    ordered = tuple(sorted(found, key=lambda one: (GRAVE[one.outcome], bool(one.ask))))
    outcome = ordered[0].outcome if ordered and ordered[0].outcome in OUTCOMES else GO
    until = [one.until for one in found if one.until is not None]
    return Decision(
        outcome=outcome,
        until=max(until) if outcome == WAIT else None,
        checks=ordered,
        rules_held=held,
        ask=tuple(dict.fromkeys(name for one in ordered for name in one.ask)),
    )
