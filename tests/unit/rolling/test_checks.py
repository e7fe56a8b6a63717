"""Whether to roll today: go, wait until a day, or do not; each with the rule that decides."""

from datetime import date, timedelta

import pytest
from rolling import ANSWERS

from anagen.consultation.rules import rules
from anagen.errors import InputError
from anagen.evidence import known
from anagen.rolling.checks import GO, NO, WAIT, check_words, decide, for_session, rule_interval_days
from anagen.rolling.dose import Rolled, course_risk, dose
from anagen.rolling.recovery import recovery
from anagen.rolling.schedule import course, schedule

TODAY = date(2026, 11, 21)
CLINIC = {"roller_setting": "clinic", "roller_mm": 1.0}


def decided(depth="self", past=(), planned=None, **changed):
    return decide({**ANSWERS, **changed}, today=TODAY, past=past, planned=planned, depth=depth)


def rolled(days_ago, mm=0.5):
    return Rolled(day=-float(days_ago), needle_mm=mm, passes=12.0)


def planned(mm=0.5):
    return Rolled(day=0.0, needle_mm=mm, passes=12.0)


REFUSED = [
    ({"roller_mm": 1.5}, "MND-38"),
    ({"topical_planned": "prp"}, "project"),
    ({"roller_shared": True}, "MND-14"),
    ({"roller_shared": True, **CLINIC}, "MND-14"),
    ({"sex": "female", "norwood": None, "ludwig": "I", "preg_status": "pregnant"}, "MND-13"),
    ({"sex": "female", "norwood": None, "ludwig": "I", "preg_status": "breastfeeding"}, "MND-13"),
    ({"medicines": ("isotretinoin_now",)}, "MND-30"),
    ({"medicines": ("isotretinoin_last_6m",)}, "MND-10"),
    ({"medicines": ("isotretinoin_last_6m",), **CLINIC}, "MND-10"),
    ({"medicines": ("anticoagulant",)}, "MND-05"),
    ({"medicines": ("systemic_steroid",)}, "MND-08"),
    ({"conditions": ("keloid_or_hypertrophic_scars",)}, "MND-04"),
    ({"conditions": ("keloid_or_hypertrophic_scars",), **CLINIC}, "MND-04"),
    ({"conditions": ("psoriasis_scalp",)}, "MND-09"),
    ({"conditions": ("scalp_skin_cancer_or_keratosis",)}, "MND-07"),
    ({"conditions": ("diabetes_uncontrolled",)}, "MND-08"),
    ({"conditions": ("herpes_simplex_scalp",)}, "MND-03"),
    ({"scalp_signs": ("sunburn",)}, "MND-03"),
    ({"scalp_signs": ("pustules",)}, "MND-03"),
    ({"scalp_symptoms": ("burning",)}, "MND-40"),
    ({"allergies": ("metal_nickel_steel",)}, "MND-12"),
    ({"side_effects": ("wound_infection",)}, "MND-23"),
    ({"side_effects": ("dark_marks",)}, "MND-24"),
    ({"bdd_screen_positive": True}, "MND-27"),
    ({"pulling_habit": True}, "MND-27"),
    ({"suicidal_now": True}, "SCR-01"),
    ({"areas": ("patches", "crown")}, "MND-28"),
    ({"onset_speed": "sudden"}, "MND-28"),
    ({"roller_disinfected": False}, "MND-18"),
    ({"roller_uses": 15}, "MND-19"),
    ({"follicle_openings": "not_visible"}, "SCR-03"),
    ({"age": 16, "onset_months": 12.0}, "MND-39"),
]


@pytest.mark.parametrize(("changed", "rule"), REFUSED)
def test_what_speaks_against_rolling_refuses_it_and_is_named(changed, rule):
    decision = decided(**changed)

    assert decision.outcome == NO
    assert rule in {one.rule for one in decision.checks if one.outcome == NO}
    assert decision.until is None


def test_who_would_not_accept_needles_reads_that_and_not_that_it_is_for_others():
    found = decided(accepts_needles=False)

    assert found.outcome == NO
    assert "change what you would accept" in " ".join(one.says for one in found.checks)
    assert "No rule speaks" not in " ".join(one.says for one in found.checks)


def test_a_man_whom_nothing_keeps_may_roll():
    decision = decided()

    assert decision.outcome == GO
    assert not decision.ask
    assert decision.rules_held == len(rules())
    assert all(one.source for one in decision.checks)


@pytest.mark.parametrize(
    "field",
    [
        "roller_shared", "roller_disinfected", "scalp_signs", "side_effects", "conditions", "medicines", "allergies",
        "suicidal_now", "bdd_screen_positive", "pulling_habit", "areas", "onset_speed", "follicle_openings",
        "roller_setting", "scalp_symptoms",
    ],
)  # fmt: skip
def test_an_unanswered_question_holds_the_session_back(field):
    decision = decided(**{field: None})

    assert decision.outcome == NO
    assert field in decision.ask


