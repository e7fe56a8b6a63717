"""What the signal of wounds and platelets builds: against SciPy, by balance, at its limits, and as papers have it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from anagen.evidence import known
from anagen.laws.wound import tissue_change, tissue_drive, tissue_settled
from anagen.wound.drive import wound_drive
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import reference_needling, repeated, usual_platelets
from anagen.wound.tissue import built_drive

KNOWN = known()
BUILDING, LIFE = (KNOWN.value(name, "day") for name in ("healing_building_time", "healing_tissue_life"))
WEEK = 7.0
SIGNALS = st.lists(st.floats(0.0, 3.0), min_size=1, max_size=30).map(lambda one: np.array([one]))
FEW = settings(max_examples=40)


def built(signal, cell_days=WEEK, evidence=KNOWN):
    return built_drive(np.atleast_2d(signal), cell_days=cell_days, evidence=evidence)[0]


def tissue_of(drive):
    """The share of the room that is filled."""
    return drive * tissue_settled(1.0, BUILDING, LIFE)


def sent(sessions, weeks=52):
    return wound_drive(sessions, WoundPeople.typical(), cells=weeks, cell_days=WEEK, evidence=KNOWN)[0]


def injected(every_days, count):
    return repeated(usual_platelets(KNOWN), every_days=every_days, count=count)


def rolled(every_days, count):
    return repeated(reference_needling(KNOWN), every_days=every_days, count=count)


def test_cells_are_those_of_a_solver_of_variable_order():
    signal = np.array([0.7, 0.5, 0.0, 1.2, 0.0, 0.0, 2.5, 0.1])
    tissue, expected = 0.0, []
    for now in signal:

        def rates(_, state, now=now):
            return [tissue_change(state[0], now, BUILDING, LIFE), state[0]]

        solved = solve_ivp(rates, (0.0, WEEK), [tissue, 0.0], method="LSODA", rtol=1e-11, atol=1e-14)
        tissue = solved.y[0, -1]
        expected.append(tissue_drive(solved.y[1, -1] / WEEK, BUILDING, LIFE))

    assert built(signal) == pytest.approx(expected, rel=1e-8)


@FEW
@given(signal=SIGNALS)
def test_all_that_is_built_is_lost_in_the_end(signal):
    """Within a cell the signal is constant, so that means over cells keep the balance exactly."""
    signal = np.concatenate([signal[0], np.zeros(1)])
    cells = tissue_of(built(np.concatenate([signal, np.zeros(600)])))
    made = (signal[:-1] * (1.0 - cells[: signal.size - 1])).sum() / BUILDING
    lost = cells.sum() / LIFE

    assert lost == pytest.approx(made, rel=1e-6, abs=1e-12)


@FEW
@given(signal=SIGNALS, more=st.floats(0.0, 2.0), place=st.integers(0, 29))
def test_more_signal_never_builds_less_and_the_room_is_never_overfilled(signal, more, place):
    stronger = signal.copy()
    stronger[0, place % signal.shape[1]] += more
    weak, strong = built(signal), built(stronger)

    assert (strong >= weak - 1e-12).all()
    assert (tissue_of(strong) <= 1.0).all()
    assert (weak >= 0.0).all()


@FEW
@given(signal=SIGNALS)
def test_cut_cells_hold_the_same_drive(signal):
    days = built(np.repeat(signal, 7, axis=1), cell_days=1.0)

    assert days.reshape(-1, 7).mean(axis=1) == pytest.approx(built(signal), rel=1e-9, abs=1e-12)


@FEW
@given(signal=SIGNALS)
def test_tissue_that_does_not_last_is_the_signal_itself(signal):
    fleeting = KNOWN.replace(because="nothing lasts", healing_tissue_life=1e-6)

    assert built(signal, evidence=fleeting) == pytest.approx(signal[0], rel=1e-4, abs=1e-4)


def test_the_reference_course_settles_at_one_and_nothing_comes_of_nothing():
    assert built(np.ones(60))[-1] == pytest.approx(1.0, abs=1e-6)
    assert not built(np.zeros(10)).any()


def test_a_session_of_platelets_has_a_hump_that_outlasts_its_signal_by_months():
    """Vessels are still more of them ten weeks after one injection (Sclafani2012), when no factor is left."""
    signal = sent(injected(28.0, 1))
    drive = built(signal)
    top, signal_top = int(np.argmax(drive)), int(np.argmax(signal))

    assert top > signal_top
    assert (np.diff(drive[: top + 1]) > 0.0).all()
    assert (np.diff(drive[top:]) < 0.0).all()
    assert signal[10] < 0.01 * signal.max()
    assert drive[10] > 0.6 * drive.max()


def test_what_three_sessions_built_is_mostly_gone_when_hair_is_lost_again():
    """Four of 20 lost hair again from 12 months after the last, plainer at 16 (Gentile2015)."""
    drive = built(sent(injected(30.0, 3), weeks=90))
    last = round(60.0 / WEEK)

    assert drive[last + 26] > 0.3 * drive.max()
    assert drive[last + 52] < 0.2 * drive.max()


def test_three_monthly_sessions_are_no_longer_a_fifth_of_weekly_needling():
    """Over half a year; it is what was built that saturates, not what a session sends."""
    plasma, needles = sent(injected(28.0, 3), weeks=24), sent(rolled(7.0, 24), weeks=24)

    assert plasma.mean() < 0.2 * needles.mean()
    assert 0.4 * built(needles).mean() < built(plasma).mean() < built(needles).mean()


@pytest.mark.parametrize("every_days", [7.0, 28.0])
def test_platelets_on_top_of_needling_find_little_room(every_days):
    """Both are ranked last of all pairs (Gupta2023), and halves of the same heads do not differ (Aggarwal2020)."""
    needles = rolled(every_days, round(168.0 / every_days))
    both, alone = (built(sent(one, weeks=25)).mean() for one in (needles + injected(28.0, 4), needles))

    assert -0.15 < both / alone - 1.0 < 0.1


def test_monthly_platelets_with_a_booster_beat_platelets_every_three_months():
    booster = repeated(usual_platelets(KNOWN, day=140.0), every_days=1.0, count=1)
    monthly, rare = (
        built(sent(one, weeks=26)).mean() for one in (injected(28.0, 3) + booster, injected(84.0, 2))
    )

    assert monthly > 1.2 * rare


def test_rolling_too_often_still_builds_less():
    """The hump in dose is one of the signal; what it builds keeps it."""
    daily, twice, monthly = (
        built(sent(rolled(days, round(280.0 / days)), weeks=40))[10:].mean() for days in (1.0, 3.5, 28.0)
    )

    assert twice > daily
    assert twice > monthly
