"""95 % half-widths of X + c Y for two independent discrete noises: sums that are put together from S1 and a count.

P(|X + c Y| <= h) is a mixture over the values k of Y. Both noises Laplace: geometric series, summed in closed form.
Gaussian: summed term by term, or over every n-th k where the summand is so smooth in k that the trapezoidal rule is
exact to 1e-30 (spacing at most half of its width). Where neither is cheap, the two 97.5 % half-widths are added, which
covers at least 95 %.
"""

from __future__ import annotations

import math
from functools import lru_cache

from dq0_sql.half_width import CONFIDENCE, Noise, half_width, smallest

_MAX_TERMS = 10_000


@lru_cache(maxsize=256)
def shifted_half_width(noise: Noise, factor: int, counts: Noise) -> int:
    """Smallest h with P(|X + factor Y| <= h) >= 0.95 for independent X (`noise`) and Y (`counts`)."""
    shift, deviation = abs(factor), math.hypot(noise.deviation, factor * counts.deviation)
    if shift == 0:
        return half_width(noise)
    if noise.kind == counts.kind == 'discrete_laplace':
        return smallest(lambda h: _laplace_within(noise.scale, shift, counts.scale, h), CONFIDENCE, deviation)
    stride = max(1, int(noise.deviation * counts.deviation / deviation / 2))
    last = counts.reach // stride + 1
    if last > _MAX_TERMS:
        half = (1 + CONFIDENCE) / 2
        return half_width(noise, half) + shift * half_width(counts, half)
    weights = [stride * counts.probability(k * stride) for k in range(last + 1)]

    def within(h: int) -> float:
        terms = (2 * weight * _between(noise, h, shift * stride * k) for k, weight in enumerate(weights) if k > 0)
        return math.fsum([weights[0] * noise.within(h), *terms])

    return smallest(within, CONFIDENCE, deviation)


def _between(noise: Noise, h: int, centre: int) -> float:
    """P(|X + centre| <= h) for centre >= 0, by symmetry of X."""
    outer, inner = noise.within(h + centre), h - centre
    return (outer + noise.within(inner)) / 2 if inner >= 0 else (outer - noise.within(-inner - 1)) / 2


def _laplace_within(scale: float, shift: int, counts: float, h: int) -> float:
    """P(|X + shift Y| <= h), X of scale b1 and Y of scale b2.

    With p = exp(-1/b1), P(X >= j) = p^j/(1+p) for j >= 1: for 0 <= s = shift k <= h the probability given Y = k is
    1 - (p^(h+1-s) + p^(h+1+s))/(1+p), beyond it is (p^(s-h) - p^(s+h+1))/(1+p). Each term is exp(linear in k).
    """
    if h < 0:
        return 0.0
    fall, near, whole = 1 / counts, shift / scale, 1 + math.exp(-1 / scale)
    edge = h // shift
    inside = _series(0.0, -fall, 1, edge)
    inside -= _series(-(h + 1) / scale, near - fall, 1, edge) / whole
    inside -= _series(-(h + 1) / scale, -near - fall, 1, edge) / whole
    beyond = _series(h / scale, -near - fall, edge + 1, None) - _series(-(h + 1) / scale, -near - fall, edge + 1, None)
    centre = 1 - 2 * math.exp(-(h + 1) / scale) / whole
    return math.tanh(fall / 2) * (centre + 2 * (inside + beyond / whole))


def _series(start: float, slope: float, first: int, last: int | None) -> float:
    """Sum of exp(start + slope k) for k from first to last; None is infinity, for negative slopes."""
    if last is None:
        return math.exp(start + slope * first) / -math.expm1(slope)
    terms = last - first + 1
    if terms <= 0:
        return 0.0
    if abs(slope) * terms < 1e-12:
        return terms * math.exp(start + slope * first)
    largest = start + slope * (last if slope > 0 else first)
    return math.exp(largest) * math.expm1(-abs(slope) * terms) / math.expm1(-abs(slope))
