"""What is shown of a simulated head, and what is said of it."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from heads import ThinHead

from anagen.errors import InputError
from anagen.patient.person import Person
from anagen.render import plate as plates
from anagen.render import scenes
from anagen.render.look import Look
from anagen.render.notebook import history_html, history_png, history_text, render_history
from anagen.render.scenes import Setting, about, after, comparison, film, look_of, picture
from anagen.scalp.graying import gray_share

MAN = Person(age_years=31, sex="male", norwood="IIIv")
WOMAN = Person(age_years=45, sex="female", ludwig="II")
SETTING = Setting(look=Look(), size=120, seed=7)


@pytest.fixture
def quick(monkeypatch):
    """Pictures in one gray that tells the share of hair that stands, and all text that is written."""
    lines = []

    def gray(scalp, hair, setting):
        share = (hair.diameter_um > 0.0).mean()
        return np.full((setting.size, setting.size, 3), round(200 * share), np.uint8)

    def note(sheet, text, **options):
        lines.append(text)
        real(sheet, text, **options)

    real = plates.write
    monkeypatch.setattr(scenes, "picture", gray)
    monkeypatch.setattr("anagen.render.sheet.write", note)
    return lines


def test_a_photograph_and_maps_are_pictures_of_the_size_asked_for():
    head = ThinHead(MAN)

    shown = picture(head.scalp, head.state(0.0), SETTING)

    assert shown.shape == (120, 120, 3)
    assert shown.dtype == np.uint8
    assert picture(head.scalp, head.state(0.0), replace(SETTING, view="heat", size=240)).shape[1] == 240


def test_a_comparison_shows_the_start_once_and_each_regimen_after(quick):
    sitters = [ThinHead(MAN, "untreated", 0.15), ThinHead(MAN, "finasteride 1 mg oral daily", 0.05)]
    drawn = []

    comparison(sitters, sitters[0].days.tolist(), SETTING, advance=drawn.append)

    text = " ".join(quick)
    assert len(drawn) == 3
    assert text.count("Before") == 1
    assert "After 5 years, untreated" in text
    assert "After 5 years of finasteride 1 mg oral daily" in text
    assert "A man of 31, Norwood IIIv" in text
    assert "Norwood V on this" in text
    assert "age 36" in text
    assert "visible hairs per cm² at the center of the vertex: 249 over the whole vertex: 20 " in text
    assert "vertex: 71 (-178) over the whole vertex: 5 (-15)" in text
    assert "vertex: 190 (-59) over the whole vertex: 15 (-5)" in text


def test_a_single_picture_is_of_a_day_and_compares_nothing(quick):
    head = ThinHead(MAN)

    comparison([head], [0.0], SETTING)
    comparison([head], [0.0], replace(SETTING, view="section"))

    assert quick.count("Today") == 2
    assert not any("Before" in line or "in all pictures" in line for line in quick)


def test_different_people_each_have_a_row_and_a_badge(quick, monkeypatch):
    badges = []
    monkeypatch.setattr(plates, "write", lambda _sheet, text, **_: badges.append(text))
    people = [ThinHead(MAN, loss_per_year=loss) for loss in (0.2, 0.1, 0.0)]

    sheet = comparison(
        people, people[0].days.tolist(), SETTING, badges=("10th centile", "50th centile", "90th centile")
    )

    assert sheet.shape[0] > 3 * 120
    assert badges.count("10th centile") == 2
    with pytest.raises(InputError, match="2 badges"):
        comparison(people, [0.0], SETTING, badges=("a", "b"))


def test_every_regimen_is_shown_on_a_single_later_day(quick):
    sitters = [ThinHead(MAN, name) for name in ("finasteride 1 mg oral daily", "minoxidil 2.5 mg oral daily")]
    drawn = []

    comparison(sitters, [sitters[0].days[-1]], SETTING, advance=drawn.append)

    text = " ".join(quick)
    assert len(drawn) == 2
    assert "After 5 years of finasteride" in text
    assert "After 5 years of minoxidil" in text
    assert "(-119) over the whole vertex: 10 (-10)" in text


def test_maps_of_several_days_lie_under_each_other(quick):
    head = ThinHead(MAN)

    one = comparison([head], [0.0], replace(SETTING, view="heat", size=240))
    two = comparison([head], head.days.tolist(), replace(SETTING, view="heat", size=240))

    assert one.shape[1] == two.shape[1] == 240
    assert two.shape[0] > 1.9 * one.shape[0]
    assert "After 5 years, untreated" in " ".join(quick)


def test_a_film_has_a_track_for_each_regimen_on_the_same_days(quick):
    years = (0.0, 1.0, 2.0)
    one, two = (
        ThinHead(MAN, name, years=years) for name in ("untreated", "minoxidil 5 % 1 mL topical daily")
    )

    frames = list(film([one, two], SETTING))

    assert len({frame.shape for frame in frames}) == 1
    assert frames[0].shape[1] > 240
    assert not np.array_equal(frames[0], frames[2])


@pytest.mark.parametrize(
    ("years", "words"),
    [(0.5, "After 6 months"), (1 / 12, "After 1 month"), (1.0, "After 1 year"), (5.002, "After 5 years")],
)
def test_a_time_is_said_in_words(years, words):
    assert after(365.25 * years) == words


def test_people_are_said_in_words():
    assert MAN.describe() == "A man of 31, Norwood IIIv"
    assert WOMAN.describe() == "A woman of 45, Ludwig II"


def test_looks_are_what_was_asked_for_else_what_the_person_said():
    dark = Person(age_years=30, sex="female", answers={"fitzpatrick": 6})

    assert look_of(MAN) == Look(hair_color="dark brown", skin_tone=3, length_mm=30.0)
    assert look_of(WOMAN).gray_share == gray_share(45.0) > 0.0
    assert look_of(WOMAN, gray_share=0.0).gray_share == 0.0
    assert look_of(dark).skin_tone == 10
    assert look_of(dark, skin_tone=8, curl="coily", hair_color=None).skin_tone == 8
    assert look_of(dark, curl="coily").curl == "coily"
    assert look_of(WOMAN).length_mm > 100.0


def test_an_unknown_view_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="Did you mean 'vertex'"):
        Setting(look=Look(), view="vertx")


def test_a_file_is_told_who_and_how():
    made = about(MAN, SETTING, ["untreated"], {"Member": "3"})

    assert made["Seed"] == "7"
    assert made["Member"] == "3"
    assert json.loads(made["Person"])["norwood"] == "IIIv"
    assert "not a photograph" in made["Warning"]


def test_a_history_shows_itself_in_a_notebook(quick, tmp_path, monkeypatch):
    monkeypatch.setattr("anagen.render.notebook.picture", scenes.picture)
    head = ThinHead(MAN)

    shown = render_history(head, size=100)
    both = render_history(head, size=100, before=True, seed=9)

    assert shown.pixels.shape == (100, 100, 3)
    assert both.pixels.shape[1] > 200
    assert both._repr_png_().startswith(b"\x89PNG")
    assert "A man of 31" in repr(shown)
    shown.save(tmp_path / "a.png")
    assert (tmp_path / "a.png").is_file()
    assert history_png(head).startswith(b"\x89PNG")
    html = history_html(head)
    assert html.startswith("<figure><img alt=")
    assert "data:image/png;base64," in html
    assert history_text(head) in html


def test_without_the_extra_a_notebook_still_shows_the_text(quick, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr("anagen.render.files.import_module", missing)

    html = history_html(ThinHead(MAN))

    assert "<img" not in html
    assert "pip install" in html
    assert "A man of 31" in html


def test_files_of_pictures_need_no_library_until_one_is_written():
    code = "import sys, anagen.render.files; print('PIL' in sys.modules, 'av' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]
