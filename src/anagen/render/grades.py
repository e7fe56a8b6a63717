"""Pictures of the grades to choose from: virtual heads on which the very grade is measured, drawn once and kept.

`draw_grade` makes one, which takes seconds; `scripts/draw_grades.py` makes all that come with the package. The others
only read those, so that a question with pictures costs nothing to show.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError, unknown_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from anagen.simulation.head import HeadHistory

__all__ = [
    "GRADES_DRAWN",
    "UNDRAWN",
    "draw_grade",
    "grade_file",
    "grade_picture",
    "grade_sheet",
    "half_blocks",
]

FOLDER = Path(__file__).with_name("grade_pictures")
VIEW_PX = 240
"""Width and height of each view of a picture. [px]"""
MARGIN_PX, HEADING_PX, LETTERS_PX = 8, 24, 15
SHEET_COLOR, LETTERS_COLOR = (24, 26, 30), (235, 235, 235)
Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who sits for the picture of a grade."""

    sex: str
    age_years: float
    scale: str
    """On which the grade is measured: norwood, ludwig or sinclair."""
    grade: str


MEN_YEARS = {
    "I": 24, "II": 30, "IIa": 34, "III": 36, "IIIv": 42, "IIIa": 45, "IV": 48, "V": 55, "VI": 62, "VII": 72,
}  # fmt: skip
"""Age at which a man sits for a type: one at which it is not rare. [year]"""
WOMEN_YEARS = {"0": 30, "I": 45, "II": 55, "III": 70}
SINCLAIR_YEARS = {"1": 30, "2": 45, "3": 55, "4": 62, "5": 70}

SITTINGS: dict[str, dict[str, Sitting]] = {
    "norwood": {
        grade: Sitting(sex="male", age_years=age, scale="norwood", grade=grade)
        for grade, age in MEN_YEARS.items()
    },
    "ludwig": {
        grade: Sitting(sex="female", age_years=age, scale="ludwig", grade=grade)
        for grade, age in WOMEN_YEARS.items()
    },
    "sinclair": {
        grade: Sitting(sex="female", age_years=age, scale="sinclair", grade=grade)
        for grade, age in SINCLAIR_YEARS.items()
    },
}
"""Who sits for each grade of each scale."""
UNDRAWN = {"norwood": ("IVa", "Va"), "ludwig": ("frontal_christmas_tree",)}
"""Types that have no picture. Of some 400 men in whom the front goes first, in each of 16 draws of 16 384, none has
IVa. Some 17 have Va; the four that were looked at have hair that is thin throughout and nowhere gone: beside V they
would look the fuller."""
COARSE = {
    "male": {"none": ("norwood", "I"), "front": ("norwood", "III"), "crown": ("norwood", "IIIv")},
    "female": {"none": ("ludwig", "0"), "parting": ("ludwig", "II")},
}
"""Coarse pictures of each sex, each of which is one of a grade."""
PATTERN = "pattern_seen"
GRADES_DRAWN: dict[str, tuple[str, ...]] = {
    PATTERN: ("none", "front", "crown", "parting"),
    **{scale: tuple(some) for scale, some in SITTINGS.items()},
}
"""What there are pictures of: the answers of each field."""
VIEWS_OF = {"male": ("top", "frontal"), "female": ("midline",)}
SEEDS, MEMBERS, LIBRARY = 5, 8, 4096
"""Draws of people, heads of each that are looked at, and people of each draw."""


def grade_picture(scale: str, grade: str | int, *, sex: str = "male") -> bytes:
    """The picture of a grade, as PNG.

    Parameters
    ----------
    scale
        Field of a person's file: ``norwood``, ``ludwig``, ``sinclair`` or ``pattern_seen``.
    grade
        As in a person's file; `GRADES_DRAWN` has those that there are.
    sex
        Whose head, where the scale is of both sexes.
    """
    buffer = io.BytesIO()
    _image(scale, grade, sex).save(buffer, format="PNG")
    return buffer.getvalue()


def grade_sheet(
    scale: str, grades: Sequence[str | int], labels: Sequence[str], *, sex: str = "male", columns: int = 3
) -> bytes:
    """Pictures of some grades beside each other, each under its label, as PNG.

    Parameters
    ----------
    scale, grades, sex
        As for `grade_picture`.
    labels
        What stands above each.
    columns
        Pictures in a row.
    """
    from PIL import Image, ImageDraw, ImageFont

    pictures = [_image(scale, grade, sex) for grade in grades]
    width, height = pictures[0].size
    step, line = width + MARGIN_PX, height + HEADING_PX + MARGIN_PX
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * step + MARGIN_PX, rows * line + MARGIN_PX), SHEET_COLOR)
    write = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(LETTERS_PX)  # comes with Pillow: no font of the machine is used
    for place, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        left, top = MARGIN_PX + place % columns * step, MARGIN_PX + place // columns * line
        words = label
        while font.getlength(words) > width and len(words) > 1:
            words = words.removesuffix("…")[:-1] + "…"
        write.text((left, top), words, font=font, fill=LETTERS_COLOR)
        sheet.paste(picture, (left, top + HEADING_PX))
    buffer = io.BytesIO()
    sheet.save(buffer, format="PNG")
    return buffer.getvalue()


