"""Forecasts: one crowd for all regimens, measurements that weigh it, chances that sum to one."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from anagen.consultation.crowd import gather
from anagen.consultation.forecast import forecast, look_ahead, reweigh, started_on
from anagen.consultation.measurements import (
    KINDS,
    RATERS,
    Measurement,
    Seen,
    clear_change,
    least_clear_change,
    weigh,
)
from anagen.consultation.summary import band_of, weighted_quantiles
from anagen.consultation.weighing import cover_on
from anagen.errors import InputError
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.scalp.grading import norwood, severity
from anagen.treatment.regimen import Regimen

MAN = Person(age_years=35, sex="male", norwood="IIIv")
FINASTERIDE = "finasteride 1 mg oral daily"
MINOXIDIL = "minoxidil 5 % 1 mL topical twice daily"
SMALL = {"people": 80, "follicles": 128, "evidence": known(), "seed": 2}


@pytest.fixture(scope="module")
def ahead():
    return look_ahead(MAN, [FINASTERIDE, MINOXIDIL], **SMALL)


def count(value, day=0.0, by="doctor"):
    return Measurement(kind="visible_hair_density", value=value, day=day, by=by)


def test_no_treatment_is_always_beside(ahead):
    assert list(ahead.forecasts) == ["untreated", FINASTERIDE, MINOXIDIL]


def test_chances_sum_to_one_and_bands_are_in_order(ahead):
    for found in ahead.forecasts.values():
        assert [one.month for one in found.outlooks] == [6, 12, 24, 60]
        for one in found.outlooks:
            assert one.gain + one.hold + one.loss == pytest.approx(1.0)
            assert one.density.low90 <= one.density.median <= one.density.high90
            assert 0.0 <= one.cover.median < 1.5


def test_all_regimens_begin_with_the_same_people_on_the_same_day(ahead):
    start = ahead.lives.readings["density"][:, :, 0]

    assert np.array_equal(start[0], start[1])
    assert np.array_equal(start[0], start[2])
    assert len({found.today for found in ahead.forecasts.values()}) == 1


def test_the_same_seed_gives_the_same_forecast(ahead):
    again = forecast(MAN, [FINASTERIDE], **SMALL)

    assert again[FINASTERIDE].outlooks == ahead.forecasts[FINASTERIDE].outlooks


def test_untreated_men_lose_and_treated_men_keep_more(ahead):
    none, treated = (ahead.forecasts[name].at(60) for name in ("untreated", FINASTERIDE))

    assert none.loss > 0.4
    assert treated.loss < 0.6 * none.loss
    assert none.versus_untreated.median == 0.0
    assert treated.versus_untreated.median > 5.0


def test_an_early_shed_comes_out_of_minoxidil_and_not_of_finasteride(ahead):
    shed, none = (ahead.forecasts[name].shed for name in (MINOXIDIL, FINASTERIDE))

    assert shed.emerges
    assert shed.times_untreated.low90 > 1.0
    assert shed.peak_week <= 12
    assert not none.emerges
    assert ahead.forecasts["untreated"].shed is None


def test_what_is_stopped_after_a_year_is_partly_gone_a_year_later(ahead):
    found = ahead.forecasts[FINASTERIDE].stopping

    assert found.benefit_left < 0.9
    assert found.density.median < ahead.forecasts[FINASTERIDE].at(24).density.median
    assert ahead.forecasts["untreated"].stopping is None


def test_a_course_that_ends_by_itself_is_not_stopped():
    found = forecast(
        MAN, ["microneedling 0.5 mm weekly for 24 weeks"], **SMALL | {"people": 8, "follicles": 16}
    )

    assert len(found) == 2
    assert all(one.stopping is None for one in found.values())


def test_a_count_narrows_the_forecast_around_itself(ahead):
    measured = forecast(MAN, [FINASTERIDE], measurements=[count(180.0)], **SMALL)[FINASTERIDE]
    before = ahead.forecasts[FINASTERIDE]

    def width(band):
        return band.high90 - band.low90

    assert width(measured.today.density) < 0.5 * width(before.today.density)
    assert measured.today.density.low90 < 180.0 < measured.today.density.high90
    assert width(measured.at(12).density) < 0.8 * width(before.at(12).density)
    assert measured.effective_people < before.effective_people


def test_a_response_that_was_measured_tells_of_the_next_years():
    def after(gain):
        seen = [count(150.0), count(150.0 + gain, 182.0), count(150.0 + gain, 364.0)]
        return reweigh(MAN, FINASTERIDE, seen, today_day=364.0, years=2.0, **SMALL)

    better, worse = after(30.0), after(-30.0)

    assert set(better) == {"go on", "stop now", "untreated"}
    assert better["go on"].at(12).density.median > worse["go on"].at(12).density.median + 20.0
    assert better["stop now"].at(24).density.median < better["go on"].at(24).density.median
    assert better["go on"].shed is None


def test_what_might_be_taken_next_begins_today():
    found = reweigh(
        MAN,
        FINASTERIDE,
        [count(150.0)],
        today_day=182.0,
        onward=[f"{FINASTERIDE} + {MINOXIDIL}"],
        years=1.0,
        **SMALL | {"people": 12, "follicles": 16},
    )

    assert found[f"{FINASTERIDE} + {MINOXIDIL}"].regimen.count("from") == 2


def test_a_regimen_that_begins_later_ends_later():
    moved = started_on(Regimen.of("microneedling 0.5 mm weekly for 24 weeks"), 70.0)

    assert moved.procedures[0].start_day == 70.0
    assert moved.procedures[0].stop_day == 24 * 7 + 70.0


def test_measurements_that_nobody_meets_are_said_to_count_less():
    odd = [count(40.0), count(400.0, 84.0)]
    found = forecast(MAN, [], measurements=odd, from_day=84.0, **SMALL)["untreated"]

    assert found.tempering < 0.999
    assert any(note.severity == "warning" and "Hardly any" in note.says for note in found.notes)


def test_a_graver_grade_from_a_doctor_means_less_hair():
    def today(grade):
        graded = Measurement(kind="norwood", value=grade, by="doctor")
        return forecast(MAN, [], measurements=[graded], **SMALL)["untreated"].today.cover.median

    assert today("VI") < today("II") - 0.2


@pytest.mark.parametrize("day", [0.0, 364.0])
def test_who_fits_a_later_grade_is_looked_for_among_all_and_counts_once(day):
    graded = Measurement(kind="norwood", value="VI", day=day)
    found = look_ahead(MAN, [], measurements=[graded], from_day=day, years=1.0, **SMALL)
    heads = cover_on(found.crowd, found.lives, graded, "untreated")

    assert np.allclose(found.weight, found.weight[0])
    assert (severity(norwood(heads)) >= 5).mean() > 0.4


def test_a_grade_that_hardly_fits_the_answers_is_said_to():
    def warned(grade):
        graded = Measurement(kind="norwood", value=grade)
        notes = forecast(MAN, [], measurements=[graded], **SMALL)["untreated"].notes
        return [
            one.says for one in notes if one.severity == "warning" and "hardly fits the answers" in one.says
        ]

    assert "Norwood VII, as graded by a doctor" in warned("VII")[0]
    assert not warned("III")


def test_a_grade_under_treatment_is_read_on_the_treated_head():
    """People are looked for by untreated heads, and count alike there: what the drug did tells them apart."""
    graded = Measurement(kind="norwood", value="II", day=728.0)
    found = look_ahead(MAN, [], measurements=[graded], taken=FINASTERIDE, from_day=728.0, years=1.0, **SMALL)
    treated, untreated = (
        cover_on(found.crowd, found.lives, graded, name).relative_density
        for name in (FINASTERIDE, "untreated")
    )

    assert treated.mean() > untreated.mean()
    assert not np.allclose(found.weight, found.weight[0])


def test_shed_hairs_tell_by_their_change_alone():
    few, many = (
        forecast(MAN, [], measurements=[Measurement(kind="comb60", value=value)], **SMALL)["untreated"]
        for value in (5.0, 60.0)
    )

    assert few.today.density.median == pytest.approx(many.today.density.median, rel=0.15)


def test_gaps_that_share_a_factor_are_normal_together():
    days = np.array([0.0, 182.0])
    readings = np.array([[100.0, 120.0], [80.0, 70.0]])
    seen = Seen(days=days, readings={"density": readings}, cover={}, area_cm2=1.0)
    given = [count(110.0), count(115.0, 182.0)]
    found = weigh(given, seen, known(), {"density": 0.2})
    errors = np.array([one.error(known()) for one in given])
    covariance = np.diag(errors**2) + 0.2**2

    exact = [
        multivariate_normal.logpdf(np.log([110.0, 115.0]) - np.log(row), cov=covariance) for row in readings
    ]

    assert np.diff(found.log_likelihood) == pytest.approx(np.diff(exact))
    mean, sd = found.factor["density"]
    assert np.all(sd < 0.2)
    assert mean[1] > mean[0]


def test_blur_brings_people_nearer():
    seen = Seen(days=np.zeros(1), readings={"density": np.array([[100.0], [40.0]])}, cover={}, area_cm2=0.5)
    sharp, blurred = (weigh([count(100.0)], seen, known(), {"density": 0.1}, blur) for blur in (0.0, 1.0))

    assert np.ptp(blurred.log_likelihood) < np.ptp(sharp.log_likelihood)


@pytest.mark.parametrize("by", RATERS)
def test_a_change_within_the_error_is_no_clear_change(by):
    least = least_clear_change("visible_hair_density", by, known())
    within, beyond = (
        clear_change(count(100.0, by=by), count(100.0 * (1.0 + share * least), 182.0, by), known())
        for share in (0.98, 1.02)
    )

    assert within.says == "no clear change"
    assert beyond.says == "clear gain"
    assert clear_change(count(200.0, by=by), count(60.0, by=by), known()).says == "clear loss"


def test_no_clear_change_is_said_of_nine_in_ten_pairs_without_one():
    chance = np.random.default_rng(3)
    one = count(100.0)
    read = 100.0 * np.exp(one.error(known()) * chance.standard_normal((2000, 2)))

    said = [clear_change(count(a), count(b), known()).says for a, b in read]

    assert np.mean([word == "no clear change" for word in said]) == pytest.approx(0.9, abs=0.02)


def test_careful_counts_tell_smaller_changes_than_counts_at_home():
    home, careful = (least_clear_change("hair_count", by, known()) for by in ("self", "doctor"))

    assert careful < 0.6 * home


def test_a_count_in_an_area_is_a_density():
    assert Measurement(kind="hair_count", value=300, area_cm2=2.0).reading == 150.0


def test_a_date_becomes_a_day():
    later = Measurement.on(date(2026, 3, 1), date(2026, 1, 1), kind="comb60", value=12, by="self")

    assert later.day == 59.0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "hairs", "value": 1}, "kind of measurement"),
        ({"kind": "visible_hair_density", "value": -3.0}, "cannot be"),
        ({"kind": "visible_hair_density", "value": 100.0, "by": "barber"}, "rater"),
        ({"kind": "hair_count", "value": 100.0}, "area"),
        ({"kind": "comb60", "value": 3.0, "day": float("nan")}, "day"),
    ],
)
def test_a_measurement_that_cannot_be_is_refused(given, says):
    with pytest.raises(InputError, match=says):
        Measurement(**given)


def test_grades_and_different_kinds_have_no_change():
    grade = Measurement(kind="norwood", value="III")
    with pytest.raises(InputError, match="steps"):
        clear_change(grade, grade, known())
    with pytest.raises(InputError, match="two of one kind"):
        clear_change(count(100.0), Measurement(kind="comb60", value=10), known())
    with pytest.raises(InputError, match="steps"):
        least_clear_change("norwood", "doctor", known())


@pytest.mark.parametrize(
    "given",
    [
        {"from_day": -1.0},
        {"years": 0.0},
        {"measurements": [Measurement(kind="comb60", value=3.0, day=300.0)]},
        {"people": 1},
    ],
)
def test_a_forecast_that_nobody_can_mean_is_refused(given):
    with pytest.raises(InputError):
        forecast(MAN, [], **given)


def test_a_child_is_not_simulated():
    with pytest.raises(InputError, match="18"):
        gather(Person(age_years=16, sex="male"), 10, seed=1, evidence=known())


def test_quantiles_of_people_alike_are_where_the_next_falls_below():
    values = np.random.default_rng(1).normal(size=39)

    found = weighted_quantiles(values, np.ones(39), (0.05, 0.5, 0.95))

    assert found == pytest.approx(np.quantile(values, (0.05, 0.5, 0.95), method="weibull"))


def test_who_counts_for_nothing_moves_no_band():
    values, weight = np.arange(20.0), np.ones(20)
    weight[15:] = 0.0

    assert band_of(values, weight) == band_of(values[:15], np.ones(15))
    assert np.isnan(band_of(np.full(3, np.nan), np.ones(3)).median)


def test_people_who_hardly_count_stretch_no_band():
    values, weight = np.append(np.arange(20.0), [1e6, -1e6]), np.append(np.ones(20), [1e-6, 1e-6])
    found = band_of(values, weight)

    assert -1.0 < found.low90 < found.high90 < 20.0


def test_every_kind_says_what_it_is():
    assert all(one.says for one in KINDS.values())
