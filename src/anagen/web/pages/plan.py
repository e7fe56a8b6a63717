"""The plan: one option chosen, what it means week by week, when to look again; and the report to print or take away."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import BaseModel, Field

from anagen.consultation.report import fhir_bundles, html_report, json_report, markdown_report, pdf_report
from anagen.diary.days import zone_name
from anagen.diary.entries import Treatment
from anagen.diary.logbook import Diary
from anagen.errors import InputError
from anagen.web.errors import Again, NotFoundError
from anagen.web.interview import today
from anagen.web.jobs_dependency import JobsDep
from anagen.web.outlook.asking import ask_heads
from anagen.web.outlook.results import option_of
from anagen.web.plan.kept import basis, chosen_plan, keep_plan, summary
from anagen.web.plan.reporting import pictures, reportable
from anagen.web.plan.showing import plan_view
from anagen.web.plan.views import PlanView
from anagen.web.security.visitor import Patient
from anagen.web.tasks.consultation import CENTILES
from anagen.web.twins import Done, Pages

__all__ = ["pages"]

pages = Pages(tag="plan")
PLAN = "plan/plan.html.jinja"


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
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)
