"""What the tutorial of the browser tells a person to press or to read stands on the pages."""

import re
from pathlib import Path

import pytest

import anagen

PACKAGE = Path(anagen.__file__).parent
TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorials" / "person.md").read_text(encoding="utf-8")
SHOWN = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("web", "consultation")
    for kind in ("*.jinja", "*.py", "*.toml")
    for path in sorted((PACKAGE / folder).rglob(kind))
)
STRESSED = {"before anything is started"}
"""What is bold because it matters, not because a page says it."""
NAMED = [one for one in re.findall(r"\*\*([^*]+)\*\*", " ".join(TUTORIAL.split())) if one not in STRESSED]


@pytest.mark.parametrize("words", NAMED)
def test_what_is_named_is_on_a_page(words):
    assert words in SHOWN


def test_enough_is_named():
    assert len(NAMED) > 8
