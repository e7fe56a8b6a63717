"""`anagen validate`: every packaged trial, predicted beside published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from anagen.cli.output import print_json, progress, write_file_atomically
from anagen.cli.tables import aligned, figures, paragraph
from anagen.cli.trial import KINDS, span
from anagen.errors import InputError, OutputExistsError

if TYPE_CHECKING:
    from anagen.trials.judging import Judged
    from anagen.trials.validate import Summary, Validation

ENDINGS = (".json", ".csv")


def validate(
    *,
    role: str = "validation",
    trial: Annotated[list[str] | None, Parameter(consume_multiple=True)] = None,
    entered_since: date | None = None,
    people: int = 500,
    seed: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    json: bool = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Judge the model on every packaged trial: predicted, published, hit or miss.

    Runs each trial that has outcomes of the role, and says for each outcome whether the published value lies in the
    90 % interval, and whether the sign of a significant change is right. Trials that do not run are listed.

    Parameters
    ----------
    role
        validation for what no fit has read, calibration for what one has, all for both.
    trial
        Only these trials: identifiers of packaged ones, or files.
    entered_since
        Only trials entered on this day or later, such as 2026-11-22: those that a model fixed before has never seen.
    people
        Virtual people in each arm.
    seed
        Seed of all random numbers.
    workers
        Processes on this machine, through Dask; without it, the cores of this process.
    scheduler
        Address of a Dask scheduler, such as tcp://10.0.0.1:8786, whose workers do the work.
    json
        Print one JSON object.
    out
        File to write the result to: .json for everything, .csv for the table.
    force
        Replace the file if it exists.

    Examples
    --------
    anagen validate
    anagen validate --trial eun_2010 olsen_2006 --people 200
    anagen validate --entered-since 2026-11-22
    anagen validate --role all --out validation.json
    """
    if trial is not None and not trial:
        raise InputError(
            "--trial needs the name of a packaged trial, or a file. 'anagen trial --list' lists them."
        )
    if out is not None and out.suffix not in ENDINGS:
        raise InputError(
            f"{out} ends in neither {' nor '.join(ENDINGS)}. Give a file with one of these endings."
        )
    if out is not None and out.exists() and not force:
        raise OutputExistsError(out)
    from anagen.cluster.workers import opened
    from anagen.trials.validate import validate as judge_all

    with opened(workers, scheduler) as executor, progress("Running trials", 1.0) as advance:
        found = judge_all(
            role=role,
            trials=trial,
            entered_since=entered_since,
            people=people,
            seed=seed,
            progress=advance,
            executor=executor,
        )
    if out is not None:
        with write_file_atomically(out, force=force) as path:
            write(found, path)
    if json:
        print_json(found.as_dict())
    else:
        print(report(found, out))


def write(found: Validation, path: Path) -> None:
    """Write everything as JSON, or the table as CSV."""
    import csv
    from json import dumps

    if path.suffix == ".json":
        path.write_text(
            dumps(found.as_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
        )
        return
    rows = found.table()
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else ["trial"])
        lines.writeheader()
        lines.writerows(rows)


HEAD = [
    "trial",
    "arm",
    "measure",
    "week",
    "value",
    "predicted",
    "90 % interval",
    "published",
    "",
    "sign",
    "trust",
]


def report(found: Validation, out: Path | None) -> str:
    """The result for a person."""
    right = [False, False, False, True, False, True, True, True, False, False, False]
    parts = [aligned([HEAD, *map(row, found.outcomes)], right, keys=5)] if found.outcomes else []
    parts += ["", *map(paragraph, sentences(found.summary))]
    if found.failed:
        parts += ["", "Did not run:", *(paragraph(f"{one.trial}: {one.because}") for one in found.failed)]
    parts += [f"Written to {out}."] if out is not None else []
    return "\n".join(parts).lstrip("\n")


def row(one: Judged) -> list[str]:
    """One outcome, and how the prediction stands to it."""
    seen, published = one.seen, one.published
    signed = seen.value_kind != "level"
    sign = {None: "", True: "right", False: "WRONG"}[one.sign_right]
    return [
        one.trial,
        seen.arm if seen.versus is None else f"{seen.arm} - {seen.versus}",
        seen.measure,
        f"{seen.week:g}",
        KINDS[seen.value_kind],
        figures(seen.predicted.mean, signed=signed),
        span((one.low90, one.high90), signed=signed),
        figures(published.value, signed=signed),
        "inside" if one.inside_90 else "OUTSIDE",
        sign,
        published.trust,
    ]


def counted_share(share: float | None, total: int) -> str:
    """How many of all, with the share where it is neither none nor all."""
    if share is None:
        return "-"
    count = round(share * total)
    return f"{count} of {total}" + (f" ({100.0 * share:.0f} %)" if 0 < count < total else "")


def sentences(summary: Summary) -> list[str]:
    """The scores in words."""
    if not summary.outcomes:
        return ["No outcome was judged."]
    since = f", entered since {summary.entered_since}" if summary.entered_since else ""
    inside, narrow = (
        counted_share(share, summary.outcomes)
        for share in (summary.inside_90_share, summary.inside_predicted_90_share)
    )
    error = (
        "-" if summary.median_abs_error_share is None else f"{100.0 * summary.median_abs_error_share:.0f} %"
    )
    counted = f"{number_of(summary.outcomes, 'outcome')} of {number_of(summary.trials, 'trial')}"
    contrasts = number_of(summary.contrasts, "contrast")
    hits = f"{inside} in the 90 % interval, {narrow} without the papers' own errors"
    return [
        f"{counted} ({summary.role}{since}): {hits}.",
        f"{contrasts} of two arms: the median error is {error} of the published effect.",
        f"Wrong signs of significant changes: {summary.wrong_signs} of {summary.significant}.",
    ]


def number_of(count: int, what: str) -> str:
    """How many of something, in one or in many."""
    return f"{count} {what}{'' if count == 1 else 's'}"
