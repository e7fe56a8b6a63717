"""Simulate a human scalp, follicle by follicle, under pattern hair loss and its treatments.

>>> import anagen as ag
>>> man = ag.Person(age_years=31, sex="male")
>>> plan = ag.Regimen.parse("finasteride 1 mg oral daily")
>>> history = ag.simulate(man, [plan], years=2, seed=7)

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

__version__ = "0.1.0"

_HOMES = {
    "AnagenError": "anagen.errors",
    "Catalogue": "anagen.evidence",
    "Channel": "anagen.kernel.population",
    "History": "anagen.simulation.history",
    "Person": "anagen.patient.person",
    "Regimen": "anagen.treatment.regimen",
    "Trial": "anagen.trials.protocol",
    "known": "anagen.evidence",
    "run_trial": "anagen.trials.run",
    "simulate": "anagen.simulation.simulate",
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
    return sorted({*globals(), *__all__})
