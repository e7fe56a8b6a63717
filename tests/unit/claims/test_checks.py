"""A claim's status is what its numbers make it, and broken numbers make it fall."""

from functools import cache
from types import MappingProxyType

import pytest
from make_claims import figures_of

from anagen.claims import Check, Claim, Finding, Requirement, check, check_all, claims
from anagen.claims.checks import Measured, NotBuiltError, measurements, shows
from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.evidence.claims_measured import measured_claims

LIMIT = Requirement(name="loss", says="loss is", because="a paper", unit="%", at_least=1.0)
CLAIM = Claim(
    id="X01",
    document="dermaroller",
    claim="It works.",
    must_show="That it works.",
    verdict="agrees",
    literature="It does.",
    required=MappingProxyType({"loss": LIMIT}),
)
NO_DISEASE = {
    "androgen_anagen_acceleration": 0.0,
    "androgen_kenogen_delay": 0.0,
    "size_step_down_share": 0.0,
    "within_anagen_thinning_rate": 0.0,
}
NO_FINASTERIDE = {"finasteride_srd5a1_inactivation": 0.0, "finasteride_srd5a2_inactivation": 0.0}
NO_MINOXIDIL = {
    "minoxidil_thickening": 0.0,
    "minoxidil_anagen_prolongation": 0.0,
    "minoxidil_telogen_acceleration": 0.0,
    "minoxidil_kenogen_acceleration": 0.0,
}
NO_HEALING_EFFECT = {
    "wound_size_lift": 0.0,
    "wound_telogen_acceleration": 0.0,
    "wound_kenogen_acceleration": 0.0,
}
EVERYWHERE = {"male_rim_rise": 0.01, "front_speed_mean": 5.0}
NO_HAIRLINE_KEPT = {"female_hairline_delay": 0.0, "female_sensitivity_shift_log": 0.0}
ALL_AT_ONCE = EVERYWHERE | {"mid_delay_mean_male": 0.0, "frontal_delay_mean_male": 0.0, "front_delay_sd": 0.0}
BROKEN = [
    ("M01", NO_DISEASE, "lost_share"),
    ("M02", NO_DISEASE, "top_left"),
    ("M02", EVERYWHERE, "fringe_left"),
    ("M02", {"male_rim_rise": 0.01, "front_speed_mean": 0.6}, "occiput_ratio"),
    ("M03", NO_FINASTERIDE, "farthest_dht"),
    ("M03", NO_FINASTERIDE, "hair_step"),
    ("M04", NO_DISEASE, "diameter_ratio"),
    ("M04", {"within_anagen_thinning_rate": 0.005}, "between_cycles_share"),
    ("M05", NO_DISEASE, "steps_seen"),
    ("M05", ALL_AT_ONCE, "in_order"),
    ("M06", NO_HAIRLINE_KEPT, "hairline_kept"),
    ("M07", NO_DISEASE, "shaft_ratio"),
    ("M08", NO_FINASTERIDE, "finasteride_gain"),
    ("M08", NO_MINOXIDIL, "together_gain"),
    ("M09", NO_FINASTERIDE, "finasteride_year_1"),
    ("M10", NO_DISEASE, "early_over_late"),
    ("M10", NO_FINASTERIDE, "late_over_none"),
    ("M13", NO_MINOXIDIL, "stop_costs"),
    ("M15", NO_DISEASE, "spread"),
    ("R01", {"needle_depth_share": 0.5}, "depth"),
    ("R01", {"roller_holes_per_pass": 160.0}, "holes"),
    ("R02", NO_HEALING_EFFECT, "needling"),
    ("R03", {"channel_area_half_life": 1e-4}, "at_once"),
    ("R03", {"channel_area_half_life": 1.0}, "next_day"),
    ("R04", {"channel_area_half_life": 0.25}, "area_half_life"),
    ("R04", {"channel_area_half_life": 1.0}, "left_after_hour"),
    ("R05", NO_HEALING_EFFECT, "growing_change"),
    ("R05", {"needling_bleed_ratio": 0.0}, "pdgf_rolled"),
    ("R06", {"wound_damage_time": 12.0}, "inflammation_left"),
    ("R07", {"collagen_making_rate": 0.0}, "collagen"),
    ("R07", {"elastin_making_rate": 0.0}, "elastin"),
    ("R08", {"scar_pressure_scale": 1e3}, "beyond_of_limit"),
    ("R08", {"scar_pressure_scale": 1e-3}, "advised_of_limit"),
    ("R09", {"perfusion_gain": 0.0}, "flow"),
    ("R10", NO_HEALING_EFFECT, "over_first"),
    ("R13", {"minoxidil_heart_rate_concentration": 1e6, "minoxidil_oral_label_dose": 1e6}, "warnings_beyond"),
    ("R13", {"needle_depth_share": 0.5}, "topical_depth"),
    ("R12", {"scar_pressure_scale": 1e9}, "advised_long_risk"),
    ("R13", {"channel_area_half_life": 10.0}, "planned_of_intact"),
    ("R12", {"wnt_antagonist_cap": 100.0, "scar_pressure_scale": 1e9}, "half_millimeter_days"),
    ("R15", NO_HEALING_EFFECT, "gain_week_12"),
    ("R17", {"collagen_making_rate": 0.0}, "collagen"),
]
"""A claim, what is broken in the model, and the number that must show it."""


