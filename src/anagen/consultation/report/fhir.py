"""A consultation as FHIR R4 bundles: plain dicts, proposals and drafts only, no claim that anything was confirmed.

Two bundles: what was said, measured and proposed; and what was simulated. A simulated outcome is a prediction of a
RiskAssessment in a bundle with a tag of its own, never an Observation, so that nobody takes it for something measured.
"""

from __future__ import annotations

import math
import tomllib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from anagen import __version__
from anagen.consultation.consult import Consultation
from anagen.consultation.measurements import Measurement
from anagen.consultation.options import Option
from anagen.consultation.outlook import Forecast
from anagen.consultation.wording import NOT_A_DEVICE
from anagen.errors import InputError
from anagen.units import DAYS_PER_MONTH

__all__ = ["SIMULATED", "SYSTEMS", "codes", "fhir_bundles"]

Json = dict[str, Any]

LOCAL = "urn:anagen:hair"
SIMULATED = {"system": f"{LOCAL}:tag", "code": "simulated", "display": "simulated, not measured"}
PROPOSED = {"system": f"{LOCAL}:tag", "code": "proposal", "display": "proposal of a program, not confirmed"}
SYSTEMS = {
    "icd10": "http://hl7.org/fhir/sid/icd-10",
    "snomed": "http://snomed.info/sct",
    "atc": "http://www.whocc.no/atc",
    "loinc": "http://loinc.org",
    "ucum": "http://unitsofmeasure.org",
}
SEVERITIES = {"stop": "high", "refer": "high", "investigate": "moderate", "note": "low"}
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
SCALP = {"text": "scalp"}
PROCEDURES = ("microneedling", "prp")


@cache
def codes() -> Mapping[str, tuple[Json, ...]]:
    """The table of codes, by what they are of."""
    text = Path(__file__).with_name("fhir_codes.toml").read_text(encoding="utf-8")
    return {name: tuple(entries) for name, entries in tomllib.loads(text).items()}


def fhir_bundles(consultation: Consultation, *, when: datetime, subject: str = "person") -> dict[str, Json]:
    """A consultation as FHIR bundles.

    Parameters
    ----------
    consultation
        What was found.
    when
        When it took place, with its time zone.
    subject
        A pseudonymous name of the person.

    Returns
    -------
    dict
        ``"record"``: answers, findings, what was measured and proposed; ``"simulated"``: outcomes that nobody measured.
    """
    if when.tzinfo is None:
        raise InputError("The time of a consultation needs its time zone. Give a datetime with one.")
    writer = _Writer(consultation=consultation, when=when, subject=subject)
    return {"record": writer.record(), "simulated": writer.simulated()}


