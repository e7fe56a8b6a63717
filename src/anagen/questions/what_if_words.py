"""The words of what-if questions, and the usual course of each treatment, as `data/what_if.toml` holds them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["tables"]


@cache
def tables() -> Mapping[str, Any]:
    """The words and usual courses of `data/what_if.toml`."""
    text = files("anagen.questions").joinpath("data", "what_if.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
