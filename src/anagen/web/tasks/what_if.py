"""What a question has the runner do: the courses that it compares, simulated for who asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.units import DAYS_PER_MONTH
from anagen.web.jobs.tasks import Progress, task

if TYPE_CHECKING:
    from anagen.questions.reading import WhatIf
    from anagen.questions.simulated import Simulated

__all__ = ["PEOPLE", "RESULT", "SEED", "WHAT_IF", "simulate"]

WHAT_IF = "what_if"
RESULT = "what_if.json"
PEOPLE, FOLLICLES, SEED = 120, 400, 1
MEASURE = "visible_hair_density"


@task(WHAT_IF, page="/questions/what-if/{id}")
def simulate(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Simulate a what-if.

    Parameters
    ----------
    params
        ``question``, ``person`` by the names of a person's file, ``who`` in words.
    folder
        Takes the result as JSON, the courses as a table and the person's file.
    progress
        How far it is.
    """
    from anagen.patient.person import person_of
    from anagen.questions.simulated import person_file, simulate_what_if
    from anagen.questions.what_if import read_what_if

    person = person_of(params["person"])
    what_if: WhatIf | None = read_what_if(params["question"], sex=person.sex, age_years=person.age_years)
    if what_if is None:
        raise ValueError("a question that was read as a what-if is none")
    progress(0.02, "Simulating virtual people under each course")
    done = simulate_what_if(
        what_if,
        person,
        params["who"],
        people=PEOPLE,
        follicles=FOLLICLES,
        seed=SEED,
        progress=progress.advance,
    )
    done.history.to_csv(folder / "history.csv")
    (folder / "person.toml").write_text(person_file(done.person), encoding="utf-8")
    result = {**done.as_dict(), "courses": _courses(done)}
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _courses(done: Simulated) -> list[dict[str, Any]]:
    """Both courses that are compared, through the months, for a chart."""
    plans = [one.regimen for one in done.what_if.arms if one.regimen != "untreated"]
    places = {
        one.name: 0 if one.regimen == "untreated" else plans.index(one.regimen) + 1
        for one in done.what_if.arms
    }
    places.setdefault("no treatment", 0)
    names = list(dict.fromkeys([done.what_if.arms[0].name, done.versus, "no treatment"]))
    found = []
    for name in names:
        middle, low, high = done.history.band(MEASURE, places[name])
        found.append(
            {
                "name": name,
                "month": [round(float(day) / DAYS_PER_MONTH, 2) for day in done.history.days],
                "median": [round(float(one), 2) for one in middle],
                "low90": [round(float(one), 2) for one in low],
                "high90": [round(float(one), 2) for one in high],
            }
        )
    return found
