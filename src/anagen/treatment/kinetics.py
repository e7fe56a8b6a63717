"""The linear part of a drug's kinetics, solved exactly over a step of time."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from anagen.laws.pharmacokinetics import absorption, distribution, linear_elimination

KA, LAG, CLEARANCE, VOLUME, EXCHANGE, PERIPHERAL, CAPACITY, HALF, FRACTION = range(9)
"""Columns of a drug's kinetics, by person and drug."""

DEPOT, CENTRAL, BEYOND, AREA = range(4)
"""Places in a drug's amounts: gut, blood, elsewhere; and the area under the amount in the blood."""
TAYLOR_TERMS = 18
"""Terms of the exponential's series, after the matrix was halved until its norm is below one half."""


@njit(nogil=True, cache=True, error_model="numpy")
def matrix_exponential(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponential of a small matrix by scaling and squaring of its series."""
    n = matrix.shape[0]
    norm = np.abs(matrix).max() * n
    halvings = 0
    while norm > 0.5:
        norm *= 0.5
        halvings += 1
    scaled = matrix * 0.5**halvings
    total = np.eye(n)
    term = np.eye(n)
    for k in range(1, TAYLOR_TERMS + 1):
        term = small_product(term, scaled) / k
        total = total + term
    for _ in range(halvings):
        total = small_product(total, total)
    return total


@njit(nogil=True, cache=True, error_model="numpy")
def small_product(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix product without a library, so that its bits are the same everywhere."""
    n = a.shape[0]
    c = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    return c


@njit(nogil=True, cache=True, error_model="numpy")
def linear_step(pk: NDArray[np.float64], days: float) -> NDArray[np.float64]:
    """What becomes of depot, central, peripheral amount and area of the central amount in some days.

    Column by column the laws are asked for the flows from a unit amount; their matrix is then exponentiated.
    """
    rates = np.zeros((4, 4))
    absorbed = absorption(1.0, pk[KA])
    rates[DEPOT, DEPOT] = -absorbed
    rates[CENTRAL, DEPOT] = absorbed
    out = distribution(1.0, 0.0, pk[EXCHANGE], pk[VOLUME], pk[PERIPHERAL])
    back = -distribution(0.0, 1.0, pk[EXCHANGE], pk[VOLUME], pk[PERIPHERAL])
    rates[CENTRAL, CENTRAL] = -out - linear_elimination(1.0, pk[CLEARANCE], pk[VOLUME])
    rates[BEYOND, CENTRAL] = out
    rates[CENTRAL, BEYOND] = back
    rates[BEYOND, BEYOND] = -back
    rates[AREA, CENTRAL] = 1.0
    return matrix_exponential(rates * days)
