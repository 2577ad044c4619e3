"""One question on two engines: its statements in a database by the fetch worker, and on DuckDB over typed tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from database_servers import missing, server
from dq0_fetch.source.run import fetch

from odd_rows import MYSQL, POSTGRESQL, create, shown, values
from running import Json, accepted

ENGINES = ('postgresql', 'mysql')
SALT = 'ab' * 16
Cells = dict[str, list[str]]
"""Rows of each statement by its name."""


@contextlib.contextmanager
def running(kind: str) -> Iterator[Json]:
    """A server of a kind, or a skip with the reason."""
    reason = missing(kind)
    if reason is not None:
        pytest.skip(reason)
    with server(kind) as found:
        yield found


def load(source: Json, name: str, columns: Json, rows: Sequence[Json]) -> None:
    """Creates a table and fills it."""
    connector, login = source['connector'], source['login']
    places = ', '.join(['%s'] * len(columns))
    words = {'host': connector['host'], 'port': connector['port'], **login}
    if connector['type'] == 'postgresql':
        import psycopg

        with psycopg.connect(**words, dbname='dq0', options='-c TimeZone=UTC') as connection:
            connection.execute(create(name, columns, POSTGRESQL, '"').encode())
            with connection.cursor() as cursor:
                filled = f'INSERT INTO {name} VALUES ({places})'.encode()
                cursor.executemany(filled, [values(row, infinite=True) for row in rows])
        return
    import pymysql

    with pymysql.connect(**words, database='dq0', charset='utf8mb4') as connection, connection.cursor() as cursor:
        cursor.execute(create(name, columns, MYSQL, '`'))
        cursor.executemany(f'INSERT INTO {name} VALUES ({places})', [values(row, infinite=False) for row in rows])
        connection.commit()


def reference(described: Json, text: str, tables: dict[str, pa.Table]) -> Cells:
    """The cells on DuckDB, from the typed files."""
    planned = accepted({**described, 'connector': {'type': 'parquet', 'path': 'x'}}, text, accountSalt=SALT)
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        return {
            statement['name']: shown(connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table())
            for statement in planned['statements']
        }


def pushed_down(source: Json, described: Json, text: str, folder: Path, **more: Any) -> Cells:
    """The cells in the database, by the fetch worker. Keys are not asked for there: the statement makes them true."""
    placed = {**described, 'connector': {**source['connector'], 'credential': 'odd'}}
    planned = accepted(placed, text, **{'accountSalt': SALT, **more})
    statements = planned['statements']
    assert {statement['dialect'] for statement in statements} == {source['connector']['type']}
    request = {
        **source, 'tables': {name: {**table, 'keys': []} for name, table in described['tables'].items()},
        'seconds': 60, 'statements': statements, 'output': str(folder), 'mostBytes': 1 << 24,
    }  # fmt: skip
    answer = fetch(request)
    names = [statement['name'] for statement in statements]
    assert answer == {'ok': True, 'files': {name: f'{name}.arrow' for name in names}}, (answer, statements)
    cells = {}
    for name in names:
        with pa.memory_map(str(folder / f'{name}.arrow')) as file:
            cells[name] = shown(pa.ipc.open_file(file).read_all())
    return cells
