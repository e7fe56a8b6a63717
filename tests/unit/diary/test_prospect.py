"""The forecast of a diary: what it hands on of the answers."""

from datetime import date

import pytest

from anagen.consultation import forecast
from anagen.diary.logbook import Diary
from anagen.diary.prospect import prospect
from anagen.store import Store

TODAY = date(2026, 1, 5)


class AskedError(Exception):
    """What was asked of the forecast."""


@pytest.mark.parametrize(
    ("respondent", "rater"), [("self", "self"), ("carer", "self"), ("clinician", "doctor")]
)
def test_a_grade_counts_as_that_of_whoever_told_it(tmp_path, monkeypatch, respondent, rater):
    def reweigh(*_, **asked):
        raise AskedError(asked["rater"])

    monkeypatch.setattr(forecast, "reweigh", reweigh)
    with Store.open(tmp_path / "store.sqlite", who="tester") as store:
        diary = Diary(store, store.add_person("Ada"))
        told = {"age": 31, "sex": "male", "norwood": "IIIv", "respondent": respondent}
        store.put(diary.person_id, "answers", TODAY, {"answers": told})

        with pytest.raises(AskedError, match=rater):
            prospect(diary, TODAY)
