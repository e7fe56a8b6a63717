"""Regimens that their page shows are read as it says."""

import re
from pathlib import Path

import pytest

from anagen.treatment.regimen import Regimen

PAGE = (Path(__file__).parents[2] / "docs" / "regimens.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^    (\S.*)$", PAGE, re.MULTILINE)
PRESETS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", PAGE, re.MULTILINE)


def test_regimens_and_presets_are_found():
    assert len(SHOWN) > 9
    assert len(PRESETS) > 1


@pytest.mark.parametrize("text", SHOWN)
def test_a_regimen_prints_itself_and_is_read_again_as_the_same(text):
    regimen = Regimen.of(text)

    assert Regimen.of(str(regimen)) == regimen
    assert len(list(regimen.timetable(1.0))) > 2


@pytest.mark.parametrize(("preset", "means"), PRESETS)
def test_a_preset_means_what_stands_beside_it(preset, means):
    assert str(Regimen.of(preset)) == str(Regimen.of(means))
