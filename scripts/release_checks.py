"""What must hold of a wheel and a source distribution before they are released; each fault is a sentence."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

PACKAGE = "src/anagen/"
BUNDLE = "anagen/web/static/bundle/"
BUNDLE_NEEDS = {"anagen.js", "anagen.css", "LICENSES.txt"}
BUNDLE_MAY_HOLD = {".js", ".css", ".txt"}
ABOUT = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE"}
MADE_HERE = {".c", ".css", ".html", ".jinja", ".json", ".md", ".py", ".svg", ".toml", ".typed", ".webp"}
"""Kinds of files that are text, or pictures that the program made; of others NOTICE says whose they are."""
NAMED = re.compile(r"\bsrc/(anagen/[\w./-]*\.\w+)")
"""A file of the package as NOTICE names it."""
CLAIMS = "anagen/evidence/claims_measured.json"
MADE_WITH = re.compile(r'"evidence": "([0-9a-f]{12})|, evidence ([0-9a-f]{12}), seed')
"""How a file that was made says with which evidence: as a field of it, or in words for people."""
BUNDLED = re.compile(r"^(\S+) (\d\S*) \(([^)]+)\)$", re.MULTILINE)
"""The first line of each notice in the bundle: name, version, license."""
TERMS = "Permission is hereby granted"
"""Stands in the text of the one license that bundled scripts have."""


def faults(wheel: Path, source: Path, tree: Path, files: Collection[str], *, draft: bool) -> Iterator[str]:
    """All that is wrong with a wheel and a source distribution.

    Parameters
    ----------
    wheel, source
        The two.
    tree
        The tree that they were built from.
    files
        What is committed.
    draft
        Whether the changelog may still lack the version.
    """
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        about = next(name.partition("/")[0] for name in names if name.endswith(".dist-info/METADATA"))
        metadata = packed.read(f"{about}/METADATA")
        notices = packed.read(f"{BUNDLE}LICENSES.txt").decode() if f"{BUNDLE}LICENSES.txt" in names else ""
        made = {name: packed.read(name).decode() for name in names if name.endswith(".json")}
    with tarfile.open(source) as packed:
        shipped = [name.partition("/")[2] for name in packed.getnames()]
    version = wheel.name.split("-")[1]
    yield from wheel_faults(names, files, about)
    yield from source_faults(shipped, files)
    yield from metadata_faults(metadata, version)
    notice = (tree / "NOTICE").read_text(encoding="utf-8")
    yield from notice_faults(notices, notice, (tree / "frontend/package-lock.json").read_text())
    yield from origin_faults(names, notice)
    yield from evidence_faults(made)
    yield from version_faults(
        version,
        (tree / "CITATION.cff").read_text(encoding="utf-8"),
        (tree / "CHANGELOG.md").read_text(encoding="utf-8"),
        draft=draft,
    )


def wheel_faults(names: Iterable[str], files: Iterable[str], about: str) -> Iterator[str]:
    """The wheel holds the package as committed, the scripts of its pages, what wheels say of themselves; no more."""
    code = {name.removeprefix("src/") for name in files if name.startswith(PACKAGE)}
    wanted = code | {f"{about}/{name}" for name in ABOUT}
    held = set(names)
    bundle = {name for name in held if name.startswith(BUNDLE)}
    yield from (f"The wheel lacks {name}." for name in sorted(wanted - held))
    yield from (
        f"The wheel holds {name}, which is not of the package." for name in sorted(held - bundle - wanted)
    )
    yield from bundle_faults({name.removeprefix(BUNDLE) for name in bundle})


def bundle_faults(names: Collection[str]) -> Iterator[str]:
    """The scripts are there, with their notices, and neither their sources nor their maps."""
    yield from (f"The scripts of the pages lack {name}." for name in sorted(BUNDLE_NEEDS - set(names)))
    yield from (
        f"Among the scripts of the pages is {name}."
        for name in sorted(names)
        if Path(name).suffix not in BUNDLE_MAY_HOLD
    )


def source_faults(names: Iterable[str], files: Iterable[str]) -> Iterator[str]:
    """The source distribution holds what is committed, the scripts of the pages, and its metadata; no more."""
    held = {name for name in names if name and not name.startswith(f"src/{BUNDLE}")}
    wanted = {*files, "PKG-INFO"}
    yield from (f"The source distribution lacks {name}." for name in sorted(wanted - held))
    yield from (
        f"The source distribution holds {name}, which is not committed." for name in sorted(held - wanted)
    )


def metadata_faults(metadata: bytes, version: str) -> Iterator[str]:
    """The metadata are what an index takes, and speak of this version."""
    from packaging.metadata import Metadata

    try:
        read = Metadata.from_email(metadata, validate=True)
    except ExceptionGroup as wrong:
        yield from (f"Metadata: {one}." for one in wrong.exceptions)
        return
    if str(read.version) != version:
        yield f"The metadata say version {read.version}, the name of the wheel {version}."
    if not (read.description or "").strip() or read.description_content_type != "text/markdown":
        yield "The metadata have no README."


def notice_faults(bundled: str, notice: str, lock: str) -> Iterator[str]:
    """Every third-party script that is shipped has its license beside it, and its name and version in NOTICE."""
    locked = {
        name.removeprefix("node_modules/"): about.get("version")
        for name, about in json.loads(lock)["packages"].items()
    }
    found = list(BUNDLED.finditer(bundled))
    if not found:
        yield "No script that is shipped has a license beside it."
        return
    ends = [one.start() for one in found[1:]] + [len(bundled)]
    for one, end in zip(found, ends, strict=True):
        name, version, license_name = one.groups()
        if locked.get(name) != version:
            yield f"{name} {version} is shipped; locked is {locked.get(name)}."
        if f"{name} {version} ({license_name})" not in " ".join(notice.split()):
            yield f"NOTICE does not name {name} {version} ({license_name})."
        if TERMS not in bundled[one.end() : end]:
            yield f"The license of {name} is not shipped with it."


def origin_faults(names: Iterable[str], notice: str) -> Iterator[str]:
    """Fonts, meshes and whatever else is not made here are named in NOTICE, and what it names is there."""
    held = {name for name in names if name.startswith("anagen/") and not name.startswith(BUNDLE)}
    told = set(NAMED.findall(notice))
    foreign = {name for name in held if Path(name).suffix not in MADE_HERE}
    yield from (f"NOTICE does not say whose {name} is." for name in sorted(foreign - told))
    yield from (f"NOTICE names {name}, which is not in the wheel." for name in sorted(told - held))


def evidence_faults(made: Mapping[str, str]) -> Iterator[str]:
    """What was made of the evidence, pictures and claims, was made of the same."""
    told = {name: MADE_WITH.search(text) for name, text in made.items()}
    used = {name: one[1] or one[2] for name, one in told.items() if one is not None}
    for name in sorted(used):
        if used[name] != used.get(CLAIMS):
            yield f"{name} was made with evidence {used[name]}, the claims with {used.get(CLAIMS)}: make it anew."


def version_faults(version: str, citation: str, changelog: str, *, draft: bool) -> Iterator[str]:
    """The citation and the changelog speak of the version, and of the same day."""
    cited = re.search(r"^version: (\S+)$", citation, re.MULTILINE)
    if cited is None or cited[1] != version:
        yield f"CITATION.cff is not of version {version}."
    if draft:
        return
    section = re.search(rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$", changelog, re.MULTILINE)
    if section is None:
        yield f"CHANGELOG.md has no section '## [{version}] - YYYY-MM-DD'."
        return
    newest = re.search(r"^## \[(\d.*?)\]", changelog, re.MULTILINE)
    if newest is not None and newest[1] != version:
        yield f"CHANGELOG.md has version {newest[1]} above version {version}."
    if re.search(r"^- ", changelog[: section.start()], re.MULTILINE):
        yield f"CHANGELOG.md has changes above version {version}: they belong into its section."
    day = re.search(r"^date-released: (\S+)$", citation, re.MULTILINE)
    if day is None or day[1].strip("'\"") != section[1]:
        yield f"CITATION.cff has not 'date-released: {section[1]}', the day of the changelog."


def tag_faults(version: str, tags: Collection[str], here: Collection[str]) -> Iterator[str]:
    """The version is not that of another commit."""
    tag = f"v{version}"
    if tag in tags and tag not in here:
        yield f"{tag} is the tag of another commit: what is released now is a new version."
