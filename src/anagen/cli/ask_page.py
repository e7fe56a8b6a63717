"""An answer as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from anagen.cli.tables import aligned, line_width, paragraph
from anagen.questions.answer import ANSWERED, REPLIED, UNANSWERED

if TYPE_CHECKING:
    from anagen.questions.answer import Answer
    from anagen.questions.documents import Document
    from anagen.questions.permission import HeldBack
    from anagen.questions.simulated import Simulated

__all__ = ["answer_lines", "held_lines", "simulated_lines", "warning_lines"]


def warning_lines(found: Answer) -> Iterator[str]:
    """What comes before all else, each with its rules and their sources."""
    for one in found.warnings:
        yield f"FIRST: {one.flag.title}"
        yield _inset(one.flag.says)
        for contact in one.contacts:
            yield _inset(contact, mark="- ")
        for rule in one.rules:
            yield _document(rule)
        yield ""


def held_lines(held: tuple[HeldBack, ...], *, simulates: bool) -> Iterator[str]:
    """Why a what-if was not simulated, or why what is asked about is not for this person."""
    for one in held:
        yield paragraph(f"Not simulated. {one.says}" if simulates else one.says)
        for rule in one.rules:
            yield _document(rule)
        yield ""


def simulated_lines(done: Simulated) -> Iterator[str]:
    """The result of a what-if: how it was read, numbers, and what to type for the same again."""
    yield "What if: simulated"
    for arm in done.what_if.arms:
        regimen = "" if arm.name == arm.regimen else f": {arm.regimen}"
        yield _inset(f"{arm.name}{regimen}", mark="- ")
    for assumed in (*done.what_if.assumed, f"{done.who}; {done.history.region.replace('_', '-')}."):
        yield _inset(f"Read: {assumed}")
    yield ""
    for note in done.notes:
        yield paragraph(f"Careful: {note}")
    yield _table(done)
    yield ""
    yield paragraph(done.sentence)
    yield "The same again:"
    yield from (f"  {one}" for one in done.commands)
    yield ""


def _table(done: Simulated) -> str:
    """Visible hair at each time, a row for each course: the middle, and where nine of ten are."""
    from anagen.questions.simulated import signed

    years = list(dict.fromkeys(one.year for one in done.rows))
    heads = (f"year {year:.1f}".removesuffix(".0") if year else "today" for year in years)
    rows = [["visible hairs/cm2", *heads]]
    for name in dict.fromkeys(one.name for one in done.rows):
        cells = {one.year: one for one in done.rows if one.name == name}
        shown = (
            f"{cells[year].median:.0f} ({cells[year].low90:.0f} to {cells[year].high90:.0f})"
            for year in years
        )
        rows.append([textwrap.shorten(name, 44, placeholder=" ..."), *shown])
    if len(done.what_if.arms) > 1 or done.versus != done.what_if.arms[0].name:
        differences = (
            f"{signed(one.median)} ({signed(one.low90)} to {signed(one.high90)})" for one in done.compared
        )
        rows.append(["first minus second, in each", *differences])
    table = aligned(rows, [False, *[True] * len(years)])
    if max(map(len, table.splitlines())) <= line_width():
        return table
    return "\n".join(_by_time(rows))


def _by_time(rows: list[list[str]]) -> Iterator[str]:
    """The same one time under the other, for a narrow window."""
    widest = max(len(row[0]) for row in rows[1:])
    yield f"{rows[0][0]}, the middle, and where nine of ten are"
    for k, time in enumerate(rows[0][1:], start=1):
        yield f"{time}:"
        yield from (f"  {row[0].ljust(widest)}  {row[k]}" for row in rows[1:])


def answer_lines(found: Answer, kept: str | None, *, beside: bool) -> Iterator[str]:
    """The answer, what it rests on, how sure it is, what documents claim, and what lies near.

    Parameters
    ----------
    found
        The answer.
    kept
        Under which identifier the question waits for a clinician.
    beside
        Whether a simulation was shown already, so that nothing is missing where no answer was written.
    """
    if found.kind in (ANSWERED, REPLIED):
        yield from (found.title, _inset(found.text), _inset(f"How sure: {found.sure}. {found.why_sure}"))
    elif found.kind == UNANSWERED and not beside:
        yield "Nothing here answers that."
    if kept is not None:
        yield _inset(f"It is kept for a clinician as {kept} (anagen ask --queue).")
    if found.rests_on:
        yield "Rests on:" if found.kind == ANSWERED else "No answer was written for this; the evidence holds:"
    yield from map(_document, found.rests_on)
    for claim in found.claims:
        yield _inset(f"{claim.source} says ({claim.name}): {claim.title}", mark="* ")
        yield _inset(f"{claim.grade[0].upper()}{claim.grade[1:]}. {claim.says}", indent=4)
    if found.near:
        says = "Near to it" if found.kind == ANSWERED else "Perhaps you mean"
        yield paragraph(f"{says}: {' / '.join(found.near.values())}")
    yield ""


def _document(one: Document) -> str:
    """What is cited: its name, what it says, how good it is, and where it stands."""
    where = one.source if not one.url else f"{one.source} <{one.url}>"
    return _inset(f"{one.name} ({one.kind}; {one.grade}): {one.says} {where}", mark="- ")


def _inset(text: str, *, mark: str = "", indent: int = 2) -> str:
    begin = " " * indent
    return paragraph(text, first=begin + mark, later=begin + " " * len(mark))
