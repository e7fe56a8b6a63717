"""Screens of an interview: what a key does."""

import pytest

from anagen.cli.screens import BACK, LEAVE, SKIP, Pick, Tick, Typed, screen_of
from anagen.consultation.questionnaire import question, questions


def press(screen, *keys):
    for key in keys:
        screen.press(key)
    return screen.done


def group_of(name):
    return [one for one in questions() if one.group == name]


def test_nobody_is_led_to_an_answer():
    screen = screen_of([question("suicidal_now")], {})

    assert isinstance(screen, Pick)
    assert press(screen, "enter") is None
    assert "Choose" in screen.error
    assert press(screen, "down", "enter") == {"suicidal_now": True}


@pytest.mark.parametrize(
    ("keys", "speed"),
    [
        (("2",), "sudden"),
        (("down", "down"), "sudden"),
        (("up",), "unsure"),
        (("last",), "unsure"),
        (("last", "down"), "gradual"),
        (("first",), "gradual"),
        (("page down",), "gradual"),
        (("3", "page up"), "gradual"),
        (("3", "page down"), "unsure"),
    ],
)
def test_keys_go_to_a_line(keys, speed):
    assert press(screen_of([question("onset_speed")], {}), *keys, "enter") == {"onset_speed": speed}


def test_an_answer_that_was_given_before_stands_there():
    assert press(screen_of([question("sex")], {"sex": "female"}), "enter") == {"sex": "female"}
    assert press(screen_of([question("age")], {"age": 31}), "enter") == {"age": 31}
    areas = screen_of([question("areas")], {"areas": ["crown", "beard"]})
    assert press(areas, "enter") == {"areas": ["crown", "beard"]}
    nothing = screen_of([question("tried")], {"tried": ["none"]})
    assert press(nothing, "enter") == {"tried": ["none"]}


def test_every_screen_can_be_left_skipped_gone_back_from_and_asked_why():
    for one in questions():
        for key, came in (("q", LEAVE), ("s", SKIP), ("back", BACK), ("b", BACK)):
            assert press(screen_of([one], {}), key) == came
        screen = screen_of([one], {})
        assert press(screen, "?") is None
        assert screen.why_shown
        assert screen.why == one.why


def test_none_of_these_and_the_others_exclude_each_other():
    screen = screen_of([question("medicines")], {})
    press(screen, "space", "down", "space", "last", "space")
    assert press(screen, "enter") == {"medicines": ["none"]}

    screen = screen_of([question("medicines")], {})
    assert press(screen, "last", "space", "first", "space", "enter") == {"medicines": ["topical_minoxidil"]}


def test_nothing_ticked_is_no_answer():
    screen = screen_of([question("conditions")], {})

    assert press(screen, "enter") is None
    assert "Tick what applies" in screen.error
    assert press(screen, "down") is None
    assert not screen.error


def test_a_group_is_one_list():
    screen = screen_of(group_of("scalp"), {})
    assert isinstance(screen, Tick)
    assert press(screen, "space", "enter") == {
        "scalp_symptoms": ["itch"],
        "scalp_signs": ["none"],
        "broken_or_exclamation_hairs": False,
        "nail_pits": False,
        "neck_glands": False,
    }


def test_none_of_a_group_is_no_to_all():
    done = press(screen_of(group_of("wishes"), {}), "last", "space", "enter")

    assert done == dict.fromkeys([one.field for one in group_of("wishes")], False)


def test_why_is_that_of_the_line():
    screen = screen_of(group_of("habits"), {})
    first = screen.why
    screen.press("down")

    assert first == question("tension_styling").why
    assert screen.why == question("pulling_habit").why


def test_a_wrong_number_is_refused_and_can_be_corrected():
    screen = screen_of([question("age")], {})

    assert isinstance(screen, Typed)
    assert press(screen, "3", "2", "0", "enter") is None
    assert "whole number from 0 to 110" in screen.error
    assert press(screen, "delete", "enter") == {"age": 32}
    assert press(screen_of([question("age")], {}), "x", "enter") is None
    assert press(screen_of([question("basp")], {}), "m", "2", "v", "1", "enter") == {"basp": "M2V1"}
