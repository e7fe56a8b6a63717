"""What a consultation found, in plain words for the terminal, as JSON, or as a folder."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from anagen.cli.output import print_json, progress, write_folder_atomically

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.consultation.outlook import Forecast, Outlook
    from anagen.consultation.screening import Screening

__all__ = ["advise"]

UNSETTLED = "unsettled"
"""A referral for no other reason than that answers are missing."""
OUTCOMES = {
    UNSETTLED: ("yellow", "Too little is known yet"),
    "plan": ("green", "Pattern hair loss is plausible, based on your answers"),
    "refer": ("yellow", "Please let a doctor look first"),
    "stop": ("red", "There is no plan now"),
}
OUTCOMES_SAY = {
    UNSETTLED: "Nothing in your answers is alarming, but some are missing on which it hangs whether this is pattern "
    "hair loss at all. They are listed at the end; 'anagen consult' asks them. Until then nothing is forecast, and "
    "a doctor can always be asked.",
    "plan": "Below is what can be weighed, each with what it would probably do. It examines nobody.",
    "refer": "Something in your answers is not typical of pattern hair loss. What follows is what to ask about, not "
    "what to begin.",
    "stop": "Something in your answers comes before any plan for hair. The reasons are below.",
}
STATUSES = {
    "offered": "[green]open to you[/]",
    "held": "[yellow]held back[/]",
    "blocked": "[red]not for you[/]",
}
LABELS = {
    "licensed": "licensed", "off-label": "outside its license", "clinic": "at a clinic", "supportive": "supportive",
}  # fmt: skip
WHYS = {"offered": "Why these are open", "held": "Held back, and why", "blocked": "Not for you, and why"}
YEAR = 12
PICTURES = "pictures"
"""Folder of the heads beside the report."""
ONLY_THE_OWNER_ENTERS = 0o700
WIDEST = 110
SEVERITIES = {
    "stop": "Why",
    "refer": "Let a doctor look",
    "investigate": "To be looked into",
    "note": "Good to know",
}
NEXT = "All of it with charts, to print or to take along: the same command with --out report"
FOOT = (
    "For education and research; not a medical device, and no diagnosis. Forecasts are of virtual people who fit your "
    "answers; nobody can say what you in person will see. Talk to a doctor or a pharmacist before you begin or stop."
)


def advise(
    answers: Mapping[str, Any],
    *,
    depth: str,
    years: float,
    seed: int,
    json: bool,
    out: Path | None,
    pictures: bool,
    force: bool,
) -> None:
    """Work out what answers mean, and show it.

    Parameters
    ----------
    answers
        All that was answered.
    depth
        Who answered.
    years
        How far forecasts look. [year]
    seed
        Seed of all random numbers.
    json
        Print one JSON object instead of words.
    out
        Folder to write to, too.
    pictures
        Whether to draw heads for it.
    force
        Replace the folder if it exists.
    """
    from anagen.consultation.answering import with_implied
    from anagen.consultation.questionnaire import questionnaire_hash
    from anagen.consultation.screening import screen

    screening = screen(with_implied(answers), depth=depth)
    if not json:
        print_parts(screened(screening))  # what matters most comes at once
        if screening.outcome == "stop" and out is None:
            return
    from anagen.consultation.consult import consult

    with progress("Working out what each option would probably do", 1.0) as advance:
        found = consult(answers, depth=depth, seed=seed, years=years, progress=advance)
    result = found.as_dict()
    result["provenance"]["questionnaire"] = questionnaire_hash()
    if out is not None:
        with write_folder_atomically(out, force=force) as draft:
            write_report(found, result, draft, drawn(found) if pictures else [])
    if json:
        print_json(result)
        return
    if screening.outcome != "stop":
        print_parts(weighed(found, wide=console().width >= WIDEST - 10))
    if out is not None:
        print(f"\nWritten to {out}.")
    elif screening.outcome != "stop":
        print(f"\n{NEXT}")


class Head(NamedTuple):
    """A picture of the report."""

    file: str
    """Where it lies in the folder."""
    says: str
    png: bytes


def drawn(found: Consultation) -> list[Head]:
    """Heads under the first option that has a forecast; none where none has."""
    from anagen.consultation.pictures import pictures, png_files

    name = next((one.name for one in found.in_order if one.regimen and one.name in found.forecasts), None)
    if name is None:
        return []
    with progress(f"Drawing heads: {name}", 1.0) as advance:
        made = pictures(found, name, progress=advance)
    files = png_files(made)
    return [
        Head(
            file=f"{PICTURES}/{one.centile}-{one.state}.png",
            says=head_text(one.says, name),
            png=files[one.says],
        )
        for one in made
    ]


def head_text(says: str, name: str) -> str:
    """What stands under a head: only the treated one names the treatment."""
    when, _, rest = says.partition(": ")
    taken = f"{name[:1].lower()}{name[1:]}"
    when = when.replace(", treated", f" with {taken}").replace(", untreated", " without treatment")
    return f"{when[:1].upper()}{when[1:]}: {rest}"


def write_report(found: Consultation, result: Mapping[str, Any], folder: Path, heads: Sequence[Head]) -> None:
    """Write a consultation as a web page, PDF, Markdown, JSON and FHIR bundles, and its answers as a person's file.

    Parameters
    ----------
    found
        The consultation.
    result
        The same as plain values.
    folder
        Where to.
    heads
        Pictures, which stand in the page and in the PDF, and lie beside them too.
    """
    from anagen.consultation.answers_file import ONLY_THE_OWNER, keep
    from anagen.consultation.report import fhir_bundles, html_report, markdown_report, pdf_report

    pictures = {one.says: one.png for one in heads}
    texts = {
        "consultation.json": json_format.dumps(result, ensure_ascii=False, indent=1),
        "report.html": html_report(found, pictures),
        "report.md": markdown_report(found, {one.says: one.file for one in heads}),
    }
    for name, bundle in fhir_bundles(found, when=datetime.now().astimezone()).items():
        texts[f"fhir-{name}.json"] = json_format.dumps(bundle, ensure_ascii=False, indent=1)
    for name, text in texts.items():
        (folder / name).write_text(f"{text.rstrip()}\n", encoding="utf-8")
    (folder / "report.pdf").write_bytes(pdf_report(found, pictures))
    if heads:
        (folder / PICTURES).mkdir(mode=ONLY_THE_OWNER_ENTERS)
    for one in heads:
        (folder / one.file).write_bytes(one.png)
    keep(folder / "answers.toml", found.answers)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(ONLY_THE_OWNER)  # it is about somebody's health


def console() -> Console:
    """Where words are printed; lines are never too long to read."""
    from rich.console import Console

    made = Console(highlight=False)
    made.width = min(made.width, WIDEST)
    return made


def print_parts(parts: Iterator[RenderableType]) -> None:
    """Print parts one under the other."""
    where = console()
    for part in parts:
        where.print(part)


def screened(screening: Screening) -> Iterator[RenderableType]:
    """What the answers say before any treatment is spoken of."""
    from rich.markup import escape
    from rich.panel import Panel

    outcome = UNSETTLED if screening.unsettled else screening.outcome
    color, title = OUTCOMES[outcome]
    yield ""
    yield Panel(f"[bold]{title}[/]\n{OUTCOMES_SAY[outcome]}", border_style=color)
    if screening.crisis:
        lines = "\n".join(escape(one) for one in screening.crisis)
        yield Panel(lines, title="Talk to somebody now", border_style="red")
    for severity, says in SEVERITIES.items():
        some = [one for one in screening.findings if one.severity == severity]
        if some:
            yield f"\n[bold]{says}[/]"
        for one in some:
            yield bullet(f"{escape(one.says)} [dim]({one.rule}; {escape(one.source)})[/]")
    others = [one for one in screening.differentials if one.because]
    if others:
        yield "\n[bold]What else it may be[/]"
    for other in others:
        yield bullet(f"[bold]{escape(other.title)}[/]: {escape(other.says)} {escape(other.differs)}")
    if screening.outcome == "stop":
        yield f"\n[dim]{FOOT}[/]"


def bullet(text: str, *, indent: int = 2) -> RenderableType:
    """A line of a list; where it is broken, what follows stands under its words."""
    from rich.padding import Padding
    from rich.table import Table

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=1)
    row.add_column()
    row.add_row("•", text)
    return Padding(row, (0, 0, 0, indent))


def weighed(found: Consultation, *, wide: bool) -> Iterator[RenderableType]:
    """Options and their reasons."""
    yield "\n[bold]What there is, in the order of your wishes[/]"
    yield table(found, wide=wide)
    yield from reasons(found)
    yield from open_questions(found)
    yield f"\n[dim]{FOOT}[/]"


def table(found: Consultation, *, wide: bool) -> RenderableType:
    """Options, each with what it would probably do after a year."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    rows = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Option", "Status", "After a year, of 10 people like you", "Hairs, %", "min/week"):
        if wide or name != "Hairs, %":
            rows.add_column(name, justify="right" if name in {"min/week", "Hairs, %"} else "left")
    for one in found.in_order:
        forecast = found.forecasts.get(one.name)
        name = escape(one.name)
        if one.status != "blocked" and one.treatments:
            label = "medicine licensed" if one.licensed_in_part else LABELS.get(one.label, one.label)
            name += f" [dim]({label})[/]"
        cells = [
            name,
            STATUSES[one.status],
            of_ten(forecast),
            change(forecast),
            f"{one.burden_minutes_per_week:.0f}",
        ]
        rows.add_row(*(cells if wide else [*cells[:3], cells[4]]))
    return rows


