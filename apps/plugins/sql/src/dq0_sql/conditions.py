"""HAVING and ORDER BY on released cells: three-valued conditions and orderings of exact rational numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dq0_sql.keys import KeyValue
from dq0_sql.released import Condition, Operand, Ordering
from dq0_sql.value_types import round_half_away

Comparable = Fraction | str | bool | None
LARGEST = Fraction(10) ** 300


@dataclass(frozen=True)
class ReleasedCell:
    """The key of a cell and its noisy aggregates, NULL where an average has too few rows."""

    key: tuple[KeyValue | Fraction, ...]
    aggregates: tuple[Fraction | None, ...]


def holds(condition: Condition, cell: ReleasedCell) -> bool | None:
    """TRUE, FALSE or None for NULL."""
    if 'all' in condition:
        return _conjunction([holds(part, cell) for part in condition['all']])
    if 'any' in condition:
        return _inverse(_conjunction([_inverse(holds(part, cell)) for part in condition['any']]))
    if 'not' in condition:
        return _inverse(holds(condition['not'], cell))
    if 'null' in condition:
        return value_of(condition['null'], cell) is None
    return _compared(
        condition['compare'], value_of(condition['left'], cell), value_of(condition['right'], cell)
    )  # fmt: skip


def ordered(cells: Sequence[int], order: Sequence[Ordering], lookup: Sequence[ReleasedCell]) -> list[int]:
    """Cell numbers sorted by each term, the last term first, so that the sort is stable."""
    result = list(cells)
    for term in reversed(order):
        valued = [(value_of(term['by'], lookup[index]), index) for index in result]
        present = sorted(
            (pair for pair in valued if pair[0] is not None),
            key=lambda pair: _sortable(pair[0]),
            reverse=term['descending'],
        )
        parts = ([index for _, index in present], [index for value, index in valued if value is None])
        result = parts[1] + parts[0] if term['nullsFirst'] else parts[0] + parts[1]
    return result


def value_of(operand: Operand, cell: ReleasedCell) -> Comparable:
    """The value an operand has in a cell; NULL where arithmetic has none."""
    if 'aggregate' in operand:
        return cell.aggregates[operand['aggregate']]
    if 'key' in operand:
        key = cell.key[operand['key']]
        return Fraction(key) if isinstance(key, int) and not isinstance(key, bool) else key
    if 'number' in operand:
        return Fraction(int(operand['number'])) / int(operand.get('over', 10 ** int(operand.get('scale', 0))))
    if 'apply' in operand:
        return _applied(operand, [value_of(part, cell) for part in operand['to']])
    literal: str | bool = operand['text'] if 'text' in operand else operand['truth']
    return literal


def rounded_value(value: Fraction, places: int) -> Fraction:
    """Halves away from zero."""
    unit = Fraction(10) ** places
    return round_half_away(value * unit) / unit


def _applied(operand: Operand, values: Sequence[Comparable]) -> Fraction | None:
    """Arithmetic of released numbers; NULL of NULL, division by zero is NULL, and so is what no double holds."""
    numbers = [value for value in values if isinstance(value, Fraction)]
    name = operand['apply']
    if name == 'coalesce':
        return numbers[0] if numbers else None
    if name in {'greatest', 'least'}:
        return (max if name == 'greatest' else min)(numbers, default=None)
    if len(numbers) < len(values):
        return numbers[0] if name == 'nullif' and values[0] is not None else None
    if name == 'root':
        return Fraction(math.sqrt(numbers[0])) if 0 <= numbers[0] < LARGEST else None
    first, last = numbers[0], numbers[-1]
    results: dict[str, Callable[[], Fraction | None]] = {
        '+': lambda: first + last,
        '-': lambda: first - last,
        '*': lambda: first * last,
        '/': lambda: None if last == 0 else first / last,
        'nullif': lambda: None if first == last else first,
        'negative': lambda: -first,
        'abs': lambda: abs(first),
        'round': lambda: rounded_value(first, int(operand['places'])),
    }
    return results[name]()


def _compared(operator: str, left: Comparable, right: Comparable) -> bool | None:
    if left is None or right is None:
        return None
    first, second = _sortable(left), _sortable(right)
    results = {
        '=': first == second,
        '<>': first != second,
        '<': first < second,
        '<=': first <= second,
        '>': first > second,
        '>=': first >= second,
    }
    return bool(results[operator])


def _sortable(value: Comparable) -> Any:
    """Texts compare byte-wise, as in the database."""
    return value.encode() if isinstance(value, str) else value


def _conjunction(parts: Sequence[bool | None]) -> bool | None:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def _inverse(part: bool | None) -> bool | None:
    return None if part is None else not part
