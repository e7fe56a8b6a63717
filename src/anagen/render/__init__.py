"""Pictures of a simulated head: pure functions of its state, with no clock and no chance of their own."""

from __future__ import annotations

from anagen.render.camera import VIEWS
from anagen.render.coverage import hair_coverage
from anagen.render.look import HAIR_COLORS, HairColor, Look
from anagen.render.photograph import render_head

__all__ = ["HAIR_COLORS", "VIEWS", "HairColor", "Look", "hair_coverage", "render_head"]
