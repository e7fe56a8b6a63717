"""How far points are from the skin of a head: a grid, made in about a second and kept on disk for the next time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_dir

from anagen.compiled import compiled, i8

if TYPE_CHECKING:
    from anagen.scalp.head import Head

__all__ = ["DistanceGrid", "distance_grid"]

ORIGIN_MM = (-160.0, -200.0, -100.0)
STEP_MM = 2.5
SHAPE = (129, 134, 118)
"""The grid holds the head and the upper part of the bust."""

FAR_MM = 1e6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DistanceGrid:
    """Signed distance from the skin: negative inside the head."""

    values: NDArray[np.float32]
    """[i, j, k] at `origin_mm` + `step_mm` * (i, j, k). [mm]"""
    origin_mm: NDArray[np.float64]
    """[3] x, y, z of the first value. [mm]"""
    step_mm: float
    """[mm]"""

    def at(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Distance of points from the skin, linear between the grid's values; outside, that of its edge. [mm]"""
        place = (np.asarray(points, float) - self.origin_mm) / self.step_mm
        place = np.clip(place, 0.0, np.array(self.values.shape) - 1.001)
        low = place.astype(np.int64)
        share = place - low
        total = np.zeros(len(place))
        for corner in np.ndindex(2, 2, 2):
            weight = np.prod(np.where(corner, share, 1.0 - share), axis=1)
            total += weight * self.values[tuple((low + corner).T)]
        return total


def distance_grid(head: Head) -> DistanceGrid:
    """The grid of a head, from disk if it was made before."""
    skin = head.skin_triangles()
    vertices = head.vertices.astype(np.float64)
    path = cache_folder() / f"distance-{fingerprint(vertices, skin)}.npy"
    with contextlib.suppress(OSError, ValueError):
        kept = np.load(path)
        if kept.shape == SHAPE:
            return grid_of(kept.astype(np.float32))
    values = computed(vertices, head.normals.astype(np.float64), skin)
    keep(path, values.astype(np.float16))
    return grid_of(values.astype(np.float16).astype(np.float32))


def grid_of(values: NDArray[np.float32]) -> DistanceGrid:
    """A grid of values."""
    values.flags.writeable = False
    return DistanceGrid(values=values, origin_mm=np.array(ORIGIN_MM), step_mm=STEP_MM)


def cache_folder() -> Path:
    """Where grids are kept between runs."""
    return Path(user_cache_dir("anagen", appauthor=False)) / "heads"


def fingerprint(vertices: NDArray[np.float64], skin: NDArray[np.int32]) -> str:
    """A digest of all that a grid depends on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(vertices.tobytes())
    digest.update(skin.tobytes())
    return digest.hexdigest()[:16]


def keep(path: Path, values: NDArray[np.float16]) -> None:
    """Write a grid for the next time, all at once; where nothing can be written, there is no next time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npy")
        with os.fdopen(handle, "wb") as file:
            np.save(file, values)
        Path(name).replace(path)


