"""Draws of the posterior of the fitted numbers: how a result shows what trials leave open."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from anagen.evidence.catalogue import DATA, Catalogue

__all__ = ["FIT_FILE", "ensemble", "fit_record"]

FIT_FILE = DATA / "fit" / "hair_counts.toml"


@cache
def fit_record(path: Path = FIT_FILE) -> Mapping[str, Any]:
    """The record of the fit: how it was done, what it missed by, and the draws; empty where there is none."""
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {})


def ensemble(evidence: Catalogue, *, most: int | None = None) -> tuple[Catalogue, ...]:
    """The evidence itself, then the same with each of the draws of the posterior.

    Parameters
    ----------
    evidence
        Numbers that the user replaced stay as the user has them.
    most
        How many to give at most.
    """
    own = {one.name for one in evidence.overrides}
    catalogues = [evidence]
    for i, values in enumerate(fit_record().get("sets", ())):
        kept = {name: value for name, value in values.items() if name not in own and name in evidence}
        catalogues.append(evidence.replace(because=f"draw {i + 1} of the posterior of hair counts", **kept))
    return tuple(catalogues[:most])
