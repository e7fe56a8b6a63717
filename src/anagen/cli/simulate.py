"""`anagen simulate`: one person under regimens."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.cli.output import print_json, progress, write_folder_atomically
from anagen.cli.tables import aligned, paragraph
from anagen.errors import InputError, OutputExistsError
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.simulation.history import History
    from anagen.simulation.insight import Insight
    from anagen.treatment.regimen import Regimen

EXAMPLE = "example"
"""Word for the person who comes with the package."""
LONGEST_NAME = 44
"""A regimen of more letters is called by one letter in the tables."""
TABLE_ROWS, LEAST_SHOWN = 9, 1e-6
"""Lines of a table of read-outs that are printed, and what is printed as nothing; files hold all."""


def simulate(
    person: Path,
    /,
    *,
    regimen: list[str] | None = None,
    years: float = 5.0,
    region: str = "vertex",
    people: int = 200,
    show: str | None = None,
    seed: int = 1,
    json: bool = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Simulate a person under each regimen, and untreated.

    Virtual people of the person's sex, age, and grade if one is given, stand for the person: the middle one
    and the band that holds nine of ten of them are shown. For education and research; it examines nobody.

    Parameters
    ----------
    person
        The person's file, in TOML; only age and sex are required. The word 'example' takes one that
        comes with the package.
    regimen
        What might be taken, in words; may be given several times. Courses are joined by '+'.
    years
        How far to look. [year]
    region
        Region of the scalp; so far only vertex.
    people
        Virtual people who stand for the person.
    show
        What to show beside, of a typical person of that sex, with commas between: channels, absorption, wound, plasma.
    seed
        Seed of all random numbers.
    json
        Print one JSON object.
    out
        Folder to write table (CSV), data (netCDF, JSON) and figure (PNG, SVG) to.
    force
        Replace the folder if it exists.

    Examples
    --------
    anagen simulate example --regimen "finasteride 1 mg oral daily"
    anagen simulate man.toml --regimen "finasteride 1 mg oral daily" --regimen "minoxidil 5 % 1 mL topical twice daily"
    anagen simulate man.toml --regimen "finasteride 1 mg oral daily until year 2" --years 4 --json
    anagen simulate man.toml --years 10 --out untreated
    anagen simulate example --regimen "home rolling course" --years 1 --show channels,wound
    """
    if out is not None and out.exists() and not force:
        raise OutputExistsError(out)
    from anagen.patient.person import example_file, read_person

    who = read_person(example_file() if str(person) == EXAMPLE and not person.exists() else person)
    from anagen.simulation.simulate import simulate as run
    from anagen.treatment.regimen import Regimen

    plans = [Regimen.of(text) for text in regimen or []]
    beside = insights_of(plans, show, years, who.sex)
    with progress("Simulating", 1.0) as advance:
        history = run(who, *plans, years=years, region=region, people=people, seed=seed, progress=advance)
    if out is not None:
        write(history, out, beside, force=force)
    warnings = warnings_of(plans, who.sex)
    if json:
        more = {"shown": [one.as_dict() for one in beside]} if show is not None else {}
        print_json({**history.as_dict(), "warnings": warnings, **more})
    else:
        print("\n".join([report(history, out), *map(insight_text, beside), *map(paragraph, warnings)]))


def insights_of(plans: list[Regimen], show: str | None, years: float, sex: str) -> list[Insight]:
    """The tables that are asked for."""
    if show is None:
        return []
    if not plans:
        raise InputError("--show tells what a regimen does on its way to the hair. Add --regimen.")
    from anagen.evidence import known
    from anagen.simulation.insight import insights

    names = [name.strip() for name in show.split(",")]
    return [one for plan in plans for one in insights(names, plan, years, known(), sex=sex)]


def warnings_of(plans: list[Regimen], sex: str) -> list[str]:
    """What to know before following a regimen, a line each."""
    from anagen.evidence import known
    from anagen.treatment.notes import regimen_notes

    return list(dict.fromkeys(note for plan in plans for note in regimen_notes(plan, known(), sex=sex)))


