"""Ten thousand random people, many with questions left open: nothing unsafe is offered, no order of rules matters."""

import tomllib
from pathlib import Path
from random import Random

import pytest
import rule_mutants

from anagen.consultation.answers import DEPTHS, completed
from anagen.consultation.engine import judge
from anagen.consultation.options import options_of
from anagen.consultation.rules import groups, rules, treatments
from anagen.consultation.screening import screening_of
from anagen.patient.person import known_fields

PEOPLE, PARTS = 10_000, 10
HEALTHY = tomllib.loads(Path(rule_mutants.__file__).with_name("vignettes.toml").read_text(encoding="utf-8"))[
    "base"
]
MAY_MATTER = {rule.id: {*rule.blocks, *rule.holds, *rule.cautions} for rule in rules()}


def chance(seed):
    return Random(seed)  # noqa: S311  people drawn for a test, no secret


ORDERS = [chance(seed).sample(rules(), len(rules())) for seed in range(8)]


def profile(rng):
    """Somebody: healthy with a few answers changed, or anybody at all; some questions are left open."""
    everything = {name: value(about, rng) for name, about in known_fields().items()}
    if rng.random() < 0.7:
        changed = rng.sample(sorted(everything), rng.choice([0, 1, 2, 3, 5, 8]))
        everything = HEALTHY | {name: everything[name] for name in changed}
    open_share = rng.choice([0.0, 0.0, 0.02, 0.1, 0.5])
    return {name: one for name, one in everything.items() if rng.random() >= open_share}


def value(about, rng):
    """An answer to a field."""
    match about["kind"]:
        case "boolean":
            return rng.random() < 0.3
        case "choice":
            return rng.choice(about["allowed"])
        case "choices":
            return rng.sample(about["allowed"], min(len(about["allowed"]), rng.choice([0, 1, 1, 2, 3])))
        case "text":
            return "M2V1"
        case _:
            number = about["low"] + (about["high"] - about["low"]) * rng.random() ** 2
            return int(number) if about["kind"] == "integer" else number


def people(part):
    """A part of the ten thousand."""
    rng = chance(part)
    for _ in range(PEOPLE // PARTS):
        yield profile(rng), rng.choice(DEPTHS), rng.choice(ORDERS)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_unsafe_is_offered_and_no_order_matters(part):
    offered_at_all = 0
    for place, (answers, depth, order) in enumerate(people(part)):
        usual, other = judge(answers, depth=depth), judge(answers, depth=depth, table=order)
        assert usual.fired == other.fired
        assert [one.rule for one in usual.unknown] == [one.rule for one in other.unknown]
        assert usual.denied == other.denied
        standings = {treatment: usual.standing(treatment) for treatment in treatments()}
        if place % 3 == 1:  # all that a standing is made of was the same
            assert all(told(one) == told(other.standing(treatment)) for treatment, one in standings.items())
        given = {treatment for treatment, one in standings.items() if one.status == "offered"} - {
            "supportive"
        }
        offered_at_all += len(given)
        assert not given or not against(given, answers, depth)
        if place % 3 == 0:  # the rest of the way is the same for all
            offered = [one for one in options_of(usual) if one.status == "offered"]
            assert {part for one in offered for part in one.treatments} <= given | {"supportive"}
            assert depth == "clinician" or all(one.label != "off-label" for one in offered)
    assert offered_at_all > 500  # else nothing was tested


def told(standing):
    """A standing, without what only tells two judgements apart."""
    return standing.status, standing.because, [one.rule for one in standing.open]


def against(given, answers, depth):
    """Rules that rule one of some treatments out, hold it, or may: judged here again, without the engine."""
    full = completed(answers, depth=depth)
    found = []
    for rule in rules():
        if depth not in rule.depths or not given & MAY_MATTER[rule.id]:
            continue
        truth = rule.when.judge(full)
        ruled_out = truth is not False and given & set(rule.blocks)
        held = truth and depth != "clinician" and given & set(rule.holds)
        if ruled_out or held or (truth is None and given & MAY_MATTER[rule.id]):
            found.append(rule.id)
    return found


def test_an_answer_more_never_turns_a_block_into_an_offer():
    """Once ruled out by what was said, a treatment stays so whatever else is answered."""
    rng = chance(1)
    for _ in range(400):
        answers, depth = profile(rng), rng.choice(DEPTHS)
        usual = judge(answers, depth=depth)
        # What follows from other answers may be contradicted by saying it: that is another person.
        missing = [name for name in known_fields() if name not in usual.answers]
        if not missing:
            continue
        name = rng.choice(missing)
        more = judge(answers | {name: value(known_fields()[name], rng)}, depth=depth)
        for one in treatments():
            assert usual.standing(one).status != "blocked" or more.standing(one).status == "blocked"


def test_a_stop_rules_out_all_that_acts_and_a_referral_holds_it():
    rng = chance(2)
    outcomes = set()
    for _ in range(1000):
        judgement = judge(profile(rng), depth=rng.choice(("self", "carer")))
        outcome = screening_of(judgement).outcome
        outcomes.add(outcome)
        statuses = {judgement.standing(one).status for one in groups()["active"]}
        if outcome == "stop":
            assert statuses <= {"blocked", "not suggested"}
        elif outcome == "refer":
            assert "offered" not in statuses
    assert outcomes == {"plan", "refer", "stop"}


def test_no_rule_is_dead_and_none_is_always_true():
    """Each applies to some of the random people, and unless it is for everybody does not to others."""
    rng = chance(3)
    applied, not_applied = set(), set()
    for _ in range(2500):
        anybody = {name: value(about, rng) for name, about in known_fields().items() if rng.random() < 0.9}
        full = completed(anybody, depth=rng.choice(DEPTHS))
        for rule in rules():
            (applied if rule.when.judge(full) else not_applied).add(rule.id)
    rare = {"SCR-25", "SCR-26", "SCR-39", "SCR-11"}  # many answers must meet; their visits show them
    assert {rule.id for rule in rules()} - applied <= rare
    assert {rule.id for rule in rules()} - not_applied == {
        rule.id for rule in rules() if rule.when.text == "True"
    }


def test_no_rule_offers_what_it_rules_out_itself():
    for rule in rules():
        assert not set(rule.offers) & set(rule.blocks), rule.id


def test_every_offer_reaches_somebody_and_every_treatment_can_be_held_and_ruled_out():
    """An offer that some block makes unreachable would be dead."""
    rng = chance(5)
    reached, seen = set(), {one: set() for one in treatments()}
    for _ in range(2000):
        answers = profile(rng) | {"accepts_offlabel": True}
        if rng.random() < 0.5:
            answers |= {"sex": "female", "areas": ["midline_part"], "preg_status": "not_possible"}
        answers |= {"region": rng.choice(known_fields()["region"]["allowed"])}
        judgement = judge(answers, depth="clinician")
        for one in treatments():
            standing = judgement.standing(one)
            seen[one].add(standing.status)
            if standing.status == "offered":
                reached |= {rule.id for rule in standing.because if one in rule.offers}
    assert reached == {rule.id for rule in rules() if rule.offers}
    assert all({"offered", "held", "blocked"} <= seen[one] for one in groups()["active"])
