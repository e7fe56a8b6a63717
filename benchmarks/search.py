"""Compare search libraries on the questions that `anagen ask` is judged by.

python benchmarks/search.py        # the other libraries first: pip install bm25s rank-bm25 PyStemmer

All get the same words: American spelling, synonyms and slips settled, empty words left out, Porter stems; a word in
the questions that an answer was written for counts four times, one in its title twice. What is timed is one question,
the index being there, and making the index.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import Stemmer
from rank_bm25 import BM25Okapi, BM25Plus

from anagen.questions.answer import least_fit
from anagen.questions.curated import entries
from anagen.questions.relevance import judge, questions, unanswerable
from anagen.questions.search import COLUMNS, STEMS, WEIGHTS, Index, Page
from anagen.questions.words import corrected, normal, tokens

Search = Callable[[str], Sequence[str]]
MOST = 10
NAMES = [one.name for one in entries()]
COLUMN_TEXTS = [(" ".join(map(normal, one.asks)), normal(one.title), normal(one.text)) for one in entries()]
VOCABULARY = {word for texts in COLUMN_TEXTS for text in texts for word in text.split()}
stem = Stemmer.Stemmer("porter").stemWord


def asked_words(question: str) -> list[str]:
    """The words of a question that are looked for."""
    return tokens(corrected(normal(question), VOCABULARY))


def stems(text: str) -> list[str]:
    """The stems of a text, each as often as it stands there."""
    return [stem(word) for word in text.split() if tokens(word)]


def documents() -> list[list[str]]:
    """Each answer as stems, repeated by the weight of their column."""
    return [
        [one for text, weight in zip(texts, WEIGHTS, strict=True) for one in stems(text) * int(weight)]
        for texts in COLUMN_TEXTS
    ]


def fts5() -> Search:
    """SQLite's own full-text index, ranked by its bm25()."""
    table = sqlite3.connect(":memory:")
    table.execute(f"CREATE VIRTUAL TABLE pages USING fts5({', '.join(COLUMNS)}, {STEMS})")
    table.executemany("INSERT INTO pages VALUES (?, ?, ?)", COLUMN_TEXTS)

    def search(question: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in asked_words(question)) or '""'
        found = table.execute(
            "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY bm25(pages, ?, ?, ?), rowid LIMIT ?",
            (match, *WEIGHTS, MOST),
        )
        return [NAMES[row - 1] for (row,) in found]

    return search


def with_bm25s() -> Search:
    """The library bm25s, as it comes."""
    index = bm25s.BM25()
    index.index(documents(), show_progress=False)

    def search(question: str) -> list[str]:
        words = [stem(word) for word in asked_words(question)]
        if not words:
            return []
        places, _ = index.retrieve([words], k=MOST, show_progress=False)
        return [NAMES[place] for place in places[0]]

    return search


def with_rank_bm25(kind: type[BM25Okapi | BM25Plus]) -> Search:
    """The library rank-bm25, as it comes."""
    index = kind(documents())

    def search(question: str) -> list[str]:
        scores = index.get_scores([stem(word) for word in asked_words(question)])
        return [NAMES[place] for place in np.argsort(-scores, kind="stable")[:MOST]]

    return search


def ours() -> Search:
    """What `anagen ask` does: candidates by FTS5, ordered by likeness to written questions and by what is covered."""
    index = Index(Page(name=one.name, asks=one.asks, title=one.title, text=one.text) for one in entries())
    return lambda question: [hit.name for hit in index.search(question, MOST)]


def main() -> None:
    """Print the table."""
    made = {
        "SQLite FTS5": fts5,
        "bm25s": with_bm25s,
        "rank-bm25 Okapi": lambda: with_rank_bm25(BM25Okapi),
        "rank-bm25 Plus": lambda: with_rank_bm25(BM25Plus),
        "FTS5 and likeness": ours,
    }
    print(
        "| | questions | recall@1 | recall@3 | MRR | a question | the index |\n|---|---|---|---|---|---|---|"
    )
    for part in ("tuning", "held_out"):
        for name, make in made.items():
            start = time.perf_counter()
            search = make()
            built = time.perf_counter() - start
            start = time.perf_counter()
            found = judge(questions(part), search)
            each = (time.perf_counter() - start) / found.questions
            print(
                f"| {name} | {part}, {found.questions} | {found.first:.3f} | {found.among_three:.3f} | "
                f"{found.reciprocal_rank:.3f} | {1e3 * each:.1f} ms | {1e3 * built:.0f} ms |"
            )
    index = Index(Page(name=one.name, asks=one.asks, title=one.title, text=one.text) for one in entries())

    def answered(question: str) -> bool:
        hits = index.search(question, 1)
        return bool(hits) and hits[0].fit >= least_fit(question)

    for part in ("tuning", "held_out"):
        given = sum(answered(one.question) for one in questions(part)) / len(questions(part))
        declined = sum(not answered(one) for one in unanswerable(part)) / len(unanswerable(part))
        print(f"{part}: {given:.0%} answered; {declined:.0%} of those that nothing answers declined")


if __name__ == "__main__":
    main()
