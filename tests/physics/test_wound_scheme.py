"""The fast scheme of the wound against SciPy, against balances, and against the kernels that its times came from."""

from time import perf_counter

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from anagen.evidence import known
from anagen.wound import states
from anagen.wound.course import wound_course
from anagen.wound.drive import reference_drive, session_damage, timed_impulses, unit_session, wound_drive
from anagen.wound.numbers import reference_course, wound_numbers
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling, reference_needling, repeated, usual_platelets

NUMBERS, REFERENCE = wound_numbers(known()), reference_course(known())
MIXED = (
    *repeated(reference_needling(known()), every_days=7.0, count=3),
    *repeated(reference_needling(known(), needle_length_um=500.0, day=1.0), every_days=3.5, count=4),
    usual_platelets(known(), day=5.0),
    usual_platelets(known(), day=9.0, activator="tissue"),
)
WITH_THROMBIN = (*MIXED, usual_platelets(known(), day=3.0, activator="thrombin"))
SOMEONE = WoundPeople(inflammation=np.array([1.3]), healing_time=np.array([1.2]), platelets=np.array([0.8]))
DAYS = np.array([1.0, 2.0, 5.0, 8.0, 13.0, 20.0, 30.0, 60.0])


def by_scipy(sessions, days):
    """All states on some days, and the integral of the drive, by a solver of variable order."""
    on_step, impulses, _ = timed_impulses(sessions, 1.0 / 24.0, NUMBERS, REFERENCE)
    time = NUMBERS.wound_time_factor * SOMEONE.healing_time[0]
    factors = np.array([SOMEONE.inflammation[0], SOMEONE.platelets[0]])

    def rates(_, state):
        out = np.empty(states.STATES)
        states.rates(state[: states.STATES], NUMBERS, time, out)
        return np.append(out, state[states.WNT] / (1.0 + state[states.ANTAGONISTS]))

    state, now, found = np.zeros(states.STATES + 1), 0.0, {}
    for day in sorted({*(on_step / 24.0), *days}):
        if day > now:
            solved = solve_ivp(rates, (now, day), state, method="LSODA", rtol=1e-10, atol=1e-14)
            state, now = solved.y[:, -1], day
        for k in np.flatnonzero(np.abs(on_step / 24.0 - day) < 1e-9):
            states.add_session(state, impulses[k], factors)
        found[day] = state.copy()
    return np.array([found[day] for day in days])


@pytest.fixture(scope="module")
def mixed():
    return by_scipy(MIXED, DAYS)


LINEAR = {
    "neutrophils": states.NEUTROPHILS,
    "macrophages": states.MACROPHAGES,
    "vegf_ng_per_ml": states.VEGF,
    "tgf_beta_ng_per_ml": states.TGF_BETA,
    "barrier_leak": states.LEAK,
}
SATURATING = {
    "wnt": states.WNT,
    "wnt_antagonists": states.ANTAGONISTS,
    "fibroblasts": states.FIBROBLASTS + states.STAGES - 1,
    "collagen_3": states.COLLAGEN_3,
    "collagen_1": states.COLLAGEN_1,
    "elastin": states.ELASTIN,
}


