"""How trials differ beyond chance: by the share of a drug's effect, by hairs of needling, as much between two drugs."""

from __future__ import annotations

import math

import pytest

from anagen.evidence import known
from anagen.trials.between import between_trials_sd
from anagen.trials.files import find_trial
from anagen.trials.values import Value

KNOWN = known()
CHANGE, PERCENT = "change_from_baseline", "pct_change_from_baseline"
BASELINE = 150.0
DRUGS = KNOWN.value("between_trials_effect_drugs", "1")
HEALING = KNOWN.value("between_trials_effect_procedures_density", "1/cm2")
FINASTERIDE = KNOWN.value("between_trials_effect_finasteride", "1")
DRIFT = KNOWN.value("between_trials_drift", "1")
LEAST = 100.0 * KNOWN.value("between_trials_dht_least", "1")
OPEN_DRIFT = KNOWN.value("between_trials_drift_uncontrolled", "1")


def spread(trial_id, arm, versus, measure, week, kind=CHANGE, **change_by_arm):
    """The spread of an outcome of a trial of whose arms the changes are given."""
    trial = find_trial(trial_id)
    values = {}
    for one in trial.arms:
        values[one.name, None, measure, 0.0, "level"] = Value(mean=BASELINE, sd=1.0)
        for each in (CHANGE, PERCENT):
            values[one.name, None, measure, week, each] = Value(mean=change_by_arm.get(one.name, 0.0), sd=1.0)
    if versus is not None:
        difference = change_by_arm.get(arm, 0.0) - change_by_arm.get(versus, 0.0)
        values[arm, versus, measure, week, kind] = Value(mean=difference, sd=1.0, sd_versus=1.0)
    return between_trials_sd(trial, (arm, versus, measure, week, kind), values, KNOWN)


def test_what_a_drug_does_over_nothing_differs_by_a_share_of_it():
    found = spread(
        "devillez_1994", "minoxidil_2pct", "placebo", "nonvellus_hair_density", 32.0, minoxidil_2pct=12.0
    )

    assert found == pytest.approx(12.0 * DRUGS)


def test_two_drugs_differ_from_each_other_as_much_as_either_from_nothing():
    given = {"dutasteride_0.5mg": 15.0, "finasteride_1mg": 14.0}
    found = spread(
        "shanshanwal_2017", "dutasteride_0.5mg", "finasteride_1mg", "total_hair_density", 24.0, **given
    )

    assert found == pytest.approx(15.0 * DRUGS)


def test_two_doses_of_a_drug_differ_by_a_share_of_the_difference():
    given = {"oral_5mg": 14.0, "oral_2.5mg": 13.0}
    found = spread("fonseca_2025", "oral_5mg", "oral_2.5mg", "total_hair_density", 24.0, **given)

    assert found == pytest.approx(1.0 * DRUGS)


@pytest.mark.parametrize("gained", [0.5, 30.0])
def test_needling_differs_by_as_many_hairs_whatever_it_gives(gained):
    found = spread(
        "dhurat_2013",
        "microneedling_and_minoxidil",
        "minoxidil_5pct",
        "total_hair_density",
        12.0,
        microneedling_and_minoxidil=gained,
    )

    assert found == pytest.approx(HEALING)


def test_hairs_are_told_in_percent_of_what_was_there():
    found = spread("gentile_2019", "platelets", None, "total_hair_density", 21.0, kind=PERCENT, platelets=1.0)

    assert found == pytest.approx(100.0 * math.hypot(HEALING / BASELINE, OPEN_DRIFT))


def test_contrasts_of_diameters_keep_a_share_of_the_effect():
    share = KNOWN.value("between_trials_effect_procedures", "1")
    found = spread("dermrep_9945", "both", "minoxidil", "mean_shaft_diameter", 12.0, both=4.0)

    assert found == pytest.approx(4.0 * share)


def test_the_diameter_of_a_needled_arm_differs_by_as_much_whatever_it_gains():
    micrometers = KNOWN.value("between_trials_effect_procedures_diameter", "um")
    measure = "mean_shaft_diameter"
    found = spread("starace_2020", "microneedling", None, measure, 26.0, kind=PERCENT, microneedling=0.3)

    assert found == pytest.approx(100.0 * micrometers / BASELINE)


