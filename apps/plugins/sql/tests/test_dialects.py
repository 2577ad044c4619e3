"""The same questions over the same odd rows: the very same integers before noise on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from dq0_fetch.source.run import fetch

from census import COLUMNS as PEOPLE
from census import NUMBERS as WHOLE_NUMBERS
from corpus import CONDITIONS, GROUPS, NUMBERS
from database_servers import missing, server
from odd_rows import MYSQL, POSTGRESQL, arrow, create, definition, rows, shown, values
from running import accepted, exact_cells
from test_corpus import ADULT, DISTINCT, EPSILON, PAIRS, ROWS, TABLE

ENGINES = ('postgresql', 'mysql')
ROW: dict[str, Any] = {'kind': 'row'}
SALT = 'ab' * 16
TEXTS = [
    'SELECT COUNT(*) FROM odd',
    'SELECT sex, COUNT(*) FROM odd GROUP BY sex',
    'SELECT kind, COUNT(*), SUM(age) FROM odd GROUP BY kind',
    'SELECT flag, COUNT(*), SUM(wage), AVG(ratio) FROM odd GROUP BY flag',
    'SELECT sex, flag, SUM(age), AVG(wage) FROM odd GROUP BY sex, flag',
    'SELECT COUNT(far), COUNT(wild), COUNT(note), COUNT(moment) FROM odd',
    'SELECT SUM(CLAMP(far, -1000, 1000)), SUM(CLAMP(free, -10, 10)) FROM odd',
    'SELECT SUM(CLAMP(wild, -1000, 1000)), SUM(CLAMP(wild * wild, 0, 100)), SUM(CLAMP(wild + wild, -5, 5)) FROM odd',
    'SELECT SUM(CLAMP(wild - ratio, -5, 5)), SUM(CLAMP(wild / ratio, -50, 50)) FROM odd',
    'SELECT SUM(CLAMP(ratio / wild, -50, 50)), SUM(CLAMP(age / 7, 0, 20)), SUM(CLAMP(far / age, -9, 9)) FROM odd',
    'SELECT SUM(age * wage), SUM(age * age - 3), SUM(wage * wage) FROM odd',
    'SELECT COUNT(*) FROM odd WHERE far * 3 > 10 AND far + far < 100',
    'SELECT COUNT(*) FROM odd WHERE ratio > 0.5 OR ratio < -1.5',
    "SELECT COUNT(*) FROM odd WHERE sex = 'a'",
    "SELECT COUNT(*) FROM odd WHERE note = 'a'",
    "SELECT COUNT(*) FROM odd WHERE note > 'Z' AND note < 'a'",
    "SELECT COUNT(*) FROM odd WHERE note >= 'é' OR note <> 'x'",
    "SELECT COUNT(*) FROM odd WHERE note IN ('female', 'É', 'o''clock', '😀', '\\')",
    "SELECT COUNT(*) FROM odd WHERE NOT (note BETWEEN 'A' AND 'Z')",
    *(f"SELECT COUNT(*) FROM odd WHERE note LIKE '{pattern}'" for pattern in
      ('a%', '%a', '_', '%', 'a_b', 'é%', '%|%', '%\\%', '%''%', 'A%', '😀', '__', '%.%', '%%%a%%%b', '[a]%')),
    "SELECT COUNT(*) FROM odd WHERE note NOT LIKE 'F%'",
    'SELECT SUM(CLAMP(CAST(note AS INTEGER), -100, 3000)), COUNT(CAST(note AS BIGINT)) FROM odd',
    'SELECT SUM(CLAMP(CAST(note AS DECIMAL(12, 2)), -100, 3000)), COUNT(CAST(note AS DECIMAL(18, 4))) FROM odd',
    'SELECT SUM(CLAMP(CAST(note AS DOUBLE), -100, 3000)), COUNT(CAST(note AS DOUBLE)) FROM odd',
    'SELECT COUNT(CAST(note AS BOOLEAN)), COUNT(CAST(note AS DATE)), COUNT(CAST(note AS TIMESTAMP)) FROM odd',
    "SELECT COUNT(*) FROM odd WHERE CAST(note AS DATE) >= '2020-01-01'",
    "SELECT COUNT(*) FROM odd WHERE CAST(note AS TIMESTAMP) < '2020-01-01 10:00:00.5'",
    'SELECT COUNT(*) FROM odd WHERE CAST(note AS BOOLEAN)',
    "SELECT COUNT(*) FROM odd WHERE CAST(age AS VARCHAR) < '20' OR CAST(flag AS VARCHAR) = 'true'",
    "SELECT COUNT(*) FROM odd WHERE CAST(day AS VARCHAR) > '2020' OR CAST(moment AS DATE) = '2020-02-29'",
    'SELECT COUNT(*) FROM odd WHERE CAST(day AS TIMESTAMP) < moment',
    "SELECT COUNT(*) FROM odd WHERE day = '2020-02-29' OR open_day > '2024-01-01' OR day = '1999-12-31'",
    "SELECT COUNT(*) FROM odd WHERE moment >= '2020-02-29 23:59:59.999999' AND moment < '2024-12-31 23:59:59'",
    'SELECT SUM(CAST(wild AS INTEGER)), COUNT(CAST(wild AS BIGINT)), COUNT(CAST(wild AS INTEGER)) FROM odd'
    .replace('SUM(CAST(wild AS INTEGER))', 'SUM(CLAMP(CAST(wild AS INTEGER), -50, 50))'),
    'SELECT SUM(CLAMP(CAST(wild AS DECIMAL(10, 2)), -9, 9)), SUM(CLAMP(CAST(free AS INTEGER), -9, 9)) FROM odd',
    'SELECT SUM(CLAMP(CAST(wage AS DECIMAL(9, 1)), -9, 99)), SUM(CAST(flag AS INTEGER)) FROM odd',
    'SELECT COUNT(*) FROM odd WHERE flag AND NOT (age > 50) OR flag IS NULL',
    'SELECT COUNT(*) FROM odd WHERE age IS NULL AND wild IS NOT NULL',
    'SELECT SUM(CLAMP((wild + 1) * (ratio - 2) / (age - 50) * 3 - wild, -100, 100)) FROM odd',
    'SELECT flag, AVG(CLAMP(far * far, 0, 1000)), COUNT(far * far) FROM odd GROUP BY flag',
]  # fmt: skip


LANGUAGE = [
    'SELECT COUNT(*), VAR_SAMP(age), STDDEV(wage), CORR(age, ratio) FROM odd',
    'SELECT note, COUNT(*) FROM odd GROUP BY note',
    ("SELECT CASE WHEN age > 50 THEN 'old' WHEN age > 20 THEN 'mid' ELSE 'young' END AS k, COUNT(*) FROM "
     'odd GROUP BY k'),
    'SELECT YEAR(day) AS y, COUNT(*) FROM odd GROUP BY y',
    'SELECT EXTRACT(MONTH FROM moment) AS m, COUNT(*) FROM odd GROUP BY m',
    "SELECT DATE_TRUNC('month', day) AS m, COUNT(*) FROM odd GROUP BY m",
    "SELECT DATE_TRUNC('year', moment) AS m, COUNT(*) FROM odd GROUP BY m",
    "SELECT DATE_TRUNC('quarter', moment) AS m, COUNT(*) FROM odd GROUP BY m",
    ('SELECT SUM(CLAMP(SQRT(wild),0,100)), SUM(CLAMP(LN(wild),-10,10)), SUM(CLAMP(LOG10(wild), -5, 5)), '
     'SUM(CLAMP(EXP(ratio), 0, 10)) FROM odd'),
    ('SELECT SUM(CLAMP(POWER(wild, 2),0,100)), SUM(CLAMP(POWER(ratio, 3),-100,100)), SUM(ABS(age - 40)), '
     'SUM(FLOOR(wage)), SUM(CEIL(ratio)) FROM odd'),
    ('SELECT SUM(CLAMP(FLOOR(wild),-100,100)), SUM(CLAMP(CEIL(free),-10,10)), SUM(CLAMP(ROUND(wild, '
     '1),-10,10)), SUM(ROUND(wage, 1)) FROM odd'),
    'SELECT SUM(CLAMP(MOD(far, 7), -6, 6)), SUM(age % 10) FROM odd',
    'SELECT COUNT(far % (age - 17)), COUNT(MOD(age, age - age)), COUNT(wage % (age - 50)) FROM odd',
    "SELECT COUNT(*) FROM odd WHERE UPPER(note) = 'FEMALE'",
    "SELECT COUNT(*) FROM odd WHERE UPPER(note) = 'É' OR LOWER(note) = 'ä'",
    'SELECT SUM(CLAMP(LENGTH(note), 0, 50)) FROM odd',
    "SELECT COUNT(*) FROM odd WHERE SUBSTRING(note, 1, 1) = 'é'",
    "SELECT COUNT(*) FROM odd WHERE SUBSTRING(note, 2, 2) = 'em' OR LEFT(note, 1) = 'M'",
    "SELECT COUNT(*) FROM odd WHERE TRIM(note) = 'a' OR LTRIM(note) = 'Male' OR RTRIM(note) = 'male'",
    "SELECT COUNT(*) FROM odd WHERE CONCAT(note, sex) LIKE '%Female%' OR note || '!' = 'a!'",
    "SELECT COUNT(*) FROM odd WHERE REPLACE(note, 'a', 'b') = 'b' OR STARTS_WITH(note, 'Fe')",
    ('SELECT SUM(CLAMP(COALESCE(far, age, 3), 0, 100)), SUM(CLAMP(LEAST(far, age), 0, 100)), '
     'SUM(CLAMP(GREATEST(far, age, 20),0,100)) FROM odd'),
    'SELECT SUM(CLAMP(NULLIF(age, 90), 0, 100)), SUM(SIGN(wage)) FROM odd',
    "SELECT SUM(CASE WHEN flag THEN 1 ELSE 0 END), AVG(CASE WHEN note LIKE 'F%' THEN age END) FROM odd",
    ('SELECT COUNT(*) FROM odd WHERE EXTRACT(DOW FROM day) = 6 OR EXTRACT(HOUR FROM moment) = 23 OR '
     'EXTRACT(SECOND FROM moment) = 59'),
    'SELECT COUNT(DISTINCT age), COUNT(DISTINCT note), COUNT(DISTINCT wild), COUNT(ratio * wild) FROM odd',
    'SELECT LEAST(COALESCE(age, 17), CLAMP(far * 1000000, 0, 1000000000000000000000000000000)) AS k, COUNT(*) FROM odd '
    'GROUP BY k',
    'SELECT FLOOR(age / 10) AS decade, COUNT(*) FROM odd GROUP BY decade',
    'SELECT age / 10 > 4 AS k, COUNT(*) FROM odd GROUP BY k',
    "SELECT DATE_TRUNC('week', day) AS m, COUNT(*) FROM odd WHERE day > '2023-11-01' GROUP BY m",
    ("SELECT COUNT(*) FROM odd WHERE DATE_TRUNC('hour', moment) = '2020-02-29 23:00:00' OR "
     "DATE_TRUNC('minute', moment) = '2021-10-31 02:30:00'"),
]  # fmt: skip
"""Functions, buckets, unknown groups and spread."""
FUNCTIONS = ('COUNT({0})', 'SUM({1})', 'AVG({1})', 'VAR_SAMP({1})', 'STDDEV_POP({1})')
CORPUS = [
    *(f"SELECT {', '.join(form.format(text, f'CLAMP({text}, -300, 300)') for form in FUNCTIONS)} FROM adult "
      "WHERE sex = 'Male'" for text, _ in NUMBERS),
    *(f'SELECT COUNT(*) FROM adult WHERE {text}' for text, _ in CONDITIONS),
    *(f'SELECT {text} AS k, COUNT(*), AVG(hours_per_week) FROM adult GROUP BY k' for text, _, _ in GROUPS),
    *(f'SELECT COVAR_SAMP({x}, {y}), COVAR_POP({x}, {y}), CORR({x}, {y}) FROM adult' for x, y in PAIRS),
    *(f'SELECT COUNT(DISTINCT {text}), COUNT(DISTINCT unit) FROM adult' for text, _ in DISTINCT),
]
"""The questions that `test_corpus` holds against their meaning in plain Python, on DuckDB."""
OF_UNITS = [
    'SELECT COUNT(*) FROM odd',
    'SELECT kind, COUNT(*), SUM(wage) FROM odd GROUP BY kind',
    'SELECT sex, AVG(age), COUNT(DISTINCT age) FROM odd GROUP BY sex',
    'SELECT flag, VAR_POP(ratio) FROM odd GROUP BY flag',
    'SELECT note, COUNT(*) FROM odd GROUP BY note',
    'SELECT COUNT(DISTINCT far), SUM(age) FROM odd',
    'SELECT day, COUNT(*) FROM odd GROUP BY day',
    "SELECT DATE_TRUNC('month', moment) AS m, COUNT(*), AVG(wage) FROM odd GROUP BY m",
]  # fmt: skip
"""Asked where many rows are one unit: rows and groups are chosen by the same digests everywhere."""


@pytest.fixture(scope='module', params=ENGINES)
def source(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    reason = missing(request.param)
    if reason is not None:
        pytest.skip(reason)
    with server(request.param) as found:
        _load(found)
        yield found


def _load(source: dict[str, Any]) -> None:
    connector, login = source['connector'], source['login']
    places, people = (', '.join(['%s'] * len(row)) for row in (rows()[0], ROWS[0]))
    words = {'host': connector['host'], 'port': connector['port'], **login}
    if connector['type'] == 'postgresql':
        import psycopg

        with psycopg.connect(**words, dbname='dq0', options='-c TimeZone=UTC') as connection:
            connection.execute(create(POSTGRESQL, '"').encode())
            with connection.cursor() as cursor:
                cursor.executemany(f'INSERT INTO odd VALUES ({places})', [values(row, infinite=True) for row in rows()])
                cursor.execute(_people('text').encode())
                cursor.executemany(f'INSERT INTO adult VALUES ({people})', [list(row.values()) for row in ROWS])
        return
    import pymysql

    with pymysql.connect(**words, database='dq0', charset='utf8mb4') as connection, connection.cursor() as cursor:
        cursor.execute(create(MYSQL, '`'))
        cursor.executemany(f'INSERT INTO odd VALUES ({places})', [values(row, infinite=False) for row in rows()])
        cursor.execute(_people('varchar(40)'))
        cursor.executemany(f'INSERT INTO adult VALUES ({people})', [list(row.values()) for row in ROWS])
        connection.commit()


def _people(text: str) -> str:
    columns = (f'{name} {"bigint" if name in WHOLE_NUMBERS else text}' for name in PEOPLE)
    return f'CREATE TABLE adult ({", ".join(columns)})'


def reference(text: str, unit: dict[str, Any] = ROW) -> list[str]:
    """The cells on DuckDB, from the typed files."""
    planned = accepted(definition({'type': 'parquet', 'path': 'odd'}, unit), text, accountSalt=SALT)
    statement = planned['statements'][0]
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register('odd', arrow())
        return shown(connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table())


def pushed_down(source: dict[str, Any], text: str, folder: Path, unit: dict[str, Any] = ROW) -> list[str]:
    """The cells in the database, by the fetch worker."""
    return _fetched(source, definition({**source['connector'], 'credential': 'odd'}, unit), text, folder)


def _fetched(source: dict[str, Any], described: dict[str, Any], text: str, folder: Path, **more: Any) -> list[str]:
    planned = accepted(described, text, accountSalt=SALT, **more)
    assert planned['statements'][0]['dialect'] == source['connector']['type']
    answer = fetch(
        {
            **source, 'tables': described['tables'], 'seconds': 60, 'statements': planned['statements'],
            'output': str(folder), 'mostBytes': 1 << 24,
        }
    )  # fmt: skip
    assert answer == {'ok': True, 'files': {'cells': 'cells.arrow'}}, (answer, planned['statements'][0]['sql'])
    with pa.memory_map(str(folder / 'cells.arrow')) as file:
        return shown(pa.ipc.open_file(file).read_all())


@pytest.mark.parametrize('source', ['postgresql'], indirect=True)
@pytest.mark.parametrize('text', CORPUS)
def test_postgresql_answers_the_corpus(source: dict[str, Any], text: str, tmp_path: Path) -> None:
    described = {**ADULT, 'connector': {**source['connector'], 'credential': 'odd'}}
    planned = accepted(ADULT, text, epsilon=EPSILON)
    expected = shown(exact_cells(planned, TABLE))
    assert _fetched(source, described, text, tmp_path, epsilon=EPSILON) == expected


@pytest.mark.parametrize('text', [*TEXTS, *LANGUAGE])
def test_every_engine_gives_the_same_integers(source: dict[str, Any], text: str, tmp_path: Path) -> None:
    assert pushed_down(source, text, tmp_path) == reference(text)


@pytest.mark.parametrize(('column', 'text'), [
    *(('far', text) for text in OF_UNITS), *(('note', text.replace('note', 'sex')) for text in OF_UNITS[1:6]),
])  # fmt: skip
def test_every_engine_chooses_the_same_rows_of_a_unit(
    source: dict[str, Any], column: str, text: str, tmp_path: Path
) -> None:
    """Units are told apart byte by byte: `a`, `A` and `a ` are three."""
    unit = {'kind': 'column', 'column': column, 'maxGroups': 2, 'maxRows': 3}
    assert pushed_down(source, text, tmp_path, unit) == reference(text, unit)


def test_the_reference_is_not_empty() -> None:
    """The positive control: the odd rows reach the answers, so a dialect that loses them cannot agree by accident."""
    answers = {text: reference(text) for text in TEXTS}
    assert len({str(answer) for answer in answers.values()}) > len(TEXTS) * 2 // 3
