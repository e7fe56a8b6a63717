"""What a page points to is there."""

import re
from pathlib import Path

import pytest

import anagen
from anagen.cli.app import COMMANDS

DOCS = Path(anagen.__file__).parents[2] / "docs"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", ["credibility.md", "trial-files.md"])
def test_every_link_of_a_page_leads_somewhere(page):
    links = LINK.findall((DOCS / page).read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]

    assert local
    assert {link for link in local if not (DOCS / link).exists()} == set()


def test_the_credibility_page_names_commands_that_there_are():
    named = re.findall(r"`anagen (\w+)", (DOCS / "credibility.md").read_text(encoding="utf-8"))

    assert named
    assert set(named) <= set(COMMANDS)
