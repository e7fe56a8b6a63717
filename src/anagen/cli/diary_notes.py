"""Commands of the diary for what is counted, measured, graded and felt, and for corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anagen.cli.diary_book import NO_BOOK, PLAIN, AsEntered, WhichBook, opened
from anagen.cli.output import print_json
from anagen.cli.tables import paragraph

if TYPE_CHECKING:
    from anagen.diary.entries import Entry


def shed(
    *counts: float,
    method: str = "comb60",
    days_unwashed: int | None = None,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log hairs that fell: 60 seconds of combing, or one wash.

    Combing: before the hair is washed, forward, for 60 seconds, over a cloth of another color, the same comb each time;
    three days make one count. Wash: close the drain, wash, count what is caught.

    Parameters
    ----------
    counts
        Hairs; of combing one number a day, of a wash one.
    method
        comb60 or wash.
    days_unwashed
        Days since the wash before, for a wash. [day]

    Examples
    --------
    anagen diary shed 12 9 14
    anagen diary shed 64 --method wash --days-unwashed 3 --json
    """
    from anagen.diary.entries import ShedCount
    from anagen.diary.readings import count_steps
    from anagen.evidence import known

    with opened(book) as open_book:
        entry = ShedCount(
            day=open_book.day(entered.on),
            zone=open_book.zone,
            method=method,
            counts=tuple(counts),
            days_unwashed=days_unwashed,
            note=entered.note,
        )
        record = open_book.diary.add(entry)
        found = [
            one
            for one in count_steps(open_book.diary.entries(ShedCount), known())
            if (one.what, one.day) == (method, entry.day)
        ]
        _tell(entry, record, found, entry.words, json=entered.json)


