"""The one view in front of a table: what every reference to a column means.

Two steps. `raw` try-casts each column to its declared type; then each value is held in its bounds or its enumeration.
NaN becomes NULL, infinities the bound, text outside the enumeration `other` or NULL. Decimals become scaled integers.
Nothing is taken over from how the file was read: the view gives the same answer on any column of the right SQL type.
"""

from __future__ import annotations

from dq0_sql.definition import Column
from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.keys import OTHER
from dq0_sql.scope import column_type
from dq0_sql.sql_text import Sql, storage
from dq0_sql.value_types import Day, Exact, Moment, Real

_FEW_VALUES = 8
"""Up to here DuckDB is faster with one comparison per value than with IN, which it turns into a join above."""
_SOURCE_TYPES = {
    'boolean': 'BOOLEAN',
    'integer': 'BIGINT',
    'float': 'DOUBLE',
    'string': 'VARCHAR',
    'date': 'DATE',
    'timestamp': 'TIMESTAMP',
}


def quoted(name: str) -> str:
    """An identifier of the definition, which holds letters, digits and underscores only."""
    return f'"{name}"'


def raw(column: Column, trim: bool) -> str:
    """The column as stored, try-cast to its declared type."""
    if column.kind == 'decimal':
        return f'TRY_CAST({quoted(column.name)} AS DECIMAL(38, {column.scale}))'
    value = f'TRY_CAST({quoted(column.name)} AS {_SOURCE_TYPES[column.kind]})'
    return f'trim({value})' if trim and column.kind == 'string' else value


def normalised(printer: DuckdbPrinter, column: Column, name: str) -> str:
    """The value every reference means, from the raw column called `name`."""
    kind = column_type(column)
    if isinstance(kind, Real):
        low, high = printer.constant(kind.low, 'DOUBLE'), printer.constant(kind.high, 'DOUBLE')
        held = f'CASE WHEN {name} < {low} THEN {low} WHEN {name} > {high} THEN {high} ELSE {name} END'
        return f'CASE WHEN isnan({name}) THEN NULL ELSE {held} END'
    if isinstance(kind, Exact) and column.kind == 'decimal':
        return printer.unscaled(Sql(name, 0, True), kind).text
    if isinstance(kind, Exact):
        return printer.held(
            Sql(name, 0, True), *(printer.constant(end, 'BIGINT') for end in (kind.low, kind.high))
        ).text
    if column.kind in {'date', 'timestamp'}:
        return printer.held(Sql(name, 0, True), *_ends(printer, column)).text
    return _enumerated(printer, column, name) if column.values is not None else name


def _ends(printer: DuckdbPrinter, column: Column) -> tuple[str, str]:
    kind = column_type(column)
    assert isinstance(kind, Day | Moment)
    return printer.constant(kind.low, storage(kind)), printer.constant(kind.high, storage(kind))


def _enumerated(printer: DuckdbPrinter, column: Column, name: str) -> str:
    assert column.values is not None
    outside = printer.constant(OTHER, 'VARCHAR') if column.other else 'NULL'
    listed = [printer.constant(value, 'VARCHAR') for value in column.values]
    if len(listed) <= _FEW_VALUES:
        branches = ' '.join(f'WHEN {name} = {value} THEN {value}' for value in listed)
        return f'CASE WHEN {name} IS NULL THEN NULL {branches} ELSE {outside} END'
    return f'CASE WHEN {name} IS NULL THEN NULL WHEN {name} IN ({", ".join(listed)}) THEN {name} ELSE {outside} END'
