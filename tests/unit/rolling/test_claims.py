"""The claims about the session fall when what they rest on is broken."""

import pytest

from anagen.claims import check
from anagen.evidence import known
from anagen.rolling import checks, guide, sections

pytestmark = pytest.mark.slow


def found(key, **numbers):
    evidence = known().replace(because="to see the check fail", **numbers) if numbers else None
    one = check(key, evidence)
    return one.status, {finding.requirement.name: finding.met for finding in one.findings}


@pytest.mark.parametrize(
    ("key", "numbers", "name"),
    [
        ("R11", {"roller_holes_per_pass": 160.0}, "holes"),
        ("R16", {"redness_of_flare": 1e-6, "redness_of_hurt_dermis": 1e-6}, "redness"),
        ("R16", {"redness_flare_time": 4.0}, "redness"),
    ],
)
def test_other_numbers_break_it(key, numbers, name):
    status, met = found(key, **numbers)

    assert status == "falls short"
    assert not met[name]


def test_sections_that_are_too_large_break_the_session(monkeypatch):
    monkeypatch.setattr(sections, "LONGEST_MM", 60.0)

    assert not found("R11")[1]["largest"]


def test_an_order_by_chance_breaks_the_session(monkeypatch):
    monkeypatch.setattr(sections, "in_order", lambda pieces: sorted(pieces, key=len))

    met = found("R11")[1]

    assert not met["leaps"]
    assert met["missed"]


def test_a_roller_that_is_worn_and_let_through_breaks_its_care(monkeypatch):
    from dataclasses import replace

    words = guide.guide()
    lax = replace(words, roller=replace(words.roller, refuse_after_uses=99))
    monkeypatch.setattr(checks, "guide", lambda: lax)

    assert not found("R14")[1]["refused"]


def test_signs_that_no_rule_heeds_break_the_aftercare(monkeypatch):
    kept = tuple(one for one in checks.all_rules() if one.id not in {"MND-23", "MND-24"})
    monkeypatch.setattr(checks, "all_rules", lambda: kept)

    assert not found("R16")[1]["stopped"]
