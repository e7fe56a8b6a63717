"""What the program imports is what pyproject.toml says that it needs, and who lacks it is told how to get it."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/anagen"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IMPORT = re.compile(r"^ *(?:from|import) (\w+)[\w.]*(?: import | as |$)", re.MULTILINE)
HINT = re.compile(r"pip install 'anagen\[(\w+)\]'")


@cache
def projects_of(*extras):
    """The projects that are asked for by name with some extras of anagen."""
    extra = PROJECT["optional-dependencies"]
    asked = map(Requirement, [*PROJECT["dependencies"], *(one for name in extras for one in extra[name])])
    found = set()
    for one in asked:
        found |= projects_of(*sorted(one.extras)) if one.name == "anagen" else {canonicalize_name(one.name)}
    return frozenset(found)


@cache
def project_of(library):
    """The project that a library comes with."""
    return canonicalize_name(_installed()[library][0])


@cache
def _installed():
    return packages_distributions()


def imported(code):
    """The libraries that some code imports, neither Python's own nor ours."""
    return set(IMPORT.findall(code)) - set(sys.stdlib_module_names) - {"anagen"}


def hints():
    """Each place that names an extra for libraries that were tried and are missing, with both."""
    for path in sorted(SOURCE.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        for tried in ast.walk(ast.parse(code)) if HINT.search(code) else ():
            if isinstance(tried, ast.Try):
                body, handlers = ("\n".join(map(ast.unparse, part)) for part in (tried.body, tried.handlers))
                if (libraries := imported(body)) and (hint := HINT.search(handlers)):
                    yield path.relative_to(SOURCE), hint[1], libraries


def test_every_library_that_is_imported_is_asked_for_by_name():
    asked = projects_of(*PROJECT["optional-dependencies"])
    used = set().union(*(imported(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")))

    assert len(used) > 20
    assert {library for library in used if project_of(library) not in asked} == set()


def test_the_extra_that_is_named_for_a_missing_library_brings_it():
    told = list(hints())

    assert len(told) >= 12
    for where, extra, libraries in told:
        assert {project_of(one) for one in libraries} <= projects_of(extra), where


def test_whoever_tries_it_has_what_every_command_of_the_readme_needs():
    extras = re.findall(r"\.\[([\w,]+)\]", (ROOT / "scripts/try").read_text(encoding="utf-8"))
    brought = projects_of(*(extra for some in extras for extra in some.split(",")))
    wanted = {"plot", "store", "diary", "consult", "report", "render", "web"}

    assert projects_of(*wanted) <= brought
