"""Everything that is known has a page, and the pages say how it is known."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from types import MappingProxyType

import pytest
from fastapi.testclient import TestClient

from anagen.consultation.rules import rules
from anagen.evidence import known
from anagen.evidence.claims import claims
from anagen.evidence.claims_measured import MEASURED_FILE, measured_claims
from anagen.web.app import create_app
from anagen.web.evidence.leaves import leaf_of
from anagen.web.evidence.readers import modules_reading
from anagen.web.evidence.shelf import KINDS, things_of, unit_text
from anagen.web.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    settings = Settings(database=str(folder / "store.sqlite"), data_folder=folder, run_jobs=False)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_known_has_a_page(kind):
    leaves = [leaf_of(kind, one.name) for one in things_of(kind)]

    assert len(leaves) > 20
    assert all(one.title and one.grade_says for one in leaves)


def test_the_shelf_holds_every_number_source_rule_and_claim():
    assert {one.name for one in things_of("parameters")} == set(known())
    assert {one.name for one in things_of("sources")} == set(known().sources)
    assert {one.name for one in things_of("rules")} == {one.id for one in rules()}
    assert {one.name for one in things_of("claims")} == set(claims())


def test_a_numbers_page_says_value_interval_unit_source_place_and_readers(client):
    page = client.get("/evidence/parameters/catagen_duration").text

    for said in ("17.5", "14", "21", "day", "Saitoh", "2.5 week (2-3)", "measured", "anagen.kernel.numbers"):
        assert said in page


def test_every_number_of_the_follicle_is_read_by_the_kernel():
    for name in ("anagen_duration_full_size", "size_target_hill", "vellus_establishment_time"):
        assert "anagen.kernel.numbers" in dict(modules_reading(name))


def test_a_search_finds_all_words_in_every_kind_and_its_twin_says_the_same(client):
    twin = client.get("/evidence.json", params={"find": "finasteride men", "kind": "sources"}).json()
    page = client.get("/evidence", params={"find": "finasteride men", "kind": "sources"}).text

    assert 0 < twin["total"] < len(known().sources)
    for one in twin["things"]:
        text = " ".join(one.values()).lower()
        assert "finasteride" in text
        assert "men" in text
        assert one["address"] in page


def test_pages_follow_each_other_until_all_numbers_were_shown(client):
    first = client.get("/evidence.json").json()
    names = [
        one["name"]
        for page in range(1, first["pages"] + 1)
        for one in client.get("/evidence.json", params={"page": page}).json()["things"]
    ]

    assert sorted(names) == sorted(known())


def test_links_within_the_evidence_lead_somewhere(client):
    for address in (
        "/evidence/parameters/finasteride_clearance",
        "/evidence/sources/Kaufman1998",
        "/evidence/claims/M03",
    ):
        links = set(re.findall(r'href="(/evidence/[^"]+)"', client.get(address).text))
        assert links
        assert {client.get(one).status_code for one in links} == {200}


@pytest.mark.parametrize(
    "address", ["/evidence/parameters/none", "/evidence/sources/..%2f..%2fetc", "/evidence/zzz/a"]
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
    assert client.get(f"{address}.json").status_code == 404


def test_a_search_is_shown_as_text(client):
    page = client.get("/evidence", params={"find": "<script>alert(1)</script>"}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_kind_that_there_is_not_is_refused_in_plain_words(client):
    answer = client.get("/evidence.json", params={"kind": "rumors"})

    assert answer.status_code == 422
    assert "rumors" in answer.json()["error"]


@pytest.mark.parametrize("key", claims())
def test_every_claim_shows_its_figures_with_limit_and_verdict(key):
    shown = leaf_of("claims", key).shown

    assert shown.figures
    assert {one.limits for one in shown.figures} == {
        f"{each.limits} {unit_text(each.unit)}".strip() for each in claims()[key].required.values()
    }
    assert all(one.value and (one.verdict == "holds") == one.met for one in shown.figures)
    assert all("falls short by" in one.verdict for one in shown.figures if not one.met)
    assert (shown.status == "holds") <= all(one.met for one in shown.figures)


def test_a_claims_page_says_with_which_evidence_it_was_measured_and_how_to_do_it_again(client):
    run = measured_claims()
    page = client.get("/evidence/claims/M03").text

    assert re.fullmatch("[0-9a-f]{64}", run.evidence)
    assert run.evidence[:12] in page
    assert ("which is that of now" in page) == (run.evidence == known().fingerprint)
    assert "anagen claims M03" in page
    assert "Drake1999" in page


def test_figures_of_other_requirements_than_those_of_now_are_not_shown():
    one = claims()["M01"]
    other = replace(one, required=MappingProxyType({"another": next(iter(one.required.values()))}))

    assert measured_claims().of(one) is not None
    assert measured_claims().of(other) is None


def test_what_falls_short_is_told_by_how_much_and_is_not_in_the_file():
    one = next(iter(claims()["M02"].required.values()))

    assert one.short_by(one.at_least - 0.05) == pytest.approx(0.05)
    assert one.short_by(one.at_most + 0.2) == pytest.approx(0.2)
    assert one.short_by((one.at_least + one.at_most) / 2) == 0.0
    kept = files("anagen.evidence").joinpath(MEASURED_FILE).read_text(encoding="utf-8")
    assert "falls short" not in kept
    assert "holds" not in json.loads(kept)["claims"]["M02"]


def test_the_shelf_says_of_each_claim_what_the_model_shows(client):
    things = client.get("/evidence.json", params={"kind": "claims"}).json()["things"]

    assert things
    for one in things:
        assert one["shows"] == measured_claims().of(claims()[one["name"]]).status
