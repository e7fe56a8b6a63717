"""The same life in slow, obvious Python: explanation of the kernel and oracle of its tests.

Double precision, the standard library's functions, one follicle at a time, every event kept. It shares with the
compiled engine the random counters and nothing else: laws, clocks and draws are written again, in the plainest way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

from anagen.kernel.numbers import FollicleNumbers, lognormal_sigma

NORMAL = NormalDist()
PHASES = ("anagen", "catagen", "telogen", "kenogen")
MASK = 0xFFFFFFFF
NOT_MISSED = 1e-3


def philox(counter: Sequence[int], key: Sequence[int]) -> list[int]:
    """Philox4x32-10 (Salmon2011), from its definition."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return [c0, c1, c2, c3]


def uniform(word: int) -> float:
    """A number in (0, 1) from the upper 23 bits of a word."""
    return ((word >> 9) + 0.5) / 2**23


def normal(word: int) -> float:
    """The standard normal quantile of a word."""
    return NORMAL.inv_cdf((word + 0.5) / 2**32)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainDrives:
    """Drives in cells of equal width; the outermost cells go on for ever."""

    first_day: float
    cell_days: float
    androgen: Sequence[float]
    minoxidil: Sequence[float]
    wound: Sequence[float]

    def cell(self, day: float) -> int:
        """Index of the cell of a day."""
        return min(max(math.floor((day - self.first_day) / self.cell_days), 0), len(self.androgen) - 1)

    def right_edge(self, cell: int) -> float:
        """Last day of a cell."""
        return math.inf if cell == len(self.androgen) - 1 else self.first_day + (cell + 1) * self.cell_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One cycle of one follicle: days of its events, and the size of the shaft as anagen starts and ends."""

    number: int
    entry: float
    anagen_end: float
    catagen_end: float
    release: float
    end: float
    size_in: float
    size_out: float
    """Of the shaft; a follicle's own size is less where minoxidil thickens its hair."""
    lost_at_end: bool


