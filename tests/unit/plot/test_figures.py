"""Figures: they draw, say their units, and nothing lies on anything else."""

from dataclasses import replace

import numpy as np
import pytest
from figures import check_layout

from anagen.patient.person import Person
from anagen.plot.courses import courses, courses_figure, courses_table, gains
from anagen.plot.style import PALETTE, save, spread_out
from anagen.plot.trials import NARROW, trial_course, trial_figure, trial_forest, trial_table
from anagen.simulation.simulate import MEASURES, simulate
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.run import run_trial

SMALL = {"people": 10, "follicles": 10, "ensemble": ()}
REGIMENS = (
    "finasteride 1 mg oral daily",
    "minoxidil 5 % 1 mL topical twice daily",
    "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily",
)


@pytest.fixture(scope="module")
def history():
    """A man under three regimens."""
    return simulate(
        Person(age_years=31, sex="male", norwood="IIIv"), *REGIMENS, years=2, people=30, follicles=60
    )


OF_MEN = [
    name
    for name in packaged_trials()
    for trial in (find_trial(name),)
    if trial.population.sex == "male" and trial.entered is None
]
"""Those that came first: the later ones have the same forms, and each costs a run."""


@pytest.fixture(scope="module", params=OF_MEN)
def result(request):
    """A packaged trial, run small."""
    return run_trial(request.param, people=20, follicles=40, ensemble=())


def test_a_history_is_drawn_without_a_label_on_another(history):
    check_layout(courses_figure(history))


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_can_be_drawn_with_its_unit(history, measure):
    ax = courses(history, measure)

    assert any(unit in ax.get_ylabel() for unit in ("cm²", "%", "µm", "mg"))
    assert ax.get_xlabel() == "years since the start"
    check_layout(ax.figure)


def test_gains_and_a_man_without_treatment_are_drawn(history):
    check_layout(gains(history).figure)
    check_layout(courses_figure(simulate(Person(age_years=31, sex="male"), years=1, people=10, follicles=30)))


def test_axes_that_are_given_are_drawn_into_and_returned(history):
    from matplotlib.figure import Figure

    ax = Figure().subplots()

    assert courses(history, ax=ax) is ax
    assert gains(history, ax=ax) is ax


def test_a_table_holds_the_numbers_of_the_figure(history):
    rows = courses_table(history, "scalp_dht")

    assert len(rows) == len(history.regimens) * history.days.size
    assert rows[0] == {"regimen": "untreated", "day": 0.0, "median": 100.0, "low90": 100.0, "high90": 100.0}


def test_every_packaged_trial_is_drawn_without_a_label_on_another(result):
    check_layout(trial_figure(result))


def test_points_are_explained_where_there_are_any():
    trial = find_trial("rushton_1991")
    notes = [
        " ".join(text.get_text() for text in trial_course(run_trial(one, **SMALL)).texts)
        for one in (trial, replace(trial, outcomes=()))
    ]

    assert "points: published" in notes[0]
    assert "lines: predicted" in notes[1]
    assert "published" not in notes[1]


def test_a_long_title_stays_within_the_figure():
    trial = replace(find_trial("rushton_1991"), title="Men who took this, then waited, then took that " * 3)

    figure = trial_figure(run_trial(trial, **SMALL))

    figure.canvas.draw()
    assert figure.get_suptitle().count("\n") >= 1
    assert figure._suptitle.get_window_extent().x1 <= figure.bbox.x1
    check_layout(figure)


@pytest.mark.parametrize("name", ["kaufman_1998", "dhurat_2013"])
def test_a_course_and_a_forest_fit_on_a_phone(name):
    figure = trial_figure(run_trial(name, **SMALL), sheet=NARROW)

    assert figure.get_size_inches()[0] < 5.0
    check_layout(figure)


def test_the_forest_and_a_course_show_every_published_value(result):
    forest = trial_forest(result)

    assert len(forest.get_yticklabels()) == len(result.published())
    check_layout(forest.figure)
    if len(result.trial.visits_weeks) > 2:
        ax = trial_course(result)
        assert "[" in ax.get_ylabel()
        check_layout(ax.figure)


def test_the_table_of_a_trial_has_a_row_for_each_outcome(result):
    rows = trial_table(result)

    assert len(rows) == len(list(result))
    assert sum(row["published_value"] is not None for row in rows) == len(result.published())


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_figure_is_written_the_same_twice(history, tmp_path, ending):
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"

    for path in (first, second):
        save(courses_figure(history), path)

    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 10_000


def test_colors_differ_for_every_line():
    assert len(set(PALETTE)) == len(PALETTE)


def test_labels_move_apart_as_little_as_needed():
    assert spread_out([0.0, 5.0, 10.0], [1.0, 1.0, 1.0]) == [0.0, 5.0, 10.0]
    moved = spread_out([0.0, 0.1, 0.2], [1.0, 1.0, 1.0])
    assert moved == pytest.approx([-0.9, 0.1, 1.1])
    assert np.diff(spread_out([0.0, 0.1, 1.05], [1.0, 2.0, 1.0])) == pytest.approx([1.5, 1.5])
