"""Power and sample size by simulation: what trials of a design might find.

The people of the trial are simulated once. Trials of each size are then drawn from them, thousands at a time, with the
noise of the instrument and with people leaving, and each is tested as its authors would test it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.evidence import Catalogue
from anagen.instruments import instrument, number
from anagen.proportion import wilson_interval
from anagen.trials.design import ContrastPower, PowerResult, Responders, SizePower
from anagen.trials.files import find_trial
from anagen.trials.protocol import Trial
from anagen.trials.resample import Draws, Sampled, Threshold, needed, possible_trials, sampled
from anagen.trials.run import Pool, notes, run_people
from anagen.trials.values import Readings, contrasts

__all__ = ["SIZES", "check_design", "power", "power_of", "read_effect", "read_threshold"]

Floats = NDArray[np.float64]
SIZES = (20, 40, 80, 160, 320)
"""People in each arm."""
ENOUGH_POWER = 0.8
MOST_SIMULATIONS, MOST_PEOPLE = 1_000_000, 100_000
RESPONSE = "10%"


def power(
    trial: Trial | str | Path,
    *,
    effect: str | None = None,
    n: Sequence[int] = SIZES,
    alpha: float = 0.05,
    simulations: int = 1000,
    responder: str = RESPONSE,
    **run: Any,
) -> PowerResult:
    """Power of a trial's design, by simulating the trials that it might become.

    Parameters
    ----------
    trial
        A trial, the identifier of a packaged one, or a file; its control is what the arms are compared with.
    effect
        What is tested, as ``MEASURE@WEEK``; the first measure at the last visit if not given. The test is Welch's, of
        changes from baseline, of those who stayed.
    n
        People in each arm at the start, one or more sizes.
    alpha
        Level of the two-sided test.
    simulations
        Trials of each size.
    responder
        The change from baseline that counts as a response: ``"10%"`` of the baseline, or ``"8"`` in the unit of the
        measure; a negative one counts falls.
    **run
        People, seed, follicles, evidence, ensemble, progress, executor, work and resume, as in `run_trial`.

    Returns
    -------
    PowerResult
        For each contrast and size: power, the results that such trials report, responders, when the effect shows.
    """
    plan = trial if isinstance(trial, Trial) else find_trial(trial)
    asked: dict[str, Any] = {
        "effect": effect,
        "n": n,
        "alpha": alpha,
        "simulations": simulations,
        "responder": responder,
    }
    check_design(plan, **asked)
    return power_of(run_people(plan, **run), **asked)


def power_of(
    pool: Pool,
    *,
    effect: str | None = None,
    n: Sequence[int] = SIZES,
    alpha: float = 0.05,
    simulations: int = 1000,
    responder: str = RESPONSE,
) -> PowerResult:
    """Power of a trial's design from its people; arguments as in `power`.

    Parameters
    ----------
    pool
        The trial's people, as `run_people` gives them.
    effect, n, alpha, simulations, responder
        As in `power`.
    """
    trial = pool.trial
    measure, visit = read_effect(trial, effect)
    threshold = read_threshold(responder)
    check(trial, n, alpha, simulations)
    asked = {"visit": visit, "alpha": alpha, "threshold": threshold}
    of_all = [
        contrast_power(pool, place, pair, measure, sorted(set(n)), simulations, asked)
        for place, pair in enumerate(contrasts(trial))
    ]
    tool = trial.instrument(measure)
    unit = instrument(tool.kind, tool.settings, pool.evidence).unit
    says = f"at least {threshold.value:+g} {'% of the baseline' if threshold.percent else unit}"
    made = pool.provenance
    return PowerResult(
        trial=trial,
        measure=measure,
        unit=unit,
        week=trial.visits_weeks[visit],
        alpha=alpha,
        simulations=simulations,
        responder=says if threshold.value >= 0 else says.replace("at least", "a fall of"),
        weeks=trial.visits_weeks[1:],
        contrasts=tuple(of_all),
        notes=notes(trial, pool.evidence),
        provenance=made,
    )


def read_effect(trial: Trial, effect: str | None) -> tuple[str, int]:
    """Measure, and number of the visit, that an effect names."""
    last = len(trial.visits_weeks) - 1
    if effect is None:
        return trial.instruments[0].measure, last
    measure, at, week = effect.partition("@")
    trial.instrument(measure)
    if not at:
        return measure, last
    try:
        visit = trial.visits_weeks.index(float(week))
    except ValueError:
        visit = 0
    if visit == 0:
        known = ", ".join(f"{one:g}" for one in trial.visits_weeks[1:])
        raise InputError(f"{trial.id} has no visit after baseline in week {week!r}. There are: {known}.")
    return measure, visit


def read_threshold(text: str) -> Threshold:
    """The threshold of a response, from ``"10%"`` or ``"8"``."""
    plain = text.strip().removesuffix("%").strip()
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(
            f"Cannot read the response {text!r}. Write it like '10%', or like '8' in the measure's unit."
        )
    return Threshold(value=value, percent=text.strip().endswith("%"))


def check_design(
    trial: Trial,
    *,
    effect: str | None = None,
    n: Sequence[int] = SIZES,
    alpha: float = 0.05,
    simulations: int = 1000,
    responder: str = RESPONSE,
) -> None:
    """Refuse what cannot be asked of a trial, before anybody is simulated.

    Parameters
    ----------
    trial
        A trial.
    effect, n, alpha, simulations, responder
        As in `power`.
    """
    check(trial, n, alpha, simulations)
    read_effect(trial, effect)
    read_threshold(responder)


def check(trial: Trial, n: Sequence[int], alpha: float, simulations: int) -> None:
    """Refuse a design that cannot be tested."""
    if not contrasts(trial):
        raise InputError(f"{trial.id} has nothing to compare: mark one of its arms with control = true.")
    if not n or any(not 2 <= one <= MOST_PEOPLE for one in n):
        given = ", ".join(map(str, n)) or "none"
        raise InputError(f"Cannot draw trials of {given} people an arm. Give sizes from 2 to {MOST_PEOPLE}.")
    if not 0.0 < alpha < 0.5:
        raise InputError(
            f"A test at the level {alpha:g} is none. Give one above 0 and below 0.5, such as 0.05."
        )
    if not 10 <= simulations <= MOST_SIMULATIONS:
        raise InputError(f"Cannot draw {simulations} trials. Give a number from 10 to {MOST_SIMULATIONS}.")


def contrast_power(
    pool: Pool,
    place: int,
    pair: tuple[str, str],
    measure: str,
    sizes: Sequence[int],
    simulations: int,
    asked: dict[str, Any],
) -> ContrastPower:
    """One arm against another, at every size."""
    visit = asked["visit"]
    a, b = arms_of(pool, pool.readings, pool.evidence, pair, measure)
    moved, moved_versus = (change_moments(one, visit) for one in (a, b))
    difference = moved[0] - moved_versus[0]
    variances = moved[1] / a.stay[visit], moved_versus[1] / b.stay[visit]
    return ContrastPower(
        arm=pair[0],
        versus=pair[1],
        difference=difference,
        sd=math.sqrt(moved[1]),
        sd_versus=math.sqrt(moved_versus[1]),
        sizes=tuple(
            size_power(pool, place, pair, measure, people, simulations, asked, difference) for people in sizes
        ),
        people_for_80=needed(difference, *variances, asked["alpha"], 0.8),
        people_for_90=needed(difference, *variances, asked["alpha"], 0.9),
    )


def arms_of(
    pool: Pool, readings: Readings, evidence: Catalogue, pair: tuple[str, str], measure: str
) -> tuple[Sampled, Sampled]:
    """Both arms of a contrast, made ready to be sampled."""
    trial = pool.trial
    noise = number(trial.instrument(measure).noise_share, "1", evidence)
    a, b = (sampled(trial.arm(name), readings[name, measure], noise, trial.visits_weeks) for name in pair)
    return a, b


def change_moments(arm: Sampled, visit: int) -> tuple[float, float]:
    """Mean and variance of the measured change of one person."""
    first, now = arm.readings[:, 0], arm.readings[:, visit]
    noise = arm.noise_share**2 * float((first**2).mean() + (now**2).mean())
    return float((now - first).mean()), float((now - first).var(ddof=1)) + noise


def size_power(
    pool: Pool,
    place: int,
    pair: tuple[str, str],
    measure: str,
    people: int,
    simulations: int,
    asked: dict[str, Any],
    truth: float,
) -> SizePower:
    """What trials of one contrast and size would show."""
    visit = asked["visit"]

    def draws(readings: Readings, evidence: Catalogue, which: int, count: int) -> Draws:
        a, b = arms_of(pool, readings, evidence, pair, measure)
        seed = {"seed": pool.provenance.seed, "set": which, "contrast": place, "people": people}
        return possible_trials(a, b, people=people, simulations=count, seed=seed, **asked)

    found = draws(pool.readings, pool.evidence, 0, simulations)
    fewer = max(10, simulations // max(1, len(pool.others)))
    others = [
        float(draws(seen, numbers, k + 1, fewer).significant[:, visit - 1].mean())
        for k, (seen, numbers) in enumerate(zip(pool.others, pool.sets, strict=True))
    ]
    difference, significant = found.difference[:, visit - 1], found.significant[:, visit - 1]
    share = float(significant.mean())
    low, high = wilson_interval(share, simulations)
    sets = [share, *others]
    by_visit = tuple(map(float, found.significant.mean(axis=0)))
    return SizePower(
        people=people,
        power=share,
        low95=low,
        high95=high,
        assurance=float(np.mean(sets)),
        assurance_low=min(sets),
        assurance_high=max(sets),
        wrong_sign=float((significant & (difference * truth < 0.0)).mean()),
        difference=quantile(difference, 0.5),
        low90=quantile(difference, 0.05),
        high90=quantile(difference, 0.95),
        exaggeration=float(np.abs(difference[significant]).mean() / abs(truth))
        if share and truth
        else math.nan,
        responders=responders(found),
        power_by_visit=by_visit,
        detected_week=detected(by_visit, pool.trial.visits_weeks[1:], visit),
    )


def detected(by_visit: Sequence[float], weeks: Sequence[float], visit: int) -> float | None:
    """First visit from which on the power is enough, up to the visit that is asked for."""
    found = None
    for share, week in zip(by_visit[visit - 1 :: -1], weeks[visit - 1 :: -1], strict=True):
        if share < ENOUGH_POWER:
            break
        found = week
    return found


def responders(found: Draws) -> Responders:
    """Shares of responders, their difference, and the number needed to treat."""
    difference = found.share - found.share_versus
    middle, low, high = mean(difference), quantile(difference, 0.05), quantile(difference, 0.95)
    return Responders(
        share=mean(found.share),
        share_versus=mean(found.share_versus),
        difference=middle,
        low90=low,
        high90=high,
        number_needed_to_treat=1.0 / middle if middle > 0.0 else None,
        nnt_low90=1.0 / high if high > 0.0 else None,
        nnt_high90=1.0 / low if low > 0.0 else None,
        power=float(found.responders_differ.mean()),
    )


def mean(values: Floats) -> float:
    """Mean over the trials in which anybody was left."""
    found = values[np.isfinite(values)]
    return float(found.mean()) if found.size else math.nan


def quantile(values: Floats, share: float) -> float:
    """Quantile over the trials in which anybody was left."""
    found = values[np.isfinite(values)]
    return float(np.quantile(found, share)) if found.size else math.nan
