"""Finding the document that answers a question: SQLite's full-text index, ranked by BM25 over Porter stems.

BM25 finds the candidates. They are put in order by how like the question is to one that the page was written for, and
by how much of the question the page holds: on the questions that this is judged by, that is better than BM25 alone.

The words that are looked for are letters and digits only, each quoted and handed over as a value, so that nothing of a
question can act as a query.
"""

from __future__ import annotations

import math
import re
import sqlite3
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from anagen.questions.words import corrected, lexicon, normal, tokens

__all__ = ["Hit", "Index", "Page"]

COLUMNS = ("asks", "title", "text")
WEIGHTS = (4.0, 2.0, 1.0)
"""How much a word counts in the questions people ask, in the title and in the text."""
CANDIDATES = 30
"""Pages that are looked at more closely."""
STEMS = "tokenize = 'porter unicode61'"
MOST_WORDS = 40
"""Words of a question that are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One thing that can be found."""

    name: str
    asks: tuple[str, ...]
    """Questions that it answers."""
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found."""

    name: str
    covered: float
    """Share of what is asked that the page holds, words weighed by how rare they are; from 0 to 1."""
    likeness: float
    """To the question most like it that the page was written for; from 0 to 1 for the same words."""

    @property
    def fit(self) -> float:
        """How well it fits, from 0 to 1."""
        return 0.5 * (self.covered + self.likeness)


class Index:
    """Pages that can be searched.

    Parameters
    ----------
    pages
        What can be found.

    Examples
    --------
    >>> page = Page(name="hats", asks=("do hats make you bald",), title="", text="No evidence says so.")
    >>> [hit.name for hit in Index([page]).search("does a hat cause baldness?")]
    ['hats']
    """

    def __init__(self, pages: Iterable[Page]) -> None:
        self._names: list[str] = []
        self._vocabulary: set[str] = set()
        self._lock = Lock()  # a web server asks from several threads
        self._table = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._table.close)
        self._table.execute(f"CREATE VIRTUAL TABLE pages USING fts5({', '.join(COLUMNS)}, {STEMS})")
        self._table.execute(f"CREATE VIRTUAL TABLE questions USING fts5(words, {STEMS})")
        self._page_of: list[int] = []
        for page in pages:
            self._add(page)
        self._weights = self._weigh()

    def _add(self, page: Page) -> None:
        asked = [_whole(normal(one)) for one in (*page.asks, page.title)]
        columns = [" ".join(asked[:-1]), asked[-1], _whole(normal(page.text))]
        self._vocabulary.update(word for text in columns for word in text.split())
        self._table.execute("INSERT INTO pages VALUES (?, ?, ?)", columns)
        self._names.append(page.name)
        for one in asked:
            self._table.execute("INSERT INTO questions VALUES (?)", (" ".join(tokens(one)),))
            self._page_of.append(len(self._names))

    def _weigh(self) -> list[float]:
        """What the words of each question say in all, a rare word more than a frequent one."""
        self._table.execute("CREATE VIRTUAL TABLE rarity USING fts5vocab(pages, row)")
        self._table.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(questions, instance)")
        counts = self._table.execute(
            "SELECT DISTINCT stems.doc, stems.term, rarity.doc FROM stems JOIN rarity ON rarity.term = stems.term"
        )
        weights = [0.0] * len(self._page_of)
        for question, _, holding in counts:
            weights[question - 1] += _rarity(holding, len(self._names))
        return weights

    def words(self, question: str) -> list[str]:
        """The words of a question that are looked for, misspelled ones corrected; a number only if a page has it.

        Parameters
        ----------
        question
            As it was asked.
        """
        asked = tokens(_whole(corrected(normal(question), self._vocabulary)))
        return [one for one in asked if not one[0].isdigit() or one in self._vocabulary][:MOST_WORDS]

    def on_subject(self, question: str) -> bool:
        """Whether a question has a word of the subject in it.

        Parameters
        ----------
        question
            As it was asked.
        """
        return not lexicon().subject.isdisjoint(self.words(question))

    def search(self, question: str, most: int = 5) -> list[Hit]:
        """What fits a question, best first.

        Parameters
        ----------
        question
            As it was asked.
        most
            How many at most.
        """
        words = self.words(question)
        if not words or not self._names:
            return []
        with self._lock:
            ranked = self._table.execute(
                "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY bm25(pages, ?, ?, ?), rowid",
                (" OR ".join(map(_quoted, words)), *WEIGHTS),
            ).fetchmany(CANDIDATES)
            pages = [self._holding("pages", word) for word in words]
            asked = [self._holding("questions", word) for word in words]
        weights = [_rarity(len(rows), len(self._names)) for rows in pages]
        likeness = self._likeness(asked, weights)
        hits = [
            Hit(
                name=self._names[row - 1],
                covered=sum(w for w, rows in zip(weights, pages, strict=True) if row in rows) / sum(weights),
                likeness=likeness.get(row, 0.0),
            )
            for (row,) in ranked
        ]
        return sorted(hits, key=lambda hit: hit.fit, reverse=True)[:most]

    def _holding(self, table: str, word: str) -> set[int]:
        """The rows that hold a word, whatever its ending."""
        found = self._table.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (_quoted(word),))  # noqa: S608 - our own names
        return {row for (row,) in found}

    def _likeness(self, asked: list[set[int]], weights: list[float]) -> dict[int, float]:
        """For each page, how like the question is to the nearest of its own: Dice's share of what both say."""
        shared: dict[int, float] = {}
        for weight, rows in zip(weights, asked, strict=True):
            for row in rows:
                shared[row] = shared.get(row, 0.0) + weight
        best: dict[int, float] = {}
        for row, common in shared.items():
            page = self._page_of[row - 1]
            alike = 2.0 * common / (sum(weights) + self._weights[row - 1])
            best[page] = max(best.get(page, 0.0), min(alike, 1.0))
        return best


def _whole(text: str) -> str:
    """A text whose numbers are one word each for the index, which would part 0.25 at its point."""
    return re.sub(r"(?<=\d)\.(?=\d)", "p", text)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _rarity(holding: int, pages: int) -> float:
    """How much a word says: the more, the fewer pages hold it (the inverse document frequency of BM25)."""
    return math.log1p((pages - holding + 0.5) / (holding + 0.5))
