"""Simulate a human scalp, follicle by follicle, under pattern hair loss and its treatments.

>>> import anagen as ag
>>> man = ag.Person(age_years=31, sex="male")
>>> history = ag.simulate(man, "finasteride 1 mg oral daily", years=1, people=20, follicles=50)
>>> history.regimens
('untreated', 'finasteride 1 mg oral daily')

The public names below are fetched when they are first asked for, so that importing costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anagen.errors import AnagenError as AnagenError
    from anagen.evidence import Catalogue as Catalogue
    from anagen.evidence import known as catalogue  # noqa: F401  the word a reader would look for
    from anagen.evidence import known as known
    from anagen.kernel.population import Channel as Channel
    from anagen.patient.person import Person as Person
    from anagen.patient.person import read_person as read_person
    from anagen.render.look import Look as Look
    from anagen.render.photograph import render_head as render_head
    from anagen.scalp import make_scalp as make_scalp
    from anagen.simulation.head import HeadHistory as HeadHistory
    from anagen.simulation.head import simulate_head as simulate_head
    from anagen.simulation.history import History as History
    from anagen.simulation.simulate import simulate as simulate
    from anagen.treatment.regimen import Regimen as Regimen
    from anagen.trials.files import find_trial as find_trial
    from anagen.trials.power import power as power
    from anagen.trials.protocol import Trial as Trial
    from anagen.trials.run import run_trial as run_trial
    from anagen.trials.validate import Validation as Validation
    from anagen.trials.validate import validate as validate

__version__ = "0.1.0"

_HOMES = {
    "AnagenError": "anagen.errors",
    "Catalogue": "anagen.evidence",
    "Channel": "anagen.kernel.population",
    "HeadHistory": "anagen.simulation.head",
    "History": "anagen.simulation.history",
    "Look": "anagen.render.look",
    "Person": "anagen.patient.person",
    "Regimen": "anagen.treatment.regimen",
    "Trial": "anagen.trials.protocol",
    "Validation": "anagen.trials.validate",
    "find_trial": "anagen.trials.files",
    "known": "anagen.evidence",
    "make_scalp": "anagen.scalp",
    "power": "anagen.trials.power",
    "read_person": "anagen.patient.person",
    "render_head": "anagen.render.photograph",
    "run_trial": "anagen.trials.run",
    "simulate": "anagen.simulation.simulate",
    "simulate_head": "anagen.simulation.head",
    "validate": "anagen.trials.validate",
}
"""Where each public name lives."""

_ALIASES = {"catalogue": "known"}

__all__ = ["__version__", *sorted([*_HOMES, *_ALIASES])]  # noqa: PLE0604  all are strings


def __getattr__(name: str) -> Any:
    target = _ALIASES.get(name, name)
    home = _HOMES.get(target)
    if home is None:
        raise AttributeError(f"module 'anagen' has no attribute {name!r}")
    found = getattr(import_module(home), target)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
