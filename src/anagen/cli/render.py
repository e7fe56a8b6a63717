"""`anagen render`: pictures of a simulated head."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anagen.cli.interrupt import stop_if_interrupted
from anagen.cli.output import print_json, progress
from anagen.errors import InputError, OutputExistsError
from anagen.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from anagen.patient.person import Person
    from anagen.render.scenes import Setting
    from anagen.simulation.head import HeadHistory

EXAMPLE = "example"
"""Word for the person who comes with the package."""
USUAL_YEARS = 5.0
"""How far a comparison or a film looks unless told. [year]"""
FRAMES_PER_YEAR, MOST_FRAMES = 6.0, 240
"""How often a film looks. [1/year]"""


def render(
    person: Path,
    /,
    *,
    view: str = "vertex",
    regimen: list[str] | None = None,
    years: float | None = None,
    at_years: str | None = None,
    before_after: bool = False,
    timelapse: Path | None = None,
    hair_color: str | None = None,
    skin_tone: int | None = None,
    curl: str | None = None,
    length_mm: float | None = None,
    parting: str | None = None,
    gray_share: float | None = None,
    size: int = 1200,
    seed: int = 1,
    member: int = 0,
    bare: bool = False,
    json: bool = False,
    out: Path | None = None,
    force: bool = False,
) -> None:
    """Draw a simulated head: as it is, before and after, or over the years.

    One of the virtual people who fit the person is drawn, on the same pose, light and cut in all pictures. It is a
    simulation, not a photograph, and no forecast for anybody: others who fit fare better or worse (see --member, and
    'anagen gallery'). For education and research.

    Parameters
    ----------
    person
        The person's file, in TOML; the word 'example' takes one that comes with the package.
    view
        vertex, top, midline, frontal, left, right, back: a photograph; trichoscopy: a square centimeter;
        section: a cut through the skin; heat: maps of density, thickness and miniaturization.
    regimen
        What is taken, in words; may be given several times.
    years
        How far to look; today for a picture, 5 for a comparison or a film. [year]
    at_years
        Several times in one picture, with commas between: 0,1,5. [year]
    before_after
        Set today, and the end under no treatment and under each regimen, side by side.
    timelapse
        Write a film to this file: animated WebP, or MP4.
    hair_color
        black, dark brown, brown, light brown, red, blond, white.
    skin_tone
        Step of the Monk scale, 1 (lightest) to 10.
    curl
        straight, wavy, curly, coily.
    length_mm
        Length that the hair is cut to. [mm]
    parting
        none, middle, left, right.
    gray_share
        Share of gray hairs, 0 to 1.
    size
        Width and height of each picture. [px]
    seed
        Seed of all random numbers.
    member
        Which of the 64 virtual people who fit the person, from 0 on.
    bare
        The picture alone, without a frame that says what it is.
    json
        Print one JSON object.
    out
        File to write: PNG, JPEG, WebP, and SVG for a section. Not given: a name that tells what it shows.
    force
        Replace the file if it exists.

    Examples
    --------
    anagen render example
    anagen render man.toml --view heat --out map.png
    anagen render man.toml --regimen "finasteride 1 mg oral daily" --before-after
    anagen render man.toml --at-years 0,1,2,5 --view frontal --hair-color black --curl coily --skin-tone 9
    anagen render man.toml --regimen "finasteride 1 mg oral daily" --years 10 --timelapse man.mp4 --size 600
    """
    from anagen.patient.person import example_file, read_person

    who = read_person(example_file() if str(person) == EXAMPLE and not person.exists() else person)
    from anagen.render.scenes import Setting, look_of
    from anagen.treatment.regimen import Regimen

    plans = list(dict.fromkeys(str(Regimen.of(text)) for text in regimen or []))
    look = look_of(
        who,
        hair_color=hair_color,
        skin_tone=skin_tone,
        curl=curl,
        length_mm=length_mm,
        parting=parting,
        gray_share=gray_share,
    )
    setting = Setting(look=look, view=view, size=size, seed=seed)
    film, compared = timelapse is not None, before_after or at_years is not None
    if film and out is not None and out != timelapse:
        raise InputError("A film goes to the file that --timelapse names. Leave out --out.")
    if film and before_after:
        raise InputError("--timelapse makes a film, --before-after a picture. Give one of them.")
    if bare and (film or compared):
        raise InputError("--bare draws one picture. Leave out --before-after, --at-years and --timelapse.")
    when = times(years, at_years, film=film, before_after=before_after)
    target = timelapse or out or usual_name(who, setting, plans, when, compared=compared)
    bare = bare or (view == "section" and target.suffix.lower() == ".svg")
    check_target(target, setting, film=film, framed=compared or not bare, force=force)
    shown = ["untreated", *plans] if film or before_after or not plans else plans
    from anagen.render.sitters import check_member, sitters

    check_member(member)
    with progress("Simulating", 1.0) as advance:
        found = sitters(who, list(dict.fromkeys(shown)), sorted({0.0, *when}), seed=seed, member=member)
        advance(1.0)
    made = {"Member": str(member), "Years": ", ".join(f"{year:g}" for year in when)}
    write(found, when, setting, target, made, bare=bare, film=film, force=force)
    report(found, setting, target, member, json=json)


def times(years: float | None, at_years: str | None, *, film: bool, before_after: bool) -> list[float]:
    """When to look, rising. [year]"""
    if at_years is not None:
        if years is not None or film:
            raise InputError("--at-years names the times itself. Leave out --years and --timelapse.")
        try:
            given = sorted({float(text) for text in at_years.split(",")})
        except ValueError:
            raise InputError(f"--at-years {at_years!r} is not read. Write numbers like 0,1,5.") from None
        return sorted({0.0, *given}) if before_after else given
    last = years if years is not None else USUAL_YEARS if film or before_after else 0.0
    if not film:
        return [0.0, last] if before_after else [last]
    if last <= 0.0:
        raise InputError(f"A film over {last:g} years shows nothing. Give --years above 0.")
    steps = min(max(round(last * FRAMES_PER_YEAR), 2), MOST_FRAMES)
    return [last * k / steps for k in range(steps + 1)]


def usual_name(who: Person, setting: Setting, plans: list[str], when: list[float], *, compared: bool) -> Path:
    """A name that tells what a picture shows."""
    words = [who.sex, f"{who.age_years:g}", who.norwood or who.ludwig or "", setting.view, *plans]
    words += ["before-after" if compared else "", f"{when[-1]:g}y" if when[-1] else ""]
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(word for word in words if word).lower()).strip("-")
    return Path(f"{name[:100].strip('-')}.png")


def check_target(target: Path, setting: Setting, *, film: bool, framed: bool, force: bool) -> None:
    """Refuse, before anything is simulated, a file that cannot be written."""
    from anagen.render.files import FILMS, PICTURES, known_ending

    drawing = setting.view == "section" and not framed and not film
    known_ending(
        target, FILMS if film else (*PICTURES, ".svg") if drawing else PICTURES, "film" if film else "picture"
    )
    if (target.exists() or target.is_symlink()) and not force:
        raise OutputExistsError(target)


def write(
    found: list[HeadHistory],
    when: list[float],
    setting: Setting,
    target: Path,
    made: dict[str, str],
    *,
    bare: bool,
    film: bool,
    force: bool,
) -> None:
    """Draw what was asked for and write it, whole or not at all."""
    from anagen.render import files, scenes

    first = found[0]
    days = [float(first.days[abs(first.days / DAYS_PER_YEAR - year).argmin()]) for year in when]
    about = scenes.about(first.person, setting, [one.regimen for one in found], made)
    steps = len(days) if film else 1 if bare else len(found) * len(days)
    with progress("Drawing", steps) as advance:
        if film:
            files.save_film(scenes.film(found, setting, advance=advance), target, about, force=force)
        elif target.suffix.lower() == ".svg":
            svg = scenes.drawing(first.scalp, first.state(days[-1]), setting)
            files.save_drawing(svg, target, about, force=force)
        else:
            pixels = (
                scenes.picture(first.scalp, first.state(days[-1]), setting)
                if bare
                else scenes.comparison(found, days, setting, advance=advance)
            )
            stop_if_interrupted()
            files.save_picture(pixels, target, about, force=force)


def report(found: list[HeadHistory], setting: Setting, target: Path, member: int, *, json: bool) -> None:
    """Say what was drawn."""
    from anagen.simulation.counting import COUNTED_CM2, main_region

    region = main_region(found[0].scalp.sex)
    if not json:
        print(
            f"{found[0].person.describe()}: virtual person {member}, seed {setting.seed}. Written to {target}."
        )
        return
    heads: list[dict[str, Any]] = [
        {
            "regimen": one.regimen,
            "day": one.days.tolist(),
            "visible_hairs_per_cm2": [one.hairs_counted_per_cm2(float(day)) for day in one.days],
            "visible_hairs_per_cm2_of_region": [
                float(one.visible_hair_density(float(day))[region]) for day in one.days
            ],
        }
        for one in found
    ]
    print_json(
        {
            "file": target,
            "view": setting.view,
            "person": found[0].person.as_dict(),
            "member": member,
            "region": region,
            "counted_cm2": COUNTED_CM2,
            "heads": heads,
            "provenance": found[0].provenance.as_dict(),
        }
    )
