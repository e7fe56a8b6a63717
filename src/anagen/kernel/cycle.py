"""One cycle of one follicle: the steps that the block engine, the scalar life and a GPU kernel share.

A cycle starts as anagen is entered and ends as kenogen is left. Its four stays are drawn from one random counter, so
that a cycle can be run again from its first day under other drives: that is how treatments share a past.
"""

from __future__ import annotations

import math

from anagen.compiled import f4, f8, fma, i4, inlined
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import LOSS, philox
from anagen.laws.arithmetic import exp_f32, normal_f32, uniform_f32
from anagen.laws.cycle import anagen_length, kenogen_length, lognormal_factor
from anagen.laws.miniaturization import (
    is_established_vellus,
    lifted_target,
    next_size,
    size_target,
    thickened_size,
)

HALF, ONE, ZERO = f4(0.5), f4(1.0), f4(0.0)
ANAGEN, CATAGEN, TELOGEN, KENOGEN, LOST = i4(0), i4(1), i4(2), i4(3), i4(4)
NOT_FIRST = i4(-1)
"""Value of `first_phase` in every cycle but a follicle's first; there it names the phase in which the history opens."""
NEVER = f8(math.inf)


@inlined
def stay_factor(word: int, sigma: float, phase: int, first_phase: int) -> float:
    """How long a stay is, relative to its mean; length-biased for the phase that the opening day cuts. [ratio]

    A renewal process that is looked at on a given day is in the midst of a long stay more often than of a short one:
    the stay has the density t f(t) / mean (Cox1962), for a lognormal the same with the normal shifted by sigma.
    """
    normal = opening_shift(normal_f32(word), sigma, phase, first_phase)
    return lognormal_factor(normal, sigma, HALF * sigma * sigma)


@inlined
def opening_shift(normal: float, sigma: float, phase: int, first_phase: int) -> float:
    """The normal draw of a stay, shifted by sigma where the opening day cuts that stay."""
    return normal + sigma if phase == first_phase else normal


@inlined
def full_diameter(word: int, numbers: Numbers) -> float:
    """Shaft diameter of a follicle at its own best; lognormal, the parameter is its median. [um]"""
    return numbers.full_shaft_diameter * exp_f32(numbers.diameter_sigma * normal_f32(word))


@inlined
def own_sensitivity(word: int, median: float, numbers: Numbers) -> float:
    """Androgen sensitivity of a follicle, lognormal about the median of the person's region. [ratio]"""
    return median * exp_f32(numbers.sensitivity_sigma * normal_f32(word))


@inlined
def entry_size(
    day: float,
    size: float,
    vellus_since: float,
    load: float,
    lift: float,
    first_phase: int,
    numbers: Numbers,
) -> float:
    """A follicle's own size as anagen is entered; unchanged in the first cycle, never rising in established vellus."""
    target = lifted_target(size_target(load, numbers.size_target_hill), lift)
    stepped = next_size(size, target, numbers.size_step_down_share, numbers.size_step_up_share)
    established = is_established_vellus(day, vellus_since, numbers.vellus_establishment_time)
    stuck = established & (target > size)  # `&` and `|`, not `and` and `or`: a branch would undo the vectors
    return size if (first_phase >= 0) | stuck else stepped


@inlined
def shaft_size(
    day: float, size: float, vellus_since: float, gain: float, first_phase: int, numbers: Numbers
) -> float:
    """Size of the shaft that is made in an anagen; established vellus stays what it is. [ratio]"""
    established = is_established_vellus(day, vellus_since, numbers.vellus_establishment_time)
    return size if (first_phase >= 0) | established else thickened_size(size, gain)


@inlined
def vellus_since_day(day: float, size: float, vellus_since: float, limit: float) -> float:
    """The day since which a follicle has been vellus without a break; infinite for one that is not. [day]"""
    since = vellus_since if vellus_since < day else day
    return since if size < limit else NEVER


@inlined
def is_lost(
    follicle: int,
    person: int,
    cycle: int,
    day: float,
    vellus_since: float,
    key_0: int,
    key_1: int,
    numbers: Numbers,
) -> bool:
    """Whether an established vellus follicle is gone for good when its next anagen is due."""
    if cycle == 0 or not is_established_vellus(day, vellus_since, numbers.vellus_establishment_time):
        return False
    word = philox(follicle, person, cycle, LOSS, key_0, key_1)[0]
    return bool(uniform_f32(word) < numbers.established_vellus_loss_probability)


@inlined
def mean_anagen(size: float, numbers: Numbers) -> float:
    """Mean operational length of anagen at a size. [day]"""
    return anagen_length(size, numbers.anagen_full, numbers.anagen_smallest, numbers.anagen_exponent)


@inlined
def mean_kenogen(size: float, numbers: Numbers) -> float:
    """Mean operational length of kenogen at a size. [day]"""
    return kenogen_length(size, numbers.kenogen_full, numbers.kenogen_extra)


@inlined
def anagen_share(sensitivity: float, numbers: Numbers) -> float:
    """The part that androgen has in this follicle's anagen clock: its sensitivity up to a cap. [ratio]"""
    cap = numbers.androgen_anagen_sensitivity_cap
    return f8(cap if sensitivity > cap else sensitivity)


@inlined
def opening_phase(word: int, anagen: float, catagen: float, telogen: float, kenogen: float) -> int:
    """The phase in which a stationary follicle is found: by its share of the mean cycle (renewal theory, Cox1962)."""
    u = uniform_f32(word) * (((anagen + catagen) + telogen) + kenogen)
    return i4(u >= anagen) + i4(u >= anagen + catagen) + i4(u >= (anagen + catagen) + telogen)


@inlined
def opening_age(
    phase: int, place: float, anagen: float, catagen: float, telogen: float, kenogen: float
) -> float:
    """Days that a stationary follicle has spent in its cycle, at a place in (0, 1) within its present stay. [day]"""
    stay, before = anagen, ZERO
    if phase == CATAGEN:
        stay, before = catagen, anagen
    if phase == TELOGEN:
        stay, before = telogen, anagen + catagen
    if phase == KENOGEN:
        stay, before = kenogen, (anagen + catagen) + telogen
    return fma(place, stay, before)
