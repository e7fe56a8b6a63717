"""Sets of numbers that fit nearly as well: how a result shows what trials leave open."""

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
"""Draws of the posterior, written by `anagen calibrate --posterior`; docs/calibration.md says what they are worth."""


@cache
def fit_record(path: Path = FIT_FILE) -> Mapping[str, Any]:
    """The record of the fit: how it was done, what it missed by, and the sets; empty where there is none."""
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {})


def ensemble(
    evidence: Catalogue, *, most: int | None = None, record: Path = FIT_FILE
) -> tuple[Catalogue, ...]:
    """The evidence itself, then the same with each of the sets that fit nearly as well.

    Parameters
    ----------
    evidence
        Numbers that the user replaced stay as the user has them.
    most
        How many to give at most.
    record
        Where the sets stand.
    """
    own = {one.name for one in evidence.overrides}
    catalogues = [evidence]
    for i, values in enumerate(fit_record(record).get("sets", ())):
        kept = {name: value for name, value in values.items() if name not in own and name in evidence}
        catalogues.append(evidence.replace(because=f"set {i + 1} of the fit of hair counts", **kept))
    return tuple(catalogues[:most])
