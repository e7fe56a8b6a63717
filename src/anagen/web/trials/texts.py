"""Trial files that somebody wrote or brought: texts, of which nothing is carried out and no path is opened."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from anagen.errors import AnagenError, FileError, InputError
from anagen.trials.files import trial_of
from anagen.trials.protocol import Trial

__all__ = ["LARGEST_BYTES", "MOST_PEOPLE", "Fault", "Near", "fault_in", "read_text", "uploaded_text"]

LARGEST_BYTES = 64 * 1024
"""Of a trial's file; those that come with the package have two to six thousand. [byte]"""
LONGEST_LINE = 1000
"""Letters of a line: names with thousands of dots would fill the memory of whoever reads them."""
MOST_ARMS, MOST_INSTRUMENTS, MOST_VISITS = 12, 12, 60
LONGEST_WEEKS = 1300.0
"""Of a trial that is run here: a quarter of a century. [week]"""
FEWEST_PEOPLE, MOST_PEOPLE = 20, 5000
MOST_IN_ARMS = 20_000
"""People times arms."""
AROUND = 2
"""Lines shown before and after one that is wrong."""


class Near(BaseModel):
    """A line of a text."""

    model_config = ConfigDict(frozen=True)

    number: int
    text: str
    wrong: bool


class Fault(BaseModel):
    """What is wrong with a text, and where."""

    model_config = ConfigDict(frozen=True)

    line: int | None
    """Counted from 1; none where it concerns the whole."""
    says: str
    near: list[Near]


def read_text(text: str) -> Trial:
    """The trial of a text.

    Parameters
    ----------
    text
        As the page sent it.

    Raises
    ------
    TrialFileError
        With the line, if it is no trial that can be read.
    InputError
        If it is larger than what is run here.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST_BYTES:
        raise InputError(f"The file is larger than {LARGEST_BYTES // 1024} kB. Shorten its notes.")
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"Line {number} has more than {LONGEST_LINE} letters. Break it, or use three quotes for a long text."
            )
    trial = trial_of(text)
    _check_size(trial)
    return trial


def _check_size(trial: Trial) -> None:
    for what, count, most in (
        ("arms", len(trial.arms), MOST_ARMS),
        ("instruments", len(trial.instruments), MOST_INSTRUMENTS),
        ("visits", len(trial.visits_weeks), MOST_VISITS),
    ):
        if count > most:
            raise InputError(
                f"The trial has {count} {what}; at most {most} are run here. Use the command line."
            )
    if trial.visits_weeks[-1] > LONGEST_WEEKS:
        raise InputError(
            f"The trial lasts {trial.visits_weeks[-1]:g} weeks; at most {LONGEST_WEEKS:g} are run here. "
            "Use the command line."
        )


def check_people(trial: Trial, people: int) -> None:
    """Refuse more people than are simulated here."""
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE or people * len(trial.arms) > MOST_IN_ARMS:
        most = min(MOST_PEOPLE, MOST_IN_ARMS // len(trial.arms))
        raise InputError(
            f"{people} people in each arm are not run here. Give {FEWEST_PEOPLE} to {most}, or use the command line."
        )


def fault_in(text: str, people: int | None = None) -> Fault | None:
    """What is wrong with a text; none if it can be run.

    Parameters
    ----------
    text
        In TOML.
    people
        With whom it is to be run, if that is asked as well.
    """
    try:
        trial = read_text(text)
        if people is not None:
            check_people(trial, people)
    except FileError as error:
        return Fault(line=error.line, says=" ".join(error.says.split()), near=_near(text, error.line))
    except AnagenError as error:
        return Fault(line=None, says=str(error), near=[])
    return None


def _near(text: str, line: int | None) -> list[Near]:
    if line is None:
        return []
    lines = text.splitlines()
    numbers = range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1)
    return [Near(number=k, text=lines[k - 1], wrong=k == line) for k in numbers]


def uploaded_text(data: bytes) -> str:
    """The text of a file that somebody brought.

    Parameters
    ----------
    data
        Its bytes; what the browser calls it is not looked at.

    Raises
    ------
    InputError
        If it is too large, or no text.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError(f"The file is larger than {LARGEST_BYTES // 1024} kB. Is it a trial's file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The file is no text in UTF-8. Bring a trial's file, in TOML.") from None
    if "\0" in text:
        raise InputError("The file is no text. Bring a trial's file, in TOML.")
    return text.replace("\r\n", "\n")
