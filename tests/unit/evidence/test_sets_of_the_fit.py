"""Draws of the posterior stand within the intervals of their numbers, and are no copies."""

from anagen.evidence import known
from anagen.evidence.ensemble import ensemble, fit_record


def test_each_set_stands_within_the_intervals():
    evidence = known()
    sets = fit_record()["sets"]
    assert len(sets) >= 8
    for values in sets:
        for name, value in values.items():
            low, high = evidence[name].interval
            assert low * (1 - 1e-3) - 1e-9 <= value <= high * (1 + 1e-3), name
    assert len({tuple(one.values()) for one in sets}) == len(sets)


def test_each_set_moves_every_number_of_the_fit():
    fitted = {
        one.name for one in known().values() if one.grade == "calibrated" and "calibration/fit" in one.where
    }
    assert all(set(values) == fitted for values in fit_record()["sets"])


def test_a_number_of_the_user_stays_in_every_set():
    own = known().replace(because="mine", telogen_duration=77.0)
    everyone = ensemble(own)
    assert len(everyone) == 1 + len(fit_record()["sets"])
    assert {one.value("telogen_duration", "day") for one in everyone} == {77.0}
