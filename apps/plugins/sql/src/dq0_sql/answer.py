"""From noisy integers to the table that is released, with a 95 % interval beside every noisy value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dq0_sql.cells import Cells
from dq0_sql.conditions import ReleasedCell, holds, ordered, value_of
from dq0_sql.fieller import ratio_interval
from dq0_sql.half_width import Noise, half_width
from dq0_sql.keys import KeyValue
from dq0_sql.moments import Estimate, pair, spread
from dq0_sql.program import AggregateJson, KeyJson, NumberJson, ProgramJson, tree_of
from dq0_sql.released_intervals import Bounds, Known, interval_of
from dq0_sql.shifted_width import shifted_half_width
from dq0_sql.tree import Tree, quantile, quantile_range

SAFE_INTEGER = 2**53
Shown = str | int | float | bool | None


@dataclass(frozen=True)
class Released:
    """One aggregate of every cell: values in units of the column, and their intervals.

    `weights`: the aggregate as a sum of noisy integers, each times a public weight; empty where it is not one.
    """

    values: list[Fraction | None]
    intervals: list[Bounds | None]
    weights: dict[int, Fraction]


def result_table(
    columns: list[dict[str, Any]],
    program: ProgramJson,
    cells: Cells,
    noises: Sequence[Noise],
    trees: Mapping[int, list[list[int]]],
    *,
    withheld: bool = False,
) -> dict[str, Any]:
    """The released table. `cells.columns` hold noisy integers, `noises` their distributions, in the same order.

    `trees`: noisy nodes for each cell, by event.
    `withheld`: the one cell of a query without groups is below its threshold, so that its row holds NULLs.
    """
    shapes = {tree['event']: tree_of(tree) for tree in program['trees']}
    released = [
        _quantiles(aggregate, shapes, trees, noises)
        if aggregate['kind'] == 'quantile'
        else _released(aggregate, cells, noises)
        for aggregate in program['aggregates']
    ]
    keys = [tuple(map(_key, key, program['keys'])) for key in cells.keys]
    lookup = [
        ReleasedCell(key, tuple(column.values[index] for column in released)) for index, key in enumerate(keys)
    ]  # fmt: skip
    kept = list(range(len(lookup)))
    having = program['having']
    if having is not None:
        kept = [index for index in kept if holds(having, lookup[index])]
    kept = ordered(kept, program['order'], lookup)[: program['limit']]
    rows: list[list[Shown]] = []
    intervals: list[list[list[Shown] | None]] = []
    for index in kept:
        known = [Known(column.values[index], column.intervals[index], column.weights) for column in released]
        integers = [column[index] for column in cells.columns]
        row: list[Shown] = []
        bounds: list[list[Shown] | None] = []
        for column, output in zip(columns, program['outputs'], strict=True):
            if output['key'] is not None:
                row.append(_shown(keys[index][output['key']], column['type']))
                bounds.append(None)
                continue
            assert output['value'] is not None
            value = value_of(output['value'], lookup[index])
            interval = None if value is None else interval_of(output['value'], known, lookup[index], integers, noises)
            row.append(_shown(value, column['type']))
            # An interval has two ends or is none: half a line says nothing that a script could use.
            open_ended = interval is None or None in interval
            bounds.append(None if open_ended else [_shown(end, column['type']) for end in interval or ()])
        rows.append(row)
        intervals.append(bounds)
    if withheld:
        rows, intervals = [[None] * len(columns)], [[None] * len(columns)]
    return {'columns': columns, 'rows': rows, 'intervals': intervals, 'confidence': 0.95}


def _key(value: KeyValue, key: KeyJson) -> KeyValue | Fraction:
    return Fraction(value, 10 ** key['scale']) if key['kind'] == 'decimal' and isinstance(value, int) else value


def _released(aggregate: AggregateJson, cells: Cells, noises: Sequence[Noise]) -> Released:
    columns = [cells.columns[part] for part in aggregate['parts']]
    own = [noises[part] for part in aggregate['parts']]
    if aggregate['kind'] in {'spread', 'pair'}:
        estimate = spread if aggregate['kind'] == 'spread' else pair
        found = [estimate(aggregate, integers, own) for integers in zip(*columns, strict=True)]
        return Released([_value(item) for item in found], [_range(item) for item in found], {})
    unit = Fraction(1)
    if aggregate['number'] is not None:
        unit = Fraction(10) ** -aggregate['number']['digits']
        if aggregate['kind'] == 'average':
            return _averages(aggregate['number'], columns, own, unit)
    if aggregate['kind'] == 'shifted':
        assert aggregate['number'] is not None
        mid = int(aggregate['number']['mid'])
        width = shifted_half_width(own[1], mid, own[0])
        exact = [moved + mid * rows for rows, moved in zip(*columns, strict=True)]
        weights = {aggregate['parts'][0]: mid * unit, aggregate['parts'][1]: unit}
    else:
        width, exact, weights = half_width(own[0]), columns[0], {aggregate['parts'][0]: unit}
    return Released(
        [value * unit for value in exact],
        [((value - width) * unit, (value + width) * unit) for value in exact],
        weights,
    )


def _quantiles(
    aggregate: AggregateJson,
    shapes: Mapping[int, Tree],
    trees: Mapping[int, list[list[int]]],
    noises: Sequence[Noise],
) -> Released:
    assert aggregate['share'] is not None and aggregate['number'] is not None
    event, share = aggregate['parts'][0], Fraction(aggregate['share'])
    unit, tree, result = Fraction(10) ** -aggregate['number']['digits'], shapes[event], Released([], [], {})
    for nodes in trees[event]:
        value = quantile(tree, nodes, share)
        result.values.append(None if value is None else value * unit)
        if value is None:
            result.intervals.append(None)
            continue
        low, high = quantile_range(tree, nodes, share, noises[event])
        result.intervals.append((min(low, value) * unit, max(high, value) * unit))
    return result


def _averages(
    number: NumberJson, columns: Sequence[Sequence[int]], own: Sequence[Noise], unit: Fraction
) -> Released:
    mid, low, high = int(number['mid']), int(number['low']), int(number['high'])
    result = Released([], [], {})
    for rows, moved in zip(*columns, strict=True):
        if rows < 1:
            result.values.append(None)
            result.intervals.append(None)
            continue
        ends = ratio_interval(float(moved), float(rows), own[1], own[0])
        result.values.append(_held(mid + Fraction(moved, rows), low, high) * unit)
        result.intervals.append(
            (_end(ends[0], low, mid, low, high, unit), _end(ends[1], high, mid, low, high, unit)),
        )
    return result


def _end(end: float | None, bound: int, mid: int, low: int, high: int, unit: Fraction) -> Fraction:
    """An end of an interval; where noise leaves it open, the bound of the column that no average passes."""
    return (Fraction(bound) if end is None else _held(mid + Fraction(end), low, high)) * unit


def _value(estimate: Estimate | None) -> Fraction | None:
    return None if estimate is None else Fraction(estimate.value)


def _range(estimate: Estimate | None) -> Bounds | None:
    if estimate is None:
        return None
    low, high = (None if math.isinf(end) else Fraction(end) for end in estimate.range)
    return low, high


def _held(value: Fraction, low: int, high: int) -> Fraction:
    return min(max(value, Fraction(low)), Fraction(high))


def _shown(value: Fraction | KeyValue, kind: str) -> Shown:
    """Integers beyond 2^53 are texts, and so are decimals that a double would round; floats are doubles."""
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1 and kind != 'float':
        whole = int(value)
        return whole if abs(whole) < SAFE_INTEGER else str(whole)
    if kind == 'decimal' and abs(value.numerator) >= SAFE_INTEGER:
        return _decimal(value)
    try:
        return float(value)
    except OverflowError:
        return None


def _decimal(value: Fraction) -> str:
    """Exact decimal digits; the denominator divides a power of ten."""
    places = next(places for places in range(64) if 10**places % value.denominator == 0)
    digits = str(abs(int(value * 10**places))).rjust(places + 1, '0')
    return f'{"-" if value < 0 else ""}{digits[:-places]}.{digits[-places:]}'
