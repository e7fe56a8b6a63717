"""The scalar life against the plain twin, event by event; the block engine against the scalar life, bit by bit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from biology import BUSY, CELL_DAYS, CELLS, QUIET, restless_drives
from sizes import number

from anagen.kernel.clocks import Clocks, build_clocks
from anagen.kernel.life import live
from anagen.kernel.numbers import FollicleNumbers, to_kernel
from anagen.kernel.plain import PlainDrives, PlainFollicle
from anagen.kernel.population import REFERENCE_UM, Channel, follow, grow_up, keys_of, make_grid
from anagen.kernel.record import ANAGEN, HAIR
from anagen.laws.arithmetic import power_f32

SEED, PERSON, YEARS_BEFORE, MEDIAN = 20, 5, 12.0, 1.4
OPENING_DAY = -round(YEARS_BEFORE * 365.25 / 7.0) * 7.0
MENOPAUSE_DAY, MENOPAUSE_FACTOR = OPENING_DAY + 40 * 84.0, 1.3
CELLS_BEFORE = round(-OPENING_DAY / CELL_DAYS) + 1
UNTIL = CELLS * CELL_DAYS
VISITS = np.array([0.0, 7.0, 28.0, 84.0, 336.0, 700.0, 1400.0, 2800.0, 4200.0])
CHANNELS = [
    Channel(HAIR, 30.0, 20.0, 0.0),
    Channel(ANAGEN, 24.0, 0.0, 0.0),
    Channel(HAIR, 0.0, 0.0, 0.0),
    Channel(HAIR, 0.0, 20.0, 1.0),
]


def whole_life_drives(numbers: FollicleNumbers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Drives from a cell before the onset of androgen to the end: its rise in steps of 84 days, menopause, drugs."""
    androgen, minoxidil, wound = (
        np.concatenate([np.full(CELLS_BEFORE, before), drive])
        for before, drive in zip((1.0, 0.0, 0.0), restless_drives(), strict=True)
    )
    lived = CELL_DAYS * np.arange(-1, androgen.size - 1)
    androgen[0] = 0.0
    if numbers.susceptibility_rise_time > 0.0:
        androgen[1:] *= np.minimum(1.0, (lived[1:] // 84 + 1) * 84 / numbers.susceptibility_rise_time)
    androgen[lived + OPENING_DAY >= MENOPAUSE_DAY] *= MENOPAUSE_FACTOR
    return androgen, minoxidil, wound


@cache
def whole_life_clocks(numbers: FollicleNumbers) -> Clocks:
    """Clocks of these drives."""
    drives = whole_life_drives(numbers)
    grid = make_grid(OPENING_DAY - CELL_DAYS, CELL_DAYS, drives[0].size)
    return build_clocks(*drives, grid, to_kernel(numbers))


def scalar_life(numbers: FollicleNumbers, follicle: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """Days and sizes of all cycles of one follicle by the scalar life, and whether it ends in loss."""
    clocks = whole_life_clocks(numbers)
    kernel_numbers, (key_0, key_1) = to_kernel(numbers), keys_of(SEED)
    days, sizes = np.empty((400, 5)), np.empty((400, 2))
    n = live(
        np.uint32(follicle),
        PERSON,
        key_0,
        key_1,
        OPENING_DAY,
        np.float32(MEDIAN),
        UNTIL,
        clocks,
        kernel_numbers,
        days,
        sizes,
    )
    return days[: abs(n)], sizes[: abs(n)], n < 0


def plain_life(numbers: FollicleNumbers, follicle: int) -> PlainFollicle:
    """The same follicle in plain Python."""
    androgen, minoxidil, wound = whole_life_drives(numbers)
    drives = PlainDrives(
        first_day=OPENING_DAY - CELL_DAYS,
        cell_days=CELL_DAYS,
        androgen=androgen.tolist(),
        minoxidil=minoxidil.tolist(),
        wound=wound.tolist(),
    )
    return PlainFollicle(
        numbers=numbers,
        drives=drives,
        key=(SEED, 0),
        person=PERSON,
        follicle=follicle,
        median_sensitivity=MEDIAN,
        opening_day=OPENING_DAY,
    )


@pytest.mark.parametrize(
    "numbers", [BUSY, QUIET], ids=["thinning within anagen", "change between cycles only"]
)
def test_each_event_is_where_the_plain_twin_has_it(numbers: FollicleNumbers) -> None:
    """Same cycles, same fate; days within a hundredth of a day after decades in single precision."""
    lost = 0
    for follicle in range(number(60, 20)):
        days, sizes, is_lost = scalar_life(numbers, follicle)
        twin = list(plain_life(numbers, follicle).live(UNTIL))
        assert len(twin) == len(days)
        assert twin[-1].lost_at_end == is_lost
        expected = [[t.entry, t.anagen_end, t.catagen_end, t.release, t.end] for t in twin]
        np.testing.assert_allclose(days, expected, atol=0.02, rtol=0)
        np.testing.assert_allclose(sizes, [[t.size_in, t.size_out] for t in twin], rtol=2e-5)
        lost += is_lost
    assert (lost > 0) == (numbers is BUSY), "the comparison must have met lost follicles"


def sums_of_scalar_lives(
    numbers: FollicleNumbers, follicles: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Channels, phases and shed hairs at each visit, by looking at each scalar life on each visiting day."""
    sums = np.zeros((len(CHANNELS), VISITS.size))
    phases, shed = np.zeros((5, VISITS.size), np.int64), np.zeros(VISITS.size, np.int64)
    for follicle in range(follicles):
        days, sizes, _ = scalar_life(numbers, follicle)
        diameter = plain_life(numbers, follicle).traits()[0]
        for v, visit in enumerate(VISITS):
            alive = np.flatnonzero((days[:, 0] < visit) & (days[:, 4] >= visit))
            if alive.size == 0:
                phases[4, v] += 1
                continue
            d, s = days[alive[0]], sizes[alive[0]]
            phases[np.searchsorted(d[1:4], visit, side="left"), v] += 1
            assert s[0] == s[1], "brute force reads the size at anagen start"
            for i, channel in enumerate(CHANNELS):
                end = d[1] if channel.window == ANAGEN else d[3]
                if d[0] + channel.lag_days < visit <= end and diameter * s[0] >= channel.threshold_um:
                    sums[i, v] += power_f32(
                        np.float32(diameter * s[0] / REFERENCE_UM), np.float32(channel.power)
                    )
        shed += np.histogram(days[:, 3], np.concatenate([[-np.inf], VISITS]))[0]
    shed[0] = 0
    return sums, phases, shed


def test_recording_by_differences_sees_what_visiting_every_follicle_sees() -> None:
    """Counts, phases and shed hairs of the block engine equal those of scalar lives looked at on each visit."""
    numbers, follicles = BUSY._replace(within_anagen_thinning_rate=0.0), number(150, 50)
    androgen, minoxidil, wound = restless_drives()
    people = grow_up(
        numbers,
        sensitivity=[MEDIAN],
        onset_day=OPENING_DAY,
        change_day=MENOPAUSE_DAY,
        change_factor=MENOPAUSE_FACTOR,
        follicles=follicles,
        seed=SEED,
        person=PERSON,
    )
    seen = follow(
        people,
        androgen=androgen,
        minoxidil=minoxidil,
        wound=wound,
        cell_days=CELL_DAYS,
        visit_days=VISITS,
        channels=CHANNELS,
    )
    sums, phases, shed = sums_of_scalar_lives(numbers, follicles)
    np.testing.assert_array_equal(seen.phases[0], phases)
    np.testing.assert_array_equal(seen.shed[0], shed)
    np.testing.assert_array_equal(seen.sums[0, :3], sums[:3])
    np.testing.assert_allclose(seen.sums[0, 3], sums[3], rtol=1e-5)
    assert phases[4, -1] > 0, "the comparison must have met lost follicles"


def test_a_hair_that_thins_leaves_its_channel_on_the_exact_day() -> None:
    """Daily visits around the crossing day of thinning hairs agree with the closed form of the thinning law."""
    numbers = BUSY._replace(within_anagen_thinning_rate=2e-3, established_vellus_loss_probability=0.0)
    for place in range(100):
        days, sizes, _ = scalar_life(numbers, place)
        long = (days[:, 0] > 2530) & (days[:, 1] - days[:, 0] > 100)  # drives are steady by then
        if long.any():
            break
    row = int(np.argmax(long))
    follicle = plain_life(numbers, place)
    diameter, sensitivity = follicle.traits()
    threshold = diameter * float(np.sqrt(sizes[row, 0] * sizes[row, 1]))
    half = days[row, 0] + np.log(sizes[row, 0] / np.sqrt(sizes[row, 0] * sizes[row, 1])) / (
        2e-3 * MENOPAUSE_FACTOR * (1.0 - follicle.target(sensitivity))
    )
    grown = {
        "sensitivity": [MEDIAN],
        "onset_day": OPENING_DAY,
        "change_day": MENOPAUSE_DAY,
        "change_factor": MENOPAUSE_FACTOR,
        "seed": SEED,
        "person": PERSON,
    }
    people = grow_up(numbers, follicles=place + 1, **grown)
    others = grow_up(numbers, follicles=place, **grown)
    visits = np.arange(np.floor(half) - 3, np.floor(half) + 5)
    androgen, minoxidil, wound = (np.repeat(x, 7) for x in restless_drives())
    drives = {
        "androgen": androgen,
        "minoxidil": minoxidil,
        "wound": wound,
        "cell_days": 1.0,
        "visit_days": visits,
    }
    channel = [Channel(ANAGEN, threshold, 0.0, 0.0)]
    own = follow(people, channels=channel, **drives).sums - follow(others, channels=channel, **drives).sums
    np.testing.assert_array_equal(own[0, 0], (visits <= half).astype(float))
