"""The fit of hair counts, from trials to data: search, posterior, and the record that is shipped with the package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.gauss_newton import Round, search
from anagen.calibration.objective import Objective, objective
from anagen.calibration.posterior import Posterior, explore
from anagen.calibration.random_effects import trial_loadings
from anagen.calibration.sides import TwoSided, one_sided
from anagen.calibration.simulations import Simulations
from anagen.calibration.space import FreeParameter, free_parameters
from anagen.evidence import Catalogue
from anagen.evidence.catalogue import DATA
from anagen.treatment.regimen import Regimen
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.protocol import Trial

Floats = NDArray[np.float64]
PEOPLE, FOLLICLES = 500, 60
"""Size of each virtual trial within the fit: smooth enough to follow, small enough to repeat hundreds of times."""
OTHER_SEEDS = 4
"""Further virtual people at the best set, who tell how much of a miss is chance."""
DIGITS = 4
HOW_DRAWN = (
    "draws of the posterior (emcee on an emulator of all misses, uniform within each interval before the data, "
    "random effects of trials included), by their tempered weights in the simulation itself"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fit, finished or stopped."""

    values: Mapping[str, float]
    """The best set."""
    sets: tuple[Mapping[str, float], ...]
    """Draws of the posterior; none before it is known."""
    cost: float
    misses: Mapping[str, float]
    """In standard errors."""
    simulations: int
    """How many the whole took."""
    seed: int
    finished: bool
    """Whether the search has ended by itself."""
    posterior: Posterior | None = None


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
    seconds: float = float("inf"),
    seed: int = 1,
    workers: int = 1,
    state: Path | None = None,
    resume: bool = False,
    posterior: bool = False,
    report: Callable[[str, int], None] = lambda _what, _simulations: None,
) -> Fit:
    """Search for the numbers that bring the packaged trials' calibration outcomes closest, and for what is left open.

    Parameters
    ----------
    evidence
        Where to begin.
    seconds
        How long simulations may be begun. [s]
    seed
        Seed of the virtual people and of the chains.
    workers
        Processes.
    state
        File that keeps every simulation.
    resume
        Go on from that file.
    posterior
        Draw from the posterior once the search has ended.
    report
        Called with what is being done and the number of simulations so far.

    Raises
    ------
    OutOfTimeError
        If the time passes before the start itself, or all that the posterior asks for, is simulated.
    """
    aim = TwoSided.of(hair_count_objective(evidence, seed))
    doing = "start"

    def tell(simulations: Simulations) -> None:
        report(doing, len(simulations))

    def round_done(now: Round) -> None:
        nonlocal doing
        doing = f"round {now.number}, cost {now.cost:.2f}"

    def posterior_does(what: str) -> None:
        nonlocal doing
        doing = what
        report(doing, len(simulations))

    simulations = Simulations(
        aim=aim, path=state, key=key_of(aim), workers=workers, seconds=seconds, report=tell
    )
    if resume:
        simulations.load()
    last = search(simulations, aim.space.places_of(evidence), count=one_sided, report=round_done)
    found = None
    if posterior and last.finished:
        found = explore(
            simulations,
            last.places,
            loadings=lambda names: trial_loadings(aim, last.places, names),
            chance=lambda names: chance(evidence, last.places, names, seed),
            seed=seed,
            report=posterior_does,
        )
    return conclude(aim, last, simulations, seed, found)


def key_of(aim: Objective) -> str:
    """What the misses depend on besides the place."""
    plans = [(one.trial.id, one.people, one.follicles, one.seed, one.weeks) for one in aim.plans]
    names = [one.name for one in aim.space.parameters]
    return hashlib.sha256(f"{aim.evidence.fingerprint} {plans} {names}".encode()).hexdigest()


def chance(evidence: Catalogue, places: Floats, names: tuple[str, ...], seed: int) -> Floats:
    """Standard deviation of each miss between virtual trials of other people. [misses]"""
    seen = []
    for other in range(seed, seed + OTHER_SEEDS + 1):
        misses = TwoSided.of(hair_count_objective(evidence, other)).misses(places)
        seen.append([misses[name] for name in names])
    return np.asarray(np.std(seen, axis=0, ddof=1))


def conclude(
    aim: Objective, last: Round, simulations: Simulations, seed: int, posterior: Posterior | None
) -> Fit:
    """The fit that a search and a posterior have found."""

    def rounded(places: Floats) -> dict[str, float]:
        return {name: significant(value) for name, value in aim.space.values_at(places).items()}

    return Fit(
        values=rounded(last.places),
        sets=tuple(map(rounded, posterior.sets)) if posterior else (),
        cost=last.cost,
        misses=dict(zip(simulations.names, map(float, last.misses), strict=True)),
        simulations=len(simulations),
        seed=seed,
        finished=last.finished,
        posterior=posterior,
    )


def significant(value: float) -> float:
    """A value to as many digits as a fit can tell."""
    return float(f"{value:.{DIGITS}g}")


def record(found: Fit) -> str:
    """The record of a fit as TOML."""
    lines = [
        "# Written by `anagen calibrate --posterior --apply`. The best set stands in the evidence itself; the sets",
        "# below are draws of the posterior: see docs/calibration.md for how they were made and what they are worth.",
        "",
        'method = "damped Gauss-Newton on the misses of all calibration outcomes, linear beyond 3 standard errors"',
        f"seed = {found.seed}",
        f"simulations = {found.simulations}",
        f"people_of_each_trial = {PEOPLE}",
        f"follicles_of_each_person = {FOLLICLES}",
        f"cost = {found.cost:.2f}",
    ]
    if found.posterior is not None:
        chain, draws = found.posterior.chain, len(found.posterior.weights)
        lines += [
            f'spread = "{HOW_DRAWN}"',
            f"emulated_from = {found.posterior.emulator.simulations}",
            f"autocorrelation_steps = {float(np.max(chain.autocorrelation)):.0f}",
            f"steps = {chain.steps}",
            f"draws_simulated = {draws}",
            f"effective_draws = {found.posterior.exact_effective:.1f}",
            f"tempering = {found.posterior.tempering:.3f}",
        ]
    lines += [
        "",
        "[misses_in_standard_errors]",
        *(f'"{name}" = {miss:.2f}' for name, miss in found.misses.items()),
    ]
    for values in found.sets:
        lines += ["", "[[sets]]", *(f"{name} = {value:g}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def apply(found: Fit, folder: Path = DATA) -> None:
    """Write a fit into the evidence: its best values where they stand, its record beside them."""
    write_values(found.values, folder)
    (folder / "fit").mkdir(exist_ok=True)
    (folder / "fit" / "hair_counts.toml").write_text(record(found), encoding="utf-8")


def write_values(values: Mapping[str, float], folder: Path = DATA) -> None:
    """Write values into the evidence, where the numbers stand."""
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        changed = with_values(text, values)
        if changed != text:
            path.write_text(changed, encoding="utf-8")


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
