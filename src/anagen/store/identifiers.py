"""Identifiers of people, records and attachments."""

from __future__ import annotations

import secrets

__all__ = ["new_id"]

ID_BYTES = 16


def new_id() -> str:
    """An identifier that nobody can guess."""
    return secrets.token_hex(ID_BYTES)
