"""What a consultation has the runner do: the head today, the forecasts of all options, pictures through the months.

They are three kinds of job, because each is wanted by itself: the head today is there in two or three seconds,
forecasts in some ten, and pictures are drawn one after the other and shown as they come. What a job hangs on is the
least there is, so that another wish makes nothing anew, and the head can be drawn while the last questions are asked.
"""

from __future__ import annotations

import io
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.patient.person import known_fields
from anagen.units import DAYS_PER_MONTH, DAYS_PER_WEEK, MONTHS_PER_YEAR
from anagen.web.jobs.tasks import Progress, task, warm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from anagen.consultation.crowd import Crowd
    from anagen.simulation.head import HeadHistory
    from anagen.treatment.regimen import Regimen

__all__ = [
    "CENTILES",
    "FORECASTS",
    "HEADS",
    "HEAD_FIELDS",
    "HEAD_TODAY",
    "MONTHS",
    "SEED",
    "crowd_answers",
    "draw_head_today",
    "draw_heads",
    "picture_name",
    "work_out_forecasts",
]

HEAD_TODAY, FORECASTS, HEADS = "head_today", "forecasts", "heads"
SEED = 1
YEARS = 5.0
MONTHS = (0, 3, 6, 12, 24, 36, 60)
"""Months of which there are pictures. [month]"""
CENTILES = (50, 10, 90)
"""Places of the response among a hundred, the one in the middle first."""
COMPARED_MONTH = 24
"""Month by whose response virtual people are chosen, as in reports. [month]"""
SIZE_PX = 440
"""Width and height of a picture: sharp on a phone, two beside each other. [px]"""
QUALITY = 84
"""Of a WebP file."""
HEAD_FIELDS = (
    "age", "sex", "ancestry", "norwood", "ludwig", "sinclair", "pattern_seen", "onset_months", "family_history",
    "fitzpatrick", "respondent",
)  # fmt: skip
"""Answers by which virtual people are chosen and drawn; no other changes their heads."""
KEPT_CROWDS = 4
FOLLICLES = 256
"""Follicles of each virtual person by which the response is judged."""
ALIKE, FEWEST_NEAR = 0.4, 12
"""Likelihood, relative to the best, from which a head looks like what was told; and the fewest to choose among."""
LOOKED_AT = 5
"""Heads that are looked at for one with the very grade that was told."""
LOOKING = "Looking for virtual people who fit your answers."

_crowds: OrderedDict[str, Crowd] = OrderedDict()
"""Crowds of the last jobs of this process: the next job is mostly about one of them."""
_gains: OrderedDict[tuple[str, ...], tuple[Crowd, NDArray[np.float64]]] = OrderedDict()
"""Cover that regimens win over none, of the people of such a crowd [regimens, people], by the regimens."""


def crowd_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers by which heads are chosen and drawn.

    Parameters
    ----------
    answers
        All of them.
    """
    return {name: answers[name] for name in HEAD_FIELDS if answers.get(name) is not None}


def picture_name(month: int) -> str:
    """The file of a picture.

    Parameters
    ----------
    month
        [month]
    """
    return f"head-{month:02d}.webp"


@warm(small=True)
def make_ready() -> None:
    """Load and compile what the first person would otherwise wait for: a head of somebody, drawn small."""
    for sex, graded in (("male", {"norwood": "III"}), ("female", {"ludwig": "I"})):
        crowd = crowd_of({"age": 40, "sex": sex, "onset_months": 24, **graded})
        drawn(todays_head(crowd), 0.0, crowd)
    _crowds.clear()


@task(HEAD_TODAY, small=True, page="/p/{person_id}/answer", longest_s=120.0)
def draw_head_today(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """The head of the virtual person who looks most like what was told.

    Parameters
    ----------
    params
        ``answers``: those that `crowd_answers` keeps.
    folder
        Where ``head.webp`` and ``head.json`` are written.
    progress
        How far it is.
    """
    progress(0.05, LOOKING)
    crowd = crowd_of(params["answers"])
    progress(0.3, "Letting the hair grow.")
    head = todays_head(crowd)
    progress(0.7, "Drawing your head as it may be today.")
    (folder / "head.webp").write_bytes(drawn(head, 0.0, crowd))
    write_json(folder / "head.json", about(head, 0.0))


@task(FORECASTS, page="/p/{person_id}/answer", longest_s=900.0)
def work_out_forecasts(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Forecasts of all options that are to be forecast.

    Parameters
    ----------
    params
        ``answers`` and ``depth`` of a consultation.
    folder
        Where ``forecasts.json`` is written.
    progress
        How far it is.
    """
    from anagen.consultation import consult

    began = time.monotonic()
    answers, depth = params["answers"], params["depth"]
    progress(0.05, LOOKING)
    crowd = consult.crowd_of(answers, depth=depth, seed=SEED)
    progress(0.3, "Simulating what each option would probably do.")
    found = consult.consult(
        answers,
        depth=depth,
        seed=SEED,
        years=YEARS,
        crowd=crowd,
        progress=lambda step: progress.advance(0.65 * step),
    )
    forecasts = {} if found.ahead is None else found.ahead.forecasts
    write_json(
        folder / "forecasts.json",
        {
            "forecasts": {words: one.as_dict() for words, one in forecasts.items()},
            "provenance": found.provenance.as_dict(),
            "took_s": round(time.monotonic() - began, 2),
        },
    )


