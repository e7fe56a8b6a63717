"""The numbers of the follicle, taken together, say what the literature says of scalps."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np

from anagen.evidence import known
from anagen.instruments import instrument
from anagen.units import convert

RANGES = tomllib.loads((Path(__file__).parent / "literature.toml").read_text(encoding="utf-8"))


def value(name: str, unit: str) -> float:
    """A number of the evidence."""
    return known().value(name, unit)


def assert_in_literature(name: str, amount: float, unit: str) -> None:
    """Hold that an amount lies in a published range."""
    published = RANGES[name]
    low, high = (convert(published[end], published["unit"], unit) for end in ("low", "high"))
    assert low <= amount <= high, (
        f"{name}: {amount:g} {unit} is outside {low:g} to {high:g} of {published['source']}"
    )


def healthy_stays() -> dict[str, float]:
    """Mean stay of a full-sized follicle in each phase. [day]"""
    return {
        "anagen": value("anagen_duration_full_size", "day"),
        "catagen": value("catagen_duration", "day"),
        "telogen": value("telogen_duration", "day"),
        "kenogen": value("kenogen_duration_full_size", "day"),
    }


def test_a_healthy_scalp_grows_the_share_that_biopsies_show():
    """Of the hairs of a healthy scalp about 91 in 100 are in anagen (renewal theory; an empty follicle has no hair)."""
    stays = healthy_stays()
    with_hair = sum(days for phase, days in stays.items() if phase != "kenogen")

    assert_in_literature("anagen_share_of_a_healthy_scalp", stays["anagen"] / with_hair, "1")


def test_phases_last_as_long_as_textbooks_say():
    """Anagen, telogen and the kenogen of a vellus follicle lie in their published ranges."""
    stays = healthy_stays()
    vellus_kenogen = stays["kenogen"] + value("kenogen_duration_extra_smallest", "day") * (
        1.0 - value("vellus_size_limit", "1")
    )

    assert_in_literature("anagen", stays["anagen"], "day")
    assert_in_literature("telogen", stays["telogen"], "day")
    published = RANGES["kenogen_of_vellus"]
    longest = convert(published["high"], published["unit"], "day")
    assert vellus_kenogen < 2.5 * longest, "the fit has it about twice as long as published, and no longer"


def test_a_healthy_head_sheds_as_many_hairs_a_day_as_are_counted():
    """Each of 100 000 follicles sheds one hair a cycle."""
    assert_in_literature("hairs_shed_from_100_000", 100_000 / sum(healthy_stays().values()), "1/day")


def test_a_healthy_scalp_is_as_dense_as_scalps_are():
    """Follicles that hold a hair, per area of skin; and all of them under a punch."""
    stays = healthy_stays()
    density = value("follicle_density_per_cm2", "1/cm2")
    punch_cm2 = math.pi / 4 * convert(value("biopsy_punch_diameter", "um"), "um", "cm") ** 2

    assert_in_literature(
        "hair_density_of_a_healthy_scalp", density * (1 - stays["kenogen"] / sum(stays.values())), "1/cm2"
    )
    assert_in_literature("follicles_in_a_punch_of_4_mm", density * punch_cm2, "1")


def test_a_healthy_punch_holds_as_many_hairs_as_pathologists_count():
    """The instrument's numbers are from healthy Chinese read both ways; these counts are of others."""
    stays = healthy_stays()
    density = value("follicle_density_per_cm2", "1/cm2")
    sums = np.full((1, 2, 1), density * (1 - stays["kenogen"] / sum(stays.values())))
    terminal = instrument("biopsy_terminal_count", {}, known()).read(sums).item()
    fine = instrument("biopsy_miniaturized_count", {}, known()).read(sums).item()

    assert_in_literature("hairs_in_a_healthy_punch_of_4_mm", terminal + fine, "1")
    assert_in_literature("terminal_to_vellus_of_a_healthy_punch", terminal / fine, "1")


def test_hair_is_as_thick_and_grows_as_fast_as_hair():
    """The full shaft and its growth lie where measurements of many people do."""
    assert_in_literature("diameter_of_scalp_hair", value("full_shaft_diameter", "um"), "um")
    assert_in_literature("growth_of_scalp_hair", value("hair_growth_rate", "um/day"), "um/day")