def test_a_woman_who_did_not_say_whether_she_is_pregnant_is_held_back_and_a_man_is_not_asked():
    woman = decided(sex="female", norwood=None, ludwig="I")

    assert "preg_status" in woman.ask
    assert "preg_status" not in decided().ask


def test_what_is_left_to_a_clinician_goes_on_only_with_one():
    isotretinoin = {"medicines": ("isotretinoin_last_6m",), **CLINIC}

    assert decided(**isotretinoin).outcome == NO
    with_one = decided(depth="clinician", **isotretinoin)
    assert with_one.outcome == GO
    assert "MND-10" in {one.rule for one in with_one.checks if one.outcome == "caution"}
    assert decided(depth="clinician", medicines=("isotretinoin_now",)).outcome == NO  # at home


@pytest.mark.parametrize(("mm", "outcome"), [(0.5, GO), (0.6, GO), (1.0, GO), (1.1, NO)])
def test_long_needles_are_warned_of_at_home_and_from_a_length_on_refused(mm, outcome):
    decision = decided(roller_mm=mm)

    assert decision.outcome == outcome
    assert ("MND-15" in {one.rule for one in decision.checks}) == (mm > 0.5)


@pytest.mark.parametrize(("uses", "said", "outcome"), [(11, False, GO), (12, True, GO), (15, True, NO)])
def test_a_worn_roller_is_reminded_of_and_then_refused(uses, said, outcome):
    decision = decided(roller_uses=uses)

    assert decision.outcome == outcome
    assert ("MND-19" in {one.rule for one in decision.checks}) == said


@pytest.mark.parametrize(
    ("mm", "since", "wait"), [(0.5, 3, 4), (0.3, 1, 2), (0.5, 7, 0), (0.3, 3, 0), (0.25, 0, 3)]
)
def test_too_soon_is_to_wait_until_the_rule_and_the_skin_allow_it(mm, since, wait):
    decision = decided(
        roller_mm=mm,
        roller_interval_days=float(since),
        scalp_healed_since_last=True,
        past=[rolled(since, mm)],
        planned=planned(mm),
    )

    assert decision.outcome == (WAIT if wait else GO)
    assert decision.until == (TODAY + timedelta(days=wait) if wait else None)


def test_a_scalp_that_has_not_settled_waits_and_after_a_week_needs_a_doctor():
    soon = decided(scalp_healed_since_last=False, roller_interval_days=7.0)
    late = decided(scalp_healed_since_last=False, roller_interval_days=8.0)

    assert (soon.outcome, soon.until) == (WAIT, TODAY + timedelta(days=1))
    assert late.outcome == NO
    assert "doctor" in next(one.says for one in late.checks if one.rule == "MND-17")


def test_a_scalp_that_has_not_settled_for_nobody_knows_how_long_goes_to_a_doctor_if_it_is_long():
    found = decided(scalp_healed_since_last=False, roller_interval_days=None)

    assert found.outcome == NO
    assert any("If it has been longer than 7 days" in one.says for one in found.checks)


def test_a_refusal_wins_over_a_wait():
    decision = decided(
        roller_shared=True, roller_interval_days=3.0, scalp_healed_since_last=True, past=[rolled(3)]
    )

    assert decision.outcome == NO
    assert decision.until is None


def test_before_a_first_session_nobody_is_asked_whether_the_last_one_healed():
    assert for_session({}, first=True)["scalp_healed_since_last"] is True
    assert "scalp_healed_since_last" not in for_session({}, first=False)


def test_who_rolls_is_asked_of_the_roller_though_needling_was_never_tried():
    decision = decided(tried=("none",), roller_shared=None, roller_disinfected=None)

    assert {"roller_shared", "roller_disinfected"} <= set(decision.ask)


def test_the_order_of_rules_does_not_matter():
    backwards = tuple(reversed(rules()))
    for changed in ({}, {"roller_shared": True, "roller_mm": 1.5}, {"conditions": None}):
        answers = {**ANSWERS, **changed}
        one = decide(answers, today=TODAY)
        other = decide(answers, today=TODAY, table=backwards)
        assert (one.outcome, one.until, set(one.ask)) == (other.outcome, other.until, set(other.ask))
        assert {check.rule for check in one.checks} == {check.rule for check in other.checks}


