"""The report as a PDF of a few pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from anagen.consultation.consult import Consultation
from anagen.consultation.report.charts import HEIGHT, WIDTH, drawn
from anagen.consultation.report.document import Block, Chart, Document, Gallery, Section, Sentence, Table
from anagen.consultation.report.write import report_of
from anagen.errors import InputError

__all__ = ["pdf_report"]

INK, SOFT, RULE = "#1d2327", "#5a646b", "#d8d4ca"
MINE, OTHER, WARN, WARN_PAPER, STOP = "#14697f", "#a05a1c", "#6b3a00", "#fff4e0", "#9c1c1c"
TONES = {"offered": MINE, "held": OTHER, "refer": OTHER, "stop": STOP, "blocked": SOFT}
FONT, BOLD = "Report", "Report-Bold"
MARGIN = 48.0
FRAME_PADDING = 6.0
"""What ReportLab leaves free inside its margins: without it words, tables and charts have one edge."""
FACES = {FONT: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf"}
"""The letters of the plots: they have every sign that reports hold."""
BAND_OPACITY = 0.17
CELL_PT = 7.4
"""Size of letters in tables. [pt]"""
PICTURES_A_ROW, PICTURE_GAP_PT = 3, 4.0
"""Pictures beside each other, and half of the space between them. [1, pt]"""
LEAST_NAME, MOST_NAME = 0.2, 0.3
"""Share of a table's width that the first column has."""


