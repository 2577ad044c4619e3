"""From noisy integers to the table that is released, with a 95 % interval beside every noisy value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dq0_sql.cells import Cells
from dq0_sql.conditions import ReleasedCell, holds, ordered
from dq0_sql.fieller import ratio_interval
from dq0_sql.half_width import Noise, half_width
from dq0_sql.program import AggregateJson, ProgramJson
from dq0_sql.shifted_width import shifted_half_width

SAFE_INTEGER = 2**53
Shown = str | int | float | bool | None
Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Released:
    """One aggregate of every cell: values in units of the column, and their intervals."""

    values: list[Fraction | None]
    intervals: list[Bounds | None]


def result_table(
    columns: list[dict[str, Any]], program: ProgramJson, cells: Cells, noises: Sequence[Noise]
) -> dict[str, Any]:
    """The released table. `cells.columns` hold noisy integers, `noises` their distributions, in the same order."""
    released = [_released(aggregate, cells, noises) for aggregate in program['aggregates']]
    lookup = [
        ReleasedCell(key, tuple(column.values[index] for column in released)) for index, key in enumerate(cells.keys)
    ]
    kept = list(range(len(lookup)))
    having = program['having']
    if having is not None:
        kept = [index for index in kept if holds(having, lookup[index])]
    kept = ordered(kept, program['order'], lookup)[: program['limit']]
    rows: list[list[Shown]] = []
    intervals: list[list[list[Shown] | None]] = []
    for index in kept:
        row: list[Shown] = []
        bounds: list[list[Shown] | None] = []
        for column, output in zip(columns, program['outputs'], strict=True):
            if output['aggregate'] is None:
                assert output['key'] is not None
                row.append(lookup[index].key[output['key']])
                bounds.append(None)
                continue
            found = released[output['aggregate']]
            interval = found.intervals[index]
            row.append(_shown(found.values[index], column['type']))
            bounds.append(None if interval is None else [_shown(end, column['type']) for end in interval])
        rows.append(row)
        intervals.append(bounds)
    return {'columns': columns, 'rows': rows, 'intervals': intervals, 'confidence': 0.95}


def _released(aggregate: AggregateJson, cells: Cells, noises: Sequence[Noise]) -> Released:
    unit = Fraction(10) ** -aggregate['digits']
    if aggregate['kind'] == 'average':
        return _averages(aggregate, cells, noises, unit)
    if aggregate['kind'] == 'shifted':
        mid, total, count = int(aggregate['mid']), _index(aggregate['sum']), _index(aggregate['count'])
        width = shifted_half_width(noises[total], mid, noises[count])
        pairs = zip(cells.columns[total], cells.columns[count], strict=True)
        exact = [moved + mid * rows for moved, rows in pairs]
    else:
        alone = _index(aggregate['count'] if aggregate['kind'] == 'count' else aggregate['sum'])
        width, exact = half_width(noises[alone]), cells.columns[alone]
    return Released(
        [value * unit for value in exact],
        [((value - width) * unit, (value + width) * unit) for value in exact],
    )


def _averages(aggregate: AggregateJson, cells: Cells, noises: Sequence[Noise], unit: Fraction) -> Released:
    mid, low, high = int(aggregate['mid']), int(aggregate['low']), int(aggregate['high'])
    total, count = _index(aggregate['sum']), _index(aggregate['count'])
    result = Released([], [])
    for moved, rows in zip(cells.columns[total], cells.columns[count], strict=True):
        if rows < 1:
            result.values.append(None)
            result.intervals.append(None)
            continue
        ends = ratio_interval(float(moved), float(rows), noises[total], noises[count])
        result.values.append(_held(mid + Fraction(moved, rows), low, high) * unit)
        result.intervals.append(
            (_end(ends[0], low, mid, low, high, unit), _end(ends[1], high, mid, low, high, unit)),
        )
    return result


def _end(end: float | None, bound: int, mid: int, low: int, high: int, unit: Fraction) -> Fraction:
    """An end of an interval; where noise leaves it open, the bound of the column that no average passes."""
    return (Fraction(bound) if end is None else _held(mid + Fraction(end), low, high)) * unit


def _held(value: Fraction, low: int, high: int) -> Fraction:
    return min(max(value, Fraction(low)), Fraction(high))


def _index(value: int | None) -> int:
    assert value is not None
    return value


def _shown(value: Fraction | None, kind: str) -> Shown:
    """Integers beyond 2^53 are texts, and so are decimals that a double would round; floats are doubles."""
    if value is None:
        return None
    if value.denominator == 1 and kind != 'float':
        whole = int(value)
        return whole if abs(whole) < SAFE_INTEGER else str(whole)
    if kind == 'decimal' and abs(value.numerator) >= SAFE_INTEGER:
        return _decimal(value)
    return float(value)


def _decimal(value: Fraction) -> str:
    """Exact decimal digits; the denominator divides a power of ten."""
    places = next(places for places in range(64) if 10**places % value.denominator == 0)
    digits = str(abs(int(value * 10**places))).rjust(places + 1, '0')
    return f'{"-" if value < 0 else ""}{digits[:-places]}.{digits[-places:]}'
