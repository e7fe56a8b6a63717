"""Photographs, and the consent under which they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from anagen.diary.entries.entry import Entry
from anagen.errors import unknown_name

__all__ = ["VIEWS", "Consent", "Photograph"]

VIEWS = ("front", "top", "vertex", "left", "right", "back", "close", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph(Entry):
    """A photograph of the scalp, without anything but its pixels."""

    KIND = "photograph"

    sha256: str
    """Of the bytes that are kept."""
    media_type: str
    width: int
    """[px]"""
    height: int
    """[px]"""
    view: str = "other"
    """One of `VIEWS`."""
    consent: str
    """Id of the record of the consent under which it is kept."""

    def check(self) -> None:
        """Refuse a view that has no name here."""
        if self.view not in VIEWS:
            raise unknown_name("view", self.view, VIEWS)

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return f"{self.view}, {self.width} by {self.height} px, sha256 {self.sha256[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Entry):
    """An answer to a question of consent, with the words that were shown."""

    KIND = "consent"

    what: str
    """What is consented to: ``"photographs"``."""
    given: bool
    """Whether it was given; false where it was taken back."""
    version: str
    """Of the words."""
    text: str
    """The exact words that were shown."""

    @property
    def words(self) -> str:
        """What it says, in a line."""
        return f"{self.what}: {'agreed' if self.given else 'withdrawn'}, words of version {self.version}"
