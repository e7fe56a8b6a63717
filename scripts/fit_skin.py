"""Solve the numbers of the skin that are calibrated, one published number each, and print them.

    python scripts/fit_skin.py

Each solves one equation in one unknown by bisection of its logarithm. The results stand in
src/anagen/evidence/data/skin.toml, grade "calibrated"; a test holds that they still fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from anagen.evidence import Catalogue, known
from anagen.laws.androgen import enzyme_after, reduction, spared_testosterone
from anagen.laws.diffusion import reached_mean
from anagen.skin import Application, Formulation, course

DAYS = 10
BECAUSE = "fit of the skin"


def steady(
    application: Application, times_a_day: int, evidence: Catalogue, days: int = DAYS
) -> tuple[float, float]:
    """Drug that the blood receives, and mean concentration at the follicles, on the last day. [mg, ng/mL]"""
    taken = [k / times_a_day for k in range(times_a_day * days)]
    found = course(application, applied_days=taken, until_days=float(days), evidence=evidence)
    return found.between(days - 1.0, float(days))


def minoxidil(strength: float, vehicle: str = "solution") -> Application:
    """One milliliter of minoxidil."""
    return Application(formulation=Formulation(drug="minoxidil", strength_percent=strength, vehicle=vehicle))


def finasteride(volume_ml: float) -> Application:
    """The 0.25 % solution, of which 1 mL holds 2.275 mg."""
    return Application(
        formulation=Formulation(drug="finasteride", strength_percent=0.2275), volume_ml=volume_ml
    )


def scalp_dht(volume_ml: float, evidence: Catalogue) -> float:
    """DHT that a biopsy shows after a week of the 0.25 % solution once daily. [ratio]"""
    found = course(
        finasteride(volume_ml), applied_days=list(range(7)), until_days=7.0, every_min=60, evidence=evidence
    )
    rates = [
        (
            evidence.value(f"{enzyme}_turnover", "1/day"),
            evidence.value(f"finasteride_{enzyme}_inactivation", "mL/ng/day"),
        )
        for enzyme in ("srd5a1", "srd5a2")
    ]
    blood, local = [1.0, 1.0], [1.0, 1.0]
    for level, sheath in zip(found.plasma_ng_per_ml[1:], found.follicle_ng_per_ml[1:], strict=True):
        for k, (turnover, kill) in enumerate(rates):
            blood[k] = enzyme_after(blood[k], turnover, kill * float(level), 1.0 / 24.0)
            local[k] = enzyme_after(local[k], turnover, kill * float(level + sheath), 1.0 / 24.0)
    reach = evidence.value("finasteride_topical_scalp_reach", "1")
    scalp = [reached_mean(local[k], blood[k], reach) for k in range(2)]
    capacity = reduction(*scalp, evidence.value("scalp_srd5a2_share", "1"))
    return float(
        capacity * spared_testosterone(capacity, evidence.value("scalp_testosterone_reduced_share", "1"))
    )


def solve(residual: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising residual is zero."""
    for _ in range(40):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if residual(middle) > 0.0 else (middle, high)
    return math.sqrt(low * high)


def main() -> None:
    """Solve them in the order in which they depend on each other."""
    numbers = known()

    def put(name: str, residual: Callable[[float, Catalogue], float], low: float, high: float) -> None:
        nonlocal numbers
        before = numbers
        found = solve(lambda x: residual(x, before.replace(because=BECAUSE, **{name: x})), low, high)
        numbers = before.replace(because=BECAUSE, **{name: found})
        print(f"{name} = {found:.5g} {numbers[name].unit} (was {known()[name].value:g})")

    put("minoxidil_permeability", lambda _, e: steady(minoxidil(5.0), 2, e)[0] / 100.0 - 0.014, 5.0, 500.0)
    put(
        "minoxidil_foam_residue",
        lambda _, e: steady(minoxidil(5.0, "foam"), 2, e)[0] / steady(minoxidil(5.0), 2, e)[0] - 0.8,
        0.0005,
        0.01,
    )
    five, two = steady(minoxidil(5.0), 2, numbers)[1], steady(minoxidil(2.0), 2, numbers)[1]
    print(f"concentration at the follicles: {five:.1f} ng/mL under 5 %, {two:.1f} under 2 %")
    put(
        "minoxidil_sulfation_half_concentration",
        lambda k, _: 8.8 / 14.7 - two * (k + five) / (five * (k + two)),
        10.0,
        1e5,
    )
    tablet = 0.65 * 1.0
    put(
        "finasteride_permeability",
        lambda _, e: steady(finasteride(1.0), 2, e, 7)[0] / tablet - 6.64 / 57.93,
        1.0,
        1e5,
    )
    published = (0.53, 0.48, 0.63, 0.46)  # 100 to 400 uL
    put(
        "finasteride_topical_scalp_reach",
        lambda _, e: sum(published) - sum(scalp_dht(0.1 * (k + 1), e) for k in range(4)),
        0.1,
        0.99,
    )


if __name__ == "__main__":
    main()
