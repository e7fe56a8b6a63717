"""A session under way: a state that changes by keys and by time, and can be saved and taken up at any point.

Nothing here reads a clock or writes a file. Every change takes the present moment and gives a new state; all moments
are in UTC, so that a change of time zone changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from anagen.errors import InputError
from anagen.rolling.plan import SessionPlan, Step

__all__ = ["FORMAT", "Event", "Session"]

FORMAT = 1
"""Version of what `as_dict` writes."""
LONG_GAP_PACES = 3.0
"""Passes are not counted on while nobody looked for so many of them: the machine slept, not the hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened."""

    at: datetime
    says: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """Where a session stands."""

    id: str
    plan: SessionPlan
    started: datetime
    """With the offset of the place where it was begun; its date is the day of the session."""
    step: int = 0
    """Place in the plan's steps; as many as there are when all is done."""
    made: tuple[int, ...] = ()
    """How often each step was made: passes, or 0 and 1."""
    running: bool = False
    """Whether the pace counts, or a wait goes on."""
    since: datetime | None = None
    """When the present pass or wait began."""
    spent_s: float = 0.0
    """Part of the present pass that was over before a pause. [s]"""
    seen: datetime
    """The last moment that this state knows of."""
    rolled_until: datetime | None = None
    """End of the last pass, from which topicals are timed."""
    stopped: str = ""
    """Why rolling was ended before its last section."""
    ended: datetime | None = None
    events: tuple[Event, ...] = ()

    @classmethod
    def begun(cls, plan: SessionPlan, started: datetime) -> Session:
        """A new session.

        Parameters
        ----------
        plan
            What will be done.
        started
            Now, with the offset of this place.
        """
        if started.tzinfo is None:
            raise InputError("A session needs a moment with its time zone.")
        now = started.astimezone(UTC)
        return cls(
            id=now.strftime("%Y%m%dT%H%M%SZ"),
            plan=plan,
            started=started,
            made=(0,) * len(plan.steps()),
            seen=now,
            events=(Event(at=now, says="begun"),),
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step of the plan."""
        return self.plan.steps()

    @property
    def done(self) -> bool:
        """Whether every step is behind."""
        return self.step >= len(self.steps)

    @property
    def current(self) -> Step:
        """The step to do now."""
        if self.done:
            raise InputError("The session is over; it has no further step.")
        return self.steps[self.step]

    @property
    def rolling_over(self) -> bool:
        """Whether no section is left to roll."""
        return self.step > self._last_roll

    @property
    def _last_roll(self) -> int:
        return max(place for place, step in enumerate(self.steps) if step.kind == "roll")

    @property
    def passes_made(self) -> dict[int, int]:
        """Passes over each section, by its number."""
        found = {one.number: 0 for one in self.plan.sections}
        for step, made in zip(self.steps, self.made, strict=True):
            if step.section is not None:
                found[step.section] += made
        return found

    def elapsed_s(self, now: datetime) -> float:
        """How much of the present pass or wait is over. [s]"""
        if not self.running or self.since is None:
            return self.spent_s
        return self.spent_s + max(0.0, (self.at_least(now) - self.since).total_seconds())

    def left_s(self, now: datetime) -> float:
        """What is left of the present pass or wait. [s]"""
        return 0.0 if self.done else max(0.0, self.current.seconds - self.elapsed_s(now))

    # Keys -----------------------------------------------------------------------------------------------------------

    def next(self, now: datetime) -> Session:
        """The next step, or the next pass; a section that waits is begun."""
        now = self.at_least(now)
        if self.done:
            return self.seen_at(now)
        step = self.current
        if step.kind == "roll":
            return self.counted(now) if self.running or step.seconds == 0.0 else self.set_running(now)
        waited = self.left_s(now)
        moved = self.made_more(+1).entered(now, self.step + 1)
        if step.kind == "wait" and waited > 0.0:
            return moved.noted(
                now, f"{step.key}: {round(step.seconds - waited)} of {step.seconds:g} s waited"
            )
        return moved

    def back(self, now: datetime) -> Session:
        """One pass or one step undone: it was not made after all."""
        now = self.at_least(now)
        if not self.done and self.made[self.step] > 0:
            return self.made_more(-1).standing(now).without_end()
        if self.step == 0:
            return self.seen_at(now)
        before = replace(self, step=self.step - 1, ended=None)
        if not before.rolling_over:
            before = replace(before, stopped="")
        if before.made[before.step] > 0:
            before = before.made_more(-1)
        if before.current.kind == "wait":
            return before.entered(now, before.step).without_end()
        return before.standing(now).without_end()

    def pause(self, now: datetime) -> Session:
        """The pace stopped, or taken up again where it was; a wait goes on whatever happens."""
        now = self.at_least(now)
        if self.done or self.current.kind != "roll" or self.current.seconds == 0.0:
            return self.seen_at(now)
        if not self.running:
            return self.set_running(now)
        spent = min(self.elapsed_s(now), self.current.seconds)
        return replace(self, running=False, since=None, spent_s=spent, seen=now)

    def enough(self, now: datetime) -> Session:
        """The section is evenly pink: on to the next one."""
        now = self.at_least(now)
        if self.done or self.current.kind != "roll":
            return self.seen_at(now)
        number = self.current.section
        place = self.step
        while place < len(self.steps) and self.steps[place].section == number:
            place += 1
        made = self.passes_made[number] if number is not None else 0
        return self.entered(now, place).noted(now, f"section {number} evenly pink after {made} passes")

    def stop(self, now: datetime, why: str) -> Session:
        """No more rolling: on to what comes after it.

        Parameters
        ----------
        now
            The present moment.
        why
            In words; it is kept.
        """
        now = self.at_least(now)
        if self.rolling_over:
            return self.seen_at(now)
        stopped = replace(self, stopped=why).entered(now, self._last_roll + 1)
        return stopped.noted(now, f"rolling stopped: {why}")

    # Time -----------------------------------------------------------------------------------------------------------

    def tick(self, now: datetime) -> Session:
        """What time alone changes: a pass is counted when its time is over."""
        now = self.at_least(now)
        if self.done or not self.running or self.current.kind != "roll":
            return self
        pace = self.current.seconds
        if self.elapsed_s(now) > LONG_GAP_PACES * pace + 1.0:
            return replace(self, running=False, since=None, spent_s=0.0, seen=now).noted(
                now, "paused: nobody was looking"
            )
        return self.counted(now) if self.elapsed_s(now) >= pace else self

    def left(self, now: datetime) -> Session:
        """The state to save when the terminal is left."""
        now = self.at_least(now)
        if not self.done and self.running and self.current.kind == "roll":
            return self.pause(now)
        return self.seen_at(now)

    def broken_off(self, now: datetime) -> Session:
        """Ended as it is: what was rolled was rolled, and nothing more of it is to come."""
        now = self.at_least(now)
        ended = replace(self, running=False, since=None, spent_s=0.0, seen=now, ended=now)
        return ended.noted(now, "broken off")

    def reopened(self, now: datetime) -> Session:
        """The state as it is taken up again, in another process.

        A pass that was under way begins anew. If the clock says that it is earlier than when this was saved, it was set
        back: then no time counts as gone by, so that no wait ends too soon.
        """
        state = self
        if now < self.seen:
            state = state.shifted(now - self.seen).noted(now, "the clock was set back")
        if not state.done and state.running and state.current.kind == "roll":
            state = replace(state, running=False, since=None, spent_s=0.0)
        return replace(state, seen=now).noted(now, "taken up again")

    # What changes have in common --------------------------------------------------------------------------------------

    def at_least(self, now: datetime) -> datetime:
        """A moment that is not before the last one."""
        return max(now.astimezone(UTC), self.seen)

    def seen_at(self, now: datetime) -> Session:
        """The same, known to have been so at a later moment."""
        return replace(self, seen=now)

    def noted(self, now: datetime, says: str) -> Session:
        """The same, with something to remember."""
        return replace(self, events=(*self.events, Event(at=now, says=says)))

    def made_more(self, more: int) -> Session:
        """The present step made once more, or once less."""
        made = list(self.made)
        made[self.step] += more
        return replace(self, made=tuple(made))

    def set_running(self, now: datetime) -> Session:
        """The same, with time going on."""
        return replace(self, running=True, since=now, seen=now)

    def standing(self, now: datetime) -> Session:
        """The same at rest, at the beginning of the pass."""
        return replace(self, running=False, since=None, spent_s=0.0, seen=now)

    def without_end(self) -> Session:
        """Without an end of rolling, if nothing was rolled after all."""
        return self if any(self.passes_made.values()) else replace(self, rolled_until=None)

    def counted(self, now: datetime) -> Session:
        """One pass more; the pace goes on into the next direction, and halts before the next section."""
        step = self.current
        state = replace(self.made_more(+1), rolled_until=now)
        if state.made[state.step] < step.count:
            return replace(state, since=now, spent_s=0.0, seen=now)
        return state.entered(now, state.step + 1)

    def entered(self, now: datetime, place: int) -> Session:
        """At another step."""
        before = None if self.done else self.current.section
        state = replace(self, step=place, running=False, since=None, spent_s=0.0, seen=now)
        if state.done:
            return replace(state, ended=now).noted(now, "all steps done")
        step = state.current
        goes_on = self.running and step.kind == "roll" and step.section == before and place > self.step
        return state.set_running(now) if goes_on or step.kind == "wait" else state

    def shifted(self, by: timedelta) -> Session:
        """All moments that are counted from, moved."""
        return replace(
            self,
            since=None if self.since is None else self.since + by,
            rolled_until=None if self.rolled_until is None else self.rolled_until + by,
        )

    # Files -----------------------------------------------------------------------------------------------------------

    def as_dict(self) -> dict[str, Any]:
        """The state as plain values, from which `from_dict` makes it again."""
        return {
            "format": FORMAT,
            "id": self.id,
            "started": self.started.isoformat(),
            "step": self.step,
            "made": list(self.made),
            "running": self.running,
            "since": _written(self.since),
            "spent_s": self.spent_s,
            "seen": _written(self.seen),
            "rolled_until": _written(self.rolled_until),
            "stopped": self.stopped,
            "ended": _written(self.ended),
            "events": [{"at": _written(one.at), "says": one.says} for one in self.events],
            "plan": self.plan.as_dict(),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Session:
        """The state that `as_dict` wrote."""
        if kept.get("format") != FORMAT:
            raise InputError(
                f"A session of format {kept.get('format')!r} cannot be read; this version knows {FORMAT}."
            )
        state = cls(
            id=kept["id"],
            plan=SessionPlan.from_dict(kept["plan"]),
            started=datetime.fromisoformat(kept["started"]),
            step=kept["step"],
            made=tuple(kept["made"]),
            running=kept["running"],
            since=_read(kept["since"]),
            spent_s=kept["spent_s"],
            seen=datetime.fromisoformat(kept["seen"]),
            rolled_until=_read(kept["rolled_until"]),
            stopped=kept["stopped"],
            ended=_read(kept["ended"]),
            events=tuple(
                Event(at=datetime.fromisoformat(one["at"]), says=one["says"]) for one in kept["events"]
            ),
        )
        if len(state.made) != len(state.steps) or not 0 <= state.step <= len(state.steps):
            raise InputError("A kept session does not fit the steps of this version.")
        return state


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
