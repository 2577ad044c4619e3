"""All values an expression may have, where metadata list them: the public groups of GROUP BY expressions.

Values are those of the nodes: scaled integers, doubles, texts, days. The result may hold values that never occur, never
the other way round: what a database computes differently from this file is dropped from the cells, not an error.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from dq0_sql import nodes
from dq0_sql.arithmetic import number, rescaled
from dq0_sql.calendar_parts import period_number, start_of
from dq0_sql.nodes import Node
from dq0_sql.value_types import Day, Exact, Moment, Real, Truth, round_half_away

MOST_VALUES = 10_000
_MOST_PAIRS = 200_000
Values = tuple[Any, ...]


def possible_values(node: Node) -> Values | None:
    """Every value besides NULL in order, at most 10,000; None when metadata do not list them."""
    found = _computed(node)
    if found is None:
        found = _interval(node)
    return None if found is None or len(found) > MOST_VALUES else found


def _computed(node: Node) -> Values | None:
    if isinstance(node, nodes.ColumnValue):
        return node.values
    if isinstance(node, nodes.Constant):
        return (node.value,)
    if isinstance(node.type, Truth):
        return (False, True)
    if isinstance(node, nodes.Case):
        return _together([part for _, part in node.branches] + [node.otherwise])
    if isinstance(node, nodes.Call) and node.name in {'coalesce', 'least', 'greatest'}:
        together = _together(node.operands)
        kind = node.type
        if together is None or not isinstance(kind, Exact | Real):
            return together
        return tuple(value for value in together if kind.low <= value <= kind.high)
    rule = _rule(node)
    if rule is None:
        return None
    sets = [possible_values(part) for part in nodes.parts_of(node)]
    listed = [values for values in sets if values is not None]
    if len(listed) < len(sets) or math.prod(map(len, listed)) > _MOST_PAIRS:
        return None
    return _ordered(value for parts in itertools.product(*listed) if (value := rule(*parts)) is not None)


def _together(parts: Sequence[Node | None]) -> Values | None:
    sets = [possible_values(part) for part in parts if part is not None]
    listed = [values for values in sets if values is not None]
    if len(listed) < len(sets):
        return None
    if all(isinstance(value, str) for values in listed for value in values):
        return tuple(dict.fromkeys(value for values in listed for value in values))
    return _ordered(value for values in listed for value in values)


def _ordered(values: Iterable[Any]) -> Values:
    """Texts in the order they come up, everything else by size."""
    distinct = list(dict.fromkeys(values))
    return tuple(distinct if distinct and isinstance(distinct[0], str) else sorted(distinct))


def _interval(node: Node) -> Values | None:
    kind = node.type
    if isinstance(kind, Truth):
        return (False, True)
    if isinstance(kind, Exact) and kind.bounded and kind.high - kind.low < MOST_VALUES:
        return tuple(range(kind.low, kind.high + 1))
    if isinstance(kind, Day) and kind.bounded and (kind.high - kind.low).days < MOST_VALUES:
        days = range(kind.low.toordinal(), kind.high.toordinal() + 1)
        listed = (date.fromordinal(day) for day in days)
        if isinstance(node, nodes.Call) and node.name == 'truncated':
            return _ordered(start_of(day, str(node.parameters[0])) for day in listed)
        return tuple(listed)
    if isinstance(kind, Day) and kind.bounded and isinstance(node, nodes.Call) and node.name == 'truncated':
        return _periods(kind.low, kind.high, str(node.parameters[0]))
    if isinstance(kind, Moment) and kind.bounded and isinstance(node, nodes.Call) and node.name == 'truncated':
        return _moments(kind.low, kind.high, str(node.parameters[0]))
    return None


def _periods(low: date, high: date, unit: str) -> Values | None:
    lengths = {'year': 366, 'quarter': 93, 'month': 32, 'week': 7}
    if unit not in lengths or (high - low).days > MOST_VALUES * 7:
        return None
    found, day = [start_of(low, unit)], low
    while day <= high:
        start = start_of(day, unit)
        if start != found[-1]:
            found.append(start)
        day = date.fromordinal(day.toordinal() + 7)
    return _ordered([*found, start_of(high, unit)])


def _moments(low: datetime, high: datetime, unit: str) -> Values | None:
    length = timedelta(hours=1) if unit == 'hour' else timedelta(minutes=1)
    if (high - low) / length > MOST_VALUES:
        return None
    start = low.replace(minute=0 if unit == 'hour' else low.minute, second=0, microsecond=0)
    count = int((high - start) / length) + 1
    return tuple(start + number * length for number in range(count))


def _rule(node: Node) -> Callable[..., Any] | None:
    """The node's meaning on values, None for NULL; None where only the database knows it."""
    if isinstance(node, nodes.Arithmetic):
        return {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b}[node.operator]
    if isinstance(node, nodes.Quotient):
        return lambda a, b: None if b == 0 else a / b
    if isinstance(node, nodes.Finite):
        return lambda a: a if math.isfinite(a) else None
    if isinstance(node, nodes.Clamp):
        return lambda a: min(max(a, node.low), node.high)
    if isinstance(node, nodes.Within):
        return lambda a: a if node.low <= a <= node.high else None
    if isinstance(node, nodes.Rescale):
        return lambda a: rescaled(a, _scale(node.operand), _scale(node))
    if isinstance(node, nodes.ToReal):
        return lambda a: a / 10 ** _scale(node.operand)
    if isinstance(node, nodes.Convert):
        return _conversion(node)
    return _function(node) if isinstance(node, nodes.Call) else None


