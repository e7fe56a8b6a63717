"""`anagen gallery`: a page of virtual people with poor, middle and good outcomes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from anagen.cli.output import print_json, progress
from anagen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anagen.patient.person import Person
    from anagen.render.scenes import Sitter

Several = Parameter(consume_multiple=True, negative=())
"""An option that takes all words up to the next option."""


def gallery(
    *,
    out: Path = Path("gallery"),
    people: int = 20,
    sex: Annotated[list[str] | None, Several] = None,
    grades: Annotated[list[str] | None, Several] = None,
    ages: Annotated[list[float] | None, Several] = None,
    regimens: Annotated[list[str] | None, Several] = None,
    years: float = 5.0,
    size: int = 480,
    seed: int = 1,
    json: bool = False,
) -> None:
    """Make a page of virtual people: the poor, the middle and the good outcome of each treatment.

    For each kind of person and each regimen, virtual people who fit are simulated, and three are drawn: those at the
    10th, 50th and 90th centile of the change in visible hair. Never winners only. The page needs no network. What is
    finished is kept: the same command goes on where it was broken off.

    Parameters
    ----------
    out
        Folder of the page; one that a gallery made, or none yet.
    people
        Virtual people of each kind, 10 to 64.
    sex
        male, female; both if not given.
    grades
        Norwood-Hamilton for men, Ludwig for women: IIIv V. A grade that both scales have goes to both.
    ages
        Of the people. [year]
    regimens
        What is taken, each in quotes; untreated is one of them.
    years
        How far to look. [year]
    size
        Width and height of each picture. [px]
    seed
        Seed of all random numbers.
    json
        Print one JSON object.

    Examples
    --------
    anagen gallery
    anagen gallery --out men --sex male --grades IIIv V --ages 30 50 --people 40
    anagen gallery --sex male --regimens untreated "finasteride 1 mg oral daily" --years 2 --json
    """
    for option, given in (("sex", sex), ("grades", grades), ("ages", ages), ("regimens", regimens)):
        if given is not None and not given:
            raise InputError(f"--{option} needs a value, or several. Leave it out for the usual ones.")
    from anagen.gallery.descriptions import descriptions
    from anagen.gallery.make import check_people, make_gallery, steps_of
    from anagen.treatment.regimen import Regimen

    check_people(people)
    plan = descriptions(
        sexes=sex or ("male", "female"),
        grades=grades or (),
        ages=ages or (),
        regimens=[str(Regimen.of(text)) for text in regimens or []],
        years=years,
    )
    from anagen.render.sitters import sitters

    def simulate(
        person: Person, taken: Sequence[str], looked_at_years: float, member: int
    ) -> Sequence[Sitter]:
        return sitters(person, taken, (0.0, looked_at_years), seed=seed, member=member)

    try:
        with progress("Making the gallery", steps_of(plan, people)) as advance:
            made = make_gallery(
                out, plan, people=people, seed=seed, size=size, simulate=simulate, advance=advance
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"what was finished is kept in {out}: the same command goes on.") from None
    if json:
        print_json({"out": out, **made.as_dict()})
    else:
        print(f"Combinations of people and regimen: {len(made.entries)}, of {people} virtual people each.")
        print(f"Written to {out / 'index.html'}.")
