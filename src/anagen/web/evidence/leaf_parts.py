"""What the pages of all kinds of things have in common."""

from __future__ import annotations

from collections.abc import Iterable

from anagen.web.evidence.readers import answers_on
from anagen.web.evidence.views import Fact, Link, Part

__all__ = ["answers", "filled", "told"]

MANY = 60
"""Links shown under a heading."""


def answers(kind: str, name: str) -> list[Part]:
    """The written answers that rest on a thing.

    Parameters
    ----------
    kind, name
        Of the thing; the kind in the singular.
    """
    found = [Link(title=one.title, says=one.sure) for one in answers_on(kind, name)]
    return [Part(title="Answers that rest on it", links=found)]


def told(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that say something."""
    return tuple(one for one in facts if one.text)


def filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that hold something, the long ones cut."""
    return tuple(
        one
        if len(one.links) <= MANY
        else Part(title=one.title, says=f"The first {MANY}.", links=one.links[:MANY])
        for one in parts
        if one.links
    )
