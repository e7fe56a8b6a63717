"""What a diary has the runner do: the forecast of what is really taken, narrowed by what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from anagen.web.jobs.tasks import Progress, task

__all__ = ["DIARY_FORECAST", "RESULT", "SEED", "YEARS", "look_ahead"]

DIARY_FORECAST = "diary_forecast"
RESULT = "forecast.json"
YEARS, SEED = 2.0, 1


@task(DIARY_FORECAST, page="/p/{person_id}/diary/progress")
def look_ahead(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Forecast from a diary's records.

    Parameters
    ----------
    params
        The records, and the day that is today; people and follicles where other numbers are wanted than usual.
    folder
        Where the result is written.
    progress
        Told how far it is.
    """
    from anagen.diary.prospect import prospect
    from anagen.web.diary.carried import diary_from

    progress(0.02, "Looking ahead")
    ahead = prospect(
        diary_from(params["records"]),
        date.fromisoformat(params["today"]),
        years=YEARS,
        seed=SEED,
        beside_unmeasured=True,
        people=params.get("people"),
        follicles=params.get("follicles"),
        progress=progress.advance,
    )
    told = ahead.as_dict()
    told["now"] = {name: ahead.now(name).as_dict() for name in ahead.forecasts}
    (folder / RESULT).write_text(json.dumps(told), encoding="utf-8")
