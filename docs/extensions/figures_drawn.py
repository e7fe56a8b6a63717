"""Figures of the gallery: ours are made without pyplot, so they are found among what a script leaves."""

from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sphinx_gallery.scrapers import figure_rst

KEPT: WeakSet[Figure] = WeakSet()
"""Figures that stand on a page already, under the part of the script that drew them."""


def keep_figures(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:  # noqa: ARG001
    """Write the figures that a part of a script drew, and give the text that shows them."""
    left = block_vars["example_globals"].values()
    drawn = [one.figure if isinstance(one, Axes) else one for one in left if isinstance(one, Axes | Figure)]
    paths, titles = [], []
    for figure in dict.fromkeys(drawn):
        if figure in KEPT:
            continue
        KEPT.add(figure)
        path = next(block_vars["image_path_iterator"])
        figure.savefig(path, format="png", dpi=150)
        paths.append(path)
        titles += [
            title for ax in figure.axes for where in ("left", "center") if (title := ax.get_title(where))
        ]
    return figure_rst(paths, gallery_conf["src_dir"], "; ".join(titles)) if paths else ""


def _get_sg_image_scraper() -> Callable[..., str]:
    return keep_figures
