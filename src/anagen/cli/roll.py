"""`anagen roll`: a guided session with a dermaroller."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from anagen.cli.diary_book import NO_BOOK, Book, WhichBook, is_there, opened
from anagen.cli.output import print_json, write_file_atomically
from anagen.cli.tables import aligned, paragraph
from anagen.errors import InputError, OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anagen.rolling.checks import Decision
    from anagen.rolling.keeping import Sessions
    from anagen.rolling.preparing import Preparation

EXIT_NOT_TODAY = 1
Topical = Literal["none", "minoxidil", "peptide_serum", "vitamin_c", "oil", "sterile_saline", "prp"]
Area = Literal["temples", "frontal_hairline_even", "crown", "midline_part", "top_diffuse"]


def roll(
    person: Path | None = None,
    /,
    *,
    length: float | None = None,
    setting: Literal["home", "clinic"] | None = None,
    topical: Topical | None = None,
    passes: int = 12,
    pace: float = 4.0,
    needles: int = 192,
    area: list[Area] | None = None,
    new_roller: bool = False,
    clinician: bool = False,
    fresh: bool = False,
    plan: bool = False,
    log: bool = False,
    map: Path | None = None,
    folder: Path | None = None,
    seed: int = 1,
    json: Annotated[bool, Parameter(name="--json")] = False,
    force: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Check whether to roll today, and lead through a session with the dermaroller.

    Section by section, direction by direction. Every step is kept as it is done: a session that was broken off, by a
    key or a closed terminal, goes on where it was with the same command, or in the browser. What was rolled, what it
    does by the models, and when the next one may be goes into a log. For education and research; it examines nobody.

    Parameters
    ----------
    person
        The person's file, in TOML; that of 'anagen consult' if not given. A session that is open needs none.
    length
        Length of the needles. [mm]
    setting
        Where: home or clinic.
    topical
        What is to go on afterwards.
    passes
        Over each section, all four directions together; 10 to 15.
    pace
        Seconds for one pass over a section; 0 counts by hand.
    needles
        Needles on the drum.
    area
        Where hair is thinner, if the person's grade does not tell it; may be given several times.
    new_roller
        The roller head is new.
    clinician
        A clinician decides here: what rules leave to a clinician is told and does not stop.
    fresh
        Close the session that is open as it is, ask the questions of today again, and begin anew.
    plan
        Print the checks, the sections and the schedule of a course, and keep nothing.
    log
        Print the sessions so far, and what is due.
    map
        File to draw the map to (SVG or PNG).
    folder
        Keep sessions as files of this folder, apart from the store; they are in no export then.
    seed
        Seed of the virtual heads that show where hair is thin.
    json
        Print one JSON object; nothing is asked, and no session begins.
    force
        Replace the map's file if it exists.

    Examples
    --------
    anagen roll me.toml --length 0.5 --setting home --topical minoxidil
    anagen roll
    anagen roll me.toml --setting clinic --plan --map sections.svg
    anagen roll me.toml --length 0.5 --setting home --json
    anagen roll --log
    """
    if map is not None and map.exists() and not force:
        raise OutputExistsError(map)
    options = {
        "roller_mm": length,
        "roller_setting": setting,
        "topical_planned": topical,
    }
    how = {"passes": passes, "pace_s": pace, "drum_needles": needles}
    only_look = plan or json or log or map is not None
    with _kept(folder, book, begin=not only_look) as sessions:
        if log:
            _print_log(sessions, json=json)
            return
        from anagen.rolling.plan import check_needle, check_passes

        check_passes(passes)  # before anything is asked or worked out
        if length is not None:
            check_needle(length)
        if only_look:
            from anagen.rolling.preparing import prepare

            ready = prepare(
                _answers(person), sessions.sessions(), options, how,
                areas=area or (), new_roller=new_roller, clinician=clinician, usual_length=plan, seed=seed,
            )  # fmt: skip
            _show_plan(ready, map=map, json=json, force=force, schedule=plan)
            if not plan and ready.decision.outcome != "go":
                sys.exit(EXIT_NOT_TODAY)
            return
        from anagen.rolling.terminal import run_session

        outcome = run_session(
            sessions, lambda: _answers(person), options, how, areas=area or (), new_roller=new_roller,
            clinician=clinician, seed=seed, report=decision_lines, fresh=fresh,
        )  # fmt: skip
    if outcome != "go":
        sys.exit(EXIT_NOT_TODAY)


@contextmanager
def _kept(folder: Path | None, book: Book, *, begin: bool) -> Iterator[Sessions]:
    """Where the sessions are kept: the store, into which those of the folder of old are taken."""
    from anagen.rolling.keeping import SessionFolder, usual_folder

    if folder is not None:
        yield SessionFolder(folder)
        return
    if not begin and not is_there(book):
        yield SessionFolder(usual_folder())
        return
    from anagen.rolling.stored import StoredSessions, taken_in

    with opened(book, begin=begin) as open_book:
        diary = open_book.diary
        sessions = StoredSessions(diary.store, diary.person_id, zone=open_book.zone)
        taken_in(sessions, SessionFolder(usual_folder()))
        yield sessions


