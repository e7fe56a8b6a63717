"""The fast skin is the fine skin, whatever is put on it and however it was rolled."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anagen.evidence import known
from anagen.skin import Application, Formulation, Needling, channels, typical_skin
from anagen.skin import march as fast
from anagen.skin.absorb import march_rows
from anagen.skin.drugs import permeant
from anagen.skin.events import events
from anagen.skin.product import film
from anagen.skin.reference import solve_finely
from anagen.units import MINUTES_PER_DAY

WITHIN = 0.02

needlings = st.none() | st.builds(
    Needling,
    length_um=st.floats(200.0, 3000.0),
    passes=st.integers(1, 40),
    covered=st.booleans(),
    depth_share=st.floats(0.2, 0.8),
    skin_tone=st.sampled_from([None, "light", "medium", "dark"]),
)
applications = st.builds(
    Application,
    formulation=st.builds(
        Formulation,
        drug=st.sampled_from(["minoxidil", "finasteride"]),
        strength_percent=st.floats(0.05, 15.0),
    ),
    volume_ml=st.floats(0.1, 4.0),
    area_cm2=st.none() | st.floats(20.0, 500.0),
    covered=st.booleans(),
)
people = st.fixed_dictionaries(
    {
        "stratum_corneum_thickness": st.floats(8.0, 25.0),
        "viable_epidermis_thickness": st.floats(50.0, 120.0),
        "dermal_clearance_rate": st.floats(7.8, 121.0),
    }
)


def furthest(fine, quick, scale):
    """Largest difference, relative to a scale."""
    return np.abs(fine - quick).max() / scale


@settings(max_examples=25)
@given(
    application=applications,
    needling=needlings,
    person=people,
    barrier=st.floats(0.15, 6.0),
    wall=st.floats(0.0, 1.0),
    delay_min=st.sampled_from([0, 10, 30, 120, 360, 1440]),
    interval_days=st.sampled_from([0.25, 0.5, 1.0, 2.0]),
    times=st.integers(1, 4),
    washed_after=st.none() | st.floats(0.05, 1.0),
)
def test_amounts_are_within_two_percent_of_the_fine_solution(
    application, needling, person, barrier, wall, delay_min, interval_days, times, washed_after
):
    numbers = known().replace(because="any channel", channel_wall_weight=wall)
    skin = dataclasses.replace(typical_skin(numbers), **person)
    drug = permeant(application.formulation.drug, numbers, barrier)
    layer = film(application, numbers)
    holes = None if needling is None else channels(needling, skin=skin, evidence=numbers)
    start = delay_min / MINUTES_PER_DAY
    applied = [start + k * interval_days for k in range(times)]
    washed = [] if washed_after is None else [day + washed_after * interval_days for day in applied]
    what = events(applied, [] if needling is None else [0.0], washed)
    minutes = delay_min + np.array([60, 360, 720, 1440, 2880, 5760, 8640], dtype=np.int64)

    fine = solve_finely(skin, drug, layer, what, minutes / MINUTES_PER_DAY, holes)
    quick = march_rows(skin, drug, layer, what, minutes, holes)

    through = quick[:, fast.BY_SURFACE : fast.BY_PORES + 1].sum(axis=1)
    absorbed = fine.through.sum(axis=1).max()
    assert furthest(fine.blood, through - quick[:, fast.HELD], fine.blood[-1]) < WITHIN
    assert furthest(fine.through.sum(axis=1), through, absorbed) < WITHIN
    assert furthest(fine.exposure, quick[:, fast.EXPOSURE], fine.exposure[-1]) < WITHIN
    assert furthest(fine.held, quick[:, fast.HELD], fine.held.max()) < WITHIN
    assert furthest(fine.film, quick[:, fast.FILM], layer.dose) < WITHIN
    assert furthest(fine.lost, quick[:, fast.LOST], layer.dose) < WITHIN
    assert furthest(fine.washed, quick[:, fast.WASHED], layer.dose) < WITHIN


@settings(max_examples=15)
@given(application=applications, needling=needlings, shift_days=st.integers(1, 60))
def test_a_course_does_not_know_the_date(application, needling, shift_days):
    """What happens later happens alike."""
    numbers = known()
    skin, drug = typical_skin(numbers), permeant(application.formulation.drug, numbers)
    layer = film(application, numbers)
    holes = None if needling is None else channels(needling, evidence=numbers)
    rolled = [] if needling is None else [0.0]
    minutes = np.array([0, 30, 700, 3000], dtype=np.int64)
    shift = shift_days * MINUTES_PER_DAY

    now = march_rows(skin, drug, layer, events([0.0, 0.5], rolled), minutes, holes)
    later_rolled = [float(shift_days) for _ in rolled]
    later = march_rows(
        skin, drug, layer, events([shift_days, shift_days + 0.5], later_rolled), minutes + shift, holes
    )

    assert np.allclose(now, later, rtol=1e-9, atol=1e-15)


@settings(max_examples=15)
@given(application=applications, needling=needlings)
def test_no_drug_appears_and_none_is_lost(application, needling):
    numbers = known()
    skin, drug = typical_skin(numbers), permeant(application.formulation.drug, numbers)
    layer = film(application, numbers)
    holes = None if needling is None else channels(needling, evidence=numbers)
    what = events([0.0, 0.5, 1.0], [] if needling is None else [0.25], [0.75])
    rows = march_rows(skin, drug, layer, what, np.arange(1, 5000, 97), holes)

    went = rows[:, [fast.FILM, fast.LOST, fast.WASHED, fast.BY_SURFACE, fast.BY_OPENINGS, fast.BY_PORES]].sum(
        axis=1
    )
    applied = layer.dose * np.searchsorted([0, 720, 1440], np.arange(1, 5000, 97), side="left")
    assert np.abs(went - applied).max() < 1e-12 * applied.max()
