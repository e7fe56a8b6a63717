"""The bare workload on arrays: NumPy by days, NumPy by cycles, and JAX by cycles."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np
from engines.draws import (
    COLUMNS,
    HALF_VARIANCE,
    MEAN,
    SENSITIVITY_SIGMA,
    SIGMA,
    STEPS,
    Floats,
    Head,
    Integers,
    change_phase,
    classes_of,
    gathered,
    opened,
    sample,
    shrink,
)

from anagen.bench import workload as w

CHUNK = 16_384


def numpy_by_days(follicles: int, years: float, seed: int) -> Floats:
    """Every day: who changes?"""
    rng, total = np.random.default_rng(seed), gathered(years)
    head, samples = opened(rng, follicles), np.zeros((w.sample_count(years), COLUMNS))
    samples[0] = sample(head.phase, head.diameter)
    for step in range(1, (len(samples) - 1) * STEPS + 1):
        now = step / STEPS * w.SAMPLE_DAYS
        due = np.flatnonzero(head.ends <= now)
        while len(due):
            change_phase(head, due, rng.standard_normal(len(due)), total)
            due = due[head.ends[due] <= now]
        if step % STEPS == 0:
            samples[step // STEPS] = sample(head.phase, head.diameter)
    return samples


def numpy_by_cycles(follicles: int, years: float, seed: int) -> Floats:
    """All follicles through their first cycle, then all that live on through the next; recorded by differences."""
    rows, total, rng = w.sample_count(years) + 1, gathered(years), np.random.default_rng(seed)
    until = (rows - 2) * w.SAMPLE_DAYS
    left, sizes = np.zeros((rows, 4)), np.zeros((rows, 4))
    first = np.zeros(4)

    def book(days: Floats, phase: int) -> None:
        left[:, phase] += np.bincount(first_sample(days, rows), minlength=rows)

    for begin in range(0, follicles, CHUNK):
        head = opened(rng, min(CHUNK, follicles - begin))
        first += np.bincount(head.phase, minlength=4)
        sizes[0] += sample(head.phase, head.diameter)[4:]
        for phase in (0, 1, 2):
            who = np.flatnonzero(head.phase == phase)
            book(head.ends[who], phase)
            change_phase(head, who, rng.standard_normal(len(who)), total)
        head = Head(*(column[head.ends < until] for column in head))
        while len(head.ends):
            begin_cycle(head, total, sizes, rows, book)
            for phase in (0, 1, 2, 3):
                mean = head.anagen if phase == 0 else MEAN[phase]
                normal = rng.standard_normal(len(head.ends))
                head.ends[:] += mean * np.exp(SIGMA[phase] * normal - HALF_VARIANCE[phase])
                if phase != 3:
                    book(head.ends, phase)
            head = Head(*(column[head.ends < until] for column in head))
    phases = first + np.cumsum(np.roll(left, 1, axis=1) - left, axis=0)
    return np.hstack([phases, np.cumsum(sizes, axis=0)])[:-1]


def first_sample(days: Floats, rows: int) -> Integers:
    """The first sample that sees an event; all later ones share the last row."""
    return np.minimum((days / w.SAMPLE_DAYS).astype(np.int64) + 1, rows - 1)


def begin_cycle(head: Head, total: Floats, sizes: Floats, rows: int, book: Any) -> None:
    """The return of follicles to anagen."""
    book(head.ends, 3)
    seen, was = first_sample(head.ends, rows), head.diameter.copy()
    shrink(head, np.arange(len(head.ends)), total)
    before, after = classes_of(was), classes_of(head.diameter)
    np.add.at(sizes, (seen, before), -1.0)
    np.add.at(sizes, (seen, after), 1.0)
    sizes[:, 3] += np.bincount(seen, head.diameter - was, rows)


def jax_by_cycles(follicles: int, years: float, seed: int) -> Floats:
    """As `numpy_by_cycles`, compiled by JAX for the processor."""
    import jax

    jax.config.update("jax_enable_x64", val=True)
    chunk = min(CHUNK, follicles)
    given = w.sample_count(years), chunk, gathered(years)
    keys = jax.random.split(jax.random.key(seed), follicles // chunk)
    return np.sum([np.asarray(compiled_chunk()(key, *given)) for key in keys], axis=0)


@cache
def compiled_chunk() -> Any:
    """The function of one chunk, compiled once."""
    import jax

    return jax.jit(jax_chunk, static_argnums=(1, 2))


def jax_chunk(key: Any, samples: int, chunk: int, total: Any) -> Any:
    """One chunk of follicles."""
    import jax
    import jax.numpy as jnp

    single, until = jnp.float32, (samples - 1) * w.SAMPLE_DAYS
    mean, sigma, half = (jnp.asarray(one, single) for one in (MEAN, SIGMA, HALF_VARIANCE))
    edges = jnp.asarray(w.CLASS_EDGES_UM, single)
    start, later = jax.random.split(key)
    a, b, c, d, e, f = jax.random.split(start, 6)
    normal = partial(jax.random.normal, shape=(chunk,), dtype=single)
    diameter = jnp.clip(
        w.DIAMETER_MEAN_UM + w.DIAMETER_SD_UM * normal(a), w.DIAMETER_LOW_UM, w.DIAMETER_HIGH_UM
    )
    sensitivity = jnp.exp(SENSITIVITY_SIGMA * normal(b) - SENSITIVITY_SIGMA**2 / 2.0)
    place = jax.random.uniform(c, (chunk,), single) * mean.sum()
    opening = jnp.searchsorted(jnp.cumsum(mean), place, side="right").clip(0, 3)
    biased = mean[opening] * jnp.exp(half[opening] + sigma[opening] * normal(d))
    ends = (jax.random.uniform(e, (chunk,), single) * biased).astype(jnp.float64)

    def seen(days: Any) -> Any:
        return jnp.minimum((days / w.SAMPLE_DAYS).astype(jnp.int32) + 1, samples)

    def class_of(diameter: Any) -> Any:
        return (diameter >= edges[0]).astype(jnp.int32) + (diameter >= edges[1])

    left, sizes = jnp.zeros((samples + 1, 4)), jnp.zeros((samples + 1, 4))
    sizes = sizes.at[0, class_of(diameter)].add(1.0).at[0, 3].add(diameter.sum())
    first, phase = jnp.bincount(opening, length=4), opening
    stays = jnp.exp(sigma[:, None] * jax.random.normal(f, (4, chunk), single) - half[:, None])
    for now in range(3):
        here = phase == now
        left = left.at[jnp.where(here, seen(ends), samples), now].add(1.0)
        ends = jnp.where(here, ends + mean[now + 1] * stays[now + 1], ends)
        phase = jnp.where(here, now + 1, phase)

    def one_cycle(state: Any) -> Any:
        k, ends, diameter, anagen, exposed, left, sizes = state
        alive = ends < until
        row = jnp.where(alive, seen(ends), samples)
        month = jnp.minimum(ends, until) / w.SAMPLE_DAYS
        cell = jnp.minimum(month.astype(jnp.int32), len(total) - 2)
        now = total[cell] + (month - cell) * (total[cell + 1] - total[cell])
        dose = sensitivity * (now - exposed).astype(single)
        after = jnp.maximum(w.LEAST_DIAMETER_UM, diameter * jnp.exp(-w.DIAMETER_RATE * dose)).astype(single)
        anagen = jnp.maximum(w.LEAST_ANAGEN_DAYS, anagen * jnp.exp(-w.ANAGEN_RATE * dose)).astype(single)
        left = left.at[row, 3].add(1.0)
        sizes = sizes.at[row, class_of(diameter)].add(-1.0).at[row, class_of(after)].add(1.0)
        sizes = sizes.at[row, 3].add(after - diameter)
        draws = jax.random.normal(jax.random.fold_in(later, k), (4, chunk), single)
        stays = jnp.exp(sigma[:, None] * draws - half[:, None])
        later_ends = ends
        for now_in in range(4):
            stay = anagen if now_in == 0 else mean[now_in]
            later_ends = later_ends + stay * stays[now_in]
            if now_in < 3:
                left = left.at[jnp.where(alive, seen(later_ends), samples), now_in].add(1.0)
        return k + 1, jnp.where(alive, later_ends, ends), after, anagen, now, left, sizes

    state = (jnp.int32(0), ends, diameter, jnp.full(chunk, mean[0]), jnp.zeros(chunk), left, sizes)
    *_, left, sizes = jax.lax.while_loop(lambda now: (now[1] < until).any(), one_cycle, state)
    phases = first + jnp.cumsum(jnp.roll(left, 1, axis=1) - left, axis=0)
    return jnp.hstack([phases, jnp.cumsum(sizes, axis=0)])[:-1]
