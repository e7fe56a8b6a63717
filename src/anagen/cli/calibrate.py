"""`anagen calibrate`: fit the free numbers to the packaged trials."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def calibrate(
    *,
    minutes: float = 10.0,
    seed: int = 1,
    workers: int = 1,
    state: Path = Path("calibration.state"),
    resume: bool = False,
    apply: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> None:
    """Fit the free numbers to the calibration outcomes of the packaged trials.

    Searches with CMA-ES for the numbers of the follicle, of the men and of the instruments' thresholds that bring all
    calibration outcomes closest at once. The state is kept after each generation: an interrupted search can go on.

    Parameters
    ----------
    minutes
        How long to search. [min]
    seed
        Seed of the search and of the virtual people.
    workers
        Processes.
    state
        File that holds the state of the search.
    resume
        Go on from that file.
    apply
        Write the result into the package's evidence; for those who work on anagen.
    json
        Print one JSON object.

    Examples
    --------
    anagen calibrate --minutes 30 --workers 2
    anagen calibrate --resume --minutes 30
    """
    import sys

    from anagen.calibration.fit import apply as write_into_evidence
    from anagen.calibration.fit import at_a_bound, fit
    from anagen.calibration.search import Search
    from anagen.calibration.space import free_parameters
    from anagen.cli.output import print_json
    from anagen.errors import InputError
    from anagen.evidence import known

    if minutes <= 0.0 or workers < 1:
        raise InputError(
            f"Cannot search for {minutes:g} minutes with {workers} workers. Give both above zero."
        )
    if resume and not state.exists():
        raise InputError(f"There is no search to resume in {state}. Leave out --resume to begin one.")
    if state.exists() and not resume:
        raise InputError(
            f"{state} holds a search already. Go on with --resume, or name another file with --state."
        )

    def report(search: Search, seconds: float) -> None:
        if sys.stderr.isatty():
            line = f"{seconds / 60:5.1f} min  {len(search.costs)} tried  cost {search.best[1]:.2f}"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)

    evidence = known()
    found = fit(
        evidence,
        seconds=60.0 * minutes,
        seed=seed,
        workers=workers,
        state=state,
        resume=resume,
        report=report,
    )
    if apply:
        write_into_evidence(found)
    bounds = at_a_bound(found, free_parameters(evidence).parameters)
    if json:
        print_json(
            {
                "cost": found.cost,
                "evaluations": found.evaluations,
                "values": dict(found.values),
                "misses": dict(found.misses),
                "at_a_bound": list(bounds),
            }
        )
        return
    print(f"cost {found.cost:.2f} after {found.evaluations} tries")
    for name, miss in sorted(found.misses.items(), key=lambda one: -abs(one[1])):
        print(f"{miss:8.2f}  {name}")
    for name in bounds:
        print(f"at the end of its range: {name}")
