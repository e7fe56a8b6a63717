"""Make the pictures of how a scalp goes from 20 to 70, for the page on how hair loss works.

Of some virtual men (women) of 20 of whom nothing is said, three are shown: those at the 10th, 50th and 90th centile
of visible hair at 70, untreated.

python scripts/make_scalp_path.py
"""

from __future__ import annotations

import json
from io import BytesIO

from PIL import Image

from anagen import __version__
from anagen.evidence import known
from anagen.patient.person import Person
from anagen.render.scenes import LOOKS, Setting, main_region, picture
from anagen.render.sitters import sitters
from anagen.web.templating import STATIC

FOLDER = STATIC / "scalp"
AGES = (20, 30, 40, 50, 60, 70)
PEOPLE, SEED, DRAWN_PX, SHOWN_PX = 21, 1, 512, 288
WHO = {"male": "man", "female": "woman"}
CENTILES = {10: "nine of ten keep more", 50: "in the middle: half keep more", 90: "one of ten keeps more"}
VIEWS = {"male": "top", "female": "midline"}
PLACES = {"male": "at the crown", "female": "on the top of the head"}


def main() -> None:
    """Make all pictures, and the file that the page reads."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    paths = {}
    for sex, who in WHO.items():
        person = Person(age_years=AGES[0], sex=sex)
        ranked = ranking(person)
        for centile, says in CENTILES.items():
            member = ranked[round(centile / 100 * (PEOPLE - 1))]
            paths[f"A {who}, {says}"] = path_of(person, member, f"{who}-{centile}")
    says = (
        f"For each sex, {PEOPLE} virtual people of whom nothing but sex and age was said, ranked by visible hair at "
        f"70, untreated; three of them are shown. Simulations, not photographs (anagen {__version__}, evidence "
        f"{known().fingerprint[:12]}, seed {SEED})."
    )
    made = {"heads": paths, "says": says}
    (FOLDER / "heads.json").write_text(
        json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def ranking(person: Person) -> list[int]:
    """The virtual people who fit, from the least visible hair at the last age."""
    outcomes = []
    for member in range(PEOPLE):
        (head,) = sitters(person, ["untreated"], (0.0, AGES[-1] - AGES[0]), seed=SEED, member=member)
        outcomes.append((head.visible_hair_density(float(head.days[-1]))[main_region(person.sex)], member))
    return [member for _, member in sorted(outcomes)]


def path_of(person: Person, member: int, name: str) -> list[dict[str, object]]:
    """One head at each age: its pictures are written, what is said of them returned."""
    sex, years = person.sex, [float(age - AGES[0]) for age in AGES]
    region = main_region(sex)
    (head,) = sitters(person, ["untreated"], years, seed=SEED, member=member)
    setting = Setting(look=LOOKS[sex], view=VIEWS[sex], size=DRAWN_PX, seed=SEED)
    rows: list[dict[str, object]] = []
    for age, day in zip(AGES, head.days, strict=True):
        count = head.visible_hair_density(float(day))[region]
        file = f"{name}-{age}.webp"
        pixels = picture(head.scalp, head.state(float(day)), setting)
        data = BytesIO()
        Image.fromarray(pixels).resize((SHOWN_PX, SHOWN_PX), Image.Resampling.LANCZOS).save(
            data, "WEBP", quality=80, method=6
        )
        (FOLDER / file).write_bytes(data.getvalue())
        says = f"{age}: {count:.0f} visible hairs per cm² {PLACES[sex]}"
        counted = f"{count:.0f} visible hairs per square centimeter {PLACES[sex]}"
        alt = f"The head of a {WHO[sex]} of {age}, untreated, simulated: {counted}."
        rows.append({"age": age, "file": file, "says": says, "alt": alt})
    return rows


if __name__ == "__main__":
    main()
