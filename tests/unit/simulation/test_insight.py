"""What lies between a regimen and the hair: each table where there is something to show."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from anagen.errors import UnknownNameError
from anagen.evidence import known
from anagen.plot.insight import insight_figure
from anagen.simulation.insight import INSIGHTS, insights
from anagen.treatment.regimen import Regimen

KNOWN = known()
BOTH = Regimen.of("minoxidil 5 % 1 mL topical twice daily + microneedling 0.5 mm weekly")


@pytest.fixture(scope="module")
def tables():
    return {one.name: one for one in insights(list(INSIGHTS), BOTH, 0.5, KNOWN)}


def test_each_read_out_has_a_table(tables):
    assert list(tables) == ["channels", "absorption", "wound", "plasma"]
    for one in tables.values():
        time, *others = one.columns.values()
        assert (np.diff(time) > 0.0).all()
        assert all(values.shape == time.shape for values in others)
        json.dumps(one.as_dict())


def test_channels_close(tables):
    area = tables["channels"].columns["area"]

    assert area[0] == 1.0
    assert (np.diff(area) < 0.0).all()


def test_the_blood_gets_the_share_of_the_dose_that_was_published(tables):
    """1.4 % of 100 mg a day, and somewhat more through channels."""
    alone = insights(["absorption"], Regimen(courses=BOTH.courses), 0.5, KNOWN)[0]

    assert alone.columns["into the blood [mg/day]"][-1] == pytest.approx(1.4, rel=0.02)
    assert tables["absorption"].columns["into the blood [mg/day]"][-1] > 1.45


def test_what_is_not_done_is_not_shown():
    assert (
        insights(["channels", "absorption", "wound"], Regimen.of("finasteride 1 mg oral daily"), 1.0, KNOWN)
        == []
    )
    assert insights(list(INSIGHTS), Regimen(), 1.0, KNOWN) == []


def test_an_unknown_read_out_is_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'channels'"):
        insights(["chanels"], BOTH, 1.0, KNOWN)


def test_a_table_has_a_panel_for_each_column(tables):
    for one in tables.values():
        assert len(insight_figure(one).axes) == len(one.columns) - 1


def test_panels_name_their_units_and_a_long_regimen_fits_over_them(tables):
    long = " + ".join([str(BOTH), "finasteride 1 mg oral every 2 days from month 3 until month 24"] * 2)
    for one in tables.values():
        figure = insight_figure(replace(one, regimen=long))
        figure.draw_without_rendering()
        assert figure.axes[0].get_tightbbox().x1 <= figure.bbox.x1
        for ax in figure.axes:
            assert re.search(r"\[.+\]$", ax.get_ylabel().replace("\n", " "))
            assert max(line.get_ydata().max() for line in ax.lines) < ax.get_ylim()[1]
