"""Every argument of a public function is explained in the glossary."""

import inspect
import re
from pathlib import Path

import pytest

import anagen

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
EXPLAINED = set(re.findall(r"`(\w+)`", GLOSSARY))


def public_functions():
    for name in anagen.__all__:
        thing = getattr(anagen, name)
        if callable(thing):
            yield name, thing
        if inspect.isclass(thing):
            for method, function in inspect.getmembers(thing, inspect.isroutine):
                if not method.startswith("_") and not hasattr(BaseException, method):  # those are Python's
                    yield f"{name}.{method}", function


FUNCTIONS = dict(public_functions())


def arguments(function):
    try:
        return set(inspect.signature(function).parameters) - {"self", "args", "kwargs"}
    except ValueError:  # a built-in without a signature
        return set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_argument_is_in_the_glossary(name):
    assert arguments(FUNCTIONS[name]) <= EXPLAINED


def test_the_glossary_explains_no_argument_that_is_gone():
    listed = {
        word
        for line in GLOSSARY.partition("## Arguments")[2].splitlines()
        for word in re.findall(r"`(\w+)`", line.split("|")[1] if line.startswith("| `") else "")
    }
    known = set().union(*map(arguments, FUNCTIONS.values()))

    assert listed <= known
