"""The posterior of the free numbers: what trials and knowledge leave open, drawn by MCMC on the emulator.

Before the data each number is as likely anywhere between its bounds, in its own scale. The misses are normal, with
the published error, the chance of the virtual trial, what the emulator leaves over, and the random effect of each
trial: its effects, its levels and the drift of its instruments belong to it and not to the numbers, so outcomes of one
trial miss together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from anagen.calibration.emulator import Emulator, fit_emulator
from anagen.calibration.objective import (
    Objective,
    name_of,
    outcome_error,
)
from anagen.calibration.predict import Plan, Prediction, outcome_value, predict
from anagen.calibration.simulations import Simulations
from anagen.treatment.regimen import Regimen
from anagen.trials.between import drift_of, drugs_of, share_of

__all__ = [
    "Chain",
    "Density",
    "Posterior",
    "TwoSided",
    "covariance",
    "effective_size",
    "explore",
    "sample",
    "tempered",
    "trial_loadings",
]

Floats = NDArray[np.float64]
WALKERS_PER_NUMBER = 4
STEPS = 3000, 9000
"""Steps of each walker: of a chain that only says where to simulate next, and of the last one."""
AWAY = 0.06, 0.15
"""How far each number is moved from the center at first: to both sides, or twice inward near a bound."""
ROUNDS = (64, 80, 90, 64, 90)
"""Draws of each round that are simulated to better the emulator."""
PLAUSIBLE = 40.0
"""Sum of squared, independent misses up to which a simulation counts fully for the emulator."""
CHECKED, SETS = 128, 24
"""Draws of the last round, which judge the emulator; and how many of them are kept.

Their weights are tempered until as many count effectively as are kept."""
ONE_SIDED = {"people": -1.0}
"""Misses, by the end of their name, of which only this sign counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSided(Objective):
    """The objective with both sides of its one-sided misses: an emulator must see how far inside a place is."""

    def other_misses(self, plan: Plan, prediction: Prediction) -> dict[str, float]:
        """Misses of what a trial shows besides its outcomes."""
        misses = Objective.other_misses(self, plan, prediction)
        share = prediction.effective_people / plan.people
        misses[f"{plan.trial.id} people"] = self.miss("effective_people", share)
        return misses

    @classmethod
    def of(cls, aim: Objective) -> TwoSided:
        """The same objective, both sides told."""
        return cls(**{one.name: getattr(aim, one.name) for one in fields(aim)})


def sides(names: tuple[str, ...]) -> Floats:
    """Of each miss the sign that counts; 0 where both do."""
    return np.array([next((s for end, s in ONE_SIDED.items() if name.endswith(end)), 0.0) for name in names])


def counted(misses: Floats, side: Floats) -> Floats:
    """Misses without the side that does not count."""
    return np.where(
        side < 0.0, np.minimum(misses, 0.0), np.where(side > 0.0, np.maximum(misses, 0.0), misses)
    )


def one_sided(names: tuple[str, ...], misses: Floats) -> Floats:
    """Misses by their names, without the side that does not count."""
    return counted(misses, sides(names))


