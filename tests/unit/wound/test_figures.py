"""Figures of wounds: they draw, say their units, and their tables hold their numbers."""

import numpy as np
import pytest

from anagen.evidence import known
from anagen.plot.style import save
from anagen.plot.wound import (
    LENGTHS_MM,
    drive_by_interval,
    drive_by_interval_table,
    healing_figure,
    healing_phases,
    healing_phases_table,
)
from anagen.wound.interval import INTERVALS_DAYS
from anagen.wound.sessions import reference_needling


def texts_that_touch(figure):
    """Pairs of texts that lie on each other."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure).draw()
    renderer = figure.canvas.get_renderer()
    texts = [
        text for ax in figure.axes for text in [*ax.texts, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    ]
    boxes = [text.get_window_extent(renderer) for text in texts]
    return [
        (texts[i].get_text(), texts[j].get_text())
        for i, one in enumerate(boxes)
        for j, other in enumerate(boxes[:i])
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1.0
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1.0
    ]


def test_the_phases_of_one_session_and_of_a_course_are_drawn(tmp_path):
    figure = healing_figure(known())

    save(figure, tmp_path / "healing.png")

    assert (tmp_path / "healing.png").stat().st_size > 10_000
    assert texts_that_touch(figure) == []
    assert all("days" in ax.get_xlabel() for ax in figure.axes)


def test_the_table_of_the_phases_has_each_at_its_peak_once():
    table = healing_phases_table([reference_needling(known())], np.arange(0.0, 60.0, 0.5), known())

    assert set(table) == {"day", "inflammation", "fibroblasts", "maturing"}
    for phase in ("inflammation", "fibroblasts", "maturing"):
        assert table[phase].max() == pytest.approx(1.0)
        assert table[phase].size == table["day"].size


def test_the_response_to_the_interval_is_drawn_for_every_length():
    ax = drive_by_interval(known())

    assert texts_that_touch(ax.figure) == []
    assert {f"{length:g}\N{NO-BREAK SPACE}mm" for length in LENGTHS_MM} <= {
        text.get_text().replace(" ", "\N{NO-BREAK SPACE}") for text in ax.texts
    }
    assert len(drive_by_interval_table(known())) == len(LENGTHS_MM) * len(INTERVALS_DAYS)


def test_axes_that_are_given_are_drawn_into_and_returned():
    from matplotlib.figure import Figure

    ax = Figure().subplots()

    assert healing_phases([reference_needling(known())], [0.0, 1.0, 9.0], known(), ax, title="t") is ax
