"""From a consultation to the sentences of its report."""

from __future__ import annotations

from collections.abc import Iterable

from anagen.consultation.consult import Consultation
from anagen.consultation.options import Option
from anagen.consultation.outlook import Course, Forecast
from anagen.consultation.report.document import (
    Block,
    Chart,
    Document,
    Line,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from anagen.consultation.report.sources import sources_of
from anagen.consultation.summary import Band
from anagen.consultation.wording import (
    LIMITS,
    NOT_A_DEVICE,
    chances_text,
    clear_text,
    cover_percent,
    figure,
    of_hundred,
    shed_text,
    side_effect_text,
    stopping_text,
    today_text,
    when,
)
from anagen.patient.person import person_of

__all__ = ["report_of"]

MODEL, ERROR = "model", "Bokhari2022"
COMPARED_MONTH = 12
MOST_DETAILED = 3
"""Options that have a section of their own; the others have a line in the table, and a sentence or two."""
OUTCOMES = {
    "plan": "Nothing in the answers points away from pattern hair loss, so the options below can be looked at.",
    "refer": "The answers point to something that a doctor should look at first. No treatment is forecast.",
    "stop": "Something in the answers comes before hair. Please read the first finding and get help with it now.",
}
LABELS = {
    "licensed": "licensed",
    "off-label": "off-label: a clinician decides",
    "clinic": "done in a clinic",
    "supportive": "beside a treatment, not in its place",
}
SCALE_STEP = 50.0
OWN_WORDS = "own words"


def report_of(consultation: Consultation) -> Document:
    """The report of a consultation.

    Parameters
    ----------
    consultation
        What was found.
    """
    sections = [
        *screening_sections(consultation),
        *untreated_sections(consultation),
        *compared_sections(consultation),
        *[option_section(consultation, name) for name in shown(consultation)[:MOST_DETAILED]],
        *briefly_sections(consultation),
        *treatment_sections(consultation),
        *beside_sections(consultation),
        *closed_sections(consultation),
        method_section(consultation),
    ]
    lead = (
        Sentence(says=f"{who(consultation)}.", marks=(OWN_WORDS,)),
        Sentence(says=OUTCOMES[consultation.screening.outcome], marks=outcome_marks(consultation)),
        Sentence(says=NOT_A_DEVICE, marks=("limits",)),
    )
    made = consultation.provenance.as_dict()
    draft = Document(
        title="Hair loss: what the options would probably do",
        lead=lead,
        sections=tuple(sections),
        sources={},
        foot=NOT_A_DEVICE,
        made={
            "anagen": made["version"],
            "seed": str(made["seed"]),
            "evidence": made["evidence"][:12],
            "rules": str(made["settings"].get("rules", ""))[:12],
            "depth": consultation.depth,
        },
    )
    return Document(
        title=draft.title,
        lead=draft.lead,
        sections=draft.sections,
        sources=sources_of(draft.marks, consultation),
        foot=draft.foot,
        made=draft.made,
    )


def who(consultation: Consultation) -> str:
    """The person in words."""
    answers = consultation.answers
    if answers.get("age") is None or answers.get("sex") is None:
        return "A person who has not told age and sex"
    return person_of(answers).describe()


def outcome_marks(consultation: Consultation) -> tuple[str, ...]:
    """Rules behind the outcome of the screening."""
    grave = [
        one.rule for one in consultation.screening.findings if one.severity == consultation.screening.outcome
    ]
    return tuple(dict.fromkeys(grave)) or ("screening",)


def screening_sections(consultation: Consultation) -> list[Section]:
    """What the answers say."""
    found = consultation.screening.findings
    if not found:
        return []
    order = {"stop": 0, "refer": 1, "investigate": 2}
    graded = sorted(found, key=lambda one: order.get(one.severity, 3))
    return [
        Section(
            title="What the answers say",
            tone=consultation.screening.outcome,
            blocks=(
                Paragraph(
                    sentences=tuple(
                        Sentence(says=f"{one.severity.capitalize()}: {ended(one.says)}", marks=(one.rule,))
                        for one in graded
                    ),
                    look="list",
                ),
                *crisis_blocks(consultation),
                *differential_blocks(consultation),
            ),
        )
    ]


def crisis_blocks(consultation: Consultation) -> list[Block]:
    """Whom to call now, where somebody thinks of self-harm."""
    lines = consultation.screening.crisis
    if not lines:
        return []
    said = tuple(Sentence(says=ended(one), marks=outcome_marks(consultation)) for one in lines)
    return [Paragraph(sentences=said, look="warning")]


def differential_blocks(consultation: Consultation) -> list[Block]:
    """What else the loss may be, where a rule suggests it."""
    suggested = [one for one in consultation.screening.differentials if one.because]
    said = tuple(
        Sentence(says=f"It may also be {one.title}: {ended(one.differs)}", marks=one.because)
        for one in suggested
    )
    return [Paragraph(sentences=said, look="list")] if said else []


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


def shown(consultation: Consultation) -> list[str]:
    """Options that have a forecast of a treatment, by rank."""
    return [one.name for one in consultation.in_order if one.regimen and one.name in consultation.forecasts]


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
    status = one.label if one.status == "offered" else f"{one.status}, {one.label}"
    return (name, status, *outlook_cells(consultation.forecasts[name]), f"{one.burden_minutes_per_week:.0f}")


def outlook_cells(found: Forecast) -> tuple[str, ...]:
    """What a table tells of a forecast after a year."""
    then = found.at(COMPARED_MONTH)
    return (
        band_cell(then.density),
        "-" if found.regimen == "untreated" else signed_cell(then.versus_untreated),
        *(share_cell(share) for share in (then.gain, then.hold, then.loss)),
    )


def band_cell(band: Band) -> str:
    """A band in a table, in whole hairs."""
    return f"{band.median:.0f} ({band.low90:.0f} to {band.high90:.0f})"


def signed_cell(band: Band) -> str:
    """A difference in a table, in whole hairs."""
    middle, low, high = (
        f"{round(value) or 0:+d}".replace("+0", "0") for value in (band.median, band.low90, band.high90)
    )
    return f"{middle} ({low} to {high})"


def share_cell(share: float) -> str:
    """A chance in a table."""
    return (
        of_hundred(share)
        .replace(" of 100", "")
        .replace("fewer than ", "< ")
        .replace("none of the virtual people", "0")
        .replace("nearly all of them", "> 99")
    )


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
        tag=LABELS.get(one.label, one.label),
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
                f"clearly; {shed_text(found.shed)} {stopping_text(found.stopping)} "
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
            sections.append(
                Section(
                    title=title,
                    tone=status,
                    blocks=(
                        Paragraph(
                            sentences=tuple(sentence for one in named for sentence in closed_sentences(one)),
                            look="list",
                        ),
                    ),
                )
            )
    return sections


def closed_sentences(one: Option) -> Iterable[Sentence]:
    """Why an option is held or blocked."""
    called = one.name
    if one.because:
        for why in one.because:
            yield Sentence(says=f"{called}: {ended(why.says)}", marks=(why.rule,))
    else:
        yield Sentence(says=f"{called}.", marks=("screening",))
    if one.ask:
        fields = ", ".join(field.replace("_", " ") for field in one.ask)
        yield Sentence(says=f"{called}: it might be released by an answer to {fields}.", marks=("screening",))


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
            Sentence(says=f"{called}: {ended(why.says)}{grade}", marks=(why.rule,)) for why in one.because
        ]
        sentences.append(
            Sentence(says=f"{called}: {consultation.no_forecast_because.get(one.name, '')}", marks=(MODEL,))
        )
    if not sentences:
        return []
    return [Section(title="Beside a treatment", blocks=(Paragraph(sentences=tuple(sentences), look="list"),))]


