"""Arrays in one file that a script reads without copying: a line of JSON on what is in it, then the arrays."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from fastapi import Response

__all__ = ["MAGIC", "pack", "packed_response", "unpack"]

MAGIC = b"anagen01"
ALIGNED = 4
"""Where arrays may begin: scripts read numbers of four bytes only at multiples of four."""
LEVEL = 6
TYPES = ("uint8", "int8", "uint16", "uint32", "float32")


def pack(about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A file, compressed.

    Parameters
    ----------
    about
        What the arrays mean; goes to JSON.
    arrays
        By name; of `TYPES`.
    """
    places: dict[str, dict[str, Any]] = {}
    body = bytearray()
    for name, array in arrays.items():
        if array.dtype.name not in TYPES:
            raise TypeError(f"{name} is of {array.dtype}, which scripts do not read; use one of {TYPES}")
        body += bytes(-len(body) % ALIGNED)
        places[name] = {"type": array.dtype.name, "shape": list(array.shape), "at": len(body)}
        body += np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    head = json.dumps({**about, "arrays": places}, separators=(",", ":")).encode()
    head += b" " * (-len(head) % ALIGNED)
    return gzip.compress(MAGIC + struct.pack("<I", len(head)) + head + bytes(body), LEVEL, mtime=0)


def unpack(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What a file holds: what the arrays mean, and the arrays.

    Parameters
    ----------
    content
        Of the file.
    """
    plain = gzip.decompress(content)
    start = len(MAGIC) + 4
    (length,) = struct.unpack("<I", plain[len(MAGIC) : start])
    about = json.loads(plain[start : start + length])
    arrays = {}
    for name, place in about.pop("arrays").items():
        kind = np.dtype(place["type"]).newbyteorder("<")
        count = int(np.prod(place["shape"]))
        arrays[name] = np.frombuffer(plain, kind, count, start + length + place["at"]).reshape(place["shape"])
    return about, arrays


def packed_response(content: bytes, accepted: str) -> Response:
    """The answer that sends a file.

    Parameters
    ----------
    content
        Of the file, compressed.
    accepted
        Header ``Accept-Encoding`` of the request.
    """
    from fastapi import Response

    kind, headers = "application/octet-stream", {"Vary": "Accept-Encoding"}
    if "gzip" not in accepted:
        return Response(gzip.decompress(content), media_type=kind, headers=headers)
    return Response(content, media_type=kind, headers=headers | {"Content-Encoding": "gzip"})
