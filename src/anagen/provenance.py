"""How a result was made: the record that every result carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Provenance", "provenance"]

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
