"""What PostgreSQL makes of a statement: integers are read as what they are, and the scan may have workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from census import definition
from dq0_sql.dialects.postgresql import Postgresql
from dq0_sql.dialects.terms import INTEGER
from pushing import SALT, running
from running import Json, accepted

LEAST, MOST = -(2**63), 2**63 - 1
WORKERS = ('parallel_setup_cost = 0', 'parallel_tuple_cost = 0', 'min_parallel_table_scan_size = 0')
COLUMNS = {
    'person': {'type': 'integer', 'identifier': True},
    'kind': {'type': 'integer', 'lower': 1, 'upper': 6},
    'y': {'type': 'integer', 'lower': -3, 'upper': 10},
}
CAPPED = {'kind': 'column', 'column': 'person', 'maxGroups': 2, 'maxRows': 3}
SUMS = 'SELECT kind, COUNT(*) AS n, SUM(y) AS s FROM adult GROUP BY kind'


@pytest.fixture(scope='module')
def connection() -> Iterator[Any]:
    with running('postgresql') as found:
        words = {'host': found['connector']['host'], 'port': found['connector']['port'], **found['login']}
        with psycopg.connect(**words, dbname='dq0', autocommit=True, cursor_factory=psycopg.RawCursor) as opened:
            yield opened


@pytest.mark.parametrize('kind', ['smallint', 'integer', 'bigint'])
def test_integer_columns_are_read_whole(connection: Any, kind: str) -> None:
    bits = {'smallint': 15, 'integer': 31, 'bigint': 63}[kind]
    values = [None, -(2**bits), -1, 0, 2**bits - 1]
    assert _read(connection, kind, values) == values


def test_numerics_are_rounded_and_have_no_counterpart_beyond_64_bits(connection: Any) -> None:
    values = [
        f'{MOST}.4', f'{MOST}.5', f'{MOST}', f'{LEAST}.4', f'{LEAST}.5', '0.5', '-0.5', '2.49', 'NaN', 'Infinity',
        '-Infinity', '1e100', None,
    ]  # fmt: skip
    expected = [MOST, None, MOST, LEAST, None, 1, -1, 2, None, None, None, None, None]
    assert _read(connection, 'numeric', values) == expected


def _read(connection: Any, kind: str, values: list[Any]) -> list[Any]:
    listed = ', '.join(f'({number}, CAST(${number + 1} AS {kind}))' for number in range(len(values)))
    text = f'SELECT {Postgresql().stored("x", INTEGER)} FROM (VALUES {listed}) AS v(n, x) ORDER BY n'
    given = [None if value is None else str(value) for value in values]
    return [row[0] for row in connection.execute(text, given).fetchall()]


@pytest.mark.parametrize('unit', [{'kind': 'row'}, CAPPED], ids=['rows', 'units'])
def test_workers_may_read_the_rows(connection: Any, unit: Json) -> None:
    connection.execute('DROP TABLE IF EXISTS adult')
    connection.execute('CREATE TABLE adult (person bigint, kind bigint, y bigint)')
    connection.execute('INSERT INTO adult SELECT n / 5, n % 6 + 1, n % 9 FROM generate_series(1, 20000) AS r(n)')
    connection.execute('ANALYZE adult')
    connector = {'type': 'postgresql', 'host': 'h', 'database': 'dq0', 'credential': 'c'}
    described = {**definition(COLUMNS, unit=unit), 'connector': connector}
    (statement,) = accepted(described, SUMS, accountSalt=SALT)['statements']
    with connection.transaction():
        for setting in WORKERS:
            connection.execute(f'SET LOCAL {setting}')
        lines = connection.execute(f'EXPLAIN {statement["sql"]}', statement['parameters']).fetchall()
    words = '\n'.join(row[0] for row in lines)
    # The workers compute the view in front of the table, too.
    assert -1 < words.find('Gather') < words.find('Subquery Scan on "raw'), words
    assert words.count('Sort') - words.count('Sort Key') <= 1, words
