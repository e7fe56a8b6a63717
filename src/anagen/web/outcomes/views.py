"""What the gallery shows, as values."""

from __future__ import annotations

from anagen.web.twins import View

__all__ = ["Choice", "EntryShown", "ExampleShown", "GalleryView", "KindShown", "PersonShown"]


class Choice(View):
    """One of a list to choose from."""

    value: str
    label: str


class PersonShown(View):
    """One of the three who are shown."""

    centile: int
    title: str
    means: str
    """How others fare."""
    before: str
    """Address of the picture of day 0."""
    after: str
    before_alt: str
    after_alt: str
    before_per_cm2: float
    after_per_cm2: float
    change: str
    command: str


class EntryShown(View):
    """One treatment of one kind of people."""

    regimen: str
    title: str
    years: str
    place: str
    strip: str
    """Everybody's change, as a drawing."""
    people: list[PersonShown]


class ExampleShown(View):
    """One outcome of the gallery by itself."""

    treatment: str
    who: str
    """The kind of people."""
    years: str
    person: PersonShown


class KindShown(View):
    """A kind of people."""

    name: str
    title: str
    state: str
    """`made`, `shipped` (with the package), `being made` or `absent`."""
    job_id: str
    job_state: str
    job_place: int | None
    job_progress: float
    job_says: str
    job_error: str
    made_by: str
    """People, seed, version and evidence, in words."""
    entries: list[EntryShown]


class GalleryView(View):
    """The gallery."""

    sex: str
    grade: str
    treatment: str
    sexes: list[Choice]
    grades: list[Choice]
    treatments: list[Choice]
    kinds: list[KindShown]
    """Those that fit, and of which there is something to show or in the making."""
    absent: list[KindShown]
    """Those that fit, and were not made yet."""
