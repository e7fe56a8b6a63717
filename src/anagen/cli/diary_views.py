"""Commands of the diary that show, draw and look ahead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.cli.diary_book import NO_BOOK, OpenBook, WhichBook, check_out, opened
from anagen.cli.output import print_json, progress, write_file_atomically
from anagen.cli.tables import aligned, paragraph
from anagen.errors import unknown_name

if TYPE_CHECKING:
    from anagen.diary.prospect import Prospect

PICTURES = (".png", ".svg", ".pdf")


def overview(open_book: OpenBook) -> dict[str, Any]:
    """What goes on today, as plain values."""
    from anagen.diary.adherence import due_on

    diary, today = open_book.diary, open_book.today
    treatments = []
    for one in diary.treatments(running_on=today):
        seen = diary.adherence(one, today)
        due = due_on(one.entry, today)
        treatments.append(
            {
                "id": one.id,
                "treatment": one.entry.course,
                "since": one.entry.day.isoformat(),
                "due_today": due,
                "taken_today": diary.doses(one).get(today, 0),
                "adherence": seen.as_dict(),
                "says": seen.words,
            }
        )
    counts: dict[str, int] = {}
    for kept in diary.all():
        counts[kept.entry.KIND] = counts.get(kept.entry.KIND, 0) + 1
    return {
        "person": open_book.name,
        "today": today.isoformat(),
        "zone": open_book.zone,
        "treatments": treatments,
        "effects": list(diary.effects_on(today)),
        "entries": counts,
    }


def overview_text(told: dict[str, Any]) -> str:
    """The same for a person."""
    from anagen.diary.effects import effect_words

    lines = [f"{told['person']}, {told['today']} ({told['zone']})"]
    for one in told["treatments"]:
        due = f"{one['taken_today']} of {one['due_today']} today" if one["due_today"] else "nothing due today"
        lines += [
            "",
            paragraph(f"{one['treatment']}, since {one['since']}: {due}"),
            paragraph(one["says"], first="  ", later="  "),
        ]
    if not told["treatments"]:
        lines += ["", "Nothing is being taken. Begin with: anagen diary start 'finasteride 1 mg oral daily'."]
    if told["effects"]:
        effects = "; ".join(effect_words()[one]["says"] for one in told["effects"])
        lines += ["", paragraph(f"Not over: {effects}", later="  ")]
    entries = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in told["entries"].items())
    return "\n".join([*lines, "", paragraph(f"Entries: {entries or 'none'}", later="  ")])


def show(
    kind: str | None = None,
    /,
    *,
    since: str | None = None,
    json: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Show what is in the diary, and which changes are clear.

    Parameters
    ----------
    kind
        Entries of one kind only: treatment, treatment_taken, shed_count, measurement, grade, side_effect, photograph,
        reminder, consent.
    since
        The first day that is shown.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary show
    anagen diary show measurement --since 2026-01-01
    anagen diary show --json --person Ada
    """
    from anagen.diary.entries import KINDS
    from anagen.diary.entries.readings import WAYS

    if kind is not None and kind not in KINDS:
        raise unknown_name("kind of entry", kind, KINDS)
    with opened(book) as open_book:
        first = None if since is None else open_book.day(since)
        kept = [
            one
            for one in open_book.diary.all()
            if kind in (None, one.entry.KIND) and (first is None or one.entry.day >= first)
        ]
        changes = changes_of(open_book) if kind in (None, "measurement", "shed_count") else []
        told = overview(open_book)
    if json:
        print_json(
            told | {"records": [one.as_dict() for one in kept], "changes": [one.as_dict() for one in changes]}
        )
        return
    lines = [overview_text(told), "", *(f"{one.id[:8]}  {one.words}" for one in kept)]
    if changes:
        lines += ["", "Changes since the first reading of a kind:"]
        lines += [
            paragraph(f"{WAYS.get(one.what, one.what)}, {one.day}: {one.value:g}. {one.words}")
            for one in changes
        ]
    print("\n".join(lines))


def changes_of(open_book: OpenBook) -> list[Any]:
    """Every reading and count against the first of its kind."""
    from anagen.diary.entries import Measurement, ShedCount
    from anagen.diary.readings import count_steps, steps
    from anagen.evidence import known

    diary = open_book.diary
    return [
        *steps(diary.entries(Measurement), known()),
        *count_steps(diary.entries(ShedCount), known()),
    ]


