"""Running a trial: its shape as JSON, its chance, its intervals."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.evidence import known
from anagen.instruments import instrument
from anagen.trials.files import find_trial
from anagen.trials.protocol import HALF_WIDTH_90, Arm, Drift, Outcome, Trial, TrialInstrument, TrialPopulation
from anagen.trials.run import readings, run_trial
from anagen.trials.values import Value, comparison

SMALL = {"people": 40, "follicles": 60, "seed": 3, "ensemble": ()}


@pytest.fixture
def trial():
    """A small trial with whatever is given."""

    def make(**given):
        about = {
            "id": "mine",
            "title": "A trial",
            "source": "Example2000",
            "visits_weeks": (0.0, 26.0, 52.0),
            "population": TrialPopulation(sex="male", age_years=(20.0, 40.0)),
            "arms": (
                Arm(name="drug", regimen="finasteride 1 mg oral daily", people=100),
                Arm(name="placebo", regimen="untreated", people=50, control=True),
            ),
            "instruments": (TrialInstrument(kind="target_area_hair_density", measure="density"),),
        }
        return Trial(**about | given)

    return make


@pytest.fixture(scope="module")
def kaufman():
    """The largest packaged trial, run small."""
    return run_trial("kaufman_1998", **SMALL)


def test_the_json_has_the_shape_that_scripts_rely_on(kaufman):
    said = json.loads(json.dumps(kaufman.as_dict()))

    assert said["trial"] == "kaufman_1998"
    assert {arm["arm"] for arm in said["arms"]} == {"finasteride_1mg", "placebo"}
    for arm in said["arms"]:
        assert arm["people"] == 40
        for outcome in arm["outcomes"]:
            assert {"measure", "site", "week", "value_kind", "unit", "predicted", "published", "role"} <= set(
                outcome
            )
            assert outcome["value_kind"] in ("level", "change_from_baseline", "pct_change_from_baseline")
            assert set(outcome["predicted"]) == {"mean", "sd_between_people", "low90", "high90"}
            assert (
                outcome["predicted"]["low90"]
                <= outcome["predicted"]["mean"]
                <= outcome["predicted"]["high90"]
            )
            assert outcome["published"] is None or {"value", "low", "high", "source"} <= set(
                outcome["published"]
            )
            assert outcome["role"] in ("calibration", "validation", None)
    for contrast in said["contrasts"]:
        assert {"arm", "versus", "measure", "week", "predicted", "published"} <= set(contrast)
        assert {"mean", "low90", "high90"} == set(contrast["predicted"])
    assert said["provenance"]["seed"] == 3


def test_every_published_value_stands_beside_a_prediction(kaufman):
    trial = find_trial("kaufman_1998")

    assert sorted(one.published.value for one in kaufman.published()) == sorted(
        one.value for one in trial.outcomes
    )


def test_the_same_seed_gives_the_same_result_and_another_does_not(kaufman):
    again = run_trial("kaufman_1998", **SMALL)
    other = run_trial("kaufman_1998", **SMALL | {"seed": 4})

    assert again.as_dict() == kaufman.as_dict()
    assert other.as_dict() != kaufman.as_dict()


def test_arms_that_are_given_the_same_read_the_same(trial):
    """All arms hold the same people with the same chance, so a contrast shows treatment and nothing else."""
    twins = trial(arms=(Arm(name="a", regimen="untreated"), Arm(name="b", regimen="untreated", control=True)))

    result = run_trial(twins, **SMALL)

    assert all(one.predicted.mean == 0.0 for one in result.contrasts)


def test_a_contrast_is_the_difference_of_the_changes_of_its_arms(kaufman):
    for one in kaufman.contrasts:
        arm = kaufman.find(one.measure, one.week, one.value_kind, arm=one.arm)
        versus = kaufman.find(one.measure, one.week, one.value_kind, arm=one.versus)
        assert one.predicted.mean == pytest.approx(arm.predicted.mean - versus.predicted.mean)


def test_finasteride_keeps_hair_that_placebo_loses(kaufman):
    placebo = kaufman.find("target_area_hair_count", 260, "change_from_baseline", arm="placebo")
    net = kaufman.find(
        "target_area_hair_count", 104, "change_from_baseline", arm="finasteride_1mg", versus="placebo"
    )

    assert placebo.predicted.mean < -100.0
    assert net.predicted.mean > 80.0


ALIKE = known().replace(
    because="trials that differ by chance alone",
    between_trials_effect_drugs=0.0,
    between_trials_effect_finasteride=0.0,
    between_trials_drift=0.0,
    between_trials_level=0.0,
)


def test_an_interval_is_that_of_a_trial_of_the_published_size(trial):
    result = run_trial(trial(), **SMALL | {"evidence": ALIKE})

    one = result.find("density", 52, "change_from_baseline", arm="drug")

    half = 1.6448536 * one.predicted.sd_between_people / math.sqrt(100)
    assert one.predicted.high90 - one.predicted.mean == pytest.approx(half, rel=1e-5)


def test_an_interval_widens_where_fewer_are_left(trial):
    arms = tuple(replace(arm, dropout_per_year=1.0) for arm in trial().arms)
    settings = SMALL | {"evidence": ALIKE}
    stays, leaves = run_trial(trial(), **settings), run_trial(trial(arms=arms), **settings)

    def width(result):
        one = result.find("density", 52, "change_from_baseline", arm="drug").predicted
        return one.high90 - one.low90

    assert width(leaves) / width(stays) == pytest.approx(math.exp(0.5 * 364 / 365.25), rel=1e-6)


def test_trials_differ_by_more_than_chance(trial):
    """A change is blurred by the drift of the instrument, a contrast by the effect's own spread alone."""
    chance, all_of_it = (run_trial(trial(), **SMALL | {"evidence": numbers}) for numbers in (ALIKE, known()))

    def variance(result, **which):
        one = result.find("density", 52, "change_from_baseline", **which).predicted
        return ((one.high90 - one.low90) / 2.0 / 1.6448536) ** 2

    def mean(result, kind="change_from_baseline", week=52, **which):
        return result.find("density", week, kind, **which).predicted.mean

    value, between = known().value, {"arm": "drug", "versus": "placebo"}
    effect = value("between_trials_effect_finasteride", "1") * mean(chance, **between)
    drift = value("between_trials_drift", "1") * mean(chance, "level", 0, arm="drug")
    assert variance(all_of_it, **between) - variance(chance, **between) == pytest.approx(effect**2, rel=1e-3)
    assert variance(all_of_it, arm="drug") - variance(chance, arm="drug") == pytest.approx(
        effect**2 + drift**2, rel=1e-3
    )


