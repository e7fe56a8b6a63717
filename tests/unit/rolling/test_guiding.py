"""A person led through a session without a terminal: keys, lines, screens, questions."""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from rolling import ANSWERS, START, SetClock, small_plan

from anagen.consultation.questionnaire import question
from anagen.errors import InputError
from anagen.rolling.asking import fields_today, lines_of, read_reply, to_ask_first
from anagen.rolling.characters import PLAIN, character_map, plain_map
from anagen.rolling.clock import SteadyClock
from anagen.rolling.guiding import lead
from anagen.rolling.keys import GONE, LineKeys, TerminalKeys
from anagen.rolling.preparing import prepare, told_of
from anagen.rolling.screens import LiveScreen, PlainScreen, sections_done
from anagen.rolling.session import Session
from anagen.rolling.words import briefing

PLAN = small_plan(14, 6, topical="minoxidil", pace_s=2.0)


class TypedKeys:
    """Keys that are pressed one after the other; time goes on while none is."""

    def __init__(self, clock, keys, end=GONE):
        self.clock, self.keys, self.end = clock, list(keys), end

    def get(self, seconds):
        if not self.keys:
            return self.end
        key = self.keys.pop(0)
        if key == ".":
            self.clock.go(0.25 if seconds is None else seconds)
            return None
        if isinstance(key, type) and issubclass(key, BaseException):
            raise key
        return key


class Shown:
    def __init__(self):
        self.states = []

    def show(self, session, left_s):
        assert left_s >= 0.0
        self.states.append((session.step, session.made))


def led(keys, session=None, clock=None):
    clock = clock or SetClock()
    kept, screen = [], Shown()
    session = session or Session.begun(PLAN, clock.now())
    ended = lead(session, clock=clock, keys=TypedKeys(clock, keys), screen=screen, keep=kept.append)
    return ended, kept, screen


def test_every_change_is_kept_before_it_is_shown():
    ended, kept, screen = led("    b")

    assert [one.step for one in kept] == [0, 1, 2, 3, 4, 3, 3]
    assert [step for step, _ in screen.states] == [0, 1, 2, 3, 4, 3]
    assert kept[-1] == ended


def test_time_counts_passes_while_no_key_is_pressed():
    ended, _, _ = led("     " + "." * 20)  # 20 looks of a quarter second: 5 s, two passes

    assert ended.passes_made[1] == 2
    assert not ended.running  # left: paused, with what was over of the third


def test_leaving_keeps_the_session_as_it_is():
    ended, kept, _ = led("  q ")

    assert ended.step == 2
    assert kept[-1].step == 2


