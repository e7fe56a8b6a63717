"""Arithmetic whose bits do not depend on the machine: exp, log, powers and normal quantiles in single precision.

Only fused multiply-add, compares, integer operations and bit casts are used, no library call. The same source
therefore gives the same bits on any processor, on any number of threads and, compiled for it, on a GPU; and LLVM
can turn a loop over it into vector instructions, which it cannot do with calls into a math library.

Constants are minimax coefficients of numerical analysis, not numbers of biology: exp and log after Moshier's Cephes,
the normal quantile after Giles (2010), "Approximating the erfinv function".
"""

from __future__ import annotations

import math

from anagen.compiled import f4, fma, i4, inlined, u4

HALF, ONE, TWO, FOUR = f4(0.5), f4(1.0), f4(2.0), f4(4.0)
LN2_HIGH, LN2_LOW = f4(0.693359375), f4(2.12194440e-4)
LOG2_E, ROUNDER = f4(1.44269504), f4(12582912.0)  # adding 1.5 * 2**23 rounds a float to the nearest integer
EXP_LOW, EXP_HIGH = f4(-87.0), f4(88.0)
EXPONENT_BITS, EXPONENT_BIAS, SIGN_BIT = i4(23), i4(127), i4(31)
SQRT_HALF_BITS, EXPONENT_MASK = u4(0x3F3504F3), u4(0xFF800000)
TWO_M32, TWO_M23 = f4(2.0**-32), f4(2.0**-23)
SQRT_2, CENTER_SHIFT, TAIL_SHIFT, TAIL_BOUND = f4(1.41421356), f4(2.5), f4(3.0), f4(5.0)
TINY = f4(1e-30)

L0, L1, L2, L3, L4, L5, L6, L7, L8 = (
    f4(c)
    for c in (
        7.0376836292e-2,
        -1.1514610310e-1,
        1.1676998740e-1,
        -1.2420140846e-1,
        1.4249322787e-1,
        -1.6668057665e-1,
        2.0000714765e-1,
        -2.4999993993e-1,
        3.3333331174e-1,
    )
)
E0, E1, E2, E3, E4, E5 = (
    f4(c)
    for c in (
        1.9875691500e-4,
        1.3981999507e-3,
        8.3334519073e-3,
        4.1665795894e-2,
        1.6666665459e-1,
        5.0000001201e-1,
    )
)
C0, C1, C2, C3, C4, C5, C6, C7, C8 = (
    f4(c)
    for c in (
        2.81022636e-08,
        3.43273939e-07,
        -3.5233877e-06,
        -4.39150654e-06,
        0.00021858087,
        -0.00125372503,
        -0.00417768164,
        0.246640727,
        1.50140941,
    )
)
T0, T1, T2, T3, T4, T5, T6, T7, T8 = (
    f4(c)
    for c in (
        -0.000200214257,
        0.000100950558,
        0.00134934322,
        -0.00367342844,
        0.00573950773,
        -0.0076224613,
        0.00943887047,
        1.00167406,
        2.83297682,
    )
)


@inlined
def log_f32(x: float) -> float:
    """Natural logarithm of a positive, normal float32, to about one unit in the last place."""
    bits = f4(x).view(u4)
    shifted = u4(bits - SQRT_HALF_BITS)
    exponent = f4(i4(shifted.view(i4) >> EXPONENT_BITS))
    mantissa = u4(bits - u4(shifted & EXPONENT_MASK)).view(f4)
    z = mantissa - ONE
    p = fma(L0, z, L1)
    p = fma(p, z, L2)
    p = fma(p, z, L3)
    p = fma(p, z, L4)
    p = fma(p, z, L5)
    p = fma(p, z, L6)
    p = fma(p, z, L7)
    p = fma(p, z, L8)
    z2 = z * z
    y = p * z * z2
    y = fma(exponent, -LN2_LOW, y)
    y = fma(-HALF, z2, y)
    return fma(exponent, LN2_HIGH, z + y)


@inlined
def exp_f32(x: float) -> float:
    """Exponential of a float32, to about one unit in the last place; the argument is clipped to [-87, 88]."""
    x = EXP_LOW if x < EXP_LOW else x
    x = EXP_HIGH if x > EXP_HIGH else x
    whole = fma(x, LOG2_E, ROUNDER) - ROUNDER
    r = fma(-whole, LN2_HIGH, x)
    r = fma(whole, LN2_LOW, r)
    p = fma(E0, r, E1)
    p = fma(p, r, E2)
    p = fma(p, r, E3)
    p = fma(p, r, E4)
    p = fma(p, r, E5)
    p = fma(p, r * r, r) + ONE
    return p * i4(i4(i4(whole) + EXPONENT_BIAS) << EXPONENT_BITS).view(f4)


@inlined
def power_f32(x: float, exponent: float) -> float:
    """``x ** exponent`` for x >= 0; x below 1e-30 counts as 1e-30."""
    return exp_f32(exponent * log_f32(TINY if x < TINY else x))


@inlined
def uniform_f32(word: int) -> float:
    """A number in (0, 1) from the upper 23 bits of a random word; with 24 the largest would round to one."""
    return (f4(i4(word >> u4(9))) + HALF) * TWO_M23


@inlined
def folded_f32(word: int) -> float:
    """Distance of (word + 1/2) / 2**32 from the nearer end of (0, 1)."""
    sign = i4(u4(word).view(i4) >> SIGN_BIT)
    return (f4(i4(u4(word).view(i4) ^ sign)) + HALF) * TWO_M32


@inlined
def tail_f32(word: int) -> float:
    """How far out (word + 1/2) / 2**32 lies, as -log(4 q (1 - q)): the first half of `normal_f32`."""
    q = folded_f32(word)
    return -log_f32(FOUR * q * (ONE - q))


@inlined
def normal_from_tail_f32(word: int, a: float) -> float:
    """The standard normal quantile of a word whose `tail_f32` is known: the second half of `normal_f32`.

    In two loops, the halves run much faster than in one: a processor looks ahead over a few iterations only where
    each is a long chain of dependent steps.
    """
    c = a - CENTER_SHIFT
    p = fma(C0, c, C1)
    p = fma(p, c, C2)
    p = fma(p, c, C3)
    p = fma(p, c, C4)
    p = fma(p, c, C5)
    p = fma(p, c, C6)
    p = fma(p, c, C7)
    p = fma(p, c, C8)
    g = f4(math.sqrt(a)) - TAIL_SHIFT
    t = fma(T0, g, T1)
    t = fma(t, g, T2)
    t = fma(t, g, T3)
    t = fma(t, g, T4)
    t = fma(t, g, T5)
    t = fma(t, g, T6)
    t = fma(t, g, T7)
    t = fma(t, g, T8)
    y = (p if a < TAIL_BOUND else t) * fma(-TWO, folded_f32(word), ONE) * SQRT_2
    return y if u4(word).view(i4) < 0 else -y


@inlined
def normal_f32(word: int) -> float:
    """The standard normal quantile of (word + 1/2) / 2**32, symmetric about the middle word (Giles 2010)."""
    return normal_from_tail_f32(word, tail_f32(word))
