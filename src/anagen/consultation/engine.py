"""The engine: which rules apply to some answers, which are not settled yet, and how each treatment stands.

Blocks win over holds, holds over offers, and what is unknown counts as a hold. Every question is a union over
rules, so their order never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anagen.consultation.answers import check_depth, completed
from anagen.consultation.logic import Truth, either
from anagen.consultation.rules import Rule, groups, rules

__all__ = ["Judgement", "Standing", "Unsettled", "judge"]

T = TypeVar("T")

CLINICIAN = "clinician"
MUST_BE_KNOWN = ("blocks", "holds", "cautions")


@dataclass(frozen=True, slots=True, eq=False)
class Unsettled:
    """A rule that hangs on answers which are missing."""

    rule: Rule
    answers: Mapping[str, Any] = field(repr=False)

    @property
    def fields(self) -> tuple[str, ...]:
        """Answers that would settle it, or lead on."""
        return tuple(sorted(self.rule.when.open_fields(self.answers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a treatment stands for a person."""

    treatment: str
    status: str
    """``"offered"``, ``"held"``, ``"blocked"``, or ``"not suggested"`` where no rule speaks for it."""
    because: tuple[Rule, ...]
    """Rules that decided; beside an offer, all that is to be known of it."""
    open: tuple[Unsettled, ...] = ()
    """What must be settled before it can be offered."""

    @property
    def ask(self) -> tuple[str, ...]:
        """Answers that might release it."""
        return tuple(sorted({name for one in self.open for name in one.fields}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say to some answers."""

    answers: Mapping[str, Any]
    """Checked, and completed by what follows."""
    depth: str
    fired: tuple[Rule, ...]
    """Rules that apply, by their names."""
    unknown: tuple[Unsettled, ...]
    """Rules that are not settled."""
    denied: tuple[Rule, ...]
    """Rules on whether this is pattern loss at all that do not apply."""
    _acting: Mapping[tuple[str, str], Sequence[Rule]] = field(init=False, repr=False)
    _open: Mapping[tuple[str, str], Sequence[Unsettled]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_acting", _index((rule, rule) for rule in self.fired))
        object.__setattr__(self, "_open", _index((one.rule, one) for one in self.unknown))

    @property
    def plausible(self) -> Truth:
        """Whether pattern loss is plausible."""
        return either(
            *(True for one in self.fired if one.plausible),
            *(None for one in self.unknown if one.rule.plausible),
            False,
        )

    def fires(self, rule: str) -> bool:
        """Whether a rule applies.

        Parameters
        ----------
        rule
            Its name.
        """
        return any(one.id == rule for one in self.fired)

    def acting(self, treatment: str, *how: str) -> tuple[Rule, ...]:
        """Rules that apply and act on a treatment in one of some ways."""
        return _each_once(rule for one in how for rule in self._acting.get((treatment, one), ()))

    def open_on(self, treatment: str, *how: str) -> tuple[Unsettled, ...]:
        """Rules that are not settled and would act on a treatment in one of some ways."""
        return _each_once(rule for one in how for rule in self._open.get((treatment, one), ()))

    def standing(self, treatment: str) -> Standing:
        """How a treatment stands.

        Parameters
        ----------
        treatment
            One of `anagen.consultation.rules.treatments`.
        """
        blocked = self.acting(treatment, "blocks")
        if blocked:
            return Standing(treatment=treatment, status="blocked", because=blocked)
        offered, maybe = self.acting(treatment, "offers"), self.open_on(treatment, "offers")
        if not offered and not maybe:
            return Standing(treatment=treatment, status="not suggested", because=())
        held = () if self.depth == CLINICIAN else self.acting(treatment, "holds")
        pending = self.open_on(treatment, *MUST_BE_KNOWN) + (() if offered else maybe)
        if treatment in groups()["active"]:
            pending += self._pattern_open()
            held += () if self.depth == CLINICIAN else self._implausible()
        if held or pending:
            return Standing(
                treatment=treatment, status="held", because=_each_once(held), open=_each_once(pending)
            )
        told = tuple(
            sorted(self.acting(treatment, "offers", "holds", "cautions", "notes"), key=lambda one: one.id)
        )
        return Standing(treatment=treatment, status="offered", because=told)

    def _pattern_open(self) -> tuple[Unsettled, ...]:
        """What must be known before pattern loss is plausible or not."""
        if self.plausible is not None:
            return ()
        return tuple(one for one in self.unknown if one.rule.plausible)

    def _implausible(self) -> tuple[Rule, ...]:
        """Rules by which pattern loss is not plausible; none where it is, or where nobody knows."""
        if self.plausible is not False:
            return ()
        return tuple(one for one in self.denied if one.otherwise and one.sex == self.answers.get("sex"))


def judge(
    answers: Mapping[str, Any], *, depth: str = "self", table: Iterable[Rule] | None = None
) -> Judgement:
    """Hold answers to the rules.

    Parameters
    ----------
    answers
        By the names of `anagen.patient.person.known_fields`; what is missing is unknown.
    depth
        ``"self"``, ``"carer"`` or ``"clinician"``.
    table
        Other rules than those of the package.

    Examples
    --------
    >>> judge({"age": 16, "sex": "male"}).fires("SCR-02")
    True
    """
    full = completed(answers, depth=check_depth(depth))
    fired, unknown, denied = [], [], []
    for rule in rules() if table is None else table:
        truth = rule.when.judge(full) if depth in rule.depths else False
        if truth:
            fired.append(rule)
        elif truth is None:
            unknown.append(Unsettled(rule, full))
        elif rule.plausible:
            denied.append(rule)
    return Judgement(
        answers=full,
        depth=depth,
        fired=tuple(sorted(fired, key=lambda rule: rule.id)),
        unknown=tuple(sorted(unknown, key=lambda one: one.rule.id)),
        denied=tuple(sorted(denied, key=lambda rule: rule.id)),
    )


def _each_once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def _index(found: Iterable[tuple[Rule, T]]) -> Mapping[tuple[str, str], Sequence[T]]:
    """What acts on a treatment in a way."""
    by: dict[tuple[str, str], list[T]] = {}
    for rule, one in found:
        for pair in rule.pairs:
            by.setdefault(pair, []).append(one)
    return by
