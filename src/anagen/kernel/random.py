"""Random words without a generator: each is a function of (seed, person, follicle, cycle, stream).

Philox4x32-10 (Salmon2011): a keyed bijection of a 128-bit counter. No draw depends on how many were made before it,
so results do not depend on threads, on blocks, or on what another follicle did; and two treatments of one person
meet the same chance.
"""

from __future__ import annotations

from anagen.compiled import inlined, u4, u8

MULTIPLIER_0, MULTIPLIER_1 = u8(0xD2511F53), u8(0xCD9E8D57)
WEYL_0, WEYL_1 = u4(0x9E3779B9), u4(0xBB67AE85)
LOW_32, SHIFT_32 = u8(0xFFFFFFFF), u8(32)

DURATIONS = u4(0)
"""Stream of the four phase durations of a cycle."""
TRAITS = u4(1)
"""Stream of what a follicle is born with: its best diameter and its sensitivity; and where in its cycle it starts."""
LOSS = u4(2)
"""Stream that decides whether an established vellus follicle is lost at the end of a cycle."""


@inlined
def philox(
    follicle: int, person: int, cycle: int, stream: int, key_0: int, key_1: int
) -> tuple[int, int, int, int]:
    """Four random 32-bit words of one counter (Salmon2011).

    The counter is held in 64-bit lanes whose upper halves are zero: on x86 a vectorized 32 x 32 -> 64 multiplication
    reads just the lower halves, so that no masking is needed in between.
    """
    c0, c1, c2, c3 = u8(follicle), u8(person), u8(cycle), u8(stream)
    k0, k1 = u8(key_0), u8(key_1)
    for _ in range(10):
        p0 = MULTIPLIER_0 * (c0 & LOW_32)
        p1 = MULTIPLIER_1 * (c2 & LOW_32)
        c0 = (p1 >> SHIFT_32) ^ c1 ^ k0
        c1 = p1 & LOW_32
        c2 = (p0 >> SHIFT_32) ^ c3 ^ k1
        c3 = p0 & LOW_32
        k0 = (k0 + u8(WEYL_0)) & LOW_32
        k1 = (k1 + u8(WEYL_1)) & LOW_32
    return u4(c0), u4(c1), u4(c2), u4(c3)
