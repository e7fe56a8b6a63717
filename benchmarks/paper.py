"""A trial of a million people planned from what one person costs."""

from __future__ import annotations

from collections.abc import Mapping

PEOPLE, FURTHER_SETS, OF_SETS = 1_000_000, 8, 100_000
CORES_OF_NODE, LOST_SHARE = 32, 0.02
TASK_S, TASKS_PER_S = 1.5, 500.0
"""A task takes so long, and one scheduler hands out so many a second (two milliseconds each)."""
FOLLICLES = (1_000, 100_000)
NODES = (1, 10, 100)
COPIES = 2
"""The command holds the readings twice while it sums them up."""


def processor_s(cost: Mapping[str, float], follicles: int) -> float:
    """Processor time of the whole trial. [s]"""
    person = cost["ms_per_person"] * 1e-3 + cost["us_per_follicle"] * 1e-6 * follicles
    return (PEOPLE + FURTHER_SETS * OF_SETS) * person


def wall_s(busy_s: float, nodes: int) -> float:
    """Time on the wall: what the cores take, or what handing out the tasks takes if that is longer. [s]"""
    cores = nodes * CORES_OF_NODE
    return max(busy_s * (1.0 + LOST_SHARE) / cores, busy_s / TASK_S / TASKS_PER_S)


def in_words(seconds: float) -> str:
    """A span of time as a person says it."""
    if seconds < 100.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} minutes" if seconds < 100.0 * 60.0 else f"{seconds / 3600.0:.1f} hours"


def million_people(cost: Mapping[str, float]) -> list[tuple[str, ...]]:
    """Rows of a table: what the trial takes, for few and for many follicles each.

    Parameters
    ----------
    cost
        ``ms_per_person``, ``us_per_follicle`` and ``bytes_per_person``, as `costs.unit_costs` measures them.
    """
    busy = [processor_s(cost, follicles) for follicles in FOLLICLES]
    bytes_in_all = cost["bytes_per_person"] * (PEOPLE + FURTHER_SETS * OF_SETS)
    rows = [("processor time", *(in_words(one) for one in busy))]
    rows += [("tasks", *(f"{one / TASK_S:,.0f}".replace(",", " ") for one in busy))]
    for nodes in NODES:
        of_nodes = "1 node" if nodes == 1 else f"{nodes} nodes"
        rows.append(
            (f"{of_nodes}, {nodes * CORES_OF_NODE} cores", *(in_words(wall_s(one, nodes)) for one in busy))
        )
    rows.append(("readings over the network", *[f"{bytes_in_all / 1e9:.1f} GB"] * len(busy)))
    rows.append(("memory of the command", *[f"{COPIES * bytes_in_all / 1e9:.1f} GB"] * len(busy)))
    return rows
