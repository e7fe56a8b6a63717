"""Photographs: nothing is kept but the picture."""

import hashlib
import struct
import warnings
import zlib
from datetime import date
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from anagen.diary import photographs
from anagen.diary.photographs import clean_photograph, consent_words, side_by_side
from anagen.errors import InputError

PLACE = "Marienplatz"


def head(width=320, height=240):
    """A picture whose upper left quarter is red, the rest blue."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 2] = 220
    pixels[: height // 2, : width // 2] = (220, 0, 0)
    return Image.fromarray(pixels)


def with_exif(orientation=1):
    """EXIF as phones write it: camera, owner, place, date."""
    exif = Image.Exif()
    exif[0x010F] = "Phone maker"
    exif[0x9C9D] = "owner".encode("utf-16-le")
    exif[0x010E] = PLACE
    exif[0x0132] = "2026:03:01 08:15:00"
    exif[0x0112] = orientation
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (48.0, 8.0, 14.2)
    gps[3], gps[4] = "E", (11.0, 34.0, 31.1)
    camera = exif.get_ifd(0x8769)
    camera[0x9003] = "2026:03:01 08:15:00"
    camera[0xA431] = "SERIAL12345"
    return exif


def saved(picture, **options):
    stream = BytesIO()
    picture.save(stream, **({"format": "JPEG"} | options))
    return stream.getvalue()


def opened(data):
    return Image.open(BytesIO(data))


def phone_jpeg(orientation=1):
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{PLACE}</x:xmpmeta>'.encode()
    return saved(head(), exif=with_exif(orientation), comment=PLACE.encode(), xmp=xmp)


def test_the_test_photograph_does_tell_where_it_was_taken():
    exif = opened(phone_jpeg()).getexif()

    assert exif.get_ifd(0x8825)[2] == (48.0, 8.0, 14.2)
    assert exif.get_ifd(0x8769)[0xA431] == "SERIAL12345"


def test_nothing_of_the_file_is_left_but_the_picture():
    kept = clean_photograph(phone_jpeg())

    again = opened(kept.data)
    assert len(again.getexif()) == 0
    assert not again.getexif().get_ifd(0x8825)
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for word in (PLACE, "Phone maker", "SERIAL12345", "2026:03:01", "Exif", "xmpmeta"):
        assert word.encode() not in kept.data
    assert {"place (GPS)", "camera and settings (EXIF)", "text (XMP)", "comments"} <= set(kept.removed)


def test_every_segment_of_the_file_is_one_that_a_picture_needs():
    data = clean_photograph(phone_jpeg()).data

    marks, place = [], 2
    while data[place + 1] != 0xDA:
        marks.append(data[place + 1])
        place += 2 + struct.unpack_from(">H", data, place + 2)[0]
    assert set(marks) <= {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, tables, frame: no APP1, no comment


def test_a_store_takes_what_was_cleaned_and_not_what_was_not():
    pictures = pytest.importorskip("anagen.store.pictures")

    assert pictures.tells_place(phone_jpeg())
    assert not pictures.tells_place(clean_photograph(phone_jpeg()).data)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (320, 240), (0.25, 0.25)),
        (2, (320, 240), (0.75, 0.25)),
        (3, (320, 240), (0.75, 0.75)),
        (4, (320, 240), (0.25, 0.75)),
        (5, (240, 320), (0.25, 0.25)),
        (6, (240, 320), (0.75, 0.25)),
        (7, (240, 320), (0.75, 0.75)),
        (8, (240, 320), (0.25, 0.75)),
    ],
)
def test_a_photograph_stands_upright(orientation, size, red_at):
    kept = clean_photograph(phone_jpeg(orientation))

    picture = opened(kept.data)
    assert (kept.width, kept.height) == picture.size == size
    for across, down in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        red, _, blue = picture.getpixel((int(across * size[0]), int(down * size[1])))
        assert (red > blue) == ((across, down) == red_at)


def test_the_hash_is_of_what_is_kept_and_the_same_every_time():
    one, other = clean_photograph(phone_jpeg()), clean_photograph(phone_jpeg())

    assert one.sha256 == other.sha256 == hashlib.sha256(one.data).hexdigest()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_lose_their_metadata_too(kind):
    more = {"exif": with_exif()}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_itxt("Comment", PLACE)
    kept = clean_photograph(saved(head(), format=kind, **more))

    assert opened(kept.data).format == "JPEG"
    assert PLACE.encode() not in kept.data
    assert "place (GPS)" in kept.removed


def test_see_through_is_white_and_gray_stays_gray():
    clear = saved(Image.new("RGBA", (80, 80), (255, 0, 0, 0)), format="PNG")
    gray = saved(Image.new("I;16", (80, 80), 65535), format="PNG")

    assert opened(clean_photograph(clear).data).getpixel((40, 40)) == (255, 255, 255)
    assert opened(clean_photograph(gray).data).mode == "RGB"


def test_colors_of_a_profile_are_turned_into_those_of_the_screen():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    plain = clean_photograph(saved(head()))
    profiled = clean_photograph(saved(head(), icc_profile=profile))
    nonsense = clean_photograph(saved(head(), icc_profile=b"no profile"))

    assert "color profile" in profiled.removed
    a, b, c = (np.asarray(opened(one.data), float) for one in (plain, profiled, nonsense))
    assert np.abs(a - b).max() < 4
    assert np.abs(a - c).max() < 4


def test_further_pictures_of_the_file_are_not_kept():
    stream = BytesIO()
    head().save(stream, format="MPO", save_all=True, append_images=[head(), head()])

    kept = clean_photograph(stream.getvalue())

    assert "further pictures" in kept.removed
    assert len(kept.data) < len(stream.getvalue())


def test_a_very_large_photograph_is_made_smaller(monkeypatch):
    monkeypatch.setattr(photographs, "LARGEST_PX", 200)

    kept = clean_photograph(phone_jpeg())

    assert (kept.width, kept.height) == (200, 150)


def bomb(width=50_000, height=50_000):
    """A small PNG that says it is huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (9_500, 9_500), (8_000, 8_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size):
    with pytest.raises(InputError, match="more than 60 million pixels"):
        clean_photograph(bomb(*size), "bomb.png")


