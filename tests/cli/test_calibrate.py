"""`anagen calibrate` refuses what it cannot do, and keeps what it did."""

import json

import numpy as np
import pytest

from anagen.calibration import fit as fits
from anagen.calibration.simulations import Simulations
from anagen.calibration.space import free_parameters
from anagen.cli.calibrate import calibrate
from anagen.errors import InputError
from anagen.evidence import known


class Slope:
    """Misses that lead every number to the middle of its range, quick to simulate."""

    def __init__(self):
        evidence = known()
        self.space, self.evidence, self.plans = free_parameters(evidence), evidence, ()

    def misses(self, places):
        return {f"m{i}": 10.0 * (place - 0.5) for i, place in enumerate(places)}


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(fits, "hair_count_objective", lambda _evidence, _seed: Slope())
    monkeypatch.setattr(fits.TwoSided, "of", classmethod(lambda _cls, aim: aim))


@pytest.mark.parametrize("given", [{"minutes": 0.0}, {"minutes": float("nan")}, {"workers": 0}])
def test_what_cannot_be_done_is_refused(given, tmp_path):
    with pytest.raises(InputError, match="above zero"):
        calibrate(state=tmp_path / "s.npz", **given)


@pytest.mark.parametrize("what", ["hair_counts", "healing"])
def test_a_seed_that_is_none_is_refused_before_anything_is_simulated(what, tmp_path):
    with pytest.raises(InputError, match="seed -1"):
        calibrate(what, seed=-1, state=tmp_path / "s.npz")


def test_a_folder_that_is_not_there_is_told_before_anything_is_simulated(tmp_path):
    with pytest.raises(InputError, match=r"no folder .*none to keep s\.npz in"):
        calibrate(state=tmp_path / "none" / "s.npz")


def test_nothing_to_resume_is_said(tmp_path):
    with pytest.raises(InputError, match="no search to resume"):
        calibrate(state=tmp_path / "s.npz", resume=True)


def test_a_state_is_not_overwritten(tmp_path):
    (tmp_path / "s.npz").write_text("")
    with pytest.raises(InputError, match="--resume"):
        calibrate(state=tmp_path / "s.npz")


def test_a_search_ends_where_the_misses_lead(quick, tmp_path, capsys):
    calibrate(state=tmp_path / "s.npz", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["finished"]
    assert told["cost"] < 0.01
    places = [one.place_of(told["values"][one.name]) for one in free_parameters(known()).parameters]
    np.testing.assert_allclose(places, 0.5, atol=0.01)


def test_ctrl_c_keeps_what_was_simulated(quick, tmp_path, monkeypatch, capsys):
    state = tmp_path / "s.npz"
    keep = Simulations.keep

    def stop(self, place, misses):
        keep(self, place, misses)
        if self.begun == 10:
            raise KeyboardInterrupt

    monkeypatch.setattr(Simulations, "keep", stop)
    with pytest.raises(KeyboardInterrupt, match=r"kept in .*s\.npz: go on with --resume"):
        calibrate(state=state)
    monkeypatch.setattr(Simulations, "keep", keep)
    calibrate(state=state, resume=True, json=True)
    assert json.loads(capsys.readouterr().out)["finished"]


def test_too_little_time_says_how_to_go_on(quick, tmp_path):
    with pytest.raises(InputError, match="--resume"):
        calibrate(state=tmp_path / "s.npz", minutes=1e-12)


def test_the_small_fits_are_told_and_written_where_asked(monkeypatch, capsys):
    from anagen.calibration import fit as whole
    from anagen.calibration import patterns
    from anagen.calibration.patterns import PatternFit

    found = PatternFit(values={"front_speed_mean": 0.2}, misses={"a survey": 1.5}, cost=2.25, simulations=7)
    monkeypatch.setattr(patterns, "fit_patterns", lambda *_given, **_more: found)
    written = []
    monkeypatch.setattr(whole, "write_values", written.append)

    calibrate("patterns", json=True)
    assert json.loads(capsys.readouterr().out) == {
        "values": {"front_speed_mean": 0.2},
        "misses": {"a survey": 1.5},
        "simulations": 7,
    }
    assert not written
    calibrate("patterns", apply=True)
    assert written == [found.values]
    assert "1.50  a survey" in capsys.readouterr().out


def test_a_small_fit_keeps_no_state_and_an_unknown_one_is_refused():
    with pytest.raises(InputError, match="keeps no state"):
        calibrate("healing", resume=True)
    with pytest.raises(InputError, match="patterns"):
        calibrate("pattern")
