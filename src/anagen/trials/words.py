"""Words that a trial's file may use for one thing: the paper's spelling, turned into the one that the program has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = [
    "ANCESTRY",
    "INSTRUMENT",
    "REGION",
    "SEX",
    "VALUE_KIND",
    "Grade",
    "grade_of",
    "grades_of",
    "region_in",
    "word",
]

SEX: Mapping[str, Sequence[str]] = {
    "male": ("man", "men", "m", "males"),
    "female": ("woman", "women", "f", "females"),
    "both": ("all", "any", "mixed", "men_and_women", "male_and_female", "women_and_men"),
}
"""The sex of those who took part."""

REGION: Mapping[str, Sequence[str]] = {
    "frontal": ("front", "frontal_scalp", "anterior", "anterior_scalp", "frontal_hairline", "hairline"),
    "mid_scalp": (
        "midscalp",
        "mid",
        "mid_frontal",
        "midfrontal",
        "frontoparietal",
        "fronto_parietal",
        "parietal",
        "centroparietal",
        "central_scalp",
        "top_of_the_scalp",
    ),
    "vertex": ("crown", "vertex_scalp", "bald_spot"),
    "temporal": ("side_of_the_head", "above_the_ear"),
    "occipital": ("occiput", "nape", "back", "back_of_the_head", "donor_area"),
}
"""The five regions."""

CORNERS = ("temple", "temples", "bitemporal", "frontotemporal", "fronto_temporal")
"""Words for where the hairline recedes, or for the side of the head, so that a file must choose."""

ANCESTRY: Mapping[str, Sequence[str]] = {
    "european": ("white", "caucasian"),
    "east_asian": ("japanese", "korean", "chinese", "taiwanese", "southeast_asian", "thai", "indonesian"),
    "south_asian": ("indian", "pakistani", "bangladeshi", "sri_lankan"),
    "african": ("black", "african_american", "afro_caribbean"),
    "middle_eastern": ("arab", "egyptian", "iranian", "turkish", "north_african"),
    "latin_american": ("hispanic", "latino", "latina", "brazilian", "mexican"),
    "other": ("mixed", "various", "unknown", "not_stated"),
}
"""A person's word for theirs. 'Asian' alone is two of them."""

VALUE_KIND: Mapping[str, Sequence[str]] = {
    "level": ("value", "baseline", "absolute"),
    "change_from_baseline": ("change", "absolute_change", "difference_from_baseline"),
    "pct_change_from_baseline": (
        "pct_change",
        "percent_change",
        "percent_change_from_baseline",
        "percentage_change",
        "relative_change",
    ),
}
"""What kind of value was published."""

INSTRUMENT: Mapping[str, Sequence[str]] = {
    "target_area_hair_count": ("tahc", "hair_count", "target_area_count", "macrophotograph_count"),
    "target_area_hair_density": ("nonvellus_hair_density", "non_vellus_hair_density", "target_area_density"),
    "hair_density": ("total_hair_density", "trichoscopy_density", "trichoscan_density"),
    "terminal_hair_density": ("terminal_density",),
    "clipped_hair_density": ("clipped_hair_count",),
    "phototrichogram_total_density": ("phototrichogram_density",),
    "phototrichogram_anagen_density": ("anagen_density", "anagen_hair_density"),
    "anagen_share": ("anagen_percentage", "anagen_percent", "anagen_fraction", "anagen_rate"),
    "telogen_share": ("telogen_percentage", "telogen_percent", "telogen_fraction", "trichogram"),
    "mean_shaft_diameter": (
        "hair_diameter",
        "mean_hair_diameter",
        "shaft_diameter",
        "hair_shaft_diameter",
        "hair_thickness",
        "hair_caliber",
    ),
    "hair_weight": ("interval_hair_weight",),
    "serum_dht": ("plasma_dht",),
}
"""Other names of kinds of instrument."""


def folded(text: str) -> str:
    """A text without capitals, with one underscore for blanks, hyphens and strokes."""
    return re.sub(r"[\s_/-]+", "_", text.strip().casefold()).strip("_")


def word(text: str, allowed: Sequence[str], spellings: Mapping[str, Sequence[str]]) -> str | None:
    """The program's word for a text; none if there is none.

    Parameters
    ----------
    text
        As it was written.
    allowed
        The program's words.
    spellings
        For each, others that mean the same.
    """
    plain = folded(text)
    for one in allowed:
        if plain == folded(one) or plain in spellings.get(one, ()):
            return one
    return None


