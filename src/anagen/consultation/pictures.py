"""Pictures of a consultation: now, later untreated, later treated; of a poor, a middling and a good response.

Heads take seconds each, so pictures are made only when they are asked for. Three of the virtual people are shown whose
heads look most like what was told, chosen by how much more hair the treatment leaves them than none: at the 10th, 50th
and 90th of a hundred, never the winners alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.consultation.consult import UNTREATED, Consultation
from anagen.consultation.forecast import Ahead
from anagen.consultation.summary import weighted_quantiles
from anagen.errors import InputError
from anagen.simulation.conditioning import likelihood_of
from anagen.treatment.regimen import Regimen
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.simulation.head import HeadHistory

__all__ = ["CENTILES", "Picture", "chosen_people", "pictures", "png_files"]

CENTILES = (10, 50, 90)
MONTH = 24
NEAR_SHARE = 0.1
"""Share of the crowd whose heads may be shown: those that look most like what was told, so that people find theirs."""
VIEWS = {"male": "vertex", "female": "midline"}
SMALLEST_MONTH, LARGEST_MONTH = 1, 120


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """One head on one day."""

    centile: int
    """Place of the response among a hundred."""
    state: str
    """``"now"``, ``"untreated"`` or ``"treated"``."""
    month: int
    pixels: NDArray[np.uint8]
    """[h, w, 3]"""
    says: str


def chosen_people(ahead: Ahead, regimen: str, month: int, centiles: Sequence[int] = CENTILES) -> list[int]:
    """Places of the virtual people whose heads are shown: like what was told, at centiles of the response.

    Parameters
    ----------
    ahead
        The virtual people and their lives.
    regimen
        In words.
    month
        When the response is looked at. [month]
    centiles
        Of the response.
    """
    day = ahead.from_day + month * DAYS_PER_YEAR / 12.0
    k = int(np.argmin(np.abs(ahead.lives.days - day)))
    now = int(np.argmin(np.abs(ahead.lives.days - ahead.from_day)))
    cover = ahead.lives.cover(UNTREATED)[:, now]
    middle = float(weighted_quantiles(cover, ahead.weight, (0.5,))[0])
    unlike = np.abs(cover - middle) - looks_alike(ahead) + 1e3 * (ahead.weight <= 0.0)
    near = np.argsort(unlike, kind="stable")
    near = near[: max(len(centiles), round(NEAR_SHARE * near.size))]
    response = (ahead.lives.cover(regimen) - ahead.lives.cover(UNTREATED))[near, k]
    rows = []
    for centile in centiles:
        at = weighted_quantiles(response, ahead.weight[near], (centile / 100.0,))[0]
        rows.append(int(near[int(np.argmin(np.abs(response - at)))]))
    return rows


def looks_alike(ahead: Ahead) -> NDArray[np.float64]:
    """How well a trained eye would find what was told on each head, relative to the best. [people]"""
    crowd = ahead.crowd
    likely = [likelihood_of(crowd.person, one.candidates, one.evidence, "doctor") for one in crowd.shares]
    pooled = np.concatenate(likely)
    return np.asarray(pooled / max(float(pooled.max()), 1e-300))


def pictures(
    consultation: Consultation,
    name: str,
    *,
    month: int = MONTH,
    size: int = 420,
    centiles: Sequence[int] = CENTILES,
    progress: Callable[[float], None] | None = None,
) -> list[Picture]:
    """Heads now, later untreated and later treated, for a poor, a middling and a good response.

    Parameters
    ----------
    consultation
        With forecasts.
    name
        Of an option that was forecast.
    month
        How far to look. [month]
    size
        Width and height of each picture. [px]
    centiles
        Of the response, among a hundred virtual people.
    progress
        Called with the share of the work that was done since the last call.

    Raises
    ------
    InputError
        If there is no forecast of that option.
    """
    option = consultation.option(name)
    if consultation.ahead is None or name not in consultation.forecasts or not option.regimen:
        raise InputError(
            f"There is no forecast of {name!r}, so there are no pictures. Choose an option that has one."
        )
    if not SMALLEST_MONTH <= month <= LARGEST_MONTH:
        raise InputError(f"Cannot show month {month}. Give {SMALLEST_MONTH} to {LARGEST_MONTH}.")
    regimen = str(Regimen.of(option.regimen))
    rows = chosen_people(consultation.ahead, regimen, month, centiles)
    found = []
    for centile, row in zip(centiles, rows, strict=True):
        found += drawn_heads(consultation, row, regimen, centile, month, size)
        if progress is not None:
            progress(1.0 / len(rows))
    return found


def drawn_heads(
    consultation: Consultation, row: int, regimen: str, centile: int, month: int, size: int
) -> list[Picture]:
    """One virtual person's three pictures."""
    from anagen.render.plate import stamped
    from anagen.render.scenes import Setting, grade_of, look_of, picture
    from anagen.simulation.head import heads

    if consultation.ahead is None:
        return []
    share, candidate = consultation.ahead.crowd.where(row)
    person = consultation.ahead.crowd.person
    years = np.array([0.0, month / 12.0])
    untreated, treated = heads(
        person,
        [UNTREATED, regimen],
        candidate=candidate,
        years=years,
        seed=share.seed,
        evidence=share.evidence,
    )
    setting = Setting(
        look=look_of(person), view=VIEWS[person.sex], size=size, seed=consultation.provenance.seed
    )

    def of(head: HeadHistory, state: str, day: float) -> Picture:
        when = "now" if state == "now" else f"after {month} months, {state}"
        return Picture(
            centile=centile,
            state=state,
            month=0 if state == "now" else month,
            pixels=stamped(picture(head.scalp, head.state(day), setting), setting.px_per_mm),
            says=f"{when}: {grade_of(head, day)}; {place_text(centile)}",
        )

    first, last = float(untreated.days[0]), float(untreated.days[-1])
    return [of(untreated, "now", first), of(untreated, "untreated", last), of(treated, "treated", last)]


def place_text(centile: int) -> str:
    """Where a response stands."""
    return f"{centile} of 100 virtual people respond less"


def png_files(found: Sequence[Picture]) -> Mapping[str, bytes]:
    """Pictures as PNG files by what is said of them, for a web page.

    Parameters
    ----------
    found
        The pictures.
    """
    from PIL import Image

    files = {}
    for one in found:
        written = BytesIO()
        Image.fromarray(one.pixels).save(written, "PNG", optimize=True)
        files[one.says] = written.getvalue()
    return files
