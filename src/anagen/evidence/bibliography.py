"""What to cite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from anagen.errors import unknown_name
from anagen.evidence.records import Parameter, Source

__all__ = ["cited_sources", "reference"]


def reference(source: Source) -> str:
    """One line that finds the source in a library."""
    found_by = next(
        (
            f"{label}{value}"
            for label, value in (("doi:", source.doi), ("PMID ", source.pmid), ("", source.identifier))
            if value
        ),
        "",
    )
    title = source.title.rstrip(".")
    return f"{source.authors.rstrip('.')} ({source.year}). {title}. {source.journal}. {found_by}"


def cited_sources(
    names: Iterable[str], parameters: Mapping[str, Parameter], sources: Mapping[str, Source]
) -> tuple[Source, ...]:
    """The sources behind some names, each once, by key.

    Parameters
    ----------
    names
        Parameters, or keys of sources themselves.
    parameters, sources
        All there are.
    """
    keys = set()
    for name in names:
        if name in parameters:
            keys.add(parameters[name].source)
        elif name in sources:
            keys.add(name)
        else:
            raise unknown_name("parameter or source", name, [*parameters, *sources])
    return tuple(sources[key] for key in sorted(keys))
