"""A diary that is open for a request: whose, on which day, in which zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anagen.diary.adherence import due_on
from anagen.diary.days import read_day, today_in, zone_name
from anagen.diary.entries import Photograph, SideEffect
from anagen.diary.logbook import Diary
from anagen.errors import InputError
from anagen.web.diary.views import Due, EntryShown
from anagen.web.errors import NotFoundError

if TYPE_CHECKING:
    from anagen.diary.adherence import Adherence
    from anagen.diary.entries import Entry, Treatment
    from anagen.diary.logbook import Kept
    from anagen.web.security.visitor import Access

__all__ = ["KIND_WORDS", "VIEW_WORDS", "OpenDiary", "due_of", "opened", "shown", "treatment_of"]

KIND_WORDS = {
    "treatment": "Treatment",
    "treatment_taken": "Taken",
    "shed_count": "Shed hairs",
    "measurement": "Measurement",
    "grade": "Grade",
    "side_effect": "Side effect",
    "photograph": "Photograph",
    "reminder": "Reminder",
    "consent": "Consent",
    "rolling_session": "Rolling session",
}
"""What a kind of record is called."""


VIEW_WORDS = {
    "front": "Hairline from in front",
    "top": "From above",
    "vertex": "Crown",
    "left": "Left temple",
    "right": "Right temple",
    "back": "Back",
    "close": "Close",
    "other": "Other",
}
"""What a view of a photograph is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDiary:
    """A diary that is open."""

    diary: Diary
    person: str
    today: date
    zone: str

    @property
    def home(self) -> str:
        """Where its pages begin."""
        return f"/p/{self.person}/diary"

    def day(self, given: str | None) -> date:
        """A day that was given; today if none was."""
        return read_day(given, self.today) if given else self.today

    def find(self, key: str) -> Kept[Entry]:
        """An entry by its whole identifier; NotFoundError if the person has none such."""
        try:
            found = self.diary.find(key)
        except InputError:
            raise NotFoundError from None
        if found.id != key:
            raise NotFoundError
        return found


def opened(patient: Access) -> OpenDiary:
    """Open the diary of a person."""
    zone = zone_name()
    return OpenDiary(
        diary=Diary(patient.store, patient.person.id),
        person=patient.person.id,
        today=today_in(zone),
        zone=zone,
    )


def shown(kept: Kept[Any]) -> EntryShown:
    """An entry on a list."""
    entry = kept.entry
    words = entry.words
    if isinstance(entry, SideEffect):
        words = _effect_words(entry)
    elif isinstance(entry, Photograph):
        words = VIEW_WORDS[entry.view]
    return EntryShown(
        id=kept.id, day=entry.day.isoformat(), kind=KIND_WORDS[entry.KIND], words=words, note=entry.note
    )


def _effect_words(entry: SideEffect) -> str:
    from anagen.diary.effects import effect_words

    known = effect_words()
    over = "" if entry.over is None else f", over on {entry.over}"
    return f"{'; '.join(str(known[one]['says']) for one in entry.effects)} ({entry.severity}{over})"


def due_of(book: OpenDiary, kept: Kept[Treatment], day: date) -> Due:
    """How a treatment stands on a day.

    Parameters
    ----------
    book
        Whose.
    kept
        The treatment.
    day
        A day on which it goes on.
    """
    doses = book.diary.doses(kept)
    seen = book.diary.adherence(kept, book.today)
    return Due(
        id=kept.id,
        agent=kept.entry.agent,
        course=kept.entry.course,
        since=kept.entry.day.isoformat(),
        is_drug=kept.entry.is_drug,
        due=due_on(kept.entry, day),
        taken=doses.get(day, 0),
        said=day in doses,
        says=_so_far(seen),
        not_logged=seen.not_logged,
    )


def _so_far(seen: Adherence) -> str:
    """How something was taken so far, in a few words."""
    if not seen.due:
        return "Nothing was due yet."
    parts = [f"{seen.taken} of {seen.due} so far"]
    parts += [f"{seen.missed} missed"] if seen.missed else []
    parts += [f"{seen.streak} in a row"] if seen.streak > 1 else []
    return f"{', '.join(parts)}."


def treatment_of(book: OpenDiary, key: str) -> Kept[Treatment]:
    """A treatment by its identifier."""
    found = next((one for one in book.diary.treatments() if one.id == key), None)
    if found is None:
        raise NotFoundError
    return found
