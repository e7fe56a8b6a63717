"""`anagen consult`: questions, screening, options with what each would probably do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from anagen.errors import InputError, OutputExistsError

if TYPE_CHECKING:
    from anagen.consultation.answers_file import Kept

USUAL_FILE = "consultation.toml"
RESPONDENT = "respondent"


def consult(
    *,
    answers: Path | None = None,
    save: Path | None = None,
    clinician: bool = False,
    carer: bool = False,
    full: bool = False,
    fresh: bool = False,
    years: float = 5.0,
    seed: int = 1,
    json: bool = False,
    out: Path | None = None,
    pictures: bool = False,
    force: bool = False,
) -> None:
    """Ask what matters, screen the answers, and show options with what each would probably do.

    In a terminal the questions are asked one after the other; every answer is kept at once, so that the
    consultation can be broken off at any time and goes on when the same command is given again. Any question may be
    skipped. With --answers and no terminal, or with --json, nothing is asked. For education and research; it
    examines nobody, and what it shows is for a talk with a doctor or a pharmacist.

    Parameters
    ----------
    answers
        A person's file, in TOML: answers to start from, and where more are kept.
    save
        Where answers are kept, if not there.
    clinician
        You are a clinician: all questions, treatments outside their license, with reasons.
    carer
        You answer for somebody you care for.
    full
        Ask what is not on the short path, too: measurements, ancestry, the roller.
    fresh
        Begin anew; what was kept is set aside beside it.
    years
        How far forecasts look. [year]
    seed
        Seed of all random numbers.
    json
        Print one JSON object; asks nothing.
    out
        Folder to write the report to.
    pictures
        Draw heads for the report, too: now, untreated and treated, of the first option; takes a minute or two.
    force
        Replace the folder if it exists.

    Examples
    --------
    anagen consult
    anagen consult --answers me.toml
    anagen consult --answers me.toml --json
    anagen consult --clinician --save patient-7.toml --out report
    """
    if clinician and carer:
        raise InputError("Give --clinician or --carer, not both.")
    if pictures and out is None:
        raise InputError("--pictures are drawn for the report. Name its folder: --out FOLDER.")
    if out is not None and out.exists() and not force:
        raise OutputExistsError(out)
    depth = "clinician" if clinician else "carer" if carer else "self"
    path = save or answers or usual_file()
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not json
    start = found(answers, path, fresh=fresh, asks=asks)
    said = {RESPONDENT: depth, **start.answers}
    if clinician or carer:
        said[RESPONDENT] = depth
    depth = said[RESPONDENT]
    if asks:
        from anagen.cli.terminal import interviewed

        own = save is None and answers is None
        held = interviewed(said, start.left_open, path, depth=depth, full=full, own_file=own)
        if held is None:
            return
        said = held
    elif save is not None:
        from anagen.consultation.answers_file import keep

        keep(save, said, start.left_open)
    from anagen.cli.advice import advise

    advise(said, depth=depth, years=years, seed=seed, json=json, out=out, pictures=pictures, force=force)


def usual_file() -> Path:
    """Where answers are kept if nobody says where: the user's own data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("anagen", appauthor=False)) / USUAL_FILE


def found(answers: Path | None, path: Path, *, fresh: bool, asks: bool) -> Kept:
    """What was answered before.

    Parameters
    ----------
    answers
        The file that was named, which must be there unless questions are asked.
    path
        Where answers are kept.
    fresh
        Whether to set aside what was kept.
    asks
        Whether questions are asked.
    """
    from anagen.consultation.answers_file import Kept, kept

    if answers is None and not asks:
        raise InputError("Questions need a terminal. Give the answers as a file: --answers FILE.")
    if fresh and asks:
        if path.exists():
            path.replace(path.with_name(f"{path.name}.before"))
        return Kept()
    if answers is not None and not asks and not answers.exists():
        raise InputError(f"There is no file {answers}. Name a person's file, or answer in a terminal.")
    return kept(answers if answers is not None and answers.exists() else path)