@pytest.mark.parametrize("name", LINEAR)
def test_what_is_linear_is_exact(mixed, name):
    found = getattr(wound_course(MIXED, SOMEONE, DAYS, evidence=known()), name)[0]

    assert found == pytest.approx(mixed[:, LINEAR[name]], rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("name", SATURATING)
def test_what_saturates_is_right_to_a_thousandth(mixed, name):
    found = getattr(wound_course(MIXED, SOMEONE, DAYS, evidence=known()), name)[0]

    assert found == pytest.approx(mixed[:, SATURATING[name]], rel=1e-3, abs=1e-9)


def test_the_risk_of_a_scar_is_right_to_a_thousandth(mixed):
    found = wound_course(MIXED, SOMEONE, DAYS, evidence=known()).scar_risk[0]

    assert found == pytest.approx(-np.expm1(-mixed[:, states.HAZARD]), rel=2e-3)


@pytest.mark.parametrize("sessions", [MIXED, WITH_THROMBIN], ids=["slow", "thrombin within minutes"])
@pytest.mark.parametrize("cell_days", [1.0, 5.0, 0.3])
def test_the_sum_of_the_cells_is_the_integral_of_the_drive(sessions, cell_days):
    exact = by_scipy(sessions, np.array([60.0]))[0, -1]

    drive = wound_drive(
        sessions, SOMEONE, cells=round(60.0 / cell_days), cell_days=cell_days, evidence=known()
    )

    assert drive.sum() * cell_days * reference_drive(known()) == pytest.approx(exact, rel=1e-3)


def test_each_cell_stands_between_what_the_course_reads_at_its_edges():
    """Between sessions, on cells so short that the drive hardly bends."""
    days = np.arange(21.0, 30.0, 0.25)
    read = wound_course(MIXED, SOMEONE, days, evidence=known()).drive[0]
    cells = wound_drive(MIXED, SOMEONE, cells=120, cell_days=0.25, evidence=known())[0, 84 : 84 + 35]

    assert cells == pytest.approx(0.5 * (read[1:] + read[:-1]), rel=2e-3)


def test_the_reference_course_has_a_drive_of_one_and_repeats_itself():
    weekly = repeated(reference_needling(known()), every_days=7.0, count=30)

    drive = wound_drive(weekly, WoundPeople.typical(), cells=30, cell_days=7.0, evidence=known())[0]

    assert drive[14:] == pytest.approx(np.ones(16), abs=1e-4)
    assert (np.diff(drive[:4]) > 0.0).all()


def test_platelets_release_all_that_they_store():
    """The area under PDGF is what was stored, over the volume of tissue and the rate of its loss."""
    one = usual_platelets(known())
    hours = np.arange(0.0, 6.0, 1.0 / 24.0)
    course = wound_course([one], WoundPeople.typical(), hours, evidence=known())
    stored_um = 1e4 * one.volume_ml_per_cm2 * one.concentration_ratio

    area = np.trapezoid(course.pdgf_ng_per_ml[0], hours)

    expected = stored_um * NUMBERS.platelet_pdgf / NUMBERS.platelet_tissue_depth / NUMBERS.pdgf_decay
    assert area == pytest.approx(expected, rel=2e-3)


def test_every_stage_of_cells_passes_on_all_that_called_it():
    """A chain of stages keeps the area: damage, neutrophils, and macrophages but for those that platelets called."""
    no_bleed = known().replace(needling_bleed_ratio=1e-12, because="only the cells that damage calls")
    days = np.arange(0.0, 60.0, 1.0 / 24.0)
    course = wound_course([reference_needling(no_bleed)], WoundPeople.typical(), days, evidence=no_bleed)
    expected = NUMBERS.wound_time_factor * NUMBERS.wound_damage_time

    assert np.trapezoid(course.neutrophils[0], days) == pytest.approx(expected, rel=1e-3)
    assert np.trapezoid(course.macrophages[0], days) == pytest.approx(expected, rel=1e-3)


KERNELS = {  # k and theta [day] of gamma kernels fitted to cells in excised wounds, and the error that is left
    "neutrophils": (1.815, 0.7982, 0.05),
    "inflammation": (0.5923, 2.803, 0.04),
    "macrophages": (1.784, 1.961, 0.03),
    "fibroblasts": (5.541, 2.274, 0.03),
}


@pytest.mark.parametrize("name", KERNELS)
def test_an_excised_wound_has_the_humps_that_cells_show(name):
    """With times not shortened, and a call too weak to saturate, the chain is the one that the kernels gave."""
    k, theta, error = KERNELS[name]
    excised = known().replace(
        wound_time_factor=1.0, needling_bleed_ratio=1e-9, because="a wound, not a puncture"
    )
    faint = Needling(day=0.0, hole_density_per_cm2=1e-3, channel_depth_um=90.0, channel_radius_um=35.0)
    days = np.arange(0.0, 30.0, 0.25)
    z = np.maximum(days, 1e-9) / (k * theta)
    kernel = z**k * np.exp(k * (1.0 - z))

    found = getattr(wound_course([faint], WoundPeople.typical(), days, evidence=excised), name)[0]

    assert np.sqrt(np.mean((found / found.max() - kernel) ** 2)) < error


def test_damage_of_the_reference_session_is_the_unit_and_mostly_in_the_epidermis():
    damage, dermal, deep = session_damage(unit_session(REFERENCE), NUMBERS)

    assert damage == pytest.approx(0.746, abs=0.01)
    assert 0.2 < dermal / damage < 0.4
    assert deep == 0.0


def test_three_hundred_people_take_far_less_than_a_second_for_two_years():
    """People who are all different, rolled weekly; the best of three, as machines are noisy."""
    people = WoundPeople(
        inflammation=np.linspace(0.7, 1.4, 300),
        healing_time=np.linspace(0.9, 1.3, 300),
        platelets=np.linspace(1.2, 0.5, 300),
    )
    weekly = repeated(reference_needling(known()), every_days=7.0, count=104)
    seconds = []
    for _ in range(3):
        start = perf_counter()
        wound_drive(weekly, people, cells=730, cell_days=1.0, evidence=known())
        seconds.append(perf_counter() - start)

    assert min(seconds) < 0.7