@pytest.mark.parametrize("broken", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_at_any_key_leaves_the_last_state_kept(broken):
    for place in range(8):
        clock, kept = SetClock(), []
        session = Session.begun(PLAN, clock.now())
        keys = TypedKeys(clock, [*(" " * place), broken])
        with pytest.raises(broken):
            lead(session, clock=clock, keys=keys, screen=Shown(), keep=kept.append)
        for _ in range(place):
            session = session.next(clock.now())
        assert (kept[-1].step, kept[-1].made) == (session.step, session.made)


def test_the_end_is_reached_and_nothing_more_is_asked():
    session = Session.begun(PLAN, START)
    while session.current.key != "doctor":
        session = session.next(START)

    ended, _, _ = led(" bbb", session)

    assert ended.done


# Keys


@pytest.fixture
def pipe():
    read, write = os.pipe()
    yield read, write
    for one in (read, write):
        with suppress(OSError):  # the test may have closed it
            os.close(one)


def test_keys_of_a_terminal_come_one_by_one_and_arrows_mean_nothing(pipe):
    read, write = pipe
    keys = TerminalKeys(read)
    os.write(write, b"Bq\r")

    assert [keys.get(1.0) for _ in range(3)] == ["b", "q", " "]
    os.write(write, b"\x1b[A")
    assert keys.get(1.0) is None
    os.write(write, b"\x1b[1;5C\x1bOPp")
    assert keys.get(1.0) == "p"
    assert keys.get(0.0) is None
    os.close(write)
    assert keys.get(1.0) == GONE


def test_lines_give_their_first_letter_and_empty_ones_a_space(pipe):
    read, write = pipe
    keys = LineKeys(read)
    os.write(write, b"\nback\n12\nrest")

    assert [keys.get(1.0), keys.get(1.0), keys.line(1.0)] == [" ", "b", "12"]
    assert keys.get(0.0) is None
    os.close(write)
    assert keys.get(1.0) == GONE


def test_a_clock_goes_on_and_knows_its_place():
    clock = SteadyClock()
    first, second = clock.now(), clock.now()

    assert timedelta(0) <= second - first < timedelta(seconds=5)
    assert first.tzinfo is not None


# Screens


def plain_lines(session, **how):
    lines = []
    PlainScreen(lines.append, briefing(PLAN), **how).show(session, 0.0)
    return lines


def test_plain_lines_show_a_step_once_and_then_its_counts():
    lines, screen = [], None
    screen = PlainScreen(lines.append, briefing(PLAN))
    session = Session.begun(PLAN, START)
    for _ in range(5):
        session = session.next(START)
    screen.show(session, 1.5)
    shown = len(lines)
    screen.show(session, 1.0)
    assert len(lines) == shown
    screen.show(session.next(START), 1.0)
    assert len(lines) == shown + 1
    assert "Pass 2 of 3" in lines[-1]
    assert any("[|]" in line for line in lines)


def test_plain_lines_do_without_special_characters_where_there_are_none():
    session = Session.begun(PLAN, START)
    while session.current.kind != "roll":
        session = session.next(START)

    assert all(ord(one) < 128 for line in plain_lines(session, shaded=False) for one in line)


def frame(session, columns, rows, left_s=1.0):
    from io import StringIO

    from rich.console import Console
    from rich.live import Live

    console = Console(file=StringIO(), width=columns, height=rows, force_terminal=True, color_system=None)
    screen = LiveScreen(Live(console=console), console, briefing(PLAN))
    console.print(screen.picture(session, left_s))
    return console.file.getvalue()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (100, 32), (60, 40), (60, 24), (200, 60)])
def test_a_picture_fits_its_terminal_at_every_step(columns, rows):
    session = Session.begun(PLAN, START)
    while not session.done:
        lines = frame(session, columns, rows).splitlines()
        assert max(map(len, lines)) <= columns
        if columns >= 76:
            assert len(lines) <= rows
        assert any("q save and leave" in " ".join(line.split()) or "leave" in line for line in lines)
        session = session.next(START)


def test_a_picture_tells_passes_time_direction_and_map():
    session = Session.begun(PLAN, START)
    for _ in range(6):
        session = session.next(START)
    shown = frame(session, 100, 32, left_s=1.0)

    for says in ("Section 1 of 2", "Pass 2 of 3", "0:01", "[|]", "forehead", "█"):
        assert says in shown


def test_sections_that_were_skipped_are_not_shown_as_done():
    session = Session.begun(PLAN, START)
    while session.current.kind != "roll":
        session = session.next(START)
    session = session.next(START).next(START)
    assert sections_done(session) == frozenset()

    assert sections_done(session.stop(START, "a test")) == {1}


# The map in characters


def test_the_map_in_characters_fits_its_room_and_marks_the_present_section():
    for columns, rows in ((20, 10), (40, 12), (70, 30)):
        lines = character_map(PLAN, present=1, done=[2], columns=columns, rows=rows)
        assert len(lines) <= rows + 1
        assert max(sum(len(mark.says) for mark in line) for line in lines) <= columns + 1
        kinds = {mark.kind for line in lines for mark in line}
        assert {"now", "done", "scalp", "words"} <= kinds


def test_the_map_has_the_left_of_the_person_on_the_left():
    left = small_plan(5, 5)  # cells -10 to -6: the person's right
    line = next(one for one in plain_map(left, present=1, columns=60).splitlines() if "█" in one)

    assert line.index("█") > len(line.rstrip()) / 2


