"""95 % half-widths of discrete noise: the smallest h with P(|X| <= h) >= 0.95, from exact discrete probabilities.

Units are quanta; scales are the decimal strings of the plan, used as doubles.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

CONFIDENCE = 0.95
_SUMMED_UP_TO = 300.0
"""Below this sigma probabilities are summed term by term; above, Euler-Maclaurin is exact to 1e-15."""
_TAIL_SIGMAS, _TAIL_SCALES = 9, 40


@dataclass(frozen=True)
class Noise:
    """A discrete Gaussian (scale sigma) or discrete Laplace (scale b) on the integers."""

    kind: str
    scale: float

    def within(self, h: int) -> float:
        """P(|X| <= h)."""
        if h < 0:
            return 0.0
        return _gaussian_within(self.scale, h) if self.kind == 'discrete_gaussian' else _laplace_within(self.scale, h)

    def probability(self, k: int) -> float:
        """P(X = k)."""
        if self.kind == 'discrete_gaussian':
            return math.exp(-(k * k) / (2 * self.scale**2)) / _gaussian_mass(self.scale)
        return math.tanh(1 / (2 * self.scale)) * math.exp(-abs(k) / self.scale)

    @property
    def deviation(self) -> float:
        """Standard deviation, of the continuous counterpart, which is never smaller."""
        return self.scale if self.kind == 'discrete_gaussian' else self.scale * math.sqrt(2)

    @property
    def reach(self) -> int:
        """|X| stays below it but for a probability of 1e-16."""
        return math.ceil(self.scale * (_TAIL_SIGMAS if self.kind == 'discrete_gaussian' else _TAIL_SCALES)) + 1


@lru_cache(maxsize=256)
def half_width(noise: Noise, confidence: float = CONFIDENCE) -> int:
    """Smallest h with P(|X| <= h) >= confidence."""
    return smallest(noise.within, confidence, noise.deviation)


def smallest(within: Callable[[int], float], confidence: float, deviation: float) -> int:
    """Bisection on a non-decreasing function; the start is where a normal variable would be."""
    low, high = -1, math.ceil(2 * deviation)
    while within(high) < confidence:
        low, high = high, 2 * high + 1
    while high - low > max(1, high >> 50):
        middle = (low + high) // 2
        if within(middle) >= confidence:
            high = middle
        else:
            low = middle
    return high


def _gaussian_mass(sigma: float) -> float:
    """Sum of exp(-k^2/2 sigma^2) over all integers."""
    if sigma > 1:
        return sigma * math.sqrt(2 * math.pi) * (1 + 2 * math.exp(-2 * math.pi**2 * sigma**2))
    return 1 + 2 * math.fsum(math.exp(-(k * k) / (2 * sigma**2)) for k in range(1, 12))


@lru_cache(maxsize=64)
def _cumulated(sigma: float) -> tuple[float, ...]:
    """Sums of exp(-k^2/2 sigma^2) over |k| <= h, for each h up to the tail."""
    terms = (2 * math.exp(-(k * k) / (2 * sigma**2)) for k in range(1, math.ceil(_TAIL_SIGMAS * sigma) + 2))
    return tuple(accumulate(terms, initial=1.0))


def _gaussian_within(sigma: float, h: int) -> float:
    if sigma <= _SUMMED_UP_TO:
        sums = _cumulated(sigma)
        return min(1.0, sums[min(h, len(sums) - 1)] / _gaussian_mass(sigma))
    edge = (Fraction(h) + Fraction(1, 2)) / Fraction(sigma)
    z = float(min(edge, Fraction(60)))
    correction = z * math.exp(-z * z / 2) / (12 * sigma**2 * math.sqrt(2 * math.pi))
    return min(1.0, math.erf(z / math.sqrt(2)) + correction)


def _laplace_within(scale: float, h: int) -> float:
    """1 - 2 p^(h+1) / (1 + p) with p = exp(-1/b)."""
    return 1 - 2 * math.exp(-(h + 1) / scale) / (1 + math.exp(-1 / scale))
