"""What reads a number, and what rests on a paper: found in the program itself, so that it cannot drift from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import anagen
from anagen.evidence import known, trial_files
from anagen.questions.curated import Entry, entries

__all__ = ["answers_on", "modules_reading", "trials_naming"]

PACKAGE = Path(anagen.__file__).parent
NAMED = re.compile(r"""["']([a-z][a-z0-9_]*)["']|^ {4}([a-z][a-z0-9_]*): """, re.MULTILINE)
"""A name as a string, or as a field of a record that is filled from the evidence by the names of its fields."""
FIRST_LINE = re.compile(r'\A"""(.+?)(?:"""|\n)')


@cache
def _readers() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Modules, with what each is for, by the numbers that they name."""
    names = frozenset(known())
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        if PACKAGE / "evidence" in path.parents or PACKAGE / "web" in path.parents:
            continue
        text = path.read_text(encoding="utf-8")
        begins = FIRST_LINE.match(text)
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for name in sorted({one.group(1) or one.group(2) for one in NAMED.finditer(text)} & names):
            found[name].append((module, begins.group(1) if begins else ""))
    return {name: tuple(modules) for name, modules in found.items()}


def modules_reading(name: str) -> tuple[tuple[str, str], ...]:
    """Modules that read a number, each with what it is for.

    Parameters
    ----------
    name
        Of the number.
    """
    return _readers().get(name, ())


@cache
def _trial_words() -> Mapping[str, frozenset[str]]:
    word = re.compile(r"[A-Za-z0-9_]+")
    return {name: frozenset(word.findall(path.read_text("utf-8"))) for name, path in trial_files().items()}


def trials_naming(name: str) -> tuple[str, ...]:
    """Trials whose file names a number or a paper.

    Parameters
    ----------
    name
        Of the number, or the paper's key.
    """
    return tuple(trial for trial, words in _trial_words().items() if name in words)


@cache
def _answers() -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for one in entries():
        for key in (*one.rests_on(), *(("claim", name) for name in one.claims)):
            found[key].append(one)
    return {key: tuple(some) for key, some in found.items()}


def answers_on(kind: str, name: str) -> tuple[Entry, ...]:
    """Written answers to questions that rest on a thing.

    Parameters
    ----------
    kind, name
        As documents have them: ``"parameter"`` and its name.
    """
    return _answers().get((kind, name), ())
