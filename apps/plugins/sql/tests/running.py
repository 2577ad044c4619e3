"""Plans, cells and answers for tests: the product's own steps, one by one, on rows given as plain Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dq0_sql.noise import NoiseSource
from dq0_sql.planner import answer
from dq0_sql.release import release

Json = dict[str, Any]
ARROW = {
    'boolean': pa.bool_(),
    'integer': pa.int64(),
    'float': pa.float64(),
    'string': pa.string(),
    'date': pa.date32(),
    'timestamp': pa.timestamp('us'),
}


class NoNoise:
    """A test double that adds nothing: the positive control of every statistical test."""

    def discrete_gaussian(self, values: Sequence[int], sigma: str) -> list[int]:
        return list(values)

    def discrete_laplace(self, values: Sequence[int], scale: str) -> list[int]:
        return list(values)


def ask(kind: str, definition: Json, **arguments: Any) -> Json:
    """One request through the planner's line protocol."""
    request = {'request': kind, 'protocol': 1, 'definition': definition, 'arguments': arguments}
    reply: Json = json.loads(answer(json.dumps(request)))
    return reply


def plan(definition: Json, sql: str, epsilon: float = 0.5, delta: float = 1e-7, **more: Any) -> Json:
    return ask('plan', definition, sql=sql, epsilon=epsilon, delta=delta, **more)


def accepted(definition: Json, sql: str, **more: Any) -> Json:
    reply = plan(definition, sql, **more)
    assert reply.get('accepted') is True, (sql, reply)
    return reply


def refusal(definition: Json, sql: str, **more: Any) -> Json:
    reply = plan(definition, sql, **more)
    assert reply.get('accepted') is False, (sql, reply)
    first: Json = reply['refusals'][0]
    return first


def rewritten(typed: str, refused: Json) -> str | None:
    """What a refusal offers instead of the text, its position read as UTF-16 units; None where it offers nothing."""
    rewrite = refused.get('rewrite')
    if rewrite is None:
        return None
    units, (start, end) = typed.encode('utf-16-le'), rewrite['position']
    return (units[: 2 * start] + rewrite['text'].encode('utf-16-le') + units[2 * end :]).decode('utf-16-le')


def typed_table(definition: Json, rows: list[Json]) -> pa.Table:
    """Rows as ingestion would store them."""
    columns = definition['tables']['adult']['columns']
    fields = [
        (name, pa.decimal128(38, column['scale']) if column['type'] == 'decimal' else ARROW[column['type']])
        for name, column in columns.items()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def exact_cells(planned: Json, table: pa.Table) -> pa.Table:
    """The fetch worker's part: the statement of a plan over a view of the rows."""
    statement = planned['statements'][0]
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.register('adult', table)
        return connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table()


def released(planned: Json, cells: pa.Table, sampler: Any = None) -> Json:
    return release(planned, cells, sampler or NoiseSource())


def exact_answer(definition: Json, sql: str, rows: list[Json]) -> Json:
    """The answer without noise."""
    planned = accepted(definition, sql)
    return released(planned, exact_cells(planned, typed_table(definition, rows)), NoNoise())


def plan_file(folder: Path, planned: Json, cells: pa.Table) -> Path:
    """A job folder as the service prepares it; returns the job file."""
    source, output = folder / 'cells.arrow', folder / 'out'
    output.mkdir()
    with pa.OSFile(str(source), 'wb') as sink, pa.ipc.new_file(sink, cells.schema) as writer:
        writer.write_table(cells)
    job = folder / 'job.json'
    job.write_text(
        json.dumps(
            {
                'protocol': 1,
                'job': '00000000-0000-4000-8000-000000000000',
                'attempt': 1,
                'plan': planned,
                'inputs': {'cells': str(source)},
                'output': str(output),
            }
        )
    )
    return job
