"""A session under way: what keys and time do to it, and that a copy saved at any moment is the same session."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from rolling import START, SetClock, small_plan

from anagen.errors import InputError
from anagen.rolling.session import Session
from anagen.rolling.words import allowed_from, wait_left_s

PLAN = small_plan(14, 9, pace_s=4.0, topical="minoxidil")
"""Two sections."""


def copied(session):
    """The session as another process reads it."""
    return Session.from_dict(json.loads(json.dumps(session.as_dict())))


def at_first_section(now=START, plan=PLAN):
    session = Session.begun(plan, now)
    while session.current.kind != "roll":
        session = session.next(now)
    return session


def place(session):
    return session.step, session.made


class Rolling(RuleBasedStateMachine):
    """Keys in any order, time in any steps, and a save and load at any point."""

    @initialize(passes=st.integers(10, 15), pace=st.sampled_from([0.0, 1.0, 4.0]))
    def begin(self, passes, pace):
        self.clock = SetClock()
        self.plan = small_plan(14, 9, passes=passes, pace_s=pace)
        self.session = Session.begun(self.plan, START)

    @rule()
    def next(self):
        self.session = self.session.next(self.clock.now())

    @rule()
    def back(self):
        self.session = self.session.back(self.clock.now())

    @rule()
    def pause(self):
        before = place(self.session)
        self.session = self.session.pause(self.clock.now())
        assert place(self.session) == before

    @rule()
    def enough(self):
        self.session = self.session.enough(self.clock.now())

    @rule()
    def stop(self):
        self.session = self.session.stop(self.clock.now(), "a test")

    @rule(seconds=st.floats(0.0, 30.0))
    def time_goes_by(self, seconds):
        before = sum(self.session.made)
        self.session = self.session.tick(self.clock.go(seconds))
        assert sum(self.session.made) - before in {0, 1}

    @rule(seconds=st.floats(-1e5, 1e5))
    def saved_and_taken_up_again(self, seconds):
        """Killed at this very point: what was saved last is what goes on."""
        again = copied(self.session)
        assert again == self.session
        now = self.clock.go(seconds)
        before = place(again)
        self.session = again.reopened(now)
        assert place(self.session) == before
        self.clock.time = max(now, self.session.seen)

    @rule()
    def left(self):
        before = place(self.session)
        self.session = copied(self.session.left(self.clock.now()))
        assert place(self.session) == before

    @precondition(lambda self: not self.session.done)
    @rule()
    def next_and_back_is_where_it_was(self):
        now = self.clock.now()
        moved = self.session.next(now)
        if place(moved) != place(self.session):
            assert place(moved.back(now)) == place(self.session)

    @invariant()
    def counts_are_those_of_the_plan(self):
        session = self.session
        assert 0 <= session.step <= len(session.steps)
        for step, made in zip(session.steps, session.made, strict=True):
            assert 0 <= made <= step.count
        assert all(0 <= one <= self.plan.passes for one in session.passes_made.values())

    @invariant()
    def time_left_is_never_more_than_the_whole(self):
        session, now = self.session, self.clock.now()
        whole = 0.0 if session.done else session.current.seconds
        assert 0.0 <= session.left_s(now) <= whole

    @invariant()
    def topicals_wait_from_the_last_pass(self):
        assert (self.session.rolled_until is not None) == any(self.session.passes_made.values())


TestRolling = Rolling.TestCase
TestRolling.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


def test_pressing_next_leads_through_every_step_to_the_end():
    session, now = Session.begun(PLAN, START), START
    for _ in range(1000):
        if session.done:
            break
        session = session.next(now)
    assert session.done
    assert session.passes_made == {1: 12, 2: 12}
    assert session.ended == now


def test_the_pace_counts_passes_and_halts_before_the_next_section():
    clock = SetClock()
    session = at_first_section().next(clock.now())  # begun
    for second in range(48):
        assert session.passes_made[1] == second // 4
        session = session.tick(clock.go(1.0))
    assert session.passes_made == {1: 12, 2: 0}
    assert session.current.section == 2
    assert not session.running
    assert session.tick(clock.go(100.0)) is session


def test_a_pause_keeps_the_part_of_a_pass_that_is_over():
    clock = SetClock()
    session = at_first_section().next(clock.now())
    session = session.pause(clock.go(3.0))
    assert session.left_s(clock.go(50.0)) == pytest.approx(1.0)
    session = session.pause(clock.now())  # goes on
    session = session.tick(clock.go(1.0))
    assert session.passes_made[1] == 1


def test_passes_are_not_counted_while_nobody_looks():
    clock = SetClock()
    session = at_first_section().next(clock.now())

    slept = session.tick(clock.go(3600.0))

    assert slept.passes_made[1] == 0
    assert not slept.running
    assert "nobody was looking" in slept.events[-1].says


def test_by_hand_each_space_is_a_pass_and_time_changes_nothing():
    plan = small_plan(14, 9, pace_s=0.0)
    session = at_first_section(plan=plan).next(START)

    assert session.passes_made[1] == 1
    assert session.tick(START + timedelta(hours=1)).passes_made[1] == 1


def test_evenly_pink_ends_a_section_with_the_passes_it_has():
    now = START
    session = at_first_section().next(now).next(now).next(now).enough(now)

    assert session.passes_made == {1: 2, 2: 0}
    assert session.current.section == 2
    assert "after 2 passes" in session.events[-1].says


def test_stopping_goes_to_what_comes_after_and_says_why():
    session = at_first_section().next(START).next(START).stop(START, "pain")

    assert session.current.key == "look"
    assert session.stopped == "pain"
    assert session.rolling_over
    assert session.stop(START, "again").stopped == "pain"


def test_rolling_ends_with_its_last_pass():
    clock = SetClock()
    session = at_first_section().next(clock.now())
    for _ in range(5):
        session = session.next(clock.go(2.0))

    assert session.rolled_until == START + timedelta(seconds=10)


def test_going_back_to_rolling_takes_the_stop_back():
    session = at_first_section().next(START).next(START).stop(START, "pain").back(START)

    assert session.current.kind == "roll"
    assert not session.stopped


def test_undoing_all_passes_forgets_when_rolling_ended():
    session = at_first_section().next(START).next(START)
    assert session.rolled_until == START
    assert session.back(START).rolled_until is None


def at_the_soak(now):
    session = at_first_section().next(now).next(now).stop(now, "enough")
    while session.current.key != "soak":
        session = session.next(now)
    return session


def test_a_wait_goes_on_while_the_program_is_away():
    soaking = at_the_soak(START)
    assert soaking.left_s(START) == 600.0

    later = copied(soaking).reopened(START + timedelta(minutes=7))

    assert later.left_s(START + timedelta(minutes=7)) == pytest.approx(180.0)
    assert later.left_s(START + timedelta(minutes=20)) == 0.0


def test_a_clock_set_back_ends_no_wait_early_and_never_lengthens_it():
    soaking = at_the_soak(START).seen_at(START + timedelta(minutes=4))
    early = START - timedelta(hours=3)

    again = copied(soaking).reopened(early)

    assert again.left_s(early) == pytest.approx(360.0)
    assert "set back" in again.events[-2].says
    assert again.rolled_until == START - timedelta(hours=3, minutes=4)


def test_leaving_a_wait_before_its_end_is_noted():
    session = at_the_soak(START).next(START + timedelta(minutes=4))

    assert session.current.key == "dry"
    assert "240 of 600 s" in session.events[-1].says


def test_another_time_zone_changes_nothing():
    east, west = timezone(timedelta(hours=13)), timezone(timedelta(hours=-11))
    soaking = at_the_soak(START.astimezone(east))

    again = copied(soaking).reopened((START + timedelta(minutes=5)).astimezone(west))

    assert again.left_s((START + timedelta(minutes=5)).astimezone(west)) == pytest.approx(300.0)
    assert again.started == START


def test_a_night_in_which_clocks_are_put_forward_is_a_day_of_24_hours_for_minoxidil():
    # 28 March 2026, 18:00 UTC: the night to Sunday has 23 hours in Europe.
    session = at_first_section().next(START).next(START)

    assert allowed_from(PLAN, session.rolled_until) == START + timedelta(hours=24)
    assert wait_left_s(PLAN, session.rolled_until, START + timedelta(hours=23)) == 3600.0
    assert wait_left_s(PLAN, session.rolled_until, START - timedelta(days=400)) == 24 * 3600.0


def test_a_pass_under_way_begins_anew_after_a_kill():
    session = at_first_section().next(START).tick(START + timedelta(seconds=4))
    assert session.passes_made[1] == 1

    again = copied(session).reopened(START + timedelta(days=1))

    assert again.passes_made[1] == 1
    assert not again.running
    assert again.left_s(START + timedelta(days=1)) == 4.0


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(InputError, match="time zone"):
        Session.begun(PLAN, datetime(2026, 3, 1))  # noqa: DTZ001  that is what is refused


def test_a_file_of_another_format_is_refused():
    kept = Session.begun(PLAN, START).as_dict()

    with pytest.raises(InputError, match="format 7"):
        Session.from_dict(kept | {"format": 7})
    with pytest.raises(InputError, match="does not fit"):
        Session.from_dict(kept | {"made": [0]})


def test_a_session_that_is_over_has_no_step_and_no_key_moves_it():
    session = at_first_section().stop(START, "x")
    while not session.done:
        session = session.next(START)

    with pytest.raises(InputError):
        _ = session.current
    assert place(session.next(START)) == place(session)
    assert session.back(START).current.key == "doctor"
    assert session.ended == START.astimezone(UTC)
