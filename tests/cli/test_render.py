"""`anagen render` and `anagen gallery`, with a thin head in place of the simulation."""

import json

import numpy as np
import pytest
from heads import ThinHead

from anagen.cli import app
from anagen.cli.render import times
from anagen.errors import InputError
from anagen.render.files import read_about

FINASTERIDE = "finasteride 1 mg oral daily"


@pytest.fixture(autouse=True)
def thin(monkeypatch, tmp_path):
    """Thin heads and gray pictures in an empty folder; what was asked of the simulation is kept."""
    asked = []

    def sitters(person, regimens, at_years, *, seed=1, member=0):
        asked.append({"regimens": list(regimens), "at_years": list(at_years), "seed": seed, "member": member})
        return [ThinHead(person, one, 0.02 * (1 + member), years=sorted(set(at_years))) for one in regimens]

    def gray(scalp, hair, setting):
        return np.full((setting.size, setting.size, 3), 80, np.uint8)

    monkeypatch.setattr(ThinHead, "provenance", Made(), raising=False)
    monkeypatch.setattr("anagen.render.sitters.sitters", sitters)
    for home in ("anagen.render.scenes", "anagen.gallery.make"):
        monkeypatch.setattr(f"{home}.picture", gray)
    monkeypatch.chdir(tmp_path)
    return asked


class Made:
    def as_dict(self):
        return {"version": "test"}


def run(*arguments):
    return app.main([*arguments])


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_picture_is_written_under_a_name_that_tells_what_it_shows(tmp_path, capsys):
    assert run("render", "example", "--size", "100") == 0

    assert names(tmp_path) == ["male-31-iiiv-vertex.png"]
    assert "Written to male-31-iiiv-vertex.png" in capsys.readouterr().out
    about = read_about(tmp_path / "male-31-iiiv-vertex.png")
    assert about["View"] == "vertex"
    assert json.loads(about["Person"])["norwood"] == "IIIv"


def test_a_comparison_simulates_untreated_beside_what_is_taken(tmp_path, thin):
    assert run("render", "example", "--regimen", FINASTERIDE, "--before-after", "--size", "100") == 0

    assert names(tmp_path) == ["male-31-iiiv-vertex-finasteride-1-mg-oral-daily-before-after-5y.png"]
    assert thin == [{"regimens": ["untreated", FINASTERIDE], "at_years": [0.0, 5.0], "seed": 1, "member": 0}]


def test_json_is_one_object_on_standard_output_and_nothing_else(tmp_path, capsys):
    assert run("render", "example", "--at-years", "0,2", "--seed", "7", "--member", "3", "--json") == 0

    shown = capsys.readouterr()
    data = json.loads(shown.out)
    assert shown.err == ""
    assert data["file"] in names(tmp_path)
    assert data["member"] == 3
    assert data["region"] == "vertex"
    for count in ("visible_hairs_per_cm2", "visible_hairs_per_cm2_of_region"):
        assert data["heads"][0][count][0] > data["heads"][0][count][1]
    assert data["provenance"] == {"version": "test"}


@pytest.mark.parametrize("name", ["film.webp", "film.mp4"])
def test_a_film_is_written(tmp_path, thin, name):
    assert run("render", "example", "--timelapse", name, "--years", "1", "--size", "64") == 0

    assert (tmp_path / name).stat().st_size > 500
    assert len(thin[0]["at_years"]) == 7


def test_nothing_is_overwritten_without_force(tmp_path, capsys, thin):
    (tmp_path / "a.png").write_text("mine")

    assert run("render", "example", "--out", "a.png") == 2
    assert "exists already" in capsys.readouterr().err
    assert thin == []
    assert (tmp_path / "a.png").read_text() == "mine"
    assert run("render", "example", "--size", "64", "--out", "a.png", "--force") == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--view", "vertx"],
        ["--hair-color", "green"],
        ["--skin-tone", "11"],
        ["--curl", "kinky"],
        ["--out", "a.gif"],
        ["--out", "a.svg"],
        ["--at-years", "now"],
        ["--at-years", "1", "--years", "2"],
        ["--regimen", "hope daily"],
        ["--timelapse", "a.png"],
        ["--timelapse", "a.webp", "--out", "b.png"],
        ["--timelapse", "a.webp", "--years", "0"],
        ["--bare", "--before-after"],
        ["--timelapse", "a.webp", "--before-after"],
        ["--size", "5"],
        ["--member", "64"],
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_simulated(tmp_path, capsys, thin, wrong):
    assert run("render", "example", *wrong) == 2

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("anagen: ")
    assert shown.err.count("\n") == 1
    assert thin == []
    assert names(tmp_path) == []


def test_a_person_who_is_not_there_is_one_line(capsys):
    assert run("render", "nobody.toml") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_times_are_today_or_five_years_unless_told():
    assert times(None, None, film=False, before_after=False) == [0.0]
    assert times(None, None, film=False, before_after=True) == [0.0, 5.0]
    assert times(None, "5, 1", film=False, before_after=False) == [1.0, 5.0]
    assert times(None, "5", film=False, before_after=True) == [0.0, 5.0]
    film = times(2.0, None, film=True, before_after=False)
    assert (film[0], film[-1], len(film)) == (0.0, 2.0, 13)
    with pytest.raises(InputError, match="0,1,5"):
        times(None, "soon", film=False, before_after=False)


GALLERY = ["gallery", "--people", "10", "--sex", "male", "--grades", "V", "--ages", "40", "--size", "64"]


def test_a_gallery_is_made_and_gone_on_with(tmp_path, capsys, thin):
    arguments = [*GALLERY, "--regimens", "untreated", FINASTERIDE, "--out", "page"]

    assert run(*arguments, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    asked = len(thin)
    assert run(*arguments) == 0

    assert data["out"] == "page"
    assert [one["regimen"] for one in data["entries"]] == ["untreated", FINASTERIDE]
    assert len(thin) == asked
    assert (tmp_path / "page" / "index.html").is_file()
    assert "index.html" in capsys.readouterr().out


def test_a_gallery_that_is_broken_off_says_where_it_goes_on(tmp_path, capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("anagen.render.sitters.sitters", stop)

    assert run(*GALLERY, "--out", "page") == 130
    says = "anagen: Interrupted; what was finished is kept in page: the same command goes on.\n"
    assert capsys.readouterr().err == says


@pytest.mark.parametrize(
    "wrong",
    [
        "--people 5",
        "--grades IX",
        "--sex men",
        "--years 0",
        "--years 0.001",
        "--years 900",
        "--years nan",
        "--ages 3000",
        "--ages 3",
        "--seed -1",
        "--size 1",
        "--grades",
    ],
)
def test_a_gallery_of_nobody_is_refused_before_anybody_is_simulated(tmp_path, capsys, thin, wrong):
    assert run("gallery", *wrong.split()) == 2
    assert not thin
    assert capsys.readouterr().err.count("\n") == 1
    assert names(tmp_path) == []
