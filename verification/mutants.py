"""Mutants: small changes of the source by the operators of Cosmic Ray, and of the tables of rules.

A mutant is the text of one module with one thing changed. Nothing is written to disk: `mutation` runs it in a process
that is given this text in place of the file.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from rule_tables import table_mutants

ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}
BITS = {"LShift", "RShift", "BitOr", "BitAnd", "BitXor"}
COMPILERS = {"compiled", "compiled_pass", "composed_pass", "borrowing", "inlined"}
"""Decorators that make code fast and change nothing that it does."""
TABLES = "rules/*.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change."""

    module: str
    """The module that is changed, by its dotted name."""
    place: str
    """File and line, or table and rule."""
    says: str
    """What was changed."""
    text: str
    """The module with the change in it."""


def operators() -> Iterator[tuple[str, object]]:
    """Operators of Cosmic Ray without arguments, but those that put an operator in the place of one of another kind.

    A number that is shifted, or a mask that is divided, dies of its type; counting such mutants would flatter.
    """
    for name in sorted(cosmic_ray.plugins.operator_names()):
        operator = cosmic_ray.plugins.get_operator(name)
        kind, _, change = name.rpartition("/")[2].partition("_")
        before, _, after = change.partition("_")
        unlike = kind == "ReplaceBinaryOperator" and any(
            (before in group) != (after in group) for group in (ARITHMETIC, BITS)
        )
        if not operator.arguments() and not unlike:
            yield name, operator()


def source_mutants(path: Path) -> list[tuple[str, object, int]]:
    """All mutants of a module by operator and number, unmade: to make one costs a parse."""
    tree = get_ast(path.read_text(encoding="utf-8"))
    nodes = list(ast_nodes(tree))
    return [
        (name, operator, number)
        for name, operator in operators()
        for number in range(sum(1 for node in nodes for _ in operator.mutation_positions(node)))
    ]


def made(module: str, path: Path, name: str, operator: object, number: int) -> Mutant | None:
    """One mutant of a module; none if what it does is the same to the letter."""
    before = path.read_text(encoding="utf-8")
    after = mutate_code(before, operator, number)
    if after is None or behavior(after) == behavior(before):
        return None
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    line, old, new = next(((i, a, b) for i, (a, b) in enumerate(pairs, 1) if a != b), (0, "", ""))
    said = f"{name.rpartition('/')[2]}: {old.strip()}  ->  {new.strip()}"
    return Mutant(module=module, place=f"{path.name}:{line}", says=said, text=after)


def behavior(text: str) -> str:
    """What a module does: its tree without types and without the decorators that compile it."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            node.decorator_list = [one for one in node.decorator_list if ast.unparse(one) not in COMPILERS]
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
    return ast.dump(tree)


def drawn(root: Path, modules: list[str], *, seed: int) -> Iterator[Mutant]:
    """All mutants of some modules in an order drawn by chance; a longer draw begins as a shorter one.

    ``"consultation/rules/*.toml"`` among the modules stands for the tables of rules, whose mutants are those of
    `rule_tables`.
    """
    drawn_from = []
    for one in modules:
        if one.endswith(TABLES):
            drawn_from += [("", root, change) for change in table_mutants(root / "consultation" / "rules")]
            continue
        path = root / f"{one}.py"
        name = "anagen." + one.replace("/", ".").removesuffix(".__init__")
        drawn_from += [(name, path, change) for change in source_mutants(path)]
    random.Random(seed).shuffle(drawn_from)  # noqa: S311  a sample, no secret
    for name, path, change in drawn_from:
        mutant = made(name, path, *change) if name else table_mutant(root, change)
        if mutant is not None:
            yield mutant


def table_mutant(root: Path, change: tuple[str, str, str, object]) -> Mutant:
    """One mutant of the tables: the module that reads them, made to read one rule otherwise."""
    table, rule, says, about = change
    text = (root / "consultation" / "rules.py").read_text(encoding="utf-8")
    text += f"""
_read_as_written = _read


def _read(name):
    tables = dict(_read_as_written(name))
    if name == {table!r}:
        tables = {{one: {about!r} if one == {rule!r} else what for one, what in tables.items()}}
        tables = {{one: what for one, what in tables.items() if what is not None}}
    return tables
"""
    return Mutant(module="anagen.consultation.rules", place=f"{table} {rule}", says=says, text=text)