def trial_loadings(aim: Objective, places: Floats, names: tuple[str, ...]) -> Floats:
    """How far one standard deviation of each trial's random effects moves each miss. [misses, effects]

    Effects of a treated arm, levels, and the drift of an instrument that has no number of its own in the fit: the
    three kinds that `anagen.trials.between` adds to a predicted interval.
    """
    evidence = aim.numbers(places)
    columns: dict[tuple[str, str, str], Floats] = {}

    def move(cause: tuple[str, str, str], name: str, size: float) -> None:
        columns.setdefault(cause, np.zeros(len(names)))[names.index(name)] += size

    for plan in aim.plans:
        trial, prediction = plan.trial, predict(plan, evidence)
        drifting = {one.measure for one in trial.drifts}
        control = trial.control.name if trial.control else None
        for outcome in plan.outcomes:
            name = name_of(trial, outcome)
            if name not in names:
                continue
            error = outcome_error(outcome, trial.arm(outcome.arm).people)
            value = prediction.values[outcome]
            if outcome.value_kind == "level":
                move(
                    (trial.id, "level", ""), name, evidence.value("between_trials_level", "1") * value / error
                )
                continue
            against = outcome.versus or control
            if against is not None and against != outcome.arm and against in prediction.courses:
                contrast = replace(outcome, versus=against)
                effect = outcome_value(contrast, trial, prediction.courses, plan.weeks, evidence)
                share = share_of(drugs_of(Regimen.of(trial.arm(outcome.arm).regimen)), evidence)
                move((trial.id, "effect", outcome.arm), name, share * effect / error)
            if outcome.versus is None and outcome.measure not in drifting:
                course = prediction.courses[outcome.arm][outcome.measure]
                base = float(course[0]) if outcome.value_kind == "change_from_baseline" else 100.0
                drift = evidence.value(drift_of(trial), "1") * base
                move((trial.id, "drift", outcome.measure), name, drift / error)
    return np.stack(list(columns.values()), axis=1) if columns else np.zeros((len(names), 0))


def covariance(loadings: Floats, *errors: Floats) -> Floats:
    """Covariance of the misses: one for the published error, further independent errors, and trials' effects."""
    return np.diag(1.0 + sum((error**2 for error in errors), np.zeros(len(loadings)))) + loadings @ loadings.T


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Logarithm of the posterior density, up to a constant."""

    emulator: Emulator
    whiten: Floats
    """Turns misses into independent ones of size one. [misses, misses]"""
    repeated: Floats | None = None
    """A second set of data, where there is one, less the published one. [misses]"""

    @classmethod
    def of(cls, emulator: Emulator, spread: Floats, repeated: Floats | None = None) -> Density:
        """The density for a covariance of the misses."""
        whiten = np.linalg.inv(np.linalg.cholesky(spread)).T
        return cls(emulator=emulator, whiten=whiten, repeated=repeated)

    def of_misses(self, misses: Floats) -> Floats:
        """Of misses that are known, simulated or emulated. [rows]"""
        side = sides(self.emulator.names)
        total = ((counted(misses, side) @ self.whiten) ** 2).sum(axis=1)
        if self.repeated is not None:  # what counts on one side only is no datum that could be repeated
            again = np.where(side == 0.0, misses - self.repeated, 0.0)
            total = total + ((again @ self.whiten) ** 2).sum(axis=1)
        return np.asarray(-0.5 * total, dtype=np.float64)

    def __call__(self, places: Floats) -> Floats:
        """At each of some places; minus infinity outside the bounds."""
        inside = ((places >= 0.0) & (places <= 1.0)).all(axis=1)
        return np.where(inside, self.of_misses(self.emulator(places)), -np.inf)

    def unbounded(self, logits: Floats) -> Floats:
        """Over the logits of the places, on which a chain moves freely."""
        places = 1.0 / (1.0 + np.exp(-logits))
        stretch = np.log(np.maximum(places * (1.0 - places), 1e-300)).sum(axis=1)
        return np.asarray(self(places) + stretch, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Draws of a posterior."""

    places: Floats
    """[draws, numbers]"""
    acceptance: float
    autocorrelation: Floats
    """Integrated autocorrelation time of each number. [steps]"""
    steps: int
    """Steps of each walker that were kept."""
    agreement: Floats
    """Of each number: variance between and within walkers' halves over that within; 1 where the chain has mixed."""


