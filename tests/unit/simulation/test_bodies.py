"""What regimens share: healing is computed once for whatever else is taken."""

import numpy as np

from anagen.evidence import known
from anagen.instruments import instrument
from anagen.patient.cohort import Group, draw, grown
from anagen.simulation import bodies as bodies_module
from anagen.simulation.bodies import Bodies
from anagen.simulation.numbers import follicle_numbers
from anagen.simulation.observe import observe
from anagen.treatment.healing import healing_drive
from anagen.treatment.regimen import Regimen

ROLLED = "microneedling 0.5 mm weekly for 24 weeks with 80 % of sessions done"


def people():
    return draw(0, 6, seed=3, evidence=known(), age_years=(30.0, 60.0), sex="male")


def test_healing_is_computed_once_for_whatever_else_is_taken(monkeypatch):
    asked = []

    def watched(*given, **settings):
        asked.append(settings["cells"])
        return healing_drive(*given, **settings)

    monkeypatch.setattr(bodies_module, "healing_drive", watched)
    same = Bodies.of(people(), 5, known())
    both = Regimen.of(f"{ROLLED} + finasteride 1 mg oral daily")
    long, short = same.healing(Regimen.of(ROLLED), 60, 7.0), same.healing(both, 26, 7.0)
    afresh = healing_drive(both, same.physiology, cells=26, cell_days=7.0, seed=5, evidence=known())

    assert asked == [60]
    np.testing.assert_array_equal(short, afresh)
    np.testing.assert_array_equal(long[:, :26], afresh)
    same.healing(both, 70, 7.0)
    assert asked == [60, 70]


def test_readings_are_those_of_a_regimen_that_is_observed_alone():
    who = people()
    population = grown(who, numbers=follicle_numbers(known()), follicles=32, seed=5, evidence=known())
    group, days = Group(population=population, candidates=who), np.arange(0.0, 200.0, 14.0)
    read = [instrument("mean_shaft_diameter", {}, known())]
    same = Bodies.of(who, 5, known())
    for plan in map(
        Regimen.of, (ROLLED, f"{ROLLED} + finasteride 1 mg oral daily", "finasteride 1 mg oral daily")
    ):
        alone = observe(group, plan, read, days, evidence=known(), seed=5)
        after_others = observe(group, plan, read, days, evidence=known(), seed=5, bodies=same)
        np.testing.assert_array_equal(alone[0], after_others[0])
