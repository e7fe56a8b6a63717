"""What must hold of every drug there is, and of every one to come."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

import anagen
from anagen.diary.effects import FIVE_ARI
from anagen.evidence import known
from anagen.skin import SKIN_DRUGS
from anagen.treatment.agents import agents
from anagen.treatment.drives import dht_course, drives
from anagen.treatment.physiology import draw_physiology
from anagen.treatment.regimen import Regimen
from anagen.web.diary.adding import COURSES

KNOWN = known()
MEN = draw_physiology(40, 9, KNOWN)
WOMEN = draw_physiology(40, 9, KNOWN, sex="female")
every_agent = pytest.mark.parametrize("agent", agents().values(), ids=lambda agent: agent.name)


def people_of(agent):
    """Who is given a drug."""
    return WOMEN if agent.women_only else MEN


def weekly(text: str, weeks: int = 60, seed: int = 0, people=None):
    regimen = Regimen.of(text)
    people = people_of(agents()[regimen.agents[0]]) if people is None else people
    return drives(regimen, people, cells=weeks, cell_days=7.0, seed=seed, evidence=KNOWN)


@every_agent
def test_its_numbers_are_known_in_the_units_that_its_laws_count_on(agent):
    for name, unit in agent.parameters().items():
        KNOWN.value(name, unit)
        assert name.startswith(agent.name)


@every_agent
def test_all_numbers_of_its_file_are_read_by_it(agent):
    file = Path(anagen.__file__).parent / "evidence" / "data" / "drugs" / f"{agent.name}.toml"

    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) <= set(agent.parameters())


@every_agent
def test_the_skin_knows_what_is_put_on_it(agent):
    known_to_skin = SKIN_DRUGS.get(agent.name)
    vehicles = () if known_to_skin is None else tuple(known_to_skin.residues)

    assert vehicles == agent.vehicles, "a drug for the scalp has its entry in src/anagen/skin/drugs.py"


@every_agent
def test_it_is_offered_in_the_diary_and_its_kind_is_told_to_the_rules(agent):
    assert agent.example in COURSES
    assert (agent.name in FIVE_ARI) == bool(agent.inhibits)


@every_agent
def test_its_example_is_a_regimen_that_prints_itself(agent):
    plan = Regimen.of(agent.example)

    assert str(plan) == agent.example
    assert plan.agents == (agent.name,)


@every_agent
def test_its_drives_are_finite_and_never_negative(agent):
    seen = weekly(agent.example)
    for drive in (seen.androgen, seen.minoxidil):
        assert np.isfinite(drive).all()
        assert (drive >= 0.0).all()
    assert (seen.androgen <= 1.0 + 1e-12).all()


@every_agent
def test_it_does_something_to_everyone(agent):
    seen = weekly(agent.example)

    # What part of a woman's hair loss hangs on androgen differs, down to none.
    done = (seen.androgen[:, -1] < 0.99) | (seen.minoxidil[:, -1] > 0.01)
    assert done.mean() > 0.7 if agent.women_only else done.all()


@every_agent
def test_it_is_gone_some_time_after_stopping(agent):
    seen = weekly(f"{agent.example} until week 4", weeks=200)

    np.testing.assert_allclose(seen.androgen[:, -1], 1.0, atol=1e-3)
    np.testing.assert_allclose(seen.minoxidil[:, -1], 0.0, atol=1e-3)


@every_agent
def test_the_number_of_threads_changes_no_bit(agent, monkeypatch):
    text = f"{agent.example} with 70 % of doses taken"
    people = draw_physiology(150, 9, KNOWN, sex=people_of(agent).sex)
    reference = weekly(text, people=people)
    for threads in ("1", "3"):
        monkeypatch.setenv("ANAGEN_THREADS", threads)
        again = weekly(text, people=people)
        np.testing.assert_array_equal(again.androgen, reference.androgen)
        np.testing.assert_array_equal(again.minoxidil, reference.minoxidil)


@every_agent
def test_a_person_is_the_same_in_any_company(agent):
    text = f"{agent.example} with 70 % of doses taken"
    everyone = weekly(text)
    alone = weekly(text, people=people_of(agent).take([17]))

    np.testing.assert_array_equal(alone.androgen[0], everyone.androgen[17])
    np.testing.assert_array_equal(alone.minoxidil[0], everyone.minoxidil[17])


@every_agent
def test_another_seed_misses_other_doses(agent):
    text = f"{agent.example} with 70 % of doses taken"
    one, other = weekly(text, seed=1), weekly(text, seed=2)

    assert not (
        np.array_equal(one.androgen, other.androgen) and np.array_equal(one.minoxidil, other.minoxidil)
    )


@every_agent
def test_levels_in_blood_are_never_negative(agent):
    seen = dht_course(
        Regimen.of(f"{agent.example} until week 3"),
        people_of(agent),
        np.arange(0.0, 60.0, 0.5),
        evidence=KNOWN,
    )
    assert agent.name in seen.concentration_ng_per_ml
    for level in seen.concentration_ng_per_ml.values():
        assert (level >= 0.0).all()
