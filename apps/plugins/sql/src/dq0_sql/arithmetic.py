"""Total arithmetic with interval bounds: every constructor here returns a node whose value fits its stated interval.

Exact operands stay exact while the result provably fits 126 bits and 18 decimal places; otherwise both sides become
doubles, and an overflow there gives NULL.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from dq0_sql.nodes import Arithmetic, Clamp, Constant, Convert, Finite, Node, Quotient, Rescale, ToReal, Within
from dq0_sql.value_types import FLOAT_MAX, MAX_DIGITS, MAX_SCALE, WIDEST, Exact, Number, Real, round_half_away

DIVISION_DIGITS = 6
"""Decimal places kept in sums of quotients."""


def number(node: Node) -> Number:
    """The type of a node that is known to be a number."""
    assert isinstance(node.type, Exact | Real)
    return node.type


def to_real(node: Node) -> Node:
    """The value as a double; a number that is one already stays as it is."""
    kind = number(node)
    if isinstance(kind, Real):
        return node
    real = Real(kind.low / 10**kind.scale, kind.high / 10**kind.scale, min(kind.scale, MAX_DIGITS), kind.bounded)
    if isinstance(node, Constant) and isinstance(node.value, int):
        return Constant(node.value / 10**kind.scale, real)
    return ToReal(node, real, node.nullable)


def rescale(node: Node, scale: int) -> Node:
    """An exact number in another scale; to fewer places it rounds, halves away from zero."""
    kind = number(node)
    assert isinstance(kind, Exact)
    if kind.scale == scale:
        return node
    low, high = rescaled(kind.low, kind.scale, scale), rescaled(kind.high, kind.scale, scale)
    target = Exact(scale, low, high, kind.bounded)
    if isinstance(node, Constant) and isinstance(node.value, int):
        return Constant(rescaled(node.value, kind.scale, scale), target)
    return Rescale(node, target, node.nullable)


def rescaled(value: int, scale: int, target: int) -> int:
    """A scaled integer in another scale, halves away from zero."""
    return round_half_away(Fraction(value) * Fraction(10) ** (target - scale))


def aligned(left: Node, right: Node) -> tuple[Node, Node]:
    """Both numbers in one representation."""
    first, second = all_aligned([left, right])
    return first, second


def all_aligned(nodes: Sequence[Node]) -> list[Node]:
    """Numbers in one representation: one scale when all are exact and each fits in it, else doubles.

    One pass over all of them: a scale that suits two may be too fine for a third, whose product would overflow.
    """
    exact = [kind for node in nodes if isinstance(kind := number(node), Exact)]
    scale = max((kind.scale for kind in exact), default=0)
    if len(exact) == len(nodes) and all(_fits(kind.low, kind.high, scale - kind.scale) for kind in exact):
        return [rescale(node, scale) for node in nodes]
    return [to_real(node) for node in nodes]


def combine(operator: Literal['+', '-', '*'], left: Node, right: Node) -> Node:
    """Sum, difference or product."""
    if operator != '*':
        left, right = aligned(left, right)
    first, second = number(left), number(right)
    nullable = left.nullable or right.nullable
    if isinstance(first, Exact) and isinstance(second, Exact):
        low, high = _exact_range(operator, first, second)
        scale = first.scale + second.scale if operator == '*' else first.scale
        if _fits(low, high, 0) and scale <= MAX_SCALE:
            bounded = first.bounded and second.bounded
            return Arithmetic(operator, left, right, Exact(scale, low, high, bounded), nullable)
    return _real_arithmetic(operator, to_real(left), to_real(right), nullable)


def divide(left: Node, right: Node) -> Node:
    """Real division. The divisor's own quantum keeps quotients of exact numbers bounded even when it may be zero."""
    divisor = number(right)
    parts = [part for part in _divisor_parts(divisor) if part[0] <= part[1]]
    dividend, left, right = number(to_real(left)), to_real(left), to_real(right)
    ends = [_quotient(a, b) for part in parts for b in part for a in (dividend.low, dividend.high)] or [0.0]
    reaches_zero = isinstance(divisor, Real) and divisor.low <= 0 <= divisor.high
    nullable = left.nullable or right.nullable or divisor.low <= 0 <= divisor.high
    if reaches_zero or not _finite(ends):
        unbounded = Real(-FLOAT_MAX, FLOAT_MAX, DIVISION_DIGITS, False)
        return Finite(Quotient(left, right, unbounded, nullable), unbounded)
    bounded = dividend.bounded and divisor.bounded
    return Quotient(left, right, Real(min(ends), max(ends), DIVISION_DIGITS, bounded), nullable)


