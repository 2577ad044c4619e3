"""What one unit may add: at most C groups, in each at most m rows (row shape) or a capped count and sum (cell shape).

Which rows and groups are kept is by SHA-256 over the account's salt and the unit's own values, each with its length
before it and NULL as its own tag: it depends on nothing of other units, and is the same each time. Only units above a
cap are ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dq0_sql.aggregates import Measure
from dq0_sql.mechanisms import Caps, NoisyMeasure
from dq0_sql.value_types import Moment, ValueType

if TYPE_CHECKING:
    from dq0_sql.statement import Chain

_DIGEST = 'digest'
_CELL_SHAPE = frozenset({'units', 'count', 'total'})
"""Measures that can be capped as one number for each unit and group; any other one needs capped rows."""


@dataclass(frozen=True)
class Bounded:
    """The unit and keys of a query, what is proven about it, and the caps to hold."""

    unit: str
    keys: tuple[str, ...]
    rows: int | None
    cells: int | None
    caps: Caps
    salt: str

    @property
    def many_groups(self) -> bool:
        """Whether a unit may be in more groups than its cap: not without keys, nor where fewer are proven."""
        proven = [known for known in (self.rows, self.cells) if known is not None]
        return bool(self.keys) and not any(known <= self.caps.groups for known in proven)

    @property
    def many_rows(self) -> bool:
        return self.rows is None or self.rows > self.caps.rows


def row_cells(source: str, keys: Sequence[str], measures: Sequence[tuple[Measure, str]]) -> str:
    """Cells of a relation in which each row is a unit: it is in one cell, once."""
    selected = [f'{key} AS k{index}' for index, key in enumerate(keys)]
    selected += [f'{_aggregated(measure, text)} AS a{index}' for index, (measure, text) in enumerate(measures)]
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(selected)} FROM "{source}"{grouping}'


def bounded_cells(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], measures: Sequence[NoisyMeasure]
) -> None:
    """Appends the cells of a relation whose units have many rows; `rows` holds unit, k0, ... and m0, ... ."""
    if all(item.measure.kind in _CELL_SHAPE for item in measures):
        _cell_shape(chain, rows, bounded, kinds, measures)
    else:
        _row_shape(chain, rows, bounded, kinds, measures)


def _cell_shape(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], measures: Sequence[NoisyMeasure]
) -> None:
    """One row for each unit and group, its count and sum capped. Groups may be chosen before that or after."""
    sorted_once = chain.reading.one_sort and bounded.many_groups
    order = [_DIGEST] if sorted_once else []
    if sorted_once:
        rows = _groups_kept(chain, rows, bounded, kinds)
    pair = [bounded.unit, *bounded.keys]
    capped = [f'{_capped(chain, item, index, bounded.caps.rows)} AS m{index}' for index, item in enumerate(measures)]
    # Grouped in the order in which they were ranked: they are sorted already.
    grouping = ', '.join([bounded.unit, *order, *bounded.keys])
    kept = chain.add('pairs', f'SELECT {", ".join([*pair, *capped])} FROM "{rows}" GROUP BY {grouping}')
    if not sorted_once:
        kept = _groups_kept(chain, kept, bounded, kinds, different=True)
    sums = [
        f'{"COUNT(*)" if item.measure.kind == "units" else f"COALESCE(SUM(m{index}), 0)"} AS a{index}'
        for index, item in enumerate(measures)
    ]
    chain.add('cells', _grouped([*bounded.keys, *sums], kept, bounded.keys))


def _capped(chain: Chain, item: NoisyMeasure, index: int, most: int) -> str:
    """What one unit adds to one group: a count up to m, or a sum within [m min(L', 0), m max(U', 0)]."""
    if item.measure.kind == 'units':
        return '1'
    if item.measure.kind == 'count':
        return f'least(COUNT(m{index}), {chain.printer.constant(most, "BIGINT")})'
    quantum = item.quanta[0]
    ends = (most * min(quantum.low, 0), most * max(quantum.high, 0))
    low, high = (chain.printer.constant(end, 'HUGEINT') for end in ends)
    return f'TRY_CAST(least(greatest(COALESCE(SUM(m{index}), 0), {low}), {high}) AS BIGINT)'


def _row_shape(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], measures: Sequence[NoisyMeasure]
) -> None:
    """At most m rows for each unit and group, then at most C groups, then the aggregates."""
    inputs = [f'm{index}' for index in range(len(measures))]
    pair = [bounded.unit, *bounded.keys]
    if all(item.measure.kind in {'units', 'distinct'} for item in measures):
        rows = chain.add('different', f'SELECT DISTINCT {", ".join([*pair, *inputs])} FROM "{rows}"')
    kept = bounded_rows(chain, rows, bounded, kinds, inputs)
    selected = [
        f'{_aggregated(item.measure, f"m{index}", bounded.unit)} AS a{index}' for index, item in enumerate(measures)
    ]
    chain.add('cells', _grouped([*bounded.keys, *selected], kept, bounded.keys))


def bounded_rows(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], inputs: Sequence[str]
) -> str:  # fmt: skip
    """At most m rows for each unit and group, and at most C groups of each unit."""
    if bounded.many_rows:
        rows = _rows_kept(chain, rows, bounded, kinds, inputs)
    return _groups_kept(chain, rows, bounded, kinds)


def _rows_kept(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], inputs: Sequence[str]
) -> str:
    """The rows with the smallest digests; rows that this does not tell apart are equal in all that is added up."""
    pair = ', '.join([bounded.unit, *bounded.keys])
    columns = [bounded.unit, *bounded.keys, *inputs]
    most = chain.printer.constant(bounded.caps.rows, 'BIGINT')
    order = _order(chain, bounded, kinds, inputs)
    numbered = chain.add(
        'numbered', f'SELECT *, COUNT(*) OVER (PARTITION BY {pair}) AS of_pair FROM "{rows}"'
    )  # fmt: skip
    ranked = chain.add(
        'ranked rows',
        f'SELECT *, row_number() OVER (PARTITION BY {pair} ORDER BY {order}) AS place '
        f'FROM "{numbered}" WHERE of_pair > {most}',
    )
    listed = ', '.join(columns)
    return chain.add(
        'capped rows',
        f'SELECT {listed} FROM "{numbered}" WHERE of_pair <= {most} '
        f'UNION ALL SELECT {listed} FROM "{ranked}" WHERE place <= {most}',
    )


def _groups_kept(
    chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], *, different: bool = False
) -> str:  # fmt: skip
    """Rows of the C groups of each unit with the smallest digests; all where no unit can have more.

    `different`: no two of the rows are of one unit and group.
    """
    if not bounded.many_groups:
        return rows
    unit, most = bounded.unit, chain.printer.constant(bounded.caps.groups, 'BIGINT')
    if chain.reading.one_sort:
        return _all_ranked(chain, rows, bounded, kinds, most)
    listed = f'SELECT DISTINCT {", ".join([unit, *bounded.keys])} FROM "{rows}"'
    pairs = f'"{rows}"' if different else f'({listed}) AS p'
    crowded = chain.add('crowded', f'SELECT {unit} FROM {pairs} GROUP BY {unit} HAVING COUNT(*) > {most}')
    order = _order(chain, bounded, kinds, ())
    ranked = chain.add(
        'ranked groups',
        f'SELECT *, dense_rank() OVER (PARTITION BY {unit} ORDER BY {order}) AS place '
        f'FROM "{rows}" WHERE {unit} IN (SELECT {unit} FROM "{crowded}")',
    )
    return chain.add(
        'capped groups',
        f'SELECT *, 0 AS place FROM "{rows}" WHERE {unit} NOT IN (SELECT {unit} FROM "{crowded}") '
        f'UNION ALL SELECT * FROM "{ranked}" WHERE place <= {most}',
    )


def _all_ranked(chain: Chain, rows: str, bounded: Bounded, kinds: Sequence[ValueType], most: str) -> str:
    """The same rows, with their digest, by one sort over all."""
    digest = f'left({_digest(chain, bounded, kinds, ())}, 12)'
    digested = chain.add('digested', f'SELECT *, {digest} AS {_DIGEST} FROM "{rows}"')
    order = ', '.join([_DIGEST, *bounded.keys])
    ranked = chain.add(
        'ranked groups',
        f'SELECT *, dense_rank() OVER (PARTITION BY {bounded.unit} ORDER BY {order}) AS place FROM "{digested}"',
    )
    return chain.add('capped groups', f'SELECT * FROM "{ranked}" WHERE place <= {most}')


def _order(chain: Chain, bounded: Bounded, kinds: Sequence[ValueType], inputs: Sequence[str]) -> str:
    """By the digest's first 12 digits, which DuckDB sorts in place, and by the values where those agree."""
    return ', '.join([f'left({_digest(chain, bounded, kinds, inputs)}, 12)', *bounded.keys, *inputs])


def _digest(chain: Chain, bounded: Bounded, kinds: Sequence[ValueType], inputs: Sequence[str]) -> str:
    times = {key for key, kind in zip(bounded.keys, kinds, strict=True) if isinstance(kind, Moment)}
    values = [f'epoch_us({name})' if name in times else name for name in (bounded.unit, *bounded.keys, *inputs)]
    texts = [f'CAST({value} AS VARCHAR)' for value in values]
    tagged = (f"coalesce('v' || CAST(strlen({text}) AS VARCHAR) || ':' || {text}, 'n')" for text in texts)
    return f'sha256({chain.printer.constant(bounded.salt, "VARCHAR")} || {" || ".join(tagged)})'


def _aggregated(measure: Measure, text: str, unit: str | None = None) -> str:
    if measure.kind == 'units':
        return f'COUNT(DISTINCT {unit})'
    if measure.kind == 'count':
        return 'COUNT(*)' if measure.operand is None else f'COUNT({text})'
    return f'COUNT(DISTINCT {text})' if measure.kind == 'distinct' else f'COALESCE(SUM({text}), 0)'


def _grouped(selected: Sequence[str], source: str, keys: Sequence[str]) -> str:
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(selected)} FROM "{source}"{grouping}'