def sample(
    density: Density, start: Floats, *, steps: int, seed: int, spread: float = 0.02, thin: int = 10
) -> Chain:
    """Draw from a posterior with emcee: differential evolution and some stretches, a third of the steps dropped.

    Parameters
    ----------
    density
        Of which to draw.
    start
        Where the walkers begin: one place, or one row for each walker.
    steps
        Of each walker.
    seed
        Of the chain.
    spread
        How far the walkers begin around the one place.
    thin
        Keep each so-manieth step.
    """
    import emcee

    numbers = density.emulator.center.size
    walkers = WALKERS_PER_NUMBER * numbers if start.ndim == 1 else len(start)
    rng = np.random.default_rng(seed)
    if start.ndim == 1:
        start = start + spread * rng.standard_normal((walkers, numbers))
    start = np.clip(start, 0.002, 0.998)
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, numbers, density.unbounded, vectorize=True, moves=moves)
    sampler.random_state = np.random.RandomState(seed).get_state()
    sampler.run_mcmc(np.log(start / (1.0 - start)), steps, skip_initial_state_check=True)
    dropped = steps // 3
    kept = 1.0 / (1.0 + np.exp(-sampler.get_chain(discard=dropped)))
    return Chain(
        places=kept[::thin].reshape(-1, numbers),
        acceptance=float(np.mean(sampler.acceptance_fraction)),
        autocorrelation=np.asarray(sampler.get_autocorr_time(discard=dropped, quiet=True, tol=0)),
        steps=steps - dropped,
        agreement=agreement(kept),
    )


