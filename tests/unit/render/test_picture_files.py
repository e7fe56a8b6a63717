"""Pictures as files."""

import numpy as np
import pytest

from anagen.errors import InputError, OutputExistsError
from anagen.render import files

ABOUT = {"Software": "anagen 0.1.0", "Seed": "7", "Person": '{"age": 31, "note": "größer"}'}
SVG = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2">'
    '<rect width="4" height="2" fill="#ff0000"/></svg>'
)


@pytest.fixture
def pixels():
    across, down = np.meshgrid(np.linspace(0, 255, 33), np.linspace(0, 255, 21))
    return np.stack([across, down, 255 - across], axis=2).astype(np.uint8)


def frames(pixels, count):
    return (np.roll(pixels, 3 * k, axis=1) for k in range(count))


def test_a_png_holds_the_very_pixels(tmp_path, pixels):
    from PIL import Image

    files.save_picture(pixels, tmp_path / "a.png")

    assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), pixels)


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_other_formats_come_close(tmp_path, pixels, name):
    from PIL import Image

    files.save_picture(pixels, tmp_path / name)

    back = np.asarray(Image.open(tmp_path / name)).astype(int)
    assert np.abs(back - pixels).mean() < 6.0


@pytest.mark.parametrize("name", ["a.png", "a.jpeg", "a.webp"])
def test_a_picture_says_how_it_was_made(tmp_path, pixels, name):
    files.save_picture(pixels, tmp_path / name, ABOUT)

    assert files.read_about(tmp_path / name) == ABOUT


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.jpg"])
def test_the_same_picture_is_the_same_file(tmp_path, pixels, name):
    files.save_picture(pixels, tmp_path / name, ABOUT)
    files.save_picture(pixels, tmp_path / f"b_{name}", ABOUT)

    assert (tmp_path / name).read_bytes() == (tmp_path / f"b_{name}").read_bytes()


def test_nothing_is_overwritten_without_force(tmp_path, pixels):
    out = tmp_path / "a.png"
    files.save_picture(pixels, out)
    before = out.read_bytes()

    with pytest.raises(OutputExistsError, match="exists already"):
        files.save_picture(255 - pixels, out)
    assert out.read_bytes() == before

    files.save_picture(255 - pixels, out, force=True)
    assert out.read_bytes() != before


def test_a_film_that_breaks_off_leaves_nothing(tmp_path, pixels):
    def breaking():
        yield pixels
        raise KeyboardInterrupt

    for name in ("a.webp", "a.mp4"):
        with pytest.raises(KeyboardInterrupt):
            files.save_film(breaking(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_animated_webp_holds_every_frame(tmp_path, pixels):
    from PIL import Image

    files.save_film(frames(pixels, 5), tmp_path / "a.webp", ABOUT, frames_per_second=10.0)

    with Image.open(tmp_path / "a.webp") as film:
        film.load()
        assert film.n_frames == 5
        assert film.info["duration"] == 100
    assert files.read_about(tmp_path / "a.webp") == ABOUT


def test_an_mp4_holds_every_frame_even_if_its_sides_are_odd(tmp_path, pixels):
    import av

    files.save_film(frames(pixels, 5), tmp_path / "a.mp4", ABOUT, frames_per_second=10.0)

    with av.open(str(tmp_path / "a.mp4")) as film:
        pictures = [one.to_ndarray(format="rgb24") for one in film.decode(video=0)]
        assert len(pictures) == 5
        assert film.streams.video[0].average_rate == 10
        assert "größer" in film.metadata["comment"].encode().decode("unicode_escape")
    assert pictures[0].shape == (22, 34, 3)
    assert np.abs(pictures[0][:21, :33].astype(int) - pixels).mean() < 12.0


def test_a_film_of_nothing_is_refused(tmp_path):
    with pytest.raises(InputError, match="at least one frame"):
        files.save_film([], tmp_path / "a.webp")
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_stays_a_drawing_and_says_how_it_was_made(tmp_path):
    files.save_drawing(SVG, tmp_path / "a.svg", ABOUT)

    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<metadata>" in text
    assert "anagen 0.1.0" in text
    assert text.count("<rect") == 1


def test_a_drawing_may_become_a_picture(tmp_path):
    pytest.importorskip("resvg_py")
    from PIL import Image

    files.save_drawing(SVG, tmp_path / "a.png", ABOUT)

    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1600, 800)
        assert image.convert("RGB").getpixel((800, 400)) == (255, 0, 0)
    assert files.read_about(tmp_path / "a.png") == ABOUT


def test_a_folder_is_called_one_and_not_a_file_of_a_wrong_format(tmp_path, pixels):
    with pytest.raises(InputError, match="is a folder"):
        files.save_picture(pixels, tmp_path)


@pytest.mark.parametrize("name", ["a.gif", "a", "a.mp4"])
def test_an_unknown_ending_is_refused(tmp_path, pixels, name):
    with pytest.raises(InputError, match=r"\.png, \.jpg, \.jpeg, \.webp"):
        files.save_picture(pixels, tmp_path / name)


def test_a_missing_library_is_one_clear_error(tmp_path, pixels, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(files, "import_module", missing)

    with pytest.raises(InputError, match=r"pip install 'anagen\[render\]'"):
        files.save_film([pixels], tmp_path / "a.mp4")
