"""Pictures: a drawing of how follicles shrink, and a gallery that shows more than winners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from anagen.claims.checks import Measured, shows
from anagen.claims.people import man, share, woman
from anagen.claims.treatment import FINASTERIDE
from anagen.gallery.descriptions import descriptions
from anagen.gallery.make import Simulate, make_gallery
from anagen.render.section import follicle_over_time, section, section_follicles
from anagen.scalp import make_scalp
from anagen.simulation.head import HeadHistory, heads, likenesses, simulate_head
from anagen.units import UM_PER_MM

if TYPE_CHECKING:
    from anagen.evidence import Catalogue
    from anagen.patient.cohort import Candidates
    from anagen.patient.person import Person

SEED = 1
PERCENT = 100.0
YEARS = (0.0, 6.0, 12.0, 18.0, 24.0)
"""When a follicle is looked at again. [year]"""
ABOVE_SKIN = 10
"""Point of a shaft's outline at which it is measured: from there on it has its full width."""
SPARSE = 0.05
"""Share of the follicles of a head that is simulated for the gallery: enough to see how somebody fares."""
GALLERY_PEOPLE, GALLERY_PX = 20, 64
PHOTOGRAPH_COLORS = ((150, 90, 60), (60, 90, 150))
"""By which the photographs of a strip are told apart."""
STRIP_PX, COLOR_ROOM = 120, 12
ANAGEN = 0

Floats = NDArray[np.float64]


@shows("M07")
def m07(evidence: Catalogue) -> Measured:
    """Sections of a man and a woman today and later, measured by the rule that is drawn beside the follicles."""
    young, old = (
        simulate_head(person, at_years=YEARS, seed=SEED, evidence=evidence)
        for person in (man(age_years=25, norwood="IIIv"), woman(age_years=55, ludwig="I"))
    )
    off = [
        error
        for head, site in ((young, "vertex"), (old, "mid_scalp"))
        for day in head.days[[0, -1]]
        for error in shaft_errors(head, float(day), site)
    ]
    drawing = Drawing(follicle_over_time(young.states, thinning_follicle(young)))
    return Measured(
        values={
            "shaft_error": PERCENT * max(off),
            "bulb_depth": float(Drawing(section(young.scalp, young.state(0.0))).depths_mm[0]),
            "shaft_ratio": share(drawing.shafts_um[-1], drawing.shafts_um[0]),
            "depth_ratio": share(drawing.depths_mm[-1], drawing.depths_mm[0]),
        },
        beside=f"{len(off)} shafts were measured. One follicle at {', '.join(f'{one:g}' for one in YEARS)} years: "
        f"shaft {', '.join(f'{one:.0f}' for one in drawing.shafts_um)} um, bulb "
        f"{', '.join(f'{one:.1f}' for one in drawing.depths_mm)} mm deep.",
    )


@shows("M15")
def m15(evidence: Catalogue) -> Measured:
    """A gallery of men on finasteride, held against how everybody in it fared, and a strip of one's own photographs."""
    plan = descriptions(sexes=["male"], grades=["IIIv"], regimens=[FINASTERIDE])
    with TemporaryDirectory() as folder:
        made = make_gallery(
            Path(folder) / "gallery",
            plan,
            people=GALLERY_PEOPLE,
            seed=SEED,
            size=GALLERY_PX,
            simulate=sparse_heads(evidence),
        )
        pictures = [
            made.folder / name
            for one in made.entries
            for card in one.cards
            for name in (card.before, card.after)
        ]
        drawn = sum(path.is_file() for path in pictures)
    (entry,) = made.entries
    changes = np.array(entry.changes)
    off: list[float] = []
    for card in entry.cards:
        change = round(card.outcome.change, 3)
        poorer, better = (PERCENT * float(np.mean(one)) for one in (changes < change, changes > change))
        off.append(max(poorer - card.centile, better - (PERCENT - card.centile), 0.0))
    shown = [round(card.outcome.change, 3) for card in entry.cards]
    listed = ", ".join(f"{change / SPARSE:+.0f}" for change in shown)
    return Measured(
        values={
            "centiles": float(len(shown)),
            "farthest_centile": max(off),
            "extremes": float(sum(change in (changes[0], changes[-1]) for change in shown)),
            "spread": (shown[-1] - shown[0]) / SPARSE,
            "not_drawn": float(len(pictures) - drawn),
            **own_photographs(),
        },
        beside=f"Of {GALLERY_PEOPLE} men of 35, Norwood IIIv, after five years of finasteride, the three who are shown "
        f"[hairs/cm2]: {listed}; the poorest and the best, who are not: {changes[0] / SPARSE:+.0f}, "
        f"{changes[-1] / SPARSE:+.0f}.",
    )


def own_photographs() -> dict[str, float]:
    """Two photographs of one's own, as a phone writes them, kept in a diary and set side by side."""
    from anagen.diary.album import agree, keep_photograph, strip
    from anagen.diary.entries import Photograph
    from anagen.diary.logbook import Diary
    from anagen.store import Store

    begun, zone = date(2026, 1, 4), "UTC"
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite", who="claims") as store:
        diary = Diary(store, store.add_person("somebody"))
        agree(diary, begun, zone)
        for days, color in enumerate(PHOTOGRAPH_COLORS):
            keep_photograph(diary, phone_photograph(color), day=begun + timedelta(days=180 * days), zone=zone)
        kept = [store.attachment(diary.person_id, one.entry.sha256).data for one in diary.entries(Photograph)]
        side_by_side = pixels_of(strip(diary, height=STRIP_PX))
    places = [color_columns(side_by_side, color) for color in PHOTOGRAPH_COLORS]
    apart = all(left.size and right.size and left[-1] < right[0] for left, right in pairwise(places))
    return {
        "own_side_by_side": float(len(places) if apart else 0),
        "own_metadata": float(sum(metadata_entries(one) for one in kept)),
    }