def test_noise_of_an_instrument_widens_intervals_and_moves_no_mean(trial):
    quiet = trial()
    noisy = trial(instruments=(replace(quiet.instruments[0], noise_share=0.1),))
    a, b = run_trial(quiet, **SMALL), run_trial(noisy, **SMALL)

    for one, other in zip(a, b, strict=True):
        assert other.predicted.mean == one.predicted.mean
        assert other.predicted.high90 > one.predicted.high90


def test_a_drift_moves_later_readings_of_its_arms_only(trial):
    plain = readings(trial(), people=20, seed=3, follicles=40, evidence=known())
    drift = Drift(measure="density", adds=5.0, times=2.0, arms=("drug",), because="a test")

    moved = readings(trial(drifts=(drift,)), people=20, seed=3, follicles=40, evidence=known())

    assert np.array_equal(moved["placebo", "density"], plain["placebo", "density"])
    assert np.array_equal(moved["drug", "density"][:, 0], plain["drug", "density"][:, 0])
    assert moved["drug", "density"][:, 1:] == pytest.approx(2.0 * plain["drug", "density"][:, 1:] + 5.0)


def test_other_sets_of_numbers_widen_intervals_and_move_no_mean(trial):
    others = [
        known().replace(sensitivity_median_log=value, because="a test of the ensemble")
        for value in (0.6, 1.3)
    ]
    alone, among = (run_trial(trial(), **SMALL | {"people": 200, "ensemble": sets}) for sets in ((), others))

    one, other = (
        result.find("density", 52, "change_from_baseline", arm="placebo") for result in (alone, among)
    )
    assert other.predicted.mean == one.predicted.mean
    assert other.predicted.high90 > one.predicted.high90


def test_enrolment_takes_those_within_the_window(trial):
    window = find_trial("kaufman_1998").population.enrolment
    sharp = replace(window, low=700.0, high=900.0, softness=0.0)
    chosen = trial(
        population=TrialPopulation(sex="male", age_years=(20.0, 40.0), enrolment=sharp),
        instruments=(TrialInstrument(kind="target_area_hair_count", measure="count"),),
    )

    counts = readings(chosen, people=50, seed=3, follicles=60, evidence=known())["placebo", "count"][:, 0]

    assert counts.size == 50
    assert counts.min() >= 700.0
    assert counts.max() <= 900.0


def test_a_stopped_drug_loses_what_it_gained(trial):
    arms = (
        Arm(name="stopped", regimen="minoxidil 5 % 1 mL topical twice daily until week 52"),
        Arm(name="placebo", regimen="untreated", control=True),
    )
    result = run_trial(
        trial(arms=arms, visits_weeks=(0.0, 52.0, 104.0)), people=100, follicles=200, seed=3, ensemble=()
    )

    on, off = (
        result.find("density", week, "change_from_baseline", arm="stopped", versus="placebo").predicted.mean
        for week in (52, 104)
    )
    assert on > 2.0
    assert off < 0.4 * on


