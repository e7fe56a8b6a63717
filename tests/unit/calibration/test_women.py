"""The fit of women: which numbers it moves, what it looks at, and that its numbers are in use."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from anagen.calibration.patterns import pattern_objective
from anagen.calibration.women import error_of, fit_women, women_objective
from anagen.evidence import known
from anagen.simulation.numbers import follicle_numbers
from anagen.trials.files import find_trial
from anagen.trials.run import readings, values_of

KNOWN = known()
SMALL = {"seed": 1, "people": 60, "follicles": 30, "graded": 150}


@pytest.fixture(scope="module")
def aim():
    return women_objective(KNOWN, **SMALL)


@pytest.fixture(scope="module")
def misses(aim):
    return aim.misses(aim.space.places_of(KNOWN))


def test_the_fit_moves_numbers_of_women_and_the_fit_of_patterns_none_of_them(aim):
    own = {one.name for one in aim.space.parameters}

    assert len(own) == 7
    assert all("female" in name for name in own)
    assert not own & {one.name for one in pattern_objective(KNOWN, people=10).space.parameters}


def test_it_looks_at_the_survey_at_calibration_outcomes_and_at_what_else_is_known(aim, misses):
    text = (files("anagen.calibration") / "women.toml").read_text(encoding="utf-8")

    assert all(one.role == "calibration" for plan in aim.plans for one in plan.outcomes)
    assert {plan.trial.id for plan in aim.plans} == {"lucky_2004", "price_2000"}
    assert len([name for name in misses if name.startswith("paik")]) == 6
    assert set(tomllib.loads(text)) <= set(misses)
    assert np.isfinite(list(misses.values())).all()


def test_each_piece_of_knowledge_has_a_paper_or_is_assumed():
    text = (files("anagen.calibration") / "women.toml").read_text(encoding="utf-8")
    for name, one in tomllib.loads(text).items():
        assert one.get("assumed", False) != (one.get("source") in KNOWN.sources), name


def test_a_miss_of_a_trial_is_in_its_own_error_and_in_how_trials_differ(aim):
    (plan,) = (one for one in aim.plans if one.trial.id == "lucky_2004")
    share = KNOWN.value("between_trials_effect_drugs", "1")

    assert error_of(plan, 0.0, KNOWN) == pytest.approx(2.8)
    assert error_of(plan, 14.0, KNOWN) == pytest.approx(np.hypot(2.8, 14.0 * share))


def test_a_fit_that_has_no_time_but_for_its_start_gives_the_start(monkeypatch):
    from anagen.calibration import women

    class Start:
        places = np.full(7, 0.5)
        misses = np.zeros(0)

    monkeypatch.setattr(women, "search", lambda *_given: Start)

    found = fit_women(KNOWN, seconds=1.0)

    assert set(found.values) == {one.name for one in women_objective(KNOWN, **SMALL).space.parameters}


def test_men_have_the_numbers_of_men_and_women_their_own():
    men, women = follicle_numbers(KNOWN), follicle_numbers(KNOWN, "female")
    ratio = KNOWN.value("female_follicle_spread_ratio", "1")

    assert women.sensitivity_sd_between_follicles == pytest.approx(
        ratio * men.sensitivity_sd_between_follicles
    )
    assert women.kenogen_duration_full_size == KNOWN.value("female_kenogen_duration_full_size", "day")
    assert (
        women._replace(
            sensitivity_sd_between_follicles=men.sensitivity_sd_between_follicles,
            kenogen_duration_full_size=men.kenogen_duration_full_size,
        )
        == men
    )


@pytest.mark.slow
def test_women_of_a_trial_begin_with_as_many_hairs_as_it_says():
    """Of the men's spread between follicles they had 228: only their hairs were thinner. No fit has read this count."""
    trial = find_trial("whiting_1992")
    seen = readings(trial, people=150, seed=1, follicles=100, evidence=KNOWN)
    values = {key: one.mean for key, one in values_of(trial, seen, KNOWN).items()}

    begins = values["minoxidil_2pct", None, "nonvellus_hair_density", 0.0, "level"]
    assert abs(begins - 169.0) <= 20.0
