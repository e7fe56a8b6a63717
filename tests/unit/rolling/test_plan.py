"""A session's plan: directions in turn, the right number of passes, and words for every step."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rolling import area, block, small_plan

from anagen.errors import InputError, UnknownNameError
from anagen.rolling.drawing import map_svg
from anagen.rolling.guide import guide, topical
from anagen.rolling.plan import DIRECTIONS, SessionPlan, lanes, plan_session, turns
from anagen.rolling.sections import cut
from anagen.rolling.words import briefing, clock_of, hours_in_words

BARRED = ("cure", "guaranteed", "permanent", "100 %", "diagnos")


@given(st.integers(10, 15))
def test_passes_are_shared_by_the_directions_as_evenly_as_can_be(passes):
    each = turns(passes)

    assert sum(each) == passes
    assert len(each) == 4
    assert max(each) - min(each) <= 1
    assert list(each) == sorted(each, reverse=True)


def test_twelve_passes_are_three_each_way():
    assert turns(12) == (3, 3, 3, 3)


@settings(max_examples=20, deadline=None)
@given(st.integers(10, 15), st.integers(3, 30), st.integers(3, 20))
def test_each_section_is_rolled_in_all_directions_in_turn(passes, columns, rows):
    plan = small_plan(columns, rows, passes=passes)

    rolled = [one for one in plan.steps() if one.kind == "roll"]

    assert [(one.section, one.direction) for one in rolled] == [
        (section.number, direction) for section in plan.sections for direction in range(4)
    ]
    total = Counter()
    for one in rolled:
        total[one.section] += one.count
    assert set(total.values()) == {passes}


def test_the_star_has_two_straight_ways_and_two_diagonals_between():
    assert [one.along for one in DIRECTIONS] == [(0, 1), (1, 0), (1, 1), (-1, 1)]


def test_lanes_side_by_side_cover_a_section():
    (section,) = cut(area(block(10, 5)))

    assert lanes(section, DIRECTIONS[0]) == 2  # 40 mm across
    assert lanes(section, DIRECTIONS[1]) == 1  # 20 mm
    assert lanes(section, DIRECTIONS[2]) in {2, 3}


def test_a_plan_is_told_again_by_its_plain_values():
    plan = small_plan(passes=13, topical="minoxidil", setting="clinic", use_number=4)

    assert SessionPlan.from_dict(plan.as_dict()) == plan


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"passes": 9}, "10 to 15"),
        ({"passes": 16}, "10 to 15"),
        ({"pace_s": -1.0}, "pace"),
        ({"pace_s": 61.0}, "pace"),
        ({"needle_mm": 0.0}, "roller"),
        ({"needle_mm": 3.5}, "roller"),
        ({"needle_mm": float("nan")}, "roller"),
    ],
)
def test_what_nobody_does_is_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        small_plan(**wrong)


def test_an_unknown_setting_or_topical_is_refused():
    with pytest.raises(UnknownNameError):
        small_plan(setting="salon")
    with pytest.raises(UnknownNameError):
        small_plan(topical="honey")


def test_the_steps_come_in_the_order_of_the_guide():
    keys = [one.key for one in small_plan().steps()]

    assert keys[:4] == ["hands", "scalp", "roller", "pressure"]
    assert keys[-10:-4] == ["look", "topical", "rinse", "soak", "dry", "case"]
    assert keys[-4:] == ["aftercare", "usual", "rare", "doctor"]


@pytest.mark.parametrize("planned", guide().topicals)
def test_every_step_can_be_said_and_says_nothing_barred(planned):
    plan = small_plan(topical=planned)
    words = briefing(plan)

    for step in plan.steps():
        for says in words.says(step):
            assert "{" not in says
            assert not any(one in says.lower() for one in BARRED)
        assert step.rules


def test_every_step_after_rolling_names_what_it_rests_on():
    for step in small_plan().steps():
        assert step.rules or step.claims


def test_minoxidil_waits_a_day_by_the_label_and_the_clinics_word_stands_beside_it():
    words = briefing(small_plan(topical="minoxidil"))
    says = words.values["topical"]

    assert topical("minoxidil").wait_h == 24
    for one in ("MND-20", "MND-31", "R04", "24 hours", "opposite", "label is followed"):
        assert one in says
    cost = words.delivery
    assert cost.at(0.0) > cost.at(1.0) > cost.at(24.0) == pytest.approx(cost.intact_percent, rel=0.02)
    assert f"{cost.at(0.0):.1f} %" in says


def test_vitamin_c_and_oil_are_warned_of_and_saline_is_not():
    assert "granulomas" in topical("vitamin_c").timing
    assert "granulomas" in topical("oil").timing
    assert topical("sterile_saline").wait_h == 0


def test_the_redness_that_is_told_is_that_of_the_wound_and_grows_with_the_needles():
    short, long = (briefing(small_plan(needle_mm=mm, setting="clinic")) for mm in (0.5, 1.5))

    assert long.dose.redness_h > 12.0 > short.dose.redness_h
    assert hours_in_words(long.dose.redness_h) in long.values["usual"]


def test_rare_events_are_told_with_their_numbers():
    says = briefing(small_plan()).values["rare"]

    for one in ("657", "1 in 219", "2805", "15 published"):
        assert one in says


def test_a_roller_is_counted_and_its_end_foretold():
    assert "after 2 more sessions" in briefing(small_plan(use_number=10)).values["roller"]
    assert "before the next" in briefing(small_plan(use_number=12)).values["roller"]
    assert "throws this head away" in briefing(small_plan(setting="clinic")).values["roller"]
    assert "one use" in briefing(small_plan(needle_mm=0.5)).values["roller"]
    assert "one use" not in briefing(small_plan(needle_mm=0.3)).values["roller"]


def test_times_read_as_people_write_them():
    assert [clock_of(one) for one in (0.0, 65.0, 86399.0)] == ["0:00", "1:05", "23:59:59"]
    assert [hours_in_words(one) for one in (1.0, 15.0, 72.0)] == ["1 hour", "15 hours", "3 days"]


def test_the_drawing_names_every_section_and_marks_what_is_done():
    plan = small_plan(24, 9)
    svg = map_svg(plan, present=2, done=[1])

    for one in plan.sections:
        assert f">{one.number}</text>" in svg
    assert {"now", "done", "to do"} <= {word for word in ("now", "done", "to do") if f">{word}<" in svg}
    assert ">now<" not in map_svg(plan)


def test_a_plan_over_a_single_cell_can_be_drawn():
    plan = plan_session(area({(0, 0)}), needle_mm=0.3)

    assert map_svg(plan).startswith("<svg")
