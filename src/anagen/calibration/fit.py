"""The fit of hair counts, from trials to data: search, spread, and the record that is shipped with the package."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from anagen.calibration.objective import Objective, objective
from anagen.calibration.search import Search, acceptable, begin, load, run
from anagen.calibration.space import FreeParameter, free_parameters
from anagen.evidence import Catalogue
from anagen.evidence.catalogue import DATA
from anagen.treatment.regimen import Regimen
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.protocol import Trial

PEOPLE, FOLLICLES = 1200, 100
"""Size of each virtual trial within the search: smooth enough to follow, small enough to repeat thousands of times."""
START_SPREAD = 0.1
"""First step of the search, as a share of each parameter's range."""
NEAR = 8.0
"""A set whose cost is within this of the best belongs to the simple spread of the parameters."""
SETS = 8
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A finished fit."""

    values: Mapping[str, float]
    """The best set."""
    sets: tuple[Mapping[str, float], ...]
    """Others that fit nearly as well."""
    cost: float
    misses: Mapping[str, float]
    """In standard errors."""
    evaluations: int
    seed: int


def hair_count_objective(evidence: Catalogue, seed: int) -> Objective:
    """The objective over the calibration outcomes of all packaged trials of drugs in men.

    What needling and platelets do is fitted by itself, after it: see `anagen.calibration.needling`.
    """
    packaged = (find_trial(name) for name in packaged_trials())
    trials = tuple(one for one in packaged if one.population.sex == "male" and not is_of_procedures(one))
    return objective(
        trials, free_parameters(evidence), evidence=evidence, people=PEOPLE, follicles=FOLLICLES, seed=seed
    )


def is_of_procedures(trial: Trial) -> bool:
    """Whether a trial needles or injects somebody."""
    return any(Regimen.of(arm.regimen).procedures for arm in trial.arms)


def fit(
    evidence: Catalogue,
    *,
    seconds: float,
    seed: int,
    workers: int,
    state: Path,
    resume: bool = False,
    report: Callable[[Search, float], None] | None = None,
) -> Fit:
    """Search for the numbers that bring the packaged trials' calibration outcomes closest.

    Parameters
    ----------
    seconds
        How long to search. [s]
    seed
        Seed of the search and of the virtual people.
    workers
        Processes.
    state
        File that holds the state of the search; written after each generation.
    resume
        Go on from that file instead of from the evidence.
    """
    aim = hair_count_objective(evidence, seed)
    if resume:
        search = load(state)
    else:
        start = aim.space.places_of(evidence)
        search = begin(start, seed=seed, spread=START_SPREAD)
        search.places.append(start)  # a search that finds nothing better leaves the evidence as it is
        search.costs.append(aim(start))
    run(search, aim, seconds=seconds, workers=workers, state=state, report=report)
    return conclude(search, aim, seed)


def conclude(search: Search, aim: Objective, seed: int) -> Fit:
    """The fit that a search has found."""
    best, *others = acceptable(search, within=NEAR, count=SETS, seed=seed)

    def rounded(places: object) -> dict[str, float]:
        return {name: significant(value) for name, value in aim.space.values_at(places).items()}  # type: ignore[arg-type]

    return Fit(
        values=rounded(best),
        sets=tuple(rounded(one) for one in others),
        cost=search.best[1],
        misses=aim.misses(best),
        evaluations=len(search.costs),
        seed=seed,
    )


def significant(value: float) -> float:
    """A value to as many digits as a fit can tell."""
    return float(f"{value:.{DIGITS}g}")


def record(found: Fit) -> str:
    """The record of a fit as TOML."""
    lines = [
        "# Written by `anagen calibrate --apply`. The best set stands in the evidence itself.",
        "",
        'method = "CMA-ES (library cma) on squared misses, linear beyond 3 standard errors"',
        f"seed = {found.seed}",
        f"evaluations = {found.evaluations}",
        f"people_of_each_trial = {PEOPLE}",
        f"follicles_of_each_person = {FOLLICLES}",
        f"cost = {found.cost:.2f}",
        'spread = "sets tried by the search, drawn with weight exp(-(cost - best) / 2); no posterior"',
        "",
        "[misses_in_standard_errors]",
        *(f'"{name}" = {miss:.2f}' for name, miss in found.misses.items()),
    ]
    for values in found.sets:
        lines += ["", "[[sets]]", *(f"{name} = {value:g}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def apply(found: Fit, folder: Path = DATA) -> None:
    """Write a fit into the evidence: its best values where they stand, its record beside them."""
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        changed = with_values(text, found.values)
        if changed != text:
            path.write_text(changed, encoding="utf-8")
    (folder / "fit").mkdir(exist_ok=True)
    (folder / "fit" / "hair_counts.toml").write_text(record(found), encoding="utf-8")


def with_values(text: str, values: Mapping[str, float]) -> str:
    """A file of the evidence with other values for some of its parameters; all else stays as it is."""
    for name, value in values.items():
        pattern = rf"(?ms)^(\[{re.escape(name)}\]\n.*?^value = )[^\n]*(\n.*?)(?=^\[|\Z)"
        found = re.search(pattern, text)
        if found:
            rest = re.sub(
                r"(?m)^published = .*$", 'published = "nowhere: fitted here"', found.group(2), count=1
            )
            text = text[: found.start()] + f"{found.group(1)}{value:g}{rest}" + text[found.end() :]
    return text


def at_a_bound(found: Fit, free: tuple[FreeParameter, ...], share: float = 0.01) -> tuple[str, ...]:
    """Parameters that the fit pushed against an end of their range: there the data or the model is at odds."""
    places = {one.name: one.place_of(found.values[one.name]) for one in free}
    return tuple(name for name, place in places.items() if place < share or place > 1.0 - share)
