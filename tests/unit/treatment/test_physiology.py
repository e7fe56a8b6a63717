"""How people are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from anagen.errors import InputError
from anagen.evidence import known
from anagen.treatment.adherence import doses_taken
from anagen.treatment.chance import beta_quantile, normals, person_uniforms, uniforms
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import draw_physiology, typical_physiology
from anagen.treatment.regimen import Regimen

KNOWN = known()


def test_a_person_does_not_depend_on_how_many_are_drawn():
    few, many = draw_physiology(5, 3, KNOWN), draw_physiology(500, 3, KNOWN)

    for name, values in few.values.items():
        np.testing.assert_array_equal(values, many.values[name][:5])


def test_another_seed_draws_other_people():
    one, other = draw_physiology(50, 3, KNOWN), draw_physiology(50, 4, KNOWN)

    assert not np.isclose(one.values["finasteride_clearance"], other.values["finasteride_clearance"]).any()


def test_two_numbers_of_a_person_know_nothing_of_each_other():
    drawn = draw_physiology(20_000, 3, KNOWN).values
    together = np.corrcoef(np.log(drawn["finasteride_clearance"]), np.log(drawn["dutasteride_clearance"]))[
        0, 1
    ]

    assert abs(together) < 5.0 / np.sqrt(20_000)


@pytest.mark.parametrize("name", ["finasteride_clearance", "dutasteride_clearance", "dutasteride_volume"])
def test_a_lognormal_number_has_its_value_as_median_and_its_spread(name):
    parameter = KNOWN[name]
    drawn = draw_physiology(40_000, 1, KNOWN).values[name]

    assert np.median(drawn) == pytest.approx(parameter.value, rel=0.03)
    assert drawn.std() / drawn.mean() == pytest.approx(parameter.spread.cv, rel=0.06)


def test_a_beta_number_has_its_value_as_mean_and_its_spread():
    parameter = KNOWN["serum_srd5a2_share"]
    drawn = draw_physiology(40_000, 1, KNOWN).values[parameter.name]

    assert drawn.mean() == pytest.approx(parameter.value, abs=0.004)
    assert drawn.std() == pytest.approx(parameter.spread.sd, abs=0.004)
    assert ((drawn > 0.0) & (drawn < 1.0)).all()


@pytest.mark.parametrize(("mean", "sd"), [(0.77, 0.16), (0.5, 0.28), (0.1, 0.2), (0.9, 0.01)])
def test_quantiles_of_beta_are_the_librarys(mean, sd):
    count = mean * (1.0 - mean) / sd**2 - 1.0
    p = np.linspace(0.001, 0.999, 101)

    exact = stats.beta.ppf(p, mean * count, (1.0 - mean) * count)
    np.testing.assert_allclose(beta_quantile(p, mean, sd), exact, rtol=1e-3, atol=1e-6)


def test_chance_is_uniform_and_normal():
    assert stats.kstest(uniforms(1, "a", 5000).ravel(), "uniform").pvalue > 1e-4
    assert stats.kstest(normals(1, "a", 20_000), "norm").pvalue > 1e-4
    assert stats.kstest(person_uniforms(1, "a", 3, 20_000), "uniform").pvalue > 1e-4


def test_people_can_be_taken_out_and_remain_who_they_are():
    everyone = draw_physiology(10, 3, KNOWN)
    some = everyone.take([7, 2])

    assert some.person.tolist() == [7, 2]
    assert some.values["finasteride_clearance"][0] == everyone.values["finasteride_clearance"][7]
    assert len(some) == 2


def test_the_typical_person_has_the_typical_numbers():
    one = typical_physiology(KNOWN)

    assert one.of("finasteride_clearance", "L/day", KNOWN)[0] == KNOWN["finasteride_clearance"].value
    assert one.of("srd5a1_turnover", "1/day", KNOWN)[0] == KNOWN["srd5a1_turnover"].value


def test_nobody_cannot_be_drawn():
    with pytest.raises(InputError, match="at least one"):
        draw_physiology(0, 1, KNOWN)


def test_doses_are_taken_as_often_as_is_said_and_misses_come_in_clusters():
    people = np.arange(300)
    taken = doses_taken(5, "pills", people, 1000, 0.8, 0.5)
    missed = ~taken
    after_a_miss = missed[:, 1:][missed[:, :-1]].mean()

    assert taken.mean() == pytest.approx(0.8, abs=0.01)
    assert after_a_miss == pytest.approx(0.2 + 0.5 * 0.8, abs=0.02)
    assert doses_taken(5, "pills", people, 1000, 1.0, 0.5).all()


def test_a_person_misses_the_same_doses_in_a_longer_course():
    short, long = (doses_taken(5, "pills", np.array([3]), n, 0.7, 0.3) for n in (50, 500))

    np.testing.assert_array_equal(short[0], long[0, :50])


@pytest.mark.parametrize(("cells", "cell_days"), [(0, 7.0), (5, 0.0), (5, float("nan"))])
def test_a_grid_has_cells(cells, cell_days):
    with pytest.raises(InputError, match="more than zero"):
        drives(Regimen(), typical_physiology(KNOWN), cells=cells, cell_days=cell_days, seed=0, evidence=KNOWN)


@pytest.mark.parametrize("days", [[], [3.0, 1.0], [float("inf")]])
def test_days_to_read_on_are_a_list_that_does_not_fall(days):
    with pytest.raises(InputError, match="do not fall"):
        dht_course(Regimen(), typical_physiology(KNOWN), days, evidence=KNOWN)


def test_people_from_the_middle_are_who_they_are_in_the_whole():
    """Batches far from the first person need not draw all who come before."""
    everyone = draw_physiology(1200, 5, KNOWN)

    some = draw_physiology(200, 5, KNOWN, first=1000)

    assert np.array_equal(some.person, np.arange(1000, 1200))
    assert all(np.array_equal(values, everyone.values[name][1000:]) for name, values in some.values.items())
