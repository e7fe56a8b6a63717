"""Figures of power: what they show, and that nothing of them is cut off."""

import pytest
from small_trial import small_trial

from anagen.plot.power import possible_results, power_by_people, power_by_visit, power_figure
from anagen.trials.power import power
from anagen.trials.protocol import Arm


@pytest.fixture(scope="module")
def result():
    """The power of a trial of two drugs against a control."""
    arms = (
        Arm(name="finasteride_1mg", regimen="finasteride 1 mg oral daily"),
        Arm(name="minoxidil_5pct", regimen="minoxidil 5 % 1 mL topical twice daily"),
        Arm(name="placebo", regimen="untreated", control=True),
    )
    return power(small_trial(arms=arms), n=(5, 20, 80), people=20, follicles=30, simulations=60, ensemble=())


def test_power_by_people_has_a_line_for_each_contrast(result):
    ax = power_by_people(result)

    shown = [line for line in ax.lines if len(line.get_xdata()) == 3]
    assert [list(line.get_xdata()) for line in shown] == [[5, 20, 80]] * 2
    for line, contrast in zip(shown, result.contrasts, strict=True):
        assert list(line.get_ydata()) == pytest.approx([100.0 * one.power for one in contrast.sizes])


def test_power_by_visit_has_a_line_for_each_size(result):
    ax = power_by_visit(result, 1)

    shown = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_marker() == "o"]
    assert [list(line.get_ydata()) for line in shown] == [
        pytest.approx([100.0 * share for share in size.power_by_visit]) for size in result.contrasts[1].sizes
    ]


def test_what_trials_would_report_is_drawn_with_its_interval(result):
    ax = possible_results(result)

    bars = [line for line in ax.lines if line.get_linewidth() > 5.0]
    assert [list(bar.get_ydata()) for bar in bars] == [
        pytest.approx([size.low90, size.high90]) for size in result.contrasts[0].sizes
    ]
    assert f"[{result.unit}]" in ax.get_ylabel()


def test_the_page_lies_within_its_edges_and_no_label_on_another(result):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = power_figure(result)
    FigureCanvasAgg(figure).draw()
    width, height = figure.get_size_inches() * figure.dpi
    boxes = [text.get_window_extent() for ax in figure.axes for text in (*ax.texts, ax._left_title)]
    boxes += [ax.xaxis.label.get_window_extent() for ax in figure.axes]

    assert all(
        box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1 for box in boxes
    )
    assert not [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1
    ]
