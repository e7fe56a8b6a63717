"""How a result was made: the record that every result carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from anagen.errors import InputError

__all__ = ["MOST_PEOPLE", "Provenance", "check_run", "provenance"]

LARGEST_SEED = 2**63 - 1
MOST_PEOPLE = 1_000_000
"""Virtual people of one run at most; a million takes hours, and more is a slip of the finger."""

_LIBRARIES = ("numpy", "numba")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What must be the same for a result to come out the same.

    It holds no date and no machine name: two runs of one thing give one record.
    """

    version: str
    """Version of anagen."""
    seed: int
    """Seed of all random numbers of the run."""
    evidence: str
    """SHA-256 of the evidence used, overrides included."""
    overrides: tuple[Mapping[str, Any], ...] = ()
    """Numbers of the evidence that the user replaced, each with name, value and reason."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What else was asked for: people, follicles, grid."""
    python: str
    """Version of Python."""
    platform: str
    """Operating system and processor."""
    libraries: Mapping[str, str] = field(default_factory=dict)
    """Versions of the libraries that compute."""

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        return asdict(self)


def check_run(*, seed: Any, people: Any, follicles: Any) -> None:
    """Refuse a run that nobody can mean.

    Raises
    ------
    InputError
        If the seed is no whole number from 0 on, or people or follicles are too few or too many.
    """
    if not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"The seed {seed!r} is not a whole number from 0 to {LARGEST_SEED}. Give another.")
    if not isinstance(people, int) or not 2 <= people <= MOST_PEOPLE:
        raise InputError(f"Cannot simulate {people!r} people. Give a whole number from 2 to {MOST_PEOPLE}.")
    if not isinstance(follicles, int) or follicles < 1:
        raise InputError(f"Cannot simulate {follicles!r} follicles of each. Give at least 1.")


def provenance(
    *,
    seed: int,
    evidence: str,
    overrides: tuple[Mapping[str, Any], ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> Provenance:
    """The record of a run made here and now.

    Parameters
    ----------
    seed
        Seed of all random numbers of the run.
    evidence
        Fingerprint of the catalogue used.
    overrides
        What `Catalogue.overrides_as_dicts` says.
    settings
        What else was asked for, as plain values.
    """
    import platform
    from importlib.metadata import version

    from anagen import __version__

    return Provenance(
        version=__version__,
        seed=seed,
        evidence=evidence,
        overrides=overrides,
        settings=dict(settings or {}),
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
        libraries={name: version(name) for name in _LIBRARIES},
    )