def test_a_map_of_plain_characters_has_no_others():
    text = plain_map(PLAN, present=1, signs=PLAIN, columns=40, rows=12)

    assert all(ord(one) < 128 for one in text)


# Questions before a session


def test_what_changes_from_day_to_day_is_asked_each_time():
    assert "scalp_healed_since_last" not in fields_today(first=True)
    assert set(fields_today(first=True)) < set(fields_today(first=False))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, False),
        ({"roller_uses": 0}, False),
        ({"roller_uses": 3}, True),
        ({"tried": ["microneedling"]}, True),
        ({"roller_uses": 3, "roller_interval_days": 9}, False),
    ],
)
def test_who_has_rolled_outside_of_the_log_is_asked_when(told, asked):
    fields = to_ask_first(told, told, asked=(), first=True)

    assert ("roller_interval_days" in fields) is asked
    assert "roller_interval_days" not in to_ask_first(told, told, asked=(), first=False)
    assert "roller_interval_days" in to_ask_first({}, {}, asked=(), first=True, begun=True)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("roller_shared", "y", True),
        ("roller_shared", "NO", False),
        ("roller_shared", "", None),
        ("roller_mm", "0,5", 0.5),
        ("roller_uses", "3", 3),
        ("roller_setting", "1", "home"),
        ("scalp_signs", "1 2", ["redness", "scale_flakes"]),
    ],
)
def test_a_typed_line_is_an_answer(field, typed, value):
    assert read_reply(field, typed, ANSWERS) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("roller_shared", "maybe"), ("roller_mm", "long"), ("roller_mm", "9"), ("roller_setting", "1 2"),
        ("roller_setting", "0"), ("scalp_signs", "99"), ("roller_uses", "2.5"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_a_line(field, typed):
    with pytest.raises(InputError) as caught:
        read_reply(field, typed, ANSWERS)
    assert "\n" not in str(caught.value)


def test_a_question_shows_its_choices_with_numbers():
    lines = lines_of(question("roller_setting"), ANSWERS)

    assert lines[-1].endswith("leaves it open:")
    assert any(line.strip().startswith("1 ") for line in lines)


# A session made ready


def test_options_come_before_answers_and_those_before_the_last_session():
    last = Session.begun(small_plan(6, 6, needle_mm=0.3, topical="oil"), START)
    while not last.done:
        last = last.next(START)
    today = START.date() + timedelta(days=5)

    told = told_of({"roller_mm": 0.4}, [(last, None)], {"roller_setting": "clinic"}, today=today)

    assert (told["roller_mm"], told["roller_setting"], told["topical_planned"]) == (0.4, "clinic", "oil")
    assert told["roller_interval_days"] == 5.0
    assert told["roller_uses"] == 1
    new = told_of({}, [(last, None)], {}, today=today, new_roller=True)
    assert new["roller_uses"] == 0
    assert new["roller_mm"] == 0.3


def test_a_session_needs_its_needles_and_its_place():
    for field, says in (("roller_mm", "--length"), ("roller_setting", "--setting")):
        with pytest.raises(InputError, match=says):
            prepare({**ANSWERS, field: None}, [], {}, {})


def test_a_session_that_was_only_told_of_counts_for_the_skin():
    ready = prepare({**ANSWERS, "roller_interval_days": 2.0, "scalp_healed_since_last": True}, [], {}, {})

    assert ready.past[0].day == -2.0
    assert ready.decision.outcome == "wait"


def test_a_ready_session_tells_all_of_it_as_plain_values():
    import json

    ready = prepare(ANSWERS, [], {}, {"passes": 11}, areas=["crown"], now=START)
    told = json.loads(json.dumps(ready.as_dict(schedule=True)))

    assert told["decision"]["outcome"] == "go"
    assert told["plan"]["passes"] == 11
    assert len(told["schedule"]["sessions"]) == 24
    assert told["delivery"]["by_delay"]
    assert told["provenance"]["evidence"]
