"""Making a gallery: a folder that is whole after every step, so that it can be broken off and gone on with."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from anagen import __file__ as source_file
from anagen import __version__
from anagen.compiled import source_fingerprint
from anagen.errors import InputError
from anagen.evidence import known
from anagen.gallery.descriptions import Description
from anagen.gallery.outcomes import FEWEST_PEOPLE, Outcome, at_centiles
from anagen.gallery.page import Card, Entry, gallery_page
from anagen.patient.person import Person
from anagen.provenance import check_run
from anagen.render.files import save_picture, whole_file
from anagen.render.plate import stamped
from anagen.render.scenes import Setting, Sitter, about, look_of, picture
from anagen.simulation.head import LIKENESSES

__all__ = ["Gallery", "Simulate", "check_people", "make_gallery", "steps_of"]

Simulate = Callable[[Person, Sequence[str], float, int], Sequence[Sitter]]
"""Gives the head of one virtual person who fits a description: the person described, regimens, years, which one."""

MARK = ".anagen"
"""File in each folder that anagen wrote."""
MAKES_OUTCOMES = ("laws", "kernel", "skin", "wound", "treatment", "scalp", "patient", "simulation")
"""Packages whose source decides how people fare."""
DEFAULT_PX = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """A gallery that was made."""

    folder: Path
    entries: tuple[Entry, ...]
    facts: Mapping[str, Any]
    """What else is the same for all: people, seed, version, evidence."""

    def as_dict(self) -> dict[str, Any]:
        """Everything that the page shows, as plain values."""
        return {**self.facts, "page": "index.html", "entries": [one.as_dict() for one in self.entries]}


def steps_of(plan: Sequence[Description], people: int) -> int:
    """Steps of work, for showing progress: each person of each kind, and the pictures of three under each regimen."""
    return len({one.group for one in plan}) * people + 3 * len(plan)


def check_people(people: int) -> None:
    """Refuse too few people to have centiles, and more than fit a description."""
    if not FEWEST_PEOPLE <= people <= LIKENESSES:
        raise InputError(
            f"A gallery cannot be made of {people} virtual people. Give {FEWEST_PEOPLE} to {LIKENESSES}."
        )


def make_gallery(
    folder: Path,
    plan: Sequence[Description],
    *,
    people: int = 20,
    seed: int = 1,
    size: int = DEFAULT_PX,
    simulate: Simulate,
    advance: Callable[[float], None] = lambda _steps: None,
) -> Gallery:
    """Make a gallery, or go on with one that was broken off.

    Parameters
    ----------
    folder
        Where; a folder that anagen made, or none yet.
    plan
        Who is shown.
    people
        Virtual people of each description; the same under every regimen.
    seed
        Seed that `simulate` works with, for the page.
    size
        Width and height of each picture. [px]
    simulate
        Gives the heads of one of them.
    advance
        Called with the steps done since the last call; there are `steps_of`.

    Returns
    -------
    Gallery
        What the page shows.
    """
    check_people(people)
    check_run(seed=seed, people=people, follicles=1)
    for one in plan:  # a size that no picture has is said before anybody is simulated
        _setting(one, size, seed)
    _enter(folder)
    facts = {
        "people": people,
        "seed": seed,
        "version": __version__,
        "evidence": known().fingerprint,
        "size": size,
    }
    entries: list[Entry] = []
    done = Gallery(folder=folder, entries=(), facts=facts)
    for _, some in groupby(plan, key=lambda one: (one.group, one.years)):
        group = list(some)
        outcomes = _outcomes(folder, group, people, seed, simulate, advance)
        for one in group:
            entries.append(_entry(folder, one, outcomes[one], size, seed, simulate, advance))
            done = Gallery(folder=folder, entries=tuple(entries), facts=facts)
            _write_page(done, len(plan))
    return done


def _enter(folder: Path) -> None:
    """Refuse a folder of somebody else; mark ours."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder.")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(f"{folder} was not written by anagen. Name another folder for the gallery.")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MARK).exists():
        (folder / MARK).write_text("Written by anagen; a gallery.\n", encoding="utf-8")


def _outcomes(
    folder: Path,
    group: Sequence[Description],
    people: int,
    seed: int,
    simulate: Simulate,
    advance: Callable[[float], None],
) -> dict[Description, list[Outcome]]:
    """How the people of one kind fare under each regimen: read from the folder, and simulated where it is not there."""
    have = {one: _kept(folder, one, seed) for one in group}
    for member in range(people):
        missing = [one for one in group if member not in have[one]]
        if missing:
            first = missing[0]
            heads = simulate(first.person, [one.regimen for one in missing], first.years, member)
            for one, head in zip(missing, heads, strict=True):
                have[one][member] = _fare(one, head, member)
                rows = [asdict(have[one][k]) for k in sorted(have[one])]
                _write_json(_outcome_file(folder, one), {"made_by": _made_by(one, seed), "outcomes": rows})
        advance(1)
    return {one: [have[one][member] for member in range(people)] for one in group}


