"""Intervals of averages: Fieller's method for the ratio of two noisy numbers (Fieller 1954).

With S = s1 + X, N = n + Y, the true ratio t = s1/n makes S - t N = X - t Y pure noise of variance v1 + t^2 v2. The t
for which |S - t N| <= z sqrt(v1 + t^2 v2) form the interval; it is unbounded when N cannot be told from zero.
"""

from __future__ import annotations

import math

from dq0_sql.half_width import Noise

Interval = tuple[float | None, float | None]
NORMAL_95 = 1.959963984540054
LAPLACE_95 = 2.1183126
"""ln(20)/sqrt(2): 95 % quantile of |Laplace| in standard deviations; a sum of two needs less."""


def factor(noise: Noise) -> float:
    """z of the 95 % interval."""
    return NORMAL_95 if noise.kind == 'discrete_gaussian' else LAPLACE_95


def ratio_interval(noisy_sum: float, noisy_count: float, sums: Noise, counts: Noise) -> Interval:
    """95 % interval of sum/count; (None, None) when the count is too small to bound it."""
    z = factor(sums)
    spread1, spread2 = (z * sums.deviation) ** 2, (z * counts.deviation) ** 2
    a = noisy_count**2 - spread2
    if a <= 0:
        return None, None
    centre = noisy_sum * noisy_count / a
    root = math.sqrt(max(0.0, spread1 * a + noisy_sum**2 * spread2)) / a
    return centre - root, centre + root


def expected_half_width(radius: int, rows: float, sums: Noise, counts: Noise) -> float | None:
    """Half-width, in quanta, of the average of `rows` rows whose mean is as far from the middle as bounds allow."""
    low, high = ratio_interval(radius * rows, rows, sums, counts)
    return None if low is None or high is None else (high - low) / 2
