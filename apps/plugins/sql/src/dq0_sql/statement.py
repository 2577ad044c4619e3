"""The statement that the fetch worker runs: exact integers per present cell, and nothing else.

    raw -> normalised -> kept (rows with a NULL in a `nullable: false` column are dropped) -> steps -> cells -> held

x' is held in its integer interval in the last step before the sum, whatever the arithmetic before it gave: the stated
sensitivity rests on that line alone. Sums are 128-bit and are cut off at +-2^62.
"""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql import nodes
from dq0_sql.aggregates import Measure
from dq0_sql.arithmetic import number
from dq0_sql.definition import Column, Table
from dq0_sql.duckdb_printer import DuckdbPrinter, Sql
from dq0_sql.nodes import Node
from dq0_sql.normalise import normalised, quoted, raw
from dq0_sql.quantum import SUM_LIMIT, Quantum
from dq0_sql.query import Query
from dq0_sql.value_types import Exact, Real

Measured = tuple[Measure, Quantum | None]


@dataclass(frozen=True)
class Statement:
    """SQL with `$n` parameters. Result columns: k0, k1, ... (keys), a0, a1, ... (64-bit integers), one row a cell."""

    sql: str
    parameters: list[str | bool]


def statement(query: Query, trim: bool, measures: list[Measured]) -> Statement:
    """Prints the bounded statement of a query for DuckDB."""
    columns = _columns_read(query, measures)
    printer = DuckdbPrinter({column.name: f'c{index}' for index, column in enumerate(columns)})
    view = _view(printer, query.table, columns, trim)
    aggregates = [_aggregate(printer, measure, quantum) for measure, quantum in measures]
    condition = None if query.where is None else printer.print(query.where)
    chain = [*view]
    for index, step in enumerate(printer.steps):
        named = ', '.join(f'{text} AS {name}' for name, text in step)
        chain.append((f'step {index + 1}', f'SELECT *, {named} FROM "{chain[-1][0]}"'))
    keys = [printer.columns[column.name] for column in query.keys]
    chain.append(('cells', _cells(chain[-1][0], keys, aggregates, condition)))
    ctes = ', '.join(f'"{name}" AS ({text})' for name, text in chain)
    return Statement(f'WITH {ctes} {_held_sums(printer, keys, measures)}', printer.parameters)


def _view(printer: DuckdbPrinter, table: Table, columns: list[Column], trim: bool) -> list[tuple[str, str]]:
    sources = [f'{raw(column, trim)} AS r{index}' for index, column in enumerate(columns)] or ['1 AS one']
    values = [
        f'{normalised(printer, column, f"r{index}")} AS c{index}' for index, column in enumerate(columns)
    ] or ['one']  # fmt: skip
    required = [f'c{index} IS NOT NULL' for index, column in enumerate(columns) if not column.nullable]
    view = [
        ('raw rows', f'SELECT {", ".join(sources)} FROM {quoted(table.name)}'),
        ('normalised', f'SELECT {", ".join(values)} FROM "raw rows"'),
    ]
    if required:
        view.append(('kept', f'SELECT * FROM "normalised" WHERE {" AND ".join(required)}'))
    return view


def _aggregate(printer: DuckdbPrinter, measure: Measure, quantum: Quantum | None) -> Sql:
    if measure.operand is None:
        return Sql('COUNT(*)', 0)
    value = printer.print(measure.operand)
    if measure.kind == 'count' or quantum is None:
        return Sql(f'COUNT({value.text})', value.step)
    whole = _whole(printer, measure.operand, value, quantum)
    low, high = printer.constant(quantum.low, 'BIGINT'), printer.constant(quantum.high, 'BIGINT')
    held = printer.held(whole, low, high)
    moved = f'({held.text}) - {printer.constant(quantum.mid, "BIGINT")}' if measure.kind == 'centred' else held.text
    return Sql(f'COALESCE(SUM({moved}), 0)', held.step)


def _whole(printer: DuckdbPrinter, node: Node, value: Sql, quantum: Quantum) -> Sql:
    """round(x 10^digits) as a 64-bit integer; the double is held in range first, so the cast cannot fail."""
    kind = number(node)
    if isinstance(kind, Exact):
        if kind.scale == quantum.digits:
            return Sql(f'TRY_CAST({value.text} AS BIGINT)', value.step)
        return printer.scaled(value, quantum.digits - kind.scale, 'BIGINT')
    assert isinstance(kind, Real)
    factor = printer.constant(float(10**quantum.digits), 'DOUBLE')
    scaled = Sql(f'({value.text} * {factor})', value.step)
    ends = (printer.constant(float(end), 'DOUBLE') for end in (quantum.low, quantum.high))
    return Sql(f'TRY_CAST(round({printer.held(scaled, *ends).text}) AS BIGINT)', printer.named(scaled).step)


def _cells(source: str, keys: list[str], aggregates: list[Sql], condition: Sql | None) -> str:
    selected = [f'{key} AS k{index}' for index, key in enumerate(keys)]
    selected += [f'{aggregate.text} AS a{index}' for index, aggregate in enumerate(aggregates)]
    where = '' if condition is None else f' WHERE {condition.text}'
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(selected)} FROM "{source}"{where}{grouping}'


def _held_sums(printer: DuckdbPrinter, keys: list[str], measures: list[Measured]) -> str:
    selected = [f'k{index}' for index in range(len(keys))]
    for index in range(len(measures)):
        ends = (printer.constant(end, 'HUGEINT') for end in (-SUM_LIMIT, SUM_LIMIT))
        held = printer.held(Sql(f'a{index}', 0, True), *ends)
        selected.append(f'CAST({held.text} AS BIGINT) AS a{index}')
    return f'SELECT {", ".join(selected)} FROM "cells"'


def _columns_read(query: Query, measures: list[Measured]) -> list[Column]:
    """Columns that are used, and all that may not be NULL, in the order of the definition."""
    used = {column.name for column in query.keys} | (_names(query.where) if query.where else set())
    for measure, _ in measures:
        used |= _names(measure.operand) if measure.operand else set()
    return [column for column in query.table.visible if column.name in used or not column.nullable]


def _names(node: Node) -> set[str]:
    if isinstance(node, nodes.ColumnValue):
        return {node.name}
    parts: list[Node] = []
    for field in ('operand', 'left', 'right'):
        part = getattr(node, field, None)
        if part is not None:
            parts.append(part)
    parts.extend(getattr(node, 'operands', ()))
    return {name for part in parts for name in _names(part)}