def insight_text(insight: Insight) -> str:
    """A table in words: some lines of it, evenly spread."""
    columns = list(insight.columns.items())
    last = len(columns[0][1]) - 1
    rows = [round(k * last / (TABLE_ROWS - 1)) for k in range(TABLE_ROWS)]
    table = [[name for name, _ in columns]]
    table += [
        [f"{values[row] if abs(values[row]) > LEAST_SHOWN else 0.0:.3g}" for _, values in columns]
        for row in dict.fromkeys(rows)
    ]
    head = paragraph(f"{insight.name}: {insight.regimen}; {insight.says}")
    return f"\n{head}\n{aligned(table, [True] * len(columns))}"


def report(history: History, out: Path | None) -> str:
    """The result for a person: visible hair by year, then all measures at the end."""
    man = history.person.sex == "male"
    head = (
        f"{history.person.describe()}; {history.region}; {history.people} virtual {'men' if man else 'women'} stand "
        f"for {'him' if man else 'her'}, "
        f"seed {history.provenance.seed}. The middle one, and in brackets where nine of ten are."
    )
    short = short_names(history)
    called = zip(short, history.regimens, strict=True)
    parts = [paragraph(head), *(paragraph(f"{name}: {text}") for name, text in called if name != text)]
    parts += ["", "Visible hairs per cm2", by_year(history)]
    if len(history.regimens) > 1:
        parts += ["", "More of them than untreated, in the same person", gains_by_year(history)]
    parts += [
        "",
        f"All that was read, at the end of {history.days[-1] / DAYS_PER_YEAR:.3g} years",
        at_end(history),
    ]
    parts += [f"\nWritten to {out}."] if out is not None else []
    return "\n".join(parts)


def short_names(history: History) -> tuple[str, ...]:
    """What the tables call the regimens: their words, or letters where words would not fit a terminal."""
    if max(map(len, history.regimens)) <= LONGEST_NAME:
        return history.regimens
    return tuple(
        text if place == 0 else chr(ord("A") + place - 1) for place, text in enumerate(history.regimens)
    )


def by_year(history: History) -> str:
    """Visible hair under each regimen, a column for each year."""
    bands = [history.band("visible_hair_density", one) for one in history.regimens]
    return aligned(*_years(history, short_names(history), bands))


def gains_by_year(history: History) -> str:
    """How much more visible hair each regimen gives than none, a column for each year."""
    places = range(1, len(history.regimens))
    bands = [history.compare(place, 0).band("visible_hair_density") for place in places]
    return aligned(*_years(history, short_names(history)[1:], bands))


def _years(history: History, names: Any, bands: list[Any]) -> tuple[list[list[str]], list[bool]]:
    from anagen.simulation.history import figure, yearly

    shown = yearly(history.days)
    rows = [["", *(f"year {year}" for year in shown)]]
    for name, (middle, low, high) in zip(names, bands, strict=True):
        rows.append(
            [name, *(f"{figure(middle[d])} ({figure(low[d])} to {figure(high[d])})" for d in shown.values())]
        )
    return rows, [False, *[True] * len(shown)]


def at_end(history: History) -> str:
    """Every measure under each regimen on the last day."""
    from anagen.simulation.history import figure

    rows = [
        ["", *(f"{measure}" for measure in history.measures)],
        ["", *(f"[{unit}]" for unit in history.units)],
    ]
    for regimen, name in zip(history.regimens, short_names(history), strict=True):
        cells = [history.band(measure, regimen)[0][-1] for measure in history.measures]
        rows.append([name, *map(figure, cells)])
    turned = [list(column) for column in zip(*rows, strict=True)]
    return aligned(turned, [False, False, *[True] * len(history.regimens)], keys=2)


def write(history: History, out: Path, beside: list[Insight], *, force: bool) -> None:
    """Write tables, data and figures into a folder, whole or not at all."""
    with write_folder_atomically(out, force=force) as folder:
        history.to_csv(folder / "history.csv")
        history.to_netcdf(folder / "history.nc")
        text = json_format.dumps(history.as_dict(), ensure_ascii=False, indent=1)
        (folder / "result.json").write_text(text + "\n", encoding="utf-8")
        from anagen.plot.courses import courses_figure
        from anagen.plot.style import save

        picture = courses_figure(history)
        for ending in ("png", "svg"):
            save(picture, folder / f"history.{ending}")
        for place, insight in enumerate(beside):
            from anagen.plot.insight import insight_figure

            save(insight_figure(insight), folder / f"{insight.name}_{place + 1}.svg")
            text = json_format.dumps(insight.as_dict(), ensure_ascii=False)
            (folder / f"{insight.name}_{place + 1}.json").write_text(text + "\n", encoding="utf-8")
