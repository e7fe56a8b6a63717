"""Pictures that are kept, and how alike a picture is to the one that is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[1] / "golden" / "photographs"
BLOCK = 8


def golden(name):
    """A kept picture. [h, w, 3]"""
    from PIL import Image

    with Image.open(FOLDER / f"{name}.png") as image:
        return np.asarray(image.convert("RGB"))


def keep(name, picture):
    """Keep a picture."""
    from PIL import Image

    Image.fromarray(picture).save(FOLDER / f"{name}.png", optimize=True)


def mean_difference(a, b):
    """Mean absolute difference of bytes."""
    return float(np.abs(a.astype(float) - b.astype(float)).mean())


def likeness(a, b):
    """Structural similarity of brightness in blocks, 1 for the same picture."""
    x, y = blocks(a), blocks(b)
    mx, my = x.mean(axis=1), y.mean(axis=1)
    covariance = ((x - mx[:, None]) * (y - my[:, None])).mean(axis=1)
    level, contrast = 6.5, 58.5
    means = (2.0 * mx * my + level) / (mx**2 + my**2 + level)
    return float((means * (2.0 * covariance + contrast) / (x.var(axis=1) + y.var(axis=1) + contrast)).mean())


def blocks(picture):
    """Brightness in square blocks. [blocks, pixels]"""
    bright = picture.astype(float) @ [0.2126, 0.7152, 0.0722]
    h, w = (n // BLOCK * BLOCK for n in bright.shape)
    tiles = bright[:h, :w].reshape(h // BLOCK, BLOCK, w // BLOCK, BLOCK)
    return tiles.transpose(0, 2, 1, 3).reshape(-1, BLOCK * BLOCK)
