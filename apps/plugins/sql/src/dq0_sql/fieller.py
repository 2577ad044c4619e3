"""Intervals of ratios: Fieller's method for two noisy numbers (Fieller 1954).

With A = a + X and B = b + Y, the true ratio t = a/b makes A - t B = X - t Y pure noise of variance v_a - 2 t v_ab +
t^2 v_b. The t for which |A - t B| is at most z standard deviations form the interval; it is unbounded when B cannot
be told from zero. `parts` intervals that shall hold together each miss with a `parts`-th of 5 % at most (Bonferroni).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

from dq0_sql.half_width import Noise

Interval = tuple[float | None, float | None]
MISS = 0.05


@lru_cache(maxsize=64)
def factor(kind: str, parts: int = 1) -> float:
    """z, in standard deviations. Laplace: ln(1/miss)/sqrt(2), the quantile of a single one; a sum of two needs less."""
    miss = MISS / parts
    if kind == 'discrete_gaussian':
        return NormalDist().inv_cdf(1 - miss / 2)
    return math.log(1 / miss) / math.sqrt(2)


def ratio_interval(noisy_sum: float, noisy_count: float, sums: Noise, counts: Noise, parts: int = 1) -> Interval:
    """Interval of sum/count with independent noises; (None, None) when the count is too small to bound it."""
    variances = (sums.deviation**2, 0.0, counts.deviation**2)
    return fieller(noisy_sum, noisy_count, variances, factor(sums.kind, parts))


def fieller(above: float, below: float, variances: tuple[float, float, float], z: float) -> Interval:
    """Interval of a/b from noisy A and B. `variances`: of A, of both together, of B."""
    own, both, other = (z * z * variance for variance in variances)
    a = below**2 - other
    if a <= 0:
        return None, None
    centre = above * below - both
    root = math.sqrt(max(0.0, centre**2 - a * (above**2 - own)))
    return (centre - root) / a, (centre + root) / a


def expected_half_width(radius: int, rows: float, sums: Noise, counts: Noise) -> float | None:
    """Half-width, in quanta, of the average of `rows` rows whose mean is as far from the middle as bounds allow."""
    low, high = ratio_interval(radius * rows, rows, sums, counts)
    return None if low is None or high is None else (high - low) / 2