def agreement(chain: Floats) -> Floats:
    """Split R-hat of each number over the halves of the chain, walkers pooled in groups. [numbers]"""
    steps, walkers, numbers = chain.shape
    halves = np.stack([chain[: steps // 2], chain[steps // 2 : 2 * (steps // 2)]])
    by_chain = halves.transpose(0, 2, 1, 3).reshape(2 * walkers, steps // 2, numbers)
    within = by_chain.var(axis=1, ddof=1).mean(axis=0)
    between = by_chain.mean(axis=1).var(axis=0, ddof=1)
    return np.asarray(np.sqrt((within * (1.0 - 1.0 / (steps // 2)) + between) / within))


def effective_size(weights: Floats) -> float:
    """Effective number of draws under their weights."""
    return float(weights.sum() ** 2 / (weights**2).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What the data leave open, and how well that is known."""

    emulator: Emulator
    spread: Floats
    """Covariance of the misses with which the chain was run. [misses, misses]"""
    loadings: Floats
    """Of the random effects of trials. [misses, effects]"""
    chance: Floats
    """Standard deviation of each miss between virtual trials of other people. [misses]"""
    center: Floats
    """The best set."""
    chain: Chain
    places: Floats
    """Draws of the chain that were simulated afterwards. [draws, numbers]"""
    misses: Floats
    """What was found there. [draws, misses]"""
    exact_effective: float
    """Effective number of these draws under their exact weights: how far the emulator may be trusted."""
    tempering: float
    """Power of the exact weights that is used; 1 where the emulator is good enough."""
    weights: Floats
    """What leads from these draws towards those of the simulation itself; they add to one. [draws]"""
    sets: Floats
    """Some of these draws, by their weights. [sets, numbers]"""
    seed: int

    @property
    def effective_draws(self) -> float:
        """Effective number of the simulated draws under the weights that are used."""
        return effective_size(self.weights)


def explore(
    simulations: Simulations,
    center: Floats,
    *,
    loadings: Callable[[tuple[str, ...]], Floats],
    chance: Callable[[tuple[str, ...]], Floats],
    seed: int,
    report: Callable[[str], None] = lambda _: None,
) -> Posterior:
    """Draw from the posterior: simulate around the optimum, then where the emulator says, then judge the emulator.

    Parameters
    ----------
    simulations
        Of the misses, both sides told.
    center
        The best set.
    loadings
        Those of trials' random effects, for the names of the misses.
    chance
        Standard deviation of the misses between virtual trials of other people.
    seed
        Of the chains.
    report
        Called with what is being done.
    """
    report("around the optimum")
    places, misses = simulations.ask("around", lambda: around(center))
    names = simulations.names
    loads, luck = loadings(names), chance(names)

    def chain_of(steps: int, number: int) -> tuple[Emulator, Floats, Chain]:
        emulator = emulator_of(places, misses, names=names, center=center, spread=covariance(loads, luck))
        spread = covariance(loads, luck, emulator.error)
        return emulator, spread, sample(Density.of(emulator, spread), center, steps=steps, seed=seed + number)

    for number, count in enumerate(ROUNDS, start=1):

        def drawn(count: int = count, number: int = number) -> Floats:
            report(f"chain {number}")
            return some_of(chain_of(STEPS[0], number)[2].places, count, seed + number)

        report(f"round {number}")
        more = simulations.ask(f"round {number}", drawn)
        places, misses = np.vstack([places, more[0]]), np.vstack([misses, more[1]])
    report("the last chain")
    last = len(ROUNDS) + 1
    emulator, spread, chain = chain_of(STEPS[1], last)
    report("check")
    checked, found = simulations.ask("check", lambda: some_of(chain.places, CHECKED, seed + last))
    usable = np.isfinite(found).all(axis=1)
    checked, found = checked[usable], found[usable]
    weights = importance_weights(
        Density.of(emulator, covariance(loads, luck)), Density.of(emulator, spread), checked, found
    )
    rng = np.random.default_rng(seed)
    exact = weights
    weights, power = tempered(exact, SETS)
    kept = rng.choice(len(checked), size=min(SETS, len(checked)), replace=False, p=weights)
    return Posterior(
        emulator=emulator,
        spread=spread,
        loadings=loads,
        chance=luck,
        center=center,
        chain=chain,
        places=checked,
        misses=found,
        exact_effective=effective_size(exact),
        tempering=power,
        weights=weights,
        sets=checked[kept],
        seed=seed,
    )


def emulator_of(
    places: Floats, misses: Floats, *, names: tuple[str, ...], center: Floats, spread: Floats
) -> Emulator:
    """An emulator that is best where the data are met: elsewhere a polynomial need not follow the model."""
    usable = np.isfinite(misses).all(axis=1)
    places, misses = places[usable], misses[usable]
    anywhere = fit_emulator(places, misses, names=names, center=center)
    distance = -2.0 * Density.of(anywhere, spread).of_misses(misses)
    trust = np.minimum(1.0, PLAUSIBLE / np.maximum(distance, PLAUSIBLE)) ** 2
    return fit_emulator(places, misses, names=names, center=center, trust=trust)


def around(center: Floats) -> Floats:
    """The center, and each number moved from it by itself. [places, numbers]"""
    places = [center]
    for i, at in enumerate(center):
        near, far = AWAY
        moves = (near, -near) if near < at < 1.0 - near else (near, far) if at < 0.5 else (-near, -far)
        for move in moves:
            place = center.copy()
            place[i] = np.clip(at + move, 0.0, 1.0)
            places.append(place)
    return np.array(places)


def some_of(places: Floats, count: int, seed: int) -> Floats:
    """Some rows, each at most once."""
    return places[np.random.default_rng(seed).choice(len(places), size=count, replace=False)]


def importance_weights(exact: Density, used: Density, places: Floats, misses: Floats) -> Floats:
    """Weights of draws that the emulator made, by what the simulation says of them; they add to one. [draws]"""
    logarithm = exact.of_misses(misses) - used(places)
    weights = np.exp(logarithm - logarithm.max())
    return np.asarray(weights / weights.sum())


def tempered(weights: Floats, least: float) -> tuple[Floats, float]:
    """Weights to the greatest power, at most one, that leaves an effective number of draws; and that power."""

    def to(power: float) -> Floats:
        raised = np.maximum(weights / weights.max(), 1e-300) ** power
        return np.asarray(raised / raised.sum())

    if effective_size(weights) >= least:
        return weights, 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective_size(to(middle)) >= least else (low, middle)
    return to(low), low
