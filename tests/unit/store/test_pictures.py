"""Pictures are kept once, byte by byte, and never with the place they were taken at."""

import hashlib
import io
import zlib

import pytest
from store_pictures import exif, jpeg, png, webp

from anagen.errors import InputError
from anagen.store.pictures import check_picture, tells_place

PLACES = {
    "EXIF in JPEG": (jpeg(b"Exif\x00\x00" + exif(gps=True)), "image/jpeg"),
    "EXIF of the other byte order": (jpeg(b"Exif\x00\x00" + exif(gps=True, order=">")), "image/jpeg"),
    "EXIF in the second segment": (
        jpeg(b"Exif\x00\x00" + exif(gps=False), b"Exif\x00\x00" + exif(gps=True)),
        "image/jpeg",
    ),
    "a second picture behind the first": (jpeg(after=jpeg(b"Exif\x00\x00" + exif(gps=True))), "image/jpeg"),
    "XMP in JPEG": (jpeg(b"http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude='52,31N'/>"), "image/jpeg"),
    "EXIF in PNG": (png(exif(gps=True), kind=b"eXIf"), "image/png"),
    "EXIF hidden by ImageMagick in PNG": (
        png(b"Raw profile type exif\x00\x00" + zlib.compress(b"x")),
        "image/png",
    ),
    "EXIF in WebP": (webp(exif(gps=True)), "image/webp"),
}


@pytest.mark.parametrize(("data", "media_type"), PLACES.values(), ids=PLACES)
def test_a_picture_that_tells_its_place_is_refused(store, ann, data, media_type):
    with pytest.raises(InputError, match="tells where it was taken"):
        store.attach(ann, data, media_type)
    assert store.attachments(ann) == ()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (jpeg(), "image/jpeg"),
        (jpeg(b"Exif\x00\x00" + exif(gps=False)), "image/jpeg"),
        (jpeg(b"Exif\x00\x00" + exif(gps=True)[:6]), "image/jpeg"),  # cut off: nobody can read it
        (png(exif(gps=False, order=">"), kind=b"eXIf"), "image/png"),
        (webp(exif(gps=False)), "image/webp"),
    ],
)
def test_other_pictures_are_kept_byte_by_byte(store, ann, data, media_type):
    sha256 = store.attach(ann, data, media_type)
    kept = store.attachment(ann, sha256)

    assert (kept.data, kept.media_type, kept.sha256) == (data, media_type, hashlib.sha256(data).hexdigest())
    assert [one.sha256 for one in store.attachments(ann)] == [sha256]
    assert repr(data[:20])[2:-1] not in repr(kept)


def test_pictures_of_a_real_camera_library_are_read_the_same_way():
    """Pillow writes the directories itself, so this does not rest on what these tests take EXIF to be."""
    from PIL import Image

    for form, media_type in (("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")):
        for gps in (True, False):
            directory = Image.Exif()
            directory[0x010F] = "a camera"
            if gps:
                directory.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
            out = io.BytesIO()
            Image.new("RGB", (8, 8)).save(out, form, exif=directory.tobytes())
            assert tells_place(out.getvalue()) is gps, form
            if not gps:
                check_picture(out.getvalue(), media_type)


@pytest.mark.parametrize(
    ("data", "media_type", "says"),
    [
        (b"", "image/png", "0 bytes"),
        (png(), "image/jpeg", "something else"),
        (b"<svg onload='alert(1)'/>", "image/svg+xml", "media type"),
        (b"<html>", "image/png", "something else"),
        (png(), "text/html", "media type"),
    ],
)
def test_what_is_no_picture_of_its_type_is_refused(store, ann, data, media_type, says):
    with pytest.raises(InputError, match=says):
        store.attach(ann, data, media_type)


def test_a_picture_that_is_too_large_is_refused(store, ann, monkeypatch):
    monkeypatch.setattr("anagen.store.pictures.LARGEST_BYTES", 10)
    with pytest.raises(InputError, match="bytes"):
        store.attach(ann, png(), "image/png")


def test_the_same_picture_is_kept_once_a_person(store, ann):
    ben = store.add_person("Ben")
    hashes = {store.attach(who, png(), "image/png") for who in (ann, ann, ben)}

    assert len(hashes) == 1
    assert len(store.attachments(ann)) == len(store.attachments(ben)) == 1
    assert store.verify().findings == ()


def test_a_detached_picture_is_gone(store, ann):
    sha256 = store.attach(ann, png(), "image/png")
    store.detach(ann, sha256, why="consent withdrawn")

    assert store.attachments(ann) == ()
    for ask in (store.attachment, store.detach):
        with pytest.raises(InputError, match="no attachment"):
            ask(ann, sha256)
    assert store.verify().findings == ()


def test_the_picture_of_somebody_else_is_not_found(store, ann):
    sha256 = store.attach(ann, png(), "image/png")
    with pytest.raises(InputError, match="no attachment"):
        store.attachment(store.add_person("Ben"), sha256)
