"""Functions of dates and timestamps: their parts as whole numbers, the periods they lie in, days between them."""

from __future__ import annotations

from datetime import date, datetime

from dq0_sql.arithmetic import combine
from dq0_sql.nodes import Call, CallName, Constant, Node
from dq0_sql.numeric import integer
from dq0_sql.value_types import Day, Exact, Moment

PARTS: dict[str, CallName] = {
    'YEAR': 'year', 'QUARTER': 'quarter', 'MONTH': 'month', 'DAY': 'day', 'DOW': 'weekday', 'DAYOFWEEK': 'weekday',
    'HOUR': 'hour', 'MINUTE': 'minute', 'SECOND': 'second',
}  # fmt: skip
TIMES = frozenset({'hour', 'minute', 'second'})
PERIODS = ('year', 'quarter', 'month', 'week', 'day', 'hour', 'minute')
_OF_YEAR: dict[str, int] = {'year': 1, 'quarter': 4, 'month': 12}
SECONDS = {'week': 604_800, 'day': 86_400, 'hour': 3_600, 'minute': 60}
MONDAY = {'week': 3 * 86_400}
"""Seconds from the Monday before 1970-01-01 to it; other periods begin there."""
_EPOCH = datetime(1970, 1, 1)


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


def difference(unit: str, start: Node, end: Node) -> Node:
    """DATE_DIFF: how many starts of a period lie behind `start` and not behind `end`; negative where it comes first."""
    return combine('-', _periods(end, unit), _periods(start, unit))


def _periods(node: Node, unit: str) -> Node:
    """The number of the period that a date or timestamp lies in, counted from a fixed one."""
    if isinstance(node, Constant):
        assert isinstance(node.value, date)
        return integer(period_number(node.value, unit))
    if unit in _OF_YEAR:
        year = date_part('year', node)
        if unit == 'year':
            return year
        return combine('+', combine('*', year, integer(_OF_YEAR[unit])), date_part(PARTS[unit.upper()], node))
    start = node if unit == 'day' and isinstance(node.type, Day) else truncated(node, unit)
    kind = start.type
    assert isinstance(kind, Day | Moment)
    numbers = Exact(0, period_number(kind.low, unit), period_number(kind.high, unit), kind.bounded)
    return Call('elapsed', (start,), numbers, start.nullable, (unit,))


def period_number(time: date, unit: str) -> int:
    """Years, quarters or months since the year 0, or weeks, days, hours or minutes since the beginning of 1970."""
    if unit in _OF_YEAR:
        within = {'year': 0, 'quarter': (time.month + 2) // 3, 'month': time.month}
        return time.year * _OF_YEAR[unit] + within[unit]
    moment = time if isinstance(time, datetime) else datetime(time.year, time.month, time.day)
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds + MONDAY.get(unit, 0)) // SECONDS[unit]


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
