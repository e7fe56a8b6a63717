"""The plan: one option chosen, what it means week by week, when to look again; and the report to print or take away."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.consultation.report import fhir_bundles, html_report, json_report, markdown_report, pdf_report
from anagen.errors import InputError
from anagen.web.errors import Again, NotFoundError
from anagen.web.interview import CONSENT, kept_interview
from anagen.web.jobs import JobsDep
from anagen.web.outlook.asking import ask_heads
from anagen.web.outlook.options import card_of, choice_id, known_of
from anagen.web.outlook.readings import month_words, sentence_of
from anagen.web.outlook.rests import rests_of
from anagen.web.outlook.results import heads_there, outlook_of
from anagen.web.outlook.views import Known, Rests
from anagen.web.pages.answer import option_of
from anagen.web.pages.consult import today
from anagen.web.plans import chosen_plan, keep_plan
from anagen.web.security.visitor import Patient
from anagen.web.tasks.consultation import CENTILES, COMPARED_MONTH, picture_name
from anagen.web.twins import Done, Pages, View

if TYPE_CHECKING:
    from anagen.consultation.consult import Consultation
    from anagen.consultation.options import Option
    from anagen.web.jobs import Jobs
    from anagen.web.outlook.results import Outlook
    from anagen.web.plans import Plan
    from anagen.web.security.visitor import Access

__all__ = ["pages"]

pages = Pages(tag="plan")

PLAN = "plan/plan.html.jinja"
LOOK_AGAIN_MONTHS = (3, 6, 12, 24)
"""When to look again, from the beginning. [month]"""
DAYS_PER_MONTH = 365.25 / 12.0
MOST_PICTURED = 3
"""Options of which a report shows heads."""


class Choosable(BaseModel):
    """An option that may be chosen."""

    id: str
    name: str
    effort: str
    sentence: str


class Look(BaseModel):
    """A day on which to look again."""

    day: str
    when: str
    says: str


class Watch(BaseModel):
    """Something to watch, with its rule."""

    says: str
    rests: Rests


class Chosen(BaseModel):
    """The plan."""

    id: str
    """Of the option, for its page."""
    name: str
    day: str
    parts: list[str]
    label: str
    effort: str
    forecast: str
    warnings: list[str]
    needling: list[str]
    risks: list[str]
    reasons: list[str]
    early: list[str]
    watch: list[Watch]
    looks: list[Look]
    rests: list[Rests]
    begun: list[str]
    """Courses that the diary has begun already."""
    still_offered: bool
    """Whether the answers, as they are now, still offer it."""


class PlanView(View):
    """The plan, or what can be chosen."""

    person: str
    asked: bool
    ready: bool
    """Whether there is something to report."""
    outcome: str
    today: str
    chosen: Chosen | None
    options: list[Choosable]


class ChooseForm(BaseModel):
    """Which option; what it is called in addresses."""

    option: Annotated[str, Field(max_length=20)]


class BeginForm(BaseModel):
    """From when on."""

    day: date | None = None


@pages.show("/p/{person_id}/plan", PLAN)
def plan(patient: Patient, jobs: JobsDep) -> PlanView:
    """What was chosen, or what can be."""
    return plan_view(patient, jobs)


@pages.act("/p/{person_id}/plan/choose")
def choose(patient: Patient, jobs: JobsDep, form: ChooseForm) -> Done:
    """Choose an option; what was known of it is kept with it."""
    found, consultation, one = option_of(patient, jobs, form.option)
    if one.status != "offered":
        raise InputError("That option is not open to be chosen. The outlook says why.")
    kept = basis(consultation, one)
    with patient.store.transaction():
        keep_plan(
            patient.store, patient.person.id, option=one.name, regimen=one.regimen, day=today(), basis=kept
        )
        patient.store.put(patient.person.id, "consultation", today(), summary(consultation))
    if one.name in consultation.forecasts and one.regimen:
        course = found.regimens.index(consultation.forecasts[one.name].regimen)
        ask_heads(jobs, patient, found.interview, found.regimens, CENTILES[0], course)
    return Done(to=f"/p/{patient.person.id}/plan", says="Your plan is kept.")


@pages.act("/p/{person_id}/plan/begin")
def begin(patient: Patient, jobs: JobsDep, form: BeginForm) -> Done:
    """Begin what was chosen: its courses go into the diary."""
    from anagen.diary.days import zone_name
    from anagen.diary.entries import Treatment
    from anagen.diary.logbook import Diary

    kept = chosen_plan(patient.store, patient.person.id)
    if kept is None or not kept.parts:
        raise InputError("There is no plan with something to begin. Choose an option first.")
    day = form.day or today()
    diary = Diary(patient.store, patient.person.id)
    going_on = {one.entry.course for one in diary.treatments(running_on=day)}
    try:
        with patient.store.transaction():
            for course in kept.parts:
                entry = Treatment(day=day, zone=zone_name(), course=course)
                if entry.course not in going_on:
                    diary.add(entry)
    except InputError as error:
        raise Again(plan_view(patient, jobs), PLAN, says=str(error)) from None
    return Done(to=f"/p/{patient.person.id}/diary", says="It stands in your diary now.")


@pages.file("/p/{person_id}/report.html")
def as_page(patient: Patient, jobs: JobsDep) -> Response:
    """The report as one web page that needs nothing else, with heads of the first options."""
    found, consultation = reportable(patient, jobs)
    text = html_report(consultation, pictures(patient, jobs, found, consultation))
    return download(text.encode(), "text/html; charset=utf-8", "report.html")


@pages.file("/p/{person_id}/report.pdf")
def as_pdf(patient: Patient, jobs: JobsDep) -> Response:
    """The report as PDF."""
    return download(pdf_report(reportable(patient, jobs)[1]), "application/pdf", "report.pdf")


@pages.file("/p/{person_id}/report.md")
def as_markdown(patient: Patient, jobs: JobsDep) -> Response:
    """The report as plain text."""
    text = markdown_report(reportable(patient, jobs)[1])
    return download(text.encode(), "text/markdown; charset=utf-8", "report.md")


@pages.file("/p/{person_id}/report.json")
def as_json(patient: Patient, jobs: JobsDep) -> Response:
    """The report as data."""
    return download(json_report(reportable(patient, jobs)[1]).encode(), "application/json", "report.json")


@pages.file("/p/{person_id}/report-fhir-{name}.json")
def as_fhir(patient: Patient, jobs: JobsDep, name: str) -> Response:
    """The report as one of two FHIR bundles: ``record`` and ``simulated``."""
    bundles = fhir_bundles(reportable(patient, jobs)[1], when=datetime.now().astimezone())
    if name not in bundles:
        raise NotFoundError
    text = json.dumps(bundles[name], ensure_ascii=False, indent=1)
    return download(text.encode(), "application/fhir+json", f"report-fhir-{name}.json")


def download(data: bytes, media_type: str, name: str) -> Response:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)


def reportable(patient: Access, jobs: Jobs) -> tuple[Outlook, Consultation]:
    """The consultation, once it is worked out."""
    interview = kept_interview(patient.store, patient.person.id)
    if not interview.answers.get(CONSENT):
        raise NotFoundError
    found = outlook_of(jobs, patient, interview)
    if found.consultation is None:
        raise InputError(
            "The outlook is not worked out yet, so there is no report. Look at the outlook first."
        )
    return found, found.consultation


def pictures(patient: Access, jobs: Jobs, found: Outlook, consultation: Consultation) -> dict[str, bytes]:
    """Heads of the first options that are drawn, as PNG by what is said of them."""
    from PIL import Image

    kept: dict[str, bytes] = {}

    def add(course: int, month: int, says: str) -> None:
        drawn = heads_there(jobs, patient, found, CENTILES[0], course)
        data = jobs.cache.read(patient.person.id, drawn.key, picture_name(month)) if drawn.months else None
        if data is None:
            return
        measured = (drawn.told or {}).get("heads", {}).get(str(month), {}).get("grade", "")
        written = io.BytesIO()
        with Image.open(io.BytesIO(data)) as opened:
            opened.save(written, "PNG")
        kept[f"{says}: {measured} on this simulated head"] = written.getvalue()

    if consultation.untreated is None:
        return {}
    add(0, 0, "Today")
    add(0, COMPARED_MONTH, f"{month_words(COMPARED_MONTH)}, untreated")
    shown = [one for one in consultation.in_order if one.regimen and one.name in consultation.forecasts]
    for one in shown[:MOST_PICTURED]:
        course = found.regimens.index(consultation.forecasts[one.name].regimen)
        add(course, COMPARED_MONTH, f"{month_words(COMPARED_MONTH)}, {one.name}")
    return kept


def plan_view(patient: Access, jobs: Jobs) -> PlanView:
    """The page."""
    interview = kept_interview(patient.store, patient.person.id)
    asked = bool(interview.answers.get(CONSENT))
    found = outlook_of(jobs, patient, interview) if asked else None
    consultation = None if found is None else found.consultation
    kept = chosen_plan(patient.store, patient.person.id)
    return PlanView(
        person=patient.person.id,
        asked=asked,
        ready=consultation is not None,
        outcome="" if found is None else found.outcome,
        today=today().isoformat(),
        chosen=None if kept is None else chosen_shown(patient, kept, found, consultation),
        options=[] if found is None or consultation is None else choosable(found, consultation),
    )


def choosable(found: Outlook, consultation: Consultation) -> list[Choosable]:
    """What may be chosen, in the order of wishes."""
    options = []
    for one in consultation.in_order:
        if one.status == "offered":
            card = card_of(consultation, one, found.regimens, LOOK_AGAIN_MONTHS[2])
            says = card.chances.says if card.chances is not None else card.no_forecast
            options.append(Choosable(id=card.id, name=one.name, effort=card.effort, sentence=says))
    return options


def chosen_shown(
    patient: Access, kept: Plan, found: Outlook | None, consultation: Consultation | None
) -> Chosen:
    """The plan in full: what is known now, where the answers still offer it."""
    from anagen.diary.logbook import Diary

    one = None
    if consultation is not None:
        one = next((each for each in consultation.options if each.name == kept.option), None)
    known = None if consultation is None or one is None else known_of(consultation, one)
    card = (
        None
        if found is None or consultation is None or one is None
        else card_of(consultation, one, found.regimens, LOOK_AGAIN_MONTHS[2])
    )
    begun = [each.entry.course for each in Diary(patient.store, patient.person.id).treatments()]
    return Chosen(
        id=choice_id(kept.option),
        name=kept.option,
        day=kept.day.isoformat(),
        parts=list(kept.parts),
        label="" if card is None else card.label,
        effort="" if card is None else card.effort,
        forecast="" if card is None or card.chances is None else card.chances.says,
        begun=[each for each in kept.parts if each in begun],
        still_offered=one is not None and one.status == "offered",
        **told(known),
        watch=[] if consultation is None or one is None else watches(consultation, one),
        looks=looks(kept, consultation),
    )


def told(known: Known | None) -> dict[str, Any]:
    """What the plan takes over from what is known of the option."""
    names = ("warnings", "needling", "risks", "reasons", "rests")
    shared = {name: [] if known is None else getattr(known, name) for name in names}
    return shared | {
        "early": [] if known is None else [each for each in (known.shed, known.stopping) if each]
    }


def watches(consultation: Consultation, one: Option) -> list[Watch]:
    """What is to be watched: rules on monitoring that hold for this person, of this treatment or of all."""
    from anagen.consultation.engine import judge

    fired = judge(consultation.answers, depth=consultation.depth).fired
    some = [
        rule
        for rule in fired
        if rule.kind == "monitoring"
        and (not rule.pairs or any(treatment in one.treatments for treatment, _ in rule.pairs))
    ]
    rests = {each.title: each for each in rests_of([rule.id for rule in some], consultation)}
    return [Watch(says=rule.says, rests=rests[rule.id]) for rule in some]


def looks(kept: Plan, consultation: Consultation | None) -> list[Look]:
    """Days on which to look again, each with what the forecast expects then."""
    forecast = None if consultation is None else consultation.forecasts.get(kept.option)
    return [
        Look(
            day=(kept.day + timedelta(days=round(month * DAYS_PER_MONTH))).isoformat(),
            when=month_words(month),
            says="" if forecast is None else sentence_of(forecast, month),
        )
        for month in LOOK_AGAIN_MONTHS
    ]


def basis(consultation: Consultation, one: Option) -> dict[str, Any]:
    """What was known when an option was chosen."""
    forecast = consultation.forecasts.get(one.name)
    made = consultation.provenance
    return {
        "status": one.status,
        "rules": [why.rule for why in one.because],
        "outlooks": [] if forecast is None else [each.as_dict() for each in forecast.outlooks],
        "version": made.version,
        "seed": made.seed,
        "evidence": made.evidence,
    }


def summary(consultation: Consultation) -> dict[str, Any]:
    """What a consultation found, in short, for the record."""
    return {
        "outcome": consultation.screening.outcome,
        "findings": [one.rule for one in consultation.screening.findings],
        "options": {one.name: one.status for one in consultation.options},
        "depth": consultation.depth,
        "provenance": consultation.provenance.as_dict(),
    }
