"""How much of a scalp hair covers, read from pictures alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.errors import InputError
from anagen.render.arrays import Bytes, Flags

__all__ = ["hair_coverage"]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
DARKEST = 4.0
"""Added before the logarithm, so that noise in the darkest bytes does not count."""

LEAST_CONTRAST = 0.05


def log_luminance(image: Bytes, mask: Flags) -> NDArray[np.float64]:
    """Logarithm of the brightness of the pixels under a mask."""
    bright: NDArray[np.float64] = np.log(image[mask].astype(float) @ LUMINANCE + DARKEST)
    return bright


def hair_coverage(image: Bytes, bald: Bytes, full: Bytes, mask: Flags) -> float:
    """Share of a patch that looks like hair rather than skin, from three pictures taken alike. [ratio]

    It knows nothing of the renderer: each pixel lies, by the logarithm of its brightness, somewhere between the same
    patch without hair and with all of it. It rises with every hair, but not in proportion: hairs overlap.

    Parameters
    ----------
    image
        The picture to read. [h, w, 3]
    bald, full
        The same head without hair, and before any loss. [h, w, 3]
    mask
        The patch. [h, w]
    """
    if not (image.shape == bald.shape == full.shape and mask.shape == image.shape[:2]):
        raise InputError("Pictures of different sizes cannot be compared. Take them with one view and size.")
    if not mask.any():
        raise InputError("The patch is empty. Mark at least one pixel.")
    skin, hair = log_luminance(bald, mask).mean(), log_luminance(full, mask).mean()
    if abs(skin - hair) < LEAST_CONTRAST:
        raise InputError(
            "Hair and skin are equally bright here, so that coverage cannot be read. Take another light."
        )
    return float(np.clip((skin - log_luminance(image, mask)) / (skin - hair), 0.0, 1.0).mean())
