"""Python that a page shows names what there is: public names, and arguments that their functions take."""

import ast
import builtins
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import anagen

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def programs():
    """Every block of Python, by where it stands."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        if not {"generated", "gallery"} & {*page.parts}:
            for place, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), start=1):
                yield f"{page.relative_to(ROOT)} {place}", block


PROGRAMS = dict(programs())


def public(node):
    """The public name that an expression such as `ag.simulate` stands for; nothing if it is another."""
    is_one = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ag"
    return node.attr if is_one else None


def wrong_with(block):
    """Names and arguments that there are not."""
    taken = {}
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("anagen"):
            module = import_module(node.module)
            yield from (one.name for one in node.names if not hasattr(module, one.name))
            taken |= {one.asname or one.name: getattr(module, one.name, None) for one in node.names}
        if public(node) and public(node) not in anagen.__all__:
            yield f"ag.{public(node)}"
        if isinstance(node, ast.Call) and (called := function_of(node.func, taken)) is not None:
            takes = inspect.signature(called).parameters
            if not any(one.kind is one.VAR_KEYWORD for one in takes.values()):
                yield from (one.arg for one in node.keywords if one.arg is not None and one.arg not in takes)


def function_of(node, taken):
    """What is called: of `ag`, imported from anagen, or a method of a class that was; nothing if it is another's."""
    if public(node) in anagen.__all__:
        return getattr(anagen, public(node))
    if isinstance(node, ast.Name):
        return taken.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(taken.get(node.value.id), node.attr, None)
    return None


def undefined_in(block):
    """Names that a block uses and neither makes, imports nor finds in Python."""
    used, made = set(), set(dir(builtins))
    for node in ast.walk(ast.parse(block)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.alias(name=name, asname=other):
                made.add(other or name.partition(".")[0])
    return used - made


EXCERPTS = {"docs/tutorials/contributor.md 2": "anagen.instruments.counts"}
"""Blocks that are a few lines of a file that the text names: its names are theirs."""


@pytest.mark.parametrize("where", PROGRAMS)
def test_a_block_of_python_can_be_run_by_itself(where):
    compile(PROGRAMS[where], where, "exec")
    file = import_module(EXCERPTS[where]) if where in EXCERPTS else None

    assert {name for name in undefined_in(PROGRAMS[where]) if not hasattr(file, name)} == set()


@pytest.mark.parametrize("where", PROGRAMS)
def test_a_block_of_python_uses_what_there_is(where):
    assert list(wrong_with(PROGRAMS[where])) == []


def test_blocks_are_found_and_so_is_what_is_wrong():
    assert {where.split()[0] for where in PROGRAMS} >= {"README.md", "docs/tutorials/researcher.md"}
    block = "import anagen as ag\nag.simulat(1)\nag.simulate(man, year=2)\nfrom anagen.units import convrt\n"
    assert sorted(wrong_with(block)) == ["ag.simulat", "convrt", "year"]
    assert undefined_in(block) == {"man"}
    block = "from anagen.store import Store\nStore.open(databas='store.sqlite')\n"
    assert list(wrong_with(block)) == ["databas"]
