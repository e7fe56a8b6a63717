"""Read-outs between a regimen and the hair as figures: a small panel for each column of a table."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from anagen.plot.style import PALETTE, finish, new_figure
from anagen.simulation.insight import Insight

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["insight_figure"]

PANEL_HEIGHT = 2.2
HEADROOM = 1.08
"""Height of a panel, in heights of its line: a level line is not to be taken for the frame."""
TITLE_LETTERS, LABEL_LETTERS = 80, 24
"""Longest lines of a title, and of what stands along an axis."""
MEASURED_IN = {
    "area": "open area [of fresh]",
    "current": "leak of current [of fresh]",
    "water": "loss of water [of fresh]",
    "dye": "dye that enters [of fresh]",
    "inflammation": "inflammation [relative]",
    "fibroblasts": "fibroblasts [share at work]",
    "maturing": "maturing collagen [1/day]",
    "drive": "drive [of the reference]",
    "redness": "redness [1: just visible]",
    "perfusion": "blood flow [of that at rest]",
    "new_collagen": "new collagen [share of the old]",
    "elastin": "new elastin [share of the old]",
    "scar_risk": "lasting scar [probability]",
}
"""What columns without a unit in their name count in."""


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
            title=textwrap.fill(insight.regimen, TITLE_LETTERS) if place == 0 else "",
            note=insight.says if place == 0 else "",
            x=x if place == len(shown) - 1 else "",
            y=textwrap.fill(MEASURED_IN.get(name, name), LABEL_LETTERS),
        )
        ax.set_ylim(0.0, HEADROOM * float(np.nanmax(values)) or 1.0)
    return figure