class _Writer:
    """Writes the resources of one consultation; all point at one patient."""

    def __init__(self, *, consultation: Consultation, when: datetime, subject: str) -> None:
        self.found = consultation
        self.when = when
        self.stamp = when.isoformat(timespec="seconds")
        self.space = uuid.uuid5(uuid.NAMESPACE_URL, f"{LOCAL}:{subject}:{self.stamp}")
        self.subject = {"reference": f"urn:uuid:{self.id_of('patient')}"}

    def id_of(self, name: str) -> str:
        """An identifier that is the same whenever the same consultation is written."""
        return str(uuid.uuid5(self.space, name))

    def record(self) -> Json:
        """What was said, measured and proposed."""
        found = self.found
        resources = [self.patient(), self.answers()]
        if found.screening.outcome == "plan" and found.screening.plausible is True:
            resources.append(self.condition())
        resources += [
            self.issue(one.rule, one.severity, one.says, one.url) for one in found.screening.findings
        ]
        resources += [self.blocked(one) for one in found.options if one.status == "blocked"]
        resources += [self.observation(k, one) for k, one in enumerate(found.measurements)]
        proposals = self.proposals()
        resources += proposals
        if proposals:
            resources.append(self.plan(proposals))
        resources.append(self.provenance([f"urn:uuid:{one['id']}" for one in resources]))
        return self.bundle("record", resources, PROPOSED)

    def simulated(self) -> Json:
        """What was simulated."""
        forecasts = {
            name: forecast
            for name, forecast in self.found.forecasts.items()
            if self.found.option(name).regimen
        }
        if self.found.untreated is not None:
            forecasts = {"No treatment": self.found.untreated} | forecasts
        resources = [self.patient(), *[self.risk(name, one) for name, one in forecasts.items()]]
        return self.bundle("simulated", resources, SIMULATED)

    def bundle(self, name: str, resources: list[Json], tag: Json) -> Json:
        """A collection of resources."""
        return {
            "resourceType": "Bundle",
            "id": self.id_of(name),
            "meta": {"tag": [tag]},
            "type": "collection",
            "timestamp": self.stamp,
            "entry": [
                {"fullUrl": f"urn:uuid:{one['id']}", "resource": {**one, "meta": {"tag": [tag]}}}
                for one in resources
            ],
        }

    def patient(self) -> Json:
        """The person: sex and year of birth at most."""
        patient: Json = {"resourceType": "Patient", "id": self.id_of("patient")}
        sex, age = self.found.answers.get("sex"), self.found.answers.get("age")
        if sex is not None:
            patient["gender"] = sex
        if age is not None:
            patient["birthDate"] = str(self.when.year - int(age))
        return patient

    def answers(self) -> Json:
        """The answers, item by item."""
        items = [
            {
                "linkId": name,
                "answer": [answer_of(one) for one in (value if isinstance(value, list | tuple) else [value])],
            }
            for name, value in sorted(self.found.answers.items())
            if value is not None and value not in ((), [])
        ]
        return {
            "resourceType": "QuestionnaireResponse",
            "id": self.id_of("answers"),
            "questionnaire": f"{LOCAL}:questionnaire|{__version__}",
            "status": "completed",
            "subject": self.subject,
            "authored": self.stamp,
            "item": items,
        }

    def condition(self) -> Json:
        """Pattern hair loss, unconfirmed."""
        sex = self.found.answers.get("sex")
        about = next(one for one in codes()["condition"] if one["sex"] == sex)
        return {
            "resourceType": "Condition",
            "id": self.id_of("condition"),
            "verificationStatus": {"coding": [{"system": VERIFICATION, "code": "unconfirmed"}]},
            "code": {
                "coding": [{"system": SYSTEMS[name], "code": about[name]} for name in ("icd10", "snomed")],
                "text": f"{about['name']}, plausible by answers, not confirmed",
            },
            "bodySite": [SCALP],
            "subject": self.subject,
            "recordedDate": self.stamp,
        }

    def issue(self, rule: str, severity: str, says: str, url: str, implicated: str = "") -> Json:
        """A finding of the rules."""
        issue: Json = {
            "resourceType": "DetectedIssue",
            "id": self.id_of(f"issue {rule} {implicated}"),
            "status": "preliminary",
            "code": {"coding": [{"system": f"{LOCAL}:rule", "code": rule}], "text": implicated or rule},
            "severity": SEVERITIES.get(severity, "low"),
            "patient": self.subject,
            "identifiedDateTime": self.stamp,
            "detail": says,
        }
        return issue | ({"reference": url} if url.startswith(("http://", "https://")) else {})

    def blocked(self, one: Option) -> Json:
        """A treatment that the rules rule out."""
        why = one.because[0] if one.because else None
        rule, says, url = (why.rule, why.says, why.url) if why else ("screening", "Not for this person.", "")
        return self.issue(rule, "stop", says, url, implicated=one.name)

    def observation(self, number: int, one: Measurement) -> Json:
        """Something that was really measured."""
        about = next(entry for entry in codes()["measure"] if entry["kind"] == one.kind)
        observation: Json = {
            "resourceType": "Observation",
            "id": self.id_of(f"measurement {number}"),
            "status": "preliminary" if one.by == "self" else "final",
            "code": {
                "coding": [{"system": f"{LOCAL}:measure", "code": one.kind, "display": about["name"]}],
                "text": about["name"],
            },
            "subject": self.subject,
            "effectiveDateTime": (self.when + timedelta(days=one.day)).date().isoformat(),
            "bodySite": SCALP,
            "method": {"text": f"measured by: {one.by}"},
        }
        if one.is_grade:
            return observation | {"valueCodeableConcept": {"text": str(one.value)}}
        quantity = {
            "value": float(one.value),
            "system": SYSTEMS["ucum"],
            "code": about["unit"],
            "unit": about["unit"],
        }
        return observation | {"valueQuantity": quantity}

    def proposals(self) -> list[Json]:
        """Treatments that may be talked over, each once: drafts of proposals, never orders."""
        topics: dict[str, Option] = {}
        for one in self.found.in_order:
            if one.status == "offered" and one.regimen and len(one.treatments) == 1:
                topics.setdefault(one.treatments[0], one)
        return [
            self.service(topic, one) if topic.startswith(PROCEDURES) else self.medicine(topic, one)
            for topic, one in topics.items()
        ]

    def medicine(self, topic: str, one: Option) -> Json:
        """A medicine to talk over."""
        about = next((entry for entry in codes()["medicine"] if entry["treatment"] == topic), None)
        concept: Json = {"text": one.name}
        if about is not None:
            concept["coding"] = [{"system": SYSTEMS["atc"], "code": about["atc"], "display": about["name"]}]
        return {
            "resourceType": "MedicationRequest",
            "id": self.id_of(f"medicine {topic}"),
            "status": "draft",
            "intent": "proposal",
            "medicationCodeableConcept": concept,
            "subject": self.subject,
            "authoredOn": self.stamp,
            "dosageInstruction": [{"text": one.regimen}],
            "note": [{"text": NOT_A_DEVICE}],
        }

    def service(self, topic: str, one: Option) -> Json:
        """A procedure to talk over."""
        return {
            "resourceType": "ServiceRequest",
            "id": self.id_of(f"service {topic}"),
            "status": "draft",
            "intent": "proposal",
            "code": {"coding": [{"system": f"{LOCAL}:treatment", "code": topic}], "text": one.name},
            "subject": self.subject,
            "authoredOn": self.stamp,
            "bodySite": [SCALP],
            "note": [{"text": f"{one.regimen}. {NOT_A_DEVICE}"}],
        }

    def plan(self, proposals: list[Json]) -> Json:
        """All proposals together."""
        return {
            "resourceType": "CarePlan",
            "id": self.id_of("plan"),
            "status": "draft",
            "intent": "proposal",
            "title": "Options to talk over with a doctor or pharmacist",
            "description": NOT_A_DEVICE,
            "subject": self.subject,
            "created": self.stamp,
            "activity": [{"reference": {"reference": f"urn:uuid:{one['id']}"}} for one in proposals],
        }

    def provenance(self, targets: list[str]) -> Json:
        """By what program, under which rules and evidence."""
        made = self.found.provenance
        return {
            "resourceType": "Provenance",
            "id": self.id_of("provenance"),
            "target": [{"reference": one} for one in targets],
            "recorded": self.stamp,
            "activity": {"text": "consultation by a program"},
            "agent": [
                {
                    "type": {"text": "program"},
                    "who": {
                        "display": f"anagen {made.version}, seed {made.seed}, evidence {made.evidence[:12]}, "
                        f"rules {str(made.settings.get('rules', ''))[:12]}"
                    },
                }
            ],
        }

    def risk(self, name: str, forecast: Forecast) -> Json:
        """A simulated outcome: the chances of a gain, of no clear change, of a loss, with their periods."""
        predictions = []
        for one in forecast.outlooks:
            end = (self.when + timedelta(days=DAYS_PER_MONTH * one.month)).date().isoformat()
            band = one.density
            for outcome, chance in (
                ("clear gain", one.gain),
                ("no clear change", one.hold),
                ("clear loss", one.loss),
            ):
                predictions.append(
                    {
                        "outcome": {"text": f"{outcome} of visible hair after {one.month} months, simulated"},
                        "probabilityDecimal": round(chance, 4),
                        "whenPeriod": {"start": self.when.date().isoformat(), "end": end},
                        "rationale": f"visible hairs per cm2: {numbered(band.median)} "
                        f"({numbered(band.low90)} to {numbered(band.high90)} in nine of ten virtual people)",
                    }
                )
        return {
            "resourceType": "RiskAssessment",
            "id": self.id_of(f"risk {name}"),
            "status": "preliminary",
            "method": {"text": f"simulation of virtual people by anagen {__version__}"},
            "code": {"text": f"simulated course of hair: {name}"},
            "subject": self.subject,
            "occurrenceDateTime": self.stamp,
            "prediction": predictions,
            "note": [{"text": f"{name}: {forecast.regimen}. Simulated, not measured. {NOT_A_DEVICE}"}],
        }


def several(value: Any) -> list[Any]:
    """An answer as a list: some questions have more than one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def answer_of(value: Any) -> Json:
    """One answer with its type."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int):
        return {"valueInteger": value}
    if isinstance(value, float):
        return {"valueDecimal": value}
    return {"valueString": str(value)}


def numbered(value: float) -> str:
    """A number of hairs, or that nobody could count."""
    return f"{value:.0f}" if math.isfinite(value) else "not countable"
