"""`mock` and `sample`: plans and whole runs on the mock twin, in memory, with real noise. Free, and for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from dq0_sql.definition import Column, Definition, Table
from dq0_sql.noise import NoiseSource
from dq0_sql.plan import plan
from dq0_sql.price import Price
from dq0_sql.program import STATEMENT
from dq0_sql.release import release
from dq0_sql.scope import suggestion
from dq0_sql.twin import most_rows, seed_of, twin_columns, twin_rows


def mock_answer(source: Any, definition: Definition, text: str, price: Price) -> Mapping[str, Any]:
    """Plans a text and runs it on the twin; a refused text gives its refusals."""
    planned = plan(definition, text, price)
    if not planned['accepted']:
        return planned
    statements = planned['statements']
    read = {name for statement in statements for name in statement['tables']}
    tables = [table for table in definition.tables if table.name in read]
    twins = {table.name: _arrow(source, definition, table) for table in tables}
    fetched = {statement['name']: _run(twins, statement) for statement in statements}
    noise = NoiseSource()
    result = release(planned, fetched.pop(STATEMENT, None), noise, **fetched)
    result.pop('measured', None)
    log = [
        *(f'mock twin of {name}: {rows.num_rows} rows made from the definition alone' for name, rows in twins.items()),
        *(f'statement: {statement["sql"]}' for statement in statements),
        *(f'parameters: {statement["parameters"]}' for statement in statements),
        f'{planned["maxRows"]} rows at most',
        *(f'noise: {call.kind} {call.scale} on {call.values} cells' for call in noise.calls),
        *(f'note: {note}' for note in planned['program']['notes']),
    ]
    return {'accepted': True, 'result': result, 'mechanisms': planned['mechanisms'], 'log': log}


def sample_answer(source: Any, definition: Definition, name: str, rows: int) -> Mapping[str, Any]:
    """The first rows of the twin of a table."""
    table = next((table for table in definition.tables if table.name.lower() == name.lower()), None)
    if table is None:
        names = [table.name for table in definition.tables if definition.published]
        remedy = suggestion(name, names)
        return {'error': {'code': 'TABLE_UNKNOWN', 'message': f'The data set has no table of this name. {remedy}'}}
    drawn = twin_rows(seed_of(source), definition, table, max(1, min(rows, most_rows(table))))
    return {
        'columns': [{'name': column.name, 'type': column.kind} for column in table.visible],
        'rows': [[_cell(row[column.name]) for column in table.visible] for row in drawn],
    }


def _run(tables: Mapping[str, pa.Table], statement: Mapping[str, Any]) -> pa.Table:
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        for name, rows in tables.items():
            connection.register(name, rows)
        return connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table()


def _arrow(source: Any, definition: Definition, table: Table) -> pa.Table:
    schema = pa.schema([(column.name, _arrow_type(column)) for column in twin_columns(definition, table)])
    rows = twin_rows(seed_of(source), definition, table, most_rows(table))
    return pa.Table.from_pylist(list(rows), schema=schema)


def _arrow_type(column: Column) -> pa.DataType:
    types = {
        'boolean': pa.bool_(),
        'integer': pa.int64(),
        'decimal': pa.decimal128(38, column.scale),
        'float': pa.float64(),
        'string': pa.string(),
        'date': pa.date32(),
        'timestamp': pa.timestamp('us'),
    }
    return types[column.kind]


def _cell(value: Any) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat() + 'Z'
    return value.isoformat() if isinstance(value, date) else value
