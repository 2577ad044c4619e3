"""The private threshold: from which noisy number of units on an unknown group is shown, and what that costs in delta.

A group is kept iff its noisy units reach T. A unit that is alone in up to C groups is seen in one of them with
probability delta = 1 - (1 - P(X >= T - 1))^C, from the exact tail of the discrete noise, rounded up. OpenDP supplies
the noise only: its own threshold measurement keeps counts >= T but states delta for > T.
"""

from __future__ import annotations

import math
from functools import lru_cache

from dq0_sql.calibrate import rounded_up
from dq0_sql.half_width import Noise

SMALLEST_DELTA = 1e-60
_SUMMED_UP_TO = 300.0
"""Below this sigma the tail is summed term by term; above, it is bounded by an integral."""
_ROUNDING = 1 + 1e-12


def tail(noise: Noise, first: int) -> float:
    """P(X >= first) for first >= 1, never below it.

    Laplace: p^first / (1 + p), p = exp(-1/b). Gaussian: summed; above sigma 300 the sum of the convex tail is at most
    the integral from first - 1/2 on, and the normal tail at most exp(-a^2/2) 4 / (3a + sqrt(a^2 + 8)) / sqrt(2 pi)
    (Sampford 1953).
    """
    if noise.kind == 'discrete_laplace':
        return math.exp(-first / noise.scale) / (1 + math.exp(-1 / noise.scale)) * _ROUNDING
    sigma = noise.scale
    if sigma > _SUMMED_UP_TO:
        a = (first - 0.5) / sigma
        if a <= 1:
            return 0.5
        return math.exp(-a * a / 2) * 4 / (3 * a + math.sqrt(a * a + 8)) / math.sqrt(2 * math.pi) * _ROUNDING
    reach = math.ceil(40 * sigma) + 1
    beyond = math.fsum(math.exp(-(k * k) / (2 * sigma * sigma)) for k in range(first, first + reach))
    return beyond / _mass(sigma) * _ROUNDING


@lru_cache(maxsize=64)
def _mass(sigma: float) -> float:
    """Sum of exp(-k^2 / 2 sigma^2) over all integers."""
    return 1 + 2 * math.fsum(math.exp(-(k * k) / (2 * sigma * sigma)) for k in range(1, math.ceil(40 * sigma) + 2))


def delta_of(noise: Noise, least: int, groups: int) -> float:
    """delta of a threshold T = `least` where a unit may be alone in `groups` groups."""
    alone = tail(noise, least - 1)
    return 1.0 if alone >= 1 else -math.expm1(groups * math.log1p(-alone)) * _ROUNDING


def threshold(noise: Noise, groups: int, most: float) -> tuple[int, str]:
    """The smallest T whose delta, rounded up to six digits, is at most `most`; with that delta as decimal text.

    Args:
        noise: noise of the column of units.
        groups: C, the groups one unit may be in.
        most: the delta that is set aside for thresholds of one release, in (0, 1).
    """
    low, high = 1, 2
    while not _within(noise, high, groups, most):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _within(noise, middle, groups, most) else (middle, high)
    return high, _charged(noise, high, groups)


def _within(noise: Noise, least: int, groups: int, most: float) -> bool:
    return float(_charged(noise, least, groups)) <= most


def _charged(noise: Noise, least: int, groups: int) -> str:
    return rounded_up(max(delta_of(noise, least, groups), SMALLEST_DELTA))