def test_missed_doses_leave_more_dht(trial):
    arms = (
        Arm(name="half", regimen="finasteride 0.2 mg oral daily", adherence_fraction=0.3),
        Arm(name="all", regimen="finasteride 0.2 mg oral daily", control=True),
    )
    hormones = trial(
        arms=arms,
        instruments=(TrialInstrument(kind="serum_dht", measure="serum_dht"),),
        visits_weeks=(0.0, 6.0),
    )
    result = run_trial(hormones, people=60, follicles=1, seed=3, ensemble=())

    assert result.contrasts[0].predicted.mean > 5.0
    assert result.arms[0].regimen.endswith("with 30 % of doses taken")


def test_women_and_other_regions_are_simulated_too(trial):
    women = TrialPopulation(sex="female", age_years=(30.0, 60.0), region="mid_scalp")

    result = run_trial(trial(population=women), **SMALL)

    assert np.isfinite([one.predicted.mean for one in result.arms[0].outcomes]).all()


def test_grades_choose_who_enters(trial):
    """People of a grave grade have less hair than those of a mild one."""
    mild, grave = (
        run_trial(
            trial(population=TrialPopulation(sex="male", age_years=(30.0, 50.0), grades=grades)), **SMALL
        )
        for grades in (("II",), ("VI", "VII"))
    )

    assert mild.arms[0].outcomes[0].predicted.mean > grave.arms[0].outcomes[0].predicted.mean + 20.0


def test_visits_need_not_lie_on_whole_weeks(trial):
    result = run_trial(trial(visits_weeks=(0.0, 3.0 / 7.0, 10.0)), **SMALL)

    assert [one.week for one in result.arms[0].outcomes][1] == pytest.approx(3.0 / 7.0)


def test_a_published_contrast_between_two_drugs_is_predicted_too(trial):
    arms = (
        Arm(name="low", regimen="finasteride 0.2 mg oral daily"),
        Arm(name="high", regimen="finasteride 1 mg oral daily"),
    )
    published = Outcome(
        arm="high",
        versus="low",
        measure="density",
        week=52.0,
        value_kind="change_from_baseline",
        value=1.0,
        source="Example2000",
        where="table",
        published="1",
        role="validation",
    )
    result = run_trial(trial(arms=arms, outcomes=(published,)), **SMALL)

    (one,) = result.published()
    assert (one.arm, one.versus) == ("high", "low")
    assert one.error == pytest.approx(one.predicted.mean - 1.0)


def test_those_who_quit_are_some_and_lose_what_the_others_keep(trial):
    minoxidil = "minoxidil 5 % 1 mL topical twice daily"
    arms = (
        Arm(name="all", regimen=minoxidil),
        Arm(name="some", regimen=minoxidil, quits_share=0.3, quits_week=26.0),
        Arm(name="stopped", regimen=f"{minoxidil} until week 26"),
    )
    seen = readings(
        trial(arms=arms, visits_weeks=(0.0, 26.0, 78.0)), people=120, seed=3, follicles=60, evidence=known()
    )

    all_, some, stopped = (seen[name, "density"] for name in ("all", "some", "stopped"))
    assert np.array_equal(some[:, :2], all_[:, :2])
    answers = stopped[:, 2] != all_[:, 2]
    gave_up = answers & (some[:, 2] == stopped[:, 2])
    assert answers.sum() > 40
    assert 0.1 < gave_up[answers].mean() < 0.5
    assert np.array_equal(some[~gave_up], all_[~gave_up])
    assert some[gave_up, 2].mean() < all_[gave_up, 2].mean()


def test_quitting_needs_both_a_share_and_a_week():
    for given in ({"quits_share": 0.2}, {"quits_week": 20.0}):
        with pytest.raises(InputError, match="both 'quits_share'"):
            Arm(name="a", regimen="untreated", **given)


@pytest.mark.parametrize(
    ("kind", "value_kind", "mean", "low", "high"),
    [
        ("anagen_share", "level", 95.0, 75.0, 100.0),
        ("anagen_share", "change_from_baseline", 95.0, 75.0, 115.0),
        ("target_area_hair_density", "level", 12.0, 0.0, 32.0),
        ("target_area_hair_density", "change_from_baseline", 12.0, -8.0, 32.0),
    ],
)
def test_no_interval_reaches_where_nothing_can_be_read(trial, kind, value_kind, mean, low, high):
    settings = {} if kind == "anagen_share" else {"threshold_um": 30.0}
    key = ("drug", None, "density", 52.0, value_kind)
    spread = 20.0 / HALF_WIDTH_90
    read_by = instrument(kind, settings, known())
    seen = comparison(trial(), key, Value(mean=mean, sd=0.0), None, spread, read_by, 100).predicted

    assert (seen.low90, seen.high90) == pytest.approx((low, high))
    assert seen.half_width_90 == pytest.approx(20.0)  # what outcomes are judged by
