"""Pictures, drawings and films as files: whole or absent, never over another one, and saying how they were made."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError, OutputExistsError

__all__ = [
    "DRAWINGS",
    "FILMS",
    "PICTURES",
    "drawn",
    "library",
    "read_about",
    "save_drawing",
    "save_film",
    "save_picture",
    "to_png",
]

Pixels = NDArray[np.uint8]
About = Mapping[str, str]
"""How a picture was made: version, seed, person and the like, in words."""

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
FILMS = (".webp", ".mp4")
DRAWINGS = (".svg", ".png")
DISTRIBUTIONS = {"PIL": "Pillow", "av": "PyAV", "resvg_py": "resvg"}

JPEG_QUALITY, WEBP_QUALITY, FILM_QUALITY = 92, 88, 82
WEBP_EFFORT = 4
FILM_CODECS = {
    "libx264": {"crf": "18", "preset": "medium"},
    "libsvtav1": {"crf": "28", "preset": "8"},
    "mpeg4": {"qscale": "3"},
}
"""Codecs of a film, the most widely played first; which of them there are depends on how PyAV was built."""
EXIF_DESCRIPTION, EXIF_SOFTWARE = 0x010E, 0x0131
DRAWING_WIDTH_PX = 1600
"""Width of a drawing that is written as a picture. [px]"""


def library(name: str) -> Any:
    """A library of the extra `render`, or the one error that says how to get it.

    Parameters
    ----------
    name
        What is imported.
    """
    try:
        return import_module(name)
    except ImportError as error:
        called = DISTRIBUTIONS.get(name.partition(".")[0], name)
        raise InputError(f"Pictures need {called}. Install it with: pip install 'anagen[render]'.") from error


def save_picture(
    pixels: Pixels, path: Path | str, about: About | None = None, *, force: bool = False
) -> None:
    """Write a picture in the format of the file's ending.

    Parameters
    ----------
    pixels
        Red, green and blue, of shape (height, width, 3).
    path
        The file to be: PNG, JPEG or WebP.
    about
        How it was made; kept in the file.
    force
        Replace the file if it exists.

    Raises
    ------
    OutputExistsError
        If the file exists and `force` is not given.
    """
    ending = known_ending(path, PICTURES, "picture")
    image = to_image(pixels)
    options = _about_of_picture(ending, about or {})
    if ending in {".jpg", ".jpeg"}:
        options |= {"quality": JPEG_QUALITY, "subsampling": 0}
    elif ending == ".webp":
        options |= {"quality": WEBP_QUALITY, "method": WEBP_EFFORT}
    with whole_file(path, force=force) as draft:
        image.save(draft, **options)


def save_drawing(svg: str, path: Path | str, about: About | None = None, *, force: bool = False) -> None:
    """Write a drawing: the SVG itself, or a picture of it if the file ends in .png.

    Parameters
    ----------
    svg
        The drawing.
    path
        The file to be.
    about
        How it was made; kept in the file.
    force
        Replace the file if it exists.
    """
    if known_ending(path, DRAWINGS, "drawing") == ".png":
        save_picture(drawn(svg, DRAWING_WIDTH_PX), path, about, force=force)
        return
    with whole_file(path, force=force) as draft:
        draft.write_text(_with_metadata(svg, about or {}), encoding="utf-8")


def save_film(
    frames: Iterable[Pixels],
    path: Path | str,
    about: About | None = None,
    *,
    frames_per_second: float = 8.0,
    force: bool = False,
) -> None:
    """Write pictures as a film: animated WebP, which every browser shows, or MP4.

    Parameters
    ----------
    frames
        Pictures of one size, in their order; drawn one by one as they are needed.
    path
        The file to be.
    about
        How it was made; kept in the file.
    frames_per_second
        Speed. [1/s]
    force
        Replace the file if it exists.
    """
    ending = known_ending(path, FILMS, "film")
    library("av" if ending == ".mp4" else "PIL.Image")  # before hours of drawing, not after
    write = _write_mp4 if ending == ".mp4" else _write_webp
    with whole_file(path, force=force) as draft:
        write(frames, draft, about or {}, frames_per_second)


def read_about(path: Path | str) -> dict[str, str]:
    """How a picture was made, as `save_picture` wrote it.

    Parameters
    ----------
    path
        A PNG, JPEG or WebP file.
    """
    with library("PIL.Image").open(path) as image:
        if image.format == "PNG":
            return {str(name): str(says) for name, says in image.text.items()}
        if image.format == "JPEG":
            text = image.info.get("comment", b"{}").decode("ascii")
        else:
            text = image.getexif().get(EXIF_DESCRIPTION, "{}")
    about: dict[str, str] = json.loads(text)
    return about


def drawn(svg: str, width: int) -> Pixels:
    """A drawing as a picture of some width, with letters that are the same on every machine. [px]"""
    from io import BytesIO

    from anagen.render.lettering import FAMILY, font_files

    data = library("resvg_py").svg_to_bytes(
        svg_string=svg,
        width=width,
        background="white",
        skip_system_fonts=True,
        font_files=list(font_files()),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return np.asarray(library("PIL.Image").open(BytesIO(bytes(data))).convert("RGB"))


def to_image(pixels: Pixels) -> Any:
    """Pixels as an image of Pillow."""
    return library("PIL.Image").fromarray(np.ascontiguousarray(pixels))


def to_png(pixels: Pixels, about: About | None = None) -> bytes:
    """A picture as the bytes of a PNG file: for a notebook or a web page.

    Parameters
    ----------
    pixels
        Red, green and blue, of shape (height, width, 3).
    about
        How it was made.
    """
    from io import BytesIO

    stream = BytesIO()
    to_image(pixels).save(stream, format="PNG", **_about_of_picture(".png", about or {}))
    return stream.getvalue()


def known_ending(path: Path | str, allowed: tuple[str, ...], kind: str) -> str:
    """The ending of a file's name in small letters, if it is one of those that are allowed."""
    ending = Path(path).suffix.lower()
    if ending not in allowed:
        if Path(path).is_dir():
            given = f"is a folder, and the {kind} is to be a file in it"
        elif ending:
            given = f"ends in {ending!r}, which is no format of a {kind}"
        else:
            given = f"has no ending that tells the format of a {kind}"
        raise InputError(f"{path} {given}. Use one of: {', '.join(allowed)}.")
    return ending


