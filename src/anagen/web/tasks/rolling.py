"""A rolling session is no job: its pages work out at once what it does. The runner compiles that for them."""

from __future__ import annotations

from anagen.web.jobs.tasks import warm


@warm(small=False)
def session_ready() -> None:
    """Have compiled, before somebody waits for a page, what a session does to the skin and what passes through it."""
    from anagen.rolling.dose import Rolled, delivery, dose

    session = Rolled(day=0.0, needle_mm=0.5, passes=12.0)
    dose(session)
    delivery(session)
