"""What one unit may add: at most C groups, and in each m rows (row shape) or a capped count and sum (cell shape)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dq0_sql.bounded import Bounded
from dq0_sql.first_turns import BITS, MOST_GROUPS, in_first_turns
from dq0_sql.group_choice import all_ranked, digest_order, groups_kept
from dq0_sql.mechanisms import NoisyMeasure
from dq0_sql.turns import turns_of, with_turns

if TYPE_CHECKING:
    from dq0_sql.statement import Chain

_CELL_SHAPE = frozenset({'units', 'count', 'total'})
"""Measures that can be capped as one number for each unit and group; any other one needs capped rows."""
SHORT = 2**23
"""Values below it fit 32 bits, and 2^40 of them add up to 64 bits: their sums need no wider number."""


def row_cells(source: str, keys: Sequence[str], measures: Sequence[tuple[NoisyMeasure, str]]) -> str:
    """Cells of a relation in which each row is a unit: it is in one cell, once."""
    selected = [f'{key} AS k{index}' for index, key in enumerate(keys)]
    selected += [f'{_aggregated(item, text)} AS a{index}' for index, (item, text) in enumerate(measures)]
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(selected)} FROM "{source}"{grouping}'


def bounded_cells(chain: Chain, rows: str, bounded: Bounded, measures: Sequence[NoisyMeasure]) -> None:
    """Appends the cells of a relation whose units have many rows; `rows` holds unit, k0, ... and m0, ... ."""
    if all(item.measure.kind in _CELL_SHAPE for item in measures):
        _cell_shape(chain, rows, bounded, measures)
    else:
        _row_shape(chain, rows, bounded, measures)


def _cell_shape(chain: Chain, rows: str, bounded: Bounded, measures: Sequence[NoisyMeasure]) -> None:
    """One row for each unit and group, its count and sum capped. Groups may be chosen before that or after."""
    if bounded.many_groups and chain.reading.one_sort:
        chosen, sorted_by = all_ranked(chain, rows, bounded)
        # Grouped in the order in which they were ranked: they are sorted already.
        kept = [_pairs(chain, chosen, bounded, measures, sorted_by)]
    elif (turns := _bits(chain, bounded)) is not None:
        counted = any(item.measure.kind == 'units' for item in measures)
        most = 1 if counted else bounded.caps.rows
        few, many = in_first_turns(chain, with_turns(chain, rows, bounded, turns), bounded, most)
        kept = [_alone(chain, few, bounded, measures), _pairs(chain, many, bounded, measures)]
    else:
        kept = [groups_kept(chain, _pairs(chain, rows, bounded, measures), bounded, different=True)]
    sums = [
        f'{"COUNT(*)" if item.measure.kind == "units" else f"COALESCE(SUM(m{index}), 0)"} AS a{index}'
        for index, item in enumerate(measures)
    ]
    together = _together(chain, kept, [*bounded.keys, *bounded.inputs])
    chain.add('cells', _grouped([*bounded.keys, *sums], together, bounded.keys))


def _pairs(chain: Chain, rows: str, bounded: Bounded, measures: Sequence[NoisyMeasure], *sorted_by: str) -> str:
    capped = [f'{_capped(chain, item, index, bounded.caps.rows)} AS m{index}' for index, item in enumerate(measures)]
    grouping = ', '.join([bounded.unit, *sorted_by, *bounded.keys])
    selected = ', '.join([bounded.unit, *bounded.keys, *capped])
    return chain.add('pairs', f'SELECT {selected} FROM "{rows}" GROUP BY {grouping}')


def _alone(chain: Chain, rows: str, bounded: Bounded, measures: Sequence[NoisyMeasure]) -> str:
    """Rows of which each may count as it is: no more than m of a unit are in a group; alone there, for `units`."""
    forms = {'units': '1', 'count': 'CASE WHEN m{0} IS NULL THEN 0 ELSE 1 END', 'total': 'm{0}'}
    given = [f'{forms[item.measure.kind].format(index)} AS m{index}' for index, item in enumerate(measures)]
    return chain.add('alone', f'SELECT {", ".join([*bounded.keys, *given])} FROM "{rows}"')


def _capped(chain: Chain, item: NoisyMeasure, index: int, most: int) -> str:
    """What one unit adds to one group: a count up to m, or a sum within [m min(L', 0), m max(U', 0)]."""
    if item.measure.kind == 'units':
        return '1'
    if item.measure.kind == 'count':
        return f'least(COUNT(m{index}), {chain.printer.constant(most, "BIGINT")})'
    quantum = item.quanta[0]
    ends = (most * min(quantum.low, 0), most * max(quantum.high, 0))
    if _is_short(item):
        low, high = (chain.printer.constant(end, 'BIGINT') for end in ends)
        return f'least(greatest(COALESCE({_short_total(f"m{index}")}, 0), {low}), {high})'
    low, high = (chain.printer.constant(end, 'HUGEINT') for end in ends)
    return f'TRY_CAST(least(greatest(COALESCE(SUM(m{index}), 0), {low}), {high}) AS BIGINT)'


def _row_shape(chain: Chain, rows: str, bounded: Bounded, measures: Sequence[NoisyMeasure]) -> None:
    """At most m rows for each unit and group, then at most C groups, then the aggregates."""
    if all(item.measure.kind in {'units', 'distinct'} for item in measures):
        rows = chain.add('different', f'SELECT DISTINCT {", ".join(bounded.columns)} FROM "{rows}"')
    kept = bounded_rows(chain, rows, bounded)
    selected = [
        f'{_aggregated(item, f"m{index}", bounded.unit)} AS a{index}' for index, item in enumerate(measures)
    ]
    chain.add('cells', _grouped([*bounded.keys, *selected], kept, bounded.keys))


def bounded_rows(chain: Chain, rows: str, bounded: Bounded) -> str:
    """At most m rows for each unit and group, and at most C groups of each unit."""
    turns = _bits(chain, bounded)
    if turns is not None:
        few, many = in_first_turns(chain, with_turns(chain, rows, bounded, turns), bounded, bounded.caps.rows)
        capped = _rows_kept(chain, many, bounded) if bounded.many_rows else many
        return _together(chain, [few, capped], bounded.columns)
    if bounded.many_rows:
        rows = _rows_kept(chain, rows, bounded)
    return groups_kept(chain, rows, bounded)


def _bits(chain: Chain, bounded: Bounded) -> int | None:
    """The number of turns where the first bits choose groups; None where windows do, or no unit has too many."""
    if not (chain.reading.bits and bounded.many_groups and bounded.caps.groups <= MOST_GROUPS):
        return None
    turns = turns_of(bounded)
    return turns if turns is not None and turns <= BITS else None


def _rows_kept(chain: Chain, rows: str, bounded: Bounded) -> str:
    """The rows with the smallest digests; rows that this does not tell apart are equal in all that is added up."""
    pair = ', '.join([bounded.unit, *bounded.keys])
    most = chain.printer.constant(bounded.caps.rows, 'BIGINT')
    order = digest_order(chain, bounded, bounded.inputs)
    numbered = chain.add(
        'numbered', f'SELECT *, COUNT(*) OVER (PARTITION BY {pair}) AS of_pair FROM "{rows}"'
    )  # fmt: skip
    ranked = chain.add(
        'ranked rows',
        f'SELECT *, row_number() OVER (PARTITION BY {pair} ORDER BY {order}) AS place '
        f'FROM "{numbered}" WHERE of_pair > {most}',
    )
    listed = ', '.join(bounded.columns)
    return chain.add(
        'capped rows',
        f'SELECT {listed} FROM "{numbered}" WHERE of_pair <= {most} '
        f'UNION ALL SELECT {listed} FROM "{ranked}" WHERE place <= {most}',
    )


def _together(chain: Chain, parts: Sequence[str], columns: Sequence[str]) -> str:
    """The named columns of one relation after the other."""
    if len(parts) == 1:
        return parts[0]
    listed = ', '.join(columns)
    return chain.add('together', ' UNION ALL '.join(f'SELECT {listed} FROM "{part}"' for part in parts))


def _is_short(item: NoisyMeasure) -> bool:
    """Whether x', or its distance from the middle, is below 2^23."""
    held = item.measure.kind in {'total', 'centred'}
    return held and max(-item.quanta[0].low, item.quanta[0].high, item.quanta[0].radius) < SHORT


def _short_total(text: str) -> str:
    return f'TRY_CAST(SUM(TRY_CAST({text} AS INTEGER)) AS BIGINT)'


def _aggregated(item: NoisyMeasure, text: str, unit: str | None = None) -> str:
    measure = item.measure
    if measure.kind == 'units':
        return f'COUNT(DISTINCT {unit})'
    if measure.kind == 'count':
        return 'COUNT(*)' if measure.operand is None else f'COUNT({text})'
    if measure.kind == 'distinct':
        return f'COUNT(DISTINCT {text})'
    return f'COALESCE({_short_total(text) if _is_short(item) else f"SUM({text})"}, 0)'


def _grouped(selected: Sequence[str], source: str, keys: Sequence[str]) -> str:
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(selected)} FROM "{source}"{grouping}'
