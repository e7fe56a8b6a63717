"""Regimens as text: there and back, and the order of doses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.evidence import known
from anagen.treatment.agents import agents
from anagen.treatment.drives import dht_course
from anagen.treatment.physiology import draw_physiology
from anagen.treatment.procedures import Injections, Rolling
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
    others = list(agent.vehicles)[1:]
    return Course(
        route=route,
        strength_percent=draw(st.floats(0.01, 100.0)),
        volume_ml=draw(st.floats(0.01, 20.0)),
        formulation=draw(st.sampled_from([None, *others])),
        **shared,
    )


@st.composite
def rollings(draw):
    """Any course of needling that can be carried out."""
    start = draw(days)
    return Rolling(
        needle_mm=draw(st.floats(0.05, 3.0)),
        passes=draw(st.one_of(st.none(), st.integers(1, 40).map(float), st.floats(1.0, 40.0))),
        every_days=draw(st.one_of(st.sampled_from([1.0, 3.5, 7.0, 14.0, 30.4375]), st.floats(1.0, 365.0))),
        start_day=start,
        stop_day=draw(st.sampled_from([None, start + 84.0])),
        adherence_fraction=draw(fractions),
    )


@st.composite
def injections(draw):
    """Any course of platelets that can be carried out."""
    every = st.one_of(st.sampled_from([7.0, 28.0, 30.4375, 182.625]), st.floats(1.0, 365.0))
    start = draw(days)
    return Injections(
        sessions=draw(st.integers(1, 100)),
        every_days=draw(every),
        then_every_days=draw(st.one_of(st.none(), every)),
        start_day=start,
        stop_day=draw(st.sampled_from([None, start + 400.0])),
        adherence_fraction=draw(fractions),
    )


waits = st.one_of(
    st.none(),
    st.sampled_from([0.0, 10.0 / 1440.0, 0.5 / 24.0, 0.25, 0.5]),
    st.integers(0, 1439).map(lambda minutes: minutes / 1440.0),
    st.floats(0.0, 0.99),
)


@st.composite
def with_procedures(draw, some):
    """Some courses, and what may be done beside them; what is put on the scalp may wait for rolling."""
    rolling, injected = draw(st.one_of(st.none(), rollings())), draw(st.one_of(st.none(), injections()))
    if rolling is not None:
        some = [
            replace(one, wait_after_rolling_days=draw(waits)) if one.route == "topical" else one
            for one in some
        ]
    return Regimen(
        courses=tuple(some), procedures=tuple(one for one in (rolling, injected) if one is not None)
    )


regimens = st.lists(st.sampled_from(sorted(agents())), unique=True, max_size=3).flatmap(
    lambda names: st.tuples(*(courses(agents()[name]) for name in names)).flatmap(with_procedures)
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
    for procedure in regimen.procedures:
        due = procedure.session_days(years * 365.25)
        assert all(procedure.start_day <= day < procedure.end_day + 1e-6 for day in due)


@given(regimen=regimens)
def test_no_dose_falls_into_the_wait_after_a_rolling(regimen):
    rolled = np.array(regimen.rolling_days(400.0))
    for course in regimen.courses:
        wait = course.wait_after_rolling_days
        if wait is not None:
            given = np.array(regimen.dose_days(course, 400.0))
            since = given[:, None] - rolled
            assert not ((since > -1e-10) & (since < wait - 1e-8)).any()
            assert given.size <= len(course.dose_days(400.0))


@pytest.mark.parametrize("drug", [name for name, agent in agents().items() if agent.inhibits])
@settings(max_examples=25)
@given(dose=st.floats(0.005, 20.0), more=st.floats(1.0, 10.0), day=st.floats(1.0, 400.0))
def test_more_of_a_drug_never_leaves_more_dht(drug, dose, more, day):
    less = dht_course(Regimen.of(f"{drug} {dose} mg oral daily"), MEN, [day], evidence=KNOWN)
    much = dht_course(Regimen.of(f"{drug} {dose * more} mg oral daily"), MEN, [day], evidence=KNOWN)

    assert (much.serum_dht <= less.serum_dht + 1e-9).all()
    assert (much.scalp_dht <= less.scalp_dht + 1e-9).all()
    assert (less.serum_dht <= 1.0 + 1e-12).all()
