"""The table of rules: complete, sourced, in plain words, and refused where it is wrong."""

import re
import tomllib
from dataclasses import replace

import pytest

from anagen.consultation import rules as module
from anagen.consultation.catalog import catalog
from anagen.consultation.questionnaire import questions
from anagen.consultation.rules import FOLDER, groups, rules, table_hash, treatments
from anagen.errors import InputError

RULES = {rule.id: rule for rule in rules()}
FIRST_READ = {
    "SCR": 35,
    "FIN": 25,
    "TFN": 4,
    "DUT": 13,
    "MIN": 25,
    "LDO": 13,
    "PRP": 11,
    "MND": 33,
    "SUP": 5,
    "PLN": 12,
}
BARRED = re.compile(r"\b(cure[sd]?|guaranteed?|permanent(ly)?|diagnos\w+)\b|100 ?%", re.IGNORECASE)
NOT_RULES = ("sources.toml", "treatments.toml")


def sources():
    return tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))


def files():
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in FOLDER.glob("*.toml")
        if path.name not in NOT_RULES
    }


def test_all_rules_of_the_first_table_are_there():
    wanted = {f"{topic}-{number:02d}" for topic, most in FIRST_READ.items() for number in range(1, most + 1)}

    assert len(wanted) == 176
    assert wanted <= set(RULES)


def test_rules_that_were_added_say_so():
    first = {f"{topic}-{number:02d}" for topic, most in FIRST_READ.items() for number in range(1, most + 1)}

    for name, rule in RULES.items():
        assert (name in first) != rule.strength.startswith("added here"), name


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_is_sourced_and_plain(rule):
    assert rule.source
    assert rule.read
    assert rule.says.endswith((".", "?"))
    assert not BARRED.search(f"{rule.title} {rule.says} {rule.otherwise}")
    assert rule.url.startswith(("http://", "https://")) or not rule.url
    assert "_" not in rule.says  # names of fields are no words


def test_what_else_people_read_has_no_barred_word_either():
    for entry in catalog().entries.values():
        assert not BARRED.search(f"{entry.name} {entry.grade} {entry.grade_by}")
    words = (FOLDER.parent / "differentials.toml").read_text(encoding="utf-8")
    read = [text for about in tomllib.loads(words).values() for text in about.values()]
    assert not any(BARRED.search(text) for text in read)


def test_every_source_is_cited():
    cited = {about["source"] for table in files().values() for about in table.values()}

    assert cited == set(sources())


def test_a_second_reader_found_many_sources_again_the_hardest_first():
    again = {name for name, about in sources().items() if about.get("again")}

    assert len(again) >= 20
    for about in sources().values():
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", about.get("again", "2026-01-01"))
        assert "again" in about or "again_found" not in about
    assert {
        "MHRA2024",
        "EMA2025",
        "Delphi2025News",
        "RegaineContraindications",
        "SpironolactoneLabel",
    } <= again


def test_only_the_project_s_own_rules_have_no_source():
    own = {rule.id for rule in rules() if rule.source.startswith("Safety rule of this project")}

    assert all(not RULES[name].url for name in own)
    hard = {rule.id for rule in rules() if rule.kind == "contraindication" and rule.blocks} - own
    assert len(hard) > 30


def test_every_red_flag_says_what_it_does_and_how_soon():
    for rule in rules():
        if rule.kind == "red_flag":
            assert rule.effect in {"stop", "refer", "investigate"}, rule.id
            assert rule.urgency, rule.id


def test_a_stop_blocks_and_a_referral_holds_all_that_acts():
    active = set(groups()["active"])
    for rule in rules():
        if rule.effect == "stop":
            assert active <= set(rule.blocks), rule.id
        if rule.effect == "refer":
            assert active <= {*rule.blocks, *rule.holds}, rule.id


def test_thoughts_of_self_harm_block_all_medicines_of_the_finasteride_kind():
    for name in ("SCR-01", "FIN-10"):
        assert set(groups()["five_ari"]) <= set(RULES[name].blocks)


def test_every_contraindication_acts_on_something():
    for rule in rules():
        if rule.kind == "contraindication":
            assert rule.blocks or rule.holds, rule.id


def test_only_licensed_uses_are_offered_to_people_who_are_no_clinicians():
    """Where an offer is off-label somewhere, either its rule is for clinicians or the region decides."""
    licensed_for_hair = {"finasteride_oral", "minoxidil_topical", "adenosine_topical"}
    regional = {"finasteride_topical": {"EU", "KR"}, "dutasteride": {"KR", "JP"}}
    drugs = set(groups()["drugs"]) - licensed_for_hair
    for rule in rules():
        for drug in drugs & set(rule.offers):
            assert rule.depths == ("clinician",) or set(rule.regions) <= regional[drug], rule.id


def test_every_rule_reads_fields_that_are_asked():
    asked = {one.field for one in questions()}

    assert {name for rule in rules() for name in rule.when.fields} <= asked


def test_groups_have_known_members_and_the_catalog_every_treatment():
    for members in groups().values():
        assert set(members) <= set(treatments())
    assert set(catalog().entries) == set(treatments())


def test_the_hash_is_that_of_everything_that_decides(tmp_path, monkeypatch):
    before = table_hash()
    copy = tmp_path / "rules"
    copy.mkdir()
    for path in FOLDER.glob("*.toml"):
        (copy / path.name).write_bytes(path.read_bytes())
    for path in FOLDER.parent.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "FOLDER", copy)

    table_hash.cache_clear()
    assert table_hash() == before
    for name in ("rules/plan.toml", "options.toml"):
        file = tmp_path / name
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}\n# changed\n", encoding="utf-8")
        table_hash.cache_clear()
        assert table_hash() != before
        file.write_text(text, encoding="utf-8")
    table_hash.cache_clear()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "ban"}, "kind of a rule"),
        ({"effect": "panic"}, "effect of a rule"),
        ({"urgency": "later"}, "urgency of a rule"),
        ({"session": "maybe"}, "session of a rule"),
        ({"depths": ("nurse",)}, "depth of a rule"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changes, says):
    with pytest.raises(InputError, match=says):
        replace(rules()[0], **changes)


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"source": "Nobody1900"}, "source of a rule"),
        ({"blocks": ["finastride"]}, "treatment of a rule"),
        ({"regions": ["XX"]}, "region"),
        ({"when": "agee < 18"}, "agee"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(about, says):
    good = {
        "kind": "caution",
        "title": "T",
        "when": "age < 18",
        "says": "S.",
        "strength": "none",
        "source": "Project",
    }
    with pytest.raises(InputError, match=says):
        module._rule("TST-01", "test", good | about, sources())


def test_a_rule_acts_on_a_treatment_in_its_gravest_way_only():
    rule = module._rule(
        "TST-01",
        "test",
        {
            "kind": "caution",
            "title": "T",
            "when": "age < 18",
            "says": "S.",
            "strength": "none",
            "source": "Project",
            "blocks": ["prp"],
            "holds": ["procedures"],
            "notes": ["needling", "lllt"],
        },
        sources(),
    )

    assert rule.blocks == ("prp",)
    assert rule.holds == ("microneedling_home", "microneedling_clinic")
    assert rule.notes == ("lllt",)