def test_trials_of_finasteride_by_mouth_are_more_alike_than_those_of_other_drugs():
    measure, gained = "target_area_hair_count", {"finasteride_1mg": 100.0}
    oral = spread("kaufman_1998", "finasteride_1mg", "placebo", measure, 52.0, **gained)
    gained = {"finasteride_0.5pct": 100.0}
    topical = spread("thai_thesis", "finasteride_0.5pct", "placebo", measure, 26.0, **gained)

    assert oral == pytest.approx(100.0 * FINASTERIDE)
    assert topical == pytest.approx(100.0 * DRUGS)


def hormone_spread(trial_id, arm, versus, measure, left):
    """The spread of a percentage of a hormone of which each arm has some percent left."""
    trial = find_trial(trial_id)
    week = trial.visits_weeks[-1]
    values = {}
    for one in trial.arms:
        values[one.name, None, measure, 0.0, "level"] = Value(mean=100.0, sd=1.0)
        values[one.name, None, measure, week, "level"] = Value(mean=left.get(one.name, 100.0), sd=1.0)
        values[one.name, None, measure, week, PERCENT] = Value(mean=left.get(one.name, 100.0) - 100.0, sd=1.0)
    values[arm, versus, measure, week, PERCENT] = Value(mean=-50.0, sd=1.0)
    return between_trials_sd(trial, (arm, versus, measure, week, PERCENT), values, KNOWN)


def test_a_drug_that_leaves_hardly_any_of_a_hormone_does_so_in_every_trial():
    share = KNOWN.value("between_trials_serum_dht", "1")
    left = {"dutasteride_0.5mg": 5.0, "finasteride_5mg": 29.0}
    for arm, percent in left.items():
        found = hormone_spread("clark_2004", arm, None, "serum_dht", left)
        assert found == pytest.approx(math.hypot(share * percent * (1.0 - percent / 100.0), LEAST))
        assert found < 4.0, "published means of serum DHT differ by a few points, never by twenty"


def test_biopsies_of_the_scalp_differ_more_than_serum():
    left = {"finasteride_5mg": 33.0}
    scalp, serum = (
        hormone_spread("dallob_1994", "finasteride_5mg", None, measure, left)
        for measure in ("scalp_dht", "serum_dht")
    )

    assert scalp > 2.0 * serum


def test_a_drug_that_hardly_takes_any_of_a_hormone_does_so_in_every_trial():
    """Between the two it differs most; no interval reaches far beyond nothing taken or all of it."""
    little, half = (
        hormone_spread("dallob_1994", "finasteride_5mg", None, "scalp_dht", {"finasteride_5mg": percent})
        for percent in (97.0, 50.0)
    )

    assert little < 3.0
    assert half > 4.0 * little


def test_a_contrast_of_a_hormone_holds_both_arms():
    share = KNOWN.value("between_trials_serum_dht", "1")
    left = {"dutasteride_0.5mg": 6.0}
    found = hormone_spread("wurzel_2007", "dutasteride_0.5mg", "placebo", "serum_dht", left)

    assert found == pytest.approx(math.hypot(6.0 * 0.94 * share, 100.0 * DRIFT, LEAST))


def test_needled_arms_of_a_drug_vary_by_both_and_by_the_instrument():
    found = spread(
        "dhurat_2013",
        "microneedling_and_minoxidil",
        None,
        "total_hair_density",
        12.0,
        microneedling_and_minoxidil=20.0,
    )

    assert found == pytest.approx(math.hypot(HEALING, 20.0 * DRUGS, BASELINE * OPEN_DRIFT))


def test_untreated_people_vary_by_the_instrument_alone():
    trial = find_trial("devillez_1994")
    assert trial.control is not None
    assert trial.control.regimen == "untreated"

    found = spread("devillez_1994", "placebo", None, "nonvellus_hair_density", 32.0, placebo=-3.0)

    assert found == pytest.approx(BASELINE * DRIFT)
