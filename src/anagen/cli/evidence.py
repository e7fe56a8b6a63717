"""`anagen evidence`: what is known, and how."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import Any

from anagen.cli.output import print_json
from anagen.errors import unknown_name
from anagen.evidence import Catalogue, Parameter, Source, known, trial_files
from anagen.evidence.bibliography import cited_sources, reference
from anagen.evidence.epidemiology import OLDEST_YEARS, Survey, surveys


def evidence(name: str | None = None, /, *, json: bool = False) -> None:
    """Show what is known: numbers, papers, trials and surveys.

    Without a name, every number with its unit, interval and source. With the name of a number, a
    source, a trial or a survey, all there is to say about it. With the beginning of several names, those and their
    papers.

    Parameters
    ----------
    name
        A number, a source (AuthorYear), a trial, a survey, the word surveys, or how several numbers begin.
    json
        Print one JSON object.

    Examples
    --------
    anagen evidence
    anagen evidence finasteride
    anagen evidence Kaufman1998
    anagen evidence kaufman_1998 --json
    anagen evidence surveys
    """
    found, lines = look_up(known(), name)
    if json:
        print_json(found)
    else:
        print("\n".join(lines))


def look_up(catalogue: Catalogue, name: str | None) -> tuple[dict[str, Any], list[str]]:
    """What there is under a name, as plain values and as lines for a person.

    Parameters
    ----------
    catalogue
        Where to look.
    name
        What to look for; everything if none.
    """
    trials = trial_files()
    if name is None:
        return _everything(catalogue), [_line(one) for one in catalogue.values()]
    if name in catalogue:
        return _parameter(catalogue, catalogue[name])
    if name in catalogue.sources:
        return _source(catalogue, catalogue.sources[name])
    if name in trials:
        return _trial(name)
    asked = [one for one in surveys() if name in ("surveys", one.name)]
    if asked:
        return _surveys(asked)
    begun = [catalogue[one] for one in catalogue.names(name)]
    if not name or not begun:
        named = [one.name for one in surveys()]
        begins = {one.partition("_")[0] for one in catalogue}
        known_names = {*catalogue, *catalogue.sources, *trials, *named, *begins, "surveys"}
        raise unknown_name("number, source, trial or survey", name, known_names)
    return _begun(catalogue, begun)


def _begun(catalogue: Catalogue, begun: list[Parameter]) -> tuple[dict[str, Any], list[str]]:
    """Some numbers, and the papers that they rest on."""
    papers = cited_sources([one.name for one in begun], catalogue, catalogue.sources)
    lines = [*map(_line, begun), "", "Papers:", *(f"  {one.key}: {reference(one)}" for one in papers)]
    return {"parameters": [_plain(one) for one in begun], "sources": [asdict(one) for one in papers]}, lines


def _everything(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "parameters": [_plain(one) for one in catalogue.values()],
        "sources": [asdict(one) for one in catalogue.sources.values()],
        "trials": list(trial_files()),
        "surveys": [asdict(one) for one in surveys()],
        "fingerprint": catalogue.fingerprint,
    }


def _plain(parameter: Parameter) -> dict[str, Any]:
    """The fields as they are called in the data files."""
    fields = asdict(parameter)
    fields["from"] = fields.pop("derivation")
    return fields


def _quantity(parameter: Parameter) -> str:
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    interval = parameter.interval
    span = "" if interval is None else f" [{interval[0]:g}, {interval[1]:g}]"
    return f"{parameter.value:g}{unit}{span}"


def _line(parameter: Parameter) -> str:
    return f"{parameter.name} = {_quantity(parameter)} ({parameter.source}, {parameter.grade})"


def _parameter(catalogue: Catalogue, parameter: Parameter) -> tuple[dict[str, Any], list[str]]:
    source = catalogue.sources[parameter.source]
    spread = parameter.spread
    size = (
        "" if spread is None else f"sd {spread.sd:g}" if spread.sd is not None else f"cv {spread.cv or 0:g}"
    )
    rows = {
        "between people": None if spread is None else f"{spread.law} {size}".strip(),
        "grade": parameter.grade,
        "from": parameter.derivation,
        "fitted to": parameter.fitted_to,
        "published": parameter.published,
        "where": parameter.where,
        "source": reference(source),
        "seen": source.seen,
        "entered by": parameter.entered_by,
        "checked by": parameter.checked_by or "nobody yet",
    }
    lines = [_line(parameter), f"  {parameter.meaning}", *_rows(rows)]
    return {"parameter": _plain(parameter), "source": asdict(source)}, lines


def _source(catalogue: Catalogue, source: Source) -> tuple[dict[str, Any], list[str]]:
    used = [one for one in catalogue.values() if one.source == source.key]
    trials = [name for name, path in trial_files().items() if source.key in path.read_text(encoding="utf-8")]
    asked = list(dict.fromkeys(one.name for one in surveys() if one.source == source.key))
    rows = {
        "design": source.design,
        "people": None if source.n is None else str(source.n),
        "seen": source.seen,
        "trials": ", ".join(trials) or None,
        "surveys": ", ".join(asked) or None,
    }
    lines = [source.key, f"  {reference(source)}", *_rows(rows), *(f"  {_line(one)}" for one in used)]
    names = [one.name for one in used]
    return {"source": asdict(source), "parameters": names, "trials": trials, "surveys": asked}, lines


def _surveys(asked: list[Survey]) -> tuple[dict[str, Any], list[str]]:
    """Some surveys, a line a band below a heading each."""
    lines: list[str] = []
    for i, one in enumerate(asked):
        if i == 0 or asked[i - 1].name != one.name:
            grade = f"{one.scale} {one.threshold} or worse"
            lines.append(f"{one.name}: {one.country}, {one.sex}, {grade} ({one.source}, {one.role})")
            lines.append(f"  {one.where}; trust {one.trust}")
        last = (
            " years and over" if one.age_high_years == OLDEST_YEARS else f" to {one.age_high_years:g} years"
        )
        people = "" if one.n is None else f", of {one.n}"
        lines.append(f"  {one.age_low_years:g}{last}  {one.percent:g} %{people}")
    return {"surveys": [asdict(one) for one in asked]}, lines


def _trial(name: str) -> tuple[dict[str, Any], list[str]]:
    text = trial_files()[name].read_text(encoding="utf-8")
    return {"trial": name, "protocol": tomllib.loads(text)}, [text.rstrip()]


def _rows(rows: dict[str, str | None]) -> list[str]:
    width = max(map(len, rows)) + 2
    return [f"  {label:<{width}}{text}" for label, text in rows.items() if text]
