"""Figures in tables stay in one line: a column of `-23.4 to 40.4` is not broken into three."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 15
"""Letters of a cell that is held together."""


def join_figures(app: Sphinx, doctree: nodes.document) -> None:  # noqa: ARG001  the signature of a listener
    """Put spaces that do not break into every short cell that holds a figure."""
    for cell in doctree.findall(nodes.entry):
        said = cell.astext()
        if len(said) <= LONGEST and any(map(str.isdigit, said)):
            for text in list(cell.findall(nodes.Text)):
                text.parent.replace(text, nodes.Text(text.replace(" ", "\N{NO-BREAK SPACE}")))


def setup(app: Sphinx) -> dict[str, Any]:
    """Do so once a page is read."""
    app.connect("doctree-read", join_figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
