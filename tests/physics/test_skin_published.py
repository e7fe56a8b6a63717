"""What was published of drugs on scalps, and what the skin shows of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from anagen.evidence import known
from anagen.laws.androgen import enzyme_after, reduction, spared_testosterone
from anagen.laws.diffusion import reached_mean
from anagen.skin import Application, Formulation, Needling, absorption, course, scalp_reach

FIVE = Application(formulation=Formulation(drug="minoxidil", strength_percent=5.0))
HALF_HOUR = 30


def minoxidil(strength, vehicle="solution"):
    return Application(formulation=Formulation(drug="minoxidil", strength_percent=strength, vehicle=vehicle))


def finasteride(volume_ml):
    """The 0.25 % solution, of which 1 mL holds 2.275 mg."""
    return Application(
        formulation=Formulation(drug="finasteride", strength_percent=0.2275), volume_ml=volume_ml
    )


def daily(application, times, days):
    return course(
        application,
        applied_days=[k / times for k in range(times * days)],
        until_days=float(days),
        every_min=HALF_HOUR,
    )


def last_day(found):
    """Peak, and area under the curve over a day. [ng/mL, ng h/mL]"""
    last = found.days >= found.days[-1] - 1.0
    level = found.plasma_ng_per_ml[last]
    return level.max(), np.trapezoid(level, 24.0 * found.days[last])


@pytest.fixture(scope="module")
def minoxidil_twice_daily():
    return daily(FIVE, 2, 10)


def test_of_topical_minoxidil_one_and_a_half_percent_are_absorbed(minoxidil_twice_daily):
    blood, _ = minoxidil_twice_daily.between(9.0, 10.0)

    assert blood / 100.0 == pytest.approx(0.014, rel=0.01)


def test_the_spread_of_people_covers_the_range_of_the_label():
    """0.3 to 4.5 % of the dose; nine people in ten of the barriers drawn."""
    sigma = math.sqrt(math.log1p(known()["minoxidil_permeability"].spread.cv ** 2))
    low, high = (
        absorption(FIVE, permeability_factor=math.exp(k * sigma)).absorbed_share for k in (-1.645, 1.645)
    )

    assert 0.003 < low < 0.007
    assert 0.03 < high < 0.06


def test_plasma_of_topical_minoxidil_is_flat_and_near_what_was_measured(minoxidil_twice_daily):
    """Area 25.4 ng h/mL; peaks of 13 people averaged 1.58 ng/mL, of which some is the scatter of samples."""
    peak, area = last_day(minoxidil_twice_daily)

    assert area == pytest.approx(25.4, rel=0.01)
    assert 1.2 < peak < 2.0


def test_absorption_goes_with_the_strength():
    """Franz1985: the same share of 1 % and of 5 %."""
    assert absorption(minoxidil(1.0)).absorbed_share == pytest.approx(
        absorption(FIVE).absorbed_share, rel=0.02
    )


def test_foam_delivers_less_than_solution_because_more_of_it_dries():
    share = daily(minoxidil(5.0, "foam"), 2, 8).between(7.0, 8.0)[0] / daily(FIVE, 2, 8).between(7.0, 8.0)[0]

    assert share == pytest.approx(0.8, abs=0.01)


ROLLED = {
    False: {0.0: (2.2, 8.7), 0.5: (1.8, 6.5), 2.0: (1.2, 2.7), 6.0: (1.0, 1.1), 24.0: (1.0, 1.05)},
    True: {0.0: (12, 55), 0.5: (12, 55), 2.0: (12, 54), 6.0: (11, 51), 24.0: (8, 41)},
}
"""Absorbed with over absorbed without rolling, by cover and by hours of delay: the two forms of permeance."""


@pytest.mark.parametrize("covered", [False, True])
@pytest.mark.parametrize("hours", [0.0, 0.5, 2.0, 6.0, 24.0])
def test_rolling_raises_absorption_as_much_as_channels_let_it(covered, hours):
    rolled = Needling(length_um=770, passes=15, covered=covered)
    ratio = absorption(FIVE, rolled, 60.0 * hours).absorbed_share / absorption(FIVE).absorbed_share

    low, high = ROLLED[covered][hours]
    assert low <= ratio + 1e-9 <= high


def test_the_two_forms_of_permeance_bracket_the_ratios_that_rollers_gave_in_vitro():
    """Hoang2015 0.99 and 2.19, Nguyen2016 1.2 to 6.7: from nothing to nearly seven-fold."""
    ratios = []
    for weight in (0.0, 1.0):
        numbers = known().replace(because="limits of the channel's wall", channel_wall_weight=weight)
        rolled = absorption(FIVE, Needling(length_um=770, passes=15), evidence=numbers)
        ratios.append(rolled.absorbed_share / absorption(FIVE, evidence=numbers).absorbed_share)

    assert 1.5 < ratios[0] < 2.5
    assert 5.0 < ratios[1] < 9.0


def test_waiting_a_day_loses_the_whole_gain():
    rolled = Needling(length_um=1500, passes=15)

    assert absorption(FIVE, rolled, 24 * 60.0).absorbed_share == pytest.approx(
        absorption(FIVE).absorbed_share, rel=1e-3
    )


def test_a_longer_needle_and_more_passes_let_more_through():
    by_length = [
        absorption(FIVE, Needling(length_um=length)).absorbed_share for length in (250, 500, 1000, 1500)
    ]
    by_passes = [absorption(FIVE, Needling(length_um=500, passes=n)).absorbed_share for n in (1, 5, 10, 15)]

    assert by_length == sorted(by_length)
    assert by_passes == sorted(by_passes)


def test_topical_finasteride_brings_a_ninth_of_the_tablet_into_the_blood():
    """Caserini2014: areas of 6.64 and 57.93 ng h/mL, peak 0.46 (SD 0.28)."""
    found = daily(finasteride(1.0), 2, 7)
    tablet = (
        1000.0
        * known().value("finasteride_bioavailability", "1")
        / known().value("finasteride_clearance", "L/day")
    )

    peak, area = last_day(found)
    assert area / (24.0 * tablet) == pytest.approx(0.115, abs=0.006)
    assert 0.18 < peak < 0.74


def test_the_spray_builds_up_to_twice_its_first_day():
    """Tai2025, to which only the lag was set: twofold; peak 29.7 (SD 12.9) pg/mL, half-life 22.6 (SD 10.7) h."""
    first, seventh = (daily(finasteride(0.2), 1, days) for days in (1, 7))
    peak, area = last_day(seventh)

    assert area / last_day(first)[1] == pytest.approx(2.0, abs=0.4)
    assert 0.0168 < peak < 0.0426
    after = course(finasteride(0.2), applied_days=[0.0], washed_days=[1.0], until_days=4.0)
    third, fourth = (np.interp(day, after.days, after.plasma_ng_per_ml) for day in (2.0, 3.0))
    assert 12.0 < 24.0 * math.log(2.0) / math.log(third / fourth) < 33.0


def after_a_week(volume_ml, times):
    """DHT in serum and scalp relative to before, as the hormone laws have it from blood and from the sheath."""
    numbers = known()
    found = daily(finasteride(volume_ml), times, 7)
    rates = [
        (
            numbers.value(f"{enzyme}_turnover", "1/day"),
            numbers.value(f"finasteride_{enzyme}_inactivation", "mL/ng/day"),
        )
        for enzyme in ("srd5a1", "srd5a2")
    ]
    blood, local = [1.0, 1.0], [1.0, 1.0]
    step = HALF_HOUR / 1440.0
    for level, sheath in zip(found.plasma_ng_per_ml[1:], found.follicle_ng_per_ml[1:], strict=True):
        for k, (turnover, kill) in enumerate(rates):
            blood[k] = enzyme_after(blood[k], turnover, kill * float(level), step)
            local[k] = enzyme_after(local[k], turnover, kill * float(level + sheath), step)
    reach = scalp_reach("finasteride", numbers)
    capacity = reduction(*blood, numbers.value("serum_srd5a2_share", "1"))
    testosterone = spared_testosterone(capacity, numbers.value("testosterone_reduced_share", "1"))
    here = reduction(
        *(reached_mean(local[k], blood[k], reach) for k in range(2)), numbers.value("scalp_srd5a2_share", "1")
    )
    scalp = here * spared_testosterone(here, numbers.value("scalp_testosterone_reduced_share", "1"))
    return testosterone * capacity, scalp


def test_little_topical_finasteride_halves_scalp_dht_and_spares_serum():
    """Caserini2016, 0.23 and 0.46 mg a day: scalp -47 to -52 %, serum -24 to -26 %."""
    serum, scalp = zip(*(after_a_week(volume, 1) for volume in (0.1, 0.2)), strict=True)

    assert 0.65 < np.mean(serum) < 0.82
    assert 0.45 < np.mean(scalp) < 0.62


def test_more_topical_finasteride_lowers_serum_dht_further_and_scalp_dht_hardly():
    """Caserini2016 and Caserini2014: serum -44 to -48, -60 to -70 and -68 to -75 %; scalp -37 to -70 % throughout."""
    courses = [(0.35, 1), (1.0, 1), (1.0, 2)]
    serum, scalp = zip(*(after_a_week(*one) for one in courses), strict=True)

    assert serum[0] == pytest.approx(0.54, abs=0.08)
    assert serum[1] == pytest.approx(0.35, abs=0.1)
    assert serum[2] == pytest.approx(0.285, abs=0.1)
    assert all(0.30 < level < 0.63 for level in scalp)


def test_the_permeability_of_the_scalp_is_near_what_molecules_predict():
    """Potts and Guy: log Kp = -2.7 + 0.71 logP - 0.0061 M [cm/h], give or take 0.7; minoxidil's log P is 1.2."""
    predicted = -2.7 + 0.71 * 1.2 - 0.0061 * 209.25
    both_ways = known().value("minoxidil_permeability", "um/day") / (
        1.0 - known().value("appendage_route_share", "1")
    )

    assert math.log10(both_ways * 1e-4 / 24.0) == pytest.approx(predicted, abs=0.7)


def test_the_diffusivity_of_minoxidil_is_hayduk_and_laudies():
    predicted = 13.26e-5 * 0.69**-1.14 * (209.25 / 1.1651) ** -0.589

    assert known().value("minoxidil_aqueous_diffusivity", "um2/day") == pytest.approx(
        predicted * 1e8 * 86400, rel=0.005
    )
