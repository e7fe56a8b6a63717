"""Charts of a diary: nothing lies on anything else, and the numbers are those that were written."""

import math
from datetime import date, timedelta

import pytest
from figures import check_layout
from matplotlib.dates import date2num

from anagen.diary.chart import (
    CHARTED,
    _dates,
    diary_figure,
    doses,
    measured_over_forecast,
    measured_table,
    shed_hairs,
)
from anagen.diary.entries import Measurement, ShedCount, Taken, Treatment
from anagen.diary.logbook import Diary
from anagen.diary.prospect import prospect
from anagen.evidence import known
from anagen.plot.style import new_axes, save
from anagen.store import Store

DAY, TODAY = date(2025, 1, 5), date(2025, 11, 6)
ZONE = "Europe/Berlin"


def after(days):
    return DAY + timedelta(days=days)


def measured(day, value, by="doctor", **more):
    return Measurement(
        day=after(day), zone=ZONE, **({"measure": "visible_hair_density", "value": value, "by": by} | more)
    )


READINGS = [
    measured(0, 118.0),
    measured(100, 121.0, by="self"),
    measured(200, 133.0, by="automatic"),
    measured(290, 70.0, measure="hair_count", area_cm2=0.5),
    measured(290, 58.0, measure="mean_shaft_diameter"),
    measured(290, 90.0, site="frontal"),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A diary with everything in it, which no test changes."""
    with Store.open(tmp_path_factory.mktemp("diary") / "store.sqlite", who="tester") as store:
        diary = Diary(store, store.add_person("Ada"))
        write(diary)
        yield diary


def write(diary):
    diary.store.put(
        diary.person_id, "answers", DAY, {"answers": {"age": 31, "sex": "male", "norwood": "IIIv"}}
    )
    tablet = diary.add(Treatment(day=DAY, zone=ZONE, course="finasteride 1 mg oral daily"))
    lotion = diary.add(Treatment(day=after(30), zone=ZONE, course="minoxidil 5 % 1 mL topical twice daily"))
    diary.add(
        Taken(day=DAY, zone=ZONE, treatment=tablet, doses={after(k): int(k % 6 > 0) for k in range(300)})
    )
    diary.add(Taken(day=after(30), zone=ZONE, treatment=lotion, doses={after(30 + k): 2 for k in range(270)}))
    for one in READINGS:
        diary.add(one)
    for k, hairs in enumerate((14.0, 22.0, 30.0, 18.0, 11.0)):
        diary.add(ShedCount(day=after(40 * k), zone=ZONE, method="comb60", counts=(hairs,)))
        diary.add(ShedCount(day=after(40 * k), zone=ZONE, method="wash", counts=(4.0 * hairs,)))


@pytest.fixture(scope="module")
def ahead(kept):
    return prospect(kept, TODAY, years=1.0, people=24, follicles=48, beside_unmeasured=True)


def test_a_diary_with_everything_is_drawn_without_a_label_on_another(kept, ahead, tmp_path):
    for measure in CHARTED:
        figure = diary_figure(kept, TODAY, ahead, known(), measure)
        assert len(figure.axes) == 3
        check_layout(figure)
    save(figure, tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 20_000


def test_a_diary_without_a_forecast_and_an_empty_one_are_drawn(kept):
    check_layout(diary_figure(kept, TODAY, None, known()))
    check_layout(measured_over_forecast([], None, known()).figure)
    check_layout(shed_hairs([one.entry for one in kept.entries(ShedCount)], known()).figure)
    check_layout(doses(kept, TODAY).figure)


def test_doses_of_some_days_of_four_weeks_stand_on_those_days(tmp_path):
    with Store.open(tmp_path / "store.sqlite", who="tester") as store:
        diary = Diary(store, store.add_person("Ada"))
        tablet = diary.add(Treatment(day=DAY, zone=ZONE, course="finasteride 1 mg oral daily"))
        diary.add(Taken(day=DAY, zone=ZONE, treatment=tablet, doses={after(k): 1 for k in range(30)}))
        (line,) = doses(diary, after(31)).lines

    assert list(line.get_xdata()) == [date2num(DAY) + 14.0, date2num(DAY) + 29.0]


def test_points_are_the_readings_with_the_error_of_who_counted(kept):
    table = measured_table(READINGS, known(), "visible_hair_density", "vertex")

    assert [one["value"] for one in table] == [118.0, 121.0, 133.0, 140.0]
    widths = {one["by"]: math.log(one["high90"] / one["low90"]) for one in table}
    assert widths["self"] > widths["doctor"]
    for one in table:
        assert one["value"] ** 2 == pytest.approx(one["low90"] * one["high90"])
    assert [one["value"] for one in measured_table(READINGS, known(), "mean_shaft_diameter", "vertex")] == [
        58.0
    ]


def test_the_chart_draws_what_the_table_says(ahead):
    ax = measured_over_forecast(READINGS, ahead, known())

    drawn = sorted(value for container in ax.containers for value in container.lines[0].get_ydata())
    assert drawn == [118.0, 121.0, 133.0, 140.0]
    assert {text.get_text() for text in ax.texts} >= {"as really taken", "nothing ever taken"}
    assert "cm²" in ax.get_ylabel()
    course = ahead.course("go on")
    medians = [one.median for one in course.bands]
    assert any(list(line.get_ydata()) == medians for line in ax.lines)


def test_the_forecast_is_of_what_was_really_taken_and_weighed(ahead):
    assert "with 83 % of doses taken" in str(ahead.taken.regimen)
    assert str(ahead.taken.planned) == (
        "finasteride 1 mg oral daily + minoxidil 5 % 1 mL topical twice daily from day 30"
    )
    kinds = [one.kind for one in ahead.measurements]
    assert kinds.count("visible_hair_density") == 3  # the one of the front says nothing of the vertex
    assert kinds.count("comb60") == kinds.count("wash_test") == 5
    assert set(ahead.forecasts) == {"go on", "stop now", "untreated"}
    assert ahead.narrowed is not None
    assert ahead.narrowed < 0.8
    dates = ahead.dates(ahead.course("go on"))
    assert abs((dates[0] - DAY).days) <= 8  # whole weeks, counted from today
    assert dates == sorted(dates)


def test_those_who_never_began_stand_today_where_they_would(ahead):
    taken, never = ahead.now("go on"), ahead.now("untreated")

    assert taken == ahead.forecasts["go on"].today.density
    assert never.median < taken.median


def test_a_prospect_is_plain_values(ahead):
    import json

    told = json.loads(json.dumps(ahead.as_dict()))

    assert told["day_zero"] == "2025-01-05"
    assert told["provenance"]["seed"] == 1
    assert told["band_relative_to_unmeasured"] == ahead.narrowed


def test_a_forecast_without_age_and_sex_says_what_to_do(diary):
    from anagen.errors import InputError

    with pytest.raises(InputError, match="at least age and sex"):
        prospect(diary, TODAY)


def test_a_chart_of_a_few_days_names_their_month():
    axes = new_axes(None)
    _dates(axes, [date(2026, 11, 22)])
    axes.figure.draw_without_rendering()

    assert "22 Nov" in [one.get_text() for one in axes.get_xticklabels()]