def chart(
    *,
    out: Path,
    measure: str = "visible_hair_density",
    years: float = 2.0,
    no_forecast: bool = False,
    seed: int = 1,
    force: bool = False,
    json: bool = False,
    book: WhichBook = NO_BOOK,
) -> None:
    """Draw what was measured over the forecast of what is really taken; beneath it shed hairs and doses.

    Parameters
    ----------
    out
        The picture: PNG, SVG or PDF.
    measure
        visible_hair_density or mean_shaft_diameter.
    years
        How far to look ahead. [year]
    no_forecast
        Draw only what was written down.
    seed
        Seed of all random numbers.
    force
        Replace the file if it exists.
    json
        Print one JSON object with the numbers.

    Examples
    --------
    anagen diary chart --out course.png
    anagen diary chart --out thickness.svg --measure mean_shaft_diameter --years 5
    anagen diary chart --out written.png --no-forecast --json
    """
    check_out(out, PICTURES, force=force)
    from anagen.diary.chart import CHARTED, diary_figure, measured_table
    from anagen.diary.entries import Measurement
    from anagen.evidence import known
    from anagen.plot.style import save

    if measure not in CHARTED:
        raise unknown_name("measure of a chart", measure, CHARTED)
    with opened(book) as open_book:
        ahead = None if no_forecast else looked_ahead(open_book, years, seed)
        figure = diary_figure(open_book.diary, open_book.today, ahead, known(), measure)
        readings = [one.entry for one in open_book.diary.entries(Measurement)]
    with write_file_atomically(out, force=force) as draft:
        save(figure, draft)
    if json:
        site = "vertex" if ahead is None else ahead.forecasts["go on"].region
        print_json(
            {
                "out": out,
                "measure": measure,
                "measured": measured_table(readings, known(), measure, site),
                "forecast": ahead and ahead.as_dict(),
            }
        )
    else:
        print(f"Written to {out}.")


def looked_ahead(open_book: OpenBook, years: float, seed: int, *, beside: bool = False) -> Prospect:
    """The forecast of a diary, with progress."""
    from anagen.diary.prospect import prospect

    with progress("Looking ahead", 1.0) as advance:
        return prospect(
            open_book.diary,
            open_book.today,
            years=years,
            seed=seed,
            beside_unmeasured=beside,
            progress=advance,
        )


def forecast(*, years: float = 2.0, seed: int = 1, json: bool = False, book: WhichBook = NO_BOOK) -> None:
    """Forecast from what is really taken, narrowed by what was measured.

    Virtual people who fit the answers live with the doses that the diary tells of; those count most who would have been
    measured as you were. For education and research; it examines nobody.

    Parameters
    ----------
    years
        How far to look ahead. [year]
    seed
        Seed of all random numbers.
    json
        Print one JSON object.

    Examples
    --------
    anagen diary forecast
    anagen diary forecast --years 5 --person Ada --json
    """
    with opened(book) as open_book:
        ahead = looked_ahead(open_book, years, seed, beside=True)
        name = open_book.name
    if json:
        print_json({"name": name, **ahead.as_dict()})
    else:
        print(forecast_text(ahead, name))


def forecast_text(ahead: Prospect, name: str) -> str:
    """A forecast for a person."""
    one = ahead.forecasts["go on"]
    head = (
        f"{name}: {ahead.person.describe()}. Really taken: {ahead.taken.regimen}. {one.people} virtual people fit the "
        f"answers; by what was measured, counted and graded ({len(ahead.measurements)}) they count like "
        f"{one.effective_people:.0f}. "
        "The middle one, and in brackets where nine of ten are."
    )
    rows = [["visible hairs per cm2", "today", *(f"in {each.month} months" for each in one.outlooks)]]
    for word, each in ahead.forecasts.items():
        bands = [ahead.now(word), *(look.density for look in each.outlooks)]
        cells = [f"{band.median:.0f} ({band.low90:.0f} to {band.high90:.0f})" for band in bands]
        rows.append(["never begun" if word == "untreated" else word, *cells])
    lines = [paragraph(head), "", aligned(rows, [False, *[True] * (len(rows[0]) - 1)]), ""]
    last = one.outlooks[-1] if one.outlooks else None
    if last is not None:
        lines.append(
            paragraph(
                f"Going on, in {last.month} months: clearly more hair {chance(last.gain)}, no clear change "
                f"{chance(last.hold)}, clearly less {chance(last.loss)}; clear is what two counts can tell from none."
            )
        )
    if ahead.narrowed is not None:
        percent = round(100.0 * ahead.narrowed)
        says = (
            f"narrows the band to {percent} % of its width" if percent < 100 else "does not narrow the band"
        )
        lines.append(paragraph(f"What was measured {says}."))
    lines += [paragraph(f"Assumed: {note}") for note in ahead.taken.notes]
    lines += [
        paragraph(f"{'Warning: ' if note.severity == 'warning' else ''}{note.says}") for note in one.notes
    ]
    return "\n".join(lines)


def chance(share: float) -> str:
    """A chance in words; what happened to everybody or nobody of some hundreds is not certain."""
    percent = round(100.0 * share)
    return "under 1 %" if percent < 1 else "over 99 %" if percent > 99 else f"{percent} %"
