"""`anagen trial`: an in-silico trial, predicted beside published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from anagen.cli.output import print_json, progress, write_folder_atomically
from anagen.cli.tables import aligned, figures, paragraph
from anagen.cli.trial_power import asked_of_power, power_report, write_power
from anagen.errors import InputError, OutputExistsError

if TYPE_CHECKING:
    from anagen.trials.protocol import Trial
    from anagen.trials.result import Comparison, TrialResult


class Result(Protocol):
    """What can be told as JSON."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        ...


T = TypeVar("T", bound=Result)
WORK = "work"
"""Ending of the folder of finished work, and its name in the result's folder in the end."""
KINDS = {"level": "level", "change_from_baseline": "change", "pct_change_from_baseline": "change %"}


def trial(
    name: str | None = None,
    /,
    *,
    list_: bool = False,
    people: int = 1000,
    follicles: int = 400,
    seed: int = 1,
    power: bool = False,
    effect: str | None = None,
    n: str | None = None,
    alpha: float | None = None,
    simulations: int | None = None,
    responder: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    resume: bool = False,
    device: str = "cpu",
    json: bool = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Run an in-silico trial and set it beside what was published.

    Virtual people live untreated to their age, enter by the trial's own criteria, take what each arm takes,
    and are measured by the trial's own instruments. Intervals say where nine of ten trials of that size
    would put their mean. With --power, trials of several sizes are drawn from those people and tested, to
    plan one.

    Parameters
    ----------
    name
        A packaged trial (see --list), or the file of one of your own, ending in .toml.
    list_
        List the packaged trials.
    people
        Virtual people in each arm.
    follicles
        Follicles of each.
    seed
        Seed of all random numbers.
    power
        Show power, sample size, possible results and responders instead.
    effect
        What --power tests, as MEASURE@WEEK; the first measure at the last visit if not given.
    n
        Sizes that --power draws, in people an arm; 20,40,80,160,320 if not given.
    alpha
        Level of the two-sided test of --power; 0.05 if not given.
    simulations
        Trials of each size that --power draws; 1000 if not given.
    responder
        Change from baseline that --power counts as a response: 10% of the baseline if not given; or, such as 8, in
        the measure's unit.
    workers
        Processes on this machine, through Dask; without it, the cores of this process.
    scheduler
        Address of a Dask scheduler, such as tcp://10.0.0.1:8786, whose workers do the work.
    resume
        Keep finished work beside --out as it comes, and go on with what a killed run left there.
    device
        What lives the follicles: cpu, or cuda for an NVIDIA GPU; the digits are the same.
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
    anagen trial kaufman_1998 --power --effect target_area_hair_count@52 --n 20,40,80,160
    anagen trial my_trial.toml --people 100000 --scheduler tcp://10.0.0.1:8786 --out results
    anagen trial my_trial.toml --people 100000 --scheduler tcp://10.0.0.1:8786 --out results --resume
    """
    if list_:
        print_trials(json=json)
        return
    design = asked_of_power(
        power, effect=effect, n=n, alpha=alpha, simulations=simulations, responder=responder
    )
    if name is None:
        raise InputError(
            "Which trial? Give the name of a packaged one or a file; 'anagen trial --list' lists them."
        )
    if out is not None and out.exists() and not force:
        raise OutputExistsError(out)
    work = work_folder(out, kept=resume or workers is not None or scheduler is not None)
    if resume and work is None:
        raise InputError("Which work is to be resumed? Give the --out of the run that did not end.")
    from anagen.cluster.workers import opened
    from anagen.trials.files import find_trial
    from anagen.trials.power import check_design, power_of
    from anagen.trials.run import result_of, run_people

    plan = find_trial(name)
    if power:  # what is wrong is said before hours of work
        check_design(plan, **design)
    with (
        finished_work_named(work),
        opened(workers, scheduler) as executor,
        progress(f"Running {plan.id}", 1.0) as advance,
    ):
        pool = run_people(
            plan,
            people=people,
            follicles=follicles,
            seed=seed,
            progress=advance,
            executor=executor,
            work=work,
            resume=resume,
            device=device,
        )
    if power:
        finish(power_of(pool, **design), power_report, write_power, out, force=force, json=json)
    else:
        finish(result_of(pool), report, write, out, force=force, json=json)
    if work is not None and out is not None:
        work.rename(out / WORK)


def finish(
    result: T,
    report_of: Callable[[T, Path | None], str],
    write_to: Callable[..., None],
    out: Path | None,
    *,
    force: bool,
    json: bool,
) -> None:
    """Write a result, and print it."""
    if out is not None:
        write_to(result, out, force=force)
    if json:
        print_json(result.as_dict())
    else:
        print(report_of(result, out))


def work_folder(out: Path | None, *, kept: bool) -> Path | None:
    """Where finished work is kept until there is a result: beside the folder that is written whole or not at all."""
    return None if out is None or not kept else out.with_name(f"{out.name}.{WORK}")


@contextmanager
def finished_work_named(work: Path | None) -> Iterator[None]:
    """Say with an interrupt what is kept of the work, if any is."""
    from anagen.cluster.parts import finished_in

    try:
        yield
    except KeyboardInterrupt:
        if work is None or not finished_in(work):
            raise
        says = f"what was finished is kept in {work}: the same command with --resume goes on."
        raise KeyboardInterrupt(says) from None


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
    head = paragraph(f"{result.trial.title} ({result.trial.id})")
    size = f"{result.arms[0].people} virtual people in each arm, seed {result.provenance.seed}"
    beside = result.published()
    rows = beside or [one for one in result if one.week == result.trial.visits_weeks[-1]]
    inside = sum(bool(one.inside_90) for one in beside)
    shown = len(HEAD) if beside else PREDICTED
    table = [cells[:shown] for cells in (HEAD, *map(row, rows))]
    right = [False, False, True, False, *[True] * 4, False, False][:shown]
    parts = [head, size, "", aligned(table, right, keys=KEYS)]
    if beside:
        parts += ["", f"{inside} of {len(beside)} published values lie in the predicted 90 % interval."]
        parts += unpublished(result, beside)
    elif len(result.trial.visits_weeks) > 2:
        parts += ["", paragraph(LAST_VISIT)]
    said = [*result.notes, *advice_of(result.trial)]
    parts += ["", *map(paragraph, said)] if said else []
    parts += [f"Written to {out}."] if out is not None else []
    return "\n".join(parts)


def unpublished(result: TrialResult, beside: list[Comparison]) -> list[str]:
    """Where to find arms and measures of which the table has nothing."""
    shown = {name for one in beside for name in (one.arm, one.versus, one.measure)}
    names = [arm.name for arm in result.trial.arms] + [one.measure for one in result.trial.instruments]
    rest = [name for name in names if name not in shown]
    if not rest:
        return []
    says = "Nothing published is given of {}; what is predicted of it stands in the files of --out, and in --json."
    return [paragraph(says.format(", ".join(rest)))]


def advice_of(trial: Trial) -> list[str]:
    """What its author may have overlooked: doses that nobody gave, a place without loss, arms compared with none."""
    from anagen.scalp.pattern import SPARED
    from anagen.treatment.regimen import Regimen
    from anagen.treatment.studied import beyond_trials

    courses = [course for arm in trial.arms for course in Regimen.of(arm.regimen).courses]
    said = [note for course in courses if (note := beyond_trials(course)) is not None]
    if (region := trial.population.region) in SPARED:
        said.append(
            f"Pattern loss spares the {region} region, so that there is little for a treatment to win. "
            "The corners of the hairline belong to the frontal one."
        )
    if len(trial.arms) > 1 and trial.control is None and not trial.outcomes:
        said.append(
            "No arm is the control, so that no differences are shown: give one of them control = true."
        )
    return list(dict.fromkeys(said))


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
LAST_VISIT = (
    "The last visit is shown; what is predicted of all visits stands in the files of --out, and in --json."
)
KEYS, PREDICTED = 4, 6
"""How many columns say what a row is about; how many are left where nothing was published."""


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
