"""Everything that is known: numbers, papers, trials, surveys, rules and claims."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from anagen.web.evidence.leaves import leaf_of
from anagen.web.evidence.shelf import shelf_page
from anagen.web.evidence.views import Leaf, ShelfView
from anagen.web.twins import Pages

pages = Pages(tag="evidence")

Short = Annotated[str, Query(max_length=200)]


@pages.show("/evidence", "evidence/shelf.html.jinja")
def shelf(
    kind: Short = "parameters", find: Short = "", grade: Short = "", page: Annotated[int, Query(le=9999)] = 1
) -> ShelfView:
    """Things of one kind, those that hold some words."""
    return shelf_page(kind, find, grade, page)


@pages.show("/evidence/{kind}/{name}", "evidence/leaf.html.jinja")
def leaf(kind: str, name: str) -> Leaf:
    """One thing, with all there is to know of it."""
    return leaf_of(kind, name)
