"""`anagen calibrate`: fit the free numbers to the packaged trials, and draw from their posterior."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

if TYPE_CHECKING:
    from anagen.calibration.fit import Fit

HAIR_COUNTS = "hair_counts"
WHAT = (HAIR_COUNTS, "healing", "patterns", "women")
"""What can be fitted, in the order in which it is: each takes the numbers of those before as they are."""


MISSES = "How far each outcome is missed, in standard errors:"


def calibrate(
    what: str = HAIR_COUNTS,
    /,
    *,
    minutes: float = 10.0,
    seed: int = 1,
    workers: int = 1,
    state: Path = Path("calibration.npz"),
    resume: bool = False,
    posterior: bool = False,
    apply: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Fit the free numbers to the calibration outcomes of the packaged trials.

    Follows the misses downhill (Gauss-Newton) to the numbers of the follicle, of the men and of the instruments'
    thresholds that bring all calibration outcomes closest at once; then, if asked, draws from what the outcomes leave
    open. Every simulation is kept as it ends: what was interrupted, with Ctrl-C or by the time, can go on.
    Three smaller fits come after it: of what healing does, to the pooled trials of needling; of when and where
    androgen begins to act in men, to surveys; of women, to surveys and to their trials. They take minutes and keep
    nothing.

    Parameters
    ----------
    what
        hair_counts, healing, patterns or women.
    minutes
        How long simulations may be begun. [min]
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
    apply
        Write the result into the package's evidence; for those who work on anagen.
    json
        Print one JSON object.

    Examples
    --------
    anagen calibrate --minutes 30 --workers 2
    anagen calibrate --resume --posterior --minutes 60 --workers 2
    anagen calibrate patterns --minutes 5
    """
    import sys

    from anagen.calibration.fit import apply as write_into_evidence
    from anagen.calibration.fit import fit
    from anagen.calibration.simulations import OutOfTimeError
    from anagen.cli.output import print_json
    from anagen.errors import InputError
    from anagen.evidence import known

    if what != HAIR_COUNTS:
        from anagen.cli.calibrate_small import calibrate_small

        check_small(what, minutes, seed, workers, kept=resume or posterior)
        calibrate_small(what, minutes, seed, workers, apply=apply, json=json)
        return
    check(minutes, seed, workers, state, resume=resume)

    try:
        found = fit(
            known(),
            seconds=60.0 * minutes,
            seed=seed,
            workers=workers,
            state=state,
            resume=resume,
            posterior=posterior,
            report=report if sys.stderr.isatty() else lambda _what, _simulations: None,
        )
    except KeyboardInterrupt:
        kept = f"what was simulated is kept in {state}: go on with --resume." if state.exists() else ""
        raise KeyboardInterrupt(kept) from None
    except OutOfTimeError:
        raise InputError(
            f"{minutes:g} minutes were too few to end the fit. Go on with --resume, or give more --minutes."
        ) from None
    finally:
        if sys.stderr.isatty():  # ends the line that said how far it was
            print(file=sys.stderr)
    if apply and posterior and not found.sets:
        raise InputError("The search has not ended: there is no posterior to apply. Go on with --resume.")
    if apply:
        write_into_evidence(found)
    if json:
        print_json(as_plain(found))
    else:
        tell(found)


def report(what: str, simulations: int) -> None:
    """Say how far it is, on one line."""
    import sys

    print(f"\r\033[K{simulations} simulations  {what}", end="", file=sys.stderr, flush=True)


def check_small(what: str, minutes: float, seed: int, workers: int, *, kept: bool) -> None:
    """Refuse what cannot be done in a fit that keeps nothing."""
    from anagen.errors import InputError, unknown_name

    if what not in WHAT:
        raise unknown_name("fit", what, WHAT)
    if kept:
        raise InputError(
            f"The fit of {what} keeps no state and has no posterior. Leave out --resume and --posterior."
        )
    check(minutes, seed, workers, Path(), resume=True)


def check(minutes: float, seed: int, workers: int, state: Path, *, resume: bool) -> None:
    """Refuse what cannot be done."""
    from math import inf

    from anagen.errors import InputError
    from anagen.provenance import check_run

    if not 0.0 < minutes < inf or workers < 1:
        raise InputError(
            f"Cannot search for {minutes:g} minutes with {workers} workers. Give both above zero."
        )
    check_run(seed=seed, people=2, follicles=1)
    if not state.absolute().parent.is_dir():
        raise InputError(
            f"There is no folder {state.parent} to keep {state.name} in. Make it, or name another."
        )
    if resume and not state.exists():
        raise InputError(f"There is no search to resume in {state}. Leave out --resume to begin one.")
    if state.exists() and not resume:
        raise InputError(
            f"{state} holds a search already. Go on with --resume, or name another file with --state."
        )


def as_plain(found: Fit) -> dict[str, Any]:
    """A fit as plain values."""
    from anagen.calibration.fit import at_a_bound
    from anagen.calibration.space import free_parameters
    from anagen.evidence import known

    plain: dict[str, Any] = {
        "cost": found.cost,
        "simulations": found.simulations,
        "finished": found.finished,
        "values": dict(found.values),
        "misses": dict(found.misses),
        "at_a_bound": list(at_a_bound(found, free_parameters(known()).parameters)),
    }
    if found.posterior is not None:
        plain["posterior"] = {
            "sets": [dict(one) for one in found.sets],
            "simulated_draws": len(found.posterior.weights),
            "effective_draws": found.posterior.exact_effective,
            "tempering": found.posterior.tempering,
            "steps": found.posterior.chain.steps,
            "longest_autocorrelation_steps": float(found.posterior.chain.autocorrelation.max()),
            "narrowed": {
                name: float(sd) * 12.0**0.5
                for name, sd in zip(found.values, found.posterior.chain.places.std(axis=0), strict=True)
            },
        }
    return plain


def tell(found: Fit) -> None:
    """Print a fit for people."""
    plain = as_plain(found)
    ended = "" if found.finished else "; the search has not ended, go on with --resume"
    print(f"cost {found.cost:.2f} after {found.simulations} simulations{ended}")
    print(MISSES)
    for name, miss in sorted(found.misses.items(), key=lambda one: -abs(one[1])):
        print(f"{miss:8.2f}  {name}")
    for name in plain["at_a_bound"]:
        print(f"at the end of its range: {name}")
    if found.posterior is not None:
        told = plain["posterior"]
        print(f"posterior: {told['simulated_draws']} draws simulated, worth {told['effective_draws']:.0f}")
        for name, share in sorted(told["narrowed"].items(), key=lambda one: one[1]):
            print(f"{share:8.2f}  of its spread before the data: {name}")