def half_blocks(
    scale: str, grade: str | int, *, sex: str = "male", width: int = 32, views: int = 1
) -> list[list[tuple[Color, Color]]]:
    """The picture of a grade for a terminal: rows of cells, each with the colors of its upper and its lower half.

    Parameters
    ----------
    scale, grade, sex
        As for `grade_picture`.
    width
        Cells in a row of each view.
    views
        How many views are shown, if the picture has as many: from above, and from in front.
    """
    picture = _image(scale, grade, sex)
    shown = min(views, picture.width // picture.height)
    small = picture.crop((0, 0, shown * picture.height, picture.height)).resize(
        (shown * width, width // 2 * 2)
    )
    cells = small.load()
    return [[(cells[x, y], cells[x, y + 1]) for x in range(small.width)] for y in range(0, small.height, 2)]


def grade_file(scale: str, grade: str | int, *, sex: str = "male") -> bytes:
    """The picture of a grade as it is kept: WebP, a fifth as long as a PNG.

    Parameters
    ----------
    scale, grade, sex
        As for `grade_picture`.
    """
    return _kept(scale, grade, sex).read_bytes()


def _kept(scale: str, grade: str | int, sex: str) -> Path:
    """Where the picture of a grade is."""
    if scale not in GRADES_DRAWN:
        raise unknown_name("scale", scale, GRADES_DRAWN)
    if str(grade) not in GRADES_DRAWN[scale]:
        raise unknown_name(f"{scale} grade", str(grade), GRADES_DRAWN[scale])
    if sex not in COARSE:
        raise unknown_name("sex", sex, COARSE)
    home, name = scale, str(grade)
    if scale == PATTERN:
        home, name = COARSE[sex].get(name) or COARSE["female" if sex == "male" else "male"][name]
    return FOLDER / f"{home}_{name}.webp"


def _image(scale: str, grade: str | int, sex: str) -> Any:
    """The picture that is kept of a grade."""
    path = _kept(scale, grade, sex)
    try:
        from PIL import Image
    except ImportError as error:
        raise InputError("Pictures need Pillow. Install it with: pip install 'anagen[consult]'.") from error
    with Image.open(path) as opened:
        return opened.convert("RGB")


def draw_grade(scale: str, grade: str) -> NDArray[np.uint8]:
    """Draw the head of a virtual person on whom a grade is measured: one view beside the other.

    Parameters
    ----------
    scale
        Norwood, Ludwig or Sinclair: ``norwood``, ``ludwig``, ``sinclair``.
    grade
        As in a person's file.
    """
    import numpy as np

    from anagen.render.look import Look
    from anagen.render.photograph import render_head

    sitting = SITTINGS[scale][grade]
    head = _sitter(sitting)
    look = (
        Look(hair_color="dark brown", skin_tone=3, length_mm=30.0)
        if sitting.sex == "male"
        else Look(hair_color="dark brown", skin_tone=3, length_mm=220.0, parting="middle")
    )
    views = [
        render_head(head.scalp, head.state(0.0), look=look, view=view, size=(VIEW_PX, VIEW_PX))
        for view in VIEWS_OF[sitting.sex]
    ]
    return np.concatenate(views, axis=1)


def _sitter(sitting: Sitting) -> HeadHistory:
    """The first virtual head on which the grade is measured, follicle by follicle."""
    for head in _candidates(sitting):
        if str(getattr(head.grades(0.0), sitting.scale)[0]) == sitting.grade:
            return head
    raise InputError(f"No virtual head with {sitting.scale} {sitting.grade} was found.")


def _candidates(sitting: Sitting) -> Iterator[HeadHistory]:
    """Heads of people of the library who have about that grade."""
    import numpy as np

    from anagen.evidence import known
    from anagen.patient.cohort import draw
    from anagen.patient.person import Person
    from anagen.scalp.grading import grades
    from anagen.simulation.cover import cover_of
    from anagen.simulation.head import heads

    who = Person(age_years=sitting.age_years, sex=sitting.sex)
    for seed in range(1, SEEDS + 1):
        prior = draw(
            0,
            LIBRARY,
            seed=seed,
            evidence=known(),
            age_years=(who.age_years, who.age_years),
            sex=who.sex,
            ancestry=who.ancestry,
        )
        found = grades(cover_of(prior, known()))
        rows = np.flatnonzero(getattr(found, sitting.scale).astype(str) == sitting.grade)
        for row in rows[:MEMBERS]:
            candidate = prior.take(np.array([row]))
            yield heads(who, ["untreated"], candidate=candidate, years=np.zeros(1), seed=1)[0]
