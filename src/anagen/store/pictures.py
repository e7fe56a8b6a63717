"""Which pictures a store takes: what they say they are, and without the place they were taken at."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from anagen.errors import InputError

__all__ = ["ENDINGS", "LARGEST_BYTES", "check_picture", "tells_place"]

LARGEST_BYTES = 40 * 2**20
"""Length of a picture. [byte]"""
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
"""Media types there are, each with the ending of its files."""

GPS_TAG = 0x8825
MOST_ENTRIES, MOST_DIRECTORIES = 1000, 8


def check_picture(data: bytes, media_type: str) -> None:
    """Refuse what is no picture of its type, or tells where it was taken.

    Raises
    ------
    InputError
        If it is empty, too large, something else, or holds a place.
    """
    if media_type not in ENDINGS:
        raise InputError(f"Cannot keep the media type {media_type!r}. There are: {', '.join(ENDINGS)}.")
    if not 0 < len(data) <= LARGEST_BYTES:
        raise InputError(
            f"The picture has {len(data)} bytes. Pictures of up to {LARGEST_BYTES // 2**20} MiB are kept."
        )
    if _media_type(data) != media_type:
        raise InputError(f"What was given as {media_type} is something else. Convert it first.")
    if tells_place(data):
        raise InputError(
            "The picture tells where it was taken. Remove its location first; `anagen diary` does so by itself."
        )


def tells_place(data: bytes) -> bool:
    """Whether anything in a file says where it was taken.

    It looks for camera directories wherever they begin, not along the file's own structure: thumbnails, second
    pictures behind the first and chunks of other formats hold them as well.
    """
    # XMP is text; ImageMagick hides EXIF from this search by compressing it into a text chunk of PNG.
    if any(word in data for word in (b"GPSLatitude", b"GPSLongitude", b"GPSPosition", b"Raw profile type")):
        return True
    return any(_has_gps(data, start, order) for start, order in _directories(data))


def _media_type(data: bytes) -> str | None:
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _directories(data: bytes) -> Iterator[tuple[int, str]]:
    """Where a TIFF header stands, which is how EXIF begins in every format, and its byte order."""
    for mark, order in ((b"II*\x00", "<"), (b"MM\x00*", ">")):
        start = data.find(mark)
        while start >= 0:
            yield start, order
            start = data.find(mark, start + 1)


def _has_gps(data: bytes, start: int, order: str) -> bool:
    """Whether a chain of directories has the entry that points to coordinates."""
    try:
        (place,) = struct.unpack_from(f"{order}I", data, start + 4)
        for _ in range(MOST_DIRECTORIES):
            if place == 0:
                return False
            (entries,) = struct.unpack_from(f"{order}H", data, start + place)
            if entries > MOST_ENTRIES:
                return False
            first = start + place + 2
            tags = [struct.unpack_from(f"{order}H", data, first + 12 * i)[0] for i in range(entries)]
            if GPS_TAG in tags:
                return True
            (place,) = struct.unpack_from(f"{order}I", data, first + 12 * entries)
    except struct.error:  # what looked like a directory was none, or was cut off
        return False
    return False
