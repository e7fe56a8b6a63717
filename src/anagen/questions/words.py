"""What the words of a question stand for: spelling, nicknames and lay terms turned into the words of the answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["Lexicon", "corrected", "lexicon", "normal", "slips_between", "tokens"]

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z][a-z0-9]*")
_GLUED = re.compile(r"(\d)(mg|mcg|ug|mm|ml|g)\b")
SHORTEST_CORRECTED, SHORTEST_TWICE_WRONG = 6, 9
"""Letters from which a word that nothing knows is taken for one with a slip in it, and for one with two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The tables of `data/words.toml`."""

    stop: frozenset[str]
    """Words that say nothing about what is asked."""
    subject: frozenset[str]
    """Words of the subject."""
    spelling: Mapping[str, str]
    """American spelling by British one."""
    endings: tuple[tuple[re.Pattern[str], str], ...]
    """The same by rule."""
    synonyms: Mapping[str, str]
    """What a word or a phrase stands for."""
    pattern: re.Pattern[str]
    """Any of those phrases, the longest first."""
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    """Turns of phrase, and what they mean."""


@cache
def lexicon() -> Lexicon:
    """The words that are known, read once."""
    text = files("anagen.questions").joinpath("data", "words.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    synonyms = {phrase: meant for meant, phrases in tables["synonyms"].items() for phrase in phrases}
    phrases = sorted(synonyms, key=len, reverse=True)
    return Lexicon(
        stop=frozenset(" ".join(tables["stop"]).split()),
        subject=frozenset(" ".join(tables["subject"]).split()),
        spelling=tables["spelling"],
        endings=tuple((re.compile(given), meant) for given, meant in tables["endings"].items()),
        synonyms=synonyms,
        pattern=re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b"),
        phrases=tuple((re.compile(given), meant) for given, meant in tables["phrases"].items()),
    )


def normal(text: str) -> str:
    """A text in small letters, American spelling and the words that the answers use.

    Parameters
    ----------
    text
        Any text; what is neither letter nor digit only parts words.

    Examples
    --------
    >>> normal("Does Regaine stop my hairfall?")
    'does minoxidil stop my shedding'
    """
    known = lexicon()
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("'", "")
    plain = _GLUED.sub(r"\1 \2", plain.replace("%", " percent "))
    return _meant(" ".join(map(_american, _TOKEN.findall(plain))), known)


def _meant(line: str, known: Lexicon) -> str:
    """A line with synonyms and turns of phrase in the words of the answers."""
    line = known.pattern.sub(lambda found: known.synonyms[found.group()], line)
    for phrase, meant in known.phrases:
        line = phrase.sub(meant, line)
    return line


@lru_cache(maxsize=20_000)
def _american(word: str) -> str:
    known = lexicon()
    word = known.spelling.get(word, word)
    for ending, meant in known.endings:
        word = ending.sub(meant, word)
    return word


def tokens(text: str) -> list[str]:
    """The words of a text that say what is asked, each once, in order.

    Parameters
    ----------
    text
        As `normal` gives it.
    """
    stop = lexicon().stop
    return [one for one in dict.fromkeys(text.split()) if one not in stop]


def corrected(text: str, vocabulary: Collection[str]) -> str:
    """A text in which words that nothing knows are replaced by the known word they are most like.

    Parameters
    ----------
    text
        As `normal` gives it.
    vocabulary
        All words that are known.
    """
    known = lexicon()
    words = [one if _known(one, vocabulary) else _nearest(one, vocabulary) for one in text.split()]
    return _meant(" ".join(words), known)


def _known(word: str, vocabulary: Collection[str]) -> bool:
    return (
        len(word) < SHORTEST_CORRECTED
        or not word.isalpha()
        or word in vocabulary
        or word in lexicon().stop
        or word in lexicon().synonyms
    )


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    """The word that is meant; a wrong first letter is seldom, and asking for the right one spares most of the work."""
    slips = 1 if len(word) < SHORTEST_TWICE_WRONG else 2
    alike = [one for one in vocabulary if one[0] == word[0] and abs(len(one) - len(word)) <= slips]
    near = [(slips_between(word, one), one) for one in alike]
    return min((one for one in near if one[0] <= slips), default=(0, word))[1]


def slips_between(one: str, other: str) -> int:
    """Letters that are left out, put in, mistaken or swapped with the next between two words.

    The distance of Damerau and Levenshtein, where no letter is touched twice.

    Examples
    --------
    >>> slips_between("minoxydil", "minoxidil"), slips_between("ahir", "hair")
    (1, 1)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != wanted))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, here
    return last[-1]
