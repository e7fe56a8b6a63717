"""Virtual people: drawn the same whatever their number, and grown up untreated."""

from functools import partial

import numpy as np
import pytest

from anagen.evidence import known
from anagen.patient.cohort import draw, even_spread, grown, normal_quantile, onset_days
from anagen.scalp.pattern import SPARED
from anagen.scalp.regions import REGIONS
from anagen.simulation.numbers import follicle_numbers

N = 400
drawn = partial(draw, seed=5, evidence=known(), age_years=(20.0, 40.0))


def test_a_person_is_the_same_whatever_the_number_of_people():
    few, many = drawn(0, 10), drawn(0, 1000)
    later = drawn(7, 3)

    for name in ("number", "age_years", "sensitivity", "luck"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:10])
        assert np.array_equal(getattr(later, name), getattr(few, name)[7:])
    assert np.array_equal(few.pattern.onset_years, many.pattern.onset_years[:10])


def test_another_seed_gives_other_people():
    assert not np.isin(
        drawn(0, 10).age_years, draw(0, 10, seed=6, evidence=known(), age_years=(20.0, 40.0)).age_years
    ).any()


def test_places_fill_the_cube_evenly():
    places = even_spread(0, 1000, seed=3)

    for column in places.T:
        counts, _ = np.histogram(column, bins=20, range=(0.0, 1.0))
        assert np.abs(counts - 50).max() <= 9  # chance alone would give 20 and more
    assert np.abs(np.corrcoef(places.T)[np.triu_indices(3, 1)]).max() < 0.05


def test_log_sensitivity_has_the_law_that_the_evidence_says():
    people = drawn(0, 4000)
    logs = np.log(people.sensitivity)

    assert logs.mean() == pytest.approx(known().value("sensitivity_median_log", "1"), abs=0.01)
    assert logs.std() == pytest.approx(known().value("sensitivity_sd_between_people", "1"), rel=0.02)


def test_a_shift_moves_everyone_by_as_many_standard_deviations():
    shifted = drawn(0, 50, severity_shift_sd=0.7)

    moved = 0.7 * known().value("sensitivity_sd_between_people", "1")
    assert np.log(shifted.sensitivity) == pytest.approx(np.log(drawn(0, 50).sensitivity) + moved)


@pytest.mark.parametrize("sex", ["male", "female"])
@pytest.mark.parametrize("ancestry", ["european", "east_asian"])
def test_androgen_reaches_the_regions_that_are_called_spared_least_even_in_the_old(sex, ancestry):
    old = draw(0, 2000, seed=5, evidence=known(), age_years=(80.0, 80.0), sex=sex, ancestry=ancestry)
    reached = {region: (onset_days(old, region, known()) < 0.0).mean() for region in REGIONS}

    most_of_the_spared = max(reached.pop(region) for region in SPARED)
    assert most_of_the_spared < 0.2
    assert min(reached.values()) > 2.0 * most_of_the_spared


def test_those_who_are_affected_have_begun_and_are_otherwise_like_everyone_who_has():
    old = partial(drawn, age_years=(45.0, 45.0))
    everyone, affected = old(0, 8000), old(0, 4000, affected=True)

    begun = everyone.pattern.onset_years < everyone.age_years
    assert (affected.pattern.onset_years < affected.age_years).all()
    for centile in (25, 50, 75):
        assert np.percentile(affected.pattern.onset_years, centile) == pytest.approx(
            np.percentile(everyone.pattern.onset_years[begun], centile), abs=0.8
        )


def test_a_bald_family_means_an_earlier_onset():
    usual, early = drawn(0, 500), drawn(0, 500, onset_shift_sd=0.5)

    assert (early.pattern.onset_years <= usual.pattern.onset_years).all()
    assert early.pattern.onset_years.mean() < usual.pattern.onset_years.mean() - 5.0


def test_those_who_begin_early_are_more_sensitive():
    people = drawn(0, 8000)

    late = people.pattern.onset_years > np.median(people.pattern.onset_years)
    assert np.log(people.sensitivity[~late]).mean() > np.log(people.sensitivity[late]).mean() + 0.1


@pytest.mark.parametrize("mean", [None, 25.0, 30.0, 36.5])
def test_ages_lie_in_their_range_with_the_mean_asked_for(mean):
    ages = drawn(0, 4000, age_mean_years=mean).age_years

    assert ages.min() >= 20.0
    assert ages.max() <= 40.0
    assert ages.mean() == pytest.approx(mean or 30.0, abs=0.1)


def test_quantiles_are_those_of_the_normal_law():
    assert normal_quantile(np.array([0.5, 0.975])) == pytest.approx([0.0, 1.959964], abs=1e-6)


def test_a_person_grown_to_an_earlier_day_has_lived_the_same_life_less_long():
    """The day on which a cycle began is the same, as long as it still runs on the later day."""
    people = drawn(0, 8)
    settings = {"numbers": follicle_numbers(known()), "follicles": 50, "seed": 5, "evidence": known()}

    now, before = grown(people, **settings), grown(people, **settings, earlier_days=28.0)

    same_cycle = now.state.cycle == before.state.cycle
    assert same_cycle.mean() > 0.8
    assert now.state.entry_day[same_cycle] == pytest.approx(before.state.entry_day[same_cycle] - 28.0)
