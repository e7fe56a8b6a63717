"""How often the 90 % band of a forecast holds what becomes of the person, before and after measurements.

People are drawn from the model, tell a grade and an onset as people do, are counted and measured with an instrument's
error, and take a treatment. Run: python verification/forecast_coverage.py --people 200 --sex male

Prints a line for each stage and month: share inside, with the error of a binomial count, and how wide the band is.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from anagen.consultation.forecast import PEOPLE
from anagen.consultation.rehearsal import Held, hold_against, rehearse

MONTHS = (0, 6, 12, 24, 60)
MEASURED = (0, 6, 12)
REGIMENS = {
    "male": "finasteride 1 mg oral daily",
    "female": "minoxidil 2 % 1 mL topical twice daily",
}


def rehearsed(number: int, sex: str, regimen: str, seed: int, by: str) -> list[Held]:
    """One person's bands in all stages."""
    one = rehearse(
        number, seed=seed, sex=sex, regimen=regimen, months=MONTHS, measured_months=MEASURED, by=by
    )
    stages = {
        "answers only": (),
        "measured on day 0": tuple(m for m in one.measured if m.day == 0.0),
        "measured on day 0, after 6 and 12 months": one.measured,
    }
    return hold_against(one, regimen=regimen, months=MONTHS, stages=stages, people=PEOPLE, seed=number + 1)


def kept(path: Path | None) -> list[tuple[int, Held]]:
    """Bands that an earlier run kept, with the person's number."""
    if path is None or not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(number, Held(**band)) for number, bands in lines for band in bands]


def table(found: list[Held]) -> list[dict[str, object]]:
    """A row for each stage and month."""
    rows = []
    for stage in dict.fromkeys(one.stage for one in found):
        for month in MONTHS:
            some = [one for one in found if one.stage == stage and one.month == month]
            share = sum(one.inside for one in some) / len(some)
            rows.append(
                {
                    "stage": stage,
                    "month": month,
                    "people": len(some),
                    "inside": round(share, 3),
                    "binomial_sd": round(
                        math.sqrt(max(share * (1.0 - share), 0.25 / len(some)) / len(some)), 3
                    ),
                    "median_width": round(float(np.median([one.width for one in some])), 1),
                    "median_error": round(float(np.median([one.error for one in some])), 1),
                    "effective_people": round(float(np.mean([one.effective_people for one in some])), 1),
                    "tempered_share": round(float(np.mean([one.tempering < 0.999 for one in some])), 3),
                }
            )
    return rows


def main() -> None:
    """Rehearse, print, and write the table if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--sex", choices=sorted(REGIMENS), default="male")
    parser.add_argument("--regimen")
    parser.add_argument("--by", default="doctor")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kept", type=Path, help="file in which each person is kept, to go on after a break")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    found = kept(given.kept)
    for number in range(found[-1][0] + 1 if found else 0, given.people):
        bands = rehearsed(number, given.sex, given.regimen or REGIMENS[given.sex], given.seed, given.by)
        found += [(number, band) for band in bands]
        if given.kept:
            with given.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps([number, [asdict(band) for band in bands]], default=float) + "\n")
        print(f"\r{number + 1} of {given.people}", end="", file=sys.stderr)
    rows = table([band for _, band in found])
    print(file=sys.stderr)
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    if given.out:
        given.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
