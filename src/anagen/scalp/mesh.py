"""Meshes of heads: Catmull and Clark's subdivision of a coarse cage, normals, areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Integers", "subdivided", "triangle_normals", "triangles_of", "vertex_normals"]

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]


def subdivided(vertices: Floats, quads: Integers) -> tuple[Floats, Integers]:
    """One step of Catmull and Clark's subdivision: each quad becomes four, which follow its quad in fours of blocks.

    An edge of one face only is a border, which is subdivided as a curve.
    """
    faces, corners = len(quads), vertices.shape[0]
    edges, edge_of, edge_faces = edges_of(quads)
    face_point = vertices[quads].mean(axis=1)
    middle = vertices[edges].mean(axis=1)
    border = edge_faces == 1
    face_sum = summed(edge_of, np.tile(face_point, (4, 1)), len(edges))
    edge_point = np.where(border[:, None], middle, (2.0 * middle + face_sum) / 4.0)
    moved = moved_corners(vertices, quads, edges, border, face_point, middle)

    first_edge, first_face = corners, corners + len(edges)
    edge_number = edge_of.reshape(4, faces) + first_edge
    face_number = np.arange(faces) + first_face
    parts = [
        np.stack([quads[:, k], edge_number[k], face_number, edge_number[(k - 1) % 4]], axis=1)
        for k in range(4)
    ]
    return np.concatenate([moved, edge_point, face_point]), np.concatenate(parts)


def edges_of(quads: Integers) -> tuple[Integers, Integers, Integers]:
    """The edges, the edge of each side (all first sides, then all second ones, ...), and the faces at each edge."""
    sides = np.concatenate([quads[:, [k, (k + 1) % 4]] for k in range(4)]).astype(np.int64)
    sides.sort(axis=1)
    keys, edge_of, counts = np.unique(
        sides[:, 0] * (int(quads.max()) + 1) + sides[:, 1], return_inverse=True, return_counts=True
    )
    first, second = np.divmod(keys, int(quads.max()) + 1)
    return np.stack([first, second], axis=1), edge_of.ravel(), counts


def moved_corners(
    vertices: Floats,
    quads: Integers,
    edges: Integers,
    border: NDArray[np.bool_],
    face_point: Floats,
    middle: Floats,
) -> Floats:
    """Where the old vertices go."""
    n = len(vertices)
    faces_at = np.maximum(np.bincount(quads.ravel(), minlength=n), 1)[:, None]
    edges_at = np.maximum(np.bincount(edges.ravel(), minlength=n), 1)[:, None]
    of_faces = summed(quads.ravel(), np.repeat(face_point, 4, axis=0), n) / faces_at
    of_edges = summed(edges.ravel(), np.repeat(middle, 2, axis=0), n) / edges_at
    inside = (of_faces + 2.0 * of_edges + (faces_at - 3.0) * vertices) / faces_at

    ends = edges[border].ravel()
    borders_at = np.bincount(ends, minlength=n)[:, None]
    of_borders = summed(ends, np.repeat(middle[border], 2, axis=0), n) / np.maximum(borders_at, 1)
    return np.where(borders_at > 0, 0.5 * vertices + 0.5 * of_borders, inside)


def summed(index: Integers, rows: Floats, n: int) -> Floats:
    """The rows summed by index."""
    return np.stack([np.bincount(index, rows[:, k], n) for k in range(rows.shape[1])], axis=1)


def triangles_of(quads: Integers) -> Integers:
    """Two triangles for each quad: all first ones, then all second ones."""
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def triangle_normals(vertices: NDArray[np.floating], triangles: Integers) -> Floats:
    """Normals outward, as long as twice the triangle's area."""
    a, b, c = (np.asarray(vertices[triangles[:, k]], float) for k in range(3))
    return np.asarray(np.cross(b - a, c - a))


def vertex_normals(vertices: NDArray[np.floating], triangles: Integers) -> Floats:
    """Unit normals, weighted by area."""
    along = triangle_normals(vertices, triangles)
    normals = summed(triangles.T.ravel(), np.tile(along, (3, 1)), len(vertices))
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12))
