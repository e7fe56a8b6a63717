"""Unwanted effects, and the rules that they fire: a person's answers as the diary knows them, before the rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.diary.entries import Grade, ShedCount, SideEffect, Treatment
from anagen.patient.person import known_fields
from anagen.treatment.agents import agents
from anagen.units import convert

if TYPE_CHECKING:
    from anagen.diary.logbook import Diary

__all__ = [
    "NO_RULE",
    "PLAIN_ADVICE",
    "FiredRule",
    "answers_now",
    "crisis_contacts",
    "effect_words",
    "fired_rules",
    "offered_effects",
    "rules_against",
]

MEDICINES: Mapping[tuple[str, str], str] = {
    ("minoxidil", "topical"): "topical_minoxidil",
    ("minoxidil", "oral"): "oral_minoxidil",
    ("finasteride", "oral"): "finasteride_oral",
    ("finasteride", "topical"): "finasteride_topical",
    ("dutasteride", "oral"): "dutasteride",
}
"""What a person's file calls a drug on a route."""
FIVE_ARI = tuple(name for name, agent in agents().items() if agent.inhibits)
"""What keeps 5-alpha-reductase from its work."""
KINDS_SHOWN = ("red_flag", "monitoring")
"""Kinds of rules that speak to somebody who is already treated."""
KINDS_AGAINST = ("contraindication",)
PLAIN_ADVICE = (
    "It is severe, and no rule here speaks of it. Ask a doctor or a pharmacist before going on; "
    "in an emergency call the emergency number."
)
NO_RULE = "No rule here speaks of it. If it stays or worries you, ask a doctor or a pharmacist."


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredRule:
    """A rule that what was told has fired."""

    rule: str
    topic: str
    kind: str
    title: str
    says: str
    source: str
    url: str

    @property
    def words(self) -> str:
        """What it says, with its rule and source."""
        return f"{self.title}: {self.says} ({self.rule}; {self.source})"

    def as_dict(self) -> dict[str, str]:
        """The rule as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@cache
def effect_words() -> Mapping[str, Mapping[str, Any]]:
    """Every effect by its name, with what it is in words and what it tells the rules."""
    text = Path(__file__).with_name("effects.toml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    return table


def offered_effects() -> dict[str, str]:
    """What a list offers to be ticked: each effect in words, and of two that say the same the one that says it best."""
    return {name: str(about["says"]) for name, about in effect_words().items() if not about.get("doubles")}


def fields_of(effect: str) -> dict[str, Any]:
    """What an effect tells the rules, by the fields of a person's file."""
    fields = known_fields()
    told: dict[str, Any] = dict(effect_words()[effect].get("sets", {}))
    for name in ("side_effects", "systemic_symptoms"):
        if effect in fields[name]["allowed"]:
            told[name] = [*told.get(name, ()), effect]
    return told


def answers_now(
    diary: Diary, today: date, *, but: Iterable[str] = (), also: Iterable[str] = ()
) -> dict[str, Any]:
    """The last answers of a person, with what the diary has learned since.

    Parameters
    ----------
    diary
        Whose.
    today
        The date where the person is.
    but, also
        Unwanted effects to leave out, and to add.
    """
    answers = diary.answers()
    left_out = set(but)
    told = [
        _from_treatments(diary, today),
        _from_effects([*(one for one in diary.effects_on(today) if one not in left_out), *also]),
        _from_counts(diary, today),
        _from_grades(diary, today),
    ]
    for more in told:
        for name, value in more.items():
            answers[name] = _joined(answers.get(name), value) if isinstance(value, list) else value
    return answers


def _joined(old: Any, new: Iterable[str]) -> list[str]:
    """Both lists in one; the word for none of them falls away, unless there is nothing beside it."""
    both = [*(old if isinstance(old, list | tuple) else ()), *new]
    return list(dict.fromkeys(one for one in both if one != "none") or dict.fromkeys(both))


def _from_treatments(diary: Diary, today: date) -> dict[str, Any]:
    running = [one.entry for one in diary.treatments(running_on=today)]
    if not running:
        return {}
    month = convert(1.0, "month", "day")
    told: dict[str, Any] = {
        "medicines": [
            MEDICINES[key]
            for key in ((one.agent, getattr(one.part, "route", "")) for one in running)
            if key in MEDICINES
        ],
        "weeks_since_start": (today - max(one.day for one in running)).days / convert(1.0, "week", "day"),
    }
    for field, names in (("months_on_minoxidil", ("minoxidil",)), ("months_on_5ari", FIVE_ARI)):
        since = [one.day for one in running if one.agent in names]
        if since:
            told[field] = (today - min(since)).days / month
    return told


def _from_effects(effects: Iterable[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for effect in effects:
        for name, value in fields_of(effect).items():
            told[name] = _joined(told.get(name), value) if isinstance(value, list) else value
    return told


def _from_counts(diary: Diary, today: date) -> dict[str, Any]:
    names = {"comb60": "comb60_mean", "wash": "wash_test_hairs"}
    return {
        names[one.entry.method]: one.entry.mean for one in diary.entries(ShedCount) if one.entry.day <= today
    }


def _from_grades(diary: Diary, today: date) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in diary.entries(Grade):
        if one.entry.day <= today:
            told[one.entry.scale] = int(one.entry.grade) if one.entry.scale == "sinclair" else one.entry.grade
    return told


def fired_rules(diary: Diary, effect: SideEffect, today: date) -> tuple[FiredRule, ...]:
    """Rules for those who are treated that an effect fires: true with it, not true without it.

    Parameters
    ----------
    diary
        With the effect in it or not.
    effect
        What was noticed.
    today
        The date where the person is.
    """
    without = _fired(answers_now(diary, today, but=effect.effects), KINDS_SHOWN)
    with_it = _fired(answers_now(diary, today, but=effect.effects, also=effect.effects), KINDS_SHOWN)
    new = [one for one in with_it if one not in without]
    return tuple(sorted(new, key=lambda one: KINDS_SHOWN.index(one.kind)))


def crisis_contacts(diary: Diary, effect: SideEffect, today: date) -> tuple[str, ...]:
    """Whom to call now, where somebody thinks of self-harm; nobody otherwise.

    Parameters
    ----------
    diary
        Whose.
    effect
        What was noticed.
    today
        The date where the person is.
    """
    from anagen.consultation.screening import screen

    if "suicidal_now" not in effect.effects:
        return ()
    return screen(answers_now(diary, today, also=effect.effects)).crisis


def rules_against(diary: Diary, treatment: Treatment, today: date) -> tuple[FiredRule, ...]:
    """Rules that speak against a treatment for this person, by the answers and the diary.

    Parameters
    ----------
    diary
        Whose.
    treatment
        What is begun.
    today
        The date where the person is.
    """
    drug = agents().get(treatment.agent)
    topic = treatment.agent if drug is None else drug.topic(treatment.part.route)
    fired = _fired(answers_now(diary, today), KINDS_AGAINST)
    return tuple(one for one in fired if one.topic == topic)


def _fired(answers: Mapping[str, Any], kinds: Sequence[str]) -> tuple[FiredRule, ...]:
    """Rules of some kinds that are true, by name."""
    from anagen.consultation.engine import judge

    return tuple(
        FiredRule(
            rule=one.id,
            topic=one.topic,
            kind=one.kind,
            title=one.title,
            says=one.says,
            source=one.source,
            url=one.url,
        )
        for one in sorted(judge(answers).fired, key=lambda one: one.id)
        if one.kind in kinds
    )
