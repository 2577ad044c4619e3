"""Integer noise by OpenDP, with a record of what was drawn. No other file draws randomness for a release."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import opendp.prelude as dp

from dq0_sql.quantum import SCALE_LIMIT, SUM_LIMIT

dp.enable_features('contrib')
_VECTOR = dp.vector_domain(dp.atom_domain(T='i64'))
_L2, _L1 = dp.l2_distance(T=float), dp.l1_distance(T='i64')


class NoiseError(Exception):
    """NOISE_RANGE: a value or scale could saturate the 64-bit sampler. The message names no value."""


@dataclass(frozen=True)
class NoiseCall:
    """One call: the mechanism, the scale as written in the plan, how many values got independent noise."""

    kind: str
    scale: str
    values: int


@dataclass
class NoiseSource:
    """Adds noise and keeps the record that is compared with the plan's events before release."""

    calls: list[NoiseCall] = field(default_factory=list)

    def discrete_gaussian(self, values: Sequence[int], sigma: str) -> list[int]:
        """Adds independent discrete Gaussian noise to each value.

        Args:
            values: exact integers in the column's quantum, each |v| <= 2**62.
            sigma: standard deviation in quanta, the very text of the plan.

        Returns:
            One noisy integer per value, never clamped.

        Raises:
            NoiseError: a value or sigma could saturate the sampler.

        Claim: a column of L2 sensitivity s has the Renyi curve a s^2 / (2 sigma^2) (Canonne, Kamath, Steinke 2020).
        Proof and test: PRIVACY.md, 'Noise'.
        """
        scale = _double_not_below(sigma)
        _check(values)
        return self._recorded('discrete_gaussian', sigma, dp.m.make_gaussian(_VECTOR, _L2, scale)(list(values)))

    def discrete_laplace(self, values: Sequence[int], scale: str) -> list[int]:
        """Adds independent discrete Laplace noise: P(k) proportional to exp(-|k|/b).

        Args:
            values: exact integers in the column's quantum, each |v| <= 2**62.
            scale: b in quanta, the very text of the plan.

        Returns:
            One noisy integer per value, never clamped.

        Raises:
            NoiseError: a value or b could saturate the sampler.

        Claim: a column of L1 sensitivity s is (s/b, 0)-differentially private (Ghosh, Roughgarden, Sundararajan 2009).
        Proof and test: PRIVACY.md, 'Noise'.
        """
        width = _double_not_below(scale)
        _check(values)
        return self._recorded('discrete_laplace', scale, dp.m.make_laplace(_VECTOR, _L1, width)(list(values)))

    def _recorded(self, kind: str, scale: str, noisy: Sequence[int]) -> list[int]:
        self.calls.append(NoiseCall(kind, scale, len(noisy)))
        return [int(value) for value in noisy]


def _double_not_below(text: str) -> float:
    """The smallest double that is not below the decimal: rounding must not make the noise smaller than stated."""
    exact = Fraction(text)
    if not 0 < exact <= 2 * SCALE_LIMIT:
        raise NoiseError('NOISE_RANGE: the scale of the plan is outside of the sampler')
    nearest = float(exact)
    return nearest if Fraction(nearest) >= exact else math.nextafter(nearest, math.inf)


def _check(values: Sequence[int]) -> None:
    if any(abs(value) > SUM_LIMIT for value in values):
        raise NoiseError('NOISE_RANGE: an input is outside of the sampler')
