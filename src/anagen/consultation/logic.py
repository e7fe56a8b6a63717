"""Conditions on answers, in three values: true, false, and unknown while an answer is missing.

A condition is a text in a small part of Python::

    sex == "male" and 18 <= age < 50
    any_of(areas, "patches", "beard") or not none_of(scalp_signs, "redness")
    preg_status in ("pregnant", "trying")
    known(phq2) and phq2 >= 3

Names are fields of a person's file. `and`, `or` and `not` are Kleene's: unknown or true is true, unknown and false is
false, else unknown stays unknown. What no field or option is called is refused when the text is read.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

__all__ = ["Condition", "Truth", "both", "either", "opposite"]

Truth = bool | None
"""True, false, or None where nobody knows yet."""
Answers = Mapping[str, Any]
Judge = Callable[[Answers], Truth]
Open = Callable[[Answers], frozenset[str]]

NUMBERS = ("integer", "number")
ORDERS: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
HELPERS = ("has", "any_of", "none_of", "known")


def both(*parts: Truth) -> Truth:
    """Kleene's and."""
    return False if False in parts else None if None in parts else True


def either(*parts: Truth) -> Truth:
    """Kleene's or."""
    return True if True in parts else None if None in parts else False


def opposite(part: Truth) -> Truth:
    """Kleene's not."""
    return None if part is None else not part


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that answers may make true.

    Examples
    --------
    >>> adult = Condition.of("age >= 18")
    >>> adult.judge({"age": 31}), adult.judge({"age": 12}), adult.judge({})
    (True, False, None)
    """

    text: str
    fields: frozenset[str] = field(compare=False)
    """All fields that it reads."""
    judge: Judge = field(repr=False, compare=False)
    """Whether answers, by the names of `anagen.patient.person.known_fields`, make it true; None if that hangs on one
    that is missing. A missing field, None and an empty list are no answer."""
    _open: Open = field(repr=False, compare=False)

    @classmethod
    def of(cls, text: str) -> Condition:
        """Read a condition.

        Parameters
        ----------
        text
            As above; each is read once.

        Raises
        ------
        InputError
            If it cannot be read, or names a field or an option that there is not.
        """
        return _read(text)

    def open_fields(self, answers: Answers) -> frozenset[str]:
        """The unanswered fields on which it hangs; none if it is true or false.

        Parameters
        ----------
        answers
            As in `judge`.
        """
        return self._open(answers) if self.judge(answers) is None else frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a condition, compiled."""

    judge: Judge
    open: Open
    fields: frozenset[str]


@cache
def _read(text: str) -> Condition:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        raise InputError(
            f"The condition {text!r} cannot be read. Write it like 'age >= 18 and sex == \"male\"'."
        ) from None
    part = _Reader(text).part(tree.body)
    return Condition(text.strip(), part.fields, part.judge, part.open)


def answer(answers: Answers, name: str) -> Any:
    """One answer; None where there is none."""
    value = answers.get(name)
    return None if value == [] or value == () else value  # noqa: PLR1714  quicker than a tuple, and run most of all


