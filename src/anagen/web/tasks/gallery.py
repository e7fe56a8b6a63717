"""What the gallery has the runner do: one kind of people, simulated under each treatment, three of them drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from anagen.web.jobs.tasks import Progress, task

if TYPE_CHECKING:
    from anagen.patient.person import Person
    from anagen.render.scenes import Sitter
    from anagen.web.outcomes.kinds import Kind

__all__ = ["GALLERY", "PEOPLE", "RESULT", "SEED", "SIZE_PX", "draw_outcomes", "make_kind"]

GALLERY = "gallery"
RESULT = "gallery.json"
PEOPLE, SEED, SIZE_PX = 20, 1, 360

Show = Callable[[str, bytes], None]


@task(GALLERY, page="/gallery")
def draw_outcomes(params: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Make the outcomes of one kind of people.

    Parameters
    ----------
    params
        ``kind``, by its name.
    folder
        Takes the pictures, and what they show as JSON.
    progress
        How far it is.
    """
    from anagen.gallery.make import steps_of
    from anagen.web.outcomes.kinds import kind_of

    kind = kind_of(params["kind"])
    steps = steps_of(kind.plan, PEOPLE)
    progress(0.02, f"{PEOPLE} virtual people are simulated under each treatment, and three of them drawn")

    def kept(name: str, data: bytes) -> None:
        progress.early(name, data)
        (folder / name).write_bytes(data)

    make_kind(kind, show=kept, advance=lambda step: progress.advance(step / steps))


def make_kind(kind: Kind, *, show: Show, advance: Callable[[float], None]) -> None:
    """Make the outcomes of one kind of people; what is finished is shown at once, and again as there is more.

    Parameters
    ----------
    kind
        Which.
    show
        Takes the name and the content of each file.
    advance
        Called with the steps done since the last call.
    """
    from anagen.gallery.make import make_gallery
    from anagen.render.sitters import sitters

    def simulate(person: Person, taken: Sequence[str], years: float, member: int) -> Sequence[Sitter]:
        return sitters(person, taken, (0.0, years), seed=SEED, member=member)

    with TemporaryDirectory(prefix="anagen-gallery-") as place:
        work, shown = Path(place) / "gallery", set[str]()

        def on(step: float) -> None:
            advance(step)
            _show_new(work, shown, show)

        make_gallery(work, kind.plan, people=PEOPLE, seed=SEED, size=SIZE_PX, simulate=simulate, advance=on)
        _show_new(work, shown, show)


def _show_new(work: Path, shown: set[str], show: Show) -> None:
    """Show the entries that were finished since the last look: their pictures first, then what says of them."""
    page = work / RESULT
    if not page.is_file():
        return
    made = json.loads(page.read_text(encoding="utf-8"))
    if f"entries {len(made['entries'])}" in shown:
        return
    for entry in made["entries"]:
        for card in entry["centiles"]:
            for when, path in card["pictures"].items():
                name = Path(path).name
                if name not in shown:
                    show(name, (work / path).read_bytes())
                    shown.add(name)
                card["pictures"][when] = name
    made.pop("page", None)
    show(RESULT, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())
    shown.add(f"entries {len(made['entries'])}")
