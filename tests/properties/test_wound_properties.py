"""What holds of wounds whatever the sessions and the people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.evidence import known
from anagen.wound.course import wound_course
from anagen.wound.drive import wound_drive
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import ACTIVATORS, Needling, Platelets

DAYS = st.integers(0, 60 * 24).map(lambda hour: hour / 24.0)
NEEDLINGS = st.builds(
    Needling,
    day=DAYS,
    hole_density_per_cm2=st.floats(1.0, 2000.0),
    channel_depth_um=st.floats(20.0, 1200.0),
    channel_radius_um=st.floats(5.0, 100.0),
)
PLASMAS = st.builds(
    Platelets,
    day=DAYS,
    concentration_ratio=st.floats(0.5, 12.0),
    volume_ml_per_cm2=st.floats(0.005, 0.2),
    activator=st.sampled_from(ACTIVATORS),
)
SESSIONS = st.lists(st.one_of(NEEDLINGS, PLASMAS), min_size=1, max_size=6)
FACTORS = st.floats(0.3, 3.0)
PEOPLE = st.lists(st.tuples(FACTORS, FACTORS, FACTORS), min_size=1, max_size=4).map(
    lambda rows: WoundPeople(
        **dict(zip(("inflammation", "healing_time", "platelets"), np.array(rows).T, strict=True))
    )
)
READ = np.arange(0.0, 90.0, 2.5)
FEW = settings(max_examples=25)


def drive(sessions, people, cells=13, cell_days=7.0, done=None):
    return wound_drive(sessions, people, cells=cells, cell_days=cell_days, evidence=known(), done=done)


def course(sessions, people, days=READ):
    return wound_course(sessions, people, days, evidence=known())


@FEW
@given(sessions=SESSIONS, people=PEOPLE)
def test_nothing_is_negative_and_every_risk_is_a_probability(sessions, people):
    seen = course(sessions, people)

    for name in seen.__slots__:
        assert (np.asarray(getattr(seen, name)) >= -1e-15).all(), name
    assert (seen.scar_risk <= 1.0).all()
    assert (seen.fibroblasts <= 1.0).all()
    assert (seen.wnt <= 1.0).all()
    assert (drive(sessions, people) >= 0.0).all()


@FEW
@given(sessions=SESSIONS, people=PEOPLE)
def test_the_risk_of_a_scar_never_falls(sessions, people):
    assert (np.diff(course(sessions, people).scar_risk) >= 0.0).all()


@FEW
@given(sessions=SESSIONS, people=PEOPLE, seed=st.randoms())
def test_the_order_in_which_sessions_are_listed_does_not_matter(sessions, people, seed):
    shuffled = list(sessions)
    seed.shuffle(shuffled)

    assert drive(shuffled, people) == pytest.approx(drive(sessions, people), rel=1e-12, abs=1e-15)


@FEW
@given(sessions=SESSIONS, people=PEOPLE)
def test_a_person_is_the_same_in_any_company(sessions, people):
    together, last = drive(sessions, people), len(people) - 1
    alone = WoundPeople(
        inflammation=people.inflammation[last:],
        healing_time=people.healing_time[last:],
        platelets=people.platelets[last:],
    )

    assert (drive(sessions, alone)[0] == together[last]).all()


@FEW
@given(first=SESSIONS, second=SESSIONS, people=PEOPLE)
def test_cells_and_factors_of_sessions_add_up(first, second, people):
    both, one, other = (course(each, people) for each in (first + second, first, second))

    for name in ("neutrophils", "macrophages", "inflammation", "vegf_ng_per_ml", "pdgf_ng_per_ml", "redness"):
        expected = getattr(one, name) + getattr(other, name)
        assert getattr(both, name) == pytest.approx(expected, rel=1e-9, abs=1e-12), name


@FEW
@given(sessions=SESSIONS, people=PEOPLE, more=NEEDLINGS)
def test_another_session_never_lowers_inflammation_nor_the_risk_of_a_scar(sessions, people, more):
    fewer, all_of_them = course(sessions, people), course([*sessions, more], people)

    assert (all_of_them.inflammation >= fewer.inflammation - 1e-12).all()
    assert (all_of_them.scar_risk >= fewer.scar_risk - 1e-12).all()


@FEW
@given(sessions=SESSIONS, people=PEOPLE)
def test_cells_of_another_length_hold_the_same_drive(sessions, people):
    weeks, days = drive(sessions, people), drive(sessions, people, cells=91, cell_days=1.0)

    # Cells decide where long steps fit, so that the two differ by what a long step costs.
    assert days.reshape(len(people), 13, 7).mean(axis=2) == pytest.approx(weeks, rel=2e-3, abs=1e-6)


@FEW
@given(sessions=SESSIONS, people=PEOPLE)
def test_a_session_acts_only_on_what_comes_after_it(sessions, people):
    first = min(one.day for one in sessions)
    before = int(first // 7.0)

    assert not drive(sessions, people)[:, :before].any()


@FEW
@given(sessions=SESSIONS, people=PEOPLE, data=st.data())
def test_a_session_that_was_missed_is_as_if_it_had_not_been_planned(sessions, people, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(sessions), max_size=len(sessions)))
    done = np.tile(np.array(kept), (len(people), 1))

    missed = drive(sessions, people, done=done)

    held = [one for one, here in zip(sessions, kept, strict=True) if here]
    # Long steps begin where the plan has a session, done or not, so that the two differ by what a long step costs.
    assert missed == pytest.approx(drive(held, people), rel=2e-3, abs=1e-6)
