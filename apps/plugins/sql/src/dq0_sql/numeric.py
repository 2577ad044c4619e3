"""Functions of numbers as total nodes: which interval each gives, and where it is NULL."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from dq0_sql.arithmetic import aligned, clamp, combine, divide, number, rescale, to_exact, to_real
from dq0_sql.choices import choice
from dq0_sql.nodes import Call, CallName, Compare, Constant, Convert, Finite, IsNull, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.value_types import FLOAT_MAX, MAX_DIGITS, Exact, Real, round_half_away

SAFE_WHOLE = 2**53
"""Doubles up to here are whole numbers exactly when they look like it."""
LARGEST_POWER = 8
FUNCTION_DIGITS = 6
"""Decimal places kept in sums of roots, logarithms and exponentials."""


def integer(value: int) -> Constant:
    """A whole constant."""
    return Constant(value, Exact(0, value, value, True))


def absolute(node: Node) -> Node:
    """|x|."""
    kind = number(node)
    ends = sorted((abs(kind.low), abs(kind.high)))
    low = 0 if kind.low <= 0 <= kind.high else ends[0]
    if isinstance(kind, Exact):
        return Call('abs', (node,), Exact(kind.scale, int(low), int(ends[1]), kind.bounded), node.nullable)
    return Call('abs', (node,), Real(float(low), float(ends[1]), kind.digits, kind.bounded), node.nullable)


def sign(node: Node) -> Node:
    """-1, 0 or 1."""
    value, zero = aligned(node, integer(0))
    below, above = Compare('<', value, zero, node.nullable), Compare('>', value, zero, node.nullable)
    branches: list[tuple[Node, Node | None]] = [(below, integer(-1)), (above, integer(1))]
    if node.nullable:
        branches.insert(0, (IsNull(node), None))
    return choice(branches, integer(0), None)


def whole(node: Node, name: Literal['floor', 'ceiling']) -> Node:
    """FLOOR and CEIL: a whole number where the interval allows one, else a double without fraction."""
    kind = number(node)
    edge = math.floor if name == 'floor' else math.ceil
    if isinstance(kind, Exact):
        if kind.scale == 0:
            return node
        unit = 10**kind.scale
        low, high = edge(Fraction(kind.low, unit)), edge(Fraction(kind.high, unit))
        return Call(name, (node,), Exact(0, low, high, kind.bounded), node.nullable)
    if kind.low >= -SAFE_WHOLE and kind.high <= SAFE_WHOLE:
        return Call(name, (node,), Exact(0, edge(kind.low), edge(kind.high), kind.bounded), node.nullable)
    return Call(name, (node,), Real(kind.low, kind.high, 0, kind.bounded), node.nullable)


def rounded(node: Node, places: int) -> Node:
    """ROUND(x, places), halves away from zero; negative places round to tens, hundreds ..."""
    if places < 0:
        unit = integer(10**-places)
        return combine('*', rounded(divide(node, unit), 0), unit)
    kind = number(node)
    if isinstance(kind, Exact):
        return rescale(node, places) if places < kind.scale else node
    low, high = (round_half_away(Fraction(end) * 10**places) for end in (kind.low, kind.high))
    if low >= -SAFE_WHOLE and high <= SAFE_WHOLE:
        return Convert('real_to_exact', node, Exact(places, low, high, kind.bounded), node.nullable)
    return to_exact(node, places, -SAFE_WHOLE, SAFE_WHOLE)


def modulo(left: Node, right: Node) -> Node:
    """The remainder with the sign of the dividend; NULL where the divisor is zero."""
    left, right = aligned(left, right)
    first, second = number(left), number(right)
    nullable = left.nullable or right.nullable or second.low <= 0 <= second.high
    reach = max(abs(second.low), abs(second.high))
    if isinstance(first, Exact) and isinstance(second, Exact):
        most = max(0, int(reach) - 1)
        low, high = max(min(first.low, 0), -most), min(max(first.high, 0), most)
        return Call('modulo', (left, right), Exact(first.scale, low, high, first.bounded or second.bounded), nullable)
    low_end, high_end = max(min(first.low, 0.0), -reach), min(max(first.high, 0.0), reach)
    digits = max(kind.digits for kind in (first, second) if isinstance(kind, Real))
    kind = Real(float(low_end), float(high_end), digits, first.bounded or second.bounded)
    return Finite(Call('modulo', (left, right), kind, True), kind)


def real_function(name: CallName, node: Node) -> Node:
    """SQRT, LN, LOG10, EXP: NULL outside of their domain, and where a double overflows."""
    value = to_real(node)
    kind = number(value)
    assert isinstance(kind, Real)
    functions: dict[str, tuple[Callable[[float], float], float]] = {
        'root': (math.sqrt, 0.0), 'ln': (math.log, math.ulp(0.0)), 'log10': (math.log10, math.ulp(0.0)),
        'exp': (_exp, -FLOAT_MAX),
    }  # fmt: skip
    function, first = functions[name]
    low, high = (function(max(end, first)) for end in (kind.low, kind.high))
    finite = math.isfinite(low) and math.isfinite(high)
    ends = (_outward(low, -1), _outward(high, 1)) if finite else (-FLOAT_MAX, FLOAT_MAX)
    least = 0.0 if name in {'root', 'exp'} else ends[0]
    result = Real(max(ends[0], least), ends[1], FUNCTION_DIGITS, kind.bounded and finite and kind.low >= first)
    if name in {'ln', 'log10'} and kind.low <= 0:
        result = Real(-FLOAT_MAX, FLOAT_MAX, FUNCTION_DIGITS, False)
    return Finite(Call(name, (value,), result, True), result)


def power(base: Node, exponent: Node, span: Span | None) -> Node:
    """x^n for a constant n: whole n from 1 to 8 by multiplication, else of doubles, NULL below zero.

    Raises:
        Refused: CONSTRUCT when the exponent is no positive constant.
    """
    kind = number(exponent)
    value = Fraction(kind.low) / (10**kind.scale if isinstance(kind, Exact) else 1)
    if not isinstance(exponent, Constant) or value <= 0:
        raise Refused('CONSTRUCT', 'The exponent of POWER is a number above zero.', 'Write POWER(x, 2).', span)
    if value.denominator == 1 and value <= LARGEST_POWER:
        result = base
        for _ in range(int(value) - 1):
            result = combine('*', result, base)
        return result
    real = to_real(base)
    found = number(real)
    low, high = (_power(max(float(end), 0.0), float(value)) for end in (found.low, found.high))
    ends = (max(0.0, _outward(low, -1)), _outward(high, 1))
    bounded = found.bounded and math.isfinite(high)
    result_kind = Real(*(ends if math.isfinite(high) else (0.0, FLOAT_MAX)), FUNCTION_DIGITS, bounded)
    return Finite(Call('power', (real, to_real(exponent)), result_kind, True), result_kind)


def width_bucket(node: Node, low: Fraction, high: Fraction, buckets: int) -> Node:
    """The histogram bar of x among `buckets` equal ones on [low, high): 0 below, buckets + 1 from high on."""

    def edge(value: Fraction) -> Node:
        places = next((places for places in range(MAX_DIGITS + 1) if 10**places % value.denominator == 0), None)
        if places is None:
            return Constant(float(value), Real(float(value), float(value), MAX_DIGITS, True))
        whole_value = int(value * 10**places)
        return Constant(whole_value, Exact(places, whole_value, whole_value, True))

    below = Compare('<', *aligned(node, edge(low)), node.nullable)
    above = Compare('>=', *aligned(node, edge(high)), node.nullable)
    moved = divide(combine('*', combine('-', node, edge(low)), integer(buckets)), edge(high - low))
    bar = combine('+', whole(clamp(moved, integer(0), integer(buckets)), 'floor'), integer(1))
    inner = clamp(bar, integer(1), integer(buckets))
    branches: list[tuple[Node, Node | None]] = [(below, integer(0)), (above, integer(buckets + 1))]
    if node.nullable:
        branches.insert(0, (IsNull(node), None))
    return choice(branches, inner, None)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except (OverflowError, ValueError):
        return math.inf


def _outward(value: float, direction: int) -> float:
    """A few units in the last place further out: libraries round these functions differently."""
    moved = value + direction * (abs(value) * 1e-12 + 1e-300)
    return min(max(moved, -FLOAT_MAX), FLOAT_MAX)

