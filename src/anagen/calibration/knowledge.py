"""What is known besides the outcomes of trials and surveys: values with how surely, in files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["Known", "read_knowledge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One piece of knowledge that is not a trial's outcome."""

    value: float
    sd: float

    def miss(self, value: float) -> float:
        """How far a value lies from it, in its standard deviations."""
        return (value - self.value) / self.sd


@cache
def read_knowledge(name: str) -> Mapping[str, Known]:
    """The knowledge of a fit, by what it is of.

    Parameters
    ----------
    name
        Of the file: ``"knowledge"`` for the fit of hair counts, ``"patterns"`` or ``"women"``.
    """
    table = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {what: Known(value=float(one["value"]), sd=float(one["sd"])) for what, one in table.items()}
    )
