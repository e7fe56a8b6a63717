"""The middle part of a report: no treatment, and the options that have a forecast."""

from __future__ import annotations

from anagen.consultation.consult import Consultation
from anagen.consultation.report.document import Block, Paragraph, Section, Sentence, Table
from anagen.consultation.report.figures import (
    COMPARED_MONTH,
    chart_of,
    notes_of,
    outlook_cells,
    table_of,
    top_of,
)
from anagen.consultation.report.sources import ERROR, MODEL
from anagen.consultation.wording import (
    chances_text,
    clear_text,
    ended,
    of_hundred,
    shed_text,
    side_effect_text,
    stopping_text,
    today_text,
    when,
)

__all__ = [
    "briefly_sections",
    "compared_sections",
    "detailed_sections",
    "shown",
    "treatment_sections",
    "untreated_sections",
]

MOST_DETAILED = 3
"""Options that have a section of their own; the others have a line in the table, and a sentence or two."""
LABELS = {
    "licensed": "licensed",
    "off-label": "off-label: a clinician decides",
    "clinic": "done in a clinic",
    "supportive": "beside a treatment, not in its place",
}
IN_PART = "the medicine is licensed"


def shown(consultation: Consultation) -> list[str]:
    """Options that have a forecast of a treatment, by rank."""
    return [one.name for one in consultation.in_order if one.regimen and one.name in consultation.forecasts]


def detailed_sections(consultation: Consultation) -> list[Section]:
    """The first few options, each with a section of its own."""
    return [option_section(consultation, name) for name in shown(consultation)[:MOST_DETAILED]]


def untreated_sections(consultation: Consultation) -> list[Section]:
    """Where the person stands, and the course without treatment."""
    found = consultation.untreated
    if found is None:
        return []
    blocks: list[Block] = [
        Paragraph(sentences=(Sentence(says=today_text(found), marks=(MODEL,)),)),
        Paragraph(
            sentences=tuple(
                Sentence(says=chances_text(one), marks=(MODEL,))
                for one in found.outlooks
                if one.month in (12, 60)
            )
        ),
        Paragraph(sentences=(Sentence(says=clear_text(found.least_clear_percent), marks=(ERROR,)),)),
        chart_of(found, None, top_of(consultation), "Visible hairs without treatment"),
        table_of(found, "Without treatment"),
    ]
    blocks += notes_of(found)
    return [Section(title="Without treatment", blocks=tuple(blocks))]


def compared_sections(consultation: Consultation) -> list[Section]:
    """All options that may be chosen, side by side."""
    names = shown(consultation)
    if not names:
        return []
    rows = [comparison_row(consultation, name) for name in names]
    if consultation.untreated is not None:
        rows.insert(0, ("no treatment", "", *outlook_cells(consultation.untreated), "0"))
    wish = (
        "The order follows the wishes that were told: "
        "what breaks none of them first, forecasts that are known to show too much last, then the aim, minutes a week, "
        "the evidence."
    )
    return [
        Section(
            title="The options side by side",
            blocks=(
                Paragraph(sentences=(Sentence(says=wish, marks=("ranking",)),)),
                Table(
                    caption=Sentence(
                        says=f"After {COMPARED_MONTH} months, of 100 virtual people who fit the answers.",
                        marks=(MODEL, ERROR),
                    ),
                    head=(
                        "option",
                        "status",
                        "hairs per cm²",
                        "against none",
                        "clear gain",
                        "no clear change",
                        "clear loss",
                        "minutes a week",
                    ),
                    rows=tuple(rows),
                ),
            ),
        )
    ]


def comparison_row(consultation: Consultation, name: str) -> tuple[str, ...]:
    """One option's row."""
    one = consultation.option(name)
    label = "medicine licensed" if one.licensed_in_part else one.label
    status = label if one.status == "offered" else f"{one.status}, {label}"
    return (name, status, *outlook_cells(consultation.forecasts[name]), f"{one.burden_minutes_per_week:.0f}")


