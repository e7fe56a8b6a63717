"""Diagnose a finished calibration and write docs/calibration-figures.md and its picture.

Needs the state that `anagen calibrate --posterior` has kept: its simulations are not done again, only the last chain.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from anagen.calibration import diagnosis
from anagen.calibration.fit import Fit, fit, hair_count_objective
from anagen.calibration.objective import Objective
from anagen.calibration.posterior import Posterior
from anagen.calibration.recovery import Recovery, recover
from anagen.calibration.sides import counted, sides
from anagen.evidence import known

DOCS = Path(__file__).parent.parent / "docs"
RECOVERED = (
    "kenogen_duration_extra_smallest",
    "minoxidil_kenogen_acceleration",
    "minoxidil_telogen_acceleration",
    "sensitivity_median_log",
    "androgen_anagen_acceleration",
    "within_anagen_thinning_rate",
)
"""Numbers that a known truth is recovered for: those that the data narrow most."""
LIMIT = 27.88
"""A chi-square of 9 degrees of freedom lies above it once in a thousand."""
HEAD = """# Figures of the calibration

Written by `scripts/make_calibration.py`; what they mean stands in [calibration](calibration.md).

"""


def sections(post: Posterior, aim: Objective, found: np.ndarray, recovery: Recovery) -> list[str]:
    """The tables."""
    names = [one.name for one in aim.space.parameters]
    best = counted(
        np.array([aim.misses(post.center)[one] for one in post.emulator.names]), sides(post.emulator.names)
    )
    outcomes = diagnosis.predictions(post, diagnosis.scales(aim), best)
    inside = sum(one.inside for one in outcomes)
    moved = diagnosis.moved_most(post, names)
    tests = diagnosis.rank_test(found)
    lines = [
        "## The chain, and how far the emulator may be trusted",
        "",
        "| | |",
        "|---|---|",
        f"| simulations that the emulator was fitted to | {post.emulator.simulations} |",
        f"| what it leaves over, median over the misses | {np.median(post.emulator.error):.2f} standard errors |",
        f"| variance that it explains, left-out simulations, median | {np.median(post.emulator.explained):.2f} |",
        f"| steps kept of each walker | {post.chain.steps} |",
        f"| longest autocorrelation | {post.chain.autocorrelation.max():.0f} steps |",
        f"| largest split R-hat | {post.chain.agreement.max():.2f} |",
        f"| share of moves accepted | {post.chain.acceptance:.2f} |",
        f"| draws simulated afterwards | {len(post.weights)} |",
        f"| worth, under exact weights | {post.exact_effective:.1f} |",
        f"| power to which the weights were tempered | {post.tempering:.3f} |",
        f"| worth, under tempered weights | {post.effective_draws:.0f} |",
        "",
        "## Posterior predictive",
        "",
        f"{inside} of {len(outcomes)} lie within the 90 % interval of such a trial. What is printed is that of",
        "the draws alone, without the error and the trial's own effects.",
        "",
        "| outcome | published | error | best set | median | 5 to 95 % | |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.published:g} | {one.error:.3g} | {one.best:.3g} | {one.middle:.3g} "
            f"| {one.low:.3g} to {one.high:.3g} | {'inside' if one.inside else '**outside**'} |"
            for one in outcomes
        ),
        "",
        "## What is known of each number",
        "",
        "*Narrowed*: standard deviation after the data over that before them; 1 where they say nothing.",
        f"*Ranks*: chi-square of {len(found)} simulation-based ranks in ten bins; above {LIMIT} once in a thousand.",
        "",
        "| number | 5 % | median | 95 % | narrowed | ranks |",
        "|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.low:.3g} | {one.middle:.3g} | {one.high:.3g} | {one.narrowed:.2f} | {test:.1f} |"
            for one, test in zip(diagnosis.identified(post, aim), tests, strict=True)
        ),
        "",
        "Most tied together:",
        "",
        "| number | number | correlation |",
        "|---|---|---|",
        *(f"| {a} | {b} | {r:+.2f} |" for a, b, r in diagnosis.correlations(post, names)),
        "",
        "## What moves what",
        "",
        "The numbers that move each outcome most, in standard errors, for a move by their spread before the data.",
        "",
        "| outcome | first | second | third |",
        "|---|---|---|---|",
        *(
            f"| {name} | " + " | ".join(f"{number} {size:+.1f}" for number, size in three) + " |"
            for name, three in moved.items()
        ),
    ]
    places = dict(zip(names, aim.space.parameters, strict=True))
    return [
        *lines,
        "",
        "## A known truth, recovered",
        "",
        f"{len(recovery.found)} sets of trials were made of a known set, each of other virtual people, with errors as",
        f"published. Each search began at a draw of the posterior; {recovery.simulations} simulations.",
        "*Off*: root mean squared distance from the truth, as a share of the range; *bias*: of the mean, in its",
        "standard errors.",
        "",
        "| number | truth | found, mean | off at the start | off in the end | bias |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {places[name].at(true):.3g} | {places[name].at(mean):.3g} | {start:.2f} "
            f"| {end:.2f} | {bias:+.1f} |"
            for name, true, mean, start, end, bias in zip(
                recovery.names,
                recovery.truth,
                recovery.found.mean(axis=0),
                recovery.off_at_start,
                recovery.off,
                recovery.bias,
                strict=True,
            )
        ),
    ]


def picture(found: np.ndarray, path: Path) -> None:
    """Draw how far the ranks of each number are from uniform ones, with the band that nine in ten keep."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "anagen"
    import matplotlib.pyplot as plt

    at = np.arange(1, diagnosis.RANK_DRAWS + 2) / (diagnosis.RANK_DRAWS + 1)
    uniform = np.random.default_rng(1).integers(0, diagnosis.RANK_DRAWS + 1, size=(2000, len(found)))
    edges = np.arange(diagnosis.RANK_DRAWS + 1)
    off = np.array([(one[:, None] <= edges).mean(axis=0) for one in uniform]) - at
    low, high = np.quantile(off, (0.05, 0.95), axis=0)
    figure, axes = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    axes.fill_between(at, low, high, color="0.85", label="nine in ten, were all true")
    for one in found.T:
        axes.plot(at, (one[:, None] <= edges).mean(axis=0) - at, color="tab:blue", linewidth=0.7, alpha=0.6)
    axes.set_xlabel("rank of the truth among draws")
    axes.set_ylabel("share with lower rank, less uniform")
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def truth_of(post: Posterior, which: list[int]) -> np.ndarray:
    """A truth well away from the best set: one standard deviation of the posterior, signs in turn."""
    signs = np.where(np.arange(len(which)) % 2 == 0, -1.0, 1.0)
    return np.clip(post.center[which] + signs * post.chain.places[:, which].std(axis=0), 0.05, 0.95)


