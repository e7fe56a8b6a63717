"""Figures of the skin: they say their units, nothing lies on anything else, and a table has the same numbers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from anagen.plot.skin import closure, closure_table, waiting, waiting_table
from anagen.skin import Needling


def drawn(ax):
    """The figure of some axes, laid out as it would be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(ax.figure).draw()
    return ax.figure


def written(ax):
    """Boxes of all words in a figure, tick labels apart, by what they say."""
    figure = drawn(ax)
    renderer = figure.canvas.get_renderer()
    texts = [*ax.texts, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    return {one.get_text(): one.get_window_extent(renderer) for one in texts if one.get_text().strip()}


@pytest.mark.parametrize(
    "draw",
    [
        closure,
        lambda: closure(Needling(length_um=1500)),
        lambda: waiting(lengths_mm=(0.25, 0.5, 1.5)),
        lambda: waiting(covered=True),
    ],
)
def test_no_words_lie_on_others_or_leave_the_page(draw):
    boxes = written(draw())
    page = draw().figure.bbox

    for (first, one), (second, other) in itertools.combinations(boxes.items(), 2):
        assert not one.overlaps(other), f"{first!r} lies on {second!r}"
    for says, box in boxes.items():
        assert box.x0 >= page.x0 - 1, says
        assert box.x1 <= page.x1 + 1, says


def test_the_closure_names_every_measure_and_its_units():
    words = written(closure())

    for name in ("open area", "leak of electric current", "loss of water", "dye still enters"):
        assert name in words
    assert "what is left [% of fresh]" in words


def test_the_table_of_closure_has_the_half_life_of_the_area():
    rows = closure_table(Needling(length_um=770), hours=[0.6024])

    area = next(row for row in rows if row["measure"] == "area")
    assert area["left"] == pytest.approx(0.5, abs=1e-3)
    assert {row["measure"] for row in closure_table(Needling(length_um=770, covered=True), hours=[1.0])} == {
        "area",
        "current",
    }


def test_absorption_falls_with_the_wait_to_that_of_skin_that_was_not_rolled():
    rows = waiting_table(lengths_mm=[0.5], hours=[0.1, 1.0, 3.0, 24.0])

    absorbed = [row["absorbed_percent"] for row in rows[1:]]
    assert absorbed == sorted(absorbed, reverse=True)
    assert absorbed[-1] == pytest.approx(rows[0]["absorbed_percent"], rel=1e-3)
    assert np.isclose(rows[1]["times_unrolled"], absorbed[0] / rows[0]["absorbed_percent"])


def test_the_band_holds_the_line():
    bottom, wall = (
        waiting_table(lengths_mm=[0.5], hours=[0.1, 1.0], wall_weight=weight)[1:] for weight in (0.0, 1.0)
    )
    here = waiting_table(lengths_mm=[0.5], hours=[0.1, 1.0])[1:]

    for low, middle, high in zip(bottom, here, wall, strict=True):
        assert low["absorbed_percent"] <= middle["absorbed_percent"] <= high["absorbed_percent"]
