"""What an action says on the page that comes after it, once."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request, Response

__all__ = ["FLASH", "clear_flash", "flash_of", "set_flash"]

FLASH = "anagen_says"
SHOWN_WITHIN_S = 60
LONGEST = 400


def set_flash(response: Response, request: Request, says: str) -> None:
    """Have the next page say something.

    Parameters
    ----------
    response
        That leads to the next page.
    request
        That was answered.
    says
        In plain words; no health value, for it travels in a cookie.
    """
    if not says:
        return
    kept = base64.urlsafe_b64encode(says[:LONGEST].encode()).decode()
    secure = request.app.state.settings.secure_cookies
    response.set_cookie(FLASH, kept, max_age=SHOWN_WITHIN_S, httponly=True, samesite="lax", secure=secure)


def flash_of(request: Request) -> str:
    """What the action before said; templates escape it like any text."""
    try:
        return base64.urlsafe_b64decode(request.cookies.get(FLASH, "").encode()).decode()[:LONGEST]
    except (binascii.Error, ValueError):
        return ""


def clear_flash(response: Response, request: Request) -> None:
    """Forget what was said."""
    if FLASH in request.cookies:
        secure = request.app.state.settings.secure_cookies
        response.delete_cookie(FLASH, httponly=True, samesite="lax", secure=secure)
