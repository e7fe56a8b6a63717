"""Read-outs between a regimen and the hair as figures: a small panel for each column of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from anagen.plot.style import PALETTE, finish, new_figure
from anagen.simulation.insight import Insight

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["insight_figure"]

PANEL_HEIGHT = 2.2


def insight_figure(insight: Insight) -> Figure:
    """One table as a figure.

    Parameters
    ----------
    insight
        The table; its first column is time.
    """
    (x, time), *others = insight.columns.items()
    shown = [(name, values) for name, values in others if not np.isnan(values).all()]
    figure, axes = new_figure(8.5, PANEL_HEIGHT * len(shown) + 1.0, rows=len(shown))
    for place, ((name, values), ax) in enumerate(zip(shown, np.atleast_1d(np.asarray(axes)), strict=True)):
        ax.plot(time, values, color=PALETTE[place % len(PALETTE)], linewidth=2.0)
        finish(
            ax,
            title=insight.regimen if place == 0 else "",
            note=insight.says if place == 0 else "",
            x=x if place == len(shown) - 1 else "",
            y=name.replace("_", " "),
        )
        ax.set_ylim(bottom=0.0)
    return figure
