"""The bare workload in frameworks of agents, as their own tutorials would have it: SimPy, Mesa, Starsim, Vivarium."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
from engines.draws import (
    COLUMNS,
    HALF_VARIANCE,
    SIGMA,
    STEPS,
    Floats,
    Head,
    change_phase,
    gathered,
    opened,
    sample,
)

from anagen.bench import workload as w

STAY_SIGMA, STAY_HALF = SIGMA.tolist(), HALF_VARIANCE.tolist()


class Follicle:
    """One follicle in plain Python."""

    def __init__(self, head: Head, k: int, rng: random.Random, total: Floats) -> None:
        self.diameter, self.sensitivity, self.ends = (
            float(column[k]) for column in (head.diameter, head.sensitivity, head.ends)
        )
        self.phase, self.anagen, self.exposed = int(head.phase[k]), w.STAY_DAYS[0], 0.0
        self.rng, self.total = rng, total

    def change_phase(self) -> None:
        """Enter the next phase on the day on which this one ends."""
        self.phase = (self.phase + 1) & 3
        mean = w.STAY_DAYS[self.phase]
        if self.phase == 0:
            month = self.ends / w.SAMPLE_DAYS
            k = int(month)
            now = self.total[k] + (month - k) * (self.total[k + 1] - self.total[k])
            dose = self.sensitivity * (now - self.exposed)
            self.exposed = now
            self.diameter = max(w.LEAST_DIAMETER_UM, self.diameter * math.exp(-w.DIAMETER_RATE * dose))
            self.anagen = mean = max(w.LEAST_ANAGEN_DAYS, self.anagen * math.exp(-w.ANAGEN_RATE * dose))
        draw = self.rng.gauss(0.0, 1.0)
        self.ends += mean * math.exp(STAY_SIGMA[self.phase] * draw - STAY_HALF[self.phase])


def plain_follicles(follicles: int, years: float, seed: int) -> list[Follicle]:
    """Follicles in plain Python on day 0."""
    head, total = opened(np.random.default_rng(seed), follicles), gathered(years).tolist()
    rng = random.Random(seed)  # noqa: S311  no secret is drawn
    return [Follicle(head, k, rng, total) for k in range(follicles)]


def row_of(agents: Any) -> Floats:
    """A sample of follicles in plain Python."""
    return sample(np.array([one.phase for one in agents]), np.array([one.diameter for one in agents]))


def simpy_processes(follicles: int, years: float, seed: int) -> Floats:
    """SimPy: a process for each follicle, which sleeps until its phase ends."""
    import simpy

    everybody, environment = plain_follicles(follicles, years, seed), simpy.Environment()
    samples = np.zeros((w.sample_count(years), COLUMNS))

    def life(one: Follicle) -> Any:
        while True:
            yield environment.timeout(one.ends - environment.now)
            one.change_phase()

    def look() -> Any:
        for k in range(len(samples)):
            yield environment.timeout(w.SAMPLE_DAYS if k else 0.0)
            samples[k] = row_of(everybody)

    for one in everybody:
        environment.process(life(one))
    environment.process(look())
    environment.run(until=(len(samples) - 1) * w.SAMPLE_DAYS + 1e-6)
    return samples


def mesa_by_days(follicles: int, years: float, seed: int) -> Floats:
    """Mesa: every agent is asked every day."""
    import mesa

    class Agent(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: Any, follicle: Follicle) -> None:
            super().__init__(model)
            self.follicle = follicle

        def step(self) -> None:
            while self.follicle.ends <= self.model.today:
                self.follicle.change_phase()

    everybody, model = plain_follicles(follicles, years, seed), mesa.Model(rng=seed)
    model.today, samples = 0.0, np.zeros((w.sample_count(years), COLUMNS))
    for one in everybody:
        Agent(model, one)
    samples[0] = row_of(everybody)
    for step in range(1, (len(samples) - 1) * STEPS + 1):
        model.today = step / STEPS * w.SAMPLE_DAYS
        model.agents.do("step")
        if step % STEPS == 0:
            samples[step // STEPS] = row_of(everybody)
    return samples


def starsim_by_days(follicles: int, years: float, seed: int) -> Floats:
    """Starsim: a module of arrays, one step a day."""
    import starsim

    total, samples = gathered(years), np.zeros((w.sample_count(years), COLUMNS))
    steps = (len(samples) - 1) * STEPS

    class Hair(starsim.Module):  # type: ignore[misc]
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            self.define_states(*(starsim.FloatArr(name) for name in Head._fields))
            self.normal = starsim.normal(0, 1)

        def init_post(self) -> None:
            super().init_post()
            head = opened(np.random.default_rng(seed), follicles)
            for name in Head._fields:
                getattr(self, name)[:] = getattr(head, name)
            samples[0] = sample(head.phase, head.diameter)

        def step(self) -> None:
            step = self.ti + 1
            if step > steps:
                return
            now = step / STEPS * w.SAMPLE_DAYS
            due = (self.ends <= now).uids
            while len(due):
                part = Head(*(np.asarray(getattr(self, name)[due]) for name in Head._fields))
                part = part._replace(phase=part.phase.astype(np.int64))
                change_phase(part, np.arange(len(due)), np.asarray(self.normal.rvs(due)), total)
                for name in Head._fields:
                    getattr(self, name)[due] = getattr(part, name)
                due = due[part.ends <= now]
                if len(due):
                    self.normal.jump(1)
            if step % STEPS == 0:
                samples[step // STEPS] = sample(
                    np.asarray(self.phase).astype(np.int64), np.asarray(self.diameter)
                )

    sim = starsim.Sim(n_agents=follicles, modules=Hair(), start=0, dur=steps, dt=1, rand_seed=seed, verbose=0)
    sim.run()
    return samples


def vivarium_by_days(follicles: int, years: float, seed: int) -> Floats:
    """Vivarium: a component over a table, one step a day."""
    import pandas as pd
    from vivarium import Component, InteractiveContext

    total, samples = gathered(years), np.zeros((w.sample_count(years), COLUMNS))
    columns, rng = list(Head._fields), np.random.default_rng(seed)

    class Hair(Component):  # type: ignore[misc]
        def setup(self, builder: Any) -> None:
            self.done = 0
            builder.population.register_initializer(self.begin, columns)

        def begin(self, people: Any) -> None:
            head = opened(rng, len(people.index))
            samples[0] = sample(head.phase, head.diameter)
            self.population_view.initialize(pd.DataFrame(head._asdict(), index=people.index))

        def on_time_step(self, event: Any) -> None:
            self.done += 1
            now = self.done / STEPS * w.SAMPLE_DAYS
            table = self.population_view.get(event.index, columns)
            head = Head(*(table[name].to_numpy().copy() for name in columns))
            due = changed = np.flatnonzero(head.ends <= now)
            while len(due):
                change_phase(head, due, rng.standard_normal(len(due)), total)
                due = due[head.ends[due] <= now]
            if len(changed):
                rows = {name: getattr(head, name)[changed] for name in columns}
                self.population_view.update(
                    columns, lambda _before: pd.DataFrame(rows, index=table.index[changed])
                )
            if self.done % STEPS == 0:
                samples[self.done // STEPS] = sample(head.phase, head.diameter)

    sim = InteractiveContext(
        components=[Hair()],
        configuration={
            "population": {"population_size": follicles},
            "time": {"step_size": 1},
            "randomness": {"key_columns": []},
        },
        logging_verbosity=0,
    )
    sim.take_steps((len(samples) - 1) * STEPS, with_logging=False)
    return samples
