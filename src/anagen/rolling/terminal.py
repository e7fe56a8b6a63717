"""A whole session at a terminal: take up what is open, or ask, check and begin; lead, and keep what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from anagen.consultation.questionnaire import question
from anagen.errors import InputError
from anagen.rolling.asking import fields_today, lines_of, read_reply, to_ask, to_ask_first
from anagen.rolling.checks import GO, Decision
from anagen.rolling.clock import Clock, SteadyClock
from anagen.rolling.finishing import before, is_stale, result_of_kept
from anagen.rolling.guiding import Screen, lead
from anagen.rolling.keeping import Sessions
from anagen.rolling.keys import GONE, Keys, LineKeys, cbreak
from anagen.rolling.log import due_lines
from anagen.rolling.preparing import Preparation, prepare, told_of
from anagen.rolling.screens import LiveScreen, PlainScreen, heading
from anagen.rolling.session import Session
from anagen.rolling.words import Briefing, briefing, hours_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["run_session"]

ROUNDS = 40
ANEW = "Was a question of today answered by mistake? 'anagen roll --fresh' asks them again."


def run_session(
    sessions: Sessions,
    answers: Callable[[], Mapping[str, Any]],
    options: Mapping[str, Any],
    how: Mapping[str, Any],
    *,
    report: Callable[[Decision], list[str]],
    fresh: bool = False,
    clock: Clock | None = None,
    **more: Any,
) -> str:
    """Go on with the session that is open, or begin one; give ``go``, or the outcome that kept it from beginning.

    Parameters
    ----------
    sessions
        Where they are kept.
    answers
        Gives the person's answers, when a session is begun.
    options, how
        As in `anagen.rolling.preparing.prepare`.
    report
        The outcome of the checks in lines.
    fresh
        Whether to close what is open, ask the questions of today again, and begin anew.
    clock
        What time it is; the machine's, if not given.
    **more
        As in `anagen.rolling.preparing.prepare`.
    """
    from rich.console import Console

    console = Console(highlight=False)
    time = clock or SteadyClock()
    typed = LineKeys(sys.stdin.fileno())
    with sessions.alone():
        session = _open_one(sessions, time, console.out, fresh=fresh)
        if session is None:
            ready = _asked(
                sessions,
                answers(),
                options,
                how,
                typed=typed,
                write=console.out,
                time=time,
                anew=fresh,
                **more,
            )
            for line in report(ready.decision):
                console.out(line)
            if ready.decision.outcome != GO:
                console.out(ANEW)
                return ready.decision.outcome
            session = Session.begun(ready.plan, time.now())
            said = ready.briefing
            sessions.save(session, checks=ready.decision.as_dict())
            sessions.keep_answers(ready.today, None)
        else:
            said = briefing(session.plan, past=before(sessions, session))
        ended = _led(sessions, session, said, typed=typed, console=console, time=time)
        _told(sessions, ended, time, console.out)
    return GO


def _open_one(
    sessions: Sessions, time: Clock, write: Callable[[str], None], *, fresh: bool
) -> Session | None:
    """The session to go on with; one that is too old or not wanted is closed."""
    found = sessions.open_session()
    if found is None:
        return None
    now = time.now()
    stale = is_stale(found, now)
    if fresh or stale:
        ended = found.broken_off(now)
        sessions.save(ended, result=result_of_kept(sessions, ended))
        why = "was left for too long" if stale else "is closed"
        write(f"The session of {ended.started.date()} {why}; what was rolled then is in the log.")
        return None
    session = found.reopened(now)
    write(f"Going on with the session of {session.started.date()}. {heading(session)}")
    return session


def _asked(
    sessions: Sessions,
    answers: Mapping[str, Any],
    options: Mapping[str, Any],
    how: Mapping[str, Any],
    *,
    typed: LineKeys,
    write: Callable[[str], None],
    time: Clock,
    anew: bool,
    **more: Any,
) -> Preparation:
    """The session that is asked for, when all has been asked that can change whether it may begin."""
    now = time.now()
    kept = sessions.sessions()
    first = not any(any(session.passes_made.values()) for session, _ in kept)
    before: dict[str, Any] = {} if anew else dict(sessions.answers(now.date()))
    told = {name: value for name, value in answers.items() if name not in fields_today(first=first)} | before
    asked = set(before)

    def ask(field: str) -> None:
        asked.add(field)
        found = _reply(field, told, typed, write)
        if found is not None:
            told[field] = found
            before[field] = found
            sessions.keep_answers(now.date(), before)

    new = more.get("new_roller", False)
    for _ in range(ROUNDS):  # an answer may bring up another question
        known = told_of(told, kept, options, today=now.date(), new_roller=new)
        needed = to_ask_first(told, known, asked=asked, first=first, new_roller=new)
        if not needed:
            break
        ask(needed[0])
    write("Looking where hair is thin, and what rules and model say of rolling today ...")
    for _ in range(ROUNDS):
        ready = prepare(told, kept, options, how, now=now, **more)
        # What is settled already needs no more questions: a reason not to roll stays one.
        still = to_ask(ready.decision, asked)
        if not still:
            return ready
        ask(still[0])
    return ready


def _reply(field: str, told: Mapping[str, Any], typed: LineKeys, write: Callable[[str], None]) -> Any:
    """The answer to one question; None if it is left open."""
    for shown in lines_of(question(field), told):
        write(shown)
    while (line := typed.line(None)) not in {None, GONE}:
        try:
            return read_reply(field, line or "", told)
        except InputError as error:
            write(str(error))
    return None


def _led(
    sessions: Sessions,
    session: Session,
    said: Briefing,
    *,
    typed: LineKeys,
    console: Any,
    time: Clock,
) -> Session:
    """The session as it was left."""
    with _screen(said, typed, console) as (keys, screen):
        return lead(session, clock=time, keys=keys, screen=screen, keep=sessions.save)


@contextmanager
def _screen(said: Briefing, typed: LineKeys, console: Any) -> Iterator[tuple[Keys, Screen]]:
    """A live picture and single keys in a terminal; lines both ways elsewhere."""
    if not (sys.stdin.isatty() and console.is_terminal and not console.is_dumb_terminal):
        shaded = console.encoding.lower().startswith("utf")
        yield typed, PlainScreen(console.out, said, shaded=shaded)
        return
    from rich.live import Live

    with cbreak() as keys, Live(console=console, screen=True, auto_refresh=False) as live:
        yield keys, LiveScreen(live, console, said)


def _told(
    sessions: Sessions,
    session: Session,
    time: Clock,
    write: Callable[[str], None],
) -> None:
    """What came of it, kept and said."""
    if not session.done:
        write(f"Kept. {heading(session)}. Go on with: anagen roll")
        return
    result = result_of_kept(sessions, session)
    sessions.save(session, result=result)
    made = session.passes_made
    dose = result["dose"]
    rolled = sum(1 for passes in made.values() if passes)
    write(
        f"Done: {rolled} of {len(made)} sections, {result['mean_passes']:.1f} passes in the mean, "
        f"{dose['holes_per_cm2']:.0f} holes/cm2; redness for about {hours_in_words(max(1.0, dose['redness_h']))}; "
        f"risk of a lasting scar {dose['scar_risk_percent']:.2g} % (accepted {dose['scar_limit_percent']:.2g} %)."
    )
    for line in due_lines([(session, result)], time.now()):
        write(line)
    write("It is in the log (anagen roll --log).")
