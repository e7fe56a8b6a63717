"""A forecast in a report: its numbers in cells and tables, its course as a chart, its warnings."""

from __future__ import annotations

from anagen.consultation.consult import Consultation
from anagen.consultation.outlook import Course, Forecast, Outlook
from anagen.consultation.report.document import Block, Chart, Line, Paragraph, Sentence, Table
from anagen.consultation.report.sources import ERROR, MODEL
from anagen.consultation.summary import Band
from anagen.consultation.wording import cover_percent, ended, figure, hold_beside, of_hundred, when

__all__ = ["COMPARED_MONTH", "chart_of", "notes_of", "outlook_cells", "table_of", "top_of"]

COMPARED_MONTH = 12
"""Month after which options are set side by side. [month]"""
SCALE_STEP = 50.0


def outlook_cells(found: Forecast) -> tuple[str, ...]:
    """What a table tells of a forecast after a year."""
    then = found.at(COMPARED_MONTH)
    return (
        band_cell(then.density),
        "-" if found.regimen == "untreated" else signed_cell(then.versus_untreated),
        *chance_cells(then),
    )


def band_cell(band: Band) -> str:
    """A band in a table, in whole hairs."""
    return f"{band.median:.0f} ({band.low90:.0f} to {band.high90:.0f})"


def signed_cell(band: Band) -> str:
    """A difference in a table, in whole hairs."""
    middle, low, high = (
        f"{round(value) or 0:+d}".replace("+0", "0") for value in (band.median, band.low90, band.high90)
    )
    return f"{middle} ({low} to {high})"


def chance_cells(one: Outlook) -> tuple[str, ...]:
    """Gain, no clear change and loss in a table."""
    return tuple(
        share_cell(share) for share in (one.gain, hold_beside(one.gain, one.hold, one.loss), one.loss)
    )


def share_cell(share: float) -> str:
    """A chance in a table."""
    return (
        of_hundred(share)
        .replace(" of 100", "")
        .replace("fewer than ", "< ")
        .replace("none of the virtual people", "0")
        .replace("nearly all of them", "> 99")
    )


def notes_of(found: Forecast) -> list[Block]:
    """What must stand beside a forecast: warnings as such, the rest after them."""
    graded = {
        look: tuple(
            Sentence(says=ended(one.says), marks=(one.mark,))
            for one in found.notes
            if one.severity == severity
        )
        for look, severity in (("warning", "warning"), ("list", "note"))
    }
    return [Paragraph(sentences=sentences, look=look) for look, sentences in graded.items() if sentences]


def table_of(found: Forecast, title: str) -> Table:
    """A forecast month by month."""
    rows = [
        (
            when(one.month),
            band_cell(one.density),
            f"{figure(one.diameter.median)}",
            cover_percent(one.cover.median),
            *(("", "", "") if one.month == 0 else chance_cells(one)),
        )
        for one in (found.today, *found.outlooks)
    ]
    return Table(
        caption=Sentence(
            says=f"{title}: the middle of the virtual people, and where nine of ten are; "
            "gain, no clear change and loss of 100 people, against today.",
            marks=(MODEL, ERROR),
        ),
        head=(
            "when",
            "hairs per cm²",
            "thickness, µm",
            "cover, % of healthy",
            "clear gain",
            "no clear change",
            "clear loss",
        ),
        rows=tuple(rows),
    )


def chart_of(found: Forecast, other: Forecast | None, top: float, title: str) -> Chart:
    """Visible hairs through the years, beside another course."""
    lines = [line_of(found, found.regimen)]
    if other is not None:
        lines.append(line_of(other, "untreated"))
    return Chart(
        caption=Sentence(says=f"{title}: the middle, and the band that holds nine of ten.", marks=(MODEL,)),
        unit="visible hairs per cm²",
        lines=tuple(lines),
        top=top,
    )


def density_course(found: Forecast) -> Course:
    """The course of visible hairs."""
    return next(one for one in found.courses if one.measure == "visible_hair_density")


def line_of(found: Forecast, name: str) -> Line:
    """A course as a line of a chart, from today on."""
    course = density_course(found)
    return Line(
        name=name,
        month=course.month,
        median=tuple(one.median for one in course.bands),
        low=tuple(one.low90 for one in course.bands),
        high=tuple(one.high90 for one in course.bands),
    )


def top_of(consultation: Consultation) -> float:
    """Upper end of the scale of all charts."""
    every = [*consultation.forecasts.values(), *([consultation.untreated] if consultation.untreated else [])]
    highest = max((one.high90 for found in every for one in density_course(found).bands), default=SCALE_STEP)
    return SCALE_STEP * (int(highest / SCALE_STEP) + 1)
