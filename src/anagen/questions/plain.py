"""Free text from outside, made harmless: short, in one line, without anything that is not written text."""

from __future__ import annotations

import unicodedata

from anagen.errors import InputError

__all__ = ["LONGEST_QUESTION", "LONGEST_REPLY", "plain_text"]

LONGEST_QUESTION = 500
LONGEST_REPLY = 4000
"""Characters."""
UNWRITTEN = ("C", "Z")
"""Categories of Unicode for control, format, private and unassigned characters, and for spaces."""


def plain_text(text: str, *, longest: int = LONGEST_QUESTION, what: str = "question") -> str:
    """A text in one line of written characters.

    Parameters
    ----------
    text
        As it was typed.
    longest
        Most characters that it may have.
    what
        What the text is, for the complaint.

    Raises
    ------
    InputError
        If nothing is left of it, or too much.
    """
    if len(text) > 10 * longest:  # before any work is done on it
        raise InputError(f"The {what} has {len(text)} characters. Give at most {longest}.")
    composed = unicodedata.normalize("NFKC", text)
    written = "".join(" " if unicodedata.category(one)[0] in UNWRITTEN else one for one in composed)
    line = " ".join(written.split())
    if not any(one.isalnum() for one in line):
        raise InputError(
            f"The {what} holds no word. Write it in plain words, such as 'does minoxidil work?'."
        )
    if len(line) > longest:
        raise InputError(f"The {what} has {len(line)} characters. Give at most {longest}.")
    return line
