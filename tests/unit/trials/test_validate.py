"""Judging: which outcomes count, by which interval, and what the scores are."""

import json
import math
from dataclasses import replace
from datetime import date

import pytest

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.provenance import provenance
from anagen.trials import validate as module
from anagen.trials.files import find_trial
from anagen.trials.judging import judge
from anagen.trials.protocol import HALF_WIDTH_90, Arm, Outcome, Trial, TrialInstrument, TrialPopulation
from anagen.trials.result import ArmResult, Comparison, Predicted, TrialResult
from anagen.trials.validate import validate

CHANGE = "change_from_baseline"


def outcome(value, *, arm="drug", versus="placebo", role="validation", kind=CHANGE, **more):
    return Outcome(
        arm=arm,
        versus=versus,
        measure="count",
        week=24.0,
        value_kind=kind,
        value=value,
        source="Kaufman1998",
        where="table",
        published=f"{value}",
        role=role,
        **more,
    )


def comparison(mean, half, published=None, *, arm="drug", versus="placebo", sd=None, kind=CHANGE):
    return Comparison(
        arm=arm,
        versus=versus,
        measure="count",
        site="vertex",
        week=24.0,
        value_kind=kind,
        unit="hairs",
        predicted=Predicted(
            mean=mean, low90=mean - half, high90=mean + half, half_width_90=half, sd_between_people=sd
        ),
        published=published,
        published_interval=None,
    )


def result(published, mean=10.0, half=2.0, sd=0.0, identifier="made_up"):
    """A trial of 100 people an arm, predicted by hand."""
    arms = (
        Arm(name="drug", regimen="finasteride 1 mg oral daily", people=100),
        Arm(name="placebo", regimen="untreated", people=100, control=True),
    )
    of_arms = tuple(
        ArmResult(
            arm=arm.name,
            regimen=arm.regimen,
            people=100,
            outcomes=(comparison(0.0, 1.0, arm=arm.name, versus=None, sd=sd),),
        )
        for arm in arms
    )
    return TrialResult(
        trial=Trial(
            id=identifier,
            title="made up",
            source="Kaufman1998",
            visits_weeks=(0.0, 24.0),
            population=TrialPopulation(sex="male", age_years=(20.0, 40.0)),
            arms=arms,
            instruments=(TrialInstrument(kind="target_area_hair_count", measure="count"),),
            outcomes=(published,),
        ),
        arms=of_arms,
        contrasts=(comparison(mean, half, published),),
        notes=(),
        provenance=provenance(seed=1, evidence=known().fingerprint),
    )


def test_without_a_published_error_the_predicted_interval_judges():
    (one,) = judge(result(outcome(12.1)))

    assert (one.low90, one.high90) == pytest.approx((8.0, 12.0))
    assert not one.inside_90


def test_a_published_error_takes_the_place_of_a_smaller_chance():
    """Chance predicted: sd 5 in two arms of 100, variance 0.5. Published: standard error 2, variance 4."""
    (one,) = judge(result(outcome(13.0, se=2.0), sd=5.0))

    half = HALF_WIDTH_90 * math.sqrt((2.0 / HALF_WIDTH_90) ** 2 + 4.0 - 0.5)
    assert one.high90 - 10.0 == pytest.approx(half)
    assert one.inside_90
    assert one.seen.inside_90 is False


def test_a_published_error_that_is_no_larger_than_chance_widens_nothing():
    (one,) = judge(result(outcome(12.1, se=0.5), sd=5.0))

    assert one.high90 == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("published", "mean", "right"),
    [
        (outcome(5.0, se=1.0), 10.0, True),
        (outcome(5.0, se=1.0), -1.0, False),
        (outcome(5.0, se=4.0), -1.0, None),
        (outcome(5.0), -1.0, None),
        (outcome(5.0, p_value=0.01), -1.0, False),
        (outcome(5.0, se=1.0, p_value=0.2), -1.0, None),
        (outcome(-5.0, low=-7.0, high=-3.0), 1.0, False),
        (outcome(0.0, p_value=0.01), 1.0, None),
    ],
)
def test_a_sign_counts_where_the_published_value_is_known_to_differ_from_zero(published, mean, right):
    (one,) = judge(result(published, mean=mean))

    assert one.sign_right is right


@pytest.fixture
def canned(monkeypatch):
    """`validate` over results made by hand, in place of runs."""

    def by(results):
        monkeypatch.setattr(module, "packaged_trials", lambda: tuple(results))
        plans = {name: replace(find_trial("eun_2010"), id=name, outcomes=(outcome(5.0),)) for name in results}
        monkeypatch.setattr(module, "find_trial", plans.__getitem__)

        def run(plan, **_):
            if isinstance(results[plan.id], BaseException):
                raise results[plan.id]
            return results[plan.id]

        monkeypatch.setattr(module, "run_trial", run)

    return by