def option_section(consultation: Consultation, name: str) -> Section:
    """One option: what it would probably do, and what must be known of it."""
    one, found = consultation.option(name), consultation.forecasts[name]
    place = next((ranked for ranked in consultation.ranking if ranked.name == name), None)
    blocks: list[Block] = []
    if place is not None:
        said = " ".join(key.says for key in place.keys if key.name in ("wishes", "aim"))
        blocks.append(
            Paragraph(sentences=(Sentence(says=f"Place {place.place}. {said}", marks=("ranking", MODEL)),))
        )
    blocks += notes_of(found)
    blocks += [
        Paragraph(
            sentences=tuple(
                Sentence(says=chances_text(then), marks=(MODEL,))
                for then in found.outlooks
                if then.month in (12, 60)
            )
        ),
        chart_of(
            found, consultation.untreated, top_of(consultation), "Visible hairs on it, and without treatment"
        ),
        table_of(found, name),
        Paragraph(
            sentences=(
                Sentence(says=shed_text(found.shed), marks=(MODEL,)),
                Sentence(says=stopping_text(found.stopping), marks=(MODEL,)),
                Sentence(says=burden_text(one.burden_minutes_per_week), marks=("burden",)),
            )
        ),
    ]
    return Section(
        title=name,
        blocks=tuple(blocks),
        tag=IN_PART if one.licensed_in_part else LABELS.get(one.label, one.label),
        tone=one.status,
    )


def briefly_sections(consultation: Consultation) -> list[Section]:
    """The options after the first few, in a few sentences each."""
    sentences = []
    for name in shown(consultation)[MOST_DETAILED:]:
        one, found = consultation.option(name), consultation.forecasts[name]
        then = found.at(COMPARED_MONTH)
        warned = " ".join(note.says for note in found.notes if note.severity == "warning")
        marks = dict.fromkeys(note.mark for note in found.notes if note.severity == "warning")
        sentences.append(
            Sentence(
                says=f"{name}: {of_hundred(then.gain)} gain clearly {when(then.month)}, {of_hundred(then.loss)} lose "
                f"clearly. {shed_text(found.shed)} {stopping_text(found.stopping)} "
                f"{burden_text(one.burden_minutes_per_week)} {warned}".strip(),
                marks=(MODEL, ERROR, "burden", *marks),
            )
        )
    if not sentences:
        return []
    return [
        Section(
            title="The other options, briefly",
            tone="offered",
            blocks=(Paragraph(sentences=tuple(sentences), look="list"),),
        )
    ]


def treatment_sections(consultation: Consultation) -> list[Section]:
    """What must be known of each treatment that a forecast holds: once, whatever it is combined with."""
    singles = {
        one.treatments[0]: one
        for one in consultation.in_order
        if len(one.treatments) == 1 and one.regimen and one.name in consultation.forecasts
    }
    blocks: list[Block] = []
    told: set[str] = set()
    for one in singles.values():
        effects = consultation.forecasts[one.name].side_effects
        said = [Sentence(says=f"{one.name}.", marks=tuple(dict.fromkeys(why.rule for why in one.because)))]
        said += [Sentence(says=side_effect_text(effect), marks=(effect.source,)) for effect in effects]
        said += [
            Sentence(says=ended(why.says), marks=(why.rule,)) for why in one.because if why.rule not in told
        ]
        told |= {why.rule for why in one.because}
        blocks += [
            Paragraph(sentences=tuple(said[:1]), look="name"),
            Paragraph(sentences=tuple(said[1:]), look="list"),
        ]
    if not blocks:
        return []
    return [Section(title="What to know of each treatment", blocks=tuple(blocks))]


def burden_text(minutes: float) -> str:
    """What it costs a week."""
    return "It takes next to no time." if minutes < 1.0 else f"It takes about {minutes:.0f} minutes a week."
