"""
Follicles as a renewal process
==============================

Halloy, Bernard, Loussouarn and Goldbeter described human follicles as automata that grow, rest and stay empty for times
drawn anew each round, independently of each other. The kernel is exactly that when androgen is away. Started all at
once, follicles fall out of step, and the faster the more their stays vary: the share that grows swings less with every
cycle.
"""

import numpy as np

from anagen.evidence import known
from anagen.kernel.numbers import FollicleNumbers
from anagen.kernel.population import all_entering_anagen, follow
from anagen.plot.style import color_of, finish, new_figure
from anagen.simulation.numbers import follicle_numbers

ANAGEN, TELOGEN, LATENCY = 108.0, 72.0, 60.0  # days; their ratio, 3.6 : 2.4 : 2.0, is the automaton's
CYCLE = ANAGEN + TELOGEN + LATENCY
WITHOUT_ANDROGEN = 1e-6


def automaton(cv: float) -> FollicleNumbers:
    """Three stays with one coefficient of variation; follicles keep their size."""
    return follicle_numbers(known())._replace(
        anagen_duration_full_size=ANAGEN,
        anagen_duration_smallest=ANAGEN,
        anagen_duration_cv=cv,
        catagen_duration=0.0,
        telogen_duration=TELOGEN,
        telogen_duration_cv=cv,
        kenogen_duration_full_size=LATENCY,
        kenogen_duration_extra_smallest=0.0,
        kenogen_duration_cv=cv,
        size_step_down_share=0.0,
        within_anagen_thinning_rate=0.0,
        established_vellus_loss_probability=0.0,
        androgen_anagen_acceleration=0.0,
        androgen_kenogen_delay=0.0,
    )


FOLLICLES = 20_000
days = np.arange(0.0, 5.5 * CYCLE, 6.0)
cells = int(np.ceil(days[-1] / 3.0))
figure, (ax,) = new_figure(8.0, 4.5)
for place, cv in enumerate([0.1, 0.2, 0.3, 0.5]):
    start = all_entering_anagen(automaton(cv), sensitivity=[WITHOUT_ANDROGEN], follicles=FOLLICLES, seed=3)
    seen = follow(
        start, androgen=np.ones(cells), minoxidil=np.zeros(cells), cell_days=3.0, visit_days=days, channels=[]
    )
    share = seen.phases[0, 0] / FOLLICLES
    begun = days > 0.0  # on day 0 itself they are about to
    ax.plot(days[begun] / CYCLE, 100.0 * share[begun], color=color_of(place, control=False), label=f"{cv:g}")
ax.axhline(100.0 * ANAGEN / CYCLE, color="#888888", linewidth=0.8)
ax.legend(title="coefficient of variation of each stay", ncols=4, frameon=False, loc="upper right")
ax.set_ylim(-5.0, 135.0)  # room for the legend over the curves
ax.set_yticks(range(0, 101, 20))
finish(
    ax,
    title="A synchronized start is forgotten",
    note="20 000 follicles that all begin to grow on day 0; gray: the share in the long run, from renewal theory",
    x="cycles",
    y="follicles that grow [%]",
)