class _Reader:
    """Compiles one text, and names it where something is wrong with it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def wrong(self, says: str) -> InputError:
        return InputError(f"In the condition {self.text!r}: {says}")

    def part(self, node: ast.expr) -> _Part:  # noqa: PLR0911  one case, one return
        """Any part that is true or false."""
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return _joined([self.part(one) for one in values], both)
            case ast.BoolOp(op=ast.Or(), values=values):
                return _joined([self.part(one) for one in values], either)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.part(operand)
                return _Part(lambda answers: opposite(inner.judge(answers)), inner.open, inner.fields)
            case ast.Constant(value=True):
                return _Part(lambda _: True, lambda _: frozenset(), frozenset())
            case ast.Name(id=name):
                self.field(name, "boolean")
                return _leaf(name, bool)
            case ast.Call(func=ast.Name(id=helper), args=arguments, keywords=[]):
                return self.call(helper, arguments)
            case ast.Compare(left=left, ops=operations, comparators=others):
                sides = [left, *others]
                pairs = zip(sides, operations, sides[1:], strict=False)
                compared = [self.compare(one, how, other) for one, how, other in pairs]
                return compared[0] if len(compared) == 1 else _joined(compared, both)
            case _:
                raise self.wrong(f"{ast.unparse(node)!r} is not understood. See the examples of Condition.")

    def field(self, name: str, *kinds: str) -> Mapping[str, Any]:
        """A field of one of some kinds."""
        fields = known_fields()
        if name not in fields:
            raise self.wrong(str(unknown_name("field of a person", name, fields)))
        if kinds and fields[name]["kind"] not in kinds:
            raise self.wrong(f"{name} is a {fields[name]['kind']}; here must be a {' or '.join(kinds)}.")
        about: Mapping[str, Any] = fields[name]
        return about

    def call(self, helper: str, arguments: list[ast.expr]) -> _Part:
        """One of the helpers."""
        if helper not in HELPERS:
            raise self.wrong(str(unknown_name("helper", helper, HELPERS)))
        if not arguments or not isinstance(arguments[0], ast.Name):
            raise self.wrong(f"{helper}(...) begins with the name of a field.")
        name = arguments[0].id
        if helper == "known":
            if len(arguments) > 1:
                raise self.wrong("known(...) takes one field and nothing else.")
            self.field(name)
            return _Part(
                lambda answers: answer(answers, name) is not None, lambda _: frozenset(), frozenset({name})
            )
        about = self.field(name, "choices")
        wanted = frozenset(self.option(name, about, one) for one in arguments[1:])
        if not wanted or (helper == "has" and len(wanted) > 1):
            raise self.wrong(
                f"{helper}({name}, ...) takes {'one option' if helper == 'has' else 'options after the field'}."
            )
        if helper == "none_of":
            return _leaf(name, wanted.isdisjoint)
        return _leaf(name, lambda given: not wanted.isdisjoint(given))

    def compare(self, left: ast.expr, how: ast.cmpop, right: ast.expr) -> _Part:
        """Two sides of a comparison, one of them a field."""
        if isinstance(how, ast.In | ast.NotIn):
            part = self.member(left, right)
            if isinstance(how, ast.In):
                return part
            return _Part(lambda answers: opposite(part.judge(answers)), part.open, part.fields)
        if type(how) not in ORDERS:
            raise self.wrong(f"{type(how).__name__} is no comparison that is known here.")
        holds = ORDERS[type(how)]
        if isinstance(left, ast.Name) and isinstance(right, ast.Constant):
            value = self.value(left.id, right, how)
            return _leaf(left.id, lambda given: holds(given, value))
        if isinstance(left, ast.Constant) and isinstance(right, ast.Name):
            value = self.value(right.id, left, how)
            return _leaf(right.id, lambda given: holds(value, given))
        raise self.wrong(f"'{ast.unparse(left)}' and '{ast.unparse(right)}' must be a field and a value.")

    def member(self, left: ast.expr, right: ast.expr) -> _Part:
        """``"option" in choices``, or ``choice in ("option", ...)``."""
        if isinstance(left, ast.Constant) and isinstance(right, ast.Name):
            wanted = self.option(right.id, self.field(right.id, "choices"), left)
            return _leaf(right.id, lambda given: wanted in given)
        if isinstance(left, ast.Name) and isinstance(right, ast.Tuple) and right.elts:
            about = self.field(left.id, "choice")
            allowed = frozenset(self.option(left.id, about, one) for one in right.elts)
            return _leaf(left.id, lambda given: given in allowed)
        raise self.wrong(f"'{ast.unparse(left)} in {ast.unparse(right)}' is not understood.")

    def option(self, name: str, about: Mapping[str, Any], node: ast.expr) -> str:
        """An option that the field has."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            raise self.wrong(f"{ast.unparse(node)} is no option of {name}. Write it in quotes.")
        if node.value not in about["allowed"]:
            raise self.wrong(str(unknown_name(f"option of {name}", node.value, about["allowed"])))
        return node.value

    def value(self, name: str, node: ast.Constant, how: ast.cmpop) -> Any:
        """A value that the field can have, and can be compared with in this way."""
        about = self.field(name, "choice", "boolean", *NUMBERS)
        equality = isinstance(how, ast.Eq | ast.NotEq)
        if about["kind"] in NUMBERS:
            value = node.value
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise self.wrong(f"{name} is compared with {value!r}, which is no number.")
            if not about["low"] <= value <= about["high"]:
                raise self.wrong(
                    f"{name} is never {value:g}: it lies from {about['low']:g} to {about['high']:g}."
                )
            return value
        if not equality:
            raise self.wrong(f"{name} has no order. Compare it with == or !=.")
        if about["kind"] == "boolean":
            if not isinstance(node.value, bool):
                raise self.wrong(f"{name} is True or False, not {node.value!r}.")
            return node.value
        return self.option(name, about, node)


def _leaf(name: str, holds: Callable[[Any], bool]) -> _Part:
    """A part that reads one field, and is unknown while it is unanswered."""

    def judge(answers: Answers) -> Truth:
        given = answers.get(name)
        if not given and (given is None or given in ([], ())):
            return None
        return holds(given)

    alone = frozenset({name})
    return _Part(judge, lambda answers: alone if answer(answers, name) is None else frozenset(), alone)


def _joined(parts: list[_Part], join: Callable[..., Truth]) -> _Part:
    """Parts joined by and, or by or; open are the fields of those that are unknown."""
    decisive = join is either
    judges = tuple(one.judge for one in parts)

    def judge(answers: Answers) -> Truth:
        result: Truth = not decisive
        for one in judges:
            truth = one(answers)
            if truth is decisive:
                return decisive
            if truth is None:
                result = None
        return result

    def open_fields(answers: Answers) -> frozenset[str]:
        return frozenset().union(*(one.open(answers) for one in parts if one.judge(answers) is None))

    return _Part(judge, open_fields, frozenset().union(*(one.fields for one in parts)))
