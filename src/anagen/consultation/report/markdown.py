"""The report as Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from anagen.consultation.consult import Consultation
from anagen.consultation.report.document import Block, Chart, Gallery, Section, Sentence, Table
from anagen.consultation.report.sources import MODEL
from anagen.consultation.report.write import report_of
from anagen.consultation.wording import PICTURES_SAY

__all__ = ["markdown_report"]

SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})
"""Signs that Markdown would read as more than letters."""


def markdown_report(consultation: Consultation, pictures: Mapping[str, str] | None = None) -> str:
    """The report as Markdown; charts are left to the other forms, their numbers stand in the tables.

    Parameters
    ----------
    consultation
        What was found.
    pictures
        Names of picture files that lie beside the report, by caption.
    """
    document = report_of(consultation)
    parts = [f"# {escaped(document.title)}", *[said(one) for one in document.lead]]
    for section in document.sections:
        parts += section_parts(section)
    if pictures:
        said_of_them = Sentence(says=PICTURES_SAY, marks=(MODEL,))
        parts += ["## Pictures", said(said_of_them)]
        parts += [
            f"![{escaped(caption)}]({file})\n\n{escaped(caption)}" for caption, file in pictures.items()
        ]
    parts.append("## Sources")
    parts.append(
        "\n".join(
            f"- **{escaped(mark)}**: {escaped(one.says)}" + (f" <{one.url}>" if one.url else "")
            for mark, one in document.sources.items()
        )
    )
    made = ", ".join(f"{name} {value}" for name, value in document.made.items() if value)
    parts += ["---", f"{escaped(document.foot)} Made by: {escaped(made)}."]
    return "\n\n".join(parts) + "\n"


def section_parts(section: Section) -> list[str]:
    """A section's heading and blocks."""
    tag = f" ({escaped(section.tag)})" if section.tag else ""
    return [
        f"{'#' * section.level} {escaped(section.title)}{tag}",
        *[part for part in map(block, section.blocks) if part],
    ]


def block(one: Block) -> str:
    """A block as Markdown."""
    if isinstance(one, Chart | Gallery):
        return ""
    if isinstance(one, Table):
        cells = [[escaped(cell) for cell in line] for line in (one.head, *one.rows)]
        cells.insert(1, ["---", *["---:"] * (len(one.head) - 1)])
        rows = "\n".join(f"| {' | '.join(line)} |" for line in cells)
        return f"{rows}\n\n{said(one.caption)}"
    if one.look == "list":
        return "\n".join(f"- {said(sentence)}" for sentence in one.sentences)
    text = " ".join(said(sentence) for sentence in one.sentences)
    if one.look == "name":
        return f"**{escaped(one.sentences[0].says)}** \\[{escaped(', '.join(one.sentences[0].marks))}\\]"
    return f"> **Note.** {text}" if one.look == "warning" else text


def said(one: Sentence) -> str:
    """A sentence with its marks."""
    return f"{escaped(one.says)} \\[{escaped(', '.join(one.marks))}\\]"


def escaped(text: str) -> str:
    """A text in which Markdown finds nothing to format."""
    return " ".join(text.split()).translate(SIGNS)
