"""Mistakes that can be made in the tables of rules: what a slip of the hand would do to one rule."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_RULES = ("sources.toml", "treatments.toml")
WEAKER = {"blocks": "holds", "holds": "cautions", "cautions": "notes", "notes": "", "offers": ""}
"""How a rule acts on treatments, and the next weaker way."""
LESS_GRAVE = {"stop": "refer", "refer": "investigate", "investigate": "note", "note": ""}
LESS_URGENT = {"now": "urgent", "urgent": "soon", "soon": ""}
OTHER_SIGN = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq}

Rule = dict[str, Any]


def table_mutants(folder: Path) -> Iterator[tuple[str, str, str, Rule | None]]:
    """Table, rule, what was changed, and the rule with the change; none where the rule was dropped."""
    for path in sorted(folder.glob("*.toml")):
        if path.name in NOT_RULES:
            continue
        for name, rule in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield path.name, name, "rule dropped", None
            for says, changed in (*condition_changes(rule), *act_changes(rule), *word_changes(rule)):
                yield path.name, name, says, changed


def condition_changes(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The condition denied, and each small change of a part of it."""
    text = rule["when"]
    yield "condition denied", rule | {"when": f"not ({text})"}
    for place, _ in enumerate(ast.walk(ast.parse(text.strip(), mode="eval"))):
        for change in (other_number, other_sign, other_junction, without_first):
            tree = ast.parse(text.strip(), mode="eval")
            node = list(ast.walk(tree))[place]
            if change(node):
                changed = ast.unparse(tree)
                yield f"{change.__name__}: {changed}", rule | {"when": changed}


def other_number(node: ast.AST) -> bool:
    """A threshold moved by one."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        node.value += 1
        return True
    return False


def other_sign(node: ast.AST) -> bool:
    """A border that belongs to the other side; equal for unequal."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_SIGN:
        node.ops[0] = OTHER_SIGN[type(node.ops[0])]()
        return True
    return False


def other_junction(node: ast.AST) -> bool:
    """Or for and, and for or."""
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return True
    return False


def without_first(node: ast.AST) -> bool:
    """The first part of a junction or the first of several options left out."""
    if isinstance(node, ast.BoolOp) and len(node.values) > 2:
        del node.values[0]
        return True
    if isinstance(node, ast.Tuple) and len(node.elts) > 1:
        del node.elts[0]
        return True
    if isinstance(node, ast.Call) and len(node.args) > 2:
        del node.args[1]
        return True
    return False


def act_changes(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """What it does to treatments made weaker, all at once or with one treatment forgotten."""
    for how, weaker in WEAKER.items():
        if how not in rule:
            continue
        rest = {name: value for name, value in rule.items() if name != how}
        yield (
            f"{how} -> {weaker or 'nothing'}",
            rest | ({weaker: [*rest.get(weaker, []), *rule[how]]} if weaker else {}),
        )
        for one in rule[how]:
            yield f"{how} without {one}", rest | {how: [other for other in rule[how] if other != one]}


def word_changes(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """What it says, to whom, and how gravely."""
    for name, lower in (("effect", LESS_GRAVE), ("urgency", LESS_URGENT)):
        if rule.get(name):
            yield f"{name} {rule[name]} -> {lower[rule[name]] or 'none'}", rule | {name: lower[rule[name]]}
    for name in ("regions", "depths", "suggests", "session", "otherwise", "sex"):
        if name in rule:
            yield f"no {name}", {other: value for other, value in rule.items() if other != name}
    if rule.get("plausible"):
        yield "not plausible", rule | {"plausible": False}
    yield "says nothing", rule | {"says": ""}
