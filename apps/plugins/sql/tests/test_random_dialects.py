"""Random queries in the database: no row makes one fail there either, and its integers are those of DuckDB."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from database_servers import missing, server
from dq0_fetch.source.run import fetch

from moves import SALT, fetched
from odd_rows import POSTGRESQL, shown
from random_queries import Queries
from random_world import COLUMNS, Rows, described, drawn
from running import Json, plan

SEED, ROUNDS = int(os.environ.get('DQ0_SEED', '1')), max(2, int(os.environ.get('DQ0_QUERIES', '0')) // 100)
"""A dozen queries over the same data."""


@pytest.fixture(scope='module')
def source() -> Iterator[dict[str, Any]]:
    reason = missing('postgresql')
    if reason is not None:
        pytest.skip(reason)
    with server('postgresql') as found:
        yield found


def _load(source: dict[str, Any], rows: Rows) -> None:
    connector = source['connector']
    words = {'host': connector['host'], 'port': connector['port'], **source['login']}
    with psycopg.connect(**words, dbname='dq0', options='-c TimeZone=UTC') as connection:
        for name, columns in COLUMNS.items():
            listed = [f'{column} {_type(kind)}' for column, kind in columns.items()]
            connection.execute(f'DROP TABLE IF EXISTS {name}'.encode())
            connection.execute(f'CREATE TABLE {name} ({", ".join(listed)})'.encode())
            places = ', '.join(['%s'] * len(columns))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f'INSERT INTO {name} VALUES ({places})'.encode(),
                    [[row[column] for column in columns] for row in rows[name]],
                )


def _type(column: Json) -> str:
    return f'numeric(30, {column["scale"]})' if 'scale' in column else POSTGRESQL[column['type']]


def _planned(data: Json, sql: str) -> Json:
    return plan(data, sql, accountSalt=SALT)


@pytest.mark.parametrize('part', range(ROUNDS))
def test_no_row_fails_in_the_database(source: dict[str, Any], part: int, tmp_path: Path) -> None:
    generator = random.Random(f'{SEED} {part}')
    data, rows = described(generator), drawn(generator)
    data['connector'] = {'type': 'parquet', 'path': 'world'}
    rows['towns'][-1]['id'] = 5
    _load(source, rows)
    there = {**data, 'connector': {**source['connector'], 'credential': 'world'}}
    answered = 0
    for number in range(12):
        sql = Queries(generator).draw()
        here, planned = _planned(data, sql), _planned(there, sql)
        if not planned['accepted']:
            assert not here['accepted'] or planned['refusals'][0]['code'] == 'DIALECT'
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        # Keys are not asked for there: the statement makes them true.
        tables = {name: {**table, 'keys': []} for name, table in there['tables'].items()}
        asked = {'statements': planned['statements'], 'tables': tables, 'output': str(folder)}
        reply = fetch({**source, **asked, 'seconds': 60, 'mostBytes': 1 << 24})
        assert reply['ok'], (sql, reply)
        for name, (table, _) in fetched(here, rows).items():
            with pa.memory_map(str(folder / f'{name}.arrow')) as file:
                assert shown(pa.ipc.open_file(file).read_all()) == shown(table), sql
        answered += 1
    assert answered > 4
