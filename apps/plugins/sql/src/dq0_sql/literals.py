"""Literals: the exact number, text, day or time that a token spells."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

from sqlglot import exp

from dq0_sql.nodes import Constant, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.syntax import refuse_extras, span_of
from dq0_sql.value_types import (
    MAX_DIGITS,
    MAX_SCALE,
    WIDEST,
    Day,
    Exact,
    Moment,
    Real,
    Text,
    Truth,
    ValueType,
    describe,
)

_PLAIN = re.compile(r'[0-9]*\.?[0-9]*')
MAX_DIGITS_WRITTEN = 60
MAX_TEXT = 1_000
"""Characters of one text literal."""


def number_literal(text: str, span: Span | None) -> Constant:
    """A fixed-point constant when the digits fit, else a double.

    Raises:
        Refused: LITERAL_RANGE when the number is beyond every double.
    """
    if _PLAIN.fullmatch(text):
        places = len(text.partition('.')[2])
        scaled = int(text.replace('.', '')) if len(text) < MAX_DIGITS_WRITTEN else WIDEST
        if places <= MAX_SCALE and scaled < WIDEST:
            return Constant(scaled, Exact(places, scaled, scaled, True))
    real = float(text)
    if not math.isfinite(real):
        raise Refused('LITERAL_RANGE', 'This number is too large.', 'Numbers end at about 1.8e308.', span)
    return Constant(real, Real(real, real, MAX_DIGITS, True))


def literal(node: exp.Literal) -> Constant:
    """A number or text as written."""
    refuse_extras(node, 'this', 'is_string')
    if not node.is_string:
        return number_literal(node.this, span_of(node))
    if len(node.this) > MAX_TEXT:
        raise Refused(
            'LITERAL_RANGE', f'A text may have {MAX_TEXT:,} characters.', 'Compare with a shorter one.', span_of(node)
        )
    return Constant(node.this, Text())


def negated(constant: Constant) -> Constant:
    """The constant with its sign turned."""
    value, kind = constant.value, constant.type
    if isinstance(kind, Exact) and isinstance(value, int):
        return Constant(-value, Exact(kind.scale, -value, -value, True))
    assert isinstance(kind, Real) and isinstance(value, float)
    return Constant(-value, Real(-value, -value, kind.digits, True))


def suited(constant: Node, wanted: ValueType, span: Span | None) -> Node:
    """A text literal that stands beside a date or timestamp, read as one; everything else as it is.

    Raises:
        Refused: LITERAL_TYPE when the text is no such date or time.
    """
    if not isinstance(constant, Constant) or not isinstance(constant.value, str):
        return constant
    if isinstance(wanted, Day):
        return day_literal(constant.value, span)
    return moment_literal(constant.value, span) if isinstance(wanted, Moment) else constant


def day_literal(text: str, span: Span | None) -> Constant:
    """A calendar day, `2026-01-31`."""
    if re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', text):
        try:
            return Constant(date.fromisoformat(text), Day())
        except ValueError:
            pass
    raise Refused('LITERAL_TYPE', 'This text is not a calendar day.', "Write it like '2026-01-31'.", span)


def moment_literal(text: str, span: Span | None) -> Constant:
    """A time of day in UTC, `2026-01-31 13:45:00`."""
    try:
        value = datetime.fromisoformat(text)
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    except (ValueError, OverflowError):
        raise Refused(
            'LITERAL_TYPE', 'This text is not a date and time.', "Write it like '2026-01-31 13:45:00'.", span
        ) from None
    return Constant(value, Moment())


def truth_literal(node: exp.Boolean) -> Constant:
    """TRUE or FALSE."""
    return Constant(bool(node.this), Truth())


def mismatch(message: str, found: ValueType, remedy: str, span: Span | None) -> Refused:
    """A value of the wrong type."""
    return Refused('TYPE_MISMATCH', f'{message}; this is {describe(found)}.', remedy, span)
