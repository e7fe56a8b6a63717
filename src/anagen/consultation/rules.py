"""The rules of the consultation: what is true of some answers, what is then said, and what it does."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from anagen.consultation.answers import DEPTHS
from anagen.consultation.logic import Condition
from anagen.errors import InputError, unknown_name
from anagen.patient.person import known_fields

__all__ = ["EFFECTS", "KINDS", "Rule", "groups", "rules", "table_hash", "treatments"]

KINDS = (
    "indication",
    "contraindication",
    "caution",
    "interaction",
    "monitoring",
    "expectation",
    "red_flag",
    "protocol",
)
EFFECTS = ("stop", "refer", "investigate", "note")
"""What a finding does to the consultation, the gravest first."""
URGENCIES = ("", "now", "urgent", "soon")
SESSIONS = ("", "stop", "wait", "warn")
"""What a rule does to a session with the roller that is about to begin."""
GRAVEST_FIRST = ("blocks", "holds", "cautions", "notes")
ON_TREATMENTS = (*GRAVEST_FIRST, "offers")
FOLDER = Path(__file__).with_name("rules")
EVERYWHERE = "True"
NOT_RULES = ("sources.toml", "treatments.toml")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule."""

    id: str
    topic: str
    """Name of its file."""
    kind: str
    """One of `KINDS`."""
    title: str
    when: Condition
    """Where it applies, its regions included."""
    says: str
    strength: str
    """How strong its source is, in the words of the field."""
    source: str
    """Title of the source."""
    url: str
    read: str
    """How far the source was read."""
    again: str = ""
    """On which day a second reader found it again; empty if nobody did."""
    otherwise: str = ""
    """What is said where it does not apply, though it is asked."""
    regions: tuple[str, ...] = ()
    """Where it holds; everywhere if empty."""
    depths: tuple[str, ...] = DEPTHS
    """In which depths of the consultation it is judged."""
    sex: str = ""
    """Of whom `otherwise` is said."""
    effect: str = ""
    """What it does to the screening, one of `EFFECTS`; empty if it says nothing there."""
    urgency: str = ""
    session: str = ""
    """What it does to a rolling session."""
    plausible: bool = False
    """Whether it makes pattern loss plausible."""
    suggests: tuple[str, ...] = ()
    """What else it may be."""
    blocks: tuple[str, ...] = ()
    """Treatments that it rules out."""
    holds: tuple[str, ...] = ()
    """Treatments on which a clinician decides: held for everybody else."""
    cautions: tuple[str, ...] = ()
    """Treatments of which it must be known whether it applies, and told if it does."""
    notes: tuple[str, ...] = ()
    """Treatments beside which it is told."""
    offers: tuple[str, ...] = ()
    """Treatments that it speaks for."""
    acts: Mapping[str, frozenset[str]] = field(init=False, repr=False)
    """Treatments by how it acts on them: `blocks`, `holds`, `cautions`, `notes`, `offers`."""
    pairs: tuple[tuple[str, str], ...] = field(init=False, repr=False)
    """The same as pairs of a treatment and a way."""

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("kind", self.kind, KINDS),
            ("effect", self.effect, ("", *EFFECTS)),
            ("urgency", self.urgency, URGENCIES),
            ("session", self.session, SESSIONS),
        ):
            if value not in allowed:
                raise unknown_name(f"{name} of a rule ({self.id})", value, allowed)
        for depth in self.depths:
            if depth not in DEPTHS:
                raise unknown_name(f"depth of a rule ({self.id})", depth, DEPTHS)
        object.__setattr__(self, "acts", {name: frozenset(getattr(self, name)) for name in ON_TREATMENTS})
        pairs = tuple((treatment, how) for how in ON_TREATMENTS for treatment in getattr(self, how))
        object.__setattr__(self, "pairs", pairs)

    def acts_on(self, treatment: str, *how: str) -> bool:
        """Whether it acts on a treatment in one of some ways: `blocks`, `holds`, `cautions`, `notes`, `offers`."""
        return any(treatment in self.acts[one] for one in how)

    def as_dict(self) -> dict[str, Any]:
        """What a result keeps of it."""
        return {"rule": self.id, "says": self.says, "source": self.source, "url": self.url}


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by topic and number."""
    sources = _read("sources.toml")
    made: dict[str, Rule] = {}
    for path in _files():
        if path.name in NOT_RULES:
            continue
        for name, about in _read(path.name).items():
            if name in made:
                raise InputError(f"Two rules are called {name}. Give one of them another number.")
            made[name] = _rule(name, path.stem, about, sources)
    return tuple(made.values())


@cache
def treatments() -> tuple[str, ...]:
    """All treatments of which rules speak."""
    return tuple(_read("treatments.toml")["treatments"])


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Groups of treatments by name."""
    return {name: tuple(members) for name, members in _read("treatments.toml")["groups"].items()}


@cache
def table_hash() -> str:
    """SHA-256 of all that decides what is offered: rules, their sources, and the options."""
    digest = hashlib.sha256()
    for path in (*_files(), *sorted(FOLDER.parent.glob("*.toml"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _rule(name: str, topic: str, about: Mapping[str, Any], sources: Mapping[str, Any]) -> Rule:
    """One rule of a file."""
    given = dict(about)
    key = given.pop("source")
    if key not in sources:
        raise unknown_name(f"source of a rule ({name})", key, sources)
    source = sources[key]
    regions = tuple(given.pop("regions", ()))
    acts: dict[str, Any] = _gravest_once({one: _members(name, given.pop(one, ())) for one in ON_TREATMENTS})
    return Rule(
        id=name,
        topic=topic,
        when=Condition.of(in_regions(given.pop("when"), regions)),
        source=source["title"],
        url=source["url"],
        read=given.pop("read", source["read"]),
        again=source.get("again", ""),
        regions=regions,
        depths=tuple(given.pop("depths", DEPTHS)),
        suggests=tuple(given.pop("suggests", ())),
        **acts,
        **given,
    )


def _gravest_once(acts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Each treatment under the gravest way only in which a rule acts on it; what it offers stands apart."""
    done: set[str] = set()
    for how in GRAVEST_FIRST:
        acts[how] = tuple(one for one in acts[how] if one not in done)
        done.update(acts[how])
    return acts


def in_regions(when: str, regions: tuple[str, ...]) -> str:
    """A condition that holds in some regions only."""
    for region in regions:
        if region not in known_fields()["region"]["allowed"]:
            raise unknown_name("region", region, known_fields()["region"]["allowed"])
    if not regions:
        return when
    named = ", ".join(f'"{region}"' for region in regions)
    here = f"region in ({named},)"
    return here if when == EVERYWHERE else f"{here} and ({when})"


def _members(rule: str, named: list[str]) -> tuple[str, ...]:
    """Treatments, with groups replaced by their members."""
    found: list[str] = []
    for name in named:
        if name in groups():
            found += groups()[name]
        elif name in treatments():
            found.append(name)
        else:
            raise unknown_name(f"treatment of a rule ({rule})", name, (*treatments(), *groups()))
    return tuple(one for one in treatments() if one in found)
