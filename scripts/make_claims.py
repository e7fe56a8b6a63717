"""Measure every claim, and write the figures that the web and the documentation show.

python scripts/make_claims.py [ID ...]      # minutes; with ids, the others stay if the evidence is still the same
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from anagen.claims import Check, check, ids_of
from anagen.evidence import known
from anagen.evidence.claims_measured import MEASURED_FILE
from anagen.provenance import provenance

FILE = Path(__file__).parents[1] / "src/anagen/evidence" / MEASURED_FILE
MADE_BY = "python scripts/make_claims.py"


def main(asked: list[str]) -> None:
    """Measure, one claim after another, and write the figures."""
    found = kept() if asked else {}
    for key in ids_of(asked):
        one = check(key)
        found[key] = figures_of(one)
        print(key, one.status, flush=True)
    made = provenance(seed=0, evidence=known().fingerprint)
    told = {
        "made_by": MADE_BY,
        "version": made.version,
        "evidence": made.evidence,
        "platform": made.platform,
        "libraries": dict(made.libraries),
        "claims": {key: found[key] for key in ids_of() if key in found},
    }
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def kept() -> dict[str, Any]:
    """What was measured before, if by the evidence of now."""
    told = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    if told.get("evidence") != known().fingerprint:
        sys.exit("The evidence is another by now: measure all claims, as with no ids.")
    return dict(told["claims"])


def figures_of(one: Check) -> dict[str, Any]:
    """The figures of a check: numbers and words of the run, and nothing of what is asked of them."""
    return {
        "values": {each.requirement.name: float(f"{each.value:.6g}") for each in one.findings},
        "beside": one.beside,
        "missing": list(one.missing),
        "refused": one.refused or "",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
