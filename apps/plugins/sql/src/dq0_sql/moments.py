"""Variance, covariance and correlation from noisy sums, with intervals that hold at least 95 % of the time.

S1 = sum(x' - mid), S2 = sum((x' - mid)^2 - h), h = floor(r'^2/2), Sxy = sum((x' - mid_x)(y' - mid_y)), n = rows. Then
    VAR_POP = h + S2/n - (S1/n)^2,   COVAR_POP = Sxy/n - (Sx/n)(Sy/n),   and the sample forms are n/(n-1) times these.
Intervals: every ratio gets one of Fieller that misses with its part of 5 % only, and the formula is evaluated on these
intervals. When all of them hold, so does the result, whatever the noises have to do with each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dq0_sql.fieller import factor, ratio_interval
from dq0_sql.half_width import Noise
from dq0_sql.program import AggregateJson, NumberJson

Range = tuple[float, float]
WHOLE_LINE: Range = (-math.inf, math.inf)


@dataclass(frozen=True)
class Estimate:
    """A value in units of the columns, and the range it lies in with at least 95 %."""

    value: float
    range: Range


def spread(aggregate: AggregateJson, integers: Sequence[int], noises: Sequence[Noise]) -> Estimate | None:
    """VAR_SAMP, VAR_POP, STDDEV_SAMP or STDDEV_POP; None with too few rows (2, for the population forms 1)."""
    rows, first, second = integers
    number, sample = _number(aggregate['number']), aggregate['function'].endswith('SAMP')
    if rows < (2 if sample else 1):
        return None
    shift = int(number['radius']) ** 2 // 2
    unit = 10.0 ** -(2 * number['digits'])
    value = float(shift + Fraction(second, rows) - Fraction(first, rows) ** 2)
    parts = 3 if sample else 2
    mean = _ratio(first, rows, noises[1], noises[0], parts)
    squares = _ratio(second, rows, noises[2], noises[0], parts)
    low, high = _minus(_plus(squares, shift), _squared(mean))
    most = float((int(number['high']) - int(number['low'])) ** 2) / 4
    if sample:
        growth, exact = _growth(rows, noises[0], parts), rows / (rows - 1)
        value, most = value * exact, most * 2
        low, high = _times((max(low, 0.0), max(high, 0.0)), growth)
    value, low, high = (min(max(part, 0.0), most) * unit for part in (value, low, high))
    if aggregate['function'].startswith('STDDEV'):
        return Estimate(math.sqrt(value), (math.sqrt(low), math.sqrt(high)))
    return Estimate(value, (low, high))


def pair(aggregate: AggregateJson, integers: Sequence[int], noises: Sequence[Noise]) -> Estimate | None:
    """COVAR_SAMP, COVAR_POP or CORR; None with too few rows, or without spread."""
    rows, left, right, product = integers[:4]
    first, second, function = _number(aggregate['number']), _number(aggregate['second']), aggregate['function']
    if rows < (1 if function == 'COVAR_POP' else 2):
        return None
    parts = {'COVAR_POP': 3, 'COVAR_SAMP': 4, 'CORR': 5}[function]
    means = [_ratio(total, rows, noise, noises[0], parts) for total, noise in ((left, noises[1]), (right, noises[2]))]
    products = _ratio(product, rows, noises[3], noises[0], parts)
    value = float(Fraction(product, rows) - Fraction(left, rows) * Fraction(right, rows))
    found = _minus(products, _times(means[0], means[1]))
    if function == 'CORR':
        return _correlation((first, second), integers, noises, means, value, found)
    most = math.prod(float(int(number['high']) - int(number['low'])) for number in (first, second)) / 4
    unit = 10.0 ** -(first['digits'] + second['digits'])
    if function == 'COVAR_SAMP':
        value, most = value * rows / (rows - 1), most * 2
        found = _times(found, _growth(rows, noises[0], parts))
    low, high = (min(max(end, -most), most) * unit for end in found)
    return Estimate(min(max(value, -most), most) * unit, (low, high))


def expected_spread(aggregate: AggregateJson, noises: Sequence[Noise], rows: float) -> float | None:
    """Half-width for `rows` rows that lie around the middle; None where nothing bounds it."""
    integers = [max(1, int(rows)), *[0] * (len(noises) - 1)]
    found = (spread if aggregate['kind'] == 'spread' else pair)(aggregate, integers, noises)
    if found is None or any(map(math.isinf, found.range)):
        return None
    return (found.range[1] - found.range[0]) / 2


def _correlation(
    numbers: tuple[NumberJson, NumberJson],
    integers: Sequence[int],
    noises: Sequence[Noise],
    means: Sequence[Range],
    value: float,
    found: Range,
) -> Estimate | None:
    spreads, ranges = [], []
    for index, number in enumerate(numbers):
        shift, total, squares = int(number['radius']) ** 2 // 2, integers[1 + index], integers[4 + index]
        spreads.append(float(shift + Fraction(squares, integers[0]) - Fraction(total, integers[0]) ** 2))
        ratio = _ratio(squares, integers[0], noises[4 + index], noises[0], 5)
        ranges.append(_minus(_plus(ratio, shift), _squared(means[index])))
    if min(spreads) <= 0:
        return None
    lows, highs = ([math.sqrt(max(end, 0.0)) for end in ends] for ends in zip(*ranges, strict=True))
    low = _quotient(found[0], lows[0] * lows[1], highs[0] * highs[1], least=True)
    high = _quotient(found[1], lows[0] * lows[1], highs[0] * highs[1], least=False)
    estimate = value / math.sqrt(spreads[0] * spreads[1])
    return Estimate(min(max(estimate, -1.0), 1.0), (max(low, -1.0), min(high, 1.0)))


def _quotient(value: float, least_divisor: float, largest_divisor: float, *, least: bool) -> float:
    """The end of value/divisor over all divisors."""
    small = value < 0 if least else value > 0
    divisor = least_divisor if small else largest_divisor
    if math.isinf(value) or divisor == 0 or math.isnan(divisor):
        return -math.inf if least else math.inf
    return 0.0 if math.isinf(divisor) else value / divisor


def _ratio(total: int, rows: int, totals: Noise, counts: Noise, parts: int) -> Range:
    low, high = ratio_interval(float(total), float(rows), totals, counts, parts)
    return WHOLE_LINE if low is None or high is None else (low, high)


def _growth(rows: int, counts: Noise, parts: int) -> Range:
    """n/(n-1) over the interval of n; n is at least 2, or there is no true value."""
    width = factor(counts.kind, parts) * counts.deviation + 0.5
    low, high = max(2.0, rows - width), max(2.0, rows + width)
    return high / (high - 1), low / (low - 1)


def _plus(left: Range, constant: float) -> Range:
    return left[0] + constant, left[1] + constant


def _minus(left: Range, right: Range) -> Range:
    low, high = left[0] - right[1], left[1] - right[0]
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def _times(left: Range, right: Range) -> Range:
    products = [a * b for a in left for b in right]
    return WHOLE_LINE if any(map(math.isnan, products)) else (min(products), max(products))


def _squared(mean: Range) -> Range:
    low, high = sorted((mean[0] ** 2, mean[1] ** 2))
    return (0.0 if mean[0] <= 0 <= mean[1] else low), high


def _number(number: NumberJson | None) -> NumberJson:
    assert number is not None
    return number