def clamp(node: Node, low: Node, high: Node) -> Node:
    """The value held in [low, high], two constants; the result's interval is never wider than the operand's."""
    node, low, high = all_aligned([node, low, high])
    assert isinstance(low, Constant) and isinstance(high, Constant)
    kind, bottom, top = number(node), low.value, high.value
    assert isinstance(bottom, int | float) and isinstance(top, int | float)
    ends = [min(max(end, bottom), top) for end in (kind.low, kind.high)]
    if isinstance(kind, Exact):
        assert isinstance(bottom, int) and isinstance(top, int)
        held = Exact(kind.scale, int(ends[0]), int(ends[1]), True)
        return Clamp(node, bottom, top, held, node.nullable)
    return Clamp(node, bottom, top, Real(ends[0], ends[1], kind.digits, True), node.nullable)


def to_exact(node: Node, scale: int, low: int, high: int) -> Node:
    """A number in units of 10^-scale, NULL outside of [low, high] (scaled): what a cast to a narrower type gives."""
    kind = number(node)
    if isinstance(kind, Real):
        ends = [round_half_away(Fraction(end) * 10**scale) for end in (kind.low, kind.high)]
        safe = low <= ends[0] and ends[1] <= high
        wide = Exact(scale, max(ends[0], -WIDEST), min(ends[1], WIDEST), kind.bounded)
        node = Convert('real_to_exact', node, wide, node.nullable or not safe)
    else:
        if not _fits(kind.low, kind.high, scale - kind.scale):
            return to_exact(to_real(node), scale, low, high)
        node = rescale(node, scale)
    held = number(node)
    assert isinstance(held, Exact)
    if low <= held.low and held.high <= high:
        return node
    if held.high < low or held.low > high:
        return Within(node, low, high, Exact(scale, low, low, held.bounded))
    return Within(node, low, high, Exact(scale, max(low, held.low), min(high, held.high), held.bounded))


def _real_arithmetic(operator: Literal['+', '-', '*'], left: Node, right: Node, nullable: bool) -> Node:
    first, second = number(left), number(right)
    assert isinstance(first, Real) and isinstance(second, Real)
    places = first.digits + second.digits if operator == '*' else max(first.digits, second.digits)
    digits = min(places, MAX_DIGITS)
    ends = [_apply(operator, a, b) for a in (first.low, first.high) for b in (second.low, second.high)]
    if _finite(ends):
        result = Real(min(ends), max(ends), digits, first.bounded and second.bounded)
        return Arithmetic(operator, left, right, result, nullable)
    unbounded = Real(-FLOAT_MAX, FLOAT_MAX, digits, False)
    return Finite(Arithmetic(operator, left, right, unbounded, nullable), unbounded)


def _exact_range(operator: Literal['+', '-', '*'], first: Exact, second: Exact) -> tuple[int, int]:
    if operator == '+':
        return first.low + second.low, first.high + second.high
    if operator == '-':
        return first.low - second.high, first.high - second.low
    products = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    return min(products), max(products)


def _apply(operator: Literal['+', '-', '*'], left: float, right: float) -> float:
    if operator == '+':
        return left + right
    return left - right if operator == '-' else left * right


def _divisor_parts(divisor: Number) -> list[tuple[float, float]]:
    """The intervals of the non-zero divisors; an exact one is at least one quantum away from zero."""
    if isinstance(divisor, Real):
        return [(divisor.low, divisor.high)]
    unit = 10**divisor.scale
    below, above = (divisor.low, min(divisor.high, -1)), (max(divisor.low, 1), divisor.high)
    return [(part[0] / unit, part[1] / unit) for part in (below, above) if part[0] <= part[1]]


def _quotient(dividend: float, divisor: float) -> float:
    return dividend / divisor if divisor != 0 else float('inf')


def _finite(values: list[float]) -> bool:
    return all(-FLOAT_MAX <= value <= FLOAT_MAX for value in values)


def _fits(low: int, high: int, shift: int) -> bool:
    factor: int = 10 ** max(0, shift)
    return low * factor > -WIDEST and high * factor < WIDEST
