"""How probable each reported grade is."""

import numpy as np
import pytest
from graded_heads import MEN, WOMEN, field_of, ludwig_head, norwood_head

from anagen.errors import InputError
from anagen.evidence import known
from anagen.scalp.grading import (
    PATTERNS_SEEN,
    RATERS,
    SCALES,
    confusion,
    grade_likelihood,
    pattern_likelihood,
)


@pytest.mark.parametrize("rater", RATERS)
@pytest.mark.parametrize("scale", SCALES)
def test_each_head_is_reported_as_something(scale, rater):
    names, table = confusion(scale, rater)

    assert table.shape == (len(names), len(names))
    assert table.sum(axis=1) == pytest.approx(1.0)
    assert (table > 0.0).all()


def test_agreement_is_the_published_one():
    for rater, published in (("self", 0.515), ("doctor", 0.85)):
        _, table = confusion("norwood", rater)
        assert np.diag(table) == pytest.approx(published)


def test_near_grades_are_confused_more_often_than_far_ones():
    names, table = confusion("norwood", "self")

    def said(measured, reported):
        return table[names.index(measured), names.index(reported)]

    assert said("III", "III") > said("III", "IIIv") > said("III", "V") > said("III", "VII")
    assert said("V", "IV") == pytest.approx(said("V", "VI"), rel=1e-9)
    assert said("IV", "III") > said("IV", "IIIa")


def test_the_probability_of_a_report_is_that_of_the_measured_grade():
    fields = field_of("male", np.stack([norwood_head(grade).relative_density for grade in MEN]))
    names, table = confusion("norwood", "self")

    found = grade_likelihood(fields, "IV")

    assert found == pytest.approx(table[[names.index(grade) for grade in MEN], names.index("IV")])
    assert list(MEN)[int(np.argmax(found))] == "IV"


def test_other_scales_are_reported_likewise():
    women = field_of("female", np.stack([ludwig_head(grade).relative_density for grade in WOMEN]))

    assert int(np.argmax(grade_likelihood(women, "II", scale="ludwig", rater="doctor"))) == 2
    assert int(np.argmax(grade_likelihood(women, "4", scale="sinclair"))) == 3
    assert grade_likelihood(women, "L", scale="basp_basic") == pytest.approx(
        known().value("basp_agreement_self", "1")
    )
    assert grade_likelihood(norwood_head("III"), "M1", scale="basp_basic", rater="doctor") == pytest.approx(
        0.825
    )
    total = sum(grade_likelihood(women, name, scale="ludwig") for name in WOMEN)
    assert total == pytest.approx(1.0)


def test_what_is_no_grade_no_scale_or_no_rater_is_refused():
    head = norwood_head("III")

    with pytest.raises(InputError, match="norwood grade"):
        grade_likelihood(head, "none_match")
    with pytest.raises(InputError, match="scale"):
        grade_likelihood(head, "III", scale="savin")
    with pytest.raises(InputError, match="rater"):
        grade_likelihood(head, "III", rater="barber")


@pytest.mark.parametrize("rater", RATERS)
@pytest.mark.parametrize(("sex", "heads"), [("male", MEN), ("female", WOMEN)])
def test_each_head_is_seen_as_some_coarse_picture(sex, heads, rater):
    make = norwood_head if sex == "male" else ludwig_head
    fields = field_of(sex, np.stack([make(grade).relative_density for grade in heads]))
    each = [pattern_likelihood(fields, seen, rater=rater) for seen in PATTERNS_SEEN[sex]]

    assert np.sum(each, axis=0) == pytest.approx(np.ones(len(heads)))


def test_men_agree_on_the_coarse_picture_as_published_beyond_chance():
    share = 1.0 / len(PATTERNS_SEEN["male"])
    for rater, kappa in (("self", 0.47), ("doctor", 0.83)):
        right = pattern_likelihood(norwood_head("III"), "front", rater=rater)[0]
        assert (right - share) / (1.0 - share) == pytest.approx(kappa)


def test_the_coarse_picture_is_the_one_that_shows_the_place_that_is_lost():
    for grade, seen in (("I", "none"), ("II", "none"), ("III", "front"), ("IIIv", "crown"), ("VII", "crown")):
        chance = {one: pattern_likelihood(norwood_head(grade), one)[0] for one in PATTERNS_SEEN["male"]}
        assert max(chance, key=chance.get) == seen
    assert pattern_likelihood(ludwig_head("II"), "parting")[0] > 0.5


def test_a_picture_of_the_other_sex_is_refused():
    with pytest.raises(InputError, match="parting"):
        pattern_likelihood(norwood_head("III"), "parting")
    with pytest.raises(InputError, match="rater"):
        pattern_likelihood(norwood_head("III"), "front", rater="barber")
