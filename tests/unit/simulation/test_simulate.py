"""`simulate`: one person under regimens."""

import csv
import json

import numpy as np
import pytest
import xarray as xr

from anagen.errors import InputError, UnknownNameError
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.simulation.simulate import MEASURES, simulate
from anagen.treatment.regimen import Regimen

MAN = Person(age_years=31, sex="male", norwood="IIIv")
SMALL = {"years": 2.0, "people": 30, "follicles": 60, "seed": 3, "evidence": known()}
FINASTERIDE = "finasteride 1 mg oral daily"


@pytest.fixture(scope="module")
def history():
    """A man under finasteride, and untreated."""
    return simulate(MAN, FINASTERIDE, **SMALL)


def test_no_treatment_is_always_beside(history):
    assert history.regimens == ("untreated", FINASTERIDE)
    assert simulate(MAN, **SMALL).regimens == ("untreated",)
    assert simulate(MAN, "untreated", FINASTERIDE, FINASTERIDE, **SMALL).regimens == history.regimens


def test_a_regimen_may_be_words_or_a_value(history):
    again = simulate(MAN, Regimen.of(FINASTERIDE), **SMALL)

    assert np.array_equal(again.values, history.values, equal_nan=True)


def test_arrays_are_frozen_and_of_the_shape_that_labels_say(history):
    assert history.values.shape == (2, len(MEASURES), 30, history.days.size)
    assert history.days[0] == 0.0
    assert history.days[-1] == pytest.approx(2 * 365.25, abs=14.0)
    with pytest.raises(ValueError, match="read-only"):
        history.values[0, 0, 0, 0] = 1.0


def test_another_regimen_beside_changes_nothing(history):
    """The same people, the same chance: what is added to a comparison leaves the rest as it was."""
    more = simulate(MAN, FINASTERIDE, "dutasteride 0.5 mg oral daily", **SMALL)

    assert np.array_equal(more.values[:2], history.values, equal_nan=True)


def test_all_regimens_start_from_the_same_day(history):
    first = history.values[:, :, :, 0]

    assert np.array_equal(first[0], first[1], equal_nan=True)
    of_hairs = np.isin(history.measures, ["anagen_share", "mean_shaft_diameter"])
    assert np.isfinite(first[:, ~of_hairs]).all(), (
        "only shares and means of hairs that are not there are no number"
    )


def test_finasteride_lowers_dht_and_keeps_hair(history):
    serum, _, _ = history.band("serum_dht", FINASTERIDE)
    gain, _, _ = history.compare(FINASTERIDE).band("visible_hair_density")

    assert serum[0] == 100.0
    assert 15.0 < serum[-1] < 45.0
    assert gain[-1] > 5.0


def test_a_band_holds_nine_of_ten(history):
    middle, low, high = history.band("visible_hair_density")
    values = history.of("visible_hair_density")

    inside = ((values >= low) & (values <= high)).mean(axis=0)
    assert inside.min() > 0.85
    assert (low <= middle).all()
    assert (middle <= high).all()


def test_a_graver_grade_has_less_hair():
    by_grade = {
        grade: simulate(Person(age_years=40, sex="male", norwood=grade), **SMALL).band(
            "visible_hair_density"
        )[0][0]
        for grade in ("II", "IIIv", "V", "VII")
    }

    assert by_grade["II"] > by_grade["IIIv"] > by_grade["V"] > by_grade["VII"]


def test_who_noticed_it_later_has_more_hair_now():
    early, late = (
        simulate(Person(age_years=40, sex="male", norwood="IV", onset_months=months), **SMALL)
        for months in (180, 36)
    )

    assert late.band("visible_hair_density")[0][0] > early.band("visible_hair_density")[0][0] + 10.0


def test_the_json_has_the_shape_that_scripts_rely_on(history):
    said = json.loads(json.dumps(history.as_dict()))

    assert said["person"] == {"age": 31, "sex": "male", "norwood": "IIIv"}
    assert [one["regimen"] for one in said["regimens"]] == list(history.regimens)
    for regimen in said["regimens"]:
        assert [course["measure"] for course in regimen["courses"]] == list(MEASURES)
        for course in regimen["courses"]:
            assert {"region", "measure", "unit", "day", "median", "low90", "high90"} == set(course)
            assert (
                len(course["day"]) == len(course["median"]) == len(course["low90"]) == len(course["high90"])
            )
    assert said["provenance"]["seed"] == 3


def test_labeled_arrays_and_files_hold_the_same_numbers(history, tmp_path):
    history.to_netcdf(tmp_path / "history.nc")
    history.to_csv(tmp_path / "history.csv")

    middle, low, high = history.band("visible_hair_density", FINASTERIDE)
    with xr.open_dataset(tmp_path / "history.nc", engine="h5netcdf") as data:
        stored = data["visible_hair_density"].sel(regimen=FINASTERIDE)
        assert stored.attrs["units"] == "hairs/cm2"
        assert stored.sel(statistic="low90").values == pytest.approx(low)
    with (tmp_path / "history.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if (row["regimen"], row["measure"]) == (FINASTERIDE, "visible_hair_density")
        ]
    assert [float(row["median"]) for row in rows] == pytest.approx(middle, rel=1e-5)
    assert [float(row["high90"]) for row in rows] == pytest.approx(high, rel=1e-5)


def test_a_summary_has_a_line_a_regimen_and_a_column_a_year(history):
    lines = history.summary().splitlines()

    assert lines[0].split("  ")[0] == "visible_hair_density [hairs/cm2]"
    assert lines[0].endswith("year 2")
    assert [line.split("  ")[0] for line in lines[1:]] == list(history.regimens)


def test_several_sets_of_numbers_share_the_people():
    sets = [known(), known().replace(sensitivity_median_log=1.3, because="a test of the ensemble")]

    history = simulate(MAN, **SMALL | {"evidence": sets})

    alone = simulate(MAN, **SMALL | {"people": 15})
    assert history.people == 30
    assert np.array_equal(history.values[:, :, :15], alone.values, equal_nan=True)


def test_progress_adds_up_to_all_of_it():
    told = []

    simulate(MAN, **SMALL, progress=told.append)

    assert sum(told) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"person": Person(age_years=12, sex="female")}, "People from 18 to 90"),
        ({"region": "chin"}, "No region"),
        ({"years": -1.0}, "Cannot look -1 years ahead"),
        ({"years": float("nan")}, "Cannot look nan years ahead"),
        ({"people": 1}, "Give a whole number from 2"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_line(given, says):
    person = given.get("person", MAN)
    rest = {name: value for name, value in given.items() if name != "person"}

    with pytest.raises(InputError) as caught:
        simulate(person, **SMALL | rest)

    assert says in str(caught.value)


def test_what_a_history_does_not_hold_is_refused(history):
    with pytest.raises(UnknownNameError, match="Did you mean 'serum_dht'"):
        history.band("serum_dth")
    with pytest.raises(UnknownNameError, match="regimen of this history"):
        history.band("serum_dht", "minoxidil")
    with pytest.raises(InputError, match="There is no regimen 7"):
        history.compare(7)
