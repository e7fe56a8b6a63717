"""The report of a consultation, to print or to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from anagen.errors import InputError
from anagen.web.errors import NotFoundError
from anagen.web.interview import kept_interview
from anagen.web.outlook.readings import month_words
from anagen.web.outlook.results import heads_there, outlook_of
from anagen.web.tasks.consultation import CENTILES, COMPARED_MONTH, picture_name

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Outlook
    from anagen.web.security.visitor import Access

__all__ = ["pictures", "reportable"]

MOST_PICTURED = 3
"""Options of which a report shows heads."""


def reportable(patient: Access, jobs: Jobs) -> tuple[Outlook, Consultation]:
    """The consultation, once it is worked out."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.consented:
        raise NotFoundError
    found = outlook_of(jobs, patient, interview)
    if found.consultation is None:
        raise InputError(
            "The outlook is not worked out yet, so there is no report. Look at the outlook first."
        )
    return found, found.consultation


def pictures(patient: Access, jobs: Jobs, found: Outlook, consultation: Consultation) -> dict[str, bytes]:
    """Heads of the first options that are drawn, as PNG by what is said of them."""
    from PIL import Image

    kept: dict[str, bytes] = {}

    def add(course: int, month: int, says: str) -> None:
        drawn = heads_there(jobs, patient, found, CENTILES[0], course)
        data = jobs.cache.read(patient.person.id, drawn.key, picture_name(month)) if drawn.months else None
        if data is None:
            return
        measured = (drawn.told or {}).get("heads", {}).get(str(month), {}).get("grade", "")
        written = io.BytesIO()
        with Image.open(io.BytesIO(data)) as opened:
            opened.save(written, "PNG")
        kept[f"{says}: {measured} on this simulated head"] = written.getvalue()

    if consultation.untreated is None:
        return {}
    add(0, 0, "Today")
    add(0, COMPARED_MONTH, f"{month_words(COMPARED_MONTH)}, untreated")
    shown = [one for one in consultation.in_order if one.regimen and one.name in consultation.forecasts]
    for one in shown[:MOST_PICTURED]:
        course = found.regimens.index(consultation.forecasts[one.name].regimen)
        add(course, COMPARED_MONTH, f"{month_words(COMPARED_MONTH)}, {one.name}")
    return kept