def test_a_bomb_of_text_is_refused():
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "b" * 3_000_000, zip=True)

    with pytest.raises(InputError, match="no whole picture"):
        clean_photograph(saved(head(), format="PNG", pnginfo=info))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "is a HEIC file"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "is a AVIF file"),
        (b"GIF89a" + bytes(40), "is a GIF file"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "is a SVG file"),
        (b"%PDF-1.7", "is a PDF file"),
        (b"hello", "no picture that is known here"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "Save it"),
    ],
)
def test_other_files_are_refused_in_one_line(data, says):
    with pytest.raises(InputError, match=says) as caught:
        clean_photograph(data, "head.jpg")

    assert str(caught.value).startswith("head.jpg")
    assert "\n" not in str(caught.value)


def test_tiff_is_refused_though_it_could_be_read():
    with pytest.raises(InputError, match="is a TIFF file"):
        clean_photograph(saved(head(), format="TIFF"))


def test_a_file_too_large_or_a_picture_too_small_is_refused(monkeypatch):
    with pytest.raises(InputError, match="40 by 240 px"):
        clean_photograph(saved(head(40, 240)))
    monkeypatch.setattr(photographs, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match="MB"):
        clean_photograph(phone_jpeg())


WHOLE = {"JPEG": phone_jpeg(), "PNG": saved(head(), format="PNG"), "WEBP": saved(head(), format="WEBP")}


@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0.02, 1),
)
def test_a_damaged_file_is_cleaned_or_refused_and_nothing_else(kind, changes, share):
    data = bytearray(WHOLE[kind])
    for place, byte in changes:
        data[int(place * (len(data) - 1))] = byte
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said, kept = what_becomes_of(bytes(data[: int(share * len(data))]))

    assert (kept is None) == bool(said)
    assert "\n" not in said
    assert kept is None or not opened(kept.data).getexif()


def what_becomes_of(data):
    """What is said against a file, or the photograph that is kept of it."""
    try:
        return "", clean_photograph(data)
    except InputError as error:
        return str(error), None


def test_own_photographs_stand_side_by_side_with_their_dates(tmp_path):
    first, second = (clean_photograph(saved(head(*size))).data for size in ((320, 240), (240, 320)))

    strip = opened(side_by_side([(date(2026, 1, 1), first), (date(2026, 7, 1), second)], height=200))

    pixels = np.asarray(strip).astype(int)
    red = (pixels[..., 0] > 150) & (pixels[..., 2] < 100)
    columns = np.flatnonzero(red.any(axis=0))
    assert (np.diff(columns) > 20).sum() == 1  # two red quarters, apart
    dark = (pixels.max(axis=2) < 120).any(axis=1)
    below = np.flatnonzero(red.any(axis=1))[-1]
    assert dark[below + 90 :].any()  # dates under the pictures


def test_one_photograph_has_nothing_to_stand_beside():
    with pytest.raises(InputError, match="at least two"):
        side_by_side([(date(2026, 1, 1), clean_photograph(phone_jpeg()).data)])


def test_the_words_of_consent_name_purpose_refusal_and_withdrawal():
    text, version = consent_words()

    assert version
    assert all(word in text for word in ("If you agree", "say no", "take this back", "deleted"))
