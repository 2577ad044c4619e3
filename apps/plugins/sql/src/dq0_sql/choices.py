"""CASE, COALESCE, NULLIF, LEAST and GREATEST: choices between values of one type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dq0_sql.arithmetic import all_aligned, number
from dq0_sql.nodes import AllOf, Call, Case, Compare, IsNull, Negation, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.value_types import Day, Exact, Moment, Number, Real, Truth, ValueType, describe


def united(nodes: Sequence[Node | None], span: Span | None) -> list[Node | None]:
    """Branches of a choice in one representation; None stands for NULL.

    Raises:
        Refused: TYPE_MISMATCH.
    """
    present = [node for node in nodes if node is not None]
    if not present:
        raise Refused('CONSTRUCT', 'Every branch is NULL.', 'Give at least one branch a value.', span)
    if all(isinstance(node.type, Exact | Real) for node in present):
        numbers = iter(all_aligned(present))
        return [None if node is None else next(numbers) for node in nodes]
    kinds = {type(node.type) for node in present}
    if len(kinds) > 1:
        first = present[0].type
        other = next(node.type for node in present if type(node.type) is not type(first))
        raise Refused(
            'TYPE_MISMATCH', f'The branches have different types: {describe(first)} and {describe(other)}.',
            'Convert them with CAST(x AS type).', span,
        )  # fmt: skip
    return list(nodes)


def hull(kinds: Sequence[ValueType]) -> ValueType:
    """The narrowest type that holds the values of all; they are of one representation."""
    first = kinds[0]
    if isinstance(first, Exact):
        exact = [kind for kind in kinds if isinstance(kind, Exact)]
        low, high = min(kind.low for kind in exact), max(kind.high for kind in exact)
        return Exact(first.scale, low, high, all(kind.bounded for kind in exact))
    if isinstance(first, Real):
        real = [kind for kind in kinds if isinstance(kind, Real)]
        ends = min(kind.low for kind in real), max(kind.high for kind in real)
        return Real(*ends, max(kind.digits for kind in real), all(kind.bounded for kind in real))
    if isinstance(first, Day):
        days = [kind for kind in kinds if isinstance(kind, Day)]
        return Day(min(d.low for d in days), max(d.high for d in days), all(d.bounded for d in days))
    if isinstance(first, Moment):
        moments = [kind for kind in kinds if isinstance(kind, Moment)]
        return Moment(min(m.low for m in moments), max(m.high for m in moments), all(m.bounded for m in moments))
    return first


def choice(branches: Sequence[tuple[Node, Node | None]], otherwise: Node | None, span: Span | None) -> Node:
    """CASE WHEN condition THEN value ... ELSE otherwise END."""
    values = united([value for _, value in branches] + [otherwise], span)
    kind = hull([value.type for value in values if value is not None])
    nullable = any(value is None or value.nullable for value in values)
    paired = tuple((condition, value) for (condition, _), value in zip(branches, values[:-1], strict=True))
    return Case(paired, values[-1], kind, nullable)


def coalesced(nodes: Sequence[Node | None], span: Span | None) -> Node:
    """The first operand that is not NULL."""
    values = [value for value in united(nodes, span) if value is not None]
    if len(values) == 1:
        return values[0]
    return Call('coalesce', tuple(values), hull([v.type for v in values]), all(value.nullable for value in values))


def null_if(left: Node, right: Node, span: Span | None) -> Node:
    """NULL where both are equal, else the left one."""
    first, second = united([left, right], span)
    assert first is not None and second is not None
    equal = Compare('=', first, second, first.nullable or second.nullable)
    return Case(((equal, None),), first, first.type, True)


def extreme(name: Literal['least', 'greatest'], nodes: Sequence[Node], span: Span | None) -> Node:
    """The least or greatest operand that is not NULL; NULL when all are."""
    values = [value for value in united(nodes, span) if value is not None]
    if isinstance(values[0].type, Truth):
        raise Refused('TYPE_MISMATCH', 'TRUE and FALSE have no order.', 'Use AND, OR.', span)
    kind = hull([value.type for value in values])
    if isinstance(kind, Exact | Real):
        kind = _beyond_none(name, kind, [number(value) for value in values if not value.nullable])
    return Call(name, tuple(values), kind, all(value.nullable for value in values))


def _beyond_none(name: Literal['least', 'greatest'], kind: Number, always: Sequence[Number]) -> Number:
    """The hull, cut where an operand that is never NULL ends it."""
    high = min([kind.high, *(other.high for other in always)]) if name == 'least' else kind.high
    low = max([kind.low, *(other.low for other in always)]) if name == 'greatest' else kind.low
    if isinstance(kind, Exact):
        return Exact(kind.scale, int(low), int(high), kind.bounded)
    return Real(float(low), float(high), kind.digits, kind.bounded)


def not_null(nodes: Sequence[Node]) -> Node | None:
    """TRUE where every operand has a value; None when all always have one."""
    conditions = tuple(Negation(IsNull(node), False) for node in nodes if node.nullable)
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else AllOf(conditions, False)