@cache
def unbroken(key):
    """What the model as it is shows, measured once for all tests of a claim."""
    return check(key)


def found(value, **fields):
    return Check(claim=CLAIM, findings=(Finding(requirement=LIMIT, value=value),), **fields)


@pytest.fixture
def measured_by(monkeypatch):
    """Let a function of the test measure claim M01."""

    def arrange(function):
        monkeypatch.setitem(measurements(), "M01", function)

    return arrange


@pytest.mark.parametrize(
    ("value", "status"), [(1.0, "holds"), (0.9, "falls short"), (float("nan"), "falls short")]
)
def test_the_status_is_what_the_number_makes_it(value, status):
    assert found(value).status == status


def test_a_claim_of_which_a_part_is_missing_does_not_hold():
    one = found(1.0, missing=("the rest",))

    assert one.status == "falls short"
    assert one.figure.endswith("Not built: the rest.")


def test_a_figure_names_each_number_with_its_unit_and_limit_and_marks_the_one_that_fails():
    assert found(3.25).figure == "loss is 3.25 % (asked: at least 1)."
    assert found(0.5).figure == "loss is 0.5 % (NOT MET, asked: at least 1)."


def test_a_claim_without_a_measurement_is_not_built_and_says_what_is_missing(monkeypatch):
    monkeypatch.delitem(measurements(), "M12")
    one = check("M12")

    assert one.status == "not built"
    assert one.figure == "Not built: a measurement of it."
    assert one.findings == ()


def test_a_measurement_that_needs_what_is_not_there_makes_its_claim_not_built(measured_by):
    def lacking(_evidence):
        raise NotBuiltError("a wheel")

    measured_by(lacking)

    assert check("M01").status == "not built"
    assert check("M01").figure == "Not built: a wheel."


def test_a_model_that_refuses_to_run_falls_short(measured_by):
    def refusing(_evidence):
        raise InputError("nobody fits")

    measured_by(refusing)

    assert check("M01").status == "falls short"
    assert "nobody fits" in check("M01").figure


def test_a_measurement_of_other_numbers_than_those_asked_for_is_a_bug(measured_by):
    measured_by(lambda _evidence: Measured(values={"something_else": 1.0}))

    with pytest.raises(ValueError, match="something_else"):
        check("M01")


def test_a_second_function_for_a_claim_is_a_bug():
    assert "M01" in measurements()
    with pytest.raises(ValueError, match="M01"):
        shows("M01")(lambda _evidence: Measured(values={}))


def test_a_function_for_no_claim_is_refused():
    with pytest.raises(UnknownNameError):
        shows("X99")


@pytest.mark.slow
@pytest.mark.parametrize("key", [key for key, one in claims().items() if one.required])
def test_a_claim_is_as_recorded_and_gives_finite_numbers_and_the_same_twice(key):
    """The other time is the one on record, of another process; only where that has other figures, a second one here."""
    found = unbroken(key)

    assert found.as_recorded, found.figure
    assert found.status in {"holds", "falls short"}
    assert [one.requirement.name for one in found.findings] == list(claims()[key].required)
    assert all(one.value == one.value for one in found.findings)
    assert is_on_record(found) or found.as_dict() == check(key).as_dict()


def is_on_record(found):
    """Whether the figures on record are these, to the last digit that is written down."""
    key, kept = found.claim.id, measured_claims()
    return figures_of(found) == {
        "values": kept.values.get(key),
        "beside": kept.beside.get(key),
        "missing": list(kept.missing.get(key, ())),
        "refused": kept.refused.get(key),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("key", "numbers", "name"), BROKEN)
def test_a_broken_model_makes_its_claim_fall_short(key, numbers, name):
    before = {one.requirement.name: one.met for one in unbroken(key).findings}

    one = check(key, known().replace(because="to see the check fail", **numbers))

    assert before[name]
    assert one.status == "falls short"
    assert one.refused or not {found.requirement.name: found.met for found in one.findings}[name]


def test_several_are_checked_in_their_order():
    assert [one.claim.id for one in check_all(["R01", "M01"])] == ["M01", "R01"]
