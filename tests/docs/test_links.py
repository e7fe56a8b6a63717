"""What a page points to is there."""

import re
from pathlib import Path

import pytest

from anagen.evidence import known

DOCS = Path(__file__).parents[2] / "docs"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


MADE = {"generated", "gallery"}
"""Folders of pages that the building of the documentation writes."""
PAGES = [
    str(page.relative_to(DOCS.parent))
    for page in (
        *(
            DOCS.parent / name
            for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")
        ),
        *(page for page in sorted(DOCS.rglob("*.md")) if not MADE & {*page.parts}),
    )
]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    place = DOCS.parent / page
    links = [link for link in LINK.findall(place.read_text(encoding="utf-8")) if "://" not in link]

    assert {
        one for one in links if not MADE & {*Path(one).parts} and not (place.parent / one).exists()
    } == set()


def test_links_are_found():
    assert len(LINK.findall((DOCS / "index.md").read_text(encoding="utf-8"))) > 3


def test_the_model_page_names_numbers_that_there_are():
    named = re.findall(r"`([a-z]+(?:_[a-z]+)+)`", (DOCS / "model.md").read_text(encoding="utf-8"))
    others = {"make_scalp", "effective_people"}

    assert len(named) > 5
    assert {name for name in named if name not in known()} == others