@task(HEADS, page="/p/{person_id}/answer", longest_s=900.0)
def draw_heads(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """One virtual head through the months under one regimen; each picture can be seen as soon as it is drawn.

    Parameters
    ----------
    params
        ``answers`` as `crowd_answers` keeps them; ``regimens`` in words, no treatment first, under all of which the
        virtual person is to stand near ``centile``; ``course``: place of the regimen that is drawn.
    folder
        Where ``turn.head`` is written, the head that a browser can turn; the rest is shown early.
    progress
        How far it is.
    """
    from anagen.web.heads import head_file

    regimens, centile, course = list(params["regimens"]), int(params["centile"]), int(params["course"])
    progress(0.02, LOOKING)
    crowd = crowd_of(params["answers"])
    progress(0.04)
    row, places = chosen(crowd, regimens, centile, lambda step: progress.advance(0.05 * step))
    progress(0.1, "Letting the hair grow.")
    both = head_of(crowd, row, dict.fromkeys([regimens[0], regimens[course]]), MONTHS)
    head, days = both[-1], [float(day) for day in both[-1].days]
    told = {
        "regimen": regimens[course],
        "centile": centile,
        "place": places[course - 1] if course else None,
        "heads": {str(month): about(head, day) for month, day in zip(MONTHS, days, strict=True)},
    }
    progress.early("heads.json", json_bytes(told))
    shown = by_use() if course else [0, *by_use()]
    for done, month in enumerate(shown):
        progress(0.15 + 0.7 * done / len(shown), f"Drawing heads: {done + 1} of {len(shown)}.")
        progress.early(picture_name(month), drawn(head, days[MONTHS.index(month)], crowd))
    progress(0.85, "Making the head that can be turned.")
    named = dict(zip(("No treatment", "With it"), both, strict=False))
    (folder / "turn.head").write_bytes(head_file(named))


def by_use() -> list[int]:
    """Months in the order in which they are likely looked at."""
    return sorted(MONTHS[1:], key=lambda month: (month != MONTHS_PER_YEAR, month != COMPARED_MONTH, month))


def crowd_of(answers: Mapping[str, Any]) -> Crowd:
    """The virtual people who stand for somebody, kept for the next job."""
    from anagen.consultation.crowd import gather
    from anagen.consultation.forecast import PEOPLE
    from anagen.patient.person import person_of

    name = json.dumps(answers, sort_keys=True)
    if name not in _crowds:
        rater = "doctor" if answers.get("respondent") == "clinician" else "self"
        _crowds[name] = gather(person_of(answers), PEOPLE, seed=SEED, rater=rater)
        while len(_crowds) > KEPT_CROWDS:
            _crowds.popitem(last=False)
    _crowds.move_to_end(name)
    return _crowds[name]


def likenesses(crowd: Crowd) -> NDArray[np.float64]:
    """How well a trained eye would find what was told on each head. [people]"""
    import numpy as np

    from anagen.simulation.conditioning import likelihood_of

    likely = [likelihood_of(crowd.person, one.candidates, one.evidence, "doctor") for one in crowd.shares]
    return np.asarray(np.concatenate(likely))


def todays_head(crowd: Crowd) -> HeadHistory:
    """The head that looks most like what was told: of the likeliest, the first with the grade that is nearest to it."""
    return as_told(crowd, np_rows(likenesses(crowd)))[1]


def as_told(crowd: Crowd, rows: Sequence[int]) -> tuple[int, HeadHistory]:
    """Of the first of some people, the one on whose head the grade is measured that is nearest to the one told."""
    scale = "norwood" if crowd.person.sex == "male" else "ludwig"
    told = getattr(crowd.person, scale)
    grades = known_fields()[scale]["allowed"]
    found = ((row, head_of(crowd, row, [""], (0,))[0]) for row in rows[:LOOKED_AT])
    best = next(found)
    if told not in grades:
        return best

    def off(head: HeadHistory) -> int:
        """Steps between the grade that is measured on a head and the one that was told."""
        return abs(int(grades.index(str(getattr(head.grades(0.0), scale)[0]))) - int(grades.index(told)))

    least = off(best[1])
    while least and (one := next(found, None)) is not None:
        if off(one[1]) < least:
            best, least = one, off(one[1])
    return best


def np_rows(likely: NDArray[np.float64]) -> list[int]:
    """Places of people, the likeliest first."""
    import numpy as np

    return [int(row) for row in np.argsort(-likely, kind="stable")]


def chosen(
    crowd: Crowd, regimens: Sequence[str], centile: int, advance: Callable[[float], None] | None = None
) -> tuple[int, list[int]]:
    """One virtual person who stands near a place of the response under all regimens; and that place under each.

    Of those whose heads look most like what was told. One head under every regimen can be compared; several heads, each
    at the same place under its own regimen, could not.

    Parameters
    ----------
    crowd
        The virtual people.
    regimens
        In words, no treatment first.
    centile
        Place of the response among a hundred.
    advance
        Called with the share of the work that was done since the last call.
    """
    import numpy as np

    from anagen.consultation.pictures import NEAR_SHARE
    from anagen.treatment.regimen import Regimen

    likely = likenesses(crowd)
    alike = int((likely >= ALIKE * likely.max()).sum())
    near = np.array(np_rows(likely)[: min(max(alike, FEWEST_NEAR), round(NEAR_SHARE * likely.size))])
    plans = [Regimen.of(one) for one in regimens[1:]]
    if not plans:
        return as_told(crowd, [int(one) for one in near])[0], []
    gains = gains_of(crowd, plans, advance)
    everybody = np.sort(gains, axis=1)
    places = np.array(
        [np.searchsorted(among, own) for among, own in zip(everybody, gains, strict=True)], np.float64
    )
    places = 100.0 * (places + 0.5) / likely.size
    off = np.abs(places[:, near] - centile).max(axis=0)
    row = as_told(crowd, [int(near[k]) for k in np.argsort(off, kind="stable")])[0]
    return row, [round(float(one)) for one in places[:, row]]


def gains_of(
    crowd: Crowd, plans: Sequence[Regimen], advance: Callable[[float], None] | None = None
) -> NDArray[np.float64]:
    """Cover that regimens win over none after two years, kept for the next picture of the same people."""
    import numpy as np

    from anagen.consultation.crowd import live
    from anagen.treatment.regimen import Regimen

    name = tuple(map(str, plans))
    if name not in _gains or _gains[name][0] is not crowd:
        days = np.array([0.0, DAYS_PER_WEEK * round(COMPARED_MONTH * DAYS_PER_MONTH / DAYS_PER_WEEK)])
        everything = [Regimen(), *plans]
        names = ("density", "diameter")
        lives = live(crowd, everything, days, follicles=FOLLICLES, names=names, progress=advance)
        untreated = lives.cover(str(Regimen()))[:, 1]
        _gains[name] = (crowd, np.array([lives.cover(str(one))[:, 1] - untreated for one in plans]))
        while len(_gains) > KEPT_CROWDS:
            _gains.popitem(last=False)
    return _gains[name][1]


def head_of(crowd: Crowd, row: int, regimens: Iterable[str], months: Sequence[int]) -> list[HeadHistory]:
    """The whole head of one virtual person under some regimens; the words of no treatment may be empty."""
    import numpy as np

    from anagen.consultation.consult import UNTREATED
    from anagen.simulation.head import heads

    share, candidate = crowd.where(row)
    return heads(
        crowd.person,
        [one or UNTREATED for one in regimens],
        candidate=candidate,
        years=np.array(months, np.float64) / MONTHS_PER_YEAR,
        seed=share.seed,
        evidence=share.evidence,
    )


def drawn(head: HeadHistory, day: float, crowd: Crowd) -> bytes:
    """A picture of a head on a day as WebP, without anything but its pixels."""
    from PIL import Image

    from anagen.consultation.pictures import VIEWS
    from anagen.render.plate import stamped
    from anagen.render.scenes import Setting, look_of, picture

    sex = crowd.person.sex
    setting = Setting(look=look_of(crowd.person), view=VIEWS[sex], size=SIZE_PX, seed=SEED)
    pixels = stamped(picture(head.scalp, head.state(day), setting), setting.px_per_mm)
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "WEBP", quality=QUALITY)
    return written.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is measured on a head on a day."""

    grade: str
    hairs_per_cm2: int
    """Visible hairs where forecasts count them. [1/cm2]"""


def about(head: HeadHistory, day: float) -> dict[str, Any]:
    """What is measured on a head on a day, as plain values."""
    from anagen.render.scenes import grade_of

    return asdict(Seen(grade=grade_of(head, day), hairs_per_cm2=round(head.hairs_counted_per_cm2(day))))


def write_json(path: Path, value: Any) -> None:
    """Write plain values as JSON."""
    path.write_bytes(json_bytes(value))


def json_bytes(value: Any) -> bytes:
    """Plain values as JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
