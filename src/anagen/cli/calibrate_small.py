"""The fits that take minutes: of healing to pooled trials of needling, of patterns to surveys, of women to both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from anagen.calibration.needling import HealingFit
    from anagen.calibration.patterns import PatternFit
    from anagen.calibration.women import WomenFit


def calibrate_small(what: str, minutes: float, seed: int, workers: int, *, apply: bool, json: bool) -> None:
    """Fit healing, patterns or women."""
    from anagen.calibration.fit import write_values
    from anagen.calibration.needling import fit_healing
    from anagen.calibration.patterns import fit_patterns
    from anagen.calibration.simulations import OutOfTimeError
    from anagen.calibration.women import fit_women
    from anagen.cli.output import print_json
    from anagen.errors import InputError
    from anagen.evidence import known

    found: HealingFit | PatternFit | WomenFit
    fits: dict[str, Callable[..., HealingFit | PatternFit | WomenFit]] = {
        "healing": fit_healing,
        "patterns": fit_patterns,
        "women": fit_women,
    }
    try:
        found = fits[what](known(), seconds=60.0 * minutes, seed=seed, workers=workers)
    except OutOfTimeError:
        raise InputError(f"{minutes:g} minutes were too few to begin. Give more --minutes.") from None
    if apply:
        write_values(found.values)
    if json:
        print_json(
            {"values": dict(found.values), "misses": dict(found.misses), "simulations": found.simulations}
        )
        return
    from anagen.cli.calibrate import MISSES

    print(f"{what}: {found.simulations} simulations")
    print(MISSES)
    for name, miss in sorted(found.misses.items(), key=lambda one: -abs(one[1])):
        print(f"{miss:8.2f}  {name}")
    print("What was fitted:")
    for name, value in found.values.items():
        print(f"{value:10.4g}  {name}")
