"""`anagen claims`: what was claimed, and what the model shows of it."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from anagen.cli.output import print_json, progress
from anagen.cli.tables import line_width

if TYPE_CHECKING:
    from anagen.claims import Check

EXIT_NOT_AS_RECORDED = 1


def claims(
    *ids: str,
    check: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Show what was claimed, and what the model shows of it.

    The claims are those of a clinic's explanation of hair loss (M) and of its guide to the dermaroller (R).
    Each is held to numbers that a small run of the model gives: it holds, falls short, or is not built. All of
    them take some minutes; one takes seconds.

    Parameters
    ----------
    ids
        Claims to look at; all if none is given. Of those given, the literature and the limits are shown too.
    check
        End with exit code 1 unless each of them holds, or falls short by no more and no less than what is known and
        recorded. What falls short is told either way.
    json
        Print one JSON list.

    Examples
    --------
    anagen claims
    anagen claims M09 R12
    anagen claims M03 --check
    anagen claims --json
    """
    from anagen.claims import check_all, ids_of

    asked = ids_of(ids)
    done = []
    with progress("Checking claims", len(asked)) as advance:
        for one in check_all(asked):
            done.append(one)
            advance(1)
    if json:
        print_json([one.as_dict() for one in done])
    else:
        print(report(done, in_full=bool(ids)))
        if check:
            print(shortfalls(done))
    if check and not all(one.as_recorded for one in done):
        sys.exit(EXIT_NOT_AS_RECORDED)


def report(checks: list[Check], *, in_full: bool) -> str:
    """The checks for a person: id and status to the left, claim and figure beside.

    Parameters
    ----------
    checks
        What was checked.
    in_full
        Whether to show the literature, and how to make the figure again.
    """
    lines = [f"{'id':<5}{'status':<13}claim, and figure", "-" * line_width()]
    for one in checks:
        lines += block(f"{one.claim.id:<5}{one.status:<13}", one.claim.claim)
        lines += block("", one.figure)
        if in_full:
            lines += block("", f"Literature ({one.claim.verdict}): {one.claim.literature}")
            lines += [line for finding in one.findings for line in block("", f"- {finding.why}")]
            lines += block("", f"How: {one.how}")
        lines.append("")
    counts = {
        status: sum(one.status == status for one in checks)
        for status in ("holds", "falls short", "not built")
    }
    lines.append(", ".join(f"{status}: {count}" for status, count in counts.items()))
    return "\n".join(lines)


def shortfalls(checks: list[Check]) -> str:
    """What falls short as is known, and what does not stand as it is recorded.

    Parameters
    ----------
    checks
        What was checked.
    """
    known: list[tuple[str, str]] = []
    moved: list[tuple[str, str]] = []
    for one in checks:
        outside = [found for found in one.findings if not (found.met and found.as_recorded)]
        for found in outside:
            shortfall = found.requirement.known_shortfall
            recorded = "" if shortfall is None else f" Recorded: {shortfall.value:g}; {shortfall.because}."
            (known if found.as_recorded else moved).append((one.claim.id, f"{found}.{recorded}"))
        if not outside and not one.as_recorded:
            moved.append((one.claim.id, one.figure))
    return "\n".join(
        line
        for heading, some in (("Known to fall short, as recorded", known), ("NOT as recorded", moved))
        for line in [
            f"{heading}: {len(some)}",
            *(line for key, text in some for line in block(f"  {key}", text)),
        ]
    )


def block(left: str, text: str) -> list[str]:
    """Wrapped text with something to the left of its first line."""
    return textwrap.wrap(text, line_width(), initial_indent=f"{left:<18}", subsequent_indent=" " * 18)
