"""One follicle, start to end, as a scalar function: the form that a GPU runs, one thread a follicle.

It is put together from the same laws and steps as the block engine and gives the same bits; it is slower on a CPU,
because nothing in it can be done for several follicles at once.
"""

from __future__ import annotations

from typing import Any

from anagen.compiled import compiled, f4, f8, u4
from anagen.kernel import cycle as c
from anagen.kernel.clocks import Clocks, cell_of, clock_exit, clock_reading
from anagen.kernel.numbers import Numbers
from anagen.kernel.random import DURATIONS, TRAITS, philox
from anagen.laws.arithmetic import uniform_f32
from anagen.laws.miniaturization import appetite, own_size, thinned_size


@compiled
def stays_of(
    follicle: int, person: int, cycle: int, first_phase: int, key_0: int, key_1: int, numbers: Numbers
) -> tuple[float, float, float, float]:
    """The four stays of a cycle relative to their means."""
    w0, w1, w2, w3 = philox(follicle, person, cycle, DURATIONS, key_0, key_1)
    return (
        c.stay_factor(w0, numbers.anagen_sigma, c.ANAGEN, first_phase),
        c.stay_factor(w1, numbers.catagen_sigma, c.CATAGEN, first_phase),
        c.stay_factor(w2, numbers.telogen_sigma, c.TELOGEN, first_phase),
        c.stay_factor(w3, numbers.kenogen_sigma, c.KENOGEN, first_phase),
    )


@compiled
def traits_of(
    follicle: int, person: int, key_0: int, key_1: int, median_sensitivity: float, numbers: Numbers
) -> tuple[float, float]:
    """What a follicle is born with: its best diameter and its sensitivity. [um], [ratio]"""
    words = philox(follicle, person, u4(0), TRAITS, key_0, key_1)
    return c.full_diameter(words[0], numbers), c.own_sensitivity(words[1], median_sensitivity, numbers)


@compiled
def opening(
    follicle: int,
    person: int,
    key_0: int,
    key_1: int,
    day: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
) -> tuple[int, float]:
    """The phase in which the history opens, and the day on which that cycle had begun."""
    words = philox(follicle, person, u4(0), TRAITS, key_0, key_1)
    speed = f4(
        clocks.anagen.speed_base[0] + c.anagen_share(sensitivity, numbers) * clocks.anagen.speed_extra[0]
    )
    anagen = f4(c.mean_anagen(c.ONE, numbers) / speed)
    telogen = f4(numbers.telogen_mean / clocks.telogen.speed_base[0])
    kenogen = f4(c.mean_kenogen(c.ONE, numbers) / clocks.kenogen.speed_base[0])
    phase = c.opening_phase(words[2], anagen, numbers.catagen_mean, telogen, kenogen)
    a, b, t, k = stays_of(follicle, person, u4(0), phase, key_0, key_1, numbers)
    age = c.opening_age(
        phase, uniform_f32(words[3]), a * anagen, b * numbers.catagen_mean, t * telogen, k * kenogen
    )
    return phase, day - f8(age)


@compiled
def run_one_cycle(
    follicle: int,
    person: int,
    cycle: int,
    first_phase: int,
    key_0: int,
    key_1: int,
    day: float,
    size: float,
    vellus_since: float,
    sensitivity: float,
    clocks: Clocks,
    numbers: Numbers,
) -> tuple[float, float, float, float, float, float, float]:
    """One cycle that begins on a day: size of the shaft as anagen starts and ends, own size, days of its four ends."""
    cell = u4(cell_of(day, clocks.grid))
    load = sensitivity * f4(clocks.androgen[cell])
    own = c.entry_size(day, size, vellus_since, load, f4(clocks.lift[cell]), first_phase, numbers)
    size_in = c.shaft_size(day, own, vellus_since, f4(clocks.gain[cell]), first_phase, numbers)
    a, b, t, k = stays_of(follicle, person, cycle, first_phase, key_0, key_1, numbers)
    share = c.anagen_share(sensitivity, numbers)
    anagen_end = clock_exit(day, f8(a * c.mean_anagen(size_in, numbers)), share, clocks.anagen, clocks.grid)
    catagen_end = anagen_end + f8(b * numbers.catagen_mean)
    release = clock_exit(catagen_end, f8(t * numbers.telogen_mean), 0.0, clocks.telogen, clocks.grid)
    end = clock_exit(release, f8(k * c.mean_kenogen(size_in, numbers)), 0.0, clocks.kenogen, clocks.grid)
    size_out = size_in
    if numbers.within_anagen_thinning_rate != c.ZERO:
        exposure = f4(
            clock_reading(anagen_end, 0.0, clocks.exposure, clocks.grid)
            - clock_reading(day, 0.0, clocks.exposure, clocks.grid)
        )
        size_out = thinned_size(
            size_in,
            numbers.within_anagen_thinning_rate,
            appetite(sensitivity, numbers.size_target_hill),
            exposure,
        )
    return size_in, size_out, own_size(own, size_in, size_out), anagen_end, catagen_end, release, end


@compiled
def live(
    follicle: int,
    person: int,
    key_0: int,
    key_1: int,
    opening_day: float,
    median_sensitivity: float,
    until: float,
    clocks: Clocks,
    numbers: Numbers,
    days: Any,
    sizes: Any,
) -> int:
    """Live one follicle until a day; returns the number of its cycles, negative if it ends in loss.

    ``days[i]`` takes the five days of cycle i (anagen entry, anagen end, catagen end, release, cycle end),
    ``sizes[i]`` the size of the shaft as anagen starts and ends. Stops when these rows are full.
    """
    _, sensitivity = traits_of(follicle, person, key_0, key_1, median_sensitivity, numbers)
    phase, day = opening(follicle, person, key_0, key_1, opening_day, sensitivity, clocks, numbers)
    size, since, n = c.ONE, c.NEVER, 0
    while day < until and n < days.shape[0]:
        size_in, size_out, own, anagen_end, catagen_end, release, end = run_one_cycle(
            follicle,
            person,
            u4(n),
            phase,
            key_0,
            key_1,
            day,
            size,
            since,
            sensitivity,
            clocks,
            numbers,
        )
        days[n, 0], days[n, 1], days[n, 2], days[n, 3], days[n, 4] = (
            day,
            anagen_end,
            catagen_end,
            release,
            end,
        )
        sizes[n, 0], sizes[n, 1] = size_in, size_out
        since = c.vellus_since_day(day, size_in, since, numbers.vellus_size_limit)
        n += 1
        if c.is_lost(follicle, person, u4(n), end, since, key_0, key_1, numbers):
            return -n
        day, size, phase = end, own, c.NOT_FIRST
    return n
