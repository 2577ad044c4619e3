"""Intervals of arithmetic on released numbers, where one can be given honestly; None elsewhere.

A value that is a weighted sum of independent noisy integers has normal noise (Laplace noise gets its wider quantile); a
ratio of two such sums is Fieller's. An interval passes through any monotone function of one noisy value: times and plus
constants, ROUND, and GREATEST or LEAST with a constant.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dq0_sql.conditions import ReleasedCell, rounded_value, value_of
from dq0_sql.fieller import factor, fieller
from dq0_sql.half_width import Noise
from dq0_sql.released import Operand

Bounds = tuple[Fraction | None, Fraction | None]
Weights = dict[int, Fraction]


@dataclass(frozen=True)
class Known:
    """An aggregate of one cell: value, interval, and its weights on noisy integers (empty: it is no sum)."""

    value: Fraction | None
    interval: Bounds | None
    weights: Weights


@dataclass(frozen=True)
class _Sum:
    """A public constant plus weighted noisy integers."""

    constant: Fraction
    weights: Weights


def interval_of(
    operand: Operand, known: Sequence[Known], cell: ReleasedCell, integers: Sequence[int], noises: Sequence[Noise]
) -> Bounds | None:
    """The 95 % interval of a value, or None."""
    if 'aggregate' in operand:
        return known[operand['aggregate']].interval
    total = _sum_of(operand, known, cell)
    if total is not None:
        return _of_sum(total, integers, noises) if total.weights else None
    name, parts = operand.get('apply'), operand.get('to', [])
    if name == '/':
        above, below = (_sum_of(part, known, cell) for part in parts)
        if above is not None and below is not None and below.weights:
            return _of_ratio(above, below, integers, noises)
    noisy = [part for part in parts if not _public(part)]
    if len(noisy) != 1:
        return None
    inner = interval_of(noisy[0], known, cell, integers, noises)
    if inner is None:
        return None
    constants = [value_of(part, cell) for part in parts if _public(part)]
    numbers = [value for value in constants if isinstance(value, Fraction)]
    if len(numbers) < len(constants):
        return None
    return _through(str(name), operand, inner, numbers, first=parts[0] is noisy[0])


def _through(name: str, operand: Operand, inner: Bounds, numbers: Sequence[Fraction], *, first: bool) -> Bounds | None:
    """The interval behind a monotone function of one noisy value."""
    if name == 'negative':
        return _turned(inner)
    if name == 'round':
        return _each(inner, lambda end: rounded_value(end, int(operand['places'])))
    if name in {'greatest', 'least'}:
        pick = max if name == 'greatest' else min
        return _each(inner, lambda end: pick([end, *numbers]))
    if name in {'coalesce', 'nullif'} and first:
        return inner
    number = numbers[0] if numbers else Fraction(0)
    if name == '+':
        return _each(inner, lambda end: end + number)
    if name == '-':
        return _each(inner, lambda end: end - number) if first else _each(_turned(inner), lambda end: end + number)
    if name == '*' or (name == '/' and first and number != 0):
        times = number if name == '*' else 1 / number
        scaled = _each(inner, lambda end: end * times)
        return (scaled[1], scaled[0]) if times < 0 else scaled
    return None


def _sum_of(operand: Operand, known: Sequence[Known], cell: ReleasedCell) -> _Sum | None:
    """The value as a weighted sum of noisy integers, or None."""
    if 'aggregate' in operand:
        weights = known[operand['aggregate']].weights
        return _Sum(Fraction(0), weights) if weights else None
    if _public(operand):
        value = value_of(operand, cell)
        return _Sum(value, {}) if isinstance(value, Fraction) else None
    parts = [_sum_of(part, known, cell) for part in operand['to']]
    sums = [part for part in parts if part is not None]
    if len(sums) < len(parts):
        return None
    name = operand['apply']
    if name == 'negative':
        return _scaled(sums[0], Fraction(-1))
    if name in {'+', '-'}:
        other = sums[1] if name == '+' else _scaled(sums[1], Fraction(-1))
        first, second, zero = sums[0].weights, other.weights, Fraction(0)
        indices = sorted(first.keys() | second.keys())
        weights = {index: first.get(index, zero) + second.get(index, zero) for index in indices}
        return _Sum(sums[0].constant + other.constant, weights)
    if name == '*' and not all(part.weights for part in sums):
        constant, other = (sums[0], sums[1]) if not sums[0].weights else (sums[1], sums[0])
        return _scaled(other, constant.constant)
    if name == '/' and not sums[1].weights and sums[1].constant != 0:
        return _scaled(sums[0], 1 / sums[1].constant)
    return None


def _public(operand: Operand) -> bool:
    """Whether no noise is in a value: groups and literals."""
    if 'apply' in operand:
        return all(_public(part) for part in operand['to'])
    return 'aggregate' not in operand


def _of_sum(total: _Sum, integers: Sequence[int], noises: Sequence[Noise]) -> Bounds:
    centre = _at(total, integers)
    variance = sum((float(weight) * noises[index].deviation) ** 2 for index, weight in total.weights.items())
    steps = sum((abs(weight) for weight in total.weights.values()), Fraction(0)) / 2
    width = Fraction(_z(total, noises) * math.sqrt(variance)) + steps
    return centre - width, centre + width


def _of_ratio(above: _Sum, below: _Sum, integers: Sequence[int], noises: Sequence[Noise]) -> Bounds:
    indices = sorted(above.weights.keys() | below.weights.keys())
    zero, both, own, other = Fraction(0), 0.0, 0.0, 0.0
    for index in indices:
        first, second = float(above.weights.get(index, zero)), float(below.weights.get(index, zero))
        variance = noises[index].deviation ** 2
        own += first * first * variance
        both += first * second * variance
        other += second * second * variance
    low, high = fieller(
        float(_at(above, integers)), float(_at(below, integers)), (own, both, other), _z(below, noises)
    )  # fmt: skip
    return (None if low is None else Fraction(low)), (None if high is None else Fraction(high))


def _z(total: _Sum, noises: Sequence[Noise]) -> float:
    return factor(noises[next(iter(total.weights))].kind)


def _at(total: _Sum, integers: Sequence[int]) -> Fraction:
    return total.constant + sum((weight * integers[index] for index, weight in total.weights.items()), Fraction(0))


def _scaled(total: _Sum, factor_of: Fraction) -> _Sum:
    weights = {index: weight * factor_of for index, weight in total.weights.items()}
    return _Sum(total.constant * factor_of, weights)


def _turned(inner: Bounds) -> Bounds:
    low, high = inner
    return (None if high is None else -high), (None if low is None else -low)


def _each(inner: Bounds, rule: Callable[[Fraction], Fraction]) -> Bounds:
    low, high = inner
    return (None if low is None else rule(low)), (None if high is None else rule(high))
