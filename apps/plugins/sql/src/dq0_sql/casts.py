"""CAST: every cast is a try-cast; a value without counterpart in the target type becomes NULL."""

from __future__ import annotations

from datetime import datetime, time

from sqlglot import exp

from dq0_sql.arithmetic import to_exact, to_real
from dq0_sql.literals import day_literal, moment_literal
from dq0_sql.nodes import Constant, Conversion, Convert, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.syntax import refuse_extras, span_of
from dq0_sql.value_types import (
    DECIMAL_LIMIT,
    FLOAT_MAX,
    INT64,
    MAX_DIGITS,
    Day,
    Exact,
    Moment,
    Real,
    Text,
    Truth,
    ValueType,
    describe,
)

_TYPES = exp.DataType.Type
_INTEGERS = {
    _TYPES.TINYINT: (-(2**7), 2**7 - 1),
    _TYPES.SMALLINT: (-(2**15), 2**15 - 1),
    _TYPES.INT: (-(2**31), 2**31 - 1),
    _TYPES.BIGINT: INT64,
}
_REALS = frozenset({_TYPES.DOUBLE, _TYPES.FLOAT})
_TEXTS = frozenset({_TYPES.TEXT, _TYPES.VARCHAR})
_REMEDY = 'Cast to INTEGER, BIGINT, DECIMAL(p, s), DOUBLE, VARCHAR, BOOLEAN, DATE or TIMESTAMP.'
_DEFAULT_WIDTH, _DEFAULT_SCALE, _MAX_WIDTH, _MAX_SCALE = 18, 3, 18, 9


def cast(node: Node, target: exp.DataType, span: Span | None) -> Node:
    """The value as another type.

    Raises:
        Refused: CAST_UNSUPPORTED, LITERAL_TYPE.
    """
    refuse_extras(target, 'this', 'expressions')
    kind = target.this
    if kind in _INTEGERS:
        return _to_exact(node, 0, *_INTEGERS[kind], span)
    if kind == _TYPES.DECIMAL:
        width, scale = _decimal_shape(target, span)
        limit = 10**width - 1
        return _to_exact(node, scale, -limit, limit, span)
    if kind in _REALS:
        return _to_real(node, span)
    if kind in _TEXTS:
        return _to_text(node, span)
    if kind == _TYPES.BOOLEAN:
        return _convert(node, Truth(), {Text: 'text_to_truth'}, span)
    if kind == _TYPES.DATE:
        if isinstance(node, Constant) and isinstance(node.value, str):
            return day_literal(node.value, span)
        return _convert(node, _days(node.type), {Text: 'text_to_day', Moment: 'moment_to_day'}, span)
    if kind in {_TYPES.TIMESTAMP, _TYPES.TIMESTAMPNTZ}:
        if isinstance(node, Constant) and isinstance(node.value, str):
            return moment_literal(node.value, span)
        return _convert(node, _moments(node.type), {Text: 'text_to_moment', Day: 'day_to_moment'}, span)
    raise Refused('CAST_UNSUPPORTED', 'There is no cast to this type.', _REMEDY, span)


def _to_exact(node: Node, scale: int, low: int, high: int, span: Span | None) -> Node:
    if isinstance(node.type, Exact | Real):
        return to_exact(node, scale, low, high)
    if isinstance(node.type, Truth):
        return to_exact(_truth_as_number(node), scale, low, high)
    if isinstance(node.type, Text):
        if scale == 0:
            parsed = Convert('text_to_integer', node, Exact(0, *INT64, False), True)
        else:
            limit = DECIMAL_LIMIT * 10**scale
            parsed = Convert('text_to_decimal', node, Exact(scale, -limit, limit, False), True)
        return to_exact(parsed, scale, low, high)
    raise _unsupported(node.type, span)


def _to_real(node: Node, span: Span | None) -> Node:
    if isinstance(node.type, Exact | Real):
        return to_real(node)
    if isinstance(node.type, Text):
        return Convert('text_to_real', node, Real(-FLOAT_MAX, FLOAT_MAX, MAX_DIGITS, False), True)
    if isinstance(node.type, Truth):
        return to_real(_truth_as_number(node))
    raise _unsupported(node.type, span)


def _truth_as_number(node: Node) -> Node:
    return Convert('truth_to_integer', node, Exact(0, 0, 1, True), node.nullable)


def _to_text(node: Node, span: Span | None) -> Node:
    if isinstance(node.type, Exact) and node.type.scale == 0:
        return Convert('integer_to_text', node, Text(), node.nullable)
    return _convert(node, Text(), {Truth: 'truth_to_text', Day: 'day_to_text'}, span)


def _convert(node: Node, target: ValueType, known: dict[type, Conversion], span: Span | None) -> Node:
    if type(node.type) is type(target):
        return node
    conversion = known.get(type(node.type))
    if conversion is None:
        raise _unsupported(node.type, span)
    nullable = node.nullable or conversion.startswith('text_')
    return Convert(conversion, node, target, nullable)


def _days(kind: ValueType) -> Day:
    """The days of timestamps; of texts any."""
    return Day(kind.low.date(), kind.high.date(), kind.bounded) if isinstance(kind, Moment) else Day()


def _moments(kind: ValueType) -> Moment:
    """The first moments of days; of texts any."""
    if not isinstance(kind, Day):
        return Moment()
    return Moment(datetime.combine(kind.low, time()), datetime.combine(kind.high, time()), kind.bounded)


def _decimal_shape(target: exp.DataType, span: Span | None) -> tuple[int, int]:
    sizes = []
    for parameter in target.expressions:
        inner = parameter.this if isinstance(parameter, exp.DataTypeParam) else None
        if not isinstance(inner, exp.Literal) or inner.is_string or not inner.this.isdigit():
            raise Refused('CAST_UNSUPPORTED', 'DECIMAL takes two whole numbers.', _REMEDY, span)
        sizes.append(int(inner.this[:6]))
    width = sizes[0] if sizes else _DEFAULT_WIDTH
    scale = sizes[1] if len(sizes) > 1 else (0 if sizes else _DEFAULT_SCALE)
    if not 1 <= width <= _MAX_WIDTH or not 0 <= scale <= min(width, _MAX_SCALE):
        raise Refused(
            'CAST_UNSUPPORTED',
            f'DECIMAL(p, s) has p from 1 to {_MAX_WIDTH} and s from 0 to {_MAX_SCALE}.',
            'Write for example DECIMAL(12, 2).',
            span or span_of(target),
        )
    return width, scale


def _unsupported(found: ValueType, span: Span | None) -> Refused:
    return Refused('CAST_UNSUPPORTED', f'There is no such cast for {describe(found)}.', _REMEDY, span)
