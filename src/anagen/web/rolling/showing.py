"""A session as pages show it: the step it is at, what came of it, and the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from anagen.rolling.drawing import head_svg, star_svg
from anagen.rolling.finishing import before, is_stale
from anagen.rolling.log import due_lines, named
from anagen.rolling.plan import DIRECTIONS
from anagen.rolling.result import outcome_of
from anagen.rolling.screens import heading, sections_done
from anagen.rolling.words import (
    allowed_from,
    briefing,
    clock_of,
    duration_of,
    hours_in_words,
    moment_in_words,
)
from anagen.web.rolling.course import PACES, course_of
from anagen.web.rolling.views import (
    Countdown,
    CourseForm,
    Delay,
    Lines,
    LoggedSession,
    OverviewView,
    ResultView,
    SectionRow,
    StepView,
    UnderWay,
)

if TYPE_CHECKING:
    from anagen.diary.entries import Treatment
    from anagen.rolling.session import Session
    from anagen.rolling.stored import StoredSessions

__all__ = ["no_step", "overview_of", "place_of", "result_view", "step_view"]

KEYS = (("(key e)", ""), ("(key x)", ""), ("stop here (q)", "stop here"))
"""Keys of the terminal that the guide names; here there are buttons."""


def place_of(session: Session) -> str:
    """Where a session stands, for a button to carry: pressed twice, it counts once."""
    made = session.made[session.step] if not session.done else 0
    return f"{session.step}.{made}.{int(session.running)}"


def overview_of(
    person_id: str,
    sessions: StoredSessions,
    now: datetime,
    *,
    answers: Mapping[str, Any],
    course: Treatment | None,
    ids: Mapping[str, str],
) -> OverviewView:
    """What is due, what is under way, and the log.

    Parameters
    ----------
    person_id
        Whose.
    sessions
        All of the person.
    now
        The moment, with the offset of the place.
    answers
        Of the person.
    course
        Of rolling, that the diary keeps.
    ids
        Identifiers of the records, by those of the sessions.
    """
    kept, today = sessions.sessions(), now.date()
    answered = {"age", "sex"} <= set(answers)
    running = next((one for one, _ in reversed(kept) if not one.done and one.ended is None), None)
    ended = [(one, result) for one, result in kept if one is not running]
    last, result = ended[-1] if ended else (None, None)
    day = result.get("next_from") if result else None
    until = None if last is None or last.rolled_until is None else allowed_from(last.plan, last.rolled_until)
    return OverviewView(
        person=person_id,
        answered=answered,
        under_way=None if running is None else _under_way(running, now),
        next_from=day,
        next_open=day is None or date.fromisoformat(day) <= today,
        topical=named(last.plan) if last is not None and until is not None else "",
        countdown=None if until is None else countdown(until, now),
        due=due_lines(ended, now),
        course=None
        if course is None
        else course_of(
            course,
            today,
            rolled=[one.started.date() for one, _ in ended if any(one.passes_made.values())],
            not_before=None if day is None else date.fromisoformat(day),
        ),
        begin_course=_course_form(last, answers, today) if course is None and answered else None,
        sessions=[_logged(one, each, ids[one.id]) for one, each in reversed(ended)],
    )


def _course_form(last: Session | None, answers: Mapping[str, Any], today: date) -> CourseForm:
    """What is asked of a course, with the needles of the last session or of the answers."""
    return CourseForm(
        needle_mm=answers.get("roller_mm") if last is None else last.plan.needle_mm,
        paces=list(PACES.items()),
        today=today.isoformat(),
    )


def _under_way(session: Session, now: datetime) -> UnderWay:
    return UnderWay(
        day=session.started.date().isoformat(),
        heading=heading(session),
        step=session.step + 1,
        steps=len(session.steps),
        stale=is_stale(session, now),
    )


def _logged(session: Session, result: Mapping[str, Any] | None, key: str) -> LoggedSession:
    made = session.passes_made
    rolled = sum(1 for passes in made.values() if passes)
    return LoggedSession(
        id=key,
        day=session.started.date().isoformat(),
        needle_mm=session.plan.needle_mm,
        sections=f"{rolled} of {len(made)}",
        holes_per_cm2=f"{result['dose']['holes_per_cm2']:.0f}" if result else "",
        outcome=outcome_of(session),
    )


def countdown(ends: datetime, now: datetime, *, most_s: float | None = None) -> Countdown:
    """A countdown to a moment.

    Parameters
    ----------
    ends, now
        Moments that know their time zone.
    most_s
        Never more than this, whatever the clock does. [s]
    """
    left = max(0.0, (ends - now).total_seconds())
    if most_s is not None:
        left = min(left, most_s)
    here = now.astimezone(UTC)
    end = here + timedelta(seconds=left)
    return Countdown(ends=end, now=here, left=clock_of(left), at=moment_in_words(end), over=left <= 0.0)


def no_step(person_id: str) -> StepView:
    """The page of a step where no session is under way."""
    return StepView(
        person=person_id, over=True, stale=False, at="", number=0, total=0, key="", kind="do", title="", says=[],
        rules=[], section=None, sections=0, direction=None, directions=[], count=1, made=0, seconds=0.0,
        running=False, countdown=None, rolling_over=True, paused_says="", delays=[], map_svg="", star_svg="",
    )  # fmt: skip


def step_view(person_id: str, sessions: StoredSessions, session: Session, now: datetime) -> StepView:
    """The step that a session is at.

    Parameters
    ----------
    person_id
        Whose.
    sessions
        All of the person.
    session
        The one under way.
    now
        The present moment.
    """
    step = session.current
    said = briefing(session.plan, past=before(sessions, session))
    counts = session.running and step.seconds > 0.0
    ends = session.at_least(now) + timedelta(seconds=session.left_s(now))
    gone = session.spent_s > 0.0 or session.made[session.step] > 0
    paused = step.kind == "roll" and step.seconds > 0.0 and not session.running and gone
    return StepView(
        person=person_id,
        over=False,
        stale=is_stale(session, now),
        at=place_of(session),
        number=session.step + 1,
        total=len(session.steps),
        key=step.key,
        kind=step.kind,
        title=step.title,
        says=[_without_keys(one) for one in said.says(step)],
        rules=list(step.rules),
        section=step.section,
        sections=len(session.plan.sections),
        direction=step.direction,
        directions=[one.name for one in DIRECTIONS],
        count=step.count,
        made=session.made[session.step],
        seconds=step.seconds,
        running=counts,
        countdown=countdown(ends, session.at_least(now)) if counts else None,
        rolling_over=session.rolling_over,
        paused_says="The pace is paused." if paused else "",
        delays=delays(said.delivery.by_delay) if said.delivery and step.key == "topical" else [],
        map_svg=head_svg(session.plan, present=step.section, done=sections_done(session)),
        star_svg="" if step.direction is None else star_svg(step.direction),
    )


def _without_keys(text: str) -> str:
    for key, instead in KEYS:
        text = text.replace(f" {key}" if key.startswith("(") else key, instead)
    return text


def delays(by_delay: Iterable[tuple[float, float]]) -> list[Delay]:
    """What waiting costs of one dose, by hours and percent."""
    return [
        Delay(after="at once" if hours == 0.0 else f"after {_time(hours)}", percent=share)
        for hours, share in by_delay
    ]


def _time(hours: float) -> str:
    return f"{round(60.0 * hours)} minutes" if hours < 1.0 else hours_in_words(hours)


def result_view(
    person_id: str, key: str, session: Session, result: Mapping[str, Any], now: datetime
) -> ResultView:
    """What came of a session.

    Parameters
    ----------
    person_id, key
        Of the person, and of the record.
    session
        As it ended.
    result
        What was computed of it.
    now
        The present moment.
    """
    until = None if session.rolled_until is None else allowed_from(session.plan, session.rolled_until)
    after, planned, done = result["aftercare"], result["topical"], result["dose"]
    brought = planned["delivery"]
    rolled = [one["number"] for one in result["sections"] if one["passes"]]
    return ResultView(
        person=person_id,
        id=key,
        day=result["day"],
        outcome=result["outcome"],
        stopped=result["stopped"],
        needle_mm=result["needle_mm"],
        setting=result["setting"],
        holes_per_cm2=done["holes_per_cm2"],
        mean_passes=result["mean_passes"],
        redness=duration_of(done["redness_h"]),
        scar_risk_percent=done["scar_risk_percent"],
        scar_limit_percent=done["scar_limit_percent"],
        roller_uses=result["roller_uses"],
        topical="" if planned["planned"] == "none" else named(session.plan),
        topical_says=f"{planned['says'][:1].upper()}{planned['says'][1:]}.",
        countdown=None if until is None else countdown(until, now, most_s=3600.0 * planned["wait_h"]),
        delays=delays((one["hours"], one["absorbed_percent"]) for one in brought["by_delay"])
        if brought
        else [],
        intact_percent=None if brought is None else brought["intact_percent"],
        next_from=result["next_from"],
        after=Lines(
            do=[f"For {hours_in_words(one['hours'] or 0.0)}: {one['says']}" for one in after["do"]],
            usual=_said(after["usual"]),
            rare=_said(after["rare"]),
            doctor=_said(after["doctor"]),
        ),
        sections=[
            SectionRow(
                number=one["number"], passes=one["passes"], by_direction=list(one["by_direction"].values())
            )
            for one in result["sections"]
        ],
        directions=[one.name for one in DIRECTIONS],
        sources=sorted(
            {name for lines in after.values() for one in lines for name in (*one["rules"], *one["sources"])}
        ),
        map_svg=head_svg(session.plan, done=rolled),
    )


def _said(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences, each with its papers behind it."""
    return [
        f"{one['says'][:1].upper()}{one['says'][1:].removesuffix('.')}"
        + (f" ({', '.join(one['sources'])})." if one["sources"] else ".")
        for one in lines
    ]