def _outcome_file(folder: Path, one: Description) -> Path:
    return folder / "outcomes" / f"{one.slug}.json"


def _made_by(one: Description, seed: int) -> dict[str, Any]:
    """What must be the same for an outcome to be the same."""
    return {
        "version": __version__,
        "source": _source(),
        "evidence": known().fingerprint,
        "seed": seed,
        "description": asdict(one),
    }


@cache
def _source() -> str:
    """A digest of the source: who changes a law without a new version is not shown old outcomes."""
    return source_fingerprint(Path(source_file).parent, MAKES_OUTCOMES)


def _kept(folder: Path, one: Description, seed: int) -> dict[int, Outcome]:
    """Outcomes that an earlier run left, if it was one of the same kind."""
    path = _outcome_file(folder, one)
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    if kept["made_by"] != _made_by(one, seed):
        return {}
    return {row["member"]: Outcome(**row) for row in kept["outcomes"]}


def _fare(one: Description, head: Sitter, member: int) -> Outcome:
    # Of the whole region: at its center, where a forecast counts, hardly anything is left to lose where a spot is bald.
    before, after = (head.visible_hair_density(float(head.days[k]))[one.region] for k in (0, -1))
    return Outcome(member=member, before=round(float(before), 3), after=round(float(after), 3))


def _entry(
    folder: Path,
    one: Description,
    outcomes: Sequence[Outcome],
    size: int,
    seed: int,
    simulate: Simulate,
    advance: Callable[[float], None],
) -> Entry:
    """A description with its three people and their pictures."""
    person_file = folder / "people" / f"{one.group}.toml"
    if not person_file.is_file():
        with whole_file(person_file) as draft:
            draft.write_text(one.person_file(), encoding="utf-8")
    cards = []
    for centile, outcome in at_centiles(outcomes).items():
        names = _pictures(folder, one, outcome, size, seed, simulate)
        cards.append(
            Card(
                centile=centile,
                outcome=outcome,
                before=names[0],
                after=names[1],
                command=command_of(one, seed, outcome.member),
            )
        )
        advance(1)
    return Entry(
        description=one, cards=tuple(cards), changes=tuple(sorted(round(k.change, 3) for k in outcomes))
    )


def _pictures(
    folder: Path, one: Description, outcome: Outcome, size: int, seed: int, simulate: Simulate
) -> tuple[str, str]:
    """Before and after of a person, drawn unless they are there already; as paths from the page."""
    setting = _setting(one, size, seed)
    key = json.dumps([_made_by(one, seed), outcome.member, str(setting)], sort_keys=True)
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    names = tuple(f"pictures/{one.group}-{digest}-{when}.webp" for when in ("before", "after"))
    if not all((folder / name).is_file() for name in names):
        (head,) = simulate(one.person, [one.regimen], one.years, outcome.member)
        for name, place in zip(names, (0, -1), strict=True):
            day = float(head.days[place])
            shown = stamped(picture(head.scalp, head.state(day), setting), setting.px_per_mm)
            which = {"Day": f"{day:g}", "Member": str(outcome.member)}
            made = about(one.person, setting, [one.regimen], which)
            save_picture(shown, folder / name, made, force=True)
    return names[0], names[1]


def _setting(one: Description, size: int, seed: int) -> Setting:
    return Setting(look=look_of(one.person), view=one.view, size=size, seed=seed)


def command_of(one: Description, seed: int, member: int) -> str:
    """The command that draws a person again, to be run in the folder of the gallery."""
    words = ["anagen", "render", f"people/{one.group}.toml", "--regimen", one.regimen]
    words += ["--years", f"{one.years:g}", "--view", one.view, "--before-after"]
    words += ["--seed", str(seed), "--member", str(member)]
    return shlex.join(words)


def _write_page(done: Gallery, planned: int) -> None:
    _write_json(done.folder / "gallery.json", done.as_dict())
    with whole_file(done.folder / "index.html", force=True) as draft:
        draft.write_text(gallery_page(done.entries, done.facts, planned=planned), encoding="utf-8")


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    with whole_file(path, force=True) as draft:
        draft.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
