"""Letters in pictures."""

import numpy as np
import pytest

from anagen.render.lettering import font_files, width_of, write


def test_letters_come_with_the_package_and_not_from_the_machine():
    assert all("site-packages" in path or "dist-packages" in path for path in font_files())


def test_a_line_is_as_wide_as_it_says_and_stands_where_it_was_put():
    picture = np.zeros((60, 400, 3), np.uint8)
    write(picture, "10 mm ± 1 µm", at=(20, 40), height=24)
    columns = np.flatnonzero(picture.any(axis=(0, 2)))
    rows = np.flatnonzero(picture.any(axis=(1, 2)))

    assert columns[0] == pytest.approx(20, abs=4)
    assert columns[-1] == pytest.approx(20 + width_of("10 mm ± 1 µm", height=24), abs=4)
    assert rows[-1] <= 40 + 8


def test_bold_letters_are_wider():
    assert width_of("hairs", height=20, bold=True) > width_of("hairs", height=20)
