"""Every packaged trial: it is read, its sources exist, its roles are set, its measures can be read."""

import pytest

from anagen.evidence import known
from anagen.instruments import instrument, number
from anagen.treatment.regimen import Regimen
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.run import run_trial

TRIALS = {
    "kaufman_1998",
    "drake_1999",
    "price_2006",
    "rushton_1991",
    "olsen_2002",
    "whiting_1999",
    "price_1999",
    "gupta_2023",
    "dhurat_2013",
    "kumar_2018",
    "aggarwal_2020",
    "cervelli_2014",
    "gressenberger_2020",
    "penha_2024",
    "leyden_1999",
    "olsen_2006",
    "eun_2010",
    "mella_2010",
    "gupta_2022",
    "kanti_2016",
    "vastarella_2020",
    "starace_2020",
}


def test_the_trials_that_the_package_stands_on_are_there():
    assert set(packaged_trials()) >= TRIALS


@pytest.mark.parametrize("name", packaged_trials())
def test_a_packaged_trial_is_whole(name):
    trial = find_trial(name)

    assert trial.id == name
    assert trial.source in known().sources
    assert trial.control is not None or len(trial.arms) == 1
    assert any(one.role for one in trial.outcomes)
    for arm in trial.arms:
        assert Regimen.of(str(Regimen.of(arm.regimen))) == Regimen.of(arm.regimen)
    for one in trial.instruments:
        assert instrument(one.kind, one.settings, known()).unit
        assert 0.0 <= number(one.noise_share, "1", known()) < 1.0


READ_OF_HAIR = {"hairs", "hairs/cm2", "um"}


@pytest.mark.parametrize("name", packaged_trials())
def test_hair_that_is_counted_or_measured_is_read_with_noise(name):
    """A count that is repeated differs by a tenth; without that, intervals of small trials are far too narrow."""
    for one in find_trial(name).instruments:
        if instrument(one.kind, one.settings, known()).unit in READ_OF_HAIR:
            assert number(one.noise_share, "1", known()) > 0.0, one.measure


@pytest.mark.parametrize("name", packaged_trials())
def test_every_published_outcome_has_a_source_and_says_what_was_read(name):
    for one in find_trial(name).outcomes:
        assert one.source in known().sources
        assert one.where.strip()
        assert any(letter.isdigit() for letter in one.published) or "same levels" in one.published


@pytest.mark.parametrize("name", packaged_trials())
def test_a_p_value_is_among_the_words_that_were_read(name):
    for one in find_trial(name).outcomes:
        if one.p_value is not None:
            assert f"{one.p_value:.4f}".strip("0") in one.published + one.where


KEPT = {
    "leyden_1999",
    "olsen_2006",
    "eun_2010",
    "shanshanwal_2017",
    "berger_2003",
    "mella_2010",
    "gupta_2022",
    "kanti_2016",
    "thai_thesis",
    "whiting_1992",
}
"""Trials whose roles were set before any fit could read them."""


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_trial_that_was_kept_for_judging_stays_kept(name):
    assert {one.role for one in find_trial(name).outcomes} <= {"validation", None}


ENTERED_LATE = [name for name in packaged_trials() if find_trial(name).entered]


@pytest.mark.parametrize("name", ENTERED_LATE)
def test_a_trial_that_came_after_the_structure_was_fixed_is_only_judged(name):
    assert {one.role for one in find_trial(name).outcomes} <= {"validation", None}


@pytest.mark.parametrize("name", ["clark_2004", "price_2000"])
def test_what_a_number_leans_on_is_not_called_unseen(name):
    """The hormones were fitted to Clark2004, and the share of androgen in women was set by Price2000."""
    assert {one.role for one in find_trial(name).outcomes} == {"calibration"}


@pytest.mark.parametrize("name", packaged_trials())
def test_a_second_hand_value_is_not_trusted_like_a_paper(name):
    for one in find_trial(name).outcomes:
        if any(word in one.where for word in ("lay report", "second-hand", "press", "review")):
            assert one.trust in ("medium", "low")


@pytest.mark.parametrize("name", packaged_trials())
def test_one_value_has_one_role(name):
    """The same outcome is never both fitted to and tested on."""
    keys = [(one.arm, one.versus, one.measure, one.week, one.value_kind) for one in find_trial(name).outcomes]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", packaged_trials())
def test_a_packaged_trial_runs(name):
    result = run_trial(name, people=20, follicles=30, ensemble=())

    assert len(result.published()) == len(find_trial(name).outcomes)
    assert all(one.predicted.mean == one.predicted.mean for one in result)
