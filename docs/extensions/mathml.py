"""Equations as MathML, which browsers draw by themselves: no script, no font, no network."""

from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def draw_inline(self: HTML5Translator, node: nodes.math) -> None:
    """An equation within a line."""
    self.body.append(f'<span class="math">{_mathml(node.astext(), "inline")}</span>')
    raise nodes.SkipNode


def draw_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """An equation on a line of its own."""
    self.body.append(f'<div class="math">{_mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def _mathml(latex: str, display: str) -> str:
    return convert(latex, display=display).replace("<math ", f'<math aria-label="{escape(latex)}" ', 1)


def setup(app: Sphinx) -> dict[str, Any]:
    """Draw every equation so."""
    app.add_html_math_renderer("mathml", (draw_inline, None), (draw_block, None))
    app.config.html_math_renderer = "mathml"  # type: ignore[attr-defined]
    return {"parallel_read_safe": True, "parallel_write_safe": True}
