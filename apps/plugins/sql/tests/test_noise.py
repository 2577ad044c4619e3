"""The noise is the one that is stated, and the record says what was drawn."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest

from dq0_sql.half_width import Noise
from dq0_sql.noise import NoiseCall, NoiseError, NoiseSource, _double_not_below

DRAWS = 100_000
CRITICAL_Z = 5.0
"""Normal quantile of a false alarm in about two million."""


def _chi_square_z(drawn: list[int], noise: Noise) -> float:
    """Distance of the drawn counts from the stated distribution, as a normal variable (Wilson and Hilferty)."""
    counts = Counter(drawn)
    cells: list[tuple[float, int]] = []
    expected, seen = 0.0, 0
    for k in range(-noise.reach, noise.reach + 1):
        expected, seen = expected + noise.probability(k) * len(drawn), seen + counts[k]
        if expected >= 20:
            cells.append((expected, seen))
            expected, seen = 0.0, 0
    last_expected, last_seen = cells.pop()
    cells.append((last_expected + expected, last_seen + seen))
    statistic = sum((found - stated) ** 2 / stated for stated, found in cells)
    freedom = len(cells) - 1
    return ((statistic / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom))


@pytest.mark.parametrize('scale', ['0.700000', '5.00027', '45.2725'])
@pytest.mark.parametrize('kind', ['discrete_gaussian', 'discrete_laplace'])
def test_draws_fit_the_stated_distribution(kind: str, scale: str) -> None:
    source = NoiseSource()
    draw = source.discrete_gaussian if kind == 'discrete_gaussian' else source.discrete_laplace
    drawn = [value - 1_000 for value in draw([1_000] * DRAWS, scale)]
    stated = Noise(kind, float(scale))
    assert _chi_square_z(drawn, stated) < CRITICAL_Z
    assert _chi_square_z([0] * DRAWS, stated) > CRITICAL_Z
    assert _chi_square_z(drawn, Noise(kind, float(scale) * 1.1)) > CRITICAL_Z
    assert source.calls == [NoiseCall(kind, scale, DRAWS)]


def test_probabilities_sum_to_one() -> None:
    for kind in ('discrete_gaussian', 'discrete_laplace'):
        for scale in (0.05, 0.7, 1.0, 45.0):
            noise = Noise(kind, scale)
            total = math.fsum(noise.probability(k) for k in range(-noise.reach, noise.reach + 1))
            assert total == pytest.approx(1, abs=1e-12)


def test_values_or_scales_that_could_saturate_are_refused() -> None:
    source = NoiseSource()
    for values, scale in (([2**62 + 1], '1.00000'), ([-(2**62) - 1], '1.00000'), ([0], '0'), ([0], '1e30')):
        with pytest.raises(NoiseError, match='NOISE_RANGE'):
            source.discrete_gaussian(values, scale)
        with pytest.raises(NoiseError, match='NOISE_RANGE'):
            source.discrete_laplace(values, scale)
    assert source.calls == []
    assert all(abs(value) < 2**63 - 1 for value in source.discrete_gaussian([2**62, -(2**62)] * 50, str(2**55)))


def test_the_sampler_never_gets_less_noise_than_written() -> None:
    for text in ('9.90878', '0.1', '17.1625', '635.013', '0.30000', '7253910000000000'):
        used = _double_not_below(text)
        assert Fraction(used) >= Fraction(text)
        assert Fraction(math.nextafter(used, 0)) < Fraction(text)
