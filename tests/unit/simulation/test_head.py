"""Whole heads: the same follicles through the years, graded, beside what the cover table says of them."""

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.scalp import REGIONS, make_scalp
from anagen.scalp.grading import severity
from anagen.simulation.conditioning import condition
from anagen.simulation.cover import cover_of
from anagen.simulation.head import heads, simulate_head

MAN = Person(age_years=45, sex="male", norwood="V")


@pytest.fixture(scope="module")
def scalp():
    """A scalp with a fifth of the usual follicles, to be quick."""
    return make_scalp(sex="male", seed=1, density_times=0.2)


@pytest.fixture(scope="module")
def history(scalp):
    return simulate_head(MAN, at_years=[0.0, 10.0, 25.0], seed=2, scalp=scalp)


def test_a_head_holds_all_follicles_of_its_scalp_on_each_day(history, scalp):
    for state in history.states:
        assert state.follicles == scalp.follicles
        stands = state.diameter_um > 0.0
        assert (state.length_mm[stands] > 0.0).all()
        assert (state.phase[stands] <= 2).all()
        assert (state.diameter_um <= state.full_diameter_um * (1.0 + 1e-6)).all()


def test_untreated_no_grade_ever_improves(scalp):
    for member in range(4):
        seen = simulate_head(MAN, at_years=[0, 5, 10, 20, 30], seed=2, member=member, scalp=scalp)
        steps = [int(severity(seen.grades(day).norwood)[0]) for day in seen.days]
        assert steps == sorted(steps)


def test_the_occiput_is_spared_while_the_top_is_lost(history):
    first, last = (history.visible_hair_density(day) for day in (history.days[0], history.days[-1]))

    assert last["occipital"] > 0.85 * first["occipital"]
    assert last["vertex"] < 0.5 * first["vertex"]


def test_the_head_has_the_cover_that_the_table_says():
    """Two ways to one head: each follicle simulated on its scalp, and the table read at each site."""
    scalp = make_scalp(sex="male", seed=1)
    candidates = condition(MAN, 8, seed=2, evidence=known()).candidates
    for member in range(2):
        one = candidates.take(np.array([member]))
        head = heads(MAN, ["untreated"], candidate=one, years=np.zeros(1), seed=2, scalp=scalp)[0]
        by_table = cover_of(one, known()).heads[0]
        by_follicle = head.cover(0.0).heads[0]
        off = by_follicle - by_table
        assert np.abs(off).mean() < 0.06
        assert abs(off.mean()) < 0.03


def test_the_same_seed_gives_the_same_head_and_a_member_another(scalp, history):
    again = simulate_head(MAN, at_years=[0.0], seed=2, scalp=scalp)
    other = simulate_head(MAN, at_years=[0.0], seed=2, scalp=scalp, member=3)

    assert np.array_equal(again.diameter_um[0], history.diameter_um[0])
    assert not np.array_equal(other.diameter_um[0], history.diameter_um[0])


def test_treatment_keeps_hair_that_is_lost_without(scalp, history):
    treated = simulate_head(
        MAN, "dutasteride 0.5 mg oral daily", at_years=[0.0, 10.0, 25.0], seed=2, scalp=scalp
    )
    assert np.array_equal(treated.diameter_um[0], history.diameter_um[0])
    kept, lost = (sum(one.visible_hair_density(one.days[1]).values()) for one in (treated, history))
    assert kept > lost


def test_a_healthy_head_stands_full(history):
    healthy = history.healthy()
    assert (healthy.phase <= 3).all()
    assert np.array_equal(healthy.full_diameter_um, history.full_diameter_um)
    assert (healthy.diameter_um > 0.0).mean() > 0.9


def test_regions_are_those_of_the_scalp(history):
    assert tuple(history.visible_hair_density(0.0)) == REGIONS


def test_what_was_not_looked_at_is_refused(history):
    with pytest.raises(InputError, match="was not looked at on day 5"):
        history.state(5.0)
    with pytest.raises(InputError, match="no member 999"):
        simulate_head(MAN, years=1, member=999)
    with pytest.raises(InputError, match="Cannot look at -3 years"):
        simulate_head(MAN, at_years=[-3.0])
    with pytest.raises(InputError, match="seed -1"):
        simulate_head(MAN, years=1, seed=-1)
