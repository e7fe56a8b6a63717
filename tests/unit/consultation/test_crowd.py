"""Who stands for a person: those who would come and say what was said."""

import numpy as np

from anagen.consultation.crowd import gather, likelihood_of_coming, prior_of
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.simulation.conditioning import worst_loss
from anagen.simulation.cover import cover_of

LEAST_NOTICED = known()["noticed_hair_loss_share"].interval[0]
PEOPLE = 128


def losses(crowd):
    return np.concatenate([worst_loss(cover_of(one.candidates, one.evidence)) for one in crowd.shares])


def test_women_who_tell_a_first_degree_are_women_who_have_lost_hair():
    told = Person(age_years=45, sex="female", ludwig="I")

    crowd = gather(told, PEOPLE, seed=1)

    assert (losses(crowd) > LEAST_NOTICED).mean() > 0.9


def test_who_sees_little_or_no_loss_may_have_lost_none():
    told = Person(age_years=45, sex="female", answers={"pattern_seen": "none"})

    crowd = gather(told, PEOPLE, seed=1)

    assert (losses(crowd) > LEAST_NOTICED).mean() < 0.5


def test_who_has_lost_more_is_likelier_to_come():
    person = Person(age_years=50, sex="female")
    prior = prior_of(person, 64, 1, known())

    likely = likelihood_of_coming(person, prior, known())
    loss = worst_loss(cover_of(prior, known()))

    assert (np.diff(likely[np.argsort(loss)]) >= 0.0).all()
    assert 0.0 < likely.min() < likely.max()
