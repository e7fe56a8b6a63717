"""Running a trial for the researchers' pages: its table, its data, its figure and what to cite, as files."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.web.jobs.tasks import Progress, task, warm

if TYPE_CHECKING:
    from anagen.trials.protocol import Trial
    from anagen.trials.result import TrialResult

__all__ = ["KIND", "PHONE_SVG", "RESULT", "SVG", "TEXT", "run"]

KIND = "trial"
PHONE_SVG = "figure-narrow.svg"
TEXT, RESULT, SVG, PNG, CITE = "trial.toml", "result.json", "figure.svg", "figure.png", "cite.txt"
SIMULATED = 0.95
"""Share of the work after which the figure is drawn."""


@task(KIND, page="/trials/runs/{id}")
def run(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Run a trial, and write its files.

    Parameters
    ----------
    params
        The trial's text, people and seed.
    folder
        Into which is written.
    progress
        How far it is.
    """
    from anagen.trials.files import trial_of
    from anagen.trials.run import run_trial
    from anagen.trials.write import write_trial

    plan = trial_of(params["text"])
    progress(0.02, "Virtual people grow up, enter the trial and are measured")
    progress.early(TEXT, params["text"].encode())
    result = run_trial(
        plan,
        people=params["people"],
        seed=params["seed"],
        progress=lambda step: progress.advance(SIMULATED * step),
    )
    progress(SIMULATED, "Drawing the figure")
    write_trial(result, folder)
    (folder / RESULT).write_text(json.dumps(_plain(result.as_dict()), ensure_ascii=False, indent=1), "utf-8")
    (folder / TEXT).write_text(params["text"], encoding="utf-8", newline="")
    (folder / CITE).write_text("\n".join(cited(plan, result)) + "\n", encoding="utf-8")
    draw(result, folder)


def _plain(value: Any) -> Any:
    """Values as JSON has them: what could not be read is null, which NaN is not."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def draw(result: TrialResult, folder: Path) -> None:
    """The figure, as a drawing that any page may show, for a phone too, and as a picture."""
    from anagen.plot.style import save
    from anagen.plot.trials import NARROW, trial_figure
    from anagen.web.svg import plain_svg

    figure = trial_figure(result)
    for name in (SVG, PNG):
        save(figure, folder / name)
    save(trial_figure(result, sheet=NARROW), folder / PHONE_SVG)
    for name in (SVG, PHONE_SVG):
        drawing = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(plain_svg(drawing), encoding="utf-8")


def cited(plan: Trial, result: TrialResult) -> list[str]:
    """What to cite: this program as it was used, and every listed paper with which it was compared.

    Parameters
    ----------
    plan
        The trial.
    result
        What came of it.
    """
    from anagen.evidence import known
    from anagen.evidence.bibliography import reference

    sources = known().sources
    made = result.provenance
    keys = dict.fromkeys([plan.source, *(one.source for one in plan.outcomes)])
    program = f"anagen {made.version}, seed {made.seed}, evidence {made.evidence[:16]}."
    return [program, *(reference(sources[key]) for key in sorted(keys) if key in sources)]


@warm(small=False)
def small_trial() -> None:
    """Have everything loaded and compiled that a trial needs."""
    import anagen.plot.trials
    import anagen.trials.write  # noqa: F401
    from anagen.trials.run import run_trial

    run_trial("dhurat_2013", people=2, follicles=4)
