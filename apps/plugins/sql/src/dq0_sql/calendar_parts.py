"""Functions of dates and timestamps: their parts as whole numbers, the periods they lie in, days between them."""

from __future__ import annotations

from datetime import date, datetime

from dq0_sql.nodes import Call, CallName, Node
from dq0_sql.value_types import Day, Exact, Moment

PARTS: dict[str, CallName] = {
    'YEAR': 'year', 'QUARTER': 'quarter', 'MONTH': 'month', 'DAY': 'day', 'DOW': 'weekday', 'DAYOFWEEK': 'weekday',
    'HOUR': 'hour', 'MINUTE': 'minute', 'SECOND': 'second',
}  # fmt: skip
TIMES = frozenset({'hour', 'minute', 'second'})
PERIODS = ('year', 'quarter', 'month', 'week', 'day', 'hour', 'minute')


def date_part(name: CallName, node: Node) -> Node:
    """A part of a date or timestamp as a whole number."""
    kind = node.type
    assert isinstance(kind, Day | Moment)
    ranges = {'year': (kind.low.year, kind.high.year), 'quarter': (1, 4), 'month': (1, 12), 'day': (1, 31),
              'weekday': (0, 6), 'hour': (0, 23), 'minute': (0, 59), 'second': (0, 59)}  # fmt: skip
    low, high = ranges[name]
    return Call(name, (node,), Exact(0, low, high, name != 'year' or kind.bounded), node.nullable)


def truncated(node: Node, unit: str) -> Node:
    """DATE_TRUNC: the first day of the year, quarter, month or week, or the start of the day, hour or minute."""
    kind = node.type
    assert isinstance(kind, Day | Moment)
    if isinstance(kind, Moment) and unit in TIMES:
        return Call('truncated', (node,), kind, node.nullable, (unit,))
    low, high = (end.date() if isinstance(end, datetime) else end for end in (kind.low, kind.high))
    days = Day(start_of(low, unit), start_of(high, unit), kind.bounded)
    return Call('truncated', (node,), days, node.nullable, (unit,))


def start_of(day: date, unit: str) -> date:
    """First day of the period that holds a day."""
    if unit == 'year':
        return date(day.year, 1, 1)
    if unit == 'quarter':
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if unit == 'month':
        return date(day.year, day.month, 1)
    if unit == 'week':
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day
