"""What a record may hold: one JSON object, checked and copied before it is kept."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from anagen.errors import InputError

__all__ = ["LARGEST_BYTES", "as_text"]

LARGEST_BYTES = 16 * 2**20
"""Length of a record's text. [byte]"""
DEEPEST = 40
"""Levels of brackets within brackets."""
WIDEST_INTEGER = 2**63
"""Whole numbers stay within what every database, language and reader of JSON has."""


def as_text(content: Mapping[str, Any]) -> str:
    """The content as JSON text.

    Parameters
    ----------
    content
        Texts, numbers, truth values, None, and lists and mappings of them.

    Raises
    ------
    InputError
        If something in it has no place in JSON, is too deep or too long.
    """
    if not isinstance(content, Mapping):
        raise InputError(f"A record holds a mapping of names to values, not {type(content).__name__}.")
    text = json.dumps(_plain(content, "", 0), allow_nan=False, separators=(",", ":"))
    if len(text) > LARGEST_BYTES:
        raise InputError(
            f"The record is {len(text) / 2**20:.0f} MiB long; at most {LARGEST_BYTES // 2**20} MiB are kept. "
            "Attach what is large."
        )
    return text


def _plain(value: Any, place: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise InputError(f"The record is more than {DEEPEST} levels deep at {place[:80]}. Make it flatter.")
    if isinstance(value, Mapping):
        return {_key(key, place): _plain(one, f"{place}.{key}", depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, f"{place}[{i}]", depth + 1) for i, one in enumerate(value)]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < WIDEST_INTEGER:
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if isinstance(value, int | float):
        raise InputError(f"The record holds a number that is not finite or too large at {place[1:]!r}.")
    raise InputError(
        f"The record holds a {type(value).__name__} at {place[1:]!r}; it may hold texts, numbers, true, "
        "false, null, lists and mappings. Turn days and times into text."
    )


def _key(key: Any, place: str) -> str:
    if not isinstance(key, str):
        raise InputError(f"The record has the name {key!r} at {place[1:]!r}. Names are texts.")
    return key
