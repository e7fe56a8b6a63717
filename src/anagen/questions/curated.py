"""The answers that were written: short, plain, and each resting on something that is named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from anagen.errors import FileError, InputError, unknown_name
from anagen.evidence import known
from anagen.questions.figures import Figure, figure, packaged_trials

__all__ = ["SURENESS", "Entry", "entries", "read_entries"]

SURENESS = (
    "well supported",
    "supported in part",
    "weak",
    "unsettled",
    "no evidence here",
    "outside this project",
)
"""How sure an answer is, best first."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One written answer."""

    name: str
    area: str
    """The file that it stands in."""
    title: str
    asks: tuple[str, ...]
    """How people ask for it."""
    template: str
    """The answer, with the names of its numbers in braces."""
    figures: dict[str, Figure]
    """Its numbers, from the evidence, by those names."""
    evidence: tuple[str, ...]
    """Parameters that it rests on besides."""
    trials: tuple[str, ...]
    sources: tuple[str, ...]
    """AuthorYear keys."""
    rules: tuple[str, ...]
    """Rules of the consultation."""
    claims: tuple[str, ...]
    """What the documents claim of it."""
    sure: str
    """One of `SURENESS`."""
    why_sure: str

    def __post_init__(self) -> None:
        if self.sure not in SURENESS:
            raise unknown_name("sureness", self.sure, SURENESS)
        if not self.asks or not self.title.strip() or not self.why_sure.strip():
            raise InputError("an answer needs 'title', 'asks' and 'why_sure'.")
        if not (self.figures or self.evidence or self.trials or self.sources or self.rules):
            raise InputError("an answer rests on something: numbers, evidence, trials, sources or rules.")
        places = set(_PLACE.findall(self.template))
        if places != set(self.figures):
            raise InputError(f"the text asks for {sorted(places)}, and 'numbers' has {sorted(self.figures)}.")
        catalogue = known()
        for names, table, what in (
            (self.evidence, catalogue, "parameter"),
            (self.sources, catalogue.sources, "source"),
            (self.trials, packaged_trials(), "trial"),
        ):
            for one in names:
                if one not in table:
                    raise unknown_name(what, one, table)

    @property
    def text(self) -> str:
        """The answer with its numbers filled in."""
        return _PLACE.sub(lambda found: self.figures[found.group(1)].text, self.template)

    def rests_on(self) -> Iterator[tuple[str, str]]:
        """What it rests on, as kind and name, each once: numbers in its text first."""
        listed = [(one.kind, one.name) for one in self.figures.values()]
        for kind, names in (
            ("parameter", self.evidence),
            ("trial", self.trials),
            ("source", self.sources),
            ("rule", self.rules),
        ):
            listed += [(kind, name) for name in names]
        yield from dict.fromkeys(listed)


@cache
def entries() -> tuple[Entry, ...]:
    """All written answers, in the order of the files."""
    folder = files("anagen.questions").joinpath("data", "answers")
    paths = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    return tuple(read_entries((path.name, path.read_text(encoding="utf-8")) for path in paths))


def read_entries(pages: Iterable[tuple[str, str]]) -> list[Entry]:
    """The answers of some files.

    Parameters
    ----------
    pages
        Name and text of each file, in TOML.

    Raises
    ------
    FileError
        If one is wrong, or a name stands twice.
    """
    found: dict[str, Entry] = {}
    for page, text in pages:
        for name, fields in tomllib.loads(text).items():
            if name in found:
                raise FileError(page, f"The answer {name!r} stands twice; names are unique.")
            try:
                found[name] = _entry(name, page.removesuffix(".toml"), fields)
            except (InputError, TypeError, KeyError) as error:
                raise FileError(page, f"{name}: {error}") from None
    return list(found.values())


def _entry(name: str, area: str, fields: dict[str, Any]) -> Entry:
    numbers = fields.pop("numbers", {})
    lists: dict[str, Any] = {
        key: tuple(fields.pop(key, ())) for key in ("evidence", "trials", "sources", "rules", "claims")
    }
    return Entry(
        name=name,
        area=area,
        asks=tuple(fields.pop("asks")),
        template=" ".join(fields.pop("text").split()),
        figures={key: figure(asked) for key, asked in numbers.items()},
        **lists,
        **fields,
    )