def pdf_report(consultation: Consultation, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The report as a PDF.

    Parameters
    ----------
    consultation
        What was found.
    pictures
        PNG files to show, by caption.

    Raises
    ------
    InputError
        If ReportLab is not installed.
    """
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.platypus import SimpleDocTemplate
    except ImportError as error:
        raise InputError(
            f"A PDF needs ReportLab ({error}). Install it with: pip install 'anagen[report]'."
        ) from None
    document = report_of(consultation, pictures)
    register_letters()
    styles = styles_of()
    width = A4[0] - 2.0 * MARGIN
    flow = heading_flow(document, styles)
    for section in document.sections:
        flow += section_flow(section, styles, width)
    flow += source_flow(document, styles, width)
    written = BytesIO()
    SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=MARGIN - FRAME_PADDING,
        rightMargin=MARGIN - FRAME_PADDING,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 18.0,
        title=document.title,
        author="anagen",
        subject="education and research; not a medical device",
        invariant=1,
    ).build(flow, onFirstPage=foot_of(document), onLaterPages=foot_of(document))
    return written.getvalue()


@cache
def register_letters() -> None:
    """Make the letters known to ReportLab."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)


def styles_of() -> dict[str, Any]:
    """Styles of paragraphs."""
    from reportlab.lib.styles import ParagraphStyle

    text = ParagraphStyle("text", fontName=FONT, fontSize=8.6, leading=12.4, textColor=INK, spaceAfter=4.0)
    return {
        "text": text,
        "lead": ParagraphStyle("lead", parent=text, fontSize=9.4, leading=13.5),
        "title": ParagraphStyle("title", parent=text, fontName=BOLD, fontSize=17, leading=21, spaceAfter=8.0),
        "heading": ParagraphStyle(
            "heading", parent=text, fontName=BOLD, fontSize=11.5, leading=15, spaceAfter=5.0
        ),
        "list": ParagraphStyle("list", parent=text, leftIndent=11.0, bulletIndent=2.0, spaceAfter=2.5),
        "warning": ParagraphStyle(
            "warning",
            parent=text,
            textColor=WARN,
            backColor=WARN_PAPER,
            borderPadding=(5.0, 6.0, 5.0, 6.0),
            spaceBefore=6.0,
            spaceAfter=9.0,
            leftIndent=6.0,
            rightIndent=6.0,
        ),
        "name": ParagraphStyle(
            "name", parent=text, fontName=BOLD, spaceBefore=5.0, spaceAfter=2.0, keepWithNext=1
        ),
        "caption": ParagraphStyle(
            "caption", parent=text, fontSize=7.4, leading=10.2, textColor=SOFT, spaceAfter=8.0
        ),
        "under": ParagraphStyle(
            "under", parent=text, fontSize=7.4, leading=10.2, textColor=SOFT, rightIndent=2.0 * PICTURE_GAP_PT
        ),
        "source": ParagraphStyle(
            "source", parent=text, fontSize=7.0, leading=9.2, textColor=SOFT, spaceAfter=2.6
        ),
        "cell": ParagraphStyle(
            "cell", parent=text, fontSize=CELL_PT, leading=9.6, spaceAfter=0.0, alignment=2
        ),
        "row": ParagraphStyle("row", parent=text, fontSize=CELL_PT, leading=9.6, spaceAfter=0.0),
        "head": ParagraphStyle(
            "head", parent=text, fontSize=7.0, leading=9.0, textColor=SOFT, spaceAfter=0.0, alignment=2
        ),
    }


def heading_flow(document: Document, styles: dict[str, Any]) -> list[Any]:
    """Title and what comes first."""
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import Spacer

    flow = [Text(escape(document.title), styles["title"])]
    flow += [Text(said(one), styles["lead"]) for one in document.lead]
    return [*flow, Spacer(1.0, 8.0)]


def section_flow(section: Section, styles: dict[str, Any], width: float) -> list[Any]:
    """A section; its heading stays with what follows."""
    from reportlab.platypus import CondPageBreak, HRFlowable, Spacer
    from reportlab.platypus import Paragraph as Text

    tag = (
        f'  <font name="{FONT}" size="7.5" color="{SOFT}">{escape(section.tag)}</font>' if section.tag else ""
    )
    flow: list[Any] = [
        CondPageBreak(130.0),
        HRFlowable(
            width="100%", thickness=1.4, color=TONES.get(section.tone, RULE), spaceBefore=6.0, spaceAfter=6.0
        ),
        Text(escape(section.title) + tag, styles["heading"]),
    ]
    for block in section.blocks:
        flow += block_flow(block, styles, width)
    return [*flow, Spacer(1.0, 4.0)]


def block_flow(block: Block, styles: dict[str, Any], width: float) -> list[Any]:
    """A block as what flows onto pages."""
    from reportlab.platypus import KeepTogether
    from reportlab.platypus import Paragraph as Text

    if isinstance(block, Chart):
        return [KeepTogether([drawing(block, width), Text(said(block.caption), styles["caption"])])]
    if isinstance(block, Table):
        return [KeepTogether([grid(block, styles, width), Text(said(block.caption), styles["caption"])])]
    if isinstance(block, Gallery):
        return [Text(said(block.caption), styles["text"]), *picture_rows(block, styles, width)]
    if block.look == "list":
        return [Text(said(one), styles["list"], bulletText="•") for one in block.sentences]
    text = " ".join(said(one) for one in block.sentences)
    return [Text(text, styles.get(block.look, styles["text"]))]


def picture_rows(gallery: Gallery, styles: dict[str, Any], width: float) -> list[Any]:
    """Pictures three in a row, each over what is said of it; a row stays on its page."""
    from reportlab.platypus import Image
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import Table as Grid

    cell = width / PICTURES_A_ROW
    side = cell - 2.0 * PICTURE_GAP_PT
    cells = [
        [
            Image(BytesIO(png), width=side, height=side, kind="proportional", hAlign="LEFT"),
            Text(escape(caption), styles["under"]),
        ]
        for caption, png in gallery.pictures.items()
    ]
    cells += [[]] * (-len(cells) % PICTURES_A_ROW)
    rows = [cells[k : k + PICTURES_A_ROW] for k in range(0, len(cells), PICTURES_A_ROW)]
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0.0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0.0),
    ]
    return [Grid(rows, colWidths=[cell] * PICTURES_A_ROW, style=look)]


def said(one: Sentence) -> str:
    """A sentence with its marks, as ReportLab reads it."""
    marks = ", ".join(one.marks)
    return f'{escape(one.says)} <font size="6.4" color="{SOFT}">[{escape(marks)}]</font>'


