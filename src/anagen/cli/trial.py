"""`anagen trial`: an in-silico trial, predicted beside published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from anagen.cli.output import print_json, progress, write_folder_atomically
from anagen.cli.tables import aligned, figures, paragraph
from anagen.errors import InputError, OutputExistsError

if TYPE_CHECKING:
    from anagen.trials.result import Comparison, TrialResult

KINDS = {"level": "level", "change_from_baseline": "change", "pct_change_from_baseline": "change %"}


def trial(
    name: str | None = None,
    /,
    *,
    list_: bool = False,
    people: int = 1000,
    seed: int = 1,
    json: bool = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Run an in-silico trial and set it beside what was published.

    Virtual men live untreated to their age, enter by the trial's own criteria, take what each arm takes,
    and are measured by the trial's own instruments. Intervals say where nine of ten trials of that size
    would put their mean.

    Parameters
    ----------
    name
        A packaged trial (see --list), or the file of one of your own, ending in .toml.
    list_
        List the packaged trials.
    people
        Virtual men in each arm.
    seed
        Seed of all random numbers.
    json
        Print one JSON object.
    out
        Folder to write table (CSV), data (netCDF, JSON) and figure (PNG, SVG) to.
    force
        Replace the folder if it exists.

    Examples
    --------
    anagen trial --list
    anagen trial kaufman_1998
    anagen trial kaufman_1998 --json
    anagen trial my_trial.toml --people 2000 --seed 7 --out results
    """
    if list_:
        print_trials(json=json)
        return
    if name is None:
        raise InputError(
            "Which trial? Give the name of a packaged one or a file; 'anagen trial --list' lists them."
        )
    if out is not None and out.exists() and not force:
        raise OutputExistsError(out)
    from anagen.trials.files import find_trial

    plan = find_trial(name)
    from anagen.trials.run import run_trial

    with progress(f"Running {plan.id}", 1.0) as advance:
        result = run_trial(plan, people=people, seed=seed, progress=advance)
    if out is not None:
        write(result, out, force=force)
    if json:
        print_json(result.as_dict())
    else:
        print(report(result, out))


def print_trials(*, json: bool) -> None:
    """The packaged trials, a line each."""
    from anagen.trials.files import find_trial, packaged_trials

    trials = [find_trial(name) for name in packaged_trials()]
    if json:
        print_json(
            {"trials": [{"trial": one.id, "title": one.title, "source": one.source} for one in trials]}
        )
        return
    rows = [["trial", "arms", "weeks", "published", "title"]]
    rows += [
        [one.id, str(len(one.arms)), f"{one.visits_weeks[-1]:g}", str(len(one.outcomes)), one.title]
        for one in trials
    ]
    print(aligned(rows, [False, True, True, True, False]))


def report(result: TrialResult, out: Path | None) -> str:
    """The result for a person: what was published beside what is predicted."""
    head = f"{result.trial.title} ({result.trial.id})"
    size = f"{result.arms[0].people} virtual men in each arm, seed {result.provenance.seed}"
    beside = result.published()
    rows = beside or [one for one in result if one.week == result.trial.visits_weeks[-1]]
    inside = sum(bool(one.inside_90) for one in beside)
    parts = [
        head,
        size,
        "",
        aligned([HEAD, *map(row, rows)], [False, False, True, False, *[True] * 4, False, False]),
    ]
    if beside:
        parts += ["", f"{inside} of {len(beside)} published values lie in the predicted 90 % interval."]
    parts += ["", *map(paragraph, result.notes)] if result.notes else []
    parts += [f"Written to {out}."] if out is not None else []
    return "\n".join(parts)


HEAD = [
    "arm",
    "measure",
    "week",
    "value",
    "predicted",
    "90 % interval",
    "published",
    "90 % interval",
    "",
    "role, trust",
]


def row(one: Comparison) -> list[str]:
    """One published value, and what is predicted for it."""
    signed = one.value_kind != "level"
    published, interval = one.published, one.published_interval
    return [
        one.arm if one.versus is None else f"{one.arm} - {one.versus}",
        one.measure,
        f"{one.week:g}",
        KINDS[one.value_kind],
        figures(one.predicted.mean, signed=signed),
        span((one.predicted.low90, one.predicted.high90), signed=signed),
        "-" if published is None else figures(published.value, signed=signed),
        span(interval, signed=signed),
        "" if published is None else "inside" if one.inside_90 else "OUTSIDE",
        "" if published is None else f"{published.role or '-'}, {published.trust}",
    ]


def span(interval: tuple[float, float] | None, *, signed: bool) -> str:
    """An interval in words."""
    if interval is None:
        return "-"
    return f"{figures(interval[0], signed=signed)} to {figures(interval[1], signed=signed)}"


def write(result: TrialResult, out: Path, *, force: bool) -> None:
    """Write table, data and figure into a folder, whole or not at all."""
    from anagen.trials.write import write_trial

    with write_folder_atomically(out, force=force) as folder:
        write_trial(result, folder)
        from anagen.plot.style import save
        from anagen.plot.trials import trial_figure

        figure = trial_figure(result)
        for ending in ("png", "svg"):
            save(figure, folder / f"{result.trial.id}.{ending}")
