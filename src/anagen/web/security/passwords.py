"""Passwords: Argon2id, long rather than intricate, and none of those that are tried first."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from anagen.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["LONGEST", "SHORTEST", "check_password", "hashed_password", "matches"]

SHORTEST, LONGEST = 10, 256
"""Characters. No rule asks for digits or signs: they make passwords worse to remember and no harder to find."""
FEWEST_DIFFERENT = 5
SHORTEST_NUMBER = 16
"""Characters of one without a letter: dates and telephone numbers are shorter."""
COST: dict[str, Any] = {"time_cost": 2, "memory_cost": 47104, "parallelism": 1}
"""Of Argon2id, above the least that OWASP asks for (19 MiB, two passes): 46 MiB and a tenth of a second."""
AT_ONCE = threading.BoundedSemaphore(1)
"""So many are tried at a time, so that a flood of them takes neither all memory nor the processor from the pages."""
COMMON = (
    "password", "passwort", "passw0rd", "qwerty", "qwertz", "azerty", "letmein", "welcome", "iloveyou", "admin",
    "administrator", "dragon", "monkey", "football", "baseball", "sunshine", "princess", "superman", "trustno",
    "starwars", "whatever", "changeme", "secret", "login", "anagen", "clinic", "doctor",
    "patient", "asdfghjkl", "zxcvbnm", "summer", "winter", "spring", "autumn",
)  # fmt: skip
"""Words of which passwords that are tried first are made, with some digits or signs behind them."""
RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
"""The digits, the alphabet and keyboards, row by row and across; read from either end."""
FEWEST_OWN = 5
"""Letters that have to be left of a password when a common word and all digits and signs are taken from it."""


def check_password(password: str, name: str) -> str:
    """A password that may be used, in one form of its letters.

    Parameters
    ----------
    password
        As it was typed.
    name
        Of the account, which it must not repeat.

    Raises
    ------
    InputError
        If it is too short, too long or among the first that anybody tries.
    """
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise InputError(
            f"Give a password of {SHORTEST} to {LONGEST} characters. A short sentence does well."
        )
    if _is_common(plain, name):
        raise InputError(
            "This password is one of those that are tried first. Take another, such as four words that come to mind."
        )
    return plain


def hashed_password(password: str) -> str:
    """What is kept of a password."""
    with AT_ONCE:
        return _hasher().hash(_plain(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; takes as long where nothing was kept.

    Parameters
    ----------
    password
        As it was typed.
    kept
        Hash of the right one; none if there is no such account.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    with AT_ONCE:
        try:
            _hasher().verify(kept or _nobodys(), _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(**COST)


@cache
def _nobodys() -> str:
    return _hasher().hash("of nobody")


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_common(password: str, name: str) -> bool:
    text = password.casefold()
    if len(set(text)) < FEWEST_DIFFERENT or any(text in run or text in run[::-1] for run in RUNS):
        return True
    own = text
    for word in (*COMMON, name.casefold()):
        own = own.replace(word, "") if word else own
    if not any(map(str.isalpha, text)):
        return len(text) < SHORTEST_NUMBER
    return own != text and sum(map(str.isalpha, own)) < FEWEST_OWN
