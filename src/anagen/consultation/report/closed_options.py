"""The last part of a report on options: what is held or ruled out, and what is not simulated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anagen.consultation.consult import Consultation
from anagen.consultation.options import Option
from anagen.consultation.questionnaire import question
from anagen.consultation.report.document import Paragraph, Section, Sentence
from anagen.consultation.report.open_options import shown
from anagen.consultation.report.sources import MODEL
from anagen.consultation.wording import ended

__all__ = ["beside_sections", "closed_sections"]


def closed_sections(consultation: Consultation) -> list[Section]:
    """Options that are held or blocked, and why."""
    titles = {
        "held": "Held until something is known",
        "blocked": "Not for this person",
    }
    sections = []
    for status, title in titles.items():
        named = [
            one
            for one in consultation.in_order
            if one.status == status and one.name not in shown(consultation)
        ]
        if named:
            told = {one.rule for one in consultation.screening.findings}
            sentences = [
                *found_above(named, told),
                *(sentence for one in named for sentence in closed_sentences(one, told)),
            ]
            blocks = (Paragraph(sentences=tuple(sentences), look="list"), *open_questions(named))
            sections.append(Section(title=title, tone=status, blocks=blocks))
    return sections


def found_above(named: Sequence[Option], told: set[str]) -> Iterable[Sentence]:
    """What closes options and stands among the findings already: its words are not said again for each of them."""
    closes: dict[str, list[str]] = {}
    for one in named:
        for rule in dict.fromkeys(why.rule for why in one.because if why.rule in told and not why.pending):
            closes.setdefault(rule, []).append(one.name)
    alike: dict[tuple[str, ...], list[str]] = {}
    for rule, names in closes.items():
        alike.setdefault(tuple(names), []).append(rule)
    for closed, because in alike.items():
        yield Sentence(
            says=f"{'; '.join(closed)}: because of what the answers say, above.", marks=tuple(because)
        )


def closed_sentences(one: Option, told: set[str]) -> Iterable[Sentence]:
    """Why an option is held or blocked, beyond what was told among the findings."""
    known = [why for why in one.because if not why.pending]
    for why in known:
        if why.rule not in told:
            yield Sentence(says=f"{one.name}: {ended(why.says)}", marks=(why.rule,))
    if not one.because:
        yield Sentence(says=f"{one.name}.", marks=("screening",))
    if one.ask:
        waits = "it might be released by an answer to" if known else "it waits for an answer to"
        number = "one" if len(one.ask) == 1 else str(len(one.ask))
        yield Sentence(says=f"{one.name}: {waits} {number} of the questions below.", marks=("screening",))


def open_questions(named: Sequence[Option]) -> list[Paragraph]:
    """The questions that options wait for, each once, as they are asked."""
    fields = dict.fromkeys(field for one in named for field in one.ask)
    if not fields:
        return []
    asked = tuple(Sentence(says=question(field).text, marks=("screening",)) for field in fields)
    head = Sentence(says="What was not answered.", marks=("screening",))
    return [Paragraph(sentences=(head,), look="name"), Paragraph(sentences=asked, look="list")]


def beside_sections(consultation: Consultation) -> list[Section]:
    """What may stand beside a treatment, and is not simulated."""
    named = [
        one for one in consultation.in_order if one.status == "offered" and not one.regimen and one.treatments
    ]
    sentences = []
    for one in named:
        called = one.name
        grade = f" Evidence of grade {one.grade}." if one.grade else ""
        sentences += [
            Sentence(
                says=f"{called}: {ended(why.says)}{grade if why is one.because[-1] else ''}",
                marks=(why.rule,),
            )
            for why in one.because
        ]
        sentences.append(
            Sentence(says=f"{called}: {consultation.no_forecast_because.get(one.name, '')}", marks=(MODEL,))
        )
    if not sentences:
        return []
    return [Section(title="Beside a treatment", blocks=(Paragraph(sentences=tuple(sentences), look="list"),))]
