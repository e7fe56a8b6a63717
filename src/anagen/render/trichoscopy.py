"""One square centimeter of a simulated scalp as a trichoscope shows it, to scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import typing as npt

from anagen.errors import InputError, unknown_name
from anagen.render.closeup.chance import signed, uniform
from anagen.render.closeup.dermis import Openings, bare_skin, openings_of, paint_openings
from anagen.render.closeup.field import Field, Findings, ScalpSurface, Site, field_of, findings_of
from anagen.render.closeup.lie import Lie, clipped_lie, combed_lie
from anagen.render.closeup.shaft import paint_shadows, paint_shafts
from anagen.render.closeup.tints import DYE, GRAY, density_of, linear, seen, skin_color, skin_darkness
from anagen.render.lettering import width_of, write
from anagen.render.look import Look
from anagen.scalp.hair import HairState

__all__ = ["MODES", "trichoscopy", "trichoscopy_findings"]

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Pictures = npt.NDArray[np.float32]

MODES = ("trichoscopy", "phototrichogram")

SEAM_MM = 0.9
"""Painted beyond the picture's edge, so that soft things do not end there. [mm]"""
PALE_UM, PIGMENTED_UM = 12.0, 55.0
"""Hair thinner than the first has hardly any pigment, hair thicker than the second all of it."""
LEAST_PIGMENT = 0.22
PALE = "#b58a66"
"""Color that fine hair tends to."""
SHADOW_MM = 0.045
GLOSS = 0.014
"""Highlight on a shaft: the light of a trichoscope is polarized, which takes most of it. [linear light]"""
BLUR_MM = 0.005
"""How far the lens blurs. [mm]"""
GRAIN, VIGNETTE = 0.004, 0.10


CURL_RADIUS_MM = {"straight": 400.0, "wavy": 22.0, "curly": 6.0, "coily": 1.7}
"""Radius of the circles in which hair grows. [mm]"""


