"""Regimens: what can be written, what they mean, and what is refused."""

from __future__ import annotations

import pytest

from anagen.errors import RegimenError
from anagen.treatment.regimen import Course, Regimen

FINASTERIDE = "finasteride 1 mg oral daily"
SOLUTION = "minoxidil 5 % 1 mL topical twice daily"
ROLLING = "microneedling 1.5 mm weekly"
AFTER_10, AFTER_24 = "starting 10 minutes after rolling", "starting 24 hours after rolling"


@pytest.mark.parametrize(
    ("written", "means"),
    [
        (FINASTERIDE, FINASTERIDE),
        ("Finasteride 1mg daily", FINASTERIDE),
        ("finasteride 1000 ug by mouth once a day", FINASTERIDE),
        ("  finasteride   0.001 g  orally  every day ", FINASTERIDE),
        ("dutasteride .5 mg oral per day", "dutasteride 0.5 mg oral daily"),
        ("finasteride 1 mg oral every other day", "finasteride 1 mg oral every 2 days"),
        ("finasteride 1 mg oral 3 times a week", "finasteride 1 mg oral 3 times weekly"),
        ("finasteride 1 mg oral every 24 hours", FINASTERIDE),
        ("finasteride 1 mg oral every 2 weeks", "finasteride 1 mg oral every 14 days"),
        ("finasteride 1 mg oral every month", "finasteride 1 mg oral monthly"),
        ("finasteride 1 mg oral daily for 24 weeks", f"{FINASTERIDE} until week 24"),
        ("finasteride 1 mg oral daily from month 3", f"{FINASTERIDE} from month 3"),
        ("finasteride 1 mg oral daily from day 14 for 10 days", f"{FINASTERIDE} from week 2 until day 24"),
        ("finasteride 1 mg oral daily until 1 year", f"{FINASTERIDE} until year 1"),
        ("finasteride 1 mg oral daily with 82.5% of the doses", f"{FINASTERIDE} with 82.5 % of doses taken"),
        ("minoxidil 5% 1ml topical twice daily", "minoxidil 5 % 1 mL topical twice daily"),
        ("minoxidil 5 % 1000 uL twice a day", "minoxidil 5 % 1 mL topical twice daily"),
        ("minoxidil 5 % 1 mL topical solution twice daily", "minoxidil 5 % 1 mL topical twice daily"),
        ("minoxidil 5 % 1 mL topical foam daily", "minoxidil 5 % 1 mL foam topical daily"),
        (
            "finasteride 1 mg oral daily, minoxidil 5 % 1 mL topical twice daily",
            "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily",
        ),
        (
            "finasteride 1 mg oral daily and dutasteride 0.5 mg oral weekly",
            "finasteride 1 mg oral daily + dutasteride 0.5 mg oral weekly",
        ),
        ("untreated", "untreated"),
        ("none", "untreated"),
        ("Placebo", "untreated"),
        ("placebo + finasteride 1 mg oral daily", FINASTERIDE),
        ("microneedling 0.5mm 12 passes once a week", "microneedling 0.5 mm 12 passes weekly"),
        ("Dermaroller 500 um weekly", "microneedling 0.5 mm weekly"),
        (
            "microneedling 1.5 mm every 2 weeks for 12 weeks",
            "microneedling 1.5 mm every 14 days until week 12",
        ),
        ("microneedling 1.5 mm weekly for 24 weeks", "microneedling 1.5 mm weekly until week 24"),
        ("microneedling 1.5 mm weekly with 80 % of sessions done", f"{ROLLING} with 80 % of sessions done"),
        ("prp 3 sessions monthly then every 6 months", "prp 3 sessions monthly then every 6 months"),
        ("PRP three sessions every 4 weeks", "prp 3 sessions every 28 days"),
        ("platelet-rich plasma 1 session", "prp 1 session monthly"),
        ("platelet injections 3 sessions monthly", "prp 3 sessions monthly"),
        ("Platelets three injections monthly", "prp 3 sessions monthly"),
        (f"{SOLUTION} starting 10 minutes after rolling, {ROLLING}", f"{SOLUTION} {AFTER_10} + {ROLLING}"),
        (f"{ROLLING} + {SOLUTION} 24 hours after each rolling", f"{SOLUTION} {AFTER_24} + {ROLLING}"),
        (f"{SOLUTION} directly after needling + {ROLLING}", f"{SOLUTION} right after rolling + {ROLLING}"),
        ("finasteride 0.25 % 1 mL daily", "finasteride 0.25 % 1 mL topical daily"),
        ("minoxidil 2.5 mg daily", "minoxidil 2.5 mg oral daily"),
        ("home rolling course", "microneedling 0.5 mm 12 passes weekly until week 24"),
        ("clinic rolling course", "microneedling 1 mm 12 passes weekly until week 8"),
    ],
)
def test_a_regimen_means_what_it_says(written, means):
    assert str(Regimen.of(written)) == means
    assert Regimen.of(means) == Regimen.of(written)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("finasterid 1 mg oral daily", "Did you mean 'finasteride'"),
        ("aspirin 100 mg oral daily", "No drug or procedure named 'aspirin'"),
        ("1 mg finasteride", "does not start with what is given"),
        ("finasteride 1 oral daily", "The dose '1' in 'finasteride 1 oral daily' has no unit"),
        ("finasteride one pill", "Cannot read 'one pill'"),
        ("finasteride oral daily", "needs a dose in mg"),
        ("finasteride 1 mg oral", "does not say how often"),
        ("finasteride -1 mg oral daily", "negative number"),
        ("finasteride 0 mg oral daily", "must be more than zero"),
        ("finasteride 1 mg topical daily", "needs a strength and a volume"),
        ("dutasteride 0.5 % 1 mL topical daily", "none is made for the skin"),
        ("minoxidil 5 % topical daily", "needs a strength and a volume"),
        ("minoxidil 500 % 1 mL topical daily", "more than all of it"),
        ("finasteride 5 % 1 mL oral daily", "needs a dose in mg"),
        ("finasteride 1 mg oral daily from week", "Cannot read 'from week'"),
        ("finasteride 1 mg oral daily for 3 moons", "Cannot read the time '3 moons'"),
        ("finasteride 1 mg oral daily from week 4 until week 4", "Let it end later"),
        ("finasteride 1 mg oral daily until week 4 for 3 weeks", "both until when and for how long"),
        ("finasteride 1 mg oral daily with 120 % of doses taken", "120 % of doses cannot be taken"),
        ("finasteride 1 mg oral 0 times daily", "A pace of zero"),
        ("finasteride 1 mg oral every 0 days", "A pace of zero"),
        ("finasteride 1 mg oral every 1000 days", "cannot be followed"),
        ("finasteride 1 mg oral daily + finasteride 5 mg oral daily", "Two courses of finasteride overlap"),
        ("finasteride 1 mg oral daily + ", "Cannot read the regimen"),
        ("microneedling 5 mm weekly", "longer than any roller for skin"),
        ("microneedling 0 mm weekly", "makes no hole"),
        ("microneedling 0.5 mm 0 passes weekly", "without a pass there is no hole"),
        ("microneedling 0.5 mm three times a day", "the skin needs a day or two to close"),
        ("microneedling weekly", "does not say how long the needles are"),
        ("microneedling 0.5 mm", "does not say how often"),
        ("microneedling 0.5 mm weekly + microneedling 1 mm daily", "Two courses of microneedling overlap"),
        ("dutasteride 0.5 mg topical", "none is made for the skin"),
        ("prp monthly", "does not say how many sessions"),
        ("prp 3 sessions", "does not say how often"),
        ("prp 3 sessions monthly then sometimes", "does not say how often after 'then'"),
        ("prp 0 sessions monthly", "Give between 1 and 100"),
        ("spironolactone 5 % 1 mL topical daily", "none is made for the skin"),
        (f"{SOLUTION} {AFTER_10}", "nothing is rolled"),
        (f"{SOLUTION} starting 8 days after rolling + {ROLLING}", "would never be given"),
        (f"{FINASTERIDE} {AFTER_10} + {ROLLING}", "does not wait for rolling"),
        ("", "Cannot read the regimen ''"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_in_one_line(written, complaint):
    with pytest.raises(RegimenError) as refused:
        Regimen.of(written)

    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


def test_courses_of_one_drug_may_follow_each_other():
    plan = Regimen.of("finasteride 1 mg oral daily until week 52", "finasteride 5 mg oral daily from week 52")

    assert len(plan.courses) == 2
    assert plan.agents == ("finasteride",)


def test_a_solution_of_five_percent_has_fifty_milligrams_in_a_milliliter():
    (course,) = Regimen.of("minoxidil 5 % 1 mL topical twice daily").courses

    assert course.dose_mg == pytest.approx(50.0)


def test_doses_fall_on_their_days_and_stop_before_the_last():
    (course,) = Regimen.of("finasteride 1 mg oral every 2 days from day 3 until day 9").courses

    assert course.dose_days(100.0) == [3.0, 5.0, 7.0]
    assert course.dose_days(5.0) == [3.0]


def test_a_timetable_lists_doses_and_ends():
    table = Regimen.of(
        "finasteride 1 mg oral weekly until week 3", "dutasteride 0.5 mg oral monthly"
    ).timetable(0.1)

    assert [(event.day, event.what) for event in table] == [
        (0.0, "finasteride 1 mg oral"),
        (0.0, "dutasteride 0.5 mg oral"),
        (7.0, "finasteride 1 mg oral"),
        (14.0, "finasteride 1 mg oral"),
        (21.0, "stop finasteride"),
        (30.4375, "dutasteride 0.5 mg oral"),
    ]
    assert str(table).splitlines()[2] == "day    7.00  finasteride 1 mg oral"


def test_doses_that_fall_into_the_wait_after_rolling_are_put_off_to_its_end():
    soon = Regimen.of(f"{SOLUTION} {AFTER_10} + {ROLLING}")
    late = Regimen.of(f"{SOLUTION} {AFTER_24} + {ROLLING}")

    assert soon.dose_days(soon.courses[0], 1.0) == [10.0 / 1440.0, 0.5]
    assert late.dose_days(late.courses[0], 8.5) == [1.0 + 0.5 * k for k in range(12)] + [8.0]


def test_a_timetable_lists_sessions():
    table = Regimen.of("microneedling 0.5 mm 12 passes weekly until week 2 + prp 1 session").timetable(0.1)

    assert [(event.day, event.what) for event in table] == [
        (0.0, "microneedling 0.5 mm 12 passes"),
        (0.0, "prp injection"),
        (7.0, "microneedling 0.5 mm 12 passes"),
        (14.0, "stop microneedling"),
    ]


def test_platelets_are_boosted_at_their_later_pace():
    (course,) = Regimen.of("prp 3 sessions every 28 days then every 100 days until day 300").procedures

    assert course.session_days(1000.0) == [0.0, 28.0, 56.0, 156.0, 256.0]
    assert course.session_days(100.0) == [0.0, 28.0, 56.0]


def test_the_timetable_of_nothing_says_so():
    assert str(Regimen.of("untreated").timetable(1.0)) == "nothing is due"


def test_a_timetable_looks_ahead():
    with pytest.raises(RegimenError, match="more than zero"):
        Regimen.of(FINASTERIDE).timetable(0.0)


@pytest.mark.parametrize(
    "wrong",
    [{"amount_mg": float("nan")}, {"start_day": -1.0}, {"agent": "Finasteride"}, {"formulation": "foam"}],
)
def test_a_course_made_by_hand_is_checked_too(wrong):
    right = {"agent": "finasteride", "route": "oral", "amount_mg": 1.0, "every_days": 1.0}

    with pytest.raises(RegimenError):
        Course(**{**right, **wrong})


def test_a_regimen_that_is_given_up_ends_on_that_day():
    plan = Regimen.of(
        "finasteride 1 mg oral daily from month 3 + minoxidil 5 % 1 mL topical twice daily until week 8 "
        "+ microneedling 1.5 mm weekly"
    )

    cut = plan.until(70.0)

    assert [one.agent for one in cut.courses] == ["minoxidil"]
    assert cut.courses[0].stop_day == 56.0
    assert cut.procedures[0].stop_day == 70.0
    assert plan.until(0.0).is_empty


def test_a_drug_that_waits_for_rolling_waits_no_more_once_rolling_is_gone():
    plan = Regimen.of(
        "minoxidil 5 % 1 mL topical twice daily starting 24 hours after rolling"
        " + microneedling 1.5 mm weekly from week 10"
    )

    assert plan.until(35.0).courses[0].wait_after_rolling_days is None
    assert plan.until(140.0).courses[0].wait_after_rolling_days == 1.0
