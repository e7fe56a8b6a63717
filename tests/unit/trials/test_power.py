"""Power: against exact results where readings are Gaussian, and what must hold whatever they are."""

import json
import math

import numpy as np
import pytest
from scipy import stats
from small_trial import small_trial

import anagen as ag
from anagen.errors import InputError
from anagen.evidence import known
from anagen.trials.power import power_of, read_effect, read_threshold
from anagen.trials.protocol import Arm, TrialInstrument
from anagen.trials.run import Pool
from anagen.trials.statistics import student_quantile

PEOPLE = 40_000
SIZES = (8, 20, 60)
SIMULATIONS = 4000


def pool(difference=1.0, sd=(2.0, 3.0), *, noise=0.0, mean=100.0, dropout=0.0, others=()):
    """People whose changes are Gaussian, with a difference between the arms at the last visit."""
    chance = np.random.default_rng(5)
    trial = small_trial(
        instruments=(TrialInstrument(kind="target_area_hair_density", measure="density", noise_share=noise),),
        arms=(
            Arm(name="drug", regimen="finasteride 1 mg oral daily", dropout_per_year=dropout),
            Arm(name="placebo", regimen="untreated", control=True, dropout_per_year=dropout),
        ),
    )

    def readings(moved):
        found = {}
        for name, move, spread in (("drug", moved, sd[0]), ("placebo", 0.0, sd[1])):
            first = np.full(PEOPLE, mean)
            change = stats.norm.ppf((chance.permutation(PEOPLE) + 0.5) / PEOPLE)
            found[name, "density"] = np.stack(
                [first, first + 0.5 * move + spread * change, first + move + spread * change], axis=1
            )
        return found

    return Pool(
        trial=trial,
        people=PEOPLE,
        readings=readings(difference),
        others=tuple(readings(one) for one in others),
        evidence=known(),
        sets=(known(),) * len(others),
        provenance=ag.run_trial(small_trial(), people=2, follicles=5, ensemble=()).provenance,
    )


def exact_power(difference, sd, people, alpha=0.05):
    """Power of the two-sided t test from the noncentral t law, with Welch's degrees of freedom."""
    error = math.hypot(*sd) / math.sqrt(people)
    a, b = (one**2 / people for one in sd)
    freedom = (a + b) ** 2 / ((a**2 + b**2) / (people - 1))
    limit = stats.t.ppf(1.0 - alpha / 2.0, freedom)
    law = stats.nct(freedom, difference / error)
    return law.sf(limit) + law.cdf(-limit)


def four_sigma(share, count=SIMULATIONS):
    return 4.0 * math.sqrt(share * (1.0 - share) / count) + 0.002


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_power_is_that_of_the_noncentral_t_law(alpha):
    result = power_of(pool(), n=SIZES, simulations=SIMULATIONS, alpha=alpha)

    for size in result.contrasts[0].sizes:
        expected = exact_power(1.0, (2.0, 3.0), size.people, alpha)
        assert size.power == pytest.approx(expected, abs=four_sigma(expected))
        assert size.low95 < size.power < size.high95


def test_noise_of_the_instrument_costs_what_it_adds_to_the_variance():
    noise, mean = 0.02, 100.0
    sd = tuple(math.hypot(one, noise * mean * math.sqrt(2.0)) for one in (2.0, 3.0))
    result = power_of(pool(noise=noise, mean=mean), n=(30, 100), simulations=SIMULATIONS)

    assert result.contrasts[0].sd == pytest.approx(sd[0], rel=0.01)
    for size in result.contrasts[0].sizes:
        expected = exact_power(1.0, sd, size.people)
        assert size.power == pytest.approx(expected, abs=four_sigma(expected) + 0.01)


def test_drop_out_costs_as_many_people_as_leave():
    stay = math.exp(-1.0 * 52 * 7 / 365.25)
    result = power_of(pool(dropout=1.0), n=(100,), simulations=SIMULATIONS)

    (size,) = result.contrasts[0].sizes
    expected = exact_power(1.0, (2.0, 3.0), 100 * stay)
    assert size.power == pytest.approx(expected, abs=four_sigma(expected) + 0.01)
    plain = power_of(pool(), n=(100,), simulations=100).contrasts[0].people_for_80
    assert result.contrasts[0].people_for_80 == pytest.approx(plain / stay, abs=2)


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_without_an_effect_alpha_of_the_trials_are_significant(alpha):
    result = power_of(pool(difference=0.0), n=SIZES, simulations=SIMULATIONS, alpha=alpha)

    for size in result.contrasts[0].sizes:
        assert size.power == pytest.approx(alpha, abs=four_sigma(alpha))
        assert size.responders.power < alpha + four_sigma(alpha) + 0.02
    assert result.contrasts[0].people_for_80 is None or result.contrasts[0].people_for_80 > 10_000


def test_the_number_of_people_that_is_named_has_the_power_that_is_named():
    needs = power_of(pool(), n=(10,), simulations=100).contrasts[0]

    for people, wanted in ((needs.people_for_80, 0.8), (needs.people_for_90, 0.9)):
        assert exact_power(1.0, (2.0, 3.0), people) == pytest.approx(wanted, abs=0.005)


def test_the_results_that_trials_report_spread_as_their_standard_error():
    (size,) = power_of(pool(), n=(50,), simulations=SIMULATIONS).contrasts[0].sizes

    error = math.hypot(2.0, 3.0) / math.sqrt(50)
    assert size.difference == pytest.approx(1.0, abs=0.05)
    assert size.high90 - size.low90 == pytest.approx(2.0 * 1.645 * error, rel=0.06)


