"""What a docstring shows is what happens."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import anagen

PACKAGE = Path(anagen.__file__).parent
WITH_EXAMPLES = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_run(name):
    module = import_module(name)

    result = doctest.testmod(module, extraglobs=vars(module).copy())

    assert result.attempted > 0
    assert result.failed == 0
