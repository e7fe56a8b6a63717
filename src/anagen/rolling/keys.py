"""Keys of a person: one at a time from a terminal, or a line at a time from anything else."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["GONE", "Keys", "LineKeys", "TerminalKeys", "cbreak"]

GONE = "gone"
"""Nobody is there any more: the terminal was closed, or the input is at its end."""
LONGEST_READ = 1024
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[@-~]|O.|.)?")
"""Arrows, function keys and the like: several characters at once, and they mean nothing here."""


class Keys(Protocol):
    """Something that gives keys."""

    def get(self, seconds: float | None) -> str | None:
        """The next key, or None after a time without one; `GONE` at the end. [s]"""


class TerminalKeys:
    """Single keys from a terminal that is in cbreak mode.

    Parameters
    ----------
    handle
        File descriptor of the terminal.
    """

    def __init__(self, handle: int) -> None:
        self._handle, self._waiting = handle, ""

    def get(self, seconds: float | None) -> str | None:
        """The next key, or None after a time without one; `GONE` at the end. [s]"""
        if not self._waiting:
            text = _read(self._handle, seconds)
            if not text:
                return None if text is None else GONE
            self._waiting = ESCAPES.sub("", text)
        if not self._waiting:
            return None
        key, self._waiting = self._waiting[0], self._waiting[1:]
        return " " if key in "\r\n" else key.lower()


class LineKeys:
    """The first character of each line; an empty line is a space.

    Parameters
    ----------
    handle
        File descriptor to read from.
    """

    def __init__(self, handle: int) -> None:
        self._handle, self._text, self._ended = handle, "", False

    def get(self, seconds: float | None) -> str | None:
        """The next key, or None after a time without one; `GONE` at the end. [s]"""
        line = self.line(seconds)
        if line is None or line == GONE:
            return line
        return (line.strip().lower() or " ")[0]

    def line(self, seconds: float | None) -> str | None:
        """The next line without its end, or None after a time without one; `GONE` at the end. [s]"""
        while "\n" not in self._text and not self._ended:
            text = _read(self._handle, seconds)
            if text is None:
                return None
            self._ended = not text
            self._text += text
        if "\n" not in self._text:
            return GONE
        line, _, self._text = self._text.partition("\n")
        return line


def _read(handle: int, seconds: float | None) -> str | None:
    """What there is to read; None after a time without anything, nothing at the end. [s]"""
    ready, _, _ = select.select([handle], [], [], seconds)
    if not ready:
        return None
    try:
        return os.read(handle, LONGEST_READ).decode(errors="replace")
    except OSError:  # the terminal is gone
        return ""


@contextmanager
def cbreak() -> Iterator[TerminalKeys]:
    """Keys of the terminal at standard input, one by one, unechoed, as long as this lasts."""
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle)
    try:
        yield TerminalKeys(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
