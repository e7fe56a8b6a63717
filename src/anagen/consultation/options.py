"""The options of a person: what can be offered, what waits for an answer or a doctor, what is ruled out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from anagen.consultation.catalog import Catalog, Entry, catalog
from anagen.consultation.engine import CLINICIAN, Judgement, Standing, judge
from anagen.consultation.needling_plan import NeedlingPlan, needling_plan
from anagen.consultation.rules import Rule, rules
from anagen.units import DAYS_PER_WEEK

__all__ = ["UNTREATED", "Option", "Reason", "options", "options_of"]

UNTREATED = "No treatment"
EVERYBODY = "SUP-04"
"""The rule that keeps doing nothing open."""
NONE_NEEDED = "none needed"
"""Grade of evidence of no treatment."""
OFFERED, HELD, BLOCKED = "offered", "held", "blocked"
GRAVITY = (OFFERED, HELD, BLOCKED)
OFF_LABEL = "off-label"
LABELS_BY_WEIGHT = (OFF_LABEL, "clinic", "licensed", "supportive")
"""Of a combination, the first of these that one of its parts has."""
NEEDLING = {"microneedling_home": "home", "microneedling_clinic": "clinic"}
ON_THE_SCALP = ("minoxidil_topical", "finasteride_topical")
PROPER = ("Japan", "Korea", "Europe", "Australia")
"""Words with which titles of rules begin, and which are never written small."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option stands as it does, or what must be known of it."""

    rule: str
    says: str
    source: str
    url: str
    pending: bool = False
    """Whether nothing is known to speak against it, and an answer is missing that might."""

    def as_dict(self) -> dict[str, Any]:
        """The reason as plain values, for JSON."""
        return {
            "rule": self.rule,
            "says": self.says,
            "source": self.source,
            "url": self.url,
            "pending": self.pending,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that might be done, alone or together."""

    name: str
    regimen: str
    """Words that `Regimen.of` reads; empty for no treatment, and for what is not simulated."""
    treatments: tuple[str, ...]
    """Names by which rules speak of its parts; none for no treatment."""
    status: str
    """``"offered"``, ``"held"`` or ``"blocked"``."""
    because: tuple[Reason, ...]
    ask: tuple[str, ...]
    """Fields of a person's file whose answers might release it."""
    label: str
    """``"licensed"``, ``"off-label"``, ``"clinic"`` or ``"supportive"``."""
    burden_minutes_per_week: float
    """Mean over the first half year. [min]"""
    grade: str
    """Of the evidence: by the Japanese guideline, or in a word."""
    supportive: bool = False
    """Whether it stands beside a treatment only, never in its place."""
    simulated: bool = True
    """Whether there is a forecast of it."""
    needling: NeedlingPlan | None = None
    """How the scalp would be rolled, if it is."""

    @property
    def licensed_in_part(self) -> bool:
        """Whether its medicine is licensed against hair loss, and the rolling that goes with it is not."""
        return self.label == "licensed" and self.needling is not None

    def as_dict(self) -> dict[str, Any]:
        """The option as plain values, for JSON."""
        return {
            "name": self.name,
            "regimen": self.regimen,
            "treatments": list(self.treatments),
            "status": self.status,
            "because": [one.as_dict() for one in self.because],
            "ask": list(self.ask),
            "label": self.label,
            "burden_minutes_per_week": self.burden_minutes_per_week,
            "grade": self.grade,
            "supportive": self.supportive,
            "simulated": self.simulated,
        }


def options(answers: Mapping[str, Any], *, depth: str = "self") -> tuple[Option, ...]:
    """The options of somebody who gave some answers; no treatment is always the first.

    Parameters
    ----------
    answers
        By the names of `anagen.patient.person.known_fields`; what is missing is unknown.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``; what is off-label is shown to clinicians only.

    Examples
    --------
    >>> [one.status for one in options({"age": 30, "sex": "male"})][0]
    'offered'
    """
    return options_of(judge(answers, depth=depth))


def options_of(judgement: Judgement) -> tuple[Option, ...]:
    """The options that a judgement leaves.

    Parameters
    ----------
    judgement
        What the rules say.
    """
    everything = catalog()
    parts = {
        name: part
        for name, entry in everything.entries.items()
        if (part := _part(entry, judgement, everything))
    }
    single = [_option(part.entry.name, [part], judgement) for part in parts.values()]
    combined = [
        _option(one.name, [parts[name] for name in one.parts], judgement)
        for one in everything.together
        if all(name in parts and parts[name].standing.status != BLOCKED for name in one.parts)
    ]
    shown = [one for one in (*single, *combined) if one is not None]
    return (
        _untreated(),
        *[one for one in shown if not one.supportive],
        *[one for one in shown if one.supportive],
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A treatment as it would be given to a person."""

    entry: Entry
    standing: Standing
    regimen: str
    label: str

    @property
    def name(self) -> str:
        return self.entry.treatment


def _part(entry: Entry, judgement: Judgement, everything: Catalog) -> _Part | None:
    """A treatment, if it is one to speak of to this person."""
    form = entry.form(judgement.answers)
    if form is None and not entry.supportive:
        return None
    standing = judgement.standing(entry.treatment)
    label = entry.label_of(form, judgement.answers.get("region"), everything.everywhere)
    if standing.status == "not suggested" or (label == OFF_LABEL and judgement.depth != CLINICIAN):
        return None
    return _Part(entry, standing, form.regimen if form is not None else "", label)


def _untreated() -> Option:
    """Doing nothing, which is always open."""
    return Option(
        name=UNTREATED,
        regimen="",
        treatments=(),
        status=OFFERED,
        because=(_reason(_rules_by_name()[EVERYBODY]),),
        ask=(),
        label="supportive",
        burden_minutes_per_week=0.0,
        grade=NONE_NEEDED,
    )


def _option(name: str, parts: list[_Part], judgement: Judgement) -> Option | None:
    """Treatments together, or one alone: held or blocked if one of them is; None if no needling is safe."""
    plan = _plan_of(parts, judgement)
    if plan is None and any(part.name in NEEDLING for part in parts):
        return None
    regimen = _together(parts, plan)
    status = max((part.standing.status for part in parts), key=GRAVITY.index)
    setting = next((NEEDLING[part.name] for part in parts if part.name in NEEDLING), "")
    minutes = parts[0].entry.minutes_per_week
    return Option(
        name=name,
        regimen=regimen,
        treatments=tuple(part.name for part in parts),
        status=status,
        because=_reasons([part.standing for part in parts], status, plan, judgement),
        ask=_asked(parts, status),
        label=next(label for label in LABELS_BY_WEIGHT if label in {part.label for part in parts}),
        burden_minutes_per_week=minutes if minutes is not None else burden(regimen, setting),
        grade="; ".join(f"{part.entry.grade} ({part.entry.grade_by})" for part in parts),
        supportive=all(part.entry.supportive for part in parts),
        simulated=bool(regimen),
        needling=plan,
    )


def _asked(parts: list[_Part], status: str) -> tuple[str, ...]:
    """What would have to be answered: nothing where something is ruled out whatever is answered."""
    if status == BLOCKED:
        return ()
    return tuple(sorted({name for part in parts for name in part.standing.ask}))


def _plan_of(parts: list[_Part], judgement: Judgement) -> NeedlingPlan | None:
    """How the scalp would be rolled, if one of the parts is rolling."""
    setting = next((NEEDLING[part.name] for part in parts if part.name in NEEDLING), None)
    if setting is None:
        return None
    topical = any(part.name in ON_THE_SCALP for part in parts)
    return needling_plan(setting, with_topical=topical, answers=judgement.answers)


def _together(parts: list[_Part], plan: NeedlingPlan | None) -> str:
    """The regimen in words; what is put on the scalp waits after each rolling."""
    said = []
    for part in parts:
        text = part.regimen if plan is None else part.regimen.replace("{needling}", plan.regimen)
        if plan is not None and part.name in ON_THE_SCALP:
            text = f"{text} starting {plan.wait_hours:g} hours after rolling"
        said.append(text)
    return " + ".join(text for text in said if text)


def _reasons(
    standings: list[Standing], status: str, plan: NeedlingPlan | None, judgement: Judgement
) -> tuple[Reason, ...]:
    """Why it stands so: rules that decided, then those that wait for an answer, each once."""
    found: dict[str, Reason] = {}
    for standing in standings:
        if standing.status == status:
            found.update(
                {rule.id: _reason(rule, denied=rule in judgement.denied) for rule in standing.because}
            )
    if status == HELD:
        for standing in standings:
            for one in standing.open:
                found.setdefault(one.rule.id, _pending(one.rule))
    if status == OFFERED and plan is not None:
        found.update({rule.id: _reason(rule) for rule in _needling_rules(judgement, plan)})
    return tuple(found.values())


def _needling_rules(judgement: Judgement, plan: NeedlingPlan) -> list[Rule]:
    """Rules that decided length, interval and wait."""
    named = ["MND-16", *(["MND-15", "MND-38"] if plan.setting == "home" else [])]
    named += [catalog().needling["wait_rule"]]
    return [_rules_by_name()[name] for name in named if not judgement.fires(name)]


@cache
def _reason(rule: Rule, *, denied: bool = False) -> Reason:
    return Reason(rule.id, rule.otherwise if denied else rule.says, rule.source, rule.url)


@cache
def _pending(rule: Rule) -> Reason:
    first, rest = rule.title[0], rule.title[1:]
    begins = first if rest[:1].isupper() or rule.title.startswith(PROPER) else first.lower()
    return Reason(rule.id, f"Not known yet: {begins}{rest}.", rule.source, rule.url, pending=True)


@cache
def _rules_by_name() -> Mapping[str, Rule]:
    return {rule.id: rule for rule in rules()}


@cache
def burden(regimen: str, setting: str) -> float:
    """Time that a regimen takes, mean over the first half year. [min/week]

    Parameters
    ----------
    regimen
        In words.
    setting
        Where the scalp is rolled: ``"home"``, ``"clinic"`` or nothing.
    """
    from anagen.treatment.regimen import Regimen

    minutes, weeks = catalog().minutes, catalog().weeks
    plan = Regimen.of(regimen)
    days = weeks * DAYS_PER_WEEK
    spent = sum(minutes[one.route] * len(plan.dose_days(one, days)) for one in plan.courses)
    for one in plan.procedures:
        kind = f"microneedling_{setting}" if one.agent == "microneedling" else one.agent
        spent += minutes[kind] * len(one.session_days(days))
    return float(round(spent / weeks, 1))
