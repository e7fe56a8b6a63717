"""A trial's result as files: a table, labeled arrays, and everything as JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.trials.result import Comparison, TrialResult

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["to_xarray", "trial_rows", "write_trial"]


def trial_rows(result: TrialResult) -> list[dict[str, Any]]:
    """One flat row for each outcome of an arm and each contrast."""
    return [flat(one) for one in result]


def flat(one: Comparison) -> dict[str, Any]:
    """One outcome as a flat row."""
    low, high = one.published_interval or (None, None)
    published = one.published
    return {
        "arm": one.arm,
        "versus": one.versus,
        "measure": one.measure,
        "site": one.site,
        "week": one.week,
        "value_kind": one.value_kind,
        "unit": one.unit,
        "predicted_mean": one.predicted.mean,
        "predicted_sd_between_people": one.predicted.sd_between_people,
        "predicted_low90": one.predicted.low90,
        "predicted_high90": one.predicted.high90,
        "published_value": None if published is None else published.value,
        "published_low90": low,
        "published_high90": high,
        "source": None if published is None else published.source,
        "trust": None if published is None else published.trust,
        "role": None if published is None else published.role,
        "inside_90": one.inside_90,
    }


def to_xarray(result: TrialResult) -> xr.Dataset:
    """Labeled arrays: predicted means and intervals of each measure, by arm, week and kind of value."""
    import numpy as np
    import xarray as xr

    trial = result.trial
    arms, weeks = [one.name for one in trial.arms], list(trial.visits_weeks)
    kinds = ["level", "change_from_baseline", "pct_change_from_baseline"]
    statistics = ["mean", "low90", "high90", "sd_between_people"]
    shape = (len(arms), len(weeks), len(kinds), len(statistics))
    arrays = {one.measure: np.full(shape, np.nan) for one in trial.instruments}
    units = {one.measure: one.unit for one in result if one.value_kind == "level"}
    for arm in result.arms:
        for one in arm.outcomes:
            place = arms.index(one.arm), weeks.index(one.week), kinds.index(one.value_kind)
            arrays[one.measure][place] = [getattr(one.predicted, name) for name in statistics]
    made = result.provenance.as_dict()
    return xr.Dataset(
        {
            measure: (("arm", "week", "value_kind", "statistic"), values, {"units": units[measure]})
            for measure, values in arrays.items()
        },
        coords={"arm": arms, "week": weeks, "value_kind": kinds, "statistic": statistics},
        attrs={
            "trial": trial.id,
            "title": trial.title,
            "seed": made["seed"],
            "anagen_version": made["version"],
            "evidence_sha256": made["evidence"],
        },
    )


def write_trial(result: TrialResult, folder: Path) -> None:
    """Write `<id>.csv`, `<id>.nc` and `result.json` into a folder that exists."""
    rows = trial_rows(result)
    with (folder / f"{result.trial.id}.csv").open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, fieldnames=list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)
    to_xarray(result).to_netcdf(folder / f"{result.trial.id}.nc", engine="h5netcdf")
    text = json.dumps(result.as_dict(), ensure_ascii=False, indent=1)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")
