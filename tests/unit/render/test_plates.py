"""Plates and films: what is mounted beside what, and what is written on it."""

import numpy as np
import pytest

from anagen.errors import InputError
from anagen.render import plate as plates
from anagen.render import timelapse
from anagen.render.plate import Panel, plate
from anagen.render.sheet import fitted, scale_bar, width_of, wrapped
from anagen.render.timelapse import HOLD_FRAMES, Track, film_frames, month_and_age


@pytest.fixture
def written(monkeypatch):
    """Every line of text that is written while a test runs."""
    lines = []
    real = plates.write

    def note(sheet, text, **options):
        lines.append(text)
        real(sheet, text, **options)

    for module in (plates, timelapse):
        monkeypatch.setattr(module, "write", note)
    monkeypatch.setattr("anagen.render.sheet.write", note)
    return lines


def picture(value, size=150):
    return np.full((size, size, 3), value, np.uint8)


def panel(value=90, **options):
    return Panel(picture=picture(value), heading="Before", **options)


def test_pictures_stand_unchanged_side_by_side():
    sheet = plate([panel(40), panel(200)], seed=1)

    for value in (40, 200):
        ys, xs = np.nonzero((sheet == value).all(axis=2))
        assert sheet[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].shape[:2] >= (150, 150)
        assert ((sheet == value).all(axis=2)).sum() >= 150 * 150
    rows = [np.nonzero((sheet == value).all(axis=2).any(axis=1))[0].min() for value in (40, 200)]
    assert rows[0] == rows[1]


def test_a_plate_says_what_it_is_and_how_it_was_made(written):
    plate([panel(lines=("age 31",), badge="10th centile")], title="A man of 31", seed=77)

    assert {"Before", "age 31", "10th centile", "A man of 31"} <= set(written)
    assert "simulation - not a photograph" in " ".join(written)
    assert "seed 77" in " ".join(written)


@pytest.mark.parametrize("size", [60, 150, 600])
def test_what_it_is_is_never_cut(written, size):
    plate([Panel(picture=picture(9, size), heading="x")], seed=123456789)

    assert "simulation - not a photograph" in " ".join(written)
    assert not any("…" in line for line in written)


def test_four_pictures_in_two_columns_make_two_rows():
    one_row = plate([panel()] * 2, seed=1)
    two_rows = plate([panel()] * 4, seed=1, columns=2)

    assert two_rows.shape[1] == one_row.shape[1]
    assert two_rows.shape[0] > one_row.shape[0] + 150


def test_pictures_of_different_sizes_cannot_be_compared():
    with pytest.raises(InputError, match="different sizes"):
        plate([panel(), Panel(picture=picture(1, 151), heading="After")], seed=1)
    with pytest.raises(InputError, match="at least one"):
        plate([], seed=1)


def test_the_scale_bar_is_five_centimeters_long():
    shown = picture(0, 400)
    scale_bar(shown, px_per_mm=3.0, height=12.0)

    white = (shown == 255).all(axis=2)
    longest = white.sum(axis=1).max()
    assert longest == 150


def test_a_picture_that_is_too_small_for_the_bar_has_none():
    shown = picture(0, 100)
    scale_bar(shown, px_per_mm=3.0, height=12.0)

    assert shown.max() == 0


def test_text_is_wrapped_into_the_room_there_is():
    text = "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily"
    lines = wrapped(text, 150.0, 12.0)

    assert len(lines) > 2
    assert " ".join(lines) == text
    assert all(width_of(line, height=12.0) <= 150.0 for line in lines)


def test_a_word_without_room_is_cut_and_says_so():
    cut = fitted("Donaudampfschifffahrtsgesellschaft", 80.0, 12.0)

    assert cut.endswith("…")
    assert width_of(cut, height=12.0) <= 80.0


def test_a_film_has_a_frame_for_each_day_and_rests_on_the_last(written):
    done = []
    track = Track(
        heading="untreated", draw=lambda day: picture(int(day)), says=lambda day: f"{200 - day:g} hairs"
    )

    frames = list(film_frames([track], [0.0, 90.0, 180.0], age_years=31.0, seed=5, advance=done.append))

    assert len(frames) == 3 + HOLD_FRAMES - 1
    assert len({one.shape for one in frames}) == 1
    assert all(np.array_equal(one, frames[2]) for one in frames[2:])
    assert not np.array_equal(frames[0], frames[1])
    assert done == [1, 1, 1]
    assert {"untreated", "110 hairs", "month 3, age 31.2"} <= set(written)
    assert "not a photograph" in " ".join(written)
    assert "seed 5" in " ".join(written)


def test_the_bar_under_a_film_fills_with_time():
    track = Track(heading="", draw=lambda _: picture(120), says=lambda _: "")
    frames = film_frames([track], [0.0, 200.0, 400.0], age_years=30.0, seed=1)
    shares = [(frame == timelapse.BAR_COLOR).all(axis=2).sum() for frame in frames]

    assert shares[0] == 0
    assert shares[1] == pytest.approx(shares[2] / 2, rel=0.05)


def test_frames_are_drawn_only_when_they_are_asked_for():
    drawn = []
    track = Track(heading="", draw=lambda day: drawn.append(day) or picture(9), says=lambda _: "")
    frames = film_frames([track], [0.0, 1.0, 2.0], age_years=30.0, seed=1)

    next(frames)

    assert drawn == [0.0]


def test_a_day_is_said_as_month_and_age():
    assert month_and_age(426.1, 31.0) == "month 14, age 32.2"


def test_a_film_of_nobody_is_refused():
    with pytest.raises(InputError, match="at least one head"):
        list(film_frames([], [0.0], age_years=30.0, seed=1))