def main() -> None:
    """Write the page and its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, default=Path("calibration.npz"))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--ranks", type=int, default=100)
    parser.add_argument("--recoveries", type=int, default=8)
    asked = parser.parse_args()
    found: Fit = fit(known(), state=asked.state, resume=True, posterior=True, workers=asked.workers)
    post = found.posterior
    if post is None:
        raise SystemExit("The search has not ended; go on with `anagen calibrate --resume --posterior`.")
    aim = hair_count_objective(known(), found.seed)
    ranked = diagnosis.ranks(post, sets=asked.ranks, seed=found.seed)
    names = [one.name for one in aim.space.parameters]
    which = [names.index(one) for one in RECOVERED]
    drawn = np.random.default_rng(found.seed).choice(
        len(post.chain.places), size=asked.recoveries, replace=False
    )
    recovery = recover(
        aim,
        [hair_count_objective(known(), found.seed + 100 + k) for k in range(asked.recoveries)],
        base=post.center,
        moved=RECOVERED,
        truth=truth_of(post, which),
        starts=post.chain.places[np.ix_(drawn, which)],
        seed=found.seed,
        workers=asked.workers,
    )
    write(sections(post, aim, ranked, recovery), ranked)


def write(lines: list[str], ranked: np.ndarray) -> None:
    """Write the page and its picture."""
    (DOCS / "calibration-figures.md").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    picture(ranked, DOCS / "pictures" / "calibration_ranks.svg")


if __name__ == "__main__":
    main()
