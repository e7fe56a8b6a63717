"""Regimens as text: there and back, and the order of doses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.evidence import known
from anagen.treatment.agents import agents
from anagen.treatment.drives import dht_course
from anagen.treatment.physiology import draw_physiology
from anagen.treatment.regimen import Course, Regimen

KNOWN = known()
MEN = draw_physiology(12, 6, KNOWN)

amounts = st.floats(1e-4, 500.0)
paces = st.one_of(
    st.sampled_from([1.0, 0.5, 1.0 / 3.0, 0.25, 2.0, 3.5, 7.0, 14.0, 30.4375]), st.floats(0.05, 365.0)
)
days = st.one_of(st.sampled_from([0.0, 7.0, 91.3125, 365.25, 84.0, 10.0]), st.floats(0.0, 4000.0))
fractions = st.one_of(st.just(1.0), st.integers(0, 100).map(lambda p: p / 100), st.floats(0.0, 1.0))


@st.composite
def courses(draw, agent):
    """Any course of a drug that can be carried out."""
    start, length = draw(days), draw(st.floats(0.5, 2000.0))
    shared = {
        "agent": agent.name,
        "every_days": draw(paces),
        "start_day": start,
        "stop_day": draw(st.sampled_from([None, start + length])),
        "adherence_fraction": draw(fractions),
    }
    route = draw(st.sampled_from(agent.routes))
    if route == "oral":
        return Course(route=route, amount_mg=draw(amounts), **shared)
    others = list(agent.topical.formulations)[1:]
    return Course(
        route=route,
        strength_percent=draw(st.floats(0.01, 100.0)),
        volume_ml=draw(st.floats(0.01, 20.0)),
        formulation=draw(st.sampled_from([None, *others])),
        **shared,
    )


regimens = st.lists(st.sampled_from(sorted(agents())), unique=True, max_size=3).flatmap(
    lambda names: st.tuples(*(courses(agents()[name]) for name in names)).map(
        lambda some: Regimen(courses=some)
    )
)


@given(regimen=regimens)
def test_a_regimen_read_from_its_own_text_is_the_same(regimen):
    assert Regimen.of(str(regimen)) == regimen


@given(regimen=regimens)
def test_the_text_of_a_regimen_is_stable(regimen):
    assert str(Regimen.of(str(regimen))) == str(regimen)


@given(regimen=regimens, years=st.floats(0.1, 6.0))
def test_a_timetable_runs_forward_and_stays_within_its_courses(regimen, years):
    table = regimen.timetable(years)
    on = [event.day for event in table]

    assert on == sorted(on)
    for course in regimen.courses:
        due = course.dose_days(years * 365.25)
        assert all(course.start_day <= day < (course.stop_day or np.inf) + 1e-6 for day in due)


@pytest.mark.parametrize("drug", [name for name, agent in agents().items() if agent.inhibits])
@settings(max_examples=25)
@given(dose=st.floats(0.005, 20.0), more=st.floats(1.0, 10.0), day=st.floats(1.0, 400.0))
def test_more_of_a_drug_never_leaves_more_dht(drug, dose, more, day):
    less = dht_course(Regimen.of(f"{drug} {dose} mg oral daily"), MEN, [day], evidence=KNOWN)
    much = dht_course(Regimen.of(f"{drug} {dose * more} mg oral daily"), MEN, [day], evidence=KNOWN)

    assert (much.serum_dht <= less.serum_dht + 1e-9).all()
    assert (much.scalp_dht <= less.scalp_dht + 1e-9).all()
    assert (less.serum_dht <= 1.0 + 1e-12).all()
