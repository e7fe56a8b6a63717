"""Sessions and people: what they hold, and what they refuse."""

import numpy as np
import pytest

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.wound.course import wound_course
from anagen.wound.drive import wound_drive
from anagen.wound.interval import best_interval, interval_response
from anagen.wound.people import WoundPeople
from anagen.wound.sessions import Needling, Platelets, reference_needling, repeated, usual_platelets

ONE = WoundPeople.typical()
HOLES = {
    "day": 0.0,
    "hole_density_per_cm2": 192.0,
    "channel_depth_um": 300.0,
    "channel_radius_um": 35.0,
}


@pytest.mark.parametrize("what", HOLES)
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_needling_refuses_what_cannot_be(what, value):
    with pytest.raises(InputError):
        Needling(**{**HOLES, what: value})


@pytest.mark.parametrize("what", ["hole_density_per_cm2", "channel_depth_um", "channel_radius_um"])
def test_needling_that_makes_no_hole_says_what_is_wrong(what):
    with pytest.raises(InputError, match=f"{what}.*more than zero"):
        Needling(**{**HOLES, what: 0.0})


def test_platelets_need_an_activator_that_is_known():
    with pytest.raises(UnknownNameError, match="thrombin"):
        Platelets(day=0.0, concentration_ratio=5.0, volume_ml_per_cm2=0.04, activator="thrombine")
    with pytest.raises(InputError, match="concentration_ratio"):
        Platelets(day=0.0, concentration_ratio=0.0, volume_ml_per_cm2=0.04)


def test_a_course_is_a_session_again_and_again():
    course = repeated(reference_needling(known(), day=3.0), every_days=7.0, count=3)

    assert [one.day for one in course] == [3.0, 10.0, 17.0]
    assert len({one.channel_depth_um for one in course}) == 1
    with pytest.raises(InputError, match="0 sessions"):
        repeated(course[0], every_days=7.0, count=0)
    with pytest.raises(InputError, match="every_days"):
        repeated(course[0], every_days=0.0, count=2)


def test_a_reference_session_scales_with_needle_and_passes():
    usual = reference_needling(known())
    short = reference_needling(known(), needle_length_um=500.0, passes=6.0)

    assert short.channel_depth_um == pytest.approx(usual.channel_depth_um / 3.0)
    assert short.hole_density_per_cm2 == pytest.approx(usual.hole_density_per_cm2 / 2.0)
    assert short.channel_radius_um == usual.channel_radius_um
    with pytest.raises(InputError, match="passes"):
        reference_needling(known(), passes=0.0)
    with pytest.raises(InputError, match="needle_length_um"):
        reference_needling(known(), needle_length_um=-1.0)


def test_usual_platelets_are_a_milliliter_on_24_square_centimeters():
    one = usual_platelets(known())

    assert one.volume_ml_per_cm2 == pytest.approx(1.0 / 24.0, rel=1e-3)
    assert one.concentration_ratio == 5.0


def test_people_are_lists_of_one_length_and_cannot_be_changed():
    people = WoundPeople.typical(3)

    assert len(people) == 3
    with pytest.raises(ValueError, match="read-only"):
        people.platelets[0] = 2.0
    with pytest.raises(InputError, match="one length"):
        WoundPeople(inflammation=np.ones(2), healing_time=np.ones(3), platelets=np.ones(3))
    with pytest.raises(InputError, match="platelets"):
        WoundPeople(inflammation=np.ones(1), healing_time=np.ones(1), platelets=np.zeros(1))


def test_the_old_heal_more_slowly_and_get_less_from_platelets():
    people = WoundPeople.of_age([28.6, 60.0, 80.0], known())

    assert people.inflammation == pytest.approx([1.0, 1.0, 1.0])
    assert people.healing_time[0] == people.platelets[0] == 1.0
    assert (np.diff(people.healing_time) > 0.0).all()
    assert (np.diff(people.platelets) < 0.0).all()


def test_drives_and_courses_refuse_what_cannot_be():
    with pytest.raises(InputError, match="0 cells"):
        wound_drive([], ONE, cells=0, cell_days=7.0, evidence=known())
    with pytest.raises(InputError, match="cells of"):
        wound_drive([], ONE, cells=2, cell_days=float("nan"), evidence=known())
    with pytest.raises(InputError, match="do not fall"):
        wound_course([], ONE, [2.0, 1.0], evidence=known())
    with pytest.raises(InputError, match="1 people and 0 sessions"):
        wound_drive([], ONE, cells=2, cell_days=7.0, evidence=known(), done=np.ones((1, 2), dtype=bool))
    with pytest.raises(InputError, match="0 mm"):
        interval_response(0.0, evidence=known())
    with pytest.raises(InputError, match="0 weeks"):
        best_interval(1.5, evidence=known(), weeks=0)


def test_without_sessions_nothing_happens():
    course = wound_course([], ONE, [-3.0, 0.0, 100.0], evidence=known())

    assert not wound_drive([], ONE, cells=5, cell_days=7.0, evidence=known()).any()
    assert not course.inflammation.any()
    assert not course.scar_risk.any()
    assert (course.perfusion == 1.0).all()


def test_before_the_first_session_skin_is_at_rest():
    course = wound_course([reference_needling(known())], ONE, [-1.0, 0.0, 1.0], evidence=known())

    assert course.inflammation[0, 0] == course.redness[0, 0] == 0.0
    assert course.perfusion[0, 0] == 1.0
    assert course.redness[0, 1] > 1.0


def test_channels_of_another_model_can_be_given():
    def deeper(length_mm):
        return Needling(**{**HOLES, "channel_depth_um": 700.0 * length_mm})

    asked = interval_response(0.5, evidence=known(), intervals_days=[28.0], channels=deeper)
    usual = interval_response(0.5, evidence=known(), intervals_days=[28.0])

    assert asked.mean_drive[0] > usual.mean_drive[0]


def test_no_interval_is_best_where_none_is_accepted():
    assert best_interval(1.5, evidence=known(), scar_risk_limit=0.0, intervals_days=[7.0, 14.0]) is None