def _answers(person: Path | None) -> dict[str, Any]:
    """What the person said, from the file that is named or the one of the consultation."""
    from anagen.cli.consult import usual_file
    from anagen.patient.person import example_file, read_answers

    if person is None:
        if not usual_file().exists():
            raise InputError(
                "Whose scalp? Give a person's file, as 'anagen roll me.toml', or answer 'anagen consult' first."
            )
        return read_answers(usual_file())
    return read_answers(example_file() if str(person) == "example" and not person.exists() else person)


def _print_log(sessions: Any, *, json: bool) -> None:
    """The log, and what is due."""
    from anagen.rolling.clock import SteadyClock
    from anagen.rolling.log import due_lines, log_as_dict, log_rows

    kept, now = sessions.sessions(), SteadyClock().now()
    if json:
        print_json(log_as_dict(kept, now))
        return
    if not kept:
        print("No session yet.")
        return
    rows = log_rows(kept)
    print(aligned(rows, [False, True, False, True, True, True, True, False, False]))
    for line in due_lines(kept, now):
        print(paragraph(line))


def _show_plan(ready: Preparation, *, map: Path | None, json: bool, force: bool, schedule: bool) -> None:
    """The checks, the sections and, if asked for, the dates of a course."""
    if map is not None:
        _draw(ready, map, force=force)
    if json:
        print_json(ready.as_dict(schedule=schedule))
        return
    from anagen.rolling.characters import plain_map
    from anagen.rolling.guide import guide
    from anagen.rolling.words import hours_in_words

    print("\n".join(decision_lines(ready.decision)))
    session, dose = ready.plan, ready.briefing.dose
    print()
    print(
        paragraph(
            f"{len(session.sections)} sections, {session.size_cm2:.0f} cm2, {session.area_says}; "
            f"{session.passes} passes each, about {session.minutes:.0f} minutes."
        )
    )
    print(plain_map(session))
    print(
        paragraph(
            f"One session leaves {dose.holes_per_cm2:.0f} holes/cm2, {dose.depth_um:.0f} um deep; redness for about "
            f"{hours_in_words(max(1.0, dose.redness_h))}; risk of a lasting scar with the sessions of the last half "
            f"year {dose.scar_risk_percent:.2g} %, accepted {dose.scar_limit_percent:.2g} %."
        )
    )
    print(paragraph(ready.briefing.values["topical"]))
    if schedule and ready.ruled_out:
        print("\nNo course is planned while a rule forbids it.")
    elif schedule:
        print()
        print("\n".join(schedule_lines(ready)))
        print(paragraph(f"{guide().scope.says} ({', '.join(guide().scope.claims)})"))


def decision_lines(decision: Decision) -> list[str]:
    """The outcome of the checks, and why.

    Parameters
    ----------
    decision
        What was found.
    """
    outcome = {
        "go": "Go: nothing speaks against rolling today.",
        "wait": f"Wait until {decision.until}.",
        "do not": "Do not roll today.",
    }[decision.outcome]
    lines = [outcome, *_unanswered_lines(decision.ask)]
    for one in decision.checks:
        if not one.ask:
            until = f" Until {one.until}." if one.until else ""
            lines += paragraph(
                f"{one.rule} ({one.outcome}): {one.title}. {one.says}{until} [{one.source}]"
            ).splitlines()
    return lines


def _unanswered_lines(fields: Sequence[str]) -> list[str]:
    """The questions that hold a session back, in their words, each with its name in a person's file."""
    from anagen.consultation.questionnaire import question

    if not fields:
        return []
    says = (
        "These are not answered, and rolling waits for them; answer them here in a terminal, with "
        "'anagen consult --full', or in the person's file:"
    )
    asked = [paragraph(f"{question(one).text} ({one})", first="- ", later="  ") for one in fields]
    return "\n".join([paragraph(says), *asked]).splitlines()


def schedule_lines(ready: Preparation) -> list[str]:
    """The dates of the course.

    Parameters
    ----------
    ready
        The plan with its schedule.
    """
    course, due = ready.schedule()
    rows = [["session", "day", "days since", "scar risk", ""]]
    rows += [
        [
            str(one.number),
            one.day.strftime("%a %Y-%m-%d"),
            "" if one.since_last_days is None else str(one.since_last_days),
            f"{one.risk_percent:.2g} %",
            one.moved_because and f"later: {one.moved_because}",
        ]
        for one in due
    ]
    return [
        f"{course.name}: {course.sessions} sessions of {course.needle_mm:g} mm, {course.passes} passes",
        aligned(rows, [True, False, True, True, False]),
        paragraph(f"What it would do: anagen simulate PERSON.toml --regimen '{course.regimen}'"),
    ]


def _draw(ready: Preparation, map: Path, *, force: bool) -> None:
    """The map as a file."""
    from anagen.render.files import DRAWINGS, known_ending, save_drawing
    from anagen.rolling.drawing import map_svg

    known_ending(map, DRAWINGS, "drawing")
    with write_file_atomically(map, force=force) as draft:
        save_drawing(map_svg(ready.plan), draft)
