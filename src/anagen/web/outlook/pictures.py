"""Pictures of heads, as far as they are drawn, and the work that draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anagen.web.outlook.results import head_told
from anagen.web.outlook.views import HeadShown

if TYPE_CHECKING:
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Heads, Outlook
    from anagen.web.security.visitor import Access

__all__ = ["head_address", "head_shown", "nearest"]


def head_shown(patient: Access, jobs: Jobs, found: Outlook) -> HeadShown:
    """The head today, as far as it is drawn."""
    answers = found.interview.answers
    told = answers.get("norwood") or answers.get("ludwig")
    scale = "Norwood" if answers.get("norwood") else "Ludwig"
    about = head_told(jobs, patient, found)
    key = "" if found.head is None else found.head.key[:10]
    return HeadShown(
        picture=f"/p/{patient.person.id}/heads/today.webp?k={key}" if about is not None else "",
        grade=str(about["grade"]) if about is not None else "",
        told="" if told in (None, "none_match") else f"{scale} {told}",
    )


def head_address(patient: Access, drawn: Heads, course: int, centile: int, month: int) -> str:
    """Where a picture is; a part of its key keeps a browser from showing an old one."""
    return f"/p/{patient.person.id}/heads/{course}/{centile}/{month}.webp?k={drawn.key[:10]}"


def nearest(months: tuple[int, ...], month: int) -> int | None:
    """The month of which there is a picture that is nearest."""
    return min(months, key=lambda one: abs(one - month), default=None)
