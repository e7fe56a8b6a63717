"""What of the gallery is there: made here, shipped with the package, in the making, or not yet asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from anagen.gallery.descriptions import Description
from anagen.gallery.outcomes import Outcome
from anagen.gallery.page import CALLED, MEANS, PLACES, Card, Entry, scale_of, signed, strip, years
from anagen.web.jobs import content_key
from anagen.web.outcomes.kinds import FINASTERIDE, KINDS, TREATMENTS, Kind
from anagen.web.outcomes.views import Choice, EntryShown, ExampleShown, GalleryView, KindShown, PersonShown
from anagen.web.tasks.gallery import GALLERY, PEOPLE, RESULT, SEED, SIZE_PX
from anagen.web.templating import STATIC, static_url

if TYPE_CHECKING:
    from anagen.web.jobs import Job
    from anagen.web.jobs.queue import Jobs

__all__ = ["example", "gallery_view", "key_of"]

SEXES = {"male": "Men", "female": "Women"}
SCALES = {"male": "Norwood", "female": "Ludwig"}
SHIPPED = STATIC / "gallery"
"""Written by `scripts/make_web_gallery.py`."""
EXAMPLE, MIDDLE = ("man-35-norwood-iiiv", ("untreated", FINASTERIDE)), 50
"""What the front page shows of the gallery: some people under some treatments, and whom of them."""


def key_of(kind: Kind) -> str:
    """Key of the result of a kind: with another program or other evidence it is another."""
    return content_key(GALLERY, **kind.hangs_on(), people=PEOPLE, seed=SEED, size=SIZE_PX)


def gallery_view(jobs: Jobs, account_id: str | None, *, sex: str, grade: str, treatment: str) -> GalleryView:
    """The gallery, or a part of it.

    Parameters
    ----------
    jobs
        All jobs, with their results.
    account_id
        Who looks.
    sex, grade, treatment
        What to keep to; all if empty.
    """
    fitting = [one for one in KINDS if sex in ("", one.sex) and grade in ("", one.grade)]
    shown = [_kind_shown(one, jobs, account_id, treatment) for one in fitting]
    return GalleryView(
        sex=sex,
        grade=grade,
        treatment=treatment,
        sexes=[Choice(value=value, label=label) for value, label in SEXES.items()],
        grades=_grades(),
        treatments=[Choice(value=value, label=label) for value, label in TREATMENTS.items()],
        kinds=[one for one in shown if one.state != "absent" and (one.entries or not treatment)],
        absent=[one for one in shown if one.state == "absent"],
    )


@cache
def example() -> list[ExampleShown]:
    """A few outcomes of the gallery that came with the package, the middle one of each treatment; none without it."""
    name, treatments = EXAMPLE
    entries = _entries(_shipped(name), "", "")
    kind = next(one for one in KINDS if one.name == name)
    return [
        ExampleShown(treatment=one.title, who=kind.people, years=one.years, person=person)
        for treatment in treatments
        for one in entries
        if one.regimen == treatment
        for person in one.people
        if person.centile == MIDDLE
    ]


def _grades() -> list[Choice]:
    scales: dict[str, list[str]] = {}
    for one in KINDS:
        scales.setdefault(one.grade, []).append(SCALES[one.sex])
    return [Choice(value=grade, label=f"{' or '.join(names)} {grade}") for grade, names in scales.items()]


def _kind_shown(kind: Kind, jobs: Jobs, account_id: str | None, treatment: str) -> KindShown:
    key = key_of(kind)
    job = jobs.find(GALLERY, key=key, account_id=account_id)
    kept = jobs.cache.read(None, key, RESULT)
    made: Mapping[str, Any] = json.loads(kept) if kept is not None else _shipped(kind.name)
    working = job is not None and job.is_open
    state = "made" if kept is not None else "shipped" if made else "absent"
    if working or (state == "absent" and job is not None and job.state == "failed"):
        state = "being made"
    at = f"/gallery/pictures/{key}" if kept is not None else ""
    return KindShown(
        name=kind.name,
        title=kind.people,
        state=state,
        **_of_job(job if state == "being made" else None),
        made_by=_made_by(made),
        entries=_entries(made, at, treatment),
    )


def _of_job(job: Job | None) -> dict[str, Any]:
    return {
        "job_id": job.id if job else "",
        "job_state": job.state if job else "",
        "job_place": job.place if job else None,
        "job_progress": job.progress if job else 0.0,
        "job_says": job.says if job else "",
        "job_error": job.error if job else "",
    }


@cache
def _shipped(name: str) -> Mapping[str, Any]:
    path = SHIPPED / f"{name}.json"
    made: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return made


def _made_by(made: Mapping[str, Any]) -> str:
    if not made:
        return ""
    return (
        f"{made['people']} virtual people, the same under every treatment; anagen {made['version']}, seed "
        f"{made['seed']}, evidence {made['evidence'][:12]}"
    )


def _entries(made: Mapping[str, Any], at: str, treatment: str) -> list[EntryShown]:
    given = made.get("entries", [])
    scale = scale_of([change for one in given for change in one["changes_per_cm2"]])
    return [_entry(one, at, scale) for one in given if treatment in ("", one["regimen"])]


def _entry(given: Mapping[str, Any], at: str, scale: tuple[float, float]) -> EntryShown:
    names = ("sex", "age_years", "grade", "regimen", "years")
    one = Description(**{name: given[name] for name in names})
    cards = tuple(_card(card) for card in given["centiles"])
    drawn = strip(Entry(description=one, cards=cards, changes=tuple(given["changes_per_cm2"])), scale)
    return EntryShown(
        regimen=one.regimen,
        title=TREATMENTS.get(one.regimen, one.regimen),
        years=years(one.years),
        place=PLACES[one.region],
        strip=drawn,
        people=[_person(one, card, at) for card in cards],
    )


def _card(given: Mapping[str, Any]) -> Card:
    outcome = Outcome(member=given["member"], before=given["before_per_cm2"], after=given["after_per_cm2"])
    return Card(
        centile=given["centile"],
        outcome=outcome,
        before=given["pictures"]["before"],
        after=given["pictures"]["after"],
        command=given["command"],
    )


def _person(one: Description, card: Card, at: str) -> PersonShown:
    who = "man" if one.sex == "male" else "woman"
    title = CALLED[card.centile].partition(": ")[2]
    unit = "visible hairs per square centimeter"
    return PersonShown(
        centile=card.centile,
        title=title[:1].upper() + title[1:],
        means=MEANS[card.centile],
        before=_address(card.before, at),
        after=_address(card.after, at),
        before_alt=f"Simulated head of a {who}, before: {card.outcome.before:.0f} {unit}.",
        after_alt=f"The same after {years(one.years)}, {one.regimen}: {card.outcome.after:.0f} {unit}.",
        before_per_cm2=card.outcome.before,
        after_per_cm2=card.outcome.after,
        change=signed(card.outcome.change),
        command=card.command,
    )


def _address(name: str, at: str) -> str:
    return f"{at}/{name}" if at else static_url(f"gallery/{name}")