def phone_photograph(color: tuple[int, int, int]) -> bytes:
    """A photograph of one color that tells where it was taken, with which camera, and when."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "camera", "2026:01:04 08:00:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 8.0, 14.0)
    stream = BytesIO()
    Image.new("RGB", (160, 120), color).save(stream, format="JPEG", exif=exif, comment=b"home")
    return stream.getvalue()


def metadata_entries(data: bytes) -> int:
    """What a photograph tells besides its pixels: entries of camera and place, texts, profiles, comments."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        exif = picture.getexif()
        told = [name for name in picture.info if not str(name).startswith("jfif")]
        return len(exif) + len(exif.get_ifd(0x8825)) + len(told)


def pixels_of(data: bytes) -> NDArray[np.int16]:
    """A picture as red, green and blue."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


def color_columns(pixels: NDArray[np.int16], color: tuple[int, int, int]) -> NDArray[np.intp]:
    """Columns of a picture in which a color stands."""
    near = np.abs(pixels - np.array(color)).max(axis=2) < COLOR_ROOM
    return np.flatnonzero(near.sum(axis=0) > pixels.shape[0] // 2)


class Drawing:
    """What can be measured on the SVG of a section with a ruler."""

    def __init__(self, svg: str) -> None:
        marks = {
            int(mm): float(y) for y, mm in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>(\d) mm<', svg)
        }
        first, last = min(marks), max(marks)
        self.px_per_mm = (marks[last] - marks[first]) / (last - first)
        """By the rule that is drawn. [1/mm]"""
        self.surface = min(float(y) for y in re.findall(r'<line x1="[\d.]+" y1="([\d.]+)"', svg))
        """Where the rule begins. [px]"""
        parts = svg.split('<g class="follicle ')[1:]
        follicles = sorted(one for one in map(self.measured, parts) if one is not None)
        self.shafts_um = tuple(shaft for _, shaft, _ in follicles)
        """Width of each shaft, from left to right. [um]"""
        self.depths_mm = tuple(depth for _, _, depth in follicles)
        """Depth of the papilla's lower end below the skin. [mm]"""

    def measured(self, part: str) -> tuple[float, float, float] | None:
        """Place [px], width of the shaft [um] and depth [mm] of a follicle; none where no hair stands."""
        shaft = re.search(r'<path d="([^"]+)"[^>]*class="shaft"', part)
        if shaft is None:
            return None
        outline = points_of(shaft[1])
        curve = np.vstack([outline[0], outline[3::3]])[:-1]  # of each Bezier piece the last point lies on it
        left, right = np.split(curve, 2)
        across = (right[::-1] - left)[ABOVE_SKIN, 0]
        return (
            float(left[ABOVE_SKIN, 0]),
            UM_PER_MM * float(across) / self.px_per_mm,
            (self.papilla(part) - self.surface) / self.px_per_mm,
        )

    @staticmethod
    def papilla(part: str) -> float:
        """The lower end of the papilla. [px]"""
        growing = re.search(r'<path d="([^"]+)" fill="url\(#papilla\)"', part)
        if growing is not None:
            return float(points_of(growing[1])[:, 1].max())
        resting = re.search(r'cy="([\d.]+)" r="([\d.]+)" fill="url\(#papilla\)"', part)
        return float("nan") if resting is None else float(resting[1]) + float(resting[2])


def points_of(path: str) -> Floats:
    """The numbers of a path, in pairs. [px]"""
    return np.array([float(word) for word in re.findall(r"-?\d+(?:\.\d+)?", path)]).reshape(-1, 2)


def shaft_errors(head: HeadHistory, day: float, site: str) -> list[float]:
    """How far the shafts of a section are from the true ones, relative to them. [ratio]"""
    state = head.state(day)
    drawn = Drawing(section(head.scalp, state, site=site)).shafts_um
    rows, _ = section_follicles(head.scalp, state, site=site)
    true = [float(state.diameter_um[row]) for row in rows if state.diameter_um[row] > 0.0]
    if len(drawn) != len(true):
        return [float("nan")]
    return [abs(seen / own - 1.0) for seen, own in zip(drawn, true, strict=True)]


def thinning_follicle(head: HeadHistory) -> int:
    """The follicle of the vertex that has a hair on all days, grows on first and last, and loses most width."""
    first, last = head.diameter_um[0], head.diameter_um[-1]
    grows = (head.phase[[0, -1]] == ANAGEN).all(axis=0) & (head.diameter_um > 0.0).all(axis=0)
    rows = np.intersect1d(head.scalp.take_region("vertex"), np.flatnonzero(grows))
    return int(rows[np.argmin(last[rows] / first[rows])])


def sparse_heads(evidence: Catalogue) -> Simulate:
    """A simulation of heads with few follicles, for a gallery that is made to be measured."""
    fitting: dict[str, Candidates] = {}

    def simulate(person: Person, regimens: Sequence[str], years: float, member: int) -> list[HeadHistory]:
        if repr(person) not in fitting:
            fitting[repr(person)] = likenesses(person, seed=SEED, evidence=evidence)
        return heads(
            person,
            regimens,
            candidate=fitting[repr(person)].take(np.array([member])),
            years=np.array([0.0, years]),
            seed=SEED,
            scalp=make_scalp(sex=person.sex, evidence=evidence, density_times=SPARSE),
            evidence=evidence,
        )

    return simulate
