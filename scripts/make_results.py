"""Run packaged trials and write docs/results.md: each published value beside the predicted one.

Without names all trials are run; with names only these, and the sections of the others stay as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from anagen.errors import InputError
from anagen.evidence import known
from anagen.evidence.ensemble import fit_record
from anagen.trials.files import find_trial, packaged_trials
from anagen.trials.result import Comparison, TrialResult
from anagen.trials.run import run_trial

PAGE = Path(__file__).parent.parent / "docs" / "results.md"
HEAD = """# Results

Written by `scripts/make_results.py`: all packaged trials as `anagen trial ID --people 500` runs them, one set of
numbers for all, as `anagen validate` does.
An interval is where nine of ten trials of the published size would lie: spread between people, noise of the instrument,
draws of the posterior of the fitted numbers ([calibration](calibration.md)), and how trials of the same treatment
differ ([credibility](credibility.md)); a paper's own error is not in it. Outcomes with the role
*calibration* were fitted; those with the role *validation* were not looked at; the others repeat one of these.

The fit of hair counts: {fit}
"""
KINDS = {"level": "level", "change_from_baseline": "change", "pct_change_from_baseline": "change, %"}


def row(one: Comparison) -> str:
    """One line of a trial's table."""
    published = one.published
    assert published is not None  # noqa: S101  only published values are listed
    who = one.arm if one.versus is None else f"{one.arm} minus {one.versus}"
    inside = "inside" if one.inside_90 else "**outside**"
    predicted = one.predicted
    interval = f"{predicted.low90:.1f} to {predicted.high90:.1f}"
    return (
        f"| {who} | {one.measure} | {one.week:g} | {KINDS[one.value_kind]} | {predicted.mean:.1f} | {interval} "
        f"| {published.value:g} | {inside} | {published.role or ''} | {published.trust} |"
    )


def section(result: TrialResult) -> str:
    """A trial's table."""
    trial = result.trial
    lines = [
        f"## {trial.id}",
        "",
        f"{trial.title}. {trial.notes}".strip(),
        "",
        "| who | measure | week | value | predicted | 90 % | published | | role | trust |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(row(one) for one in result.published()),
    ]
    return "\n".join(lines)


def head() -> str:
    """How the page begins."""
    record = fit_record()
    fit = (
        f"cost {record['cost']} over {len(record['misses_in_standard_errors'])} outcomes and pieces of knowledge, "
        f"seed {record['seed']}; the largest miss is "
        f"{max(record['misses_in_standard_errors'].values(), key=abs):+.1f} standard errors."
    )
    return HEAD.format(fit=fit)


def sections_of(page: str) -> dict[str, str]:
    """The sections of a page, by trial."""
    return {part.split("\n", 1)[0]: f"## {part}".rstrip() for part in page.split("\n## ")[1:]}


def main(names: list[str], people: int) -> None:
    """Write the page, after each trial anew; of some trials only, the other sections stay."""
    evidence = known()
    sections = sections_of(PAGE.read_text(encoding="utf-8")) if names else {}
    for name in names or packaged_trials():
        trial = find_trial(name)
        try:
            sections[name] = section(run_trial(trial, people=people, evidence=evidence))
        except InputError as error:
            sections[name] = f"## {trial.id}\n\n{trial.title}. Not run: {error}"
        PAGE.write_text(
            "\n\n".join([head(), *(sections[one] for one in sorted(sections))]) + "\n", encoding="utf-8"
        )
        print(name, flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help="trials; all if none is named")
    options.add_argument("--people", type=int, default=500, help="virtual people in each arm")
    given = options.parse_args()
    main(given.names, given.people)