def test_scores_are_counted_over_the_outcomes(canned):
    canned(
        {
            "hit": result(outcome(10.0, se=0.1)),
            "miss": result(outcome(5.0, se=0.1)),
            "wrong": result(outcome(-4.0, se=0.1)),
            "arm": replace(
                result(outcome(8.0)),
                contrasts=(comparison(9.0, 2.0, outcome(8.0, versus=None), versus=None),),
            ),
        }
    )
    summary = validate().summary

    assert (summary.outcomes, summary.contrasts, summary.trials, summary.failed) == (4, 3, 4, 0)
    assert summary.inside_90_share == 0.5
    assert summary.median_abs_error_share == 1.0  # of 0, 1 and 3.5
    assert (summary.wrong_signs, summary.significant) == (1, 3)


def test_a_trial_that_does_not_run_is_listed(canned):
    canned(
        {
            "good": result(outcome(10.0)),
            "refused": InputError("Only martians."),
            "broken": ZeroDivisionError("by nought"),
        }
    )
    moved = []
    found = validate(progress=moved.append)

    assert [one.trial for one in found.failed] == ["refused", "broken"]
    assert found.failed[1].because == "ZeroDivisionError: by nought"
    assert found.trials == ("good",)
    assert found.summary.failed == 2
    assert sum(moved) == pytest.approx(1.0)


def test_an_outcome_that_cannot_be_read_is_listed_and_not_judged(canned):
    canned({"bald": result(outcome(10.0), mean=math.nan), "good": result(outcome(10.0))})
    found = validate()

    assert len(found.outcomes) == 1
    assert [one.trial for one in found.failed] == ["made_up"]
    assert "could not be read" in found.failed[0].because


def test_an_interrupt_ends_it(canned):
    canned({"good": KeyboardInterrupt()})

    with pytest.raises(KeyboardInterrupt):
        validate()


def test_its_json_has_the_fields_that_scripts_rely_on(canned):
    canned({"hit": result(outcome(10.0, se=0.1))})
    shown = json.loads(json.dumps(validate(people=7, follicles=9, seed=3).as_dict()))

    one = shown["outcomes"][0]
    names = {
        "trial",
        "arm",
        "versus",
        "measure",
        "week",
        "predicted",
        "published",
        "inside_90",
        "sign_right",
        "role",
    }
    assert names <= set(one)
    assert one["predicted"] == {"mean": 10.0, "low90": 8.0, "high90": 12.0}
    assert one["published"]["value"] == 10.0
    summary = {"role", "outcomes", "inside_90_share", "median_abs_error_share", "wrong_signs"}
    assert summary <= set(shown["summary"])
    assert shown["provenance"]["settings"] == {"people": 7, "follicles": 9, "role": "validation"}


def test_trials_that_were_entered_since_a_day_are_judged_alone(canned, monkeypatch):
    canned({name: result(outcome(10.0)) for name in ("before", "that_day", "after", "undated")})
    days = {"before": date(2026, 11, 21), "that_day": date(2026, 11, 22), "after": date(2027, 1, 1)}
    find = module.find_trial
    monkeypatch.setattr(module, "find_trial", lambda name: replace(find(name), entered=days.get(name)))
    found = validate(entered_since=date(2026, 11, 22))

    assert found.trials == ("that_day", "after")
    assert found.as_dict()["summary"]["entered_since"] == "2026-11-22"
    assert found.provenance.settings["entered_since"] == "2026-11-22"
    assert len(validate().trials) == 4
    with pytest.raises(InputError, match="before, undated does not say that it was entered on 2026-11-22"):
        validate(trials=["before", "after", "undated"], entered_since=date(2026, 11, 22))


def test_a_judged_outcome_says_when_its_trial_was_entered():
    made = result(outcome(10.0))
    made = replace(made, trial=replace(made.trial, entered=date(2026, 11, 22)))
    (one,) = judge(made)

    assert one.as_dict()["entered"] == module.flat(one)["entered"] == "2026-11-22"


def test_only_outcomes_of_the_role_are_judged():
    assert judge(result(outcome(10.0, role="calibration")), "validation") == []
    assert judge(result(outcome(10.0, role=None)), "all") == []
    assert len(judge(result(outcome(10.0, role="calibration")), "all")) == 1


def test_what_cannot_be_asked_for_is_refused():
    with pytest.raises(UnknownNameError, match="No role named 'test'"):
        validate(role="test")
    with pytest.raises(UnknownNameError, match="Did you mean 'eun_2010'"):
        validate(trials=["eun_2011"])
    with pytest.raises(InputError, match="clark_2004 published nothing with the role 'validation'"):
        validate(trials=["clark_2004"])


def test_a_packaged_trial_is_run_and_judged():
    found = validate(trials=["wurzel_2007"], people=10, follicles=5, ensemble=())

    (one,) = found.outcomes
    assert one.trial == "wurzel_2007"
    assert found.table()[0]["published_value"] == -78.0
    assert one.sign_right
    inside = int(one.inside_90)
    assert repr(found) == f"Validation(validation: {inside} of 1 outcomes of 1 trials inside)"