def grid(table: Table, styles: dict[str, Any], width: float) -> Any:
    """A table, its first column as wide as what is left."""
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import Table as Grid

    widths = column_widths(table, width)
    head = [Text(escape(cell), styles["row" if k == 0 else "head"]) for k, cell in enumerate(table.head)]
    rows = [
        [Text(escape(cell), styles["row" if k == 0 else "cell"]) for k, cell in enumerate(row)]
        for row in table.rows
    ]
    return Grid(
        [head, *rows],
        colWidths=widths,
        repeatRows=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            ("TOPPADDING", (0, 0), (-1, -1), 3.0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.0),
            ("LEFTPADDING", (0, 0), (-1, -1), 3.0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3.0),
        ],
    )


def column_widths(table: Table, width: float) -> list[float]:
    """Widths of columns: numbers on one line each, what is left for the names of rows."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    others = [
        max([*(stringWidth(row[k], FONT, CELL_PT) for row in table.rows), longest_word(table.head[k])]) + 9.0
        for k in range(1, len(table.head))
    ]
    first = width - sum(others)
    if first < LEAST_NAME * width:
        others = [(1.0 - LEAST_NAME) * width * one / sum(others) for one in others]
    spare = max(0.0, first - MOST_NAME * width) / len(others)
    return [width - sum(others) - spare * len(others), *[one + spare for one in others]]


def longest_word(text: str) -> float:
    """Width of the longest word of a head. [pt]"""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return max(float(stringWidth(word, FONT, CELL_PT)) for word in text.split())


def drawing(chart: Chart, width: float) -> Any:
    """A chart."""
    from reportlab.graphics.shapes import Drawing, Polygon, PolyLine, String
    from reportlab.lib.colors import HexColor

    tints = {"0": HexColor(MINE), "1": HexColor(OTHER)}
    canvas = Drawing(WIDTH, HEIGHT)
    shapes = drawn(chart)
    for one in shapes.strokes:
        flat = [number for x, y in one.points for number in (x, HEIGHT - y)]
        if one.role.startswith("band"):
            fill = tints[one.role[-1]]
            canvas.add(Polygon(flat, fillColor=fill, fillOpacity=BAND_OPACITY, strokeColor=None))
        elif one.role.startswith("line"):
            dash = [5, 4] if one.role == "line-1" else None
            canvas.add(PolyLine(flat, strokeColor=tints[one.role[-1]], strokeWidth=1.8, strokeDashArray=dash))
        else:
            color = HexColor(SOFT if one.role == "axis" else RULE)
            canvas.add(PolyLine(flat, strokeColor=color, strokeWidth=0.6))
    for text in shapes.letters:
        named = text.role.startswith("name")
        canvas.add(
            String(
                text.x,
                HEIGHT - text.y,
                text.says,
                fontName=BOLD if named else FONT,
                fontSize=8.4,
                fillColor=tints[text.role[-1]] if named else HexColor(SOFT),
                textAnchor=text.anchor,
            )
        )
    scale = width / WIDTH
    canvas.scale(scale, scale)
    canvas.width, canvas.height = WIDTH * scale, HEIGHT * scale
    return canvas


def source_flow(document: Document, styles: dict[str, Any], width: float) -> list[Any]:
    """The list of sources."""
    from reportlab.platypus import HRFlowable
    from reportlab.platypus import Paragraph as Text

    flow: list[Any] = [
        HRFlowable(width=width, thickness=1.4, color=RULE, spaceBefore=6.0, spaceAfter=6.0),
        Text("Sources", styles["heading"]),
    ]
    for mark, one in document.sources.items():
        link = f' <font color="{MINE}">{escape(one.url)}</font>' if one.url else ""
        flow.append(
            Text(f'<font name="{BOLD}">{escape(mark)}</font>  {escape(one.says)}{link}', styles["source"])
        )
    return flow


def foot_of(document: Document) -> Any:
    """What stands at the foot of each page."""
    made = "  ·  ".join(f"{name} {value}" for name, value in document.made.items() if value)

    def draw(canvas: Any, page: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 6.4)
        canvas.setFillColor(SOFT)
        canvas.drawString(
            MARGIN, MARGIN - 6.0, "For education and research. Not a medical device; no diagnosis."
        )
        canvas.drawString(MARGIN, MARGIN - 16.0, made)
        canvas.drawRightString(page.pagesize[0] - MARGIN, MARGIN - 6.0, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    return draw