def _conversion(node: nodes.Convert) -> Callable[..., Any] | None:
    if node.kind == 'real_to_exact':
        return lambda a: round_half_away(Fraction(a * 10.0 ** _scale(node)))
    rules: dict[str, Callable[..., Any]] = {
        'integer_to_text': str,
        'truth_to_integer': int,
        'truth_to_text': lambda a: str(a).lower(),
        'day_to_text': lambda a: a.isoformat(),
        'moment_to_day': lambda a: a.date(),
    }
    return rules.get(node.kind)


def _function(node: nodes.Call) -> Callable[..., Any] | None:
    if node.name in {'floor', 'ceiling'}:
        edge = math.floor if node.name == 'floor' else math.ceil
        exact = isinstance(node.operands[0].type, Exact)
        unit = 10 ** _scale(node.operands[0]) if exact else 1
        return (lambda a: edge(Fraction(a, unit))) if exact else edge if isinstance(node.type, Exact) else None
    rules: dict[str, Callable[..., Any]] = {
        'abs': abs,
        'modulo': lambda a, b: None if b == 0 or isinstance(a, float) else int(math.copysign(abs(a) % abs(b), a)),
        'upper': _ascii(str.upper),
        'lower': _ascii(str.lower),
        'length': _ascii(len),
        'trim': _ascii(lambda a: a.strip(' ')),
        'ltrim': _ascii(lambda a: a.lstrip(' ')),
        'rtrim': _ascii(lambda a: a.rstrip(' ')),
        'part': _ascii(lambda a: _part(a, node.parameters)),
        'joined': lambda *texts: ''.join(texts),
        'year': lambda a: a.year,
        'month': lambda a: a.month,
        'day': lambda a: a.day,
        'quarter': lambda a: (a.month + 2) // 3,
        'weekday': lambda a: (a.weekday() + 1) % 7,
        'hour': lambda a: a.hour,
        'elapsed': lambda a: period_number(a, str(node.parameters[0])),
    }
    if node.name == 'truncated' and isinstance(node.type, Day):
        return lambda a: start_of(a.date() if isinstance(a, datetime) else a, str(node.parameters[0]))
    return rules.get(node.name)


def _ascii(rule: Callable[[str], Any]) -> Callable[[str], Any]:
    """Databases and Python agree on ASCII; the rest keeps its own rule of the database and gives no public group."""
    return lambda text: rule(text) if text.isascii() else None


def _part(text: str, parameters: tuple[int | str, ...]) -> str:
    start, length = int(parameters[0]), None if len(parameters) < 2 else int(parameters[1])
    return text[start - 1 :] if length is None else text[start - 1 : start - 1 + length]


def _scale(node: Node) -> int:
    kind = number(node)
    return kind.scale if isinstance(kind, Exact) else 0
