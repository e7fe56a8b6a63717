"""What a page points to is there."""

import re
from pathlib import Path

import pytest

import anagen
from anagen.cli.app import COMMANDS
from anagen.evidence import known

DOCS = Path(anagen.__file__).parents[2] / "docs"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


PAGES = (
    "credibility.md",
    "trial-files.md",
    "model.md",
    "person-files.md",
    "diary.md",
    "ask.md",
    "rolling.md",
    "store.md",
    "consultation.md",
    "consultation-rules.md",
    "consultation-reports.md",
    "../README.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    links = LINK.findall((DOCS / page).read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]

    assert local
    assert {link for link in local if not (DOCS / page).parent.joinpath(link).exists()} == set()


WITH_COMMANDS = (
    "credibility.md",
    "model.md",
    "claims.md",
    "diary.md",
    "ask.md",
    "rolling.md",
    "consultation.md",
    "../README.md",
)


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_a_page_names_commands_that_there_are(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    shown = "\n".join(re.findall(r"```\n(.*?)```", text, re.DOTALL))
    named = re.findall(r"`anagen (\w+)", text) + re.findall(r"(?m)^anagen (\w+)", shown)

    assert named
    assert set(named) <= set(COMMANDS)


def test_the_model_page_names_numbers_that_there_are():
    named = re.findall(r"`([a-z]+(?:_[a-z]+)+)`", (DOCS / "model.md").read_text(encoding="utf-8"))
    others = {"make_scalp", "effective_people"}

    assert len(named) > 5
    assert {name for name in named if name not in known()} == others
