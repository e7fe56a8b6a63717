"""Sizes of kernel tests: thousands of follicles where the kernel is compiled, tens where it runs as plain Python.

It does so under mutation testing (`verification/mutation.py`), where blocks are small too, so that few follicles fill
several of them.
"""

from __future__ import annotations

import numba

from anagen.kernel import block, population, snapshot

PLAIN = bool(numba.config.DISABLE_JIT)
SMALL_BLOCK = 16

if PLAIN:
    for module in (block, population, snapshot):
        module.BLOCK = SMALL_BLOCK


def number(compiled: int, plain: int) -> int:
    """How many, by whether the kernel is compiled."""
    return plain if PLAIN else compiled
