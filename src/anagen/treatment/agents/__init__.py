"""One drug a file. A module here that holds an `AGENT` is found by itself: nothing else needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from anagen.treatment.agent import Agent

__all__ = ["agents"]


@cache
def agents() -> Mapping[str, Agent]:
    """All drugs by name."""
    found = [import_module(f"{__name__}.{module.name}").AGENT for module in iter_modules(__path__)]
    return MappingProxyType({agent.name: agent for agent in found})
