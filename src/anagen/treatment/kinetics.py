"""The linear part of a drug's kinetics, solved exactly over a step of time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anagen.compiled import compiled
from anagen.laws.pharmacokinetics import absorption, distribution, linear_elimination

KA, LAG, CLEARANCE, VOLUME, EXCHANGE, PERIPHERAL, CAPACITY, HALF, FRACTION = range(9)
"""Columns of a drug's kinetics, by person and drug."""

DEPOT, CENTRAL, BEYOND, AREA = range(4)
"""Places in a drug's amounts: gut, blood, elsewhere; and the area under the amount in the blood."""
TAYLOR_TERMS = 18
"""Terms of the exponential's series, after the matrix was halved until its norm is below one half."""


@compiled
def matrix_exponential(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponential of a small matrix by scaling and squaring of its series."""
    n = matrix.shape[0]
    norm = 0.0
    for i in range(n):
        row = 0.0
        for j in range(n):
            row += abs(matrix[i, j])
        norm = max(norm, row)
    halvings = 0
    while norm > 0.5:
        norm *= 0.5
        halvings += 1
    scale = 0.5**halvings
    # Horner's form of the series: 1 + x (1 + x / 2 (1 + x / 3 (...))).
    total = np.eye(n)
    for k in range(TAYLOR_TERMS, 0, -1):
        total = product(matrix, total, scale / k)
        for i in range(n):
            total[i, i] += 1.0
    for _ in range(halvings):
        total = product(total, total, 1.0)
    return total


@compiled
def product(a: NDArray[np.float64], b: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Product of two small matrices and a number, in an order of its own, so that its bits are the same everywhere."""
    n = a.shape[0]
    c = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
            c[i, j] *= factor
    return c


@compiled
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
    for i in range(4):
        for j in range(4):
            rates[i, j] *= days
    step: NDArray[np.float64] = matrix_exponential(rates)
    return step