def test_small_trials_that_succeed_exaggerate():
    """The winner's curse: of trials of low power only those with luck are significant."""
    small, large = power_of(pool(), n=(8, 300), simulations=SIMULATIONS).contrasts[0].sizes

    assert small.exaggeration > 1.5
    assert large.exaggeration == pytest.approx(1.0, abs=0.05)
    assert small.wrong_sign > large.wrong_sign == 0.0


def test_responders_are_the_share_beyond_the_threshold():
    result = power_of(pool(), n=(200,), simulations=1000, responder="2")

    (size,) = result.contrasts[0].sizes
    share, versus = stats.norm.sf((2.0 - 1.0) / 2.0), stats.norm.sf(2.0 / 3.0)
    found = size.responders
    assert found.share == pytest.approx(share, abs=0.005)
    assert found.share_versus == pytest.approx(versus, abs=0.005)
    assert found.number_needed_to_treat == pytest.approx(1.0 / (share - versus), rel=0.1)
    assert found.nnt_low90 == pytest.approx(1.0 / found.high90)
    percent = power_of(pool(), n=(200,), simulations=1000, responder="2%").contrasts[0].sizes[0]
    assert percent.responders == found  # the baseline is 100


def test_an_interval_of_the_difference_that_reaches_zero_bounds_no_number_needed_to_treat():
    same = pool(difference=0.0, sd=(2.0, 2.0))
    (size,) = power_of(same, n=(20,), simulations=200, responder="1").contrasts[0].sizes

    assert size.responders.low90 < 0.0 < size.responders.high90
    assert size.responders.nnt_high90 is None


def test_an_effect_shows_from_the_first_visit_with_enough_power_on():
    """At the first of two visits half of the difference is there."""
    few, some, many = power_of(pool(), n=(40, 120, 500), simulations=1000).contrasts[0].sizes

    assert few.detected_week is None
    assert some.detected_week == 52.0
    assert many.detected_week == 26.0
    assert some.power_by_visit[0] == pytest.approx(
        exact_power(0.5, (2.0, 3.0), 120), abs=four_sigma(0.3, 1000)
    )


def test_assurance_is_the_mean_power_over_the_sets_of_numbers():
    (size,) = power_of(pool(others=(0.0, 3.0)), n=(50,), simulations=2000).contrasts[0].sizes

    each = [exact_power(one, (2.0, 3.0), 50) for one in (1.0, 0.0, 3.0)]
    assert size.assurance == pytest.approx(np.mean(each), abs=0.03)
    assert size.assurance_low < 0.1
    assert size.assurance_high > 0.98


def test_one_seed_gives_one_result_and_json_has_its_shape():
    first, again = (power_of(pool(), n=SIZES, simulations=50).as_dict() for _ in range(2))

    assert first == again
    said = json.loads(json.dumps(first, allow_nan=False))
    assert (said["measure"], said["week"]) == ("density", 52.0)
    (contrast,) = said["contrasts"]
    assert (contrast["arm"], contrast["versus"]) == ("drug", "placebo")
    assert [one["people"] for one in contrast["sizes"]] == list(SIZES)
    assert {"power", "low95", "high95", "responders", "power_by_visit"} <= set(contrast["sizes"][0])


def test_trials_that_everybody_leaves_find_nothing():
    (size,) = power_of(pool(dropout=40.0), n=(5,), simulations=50).contrasts[0].sizes

    assert size.power == 0.0
    assert math.isnan(size.difference)
    assert size.responders.number_needed_to_treat is None


def test_more_people_have_more_power_in_a_trial_that_is_simulated():
    result = ag.power(
        small_trial(), n=(3, 12, 60), people=60, follicles=40, simulations=300, ensemble=(), seed=3
    )

    powers = [one.power for one in result.contrasts[0].sizes]
    assert powers == sorted(powers)
    assert powers[0] < 0.5 < powers[-1]
    assert len(result.rows()) == 3


@pytest.mark.parametrize("freedom", [1.0, 2.5, 7.0, 31.4, 1e4])
@pytest.mark.parametrize("probability", [0.9, 0.975, 0.995])
def test_quantiles_of_student_are_exact_enough(probability, freedom):
    found = float(student_quantile(probability, np.array([freedom]))[0])

    assert found == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-3)


def test_an_effect_is_a_measure_at_a_visit():
    trial = small_trial()

    assert read_effect(trial, None) == ("density", 2)
    assert read_effect(trial, "density") == ("density", 2)
    assert read_effect(trial, "density@26") == ("density", 1)
    for wrong in ("density@0", "density@30", "density@x"):
        with pytest.raises(InputError, match="There are: 26, 52"):
            read_effect(trial, wrong)
    with pytest.raises(InputError, match="density"):
        read_effect(trial, "weight@26")


@pytest.mark.parametrize("text", ["", "much", "%", "inf"])
def test_a_response_is_a_number_with_or_without_percent(text):
    with pytest.raises(InputError, match="10%"):
        read_threshold(text)
    assert read_threshold("-5 %").percent


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"n": ()}, "people an arm"),
        ({"n": (1,)}, "people an arm"),
        ({"alpha": 0.0}, "level"),
        ({"alpha": 0.7}, "level"),
        ({"simulations": 1}, "trials"),
    ],
)
def test_a_design_that_cannot_be_tested_is_refused(asked, says):
    with pytest.raises(InputError, match=says):
        power_of(pool(), **asked)


def test_a_trial_with_nothing_to_compare_is_refused_before_it_is_run():
    alone = small_trial(arms=small_trial().arms[:1])

    with pytest.raises(InputError, match="control = true"):
        ag.power(alone)