@dataclass(slots=True, kw_only=True)
class PlainFollicle:
    """One follicle, lived cycle by cycle."""

    numbers: FollicleNumbers
    drives: PlainDrives
    key: tuple[int, int]
    person: int
    follicle: int
    median_sensitivity: float
    opening_day: float
    missed: list[float] = field(init=False)
    """By how much minoxidil falls short of what the follicle is used to, mean over each cell."""

    def __post_init__(self) -> None:
        """Get used to minoxidil, from nothing on, and miss it."""
        time, step = self.numbers.minoxidil_habituation_time, self.drives.cell_days
        self.missed, used_to = [], 0.0
        for drive in self.drives.minoxidil:
            later = drive + (used_to - drive) * math.exp(-step / time)
            self.missed.append((used_to - later) * time / step)  # mean of an exponential between two ends
            used_to = later

    def words(self, cycle: int, stream: int) -> list[int]:
        """The random words of a cycle and a stream."""
        return philox((self.follicle, self.person, cycle, stream), self.key)

    def target(self, load: float) -> float:
        """Size towards which a load moves the follicle."""
        return 1.0 / (1.0 + load**self.numbers.size_target_hill)

    def speed(self, phase: str, day: float, sensitivity: float) -> float:
        """Speed of a phase's clock on a day."""
        n, cell = self.numbers, self.drives.cell(day)
        a, m, w = self.drives.androgen[cell], self.drives.minoxidil[cell], self.drives.wound[cell]
        if phase == "anagen":
            share, missed = min(sensitivity, n.androgen_anagen_sensitivity_cap), self.missed[cell]
            rebound = n.minoxidil_withdrawal_acceleration * missed if missed > NOT_MISSED else 0.0
            hurry = 1.0 + n.androgen_anagen_acceleration * share * a
            return hurry * (1.0 + rebound) / (1.0 + n.minoxidil_anagen_prolongation * m)
        if phase == "telogen":
            return 1.0 + n.minoxidil_telogen_acceleration * m + n.wound_telogen_acceleration * w
        if phase == "kenogen":
            delay = n.androgen_kenogen_delay * max(0.0, 1.0 - a)
            waking = n.minoxidil_kenogen_acceleration * m + n.wound_kenogen_acceleration * w
            return (1.0 + delay) * (1.0 + waking)
        return 1.0

    def stay(self, phase: str, day: float, length: float, sensitivity: float) -> float:
        """The day on which a stay ends, by walking through the cells one after another."""
        while True:
            cell = self.drives.cell(day)
            edge, speed = self.drives.right_edge(cell), self.speed(phase, day, sensitivity)
            if phase == "catagen" or day + length / speed <= edge:
                return day + length / speed
            length -= (edge - day) * speed
            day = edge + 1e-9 * self.drives.cell_days

    def thinned(self, size: float, start: float, end: float, sensitivity: float) -> float:
        """Size of the shaft after it has thinned within anagen."""
        exposure, day = 0.0, start
        while day < end:
            cell = self.drives.cell(day)
            stop = min(end, self.drives.right_edge(cell))
            exposure += (stop - day) * self.drives.androgen[cell]
            day = stop if stop == end else stop + 1e-9 * self.drives.cell_days
        appetite = 1.0 - self.target(sensitivity)
        return size * math.exp(-self.numbers.within_anagen_thinning_rate * appetite * exposure)

    def mean_stays(self, size: float) -> dict[str, float]:
        """Mean operational length of each phase at a size."""
        n = self.numbers
        grown = size**n.anagen_size_exponent
        return {
            "anagen": n.anagen_duration_smallest
            + (n.anagen_duration_full_size - n.anagen_duration_smallest) * grown,
            "catagen": n.catagen_duration,
            "telogen": n.telogen_duration,
            "kenogen": n.kenogen_duration_full_size + n.kenogen_duration_extra_smallest * (1.0 - size),
        }

    def factors(self, cycle: int, first_phase: int) -> list[float]:
        """Length of the four stays of a cycle relative to their means."""
        n = self.numbers
        cvs = (n.anagen_duration_cv, n.catagen_duration_cv, n.telogen_duration_cv, n.kenogen_duration_cv)
        out = []
        for phase, (word, cv) in enumerate(zip(self.words(cycle, 0), cvs, strict=True)):
            sigma = lognormal_sigma(cv)
            z = normal(word) + (sigma if phase == first_phase else 0.0)
            out.append(math.exp(sigma * z - sigma * sigma / 2))
        return out

    def traits(self) -> tuple[float, float]:
        """Own best diameter and own sensitivity."""
        n, words = self.numbers, self.words(0, 1)
        diameter = n.full_shaft_diameter * math.exp(
            lognormal_sigma(n.full_shaft_diameter_cv) * normal(words[0])
        )
        return diameter, self.median_sensitivity * math.exp(
            n.sensitivity_sd_between_follicles * normal(words[1])
        )

    def opening(self, sensitivity: float) -> tuple[int, float]:
        """The phase in which the history opens, and the day on which that cycle had begun."""
        words, means = self.words(0, 1), self.mean_stays(1.0)
        healthy = self.opening_day - 1e-9 * self.drives.cell_days  # androgen acts from the opening day on
        real = [means[p] / self.speed(p, healthy, sensitivity) for p in PHASES]
        u = uniform(words[2]) * sum(real)
        phase = 0
        while phase < 3 and u >= sum(real[: phase + 1]):
            phase += 1
        stays = [length * factor for length, factor in zip(real, self.factors(0, phase), strict=True)]
        return phase, self.opening_day - sum(stays[:phase]) - uniform(words[3]) * stays[phase]

    def live(self, until: float) -> Iterator[Cycle]:
        """All cycles that begin before a day."""
        n = self.numbers
        _, sensitivity = self.traits()
        phase, day = self.opening(sensitivity)
        size, vellus_since, number = 1.0, math.inf, 0
        while day < until:
            if number > 0:
                size = self.entered(day, size, vellus_since, sensitivity)
            size_in = size if number == 0 else self.shaft(day, size, vellus_since)
            means = self.mean_stays(size_in)
            stays = [
                means[p] * f
                for p, f in zip(PHASES, self.factors(number, phase if number == 0 else -1), strict=True)
            ]
            days = [day]
            for p, length in zip(PHASES, stays, strict=True):
                days.append(self.stay(p, days[-1], length, sensitivity))
            size_out = self.thinned(size_in, day, days[1], sensitivity)
            vellus_since = min(vellus_since, day) if size_in < n.vellus_size_limit else math.inf
            established = days[4] - vellus_since > n.vellus_establishment_time
            chance = uniform(self.words(number + 1, 2)[0])
            lost = established and chance < n.established_vellus_loss_probability
            yield Cycle(
                number=number,
                entry=day,
                anagen_end=days[1],
                catagen_end=days[2],
                release=days[3],
                end=days[4],
                size_in=size_in,
                size_out=size_out,
                lost_at_end=lost,
            )
            if lost:
                return
            size, day, number = size * size_out / size_in, days[4], number + 1

    def entered(self, day: float, size: float, vellus_since: float, sensitivity: float) -> float:
        """Own size with which anagen is entered."""
        n, cell = self.numbers, self.drives.cell(day)
        target = self.target(sensitivity * self.drives.androgen[cell])
        target += n.wound_size_lift * self.drives.wound[cell] * (1.0 - target)
        if target <= size:
            return size + n.size_step_down_share * (target - size)
        if day - vellus_since > n.vellus_establishment_time:
            return size
        return size + n.size_step_up_share * (target - size)

    def shaft(self, day: float, size: float, vellus_since: float) -> float:
        """Size of the shaft that a follicle of a size makes."""
        n = self.numbers
        if day - vellus_since > n.vellus_establishment_time:
            return size
        gain = n.minoxidil_thickening * self.drives.minoxidil[self.drives.cell(day)]
        return size * (1.0 + gain * (1.0 - size))
