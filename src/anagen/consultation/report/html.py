"""The report as one web page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.consultation.consult import Consultation
from anagen.consultation.report.charts import HEIGHT, WIDTH, drawn
from anagen.consultation.report.document import Chart, Gallery, Paragraph
from anagen.consultation.report.write import report_of
from anagen.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["chart_svg", "html_report"]

FOLDER = Path(__file__).parent


def html_report(consultation: Consultation, pictures: Mapping[str, bytes] | None = None) -> str:
    """The report as a web page, for the screen by day and night and for the printer.

    Parameters
    ----------
    consultation
        What was found.
    pictures
        PNG files to show, by caption.
    """
    document = report_of(consultation, pictures)
    anchors = {mark: f"source-{k}" for k, mark in enumerate(document.sources, start=1)}
    return _template().render(
        document=document,
        anchors=anchors,
        style=FOLDER.joinpath("page.css").read_text(encoding="utf-8"),
        svg=chart_svg,
        inlined=inlined,
        kind=_kind,
    )


def chart_svg(chart: Chart, *, names: bool = True) -> str:
    """A chart as SVG whose tints are those of the page around it.

    Parameters
    ----------
    chart
        What is drawn.
    names
        Whether the courses are named on it.
    """
    shapes = drawn(chart)
    parts = []
    for one in shapes.strokes:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in one.points)
        tag = "polygon" if one.role.startswith("band") else "polyline"
        parts.append(f'<{tag} class="{one.role}" points="{points}"/>')
    parts += [
        f'<text class="{text.role}" x="{text.x:.1f}" y="{text.y:.1f}" text-anchor="{text.anchor}">'
        f"{_escaped(text.says)}</text>"
        for text in shapes.letters
        if names or not text.role.startswith("name")
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{_escaped(chart.caption.says)}">'
        f"{''.join(parts)}</svg>"
    )


def inlined(png: bytes) -> str:
    """A picture as an address that holds all of it."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _escaped(text: str) -> str:
    """A text that is safe inside of markup."""
    from markupsafe import escape

    return str(escape(text))


def _kind(block: Any) -> str:
    """What a block is, for the template."""
    if isinstance(block, Paragraph):
        return block.look
    return {Chart: "chart", Gallery: "gallery"}.get(type(block), "table")


@cache
def _template() -> Template:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise InputError(
            f"A web page needs Jinja2 ({error}). Install it with: pip install 'anagen[report]'."
        ) from None
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja")
