"""Virtual people who fit one person: likelihoods, weights, resampling."""

import numpy as np
import pytest

from anagen.evidence import known
from anagen.patient.cohort import draw
from anagen.patient.person import Person
from anagen.scalp.grading import norwood, severity
from anagen.simulation.conditioning import (
    condition,
    effective_number,
    onset_likelihood,
    systematic,
    tempered,
    worst_loss,
)
from anagen.simulation.cover import cover_of

SETTINGS = {"seed": 3, "evidence": known(), "library": 400}


def grades_of(person, people=80):
    fitting = condition(person, people, **SETTINGS)
    return severity(norwood(cover_of(fitting.candidates, known()))), fitting


def test_people_of_a_graver_grade_are_graver():
    mild, _ = grades_of(Person(age_years=45, sex="male", norwood="II"))
    grave, _ = grades_of(Person(age_years=45, sex="male", norwood="VI"))

    assert np.median(mild) <= 2
    assert np.median(grave) >= 5


def test_nothing_said_leaves_people_at_large():
    person = Person(age_years=45, sex="male")
    fitting = condition(person, 400, **SETTINGS)
    large = draw(0, 400, seed=3, evidence=known(), age_years=(45.0, 45.0))

    assert fitting.effective_people == pytest.approx(400)
    assert fitting.tempering == 1.0
    assert np.sort(fitting.candidates.sensitivity) == pytest.approx(np.sort(large.sensitivity))


def test_an_onset_long_ago_is_an_earlier_onset():
    recent, old = (
        condition(Person(age_years=50, sex="male", norwood="III", onset_months=months), 200, **SETTINGS)
        for months in (48, 240)
    )

    assert old.candidates.pattern.onset_years.mean() < recent.candidates.pattern.onset_years.mean() - 3.0


def test_a_mirror_is_believed_more_than_a_memory():
    """Nobody comes from hair that nobody misses to type V in two years: who says both has misjudged the years."""
    person = Person(age_years=45, sex="male", norwood="V", onset_months=24)
    fitting = condition(person, 200, **SETTINGS).candidates
    cover = cover_of(fitting, known())

    assert np.mean(norwood(cover) == "V") > 0.6
    assert np.median(worst_loss(cover)) > 0.7


@pytest.mark.parametrize("months", [1, 24, 240])
def test_no_told_time_leaves_nobody_who_fits(months):
    prior = draw(0, 500, seed=3, evidence=known(), age_years=(30.0, 30.0))
    likely = onset_likelihood(prior, months / 12.0, known())

    assert likely.min() >= 1.0 - known().value("onset_report_kappa", "1")
    assert likely.mean() == pytest.approx(1.0)  # against what anybody would say


def test_a_bald_family_means_an_earlier_onset():
    yes, no = (
        condition(Person(age_years=30, sex="male", answers={"family_history": said}), 200, **SETTINGS)
        for said in ("yes", "no")
    )

    assert yes.candidates.pattern.onset_years.mean() < no.candidates.pattern.onset_years.mean() - 3.0


def test_the_same_person_and_seed_give_the_same_people():
    person = Person(age_years=38, sex="male", norwood="IIIv")
    one, two = (condition(person, 30, **SETTINGS).candidates for _ in range(2))

    assert np.array_equal(one.sensitivity, two.sensitivity)
    assert np.array_equal(one.number, np.arange(30))


def test_weights_that_few_people_carry_are_tempered_and_say_so():
    likelihood = np.full(100, 1e-9)
    likelihood[7] = 1.0

    weight, power = tempered(likelihood, least=20.0)

    assert 0.0 < power < 1.0
    assert effective_number(weight) == pytest.approx(20.0, rel=0.05)


def test_systematic_resampling_takes_each_as_often_as_its_weight_says():
    weight = np.array([1.0, 3.0, 0.0, 6.0])
    counts = np.bincount(systematic(weight, 1000, seed=1), minlength=4)

    assert np.abs(counts - 1000 * weight / weight.sum()).max() <= 1.0


def test_women_are_conditioned_by_their_own_grades():
    mild, grave = (
        condition(Person(age_years=60, sex="female", ludwig=grade), 60, **SETTINGS).candidates
        for grade in ("0", "II")
    )

    assert grave.pattern.onset_years.mean() < mild.pattern.onset_years.mean() - 5.0


def seen(picture, sex="male", age=45, **said):
    return Person(age_years=age, sex=sex, answers={"pattern_seen": picture}, **said)


def test_a_coarse_picture_chooses_people_of_that_pattern_but_not_only_them():
    front, _ = grades_of(seen("front"), people=200)
    fitting = {
        picture: norwood(cover_of(condition(seen(picture), 200, **SETTINGS).candidates, known()))
        for picture in ("none", "front", "crown")
    }
    at_crown = {
        picture: np.isin(grades, ("IIIv", "IV", "V", "VI", "VII")).mean()
        for picture, grades in fitting.items()
    }

    assert at_crown["crown"] > 2.0 * at_crown["none"]
    assert at_crown["none"] > 0.02
    assert front.max() > 1


def test_a_coarse_picture_says_less_than_a_grade():
    coarse = condition(seen("crown"), 80, **SETTINGS)
    fine = condition(Person(age_years=45, sex="male", norwood="V"), 80, **SETTINGS)

    assert coarse.effective_people > fine.effective_people


def test_a_picture_that_agrees_with_the_grade_adds_nothing_and_one_that_does_not_widens():
    alone = condition(Person(age_years=45, sex="male", norwood="V"), 80, **SETTINGS)
    agreeing = condition(seen("crown", norwood="V"), 80, **SETTINGS)
    opposed = condition(seen("none", norwood="V"), 80, **SETTINGS)

    assert agreeing.effective_people == pytest.approx(alone.effective_people)
    assert np.array_equal(agreeing.candidates.sensitivity, alone.candidates.sensitivity)
    assert opposed.effective_people > alone.effective_people


def test_women_are_conditioned_by_their_parting():
    none, wide = (
        condition(seen(one, "female", 60), 100, **SETTINGS).candidates for one in ("none", "parting")
    )

    assert wide.pattern.onset_years.mean() < none.pattern.onset_years.mean() - 2.0


def test_a_picture_that_the_sex_has_not_tells_nothing():
    odd = condition(seen("parting"), 80, **SETTINGS)

    assert odd.effective_people == pytest.approx(condition(seen(None), 80, **SETTINGS).effective_people)