def of_ten(forecast: Forecast | None) -> str:
    """Chances after a year as people: ``6 more, 3 the same, 1 fewer hairs``."""
    if forecast is None:
        return "[dim]no forecast[/]"
    then = forecast.at(YEAR)
    more, fewer = round(10 * then.gain), round(10 * then.loss)
    return f"{more} more hair, {10 - more - fewer} no clear change, {fewer} less"


def change(forecast: Forecast | None) -> str:
    """The change of visible hairs after a year, with its band."""
    if forecast is None:
        return ""
    then: Outlook = forecast.at(YEAR)
    band = then.change_percent
    return f"{band.median:+.0f} ({band.low90:+.0f} to {band.high90:+.0f})"


def reasons(found: Consultation) -> Iterator[RenderableType]:
    """Why options are open, held back or not; each reason in full once."""
    from rich.markup import escape
    from rich.padding import Padding

    said: set[str] = set()
    for status, says in WHYS.items():
        some = [one for one in found.in_order if one.status == status]
        if some:
            yield f"\n[bold]{says}[/]"
        for one in some:
            yield Padding(f"[bold]{escape(one.name)}[/]", (0, 0, 0, 2))
            known = [why for why in one.because if not why.pending]
            new = {why.rule: why for why in known if why.rule not in said}
            again = list(dict.fromkeys(why.rule for why in known if why.rule in said))
            lines = [f"{escape(why.says)} [dim]({why.rule}; {escape(why.source)})[/]" for why in new.values()]
            if again:
                told = " of its parts" if len(one.treatments) > 1 else f": {', '.join(again)}"
                lines.append(f"{'and ' if new else ''}as said above{told}")
            if len(known) < len(one.because):
                lines.append(waiting(one))
            for line in lines:
                yield bullet(line, indent=4)
            said |= set(new)


def waiting(one: Option) -> str:
    """How many answers an option waits for; they are listed once for all."""
    missing = len(one.ask)
    return f"waits for {f'{missing} answers' if missing != 1 else 'one answer'}, listed below"


def open_questions(found: Consultation) -> Iterator[RenderableType]:
    """Questions whose answers would release what is held back."""
    from rich.markup import escape

    from anagen.consultation.questionnaire import question

    asks = list(dict.fromkeys(field for one in found.options if one.status == "held" for field in one.ask))
    if not asks:
        return
    yield "\n[bold]These answers would tell more[/]"
    for field in asks:
        asked = question(field)
        yield bullet(f"{escape(asked.text)} [dim]({field})[/]")
