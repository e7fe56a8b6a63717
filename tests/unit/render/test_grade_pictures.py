"""Pictures of the grades to choose from."""

import io

import numpy as np
import pytest
from PIL import Image

from anagen.consultation.questionnaire import questions
from anagen.errors import InputError
from anagen.render.grades import (
    FOLDER,
    GRADES_DRAWN,
    SITTINGS,
    VIEW_PX,
    draw_grade,
    grade_picture,
    grade_sheet,
    half_blocks,
)

REDRAWN_OFF = 6.0
"""Mean difference of a picture drawn again, from 0 to 255: that of its compression."""


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), float)


def test_every_picture_that_is_promised_comes_with_the_package():
    assert {f"{scale}_{grade}.webp" for scale, some in SITTINGS.items() for grade in some} == {
        one.name for one in FOLDER.iterdir()
    }
    for scale, some in GRADES_DRAWN.items():
        for grade in some:
            assert grade_picture(scale, grade).startswith(b"\x89PNG")


def test_pictures_are_of_answers_that_there_are():
    with_pictures = {
        one.field: {str(each.value) for each in one.options} for one in questions() if one.pictures
    }

    assert set(GRADES_DRAWN) == set(with_pictures)
    for scale, some in GRADES_DRAWN.items():
        assert set(some) <= with_pictures[scale]


def test_graver_grades_show_more_skin():
    def skin(scale, grade):
        head = pixels(grade_picture(scale, grade))[40:200, 60:180]
        return (head.mean(axis=2) > 110.0).mean()

    for scale, some in (
        ("norwood", ("I", "IIIv", "V", "VII")),
        ("sinclair", (1, 3, 5)),
        ("ludwig", ("0", "II", "III")),
    ):
        shown = [skin(scale, grade) for grade in some]
        assert shown == sorted(shown)
        assert shown[-1] > 1.3 * shown[0]


def test_no_loss_is_shown_on_a_head_of_the_sex():
    man, woman = (pixels(grade_picture("pattern_seen", "none", sex=sex)) for sex in ("male", "female"))

    assert man.shape == (VIEW_PX, 2 * VIEW_PX, 3)
    assert woman.shape == (VIEW_PX, VIEW_PX, 3)


def test_a_sheet_holds_all_pictures():
    sheet = pixels(
        grade_sheet("norwood", ("I", "II", "III", "IV"), ("I", "II", "III", "a very long label " * 9))
    )

    assert sheet.shape[0] > 2 * VIEW_PX
    assert sheet.shape[1] > 6 * VIEW_PX


def test_cells_of_a_terminal_are_half_as_many_as_pixels():
    cells = half_blocks("norwood", "VII", width=20)
    both = half_blocks("norwood", "VII", width=20, views=2)

    assert len(cells) == 10
    assert {len(row) for row in cells} == {20}
    assert {len(row) for row in both} == {40}
    assert {len(row) for row in half_blocks("ludwig", "I", width=20, views=2)} == {20}


@pytest.mark.parametrize(
    ("scale", "grade"), [("norwood", "IVa"), ("norwood", "none_match"), ("hamilton", "I")]
)
def test_a_picture_that_there_is_not_is_refused(scale, grade):
    with pytest.raises(InputError):
        grade_picture(scale, grade)


@pytest.mark.slow
def test_a_picture_is_what_is_drawn_of_a_head_on_which_the_grade_is_measured():
    drawn = draw_grade("norwood", "IIIv").astype(float)

    assert np.abs(drawn - pixels(grade_picture("norwood", "IIIv"))).mean() < REDRAWN_OFF