def test_every_rule_on_sessions_has_answers_that_let_it_decide():
    about = {one.id for one in rules() if one.topic == "microneedling" and one.session}
    fired = {rule for _, rule in REFUSED}
    fired |= {
        check.rule
        for changed in (
            {"roller_mm": 0.6}, {"roller_uses": 12}, {"medicines": ("antiplatelet",)}, {"fitzpatrick": 5}, {},
            {"roller_interval_days": 3.0, "scalp_healed_since_last": False}, {"platelets_10e9_l": 60.0},
        )
        for check in decided(**changed).checks
    }  # fmt: skip
    after_rolling = {"MND-20", "MND-21", "MND-29"}  # they speak of the hours after it

    assert about - fired == after_rolling


def test_the_words_of_the_checks_name_rules_and_fields_that_there_are():
    from anagen.patient.person import known_fields

    words = check_words()

    assert set(words.stop_anywhere) <= {one.id for one in rules()}
    assert {*words.today, *words.today_again, *words.implied} <= set(known_fields())


def test_the_rules_keep_days_between_sessions_by_length():
    days = {mm: rule_interval_days(needle_mm=mm, setting="clinic") for mm in (0.3, 0.5, 1.0, 2.0)}

    assert days == {0.3: 3, 0.5: 7, 1.0: 7, 2.0: 21}


# The model beside the rules


def test_weekly_sessions_of_a_clinics_course_keep_the_accepted_risk():
    past = [rolled(7 * k, 1.0) for k in range(1, 8)]

    seen = recovery(past, planned(1.0))

    assert seen.free_day == 0
    assert seen.risk_percent < seen.limit_percent


def test_long_needles_week_after_week_are_put_off_by_the_model():
    past = [rolled(7 * k, 1.5) for k in range(1, 10)]

    seen = recovery(past, planned(1.5))

    assert seen.risk_decides
    assert seen.free_day is None or seen.free_day > 0
    decision = decided(
        depth="clinician",
        **{**CLINIC, "roller_mm": 1.5},
        roller_interval_days=7.0,
        scalp_healed_since_last=True,
        past=past,
        planned=planned(1.5),
    )
    assert decision.outcome in {WAIT, NO}
    assert "model" in {one.rule for one in decision.checks}


def test_redness_of_a_session_keeps_from_the_next_one():
    seen = recovery([Rolled(day=0.0, needle_mm=1.5, passes=12.0)], planned(1.5))

    assert seen.redness_day >= 1
    assert seen.free_day >= seen.redness_day


def test_the_risk_counts_all_sessions_of_half_a_year_and_none_before():
    one = course_risk([planned()])
    two = course_risk([rolled(7), planned()])
    old = course_risk([rolled(400), planned()])

    assert two > one
    assert old == one


def test_no_pass_is_no_dose():
    nothing = dose(Rolled(day=0.0, needle_mm=0.5, passes=0.0))

    assert (nothing.holes_per_cm2, nothing.redness_h, nothing.scar_risk_percent) == (0.0, 0.0, 0.0)


def test_twelve_passes_leave_192_holes_a_square_centimeter():
    assert dose(planned()).holes_per_cm2 == pytest.approx(192.0)


# Courses


def test_a_clinics_course_is_eight_weekly_sessions():
    plan = course("clinic")
    due = schedule(plan, TODAY, least_days=7)

    assert plan.sessions == len(due) == 8
    assert {one.since_last_days for one in due[1:]} == {7}
    assert not any(one.moved_because for one in due)
    assert due[0].day == TODAY


def test_a_home_course_is_a_session_a_week_for_24_weeks():
    plan = course("home", needle_mm=0.3)

    assert (plan.sessions, plan.every_days, plan.needle_mm) == (24, 7, 0.3)


def test_a_course_that_would_be_too_much_is_spread_out_and_says_why():
    due = schedule(course("clinic", needle_mm=1.5), TODAY, least_days=7)

    assert due[-1].day > TODAY + timedelta(days=49)
    assert "risk" in due[-1].moved_because
    assert all(one.risk_percent <= 0.457 for one in due)


def test_a_course_that_no_pace_makes_safe_is_refused():
    careful = known().replace(scar_risk_limit=1e-9, because="no risk at all is accepted")

    with pytest.raises(InputError, match="shorter needles"):
        schedule(course("home", needle_mm=1.0), TODAY, least_days=7, evidence=careful)


def test_a_course_keeps_the_rule_on_intervals():
    careless = known().replace(scar_risk_limit=1.0, because="any risk is accepted")
    due = schedule(course("clinic", needle_mm=2.0), TODAY, least_days=21, evidence=careless)

    assert all(one.since_last_days == 21 for one in due[1:])
    assert "rule" in due[1].moved_because


def test_the_regimen_of_a_course_can_be_simulated():
    from anagen.treatment.regimen import Regimen

    plan = course("clinic")
    (rolling,) = Regimen.of(plan.regimen).procedures

    assert len(rolling.session_days(400.0)) == 8
