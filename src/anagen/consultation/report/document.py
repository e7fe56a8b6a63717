"""What a report says, apart from how it looks: sections of sentences, tables and charts, each with its marks.

A mark is the name of a rule or a source; all marks of a document stand in its list of sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = [
    "Block",
    "Chart",
    "Document",
    "Gallery",
    "Line",
    "Paragraph",
    "Section",
    "Sentence",
    "Source",
    "Table",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, and what it rests on."""

    says: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]
    look: str = "text"
    """``text``, ``list``, ``warning``, or ``name`` of what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head; the first column names the row."""

    caption: Sentence
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One course in a chart, with its band."""

    name: str
    month: tuple[float, ...]
    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Courses over the months: the first is what it is about, the second what it is compared with."""

    caption: Sentence
    unit: str
    lines: tuple[Line, ...]
    top: float
    """Upper end of the scale, the same in all charts of a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Pictures in rows of three."""

    caption: Sentence
    pictures: Mapping[str, bytes]
    """PNG files by what is said of them."""


Block = Paragraph | Table | Chart | Gallery


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a report."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    tag: str = ""
    """A word beside the title, such as ``off-label``."""
    tone: str = ""
    """``offered``, ``held``, ``blocked``, ``stop``, ``refer`` or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What stands behind a mark."""

    says: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report."""

    title: str
    lead: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    sources: Mapping[str, Source]
    """By mark."""
    foot: str
    made: Mapping[str, str] = field(default_factory=dict)
    """How it was made, name by name."""

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, captions included."""
        yield from self.lead
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield from block.sentences
                else:
                    yield block.caption

    @property
    def marks(self) -> tuple[str, ...]:
        """All marks in the order in which they come."""
        return tuple(dict.fromkeys(mark for one in self.sentences() for mark in one.marks))