def corners_in(place: str) -> bool:
    """Whether words for a place leave open if the corners of the hairline or the side of the head are meant."""
    padded = _padded(place)
    return any(f"_{one}_" in padded for one in CORNERS)


def _padded(place: str) -> str:
    return f"_{folded(re.sub(r'[^A-Za-z-]+', ' ', place))}_"


def region_in(site: str) -> str | None:
    """The one region that the paper's words for a site name; none if they name none or several."""
    padded = _padded(site)
    named = {
        region
        for region, others in REGION.items()
        if any(f"_{spelling}_" in padded for spelling in (region, *others))
    }
    return named.pop() if len(named) == 1 else None


class Grade(NamedTuple):
    """A grade on one of the scales."""

    scale: str
    """``norwood``, ``ludwig`` or ``sinclair``."""
    grade: str


NORWOOD = ("I", "II", "IIa", "III", "IIIa", "IIIv", "IV", "IVa", "V", "Va", "VI", "VII")
LUDWIG = ("I", "II", "III")
SINCLAIR = ("1", "2", "3", "4", "5")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_SCALE = re.compile(
    r"^(?:(?:hamilton[ -]+)?norwood(?:[ -]+hamilton)?|hn|nh|hamilton|(?P<l>ludwig)|(?P<s>sinclair))\b"
)
_GRADE = re.compile(r"^(?P<number>[ivx]+|\d)(?P<step>-\d)?\s*-?(?P<kind>a|anterior|v|vertex)?$")


def grade_of(text: str, sex: str) -> Grade | None:
    """The grade that a text names, such as ``III vertex``, ``Norwood 3V``, ``Ludwig II`` or ``Sinclair 3``.

    Parameters
    ----------
    text
        As printed.
    sex
        Whose scale is meant where none is named: Norwood's for men; for women Ludwig's, or Sinclair's for 1 to 5.
    """
    plain = " ".join(text.strip().casefold().replace("_", " ").split())
    scale = "ludwig" if sex == "female" else "norwood"
    named = _SCALE.match(plain)
    if named:
        scale = "ludwig" if named["l"] else "sinclair" if named["s"] else "norwood"
        plain = plain[named.end() :]
    plain = re.sub(r"^\W*(?:(?:stage|grade|type|class)\b)?\s*", "", plain)
    found = _GRADE.match(plain)
    if found is None:
        return None
    number, kind = found["number"], (found["kind"] or "")[:1]
    if scale == "ludwig" and not named and number.isdigit():
        scale = "sinclair"
    roman = number.upper()
    if number.isdigit():
        roman = ROMAN[int(number) - 1] if 1 <= int(number) <= len(ROMAN) else ""
    # "IIIv" reads as III with v, but "iv" is four: only a v after a whole number or a blank is the vertex
    if scale == "sinclair":
        arabic = number if number.isdigit() else str(ROMAN.index(roman) + 1) if roman in ROMAN else ""
        return Grade(scale, arabic) if arabic in SINCLAIR and not kind else None
    if scale == "ludwig":
        return Grade(scale, roman) if roman in LUDWIG and not kind else None
    if roman.endswith("V") and roman not in ROMAN:  # IIIV, VV: the vertex without a blank
        roman, kind = roman[:-1], "v"
    whole = f"{roman}{kind}"
    if kind == "v" and roman in ("IV", "V", "VI", "VII"):
        whole = roman  # the vertex is thin from IV on whatever is said
    return Grade(scale, whole) if whole in NORWOOD else None


SCALES = {"norwood": NORWOOD, "ludwig": LUDWIG, "sinclair": SINCLAIR}
"""The grades of each scale, the mildest first."""


def grades_of(text: str, sex: str) -> tuple[Grade, ...]:
    """All grades that a text names: one, or a range such as ``II-V``; none if it cannot be read.

    Parameters
    ----------
    text
        As printed.
    sex
        As for `grade_of`.
    """
    one = grade_of(text, sex)
    if one is not None:
        return (one,)
    ends = re.split(r"\s*(?:\N{EN DASH}|-|\bto\b)\s*(?=[^-\N{EN DASH}]*$)", text.strip(), maxsplit=1)
    if len(ends) != 2:
        return ()
    first = grade_of(ends[0], sex)
    last = None if first is None else grade_of(f"{first.scale} {ends[1]}", sex)
    if first is None or last is None:
        return ()
    order = SCALES[first.scale]
    between = order[order.index(first.grade) : order.index(last.grade) + 1]
    return tuple(Grade(first.scale, grade) for grade in between)
