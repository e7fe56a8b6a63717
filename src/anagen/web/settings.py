"""What an application is set to: where it keeps things, and who may come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["LOOPBACK", "Settings", "default_folder"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
"""Hosts that only this machine reaches."""


def default_folder() -> Path:
    """Where results of simulations are kept: the user's own cache folder."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("anagen", appauthor=False)) / "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an application is set to."""

    database: str | None = None
    """A file or a URL, as `Store.open` takes it; the one of this account if none."""
    passphrase: str | None = field(default=None, repr=False)
    """Of a sealed store."""
    clinic: bool = False
    """Whether there are accounts; without, whoever brings the key is the owner."""
    hosts: tuple[str, ...] = LOOPBACK
    """Names by which browsers may ask for it."""
    key: str | None = field(default=None, repr=False)
    """What browsers have to bring where there are no accounts; `anagen serve` always asks for one."""
    data_folder: Path = field(default_factory=default_folder)
    """Where results of simulations lie."""
    secure_cookies: bool = False
    """Whether it stands behind TLS, so that cookies may ask for it."""
    bundle: bool = True
    """Whether pages use the script bundle, where it was built."""
    run_jobs: bool = True
    """Whether simulations run; tests run them by hand."""
