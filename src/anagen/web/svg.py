"""Drawings of matplotlib without style sheets, so that a page's policy lets browsers draw them as they are."""

from __future__ import annotations

import re

__all__ = ["plain_svg"]

STYLE = re.compile(r'\sstyle="([^"]*)"')
SHEET = re.compile(r"<style\b[^>]*>.*?</style>\s*", re.DOTALL)
HEAD = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
ABOUT = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
EVERYWHERE = '<svg stroke-linejoin="round" stroke-linecap="butt"'
"""What matplotlib's own style sheet says of every line."""


def plain_svg(drawing: str) -> str:
    """A drawing whose looks are attributes of its shapes.

    Parameters
    ----------
    drawing
        As matplotlib writes it, with letters as paths.
    """
    plain = ABOUT.sub("", SHEET.sub("", HEAD.sub("", drawing)))
    return STYLE.sub(_as_attributes, plain).replace("<svg", EVERYWHERE, 1)


def _as_attributes(found: re.Match[str]) -> str:
    pairs = [one.split(":", 1) for one in found[1].split(";") if ":" in one]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
