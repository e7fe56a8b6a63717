"""Pictures of a consultation: whose heads are shown, and that they are shown."""

import numpy as np
import pytest
from consultations import consulted
from small_scalp import thin_scalp

from anagen.consultation.consult import UNTREATED
from anagen.consultation.pictures import chosen_people, png_files
from anagen.consultation.wording import barred_words
from anagen.errors import InputError

FINASTERIDE = "finasteride 1 mg oral daily"


def named(found):
    return next(one.name for one in found.options if one.regimen == FINASTERIDE)


def test_people_are_shown_from_the_poor_to_the_good_response():
    ahead = consulted("man").ahead
    rows = chosen_people(ahead, FINASTERIDE, 24, centiles=(5, 50, 95))
    k = int(np.argmin(np.abs(ahead.lives.days - 728)))
    gain = (ahead.lives.cover(FINASTERIDE) - ahead.lives.cover(UNTREATED))[rows, k]

    assert list(gain) == sorted(gain)
    assert gain[0] < gain[-1]


@pytest.mark.slow
def test_a_head_is_shown_now_and_later_with_and_without_treatment(monkeypatch):
    monkeypatch.setattr("anagen.simulation.head.make_scalp", lambda **whose: thin_scalp(whose["sex"]))
    found = consulted("man")
    shown = found.pictures(named(found), size=120, centiles=(50,))

    assert [one.state for one in shown] == ["now", "untreated", "treated"]
    assert {one.pixels.shape for one in shown} == {(120, 120, 3)}
    assert not np.array_equal(shown[0].pixels, shown[1].pixels)
    files = png_files(shown)
    assert len(files) == 3
    assert all(png.startswith(b"\x89PNG") for png in files.values())
    assert barred_words(" ".join(files)) == ()


def test_what_was_not_forecast_is_not_shown():
    found = consulted("man")
    with pytest.raises(InputError, match="no pictures"):
        found.pictures("No treatment")
    with pytest.raises(InputError, match="There is no option"):
        found.pictures("leeches")
    with pytest.raises(InputError, match="month"):
        found.pictures(named(found), month=0)