def computed(
    vertices: NDArray[np.float64], normals: NDArray[np.float64], skin: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Exact distances around the skin, and from them outward and inward the solution of the eikonal equation. [mm]"""
    size = np.full(SHAPE, FAR_MM)
    sign = np.ones(SHAPE)
    near_skin(
        (vertices - ORIGIN_MM) / STEP_MM, normals, np.ascontiguousarray(skin, dtype=np.int64), size, sign
    )
    fixed = size <= 1.0  # farther away the closest triangle may be one whose box is not near
    size[~fixed] = FAR_MM
    for a, b, c in product((1, -1), repeat=3):  # a second round would change no value by more than 0.06 mm
        sweep(size, sign, fixed, a, b, c)
    return np.asarray(size * sign * STEP_MM)


@compiled
def near_skin(  # noqa: C901  one loop over cells is clearer than calls
    vertices: Any, normals: Any, skin: Any, size: Any, sign: Any
) -> None:
    """Distance of the grid's points within a step of each triangle's box, in steps; the sign by the normal there."""
    closest = np.empty(3)
    low, high, middle = np.empty(3, i8), np.empty(3, i8), np.empty(3)
    for row in range(skin.shape[0]):
        a, b, c = skin[row, 0], skin[row, 1], skin[row, 2]
        radius = 0.0
        for corner in (a, b, c):
            square = 0.0
            for k in range(3):
                middle[k] = (vertices[a, k] + vertices[b, k] + vertices[c, k]) / 3.0
                square += (vertices[corner, k] - middle[k]) ** 2
            radius = max(radius, np.sqrt(square))
        for k in range(3):
            least = min(vertices[a, k], vertices[b, k], vertices[c, k])
            most = max(vertices[a, k], vertices[b, k], vertices[c, k])
            low[k] = max(int(np.floor(least)) - 1, 0)
            high[k] = min(int(np.ceil(most)) + 2, size.shape[k])
        for i in range(low[0], high[0]):
            for j in range(low[1], high[1]):
                for k in range(low[2], high[2]):
                    square = (i - middle[0]) ** 2 + (j - middle[1]) ** 2 + (k - middle[2]) ** 2
                    if square >= (size[i, j, k] + radius) ** 2:
                        continue  # no point of the triangle can be closer than what is known
                    closest_share(i, j, k, vertices, a, b, c, closest)
                    square = 0.0
                    outward = 0.0
                    place = (i, j, k)
                    for m in range(3):
                        foot = (
                            closest[0] * vertices[a, m]
                            + closest[1] * vertices[b, m]
                            + closest[2] * vertices[c, m]
                        )
                        normal = (
                            closest[0] * normals[a, m]
                            + closest[1] * normals[b, m]
                            + closest[2] * normals[c, m]
                        )
                        square += (place[m] - foot) ** 2
                        outward += (place[m] - foot) * normal
                    distance = np.sqrt(square)
                    if distance < size[i, j, k]:
                        size[i, j, k] = distance
                        sign[i, j, k] = 1.0 if outward >= 0.0 else -1.0


@compiled
def closest_share(x: Any, y: Any, z: Any, vertices: Any, a: Any, b: Any, c: Any, closest: Any) -> None:
    """Barycentric coordinates of the point of a triangle that is closest to a point."""
    abx, aby, abz = (
        vertices[b, 0] - vertices[a, 0],
        vertices[b, 1] - vertices[a, 1],
        vertices[b, 2] - vertices[a, 2],
    )
    acx, acy, acz = (
        vertices[c, 0] - vertices[a, 0],
        vertices[c, 1] - vertices[a, 1],
        vertices[c, 2] - vertices[a, 2],
    )
    px, py, pz = x - vertices[a, 0], y - vertices[a, 1], z - vertices[a, 2]
    bb, bc, cc = (
        abx * abx + aby * aby + abz * abz,
        abx * acx + aby * acy + abz * acz,
        acx * acx + acy * acy + acz * acz,
    )
    pb, pc = px * abx + py * aby + pz * abz, px * acx + py * acy + pz * acz
    area = max(bb * cc - bc * bc, 1e-30)
    v, w = (cc * pb - bc * pc) / area, (bb * pc - bc * pb) / area
    if v < 0.0 or w < 0.0 or v + w > 1.0:
        best = 1e300
        # on each side, the closest point; of the three the closest
        t = min(max(pb / max(bb, 1e-30), 0.0), 1.0)
        square = (px - t * abx) ** 2 + (py - t * aby) ** 2 + (pz - t * abz) ** 2
        if square < best:
            best, v, w = square, t, 0.0
        t = min(max(pc / max(cc, 1e-30), 0.0), 1.0)
        square = (px - t * acx) ** 2 + (py - t * acy) ** 2 + (pz - t * acz) ** 2
        if square < best:
            best, v, w = square, 0.0, t
        along = bb - 2.0 * bc + cc
        t = min(max((pc - pb + bb - bc) / max(along, 1e-30), 0.0), 1.0)
        square = (
            (px - (1.0 - t) * abx - t * acx) ** 2
            + (py - (1.0 - t) * aby - t * acy) ** 2
            + (pz - (1.0 - t) * abz - t * acz) ** 2
        )
        if square < best:
            best, v, w = square, 1.0 - t, t
    closest[0], closest[1], closest[2] = 1.0 - v - w, v, w


@compiled
def sweep(  # noqa: C901, PLR0912  likewise
    size: Any, sign: Any, fixed: Any, a: Any, b: Any, c: Any
) -> None:
    """One pass of fast sweeping: each free point from its nearest neighbors along the three axes."""
    ni, nj, nk = size.shape
    for ii in range(ni):
        i = ii if a > 0 else ni - 1 - ii
        for jj in range(nj):
            j = jj if b > 0 else nj - 1 - jj
            for kk in range(nk):
                k = kk if c > 0 else nk - 1 - kk
                if fixed[i, j, k]:
                    continue
                x, y, z, side = 1e6, 1e6, 1e6, 1.0
                least = 1e6
                for step in (-1, 1):
                    if 0 <= i + step < ni:
                        if size[i + step, j, k] < least:
                            least, side = size[i + step, j, k], sign[i + step, j, k]
                        x = min(x, size[i + step, j, k])
                    if 0 <= j + step < nj:
                        if size[i, j + step, k] < least:
                            least, side = size[i, j + step, k], sign[i, j + step, k]
                        y = min(y, size[i, j + step, k])
                    if 0 <= k + step < nk:
                        if size[i, j, k + step] < least:
                            least, side = size[i, j, k + step], sign[i, j, k + step]
                        z = min(z, size[i, j, k + step])
                if least > 1e5:
                    continue
                found = eikonal(x, y, z)
                if found < size[i, j, k]:
                    size[i, j, k] = found
                    sign[i, j, k] = side


@compiled
def eikonal(x: Any, y: Any, z: Any) -> Any:
    """Distance at a point whose neighbors along the axes have these, by upwind differences of step 1."""
    low = min(x, y, z)
    high = max(x, y, z)
    middle = x + y + z - low - high
    found = low + 1.0
    if found > middle:
        found = 0.5 * (low + middle + np.sqrt(max(2.0 - (low - middle) ** 2, 0.0)))
    if found > high:
        total = low + middle + high
        inner = total * total - 3.0 * (low * low + middle * middle + high * high - 1.0)
        found = (total + np.sqrt(max(inner, 0.0))) / 3.0
    return found
