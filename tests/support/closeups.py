"""Close-ups that are kept, to be compared with: name, picture."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from patch import hair_on, patch

from anagen.render.look import Look
from anagen.render.section import section, section_png
from anagen.render.trichoscopy import trichoscopy

FOLDER = Path(__file__).parents[1] / "golden" / "closeups"
MIDDLE = (0.0, 0.0)
SMALL = {"site": MIDDLE, "field_mm": 5.0, "size": (300, 300)}

PALE = Look(hair_color="dark brown", skin_tone=2)
DARK = Look(hair_color="black", skin_tone=8, curl="coily", length_mm=20.0)
GRAYING = Look(hair_color="light brown", skin_tone=3, gray_share=0.5, curl="wavy")

LENSES = {
    "phototrichogram_full": (PALE, 0.0, "phototrichogram"),
    "trichoscopy_thinned": (PALE, 0.5, "trichoscopy"),
    "trichoscopy_coily": (DARK, 0.3, "trichoscopy"),
    "trichoscopy_graying": (GRAYING, 0.2, "trichoscopy"),
}
SECTIONS = {"section_sizes": (PALE, 0.5, "sizes"), "section_line": (DARK, 0.3, "line")}
SECTION_WIDTH = 520


def pixels_of(png):
    """The bytes of a PNG file as a picture. [h, w, 3]"""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def lens(look, thinned, mode, **other):
    """A small picture through a lens."""
    scalp = patch()
    return trichoscopy(scalp, hair_on(scalp, thinned=thinned), look=look, mode=mode, **{**SMALL, **other})


def cut(look, thinned, choose):
    """A drawing of a section."""
    scalp = patch()
    return section(scalp, hair_on(scalp, thinned=thinned), site=MIDDLE, choose=choose, look=look)


def closeup(name):
    """A close-up as it is drawn now."""
    if name in LENSES:
        return lens(*LENSES[name])
    return pixels_of(section_png(cut(*SECTIONS[name]), width=SECTION_WIDTH))


def kept(name):
    """A close-up as it was kept."""
    return pixels_of((FOLDER / f"{name}.png").read_bytes())


def keep_all():
    """Keep all close-ups as they are drawn now: run this file after a change that is meant, and look at each."""
    from PIL import Image

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in (*LENSES, *SECTIONS):
        Image.fromarray(closeup(name)).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    keep_all()
