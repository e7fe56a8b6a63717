"""Photographs of the scalp: only their pixels are kept.

A photograph is decoded, turned upright, and written anew as a JPEG file from bare pixels, so that nothing of the file
survives that is no pixel: no place, no date, no device, no thumbnail. Text that a device burned into the picture is
pixels and stays.
"""

from __future__ import annotations

import hashlib
import struct
import tomllib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["CleanPhotograph", "clean_photograph", "consent_words", "side_by_side"]

MEDIA_TYPE = "image/jpeg"
MOST_BYTES = 40_000_000
MOST_PIXELS = 60_000_000
SMALLEST_PX = 64
"""A picture with a shorter side shows no scalp. [px]"""
LARGEST_PX = 4096
"""The longer side of what is kept; a larger picture is made smaller. [px]"""
QUALITY = 92
FORMATS = ("JPEG", "PNG", "WEBP")
"""What is read; of a JPEG that holds more than one picture, the first."""
WORDS = "JPEG, PNG or WebP"
_SIGNS = (
    (b"ftypheic", "HEIC"),
    (b"ftypheix", "HEIC"),
    (b"ftypmif1", "HEIC"),
    (b"ftypavif", "AVIF"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"<svg", "SVG"),
)
"""How files begin that are refused by name."""
_WITHIN = {"HEIC": 16, "AVIF": 16, "SVG": 256}
"""How far into the file the sign may stand, where it is not the very beginning. [byte]"""
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
)
"""What a decoder raises where a file is not what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPhotograph:
    """A photograph with nothing but its pixels."""

    data: bytes
    """A JPEG file."""
    width: int
    """[px]"""
    height: int
    """[px]"""
    sha256: str
    """Of the data."""
    removed: tuple[str, ...]
    """What the file held besides pixels, in words."""
    media_type: str = MEDIA_TYPE


@cache
def consent_words() -> tuple[str, str]:
    """The words that are shown before the first photograph is kept, and their version."""
    text = Path(__file__).with_name("consent.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)["photographs"]
    return str(words["text"]).strip(), str(words["version"])


def clean_photograph(data: bytes, name: str = "The photograph") -> CleanPhotograph:
    """A photograph without its metadata, upright.

    Parameters
    ----------
    data
        The file, as it is.
    name
        What it is called, for errors.

    Raises
    ------
    InputError
        If it is too large, of a format that is not read, or no picture at all.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{name} has more than {MOST_BYTES / 1e6:.0f} MB, and no more are read. Make it smaller first."
        )
    if not data:
        raise InputError(f"{name} is empty. Give a photograph as {WORDS}.")
    try:
        return _cleaned(data, name)
    except ImportError as error:
        raise InputError("Photographs need Pillow. Install it with: pip install 'anagen[diary]'.") from error
    except _BROKEN as error:
        raise InputError(
            f"{name} is no whole picture ({_reason(error)}). Save it again as {WORDS}."
        ) from None


def _reason(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words[:80] if words and "BytesIO" not in words else "it cannot be decoded"


def _cleaned(data: bytes, name: str) -> CleanPhotograph:
    from PIL import Image, ImageOps, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, which is thrown away in any case
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture: Image.Image = Image.open(BytesIO(data), formats=FORMATS)
            _check_size(picture.size, name)
            removed = _found(picture)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            plain = _in_plain_colors(upright, picture.info.get("icc_profile"))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise _too_many_pixels(name) from None
        except UnidentifiedImageError:
            raise InputError(_refusal(data, name)) from None
    plain.thumbnail((LARGEST_PX, LARGEST_PX))
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())  # a picture that never saw the file
    stream = BytesIO()
    bare.save(stream, format="JPEG", quality=QUALITY, subsampling=0)
    kept = stream.getvalue()
    return CleanPhotograph(
        data=kept,
        width=bare.width,
        height=bare.height,
        sha256=hashlib.sha256(kept).hexdigest(),
        removed=removed,
    )


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise _too_many_pixels(name)
    if min(size) < SMALLEST_PX:
        raise InputError(f"{name} is {width} by {height} px; a side of at least {SMALLEST_PX} is needed.")


def _too_many_pixels(name: str) -> InputError:
    return InputError(
        f"{name} would have more than {MOST_PIXELS / 1e6:.0f} million pixels when unpacked. Make it smaller first."
    )


def _refusal(data: bytes, name: str) -> str:
    """Why a file is not read, by how it begins."""
    start = data[:256].lower()
    kind = next((kind for sign, kind in _SIGNS if sign.lower() in start[: _WITHIN.get(kind, len(sign))]), "")
    what = f"is a {kind} file, which is not read here" if kind else "is no picture that is known here"
    return f"{name} {what}. Save it as {WORDS} (phones: 'most compatible')."


def _found(picture: Image) -> tuple[str, ...]:
    """What a file holds besides its pixels, in words."""
    exif = picture.getexif()
    names = {
        "place (GPS)": bool(exif.get_ifd(0x8825)),
        "camera and settings (EXIF)": bool(len(exif) or exif.get_ifd(0x8769)),
        "text (XMP)": any(str(key).lower() in ("xmp", "xml:com.adobe.xmp") for key in picture.info),
        "text (IPTC)": "photoshop" in picture.info,
        "comments": "comment" in picture.info or bool(getattr(picture, "text", None)),
        "color profile": "icc_profile" in picture.info,
        "further pictures": int(getattr(picture, "n_frames", 1)) > 1,
    }
    return tuple(name for name, there in names.items() if there)


def _in_plain_colors(picture: Image, profile: bytes | None) -> Image:
    """Red, green and blue of the usual screen, on white."""
    from PIL import Image, ImageCms

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        ground = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(ground, layers).convert("RGB")
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            source: Any = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if turned is not None:
                return turned
        except (ImageCms.PyCMSError, *_BROKEN):  # a profile that says nonsense says nothing
            pass
    return picture.convert("RGB")


def side_by_side(photographs: Sequence[tuple[date, bytes]], *, says: str = "", height: int = 640) -> bytes:
    """Photographs of different days beside each other, at one height, each with its date: a PNG file.

    Parameters
    ----------
    photographs
        Day and file of each.
    says
        What stands above them.
    height
        Of each picture. [px]
    """
    import numpy as np
    from PIL import Image

    from anagen.render.lettering import write

    if len(photographs) < 2:
        raise InputError("Side by side needs at least two photographs. Keep another one first.")
    gap, band, letters = height // 40, height // 12, height / 26.0
    pictures = []
    for _, data in photographs:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            wide = max(1, round(opened.width * height / opened.height))
            pictures.append(opened.convert("RGB").resize((wide, height), Image.Resampling.LANCZOS))
    width = sum(one.width for one in pictures) + gap * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, height + 2 * band + gap), (255, 255, 255))
    places, left = [], gap
    for one in pictures:
        sheet.paste(one, (left, band))
        places.append(left)
        left += one.width + gap
    pixels = np.array(sheet)
    baseline = band + height + 0.65 * band
    write(pixels, says, at=(gap, 0.65 * band), height=letters, color=(34, 34, 34), bold=True)
    for (day, _), place in zip(photographs, places, strict=True):
        write(pixels, day.isoformat(), at=(place, baseline), height=letters, color=(34, 34, 34))
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG")
    return stream.getvalue()