@contextmanager
def whole_file(path: Path | str, *, force: bool = False) -> Iterator[Path]:
    """Give a path to write to, which becomes the file once it is written, or vanishes.

    Parameters
    ----------
    path
        The file to be.
    force
        Replace the file if it exists.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name a file in it.")
    if (path.exists() or path.is_symlink()) and not force:
        raise OutputExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}-", suffix=".part", dir=path.parent))
    try:
        yield draft / path.name
        (draft / path.name).replace(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _about_of_picture(ending: str, about: About) -> dict[str, Any]:
    if ending == ".png":
        info = library("PIL.PngImagePlugin").PngInfo()
        for name, says in about.items():
            info.add_itxt(name, says)
        return {"pnginfo": info}
    if not about:
        return {}
    text = json.dumps(dict(about), ensure_ascii=True)
    if ending in {".jpg", ".jpeg"}:
        return {"comment": text.encode("ascii")}
    exif = library("PIL.Image").Exif()
    exif[EXIF_DESCRIPTION] = text
    exif[EXIF_SOFTWARE] = about.get("Software", "anagen")
    return {"exif": exif}


def _with_metadata(svg: str, about: About) -> str:
    """The drawing, with how it was made as its first element."""
    if not about:
        return svg
    start = svg.index("<svg")
    end = svg.index(">", start) + 1
    words = escape(json.dumps(dict(about), ensure_ascii=False))
    return f"{svg[:end]}<metadata>{words}</metadata>{svg[end:]}"


def _first_and_all(frames: Iterable[Pixels]) -> tuple[Pixels, Iterator[Pixels]]:
    rest = iter(frames)
    try:
        first = next(rest)
    except StopIteration:
        raise InputError("A film needs at least one frame. Ask for more days.") from None
    return first, chain([first], rest)


def _write_webp(frames: Iterable[Pixels], draft: Path, about: About, frames_per_second: float) -> None:
    _, every = _first_and_all(frames)
    first, *others = [to_image(one) for one in every]
    first.save(
        draft,
        save_all=True,
        append_images=others,
        duration=round(1000.0 / frames_per_second),
        loop=0,
        quality=FILM_QUALITY,
        method=WEBP_EFFORT,
        **_about_of_picture(".webp", about),
    )


def _write_mp4(frames: Iterable[Pixels], draft: Path, about: About, frames_per_second: float) -> None:
    av = library("av")
    first, every = _first_and_all(frames)
    codec = next(name for name in FILM_CODECS if name in av.codecs_available)
    with av.open(str(draft), "w", options={"movflags": "faststart"}) as container:
        container.metadata["comment"] = json.dumps(dict(about))
        stream = container.add_stream(codec, rate=Fraction(frames_per_second).limit_denominator(1000))
        even = _even(first)
        stream.height, stream.width = even.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = FILM_CODECS[codec]
        for pixels in every:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(_even(pixels), format="rgb24")))
        container.mux(stream.encode())


def _even(pixels: Pixels) -> Pixels:
    """A picture whose sides are even, as films want them: a last row or column is repeated."""
    height, width = pixels.shape[:2]
    padded = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(padded)
