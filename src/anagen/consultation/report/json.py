"""The report as JSON: the consultation's own, with the sentences that the other forms show."""

from __future__ import annotations

import json as json_format
from typing import Any

from anagen.consultation.consult import Consultation
from anagen.consultation.report.document import Block, Gallery, Paragraph, Table
from anagen.consultation.report.write import report_of

__all__ = ["json_report", "report_dict"]


def json_report(consultation: Consultation) -> str:
    """The report as one JSON object.

    Parameters
    ----------
    consultation
        What was found.
    """
    return json_format.dumps(report_dict(consultation), ensure_ascii=False, allow_nan=False, indent=1)


def report_dict(consultation: Consultation) -> dict[str, Any]:
    """The consultation as plain values, and its sentences with their marks."""
    document = report_of(consultation)
    return {
        **consultation.as_dict(),
        "report": {
            "title": document.title,
            "lead": [sentence_dict(one.says, one.marks) for one in document.lead],
            "sections": [
                {
                    "title": section.title,
                    "tone": section.tone,
                    "tag": section.tag,
                    "blocks": [block_dict(block) for block in section.blocks],
                }
                for section in document.sections
            ],
            "sources": {mark: {"says": one.says, "url": one.url} for mark, one in document.sources.items()},
        },
    }


def block_dict(block: Block) -> dict[str, Any]:
    """A block as plain values; the numbers of charts stand among the forecasts."""
    if isinstance(block, Paragraph):
        return {
            "kind": block.look,
            "sentences": [sentence_dict(one.says, one.marks) for one in block.sentences],
        }
    caption = sentence_dict(block.caption.says, block.caption.marks)
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": caption,
            "head": list(block.head),
            "rows": list(map(list, block.rows)),
        }
    if isinstance(block, Gallery):
        return {"kind": "pictures", "caption": caption, "pictures": list(block.pictures)}
    return {"kind": "chart", "caption": caption, "lines": [line.name for line in block.lines]}


def sentence_dict(says: str, marks: tuple[str, ...]) -> dict[str, Any]:
    """A sentence as plain values."""
    return {"says": says, "marks": list(marks)}
