"""What tests of rolling share: small plans, answers that speak against nothing, a clock that is set by hand."""

from datetime import UTC, datetime, timedelta

from anagen.claims.rolling import ANSWERS as UNHINDERED
from anagen.rolling.lattice import lattice
from anagen.rolling.plan import plan_session
from anagen.rolling.thinning import ThinArea

START = datetime(2026, 3, 28, 18, 0, tzinfo=UTC)
ANSWERS = {**UNHINDERED, "topical_planned": "minoxidil"}
"""Of a man whom nothing keeps from rolling."""


def block(columns, rows, at=(-10, -10)):
    """A rectangle of cells."""
    return frozenset((at[0] + i, at[1] + j) for i in range(columns) for j in range(rows))


def area(cells, sex="male"):
    """A thinning area of some cells."""
    return ThinArea(sex=sex, cells=frozenset(cells), says="in a test")


def small_plan(columns=14, rows=9, **how):
    """A session of a few sections."""
    return plan_session(area(block(columns, rows)), needle_mm=how.pop("needle_mm", 0.5), **how)


def haired(sex="male"):
    """All cells of a scalp."""
    cells = lattice(sex)
    return cells.cells(cells.haired)


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, now=START):
        self.time = now

    def now(self):
        return self.time

    def go(self, seconds):
        self.time += timedelta(seconds=seconds)
        return self.time
