"""Who sits for pictures, and at which times nobody can."""

import pytest

from anagen.errors import InputError
from anagen.patient.person import Person
from anagen.render.sitters import sitters

MAN = Person(age_years=45, sex="male", norwood="V")


@pytest.mark.parametrize(
    ("years", "says"),
    [
        ([0.0, 900.0], "Cannot look at 0, 900 years"),
        ([float("nan")], "Cannot look at nan years"),
        ([], "Cannot look at no years"),
        ([0.0, 0.001], "two fall in one week"),
    ],
)
def test_times_that_no_head_has_are_refused_before_anybody_is_simulated(monkeypatch, years, says):
    monkeypatch.setattr("anagen.render.sitters.heads", lambda *_, **__: pytest.fail("it was simulated"))
    monkeypatch.setattr("anagen.render.sitters._fitting", lambda *_: pytest.fail("it was looked for"))

    with pytest.raises(InputError, match=says):
        sitters(MAN, ["untreated"], years)
