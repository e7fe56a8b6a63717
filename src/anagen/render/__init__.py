"""Pictures of a simulated head: pure functions of its state, with no clock and no chance of their own.

The names below are fetched when they are first asked for: pictures that are kept are read without loading what draws.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anagen.render.camera import VIEWS as VIEWS
    from anagen.render.coverage import hair_coverage as hair_coverage
    from anagen.render.look import HAIR_COLORS as HAIR_COLORS
    from anagen.render.look import HairColor as HairColor
    from anagen.render.look import Look as Look
    from anagen.render.photograph import render_head as render_head

_HOMES = {
    "HAIR_COLORS": "anagen.render.look",
    "VIEWS": "anagen.render.camera",
    "HairColor": "anagen.render.look",
    "Look": "anagen.render.look",
    "hair_coverage": "anagen.render.coverage",
    "render_head": "anagen.render.photograph",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605  all are strings


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'anagen.render' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