@dataclass(frozen=True, slots=True)
class Glass:
    """Where millimeters lie in the picture that is painted, its seam included."""

    px_per_mm: float
    rows: int
    columns: int
    seam: int

    @property
    def middle(self) -> tuple[float, float]:
        """Column and row of the field's middle. [px]"""
        return self.columns / 2.0 + self.seam, self.rows / 2.0 + self.seam

    @property
    def painted(self) -> tuple[int, int]:
        """Rows and columns with the seam."""
        return self.rows + 2 * self.seam, self.columns + 2 * self.seam

    def cut(self, picture: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The picture without its seam."""
        return picture[self.seam : self.seam + self.rows, self.seam : self.seam + self.columns]


def glass_of(field_mm: float, size: tuple[int, int]) -> Glass:
    """The picture to be painted."""
    columns, rows = size
    if min(columns, rows) < 100 or max(columns, rows) > 6000:
        raise InputError(f"A picture of {columns} x {rows} pixels: give sides of 100 to 6000.")
    scale = min(columns, rows) / field_mm
    return Glass(scale, rows, columns, round(SEAM_MM * scale))


def trichoscopy(
    scalp: ScalpSurface,
    hair: HairState,
    *,
    look: Look,
    site: Site = "vertex",
    field_mm: float = 10.0,
    size: tuple[int, int] = (1200, 1200),
    mode: str = "trichoscopy",
    caption: bool = True,
    days_since_clipping: float = 2.0,
    dyed: bool = False,
) -> Bytes:
    """A square of the scalp through a lens, each hair at its true place, width and direction.

    Parameters
    ----------
    scalp, hair
        A head, and what stands on it on a day.
    look
        Color of hair and skin, curl, how long the hair is cut.
    site
        Name of a site, or a point of the flat map. [mm]
    field_mm
        Side of the square: the shorter side of the picture. [mm]
    size
        Width and height of the picture of the field. [px]
    mode
        ``"trichoscopy"``: hair as it is, parted; ``"phototrichogram"``: clipped, and looked at days later, so that
        hair that grows is longer.
    caption
        Whether a strip with the scale and what is counted stands below the field.
    days_since_clipping
        Of a phototrichogram. [day]
    dyed
        Whether the hair was dyed for the phototrichogram, as is done with pale hair.

    Returns
    -------
    ``uint8[h, w, 3]``; a caption adds its own rows below the `size` of the field and hides nothing of it.
    """
    if mode not in MODES:
        raise unknown_name("mode of trichoscopy", mode, MODES)
    field = field_of(scalp, hair, site=site, field_mm=field_mm)
    openings, glass = openings_of(field), glass_of(field_mm, size)
    curl = CURL_RADIUS_MM[look.curl]
    if mode == "phototrichogram":
        lie = clipped_lie(field, openings, days=days_since_clipping, curl_radius_mm=curl)
    else:
        lie = combed_lie(field, openings, cut_mm=look.length_mm, curl_radius_mm=curl)
    light = skin_with_openings(field, openings, glass, look)
    add_hair(light, field, lie, glass, look, dyed=dyed and mode == "phototrichogram")
    picture = through_the_lens(glass, light, seed=int(field.follicle[0]))
    if not caption:
        return picture
    return np.concatenate([picture, caption_strip(glass, mode, findings_of(field), openings)])


def trichoscopy_findings(
    scalp: ScalpSurface, hair: HairState, *, site: Site = "vertex", field_mm: float = 10.0
) -> Findings:
    """What the caption of a picture says, as numbers.

    Parameters
    ----------
    scalp, hair
        A head, and what stands on it on a day.
    site
        Name of a site, or a point of the flat map. [mm]
    field_mm
        Side of the square. [mm]
    """
    return findings_of(field_of(scalp, hair, site=site, field_mm=field_mm))


def skin_with_openings(field: Field, openings: Openings, glass: Glass, look: Look) -> Pictures:
    """The skin without its hair. [linear light]"""
    color = skin_color(look.skin_tone)
    skin = bare_skin(
        glass.painted,
        glass.px_per_mm,
        color=color,
        darkness=skin_darkness(look.skin_tone),
        seed=int(field.follicle[0]),
    )
    paint_openings(skin, openings, origin=glass.middle, px_per_mm=glass.px_per_mm, color=color)
    return skin


def colors_of_hair(
    field: Field, rows: npt.NDArray[np.int64], look: Look, *, dyed: bool
) -> tuple[Floats, Floats]:
    """Color of each hair's inside, and how much light it takes on its way. [linear light, 1/um]"""
    melanin = DYE if dyed else look.melanin
    tint = np.tile(np.asarray(melanin.color(), np.float64), (len(rows), 1))
    tint *= np.exp(0.18 * signed(field.follicle[rows], 21))[:, None]
    densities = np.full(len(rows), density_of(melanin))
    if not dyed:
        gray = uniform(field.follicle[rows], 22) < look.gray_share
        tint[gray], densities[gray] = GRAY.color(), density_of(GRAY)
        share = np.clip((field.diameter_um[rows] - PALE_UM) / (PIGMENTED_UM - PALE_UM), 0.0, 1.0)
        pigment = LEAST_PIGMENT + (1.0 - LEAST_PIGMENT) * share
        densities *= pigment
        tint += (1.0 - pigment)[:, None] * 0.30 * (linear(PALE) - tint)
    return tint, densities


def add_hair(light: Pictures, field: Field, lie: Lie, glass: Glass, look: Look, *, dyed: bool) -> None:
    """Paint shadows and shafts, in place."""
    from scipy.ndimage import gaussian_filter

    scale, (column, row) = glass.px_per_mm, glass.middle
    paths = np.stack([column + scale * lie.path_mm[..., 0], row - scale * lie.path_mm[..., 1]], axis=-1)
    widths = field.diameter_um[lie.row] / 1000.0
    halves = np.repeat((0.5 * scale * widths)[:, None], paths.shape[1], axis=1)
    tint, density = colors_of_hair(field, lie.row, look, dyed=dyed)
    strength = 1.0 - np.exp(-density * field.diameter_um[lie.row])
    # A hair leaves the skin at its opening and comes to lie a little above it: so its shadow moves away from it.
    rise = SHADOW_MM * scale * (0.4 + 0.6 * np.minimum(lie.along_mm / 1.5, 1.0))
    dark = np.zeros(glass.painted, np.float32)
    paint_shadows(dark, paths + rise[..., None] * np.array([0.8, 0.6]), halves * 1.05, 0.6 * strength)
    dark = gaussian_filter(dark, 0.03 * scale)
    light *= 1.0 - dark[..., None] * np.array([0.36, 0.42, 0.42], np.float32)
    gloss = GLOSS * np.clip(widths / 0.05, 0.2, 1.2)
    paint_shafts(light, paths, halves, tint, density, gloss, 1000.0 / scale)


def through_the_lens(glass: Glass, light: Pictures, seed: int) -> Bytes:
    """Blur, falling off of light to the corners and grain: the picture as a camera keeps it."""
    from scipy.ndimage import gaussian_filter

    blur = BLUR_MM * glass.px_per_mm
    picture = glass.cut(gaussian_filter(light, (blur, blur, 0.0)))
    rows, columns = np.mgrid[0 : glass.rows, 0 : glass.columns].astype(np.float32)
    half = min(glass.rows, glass.columns) / 2.0
    away = ((columns - glass.columns / 2.0) ** 2 + (rows - glass.rows / 2.0) ** 2) / half**2
    picture = picture * (1.03 - VIGNETTE * away)[..., None]
    grain = np.random.default_rng(seed).standard_normal(picture.shape)
    return seen(picture + GRAIN * grain)


STRIP, INK, BRIGHT, QUIET = 0.085, (16, 19, 24), (255, 255, 255), (196, 206, 218)
"""Height of the strip below the field, in sides of the field, and its colors."""


def caption_strip(glass: Glass, mode: str, found: Findings, openings: Openings) -> Bytes:
    """The strip below the field: what is counted, and how long a millimeter is."""
    height = round(STRIP * glass.columns)
    strip = np.full((height, glass.columns, 3), INK, np.uint8)
    letter = 0.22 * height
    left, first, second = 0.22 * height, 0.42 * height, 0.80 * height
    head = f"{mode.capitalize()}: {found.hairs_per_cm2:.0f} hairs/cm², fine ones too"
    write(strip, head, at=(left, first), height=1.15 * letter, color=BRIGHT, bold=True)
    yellow = int((openings.within & (openings.yellow_mm > 0.0)).sum())
    text = (
        f"terminal {found.terminal} · thin (<{found.thin_below_um:.0f} µm) {found.thin} · "
        f"shaft {found.mean_um:.0f} ± {found.sd_um:.0f} µm · {found.units} openings, "
        f"{found.empty_units} empty · {yellow} yellow dots"
    )
    bar = round(glass.px_per_mm)
    right = glass.columns - round(left)
    fitted = letter
    while width_of(text, height=fitted) > right - left:  # small letters are not as narrow as they are low
        fitted *= 0.97
    write(strip, text, at=(left, second), height=fitted, color=QUIET)
    line = round(first)
    strip[line : line + max(2, height // 26), right - bar : right] = BRIGHT
    write(strip, "1 mm", at=(right - bar / 2.0, 0.30 * height), height=letter, color=BRIGHT, anchor="ms")
    return strip
