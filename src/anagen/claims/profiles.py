"""People for the claims on the consultation: some written by hand, and as many as one likes drawn at random."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from anagen.patient.person import known_fields

Answers = Mapping[str, Any]

OF_MEN = ("norwood", "psa_planned", "partner_pregnant_or_trying")
OPEN_SHARES = (0.0, 0.0, 0.02, 0.1, 0.5)
"""Shares of the questions that somebody leaves open, one of which is drawn."""
CHANGED = (0, 1, 2, 3, 5, 8)
"""Answers in which somebody differs from the well man or woman, one of which is drawn."""
USUAL_SHARE = 0.3
"""Of yes-or-no questions that are answered with yes."""
YEARS = (18, 80)
"""Ages of the well people that are drawn. [year]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Somebody of whom it is known how a consultation must end."""

    name: str
    answers: Answers
    outcome: str
    """``"plan"``, ``"refer"`` or ``"stop"``."""
    may: frozenset[str]
    """Of the approved drugs, those that suit."""


def profiles() -> tuple[Profile, ...]:
    """The people who were written by hand."""
    return tuple(
        Profile(
            name=one["name"],
            answers=well(one.get("sex", "male")) | one.get("answers", {}),
            outcome=one["outcome"],
            may=frozenset(one["may"]),
        )
        for one in _file()["person"]
    )


def signs() -> Sequence[Mapping[str, Any]]:
    """Single answers that end a plan or need a doctor first, with what screening must say."""
    found: Sequence[Mapping[str, Any]] = _file()["sign"]
    return found


def safety() -> Mapping[str, Sequence[str]]:
    """Questions that must be answered before a treatment may be offered, by treatment."""
    found: Mapping[str, Sequence[str]] = _file()["safety"]
    return found


def well(sex: str) -> dict[str, Any]:
    """A man or a woman with thinning hair and nothing against any treatment."""
    man: dict[str, Any] = dict(_file()["man"])
    if sex == "male":
        return man
    woman: dict[str, Any] = _file()["woman"]
    return {name: value for name, value in man.items() if name not in OF_MEN} | woman


def drawn(people: int, *, seed: int) -> Iterator[dict[str, Any]]:
    """Answers of random people: well but for some answers, with some questions left open.

    Parameters
    ----------
    people
        How many.
    seed
        Seed of the drawing.
    """
    chance = Random(seed)  # noqa: S311  people for a check, no secret
    for _ in range(people):
        base = well(chance.choice(("male", "female"))) | {"age": chance.randint(*YEARS)}
        changed = chance.sample(sorted(known_fields()), chance.choice(CHANGED))
        answers = base | {name: _value(known_fields()[name], chance) for name in changed if name != "sex"}
        left_open = chance.choice(OPEN_SHARES)
        yield {name: value for name, value in answers.items() if chance.random() >= left_open}


def _value(about: Mapping[str, Any], chance: Random) -> Any:
    """An answer to a field."""
    match about["kind"]:
        case "boolean":
            return chance.random() < USUAL_SHARE
        case "choice":
            return chance.choice(about["allowed"])
        case "choices":
            return chance.sample(about["allowed"], chance.choice((1, 1, 2)))
        case "text":
            return "M2V1"  # the one field of text is a pattern of loss
        case _:
            number = about["low"] + (about["high"] - about["low"]) * chance.random() ** 2
            return int(number) if about["kind"] == "integer" else number


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("anagen.claims").joinpath("profiles.toml").read_text(encoding="utf-8"))