def method_section(consultation: Consultation) -> Section:
    """How the report was made."""
    sentences = [Sentence(says=LIMITS, marks=(MODEL,))]
    found = consultation.untreated
    if found is not None:
        sentences.append(
            Sentence(
                says=f"{found.people} virtual people stand for the person; about {found.effective_people:.0f} of them "
                f"count. Likelihoods were taken to the power of {found.tempering:.2f}.",
                marks=(MODEL,),
            )
        )
        sentences.append(
            Sentence(
                says="A change counts as clear beyond the error of two counts that were corrected by hand, "
                "nine times in ten.",
                marks=(ERROR,),
            )
        )
    if consultation.measurements:
        sentences.append(
            Sentence(
                says=f"{len(consultation.measurements)} measurements narrowed the forecast.", marks=(MODEL,)
            )
        )
    return Section(title="How this was made", blocks=(Paragraph(sentences=tuple(sentences)),))


def notes_of(found: Forecast) -> list[Block]:
    """What must stand beside a forecast: warnings as such, the rest after them."""
    graded = {
        look: tuple(
            Sentence(says=ended(one.says), marks=(one.mark,))
            for one in found.notes
            if one.severity == severity
        )
        for look, severity in (("warning", "warning"), ("list", "note"))
    }
    return [Paragraph(sentences=sentences, look=look) for look, sentences in graded.items() if sentences]


def table_of(found: Forecast, title: str) -> Table:
    """A forecast month by month."""
    rows = [
        (
            when(one.month),
            band_cell(one.density),
            f"{figure(one.diameter.median)}",
            cover_percent(one.cover.median),
            "" if one.month == 0 else share_cell(one.gain),
            "" if one.month == 0 else share_cell(one.hold),
            "" if one.month == 0 else share_cell(one.loss),
        )
        for one in (found.today, *found.outlooks)
    ]
    return Table(
        caption=Sentence(
            says=f"{title}: the middle of the virtual people, and where nine of ten are; "
            "gain, no clear change and loss of 100 people, against today.",
            marks=(MODEL, ERROR),
        ),
        head=(
            "when",
            "hairs per cm²",
            "thickness, µm",
            "cover, % of healthy",
            "clear gain",
            "no clear change",
            "clear loss",
        ),
        rows=tuple(rows),
    )


def chart_of(found: Forecast, other: Forecast | None, top: float, title: str) -> Chart:
    """Visible hairs through the years, beside another course."""
    lines = [line_of(found, found.regimen)]
    if other is not None:
        lines.append(line_of(other, "untreated"))
    return Chart(
        caption=Sentence(says=f"{title}: the middle, and the band that holds nine of ten.", marks=(MODEL,)),
        unit="visible hairs per cm²",
        lines=tuple(lines),
        top=top,
    )


def density_course(found: Forecast) -> Course:
    """The course of visible hairs."""
    return next(one for one in found.courses if one.measure == "visible_hair_density")


def line_of(found: Forecast, name: str) -> Line:
    """A course as a line of a chart, from today on."""
    course = density_course(found)
    return Line(
        name=name,
        month=course.month,
        median=tuple(one.median for one in course.bands),
        low=tuple(one.low90 for one in course.bands),
        high=tuple(one.high90 for one in course.bands),
    )


def top_of(consultation: Consultation) -> float:
    """Upper end of the scale of all charts."""
    every = [*consultation.forecasts.values(), *([consultation.untreated] if consultation.untreated else [])]
    highest = max((one.high90 for found in every for one in density_course(found).bands), default=SCALE_STEP)
    return SCALE_STEP * (int(highest / SCALE_STEP) + 1)


def ended(text: str) -> str:
    """A text that ends like a sentence."""
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
