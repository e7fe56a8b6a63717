"""What a diary holds: one small value for each kind of entry, checked when it is made.

An entry is kept as plain values under its kind; `entry_of` reads it back. Nothing here knows where it is kept.
"""

from anagen.diary.entries.entry import Entry
from anagen.diary.entries.kinds import KINDS, entry_of
from anagen.diary.entries.pictures import VIEWS, Consent, Photograph
from anagen.diary.entries.readings import (
    GRADERS,
    MEASURES,
    METHODS,
    MOST_SHED,
    RATERS,
    SCALES,
    SITES,
    Grade,
    Measurement,
    ShedCount,
    grades_of,
)
from anagen.diary.entries.reminders import SUBJECTS, Reminder
from anagen.diary.entries.side_effects import SEVERITIES, SideEffect, effects
from anagen.diary.entries.treatments import MOST_DOSES, Taken, Treatment

__all__ = [
    "GRADERS",
    "KINDS",
    "MEASURES",
    "METHODS",
    "MOST_DOSES",
    "MOST_SHED",
    "RATERS",
    "SCALES",
    "SEVERITIES",
    "SITES",
    "SUBJECTS",
    "VIEWS",
    "Consent",
    "Entry",
    "Grade",
    "Measurement",
    "Photograph",
    "Reminder",
    "ShedCount",
    "SideEffect",
    "Taken",
    "Treatment",
    "effects",
    "entry_of",
    "grades_of",
]
