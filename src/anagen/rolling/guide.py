"""The words of a guided session, as they stand in its file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from anagen.errors import unknown_name

__all__ = ["Guide", "Line", "RollerCare", "Topical", "WrittenStep", "guide", "topical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, with what it rests on."""

    says: str
    what: str = ""
    """What it is about, where that has a name."""
    hours: float | None = None
    """For how long it holds, where that is told. [h]"""
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStep:
    """A step before or after rolling; its sentences may hold names in braces."""

    key: str
    title: str
    says: tuple[str, ...]
    wait_min: float = 0.0
    """[min]"""
    rules: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topical:
    """What somebody plans to put on after rolling."""

    name: str
    says: str
    wait_h: float
    """From the last stroke to when it may go on. [h]"""
    drug: str = ""
    """What is simulated, if it can be."""
    clinic_only: bool = False
    rules: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    @property
    def timing(self) -> str:
        """When it may go on, in words."""
        return self.says.format(wait_h=f"{self.wait_h:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RollerCare:
    """When a roller is worn."""

    remind_after_uses: int
    refuse_after_uses: int
    single_use_from_mm: float
    """[mm]"""
    says: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All of it."""

    before: tuple[WrittenStep, ...]
    after: tuple[WrittenStep, ...]
    topicals: Mapping[str, Topical]
    aftercare: tuple[Line, ...]
    usual: tuple[Line, ...]
    rare: tuple[Line, ...]
    doctor: tuple[Line, ...]
    scope: Line
    roller: RollerCare


@cache
def guide() -> Guide:
    """The words, read once."""
    text = files("anagen.rolling").joinpath("guide.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)

    def lines(name: str) -> tuple[Line, ...]:
        return tuple(Line(**_listed(one)) for one in table[name])

    return Guide(
        before=tuple(WrittenStep(**_listed(one)) for one in table["before"]),
        after=tuple(WrittenStep(**_listed(one)) for one in table["after"]),
        topicals=MappingProxyType(
            {name: Topical(name=name, **_listed(one)) for name, one in table["topicals"].items()}
        ),
        aftercare=lines("aftercare"),
        usual=lines("usual"),
        rare=lines("rare"),
        doctor=lines("doctor"),
        scope=Line(**_listed(table["scope"])),
        roller=RollerCare(**_listed(table["roller"])),
    )


def topical(name: str) -> Topical:
    """What is planned to go on, by its name.

    Parameters
    ----------
    name
        As the field `topical_planned` has it.
    """
    known = guide().topicals
    if name not in known:
        raise unknown_name("topical", name, known)
    return known[name]


def _listed(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table whose lists are tuples."""
    return {name: tuple(one) if isinstance(one, list) else one for name, one in table.items()}
