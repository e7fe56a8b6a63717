"""Python that a page shows names what there is: public names, and arguments that their functions take."""

import ast
import inspect
import re
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
    for node in ast.walk(ast.parse(block)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("anagen"):
            module = __import__(node.module, fromlist=["_"])
            yield from (one.name for one in node.names if not hasattr(module, one.name))
        if public(node) and public(node) not in anagen.__all__:
            yield f"ag.{public(node)}"
        if isinstance(node, ast.Call) and public(node.func) in anagen.__all__:
            takes = inspect.signature(getattr(anagen, public(node.func))).parameters
            if not any(one.kind is one.VAR_KEYWORD for one in takes.values()):
                yield from (one.arg for one in node.keywords if one.arg is not None and one.arg not in takes)


@pytest.mark.parametrize("where", PROGRAMS)
def test_a_block_of_python_uses_what_there_is(where):
    assert list(wrong_with(PROGRAMS[where])) == []


def test_blocks_are_found_and_so_is_what_is_wrong():
    assert {where.split()[0] for where in PROGRAMS} >= {"README.md", "docs/tutorials/researcher.md"}
    block = "import anagen as ag\nag.simulat(1)\nag.simulate(man, year=2)\nfrom anagen.units import convrt\n"
    assert sorted(wrong_with(block)) == ["ag.simulat", "convrt", "year"]
