"""What is shown of a simulated head: one picture, a comparison of days and regimens, a film; with what they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from anagen import __version__
from anagen.errors import InputError, unknown_name
from anagen.render.camera import LARGEST_PX, SMALLEST_PX, VIEWS
from anagen.render.look import Look
from anagen.render.plate import Panel, plate
from anagen.render.timelapse import Track, film_frames
from anagen.scalp.graying import gray_share
from anagen.simulation.counting import COUNTED_AT, main_region
from anagen.units import DAYS_PER_YEAR, MONTHS_PER_YEAR

if TYPE_CHECKING:
    from anagen.patient.person import Person
    from anagen.scalp import HairState, Scalp
    from anagen.scalp.grading import Grades

__all__ = [
    "SCENES",
    "Setting",
    "Sitter",
    "about",
    "comparison",
    "film",
    "look_of",
    "picture",
]

Pixels = NDArray[np.uint8]
MONTHS_UP_TO_YEARS = 2.0
"""Times up to this are said in months. [year]"""

CLOSE_UPS = ("trichoscopy", "section", "heat")
SCENES = (*VIEWS, *CLOSE_UPS)
"""All that can be shown: the views of a photograph, a square centimeter, a cut through the skin, maps."""

LOOKS = {
    "male": Look(hair_color="dark brown", skin_tone=3, length_mm=30.0),
    "female": Look(hair_color="dark brown", skin_tone=3, length_mm=220.0, parting="middle"),
}
"""How somebody looks of whom nothing else is known: a short cut, and long hair parted in the middle."""
MONK_OF_FITZPATRICK = {1: 1, 2: 3, 3: 4, 4: 6, 5: 8, 6: 10}
"""A step of the Monk scale for each type of Fitzpatrick: how a type is drawn, no more."""


class Sitter(Protocol):
    """A simulated head over time: what a `HeadHistory` gives."""

    @property
    def person(self) -> Person:
        """Who."""

    @property
    def scalp(self) -> Scalp:
        """Their follicles."""

    @property
    def days(self) -> Any:
        """The days of which there are states, rising. [day]"""

    @property
    def regimen(self) -> Any:
        """What is taken; its words are ``str(regimen)``."""

    def state(self, day: float) -> HairState:
        """What stands on each follicle on a day."""

    def hairs_counted_per_cm2(self, day: float) -> float:
        """Visible hairs on a day, where a forecast counts them. [1/cm2]"""

    def visible_hair_density(self, day: float) -> Mapping[str, float]:
        """Visible hairs on a day, the mean of each whole region. [1/cm2]"""

    def grades(self, day: float) -> Grades:
        """The grades that are measured on the head on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is the same in all pictures that are compared."""

    look: Look
    view: str = "vertex"
    """One of `SCENES`."""
    size: int = 1200
    """Width and height of each picture. [px]"""
    seed: int = 1
    """Of the simulation, for captions."""

    def __post_init__(self) -> None:
        if self.view not in SCENES:
            raise unknown_name("view", self.view, SCENES)
        if not SMALLEST_PX <= self.size <= LARGEST_PX:
            raise InputError(
                f"A picture cannot be {self.size} pixels wide. Give {SMALLEST_PX} to {LARGEST_PX}."
            )

    @property
    def px_per_mm(self) -> float | None:
        """Scale of a photograph at the middle of the head; none for what has a scale of its own. [1/mm]"""
        return self.size / VIEWS[self.view].width_mm if self.view in VIEWS else None


def look_of(person: Person, **given: Any) -> Look:
    """How a person is drawn: as was asked for, else by what they said and their age, else in some usual way.

    Parameters
    ----------
    person
        Who.
    **given
        Fields of `Look`; those that are None are left to the person.
    """
    look = replace(LOOKS[person.sex], gray_share=gray_share(person.age_years, person.ancestry))
    fitzpatrick = person.answers.get("fitzpatrick")
    if fitzpatrick is not None:
        look = replace(look, skin_tone=MONK_OF_FITZPATRICK[int(fitzpatrick)])
    return replace(look, **{name: value for name, value in given.items() if value is not None})


def picture(scalp: Scalp, hair: HairState, setting: Setting) -> Pixels:
    """One picture of a head on a day, without a frame.

    Parameters
    ----------
    scalp
        The follicles.
    hair
        What stands on them.
    setting
        View, look and size.
    """
    size = (setting.size, setting.size)
    if setting.view in VIEWS:
        from anagen.render.photograph import render_head

        return render_head(scalp, hair, look=setting.look, view=setting.view, size=size)
    if setting.view == "trichoscopy":
        from anagen.render.trichoscopy import trichoscopy

        return trichoscopy(scalp, hair, look=setting.look, site=main_region(scalp.sex), size=size)
    if setting.view == "section":
        from anagen.render.files import drawn

        return drawn(drawing(scalp, hair, setting), setting.size)
    from anagen.render.heat import heat_sheet

    return heat_sheet(scalp, hair, size=setting.size, seed=setting.seed)


def drawing(scalp: Scalp, hair: HairState, setting: Setting) -> str:
    """A cut through the skin of a head, as SVG."""
    from anagen.render.section import section

    return section(scalp, hair, look=setting.look, site=main_region(scalp.sex))


def comparison(
    sitters: Sequence[Sitter],
    days: Sequence[float],
    setting: Setting,
    *,
    badges: Sequence[str] = (),
    title: str = "",
    advance: Callable[[float], None] = lambda _steps: None,
) -> Pixels:
    """Pictures of one pose and scale: what all heads share on the first day once, then every head on the other days.

    Parameters
    ----------
    sitters
        The same person under regimens; if they are different people, each has a row of their own.
    days
        Days to show, rising; the first is the baseline. [day]
    setting
        View, look and size.
    badges
        What each sitter is called in the corner of their pictures.
    title
        What the plate is about; the person, if not given.
    advance
        Called with 1 after each picture.
    """
    same = len({id(one.scalp) for one in sitters}) == 1 and not badges
    names = badges or [""] * len(sitters)
    if len(names) != len(sitters):
        raise InputError(f"There are {len(sitters)} heads and {len(badges)} badges. Give one for each.")
    panels = []
    for k, (one, badge) in enumerate(zip(sitters, names, strict=True)):
        shown = [day for day in days if day > 0.0] if same and k > 0 else days
        for day in shown:
            panels.append(_panel(one, day, setting, badge, compared=len(sitters) * len(days) > 1))
            advance(1)
    if setting.view == "heat":
        return np.concatenate([one.picture for one in panels])  # each with a frame of its own
    columns = len(panels) if same else len(days)
    return plate(
        panels,
        title=title or sitters[0].person.describe(),
        says=says_of(setting, compared=len(panels) > 1),
        seed=setting.seed,
        px_per_mm=setting.px_per_mm,
        columns=min(columns, MOST_COLUMNS),
    )


MOST_COLUMNS = 4
"""Pictures beside each other; more go into the next row."""


def film(
    sitters: Sequence[Sitter], setting: Setting, *, advance: Callable[[float], None] | None = None
) -> Iterator[Pixels]:
    """Frames of a film: every head on every day there is, side by side.

    Parameters
    ----------
    sitters
        The same person under regimens.
    setting
        View, look and size.
    advance
        Called with 1 after each day.
    """
    first = sitters[0]
    tracks = [
        Track(
            heading=str(one.regimen) or "untreated",
            draw=lambda day, one=one: picture(one.scalp, one.state(day), setting),  # type: ignore[misc]
            says=lambda day, one=one: reading(one, day),  # type: ignore[misc]
        )
        for one in sitters
    ]
    days = [float(day) for day in first.days]
    return film_frames(tracks, days, age_years=first.person.age_years, seed=setting.seed, advance=advance)


def reading(sitter: Sitter, day: float) -> str:
    """What is counted on the head on a day: ``142 visible hairs per cm² at the center of the vertex``."""
    count = sitter.hairs_counted_per_cm2(day)
    return f"{count:.0f} visible hairs per cm² {COUNTED_AT[main_region(sitter.scalp.sex)]}"


def grade_of(sitter: Sitter, day: float) -> str:
    """The grade that is measured on the head on a day: Norwood-Hamilton for a man, Ludwig for a woman."""
    found = sitter.grades(day)
    return f"Norwood {found.norwood[0]}" if sitter.scalp.sex == "male" else f"Ludwig {found.ludwig[0]}"


def _panel(sitter: Sitter, day: float, setting: Setting, badge: str, *, compared: bool) -> Panel:
    heading, lines = caption(sitter, day, compared=compared)
    if setting.view == "heat":
        from anagen.render.heat import heat_sheet

        drawn = heat_sheet(
            sitter.scalp,
            sitter.state(day),
            size=setting.size,
            title=f"{sitter.person.describe()}. {heading}",
            says="; ".join([badge, *lines] if badge else lines),
            seed=setting.seed,
        )
    else:
        drawn = picture(sitter.scalp, sitter.state(day), setting)
    return Panel(picture=drawn, heading=heading, lines=lines, badge=badge)


def caption(sitter: Sitter, day: float, *, compared: bool = True) -> tuple[str, tuple[str, ...]]:
    """What is said of a head on a day: when and under what; age, grade and count.

    Parameters
    ----------
    sitter
        The head.
    day
        When. [day]
    compared
        Whether another picture stands beside it: the first of several is the one before.
    """
    regimen = str(sitter.regimen) or "untreated"
    age = f"age {sitter.person.age_years + day / DAYS_PER_YEAR:.1f}".removesuffix(".0")
    since = 0.0 if day > 0.0 and float(sitter.days[0]) == 0.0 else None
    if day == 0.0:
        heading = "Before" if compared else "Today"
    else:
        heading = f"{after(day)}, untreated" if regimen == "untreated" else f"{after(day)} of {regimen}"
    return heading, (f"{age}; {grade_of(sitter, day)} on this head", *counts(sitter, day, since=since))


def counts(sitter: Sitter, day: float, *, since: float | None) -> tuple[str, str]:
    """Visible hairs where a forecast counts them, and over the whole region: the picture shows both.

    A spot that is bald already has little to lose at its center while it widens, and a woman's part likewise.
    """
    region = main_region(sitter.scalp.sex)
    place = region.replace("_", "-")

    def told(count: Callable[[float], float]) -> str:
        change = "" if since is None else f" ({count(day) - count(since):+.0f})"
        return f"{count(day):.0f}{change}"

    center = told(sitter.hairs_counted_per_cm2)
    whole = told(lambda when: sitter.visible_hair_density(when)[region])
    return f"visible hairs per cm² at the center of the {place}: {center}", f"over the whole {place}: {whole}"


def after(day: float) -> str:
    """A time in words: ``After 6 months``, ``After 5 years``."""
    years = day / DAYS_PER_YEAR
    if years < MONTHS_UP_TO_YEARS and abs(years - 1.0) > 0.04:
        months = round(years * MONTHS_PER_YEAR)
        return f"After {months} month{'' if months == 1 else 's'}"
    number = f"{years:.1f}".removesuffix(".0")
    return f"After {number} year{'' if number == '1' else 's'}"


def says_of(setting: Setting, *, compared: bool) -> str:
    """What the pictures of a plate share, in words; of a single one, from where it is seen."""
    if setting.view not in VIEWS:
        return "Same head and same place in all pictures." if compared else ""
    return f"View: {setting.view}." + (" Same head, pose, light and cut in all pictures." if compared else "")


def about(
    person: Person, setting: Setting, regimens: Sequence[str], more: Mapping[str, str]
) -> dict[str, str]:
    """How a picture was made, for the file it is written to.

    Parameters
    ----------
    person
        Who.
    setting
        View, look and size.
    regimens
        What is taken, in words.
    more
        What else to say.
    """
    return {
        "Software": f"anagen {__version__}",
        "Title": person.describe(),
        "Warning": "simulation - not a photograph",
        "Seed": str(setting.seed),
        "Person": json.dumps(person.as_dict(), ensure_ascii=False),
        "Regimens": json.dumps(list(regimens), ensure_ascii=False),
        "View": setting.view,
        "Look": str(setting.look),
        **more,
    }