def measure(
    measure: str,
    value: float,
    /,
    *,
    by: str = "self",
    instrument: str = "",
    site: str | None = None,
    area: float | None = None,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log a measurement, with what it was read with.

    A change is called clear only if it is larger than the error of two such readings.

    Parameters
    ----------
    measure
        visible_hair_density or terminal_hair_density [1/cm2], hair_count [hairs], mean_shaft_diameter [um].
    value
        What was read.
    by
        Who counted: self, doctor (somebody trained), automatic (a program that nobody corrected).
    instrument
        What with, in any words; only readings of one instrument are compared.
    site
        frontal, mid_scalp, vertex, temporal or occipital; a man's vertex and a woman's mid_scalp if not given.
    area
        Area of a hair_count. [cm2]

    Examples
    --------
    anagen diary measure visible_hair_density 128 --by doctor --instrument "dermatoscope of the clinic"
    anagen diary measure hair_count 61 --area 0.5 --on 2026-03-01
    anagen diary measure mean_shaft_diameter 58 --by automatic --json
    """
    from anagen.diary.entries import Measurement
    from anagen.diary.readings import steps
    from anagen.evidence import known

    with opened(book) as open_book:
        entry = Measurement(
            day=open_book.day(entered.on),
            zone=open_book.zone,
            measure=measure,
            value=value,
            by=by,
            instrument=instrument,
            site=site or open_book.diary.usual_site(),
            area_cm2=area,
            note=entered.note,
        )
        record = open_book.diary.add(entry)
        alike = [one for one in open_book.diary.entries(Measurement) if one.entry.alike == entry.alike]
        found = [one for one in steps(alike, known()) if one.day == entry.day]
        _tell(entry, record, found, entry.reading, json=entered.json)


def _tell(entry: Entry, record: str, found: list[Any], what: str, *, json: bool) -> None:
    """Print what was kept, and how it stands against the first of its kind."""
    step = found[-1] if found else None
    if json:
        print_json(
            {
                "id": record,
                "day": entry.day.isoformat(),
                **entry.as_content(),
                "change": step and step.as_dict(),
            }
        )
        return
    print(paragraph(f"{entry.day}: {what}. Id {record[:8]}."))
    if step is not None:
        print(paragraph(step.words))


def grade(
    scale: str,
    grade: str,
    /,
    *,
    by: str = "self",
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log a grade.

    Parameters
    ----------
    scale
        norwood, ludwig or sinclair.
    grade
        As printed: IIIv, II, 3.
    by
        Who graded: self or doctor.

    Examples
    --------
    anagen diary grade norwood IIIv
    anagen diary grade ludwig II --by doctor --on 2026-03-01 --json
    """
    from anagen.diary.entries import Grade

    with opened(book) as open_book:
        entry = Grade(
            day=open_book.day(entered.on),
            zone=open_book.zone,
            scale=scale,
            grade=grade,
            by=by,
            note=entered.note,
        )
        record = open_book.diary.add(entry)
        _tell(entry, record, [], f"{scale} {grade}, by {by}", json=entered.json)


def effect(
    *effects: str,
    severity: str = "mild",
    over: str | None = None,
    entered: AsEntered = PLAIN,
    book: WhichBook = NO_BOOK,
) -> None:
    """Log an unwanted effect, and see what the rules say of it.

    Without an effect, those that have a name are listed.

    Parameters
    ----------
    effects
        By their names.
    severity
        mild, moderate or severe.
    over
        The day from which on it was gone.

    Examples
    --------
    anagen diary effect
    anagen diary effect low_mood --severity moderate --on "3 days ago"
    anagen diary effect scalp_irritation --over today --json
    """
    from anagen.diary.effects import NO_RULE, PLAIN_ADVICE, crisis_contacts, effect_words, fired_rules
    from anagen.diary.entries import SideEffect

    if not effects:
        words = {name: about["says"] for name, about in effect_words().items()}
        if entered.json:
            print_json({"effects": words})
        else:
            print("\n".join(f"{name:28} {says}" for name, says in words.items()))
        return
    with opened(book) as open_book:
        entry = SideEffect(
            day=open_book.day(entered.on),
            zone=open_book.zone,
            effects=tuple(effects),
            severity=severity,
            over=None if over is None else open_book.day(over),
            note=entered.note,
        )
        record = open_book.diary.add(entry)
        fired = fired_rules(open_book.diary, entry, open_book.today)
        crisis = crisis_contacts(open_book.diary, entry, open_book.today)
        advice = PLAIN_ADVICE if severity == "severe" and not fired else None
        if entered.json:
            print_json(
                {
                    "id": record,
                    "day": entry.day.isoformat(),
                    **entry.as_content(),
                    "rules": [one.as_dict() for one in fired],
                    "advice": advice,
                    "crisis": list(crisis),
                }
            )
            return
        note = f" - {entry.note}" if entry.note else ""
        print(paragraph(f"{entry.day}: {entry.words}{note}. Id {record[:8]}."))
        for line in (*crisis, *(one.words for one in fired), *((advice,) if advice else ())):
            print(paragraph(line))
        if not (crisis or fired or advice):
            print(paragraph(NO_RULE))


def amend(entry: str, /, *changes: str, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Correct an entry; the audit of the store keeps that it was corrected, when and by whom.

    Parameters
    ----------
    entry
        The id of the entry, or how it begins; 'anagen diary show' lists them.
    changes
        What to change, as NAME=VALUE; several values with commas between.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary amend 3fa9 value=131
    anagen diary amend 3fa9 day=2026-03-02 by=doctor --json
    anagen diary amend 77c1 stopped=
    """
    from anagen.diary.corrections import read_changes

    with opened(book) as open_book:
        diary = open_book.diary
        changed = diary.amend(entry, read_changes(diary.find(entry).entry, changes, open_book.today))
        if json:
            print_json(changed.as_dict())
        else:
            print(paragraph(f"Corrected: {changed.words}"))


def delete(entry: str, /, *, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Delete an entry, and its photograph if it is one; the audit of the store keeps that there was one.

    Parameters
    ----------
    entry
        The id of the entry, or how it begins; 'anagen diary show' lists them.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary delete 3fa9
    anagen diary delete 3fa9 --json
    """
    with opened(book) as open_book:
        gone = open_book.diary.delete(entry)
        if json:
            print_json({"deleted": gone.id, "kind": gone.entry.KIND, "day": gone.entry.day.isoformat()})
        else:
            print(paragraph(f"Deleted: {gone.words}"))
