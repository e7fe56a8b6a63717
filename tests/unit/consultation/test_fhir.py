"""FHIR bundles: their form by a FHIR library, their codes by ourselves, since the library checks none."""

import json
from datetime import UTC, datetime

import pytest
from consultations import MAN, consulted
from fhir.resources.R4B.bundle import Bundle

from anagen.consultation.consult import consult
from anagen.consultation.measurements import KINDS, Measurement
from anagen.consultation.report.fhir import SIMULATED, codes, fhir_bundles
from anagen.consultation.wording import barred_words
from anagen.errors import InputError
from anagen.evidence import known

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

VALUE_SETS = {
    ("Bundle", "type"): {"collection"},
    ("QuestionnaireResponse", "status"): {"completed"},
    ("MedicationRequest", "status"): {"draft"},
    ("MedicationRequest", "intent"): {"proposal"},
    ("ServiceRequest", "status"): {"draft"},
    ("ServiceRequest", "intent"): {"proposal"},
    ("CarePlan", "status"): {"draft"},
    ("CarePlan", "intent"): {"proposal"},
    ("RiskAssessment", "status"): {"preliminary"},
    ("DetectedIssue", "status"): {"preliminary"},
    ("DetectedIssue", "severity"): {"high", "moderate", "low"},
    ("Observation", "status"): {"preliminary", "final"},
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
}
"""Codes of R4's required value sets that we use: none that orders, confirms or finishes anything."""
UCUM = {"/cm2", "um", "{hairs}", "{score}", ""}


@pytest.fixture(scope="module", params=["man", "woman", "scarred", "measured"])
def bundles(request):
    if request.param == "measured":
        measured = [
            Measurement(kind="visible_hair_density", value=150.0),
            Measurement(kind="norwood", value="III", by="self"),
        ]
        found = consult(MAN, measurements=measured, people=12, follicles=16, evidence=known())
    else:
        found = consulted(request.param)
    return fhir_bundles(found, when=NOW)


def resources(bundle):
    return [entry["resource"] for entry in bundle["entry"]]


def of_type(bundle, kind):
    return [one for one in resources(bundle) if one["resourceType"] == kind]


def values(resource, *path):
    for step in path:
        resource = resource.get(step, {}) if isinstance(resource, dict) else {}
    return resource


def test_bundles_have_the_form_of_r4(bundles):
    for bundle in bundles.values():
        Bundle.model_validate(json.loads(json.dumps(bundle, allow_nan=False)))


def test_what_there_is_to_say_is_in_the_bundles(bundles, request):
    who = request.node.callspec.params["bundles"]

    assert len(of_type(bundles["record"], "Observation")) == (2 if who == "measured" else 0)
    assert len(of_type(bundles["record"], "Condition")) == (0 if who == "scarred" else 1)
    assert bool(of_type(bundles["simulated"], "RiskAssessment")) == (who != "scarred")


def test_codes_are_of_their_value_sets(bundles):
    found = [
        (kind, name, one[name])
        for bundle in bundles.values()
        for one in [bundle, *resources(bundle)]
        for kind, name in VALUE_SETS
        if one["resourceType"] == kind and name in one
    ]

    assert len(found) > len(bundles)
    assert [one for one in found if one[2] not in VALUE_SETS[one[:2]]] == []


def test_every_resource_type_is_one_that_is_checked(bundles):
    checked = {kind for kind, _ in VALUE_SETS} | {"Condition", "Provenance"}

    assert {one["resourceType"] for bundle in bundles.values() for one in resources(bundle)} <= checked


def test_what_was_simulated_is_never_an_observation(bundles):
    simulated = resources(bundles["simulated"])

    assert {one["resourceType"] for one in simulated} <= {"Patient", "RiskAssessment"}
    assert all(SIMULATED in one["meta"]["tag"] for one in [bundles["simulated"], *simulated])
    assert not any(one["resourceType"] == "RiskAssessment" for one in resources(bundles["record"]))
    assert all(SIMULATED not in one["meta"]["tag"] for one in resources(bundles["record"]))


def test_chances_of_a_prediction_sum_to_one(bundles):
    for one in of_type(bundles["simulated"], "RiskAssessment"):
        periods = {}
        for prediction in one["prediction"]:
            assert 0.0 <= prediction["probabilityDecimal"] <= 1.0
            end = prediction["whenPeriod"]["end"]
            periods[end] = periods.get(end, 0.0) + prediction["probabilityDecimal"]
        assert periods
        assert all(total == pytest.approx(1.0, abs=1e-3) for total in periods.values())


def test_only_what_was_measured_is_an_observation(bundles):
    for one in of_type(bundles["record"], "Observation"):
        assert one["code"]["coding"][0]["code"] in KINDS
        if "valueQuantity" in one:
            assert one["valueQuantity"]["code"] in UCUM


def test_nothing_is_confirmed(bundles):
    for one in of_type(bundles["record"], "Condition"):
        assert values(one, "verificationStatus")["coding"][0]["code"] == "unconfirmed"


def test_all_references_lead_somewhere(bundles):
    for bundle in bundles.values():
        urls = {entry["fullUrl"] for entry in bundle["entry"]}
        found = set()

        def collect(value, found=found):
            if isinstance(value, dict):
                if isinstance(value.get("reference"), str) and value["reference"].startswith("urn:uuid:"):
                    found.add(value["reference"])
                for part in value.values():
                    collect(part)
            elif isinstance(value, list):
                for part in value:
                    collect(part)

        collect(bundle["entry"])
        assert found <= urls


def test_a_referral_proposes_nothing():
    kinds = {one["resourceType"] for one in resources(fhir_bundles(consulted("scarred"), when=NOW)["record"])}

    assert not kinds & {"MedicationRequest", "ServiceRequest", "CarePlan", "Condition"}
    assert "DetectedIssue" in kinds


def test_the_same_consultation_is_written_alike():
    assert fhir_bundles(consulted("man"), when=NOW) == fhir_bundles(consulted("man"), when=NOW)


def test_no_bundle_holds_a_barred_word(bundles):
    assert barred_words(json.dumps(bundles)) == ()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="time zone"):
        fhir_bundles(consulted("man"), when=datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


def test_every_code_says_where_it_was_seen():
    for entries in codes().values():
        assert all(one["seen"].strip() for one in entries)
    assert {one["kind"] for one in codes()["measure"]} >= KINDS.keys()
