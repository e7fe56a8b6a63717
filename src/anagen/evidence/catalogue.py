"""All that is known, looked up by name."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from anagen.errors import FileError, InputError, UnitError, unknown_name
from anagen.evidence.bibliography import cited_sources, reference
from anagen.evidence.records import Override, Parameter, Source, Spread

__all__ = ["Catalogue", "known", "read_catalogue", "trial_files"]

DATA = Path(__file__).parent / "data"
OTHER_FILES = ("sources.toml", "epidemiology.toml")
"""Files beside those of parameters, with a form of their own."""

_Record = TypeVar("_Record", Parameter, Source, Spread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue(Mapping[str, Parameter]):
    """Parameters by name, with their sources.

    Examples
    --------
    >>> from anagen.evidence import known
    >>> known().value("catagen_duration", "day")
    17.5
    >>> known().replace(catagen_duration=20, because="this person's phototrichogram").overrides[0].was
    17.5
    """

    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    data_sha256: str
    """SHA-256 of the files that were read."""
    overrides: tuple[Override, ...] = field(default=())
    """What was replaced, in the order it was."""

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self.parameters[name]
        except KeyError:
            raise unknown_name("parameter", name, self.parameters) from None

    def __contains__(self, name: object) -> bool:
        return name in self.parameters  # the Mapping mixin waits for a KeyError, ours is another

    def __iter__(self) -> Iterator[str]:
        return iter(self.parameters)

    def __len__(self) -> int:
        return len(self.parameters)

    def value(self, name: str, unit: str) -> float:
        """A parameter's typical value, in the unit that the caller counts on.

        Raises
        ------
        UnitError
            If the catalogue keeps it in another unit: nothing is converted behind the reader's back.
        """
        parameter = self[name]
        if parameter.unit != unit:
            raise UnitError(f"The parameter {name!r} is in {parameter.unit!r}, not in {unit!r}.")
        return parameter.value

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """All names that start so, in alphabetical order."""
        return tuple(sorted(name for name in self.parameters if name.startswith(prefix)))

    def replace(self, /, *, because: str, **values: float) -> Catalogue:
        """Another catalogue in which some values are the user's own.

        Parameters
        ----------
        because
            The reason; it ends up in the provenance of every result.
        **values
            New value by name of parameter. [unit of the parameter]
        """
        parameters, overrides = dict(self.parameters), list(self.overrides)
        for name, value in values.items():
            was = self[name]
            override = Override(name=name, value=float(value), was=was.value, because=because)
            # The published interval says nothing about a number that somebody put in its place.
            parameters[name] = replace(
                was, value=override.value, interval=None, grade="assumed", derivation=because, checked_by=None
            )
            overrides.append(override)
        return replace(self, parameters=MappingProxyType(parameters), overrides=tuple(overrides))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that a result can depend on: the data, and what was replaced."""
        if not self.overrides:
            return self.data_sha256
        replaced = {one.name: one.value for one in self.overrides}
        return hashlib.sha256(f"{self.data_sha256} {sorted(replaced.items())!r}".encode()).hexdigest()

    def overrides_as_dicts(self) -> tuple[dict[str, Any], ...]:
        """The overrides as plain values, for provenance."""
        return tuple(asdict(one) for one in self.overrides)

    def cite(self, names: Iterable[str]) -> tuple[str, ...]:
        """References of the sources behind some parameters, each once.

        Parameters
        ----------
        names
            Parameters, or keys of sources themselves.
        """
        return tuple(reference(source) for source in cited_sources(names, self.parameters, self.sources))

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only view cannot be pickled, and a catalogue travels to workers.
        return _rebuild, (dict(self.parameters), dict(self.sources), self.data_sha256, self.overrides)


def _rebuild(
    parameters: dict[str, Parameter], sources: dict[str, Source], sha256: str, overrides: tuple[Override, ...]
) -> Catalogue:
    return Catalogue(
        parameters=MappingProxyType(parameters),
        sources=MappingProxyType(sources),
        data_sha256=sha256,
        overrides=overrides,
    )


@cache
def known() -> Catalogue:
    """All that the package knows, read once."""
    return read_catalogue(DATA)


def trial_files(folder: Path = DATA) -> Mapping[str, Path]:
    """The packaged trials' files by their identifiers."""
    return {path.stem: path for path in sorted((folder / "trials").glob("*.toml"))}


def read_catalogue(folder: Path) -> Catalogue:
    """Read every parameter and source below a folder.

    Parameters
    ----------
    folder
        Holds ``sources.toml``, one file a topic, and ``drugs/`` with one file a drug; what lies in
        ``trials/`` counts for the fingerprint but is read elsewhere.

    Raises
    ------
    FileError
        If a file cannot be read, an entry is wrong, or a name stands twice.
    """
    sources = {
        key: _record(Source, folder / "sources.toml", {**entry, "key": key})
        for key, entry in _tables(folder / "sources.toml").items()
    }
    parameters: dict[str, Parameter] = {}
    for path in [*sorted(folder.glob("*.toml")), *sorted((folder / "drugs").glob("*.toml"))]:
        if path.name in OTHER_FILES:
            continue
        for name, entry in _tables(path).items():
            if name in parameters:
                raise FileError(
                    path, f"The parameter {name!r} stands in another file already; names are unique."
                )
            parameters[name] = _parameter(path, name, entry)
            if parameters[name].source not in sources:
                raise FileError(path, f"{name}: {unknown_name('source', parameters[name].source, sources)}")
    return _rebuild(parameters, sources, _sha256(folder), ())


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(path, f"Cannot be read: {error}.") from None
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise FileError(path, f"{name!r} stands outside a table; every entry is a table [name].")
    return tables


def _parameter(path: Path, name: str, entry: dict[str, Any]) -> Parameter:
    given = dict(entry)
    given["derivation"] = given.pop("from", None)
    if "spread" in given:
        given["spread"] = _record(Spread, path, given["spread"])
    if "interval" in given:
        if len(given["interval"]) != 2:
            raise FileError(path, f"{name}: an interval is [low, high], not {given['interval']}.")
        given["interval"] = (float(given["interval"][0]), float(given["interval"][1]))
    if isinstance(given.get("value"), int):
        given["value"] = float(given["value"])
    return _record(Parameter, path, {**given, "name": name})


def _record(kind: type[_Record], path: Path, given: dict[str, Any]) -> _Record:
    """One record from its table, with the file in front of any complaint."""
    who = given.get("name") or given.get("key") or kind.__name__.lower()
    allowed = {one.name: one for one in fields(kind)}
    try:
        for name in given:
            if name not in allowed:
                raise unknown_name("field", name, {"from" if one == "derivation" else one for one in allowed})
        return kind(**given)
    except TypeError as error:
        raise FileError(path, f"{who}: {str(error).replace(f'{kind.__name__}.__init__() ', '')}.") from None
    except (InputError, AttributeError) as error:
        raise FileError(path, f"{who}: {error}") from None


def _sha256(folder: Path) -> str:
    """The same on every system: names with forward slashes, lines ending alike."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()
