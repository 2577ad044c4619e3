"""The same questions over the same odd rows: the very same integers before noise on every engine."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dq0_fetch.source.run import opened

from dq0_sql.dialects.mysql import Mysql
from dq0_sql.dialects.postgresql import Postgresql
from dq0_sql.dialects.terms import REAL, TEXT
from odd_rows import COLUMNS, REALS, arrow, definition, rows
from pushing import ENGINES, Cells, load, pushed_down, reference, running

PLACES = {'postgresql': 'public', 'mysql': 'dq0'}
SMALL = [1e-4, 1.2e-4, 9.99e-5, 1e-5, -1e-5, 1.25e-6, -0.000012345, 1e-7, 1.5e-10, 1e-15, -9.5e-16, 1e-16, 5.5e-310]
ROW: dict[str, Any] = {'kind': 'row'}
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
    'SELECT COUNT(DISTINCT age), COUNT(DISTINCT note) FROM odd',
    'SELECT FLOOR(age / 10) AS decade, COUNT(*) FROM odd GROUP BY decade',
    'SELECT age / 10 > 4 AS k, COUNT(*) FROM odd GROUP BY k',
    "SELECT DATE_TRUNC('week', day) AS m, COUNT(*) FROM odd WHERE day > '2023-11-01' GROUP BY m",
    ("SELECT SUM(CLAMP(DATE_DIFF('day', day, moment), -9999, 99999)), SUM(CLAMP(DATE_DIFF('week', moment, day), -999, "
     "9999)), COUNT(day - DATE '1969-12-31') FROM odd"),
    ("SELECT SUM(CLAMP(DATE_DIFF('hour', TIMESTAMP '1960-02-29 13:30:00', moment), 0, 999999)), "
     "SUM(CLAMP(DATE_DIFF('quarter', day, moment), -99, 999)) FROM odd"),
    "SELECT DATE_DIFF('minute', moment, moment) AS k, AVG(wage) FILTER (WHERE flag OR age > 30) FROM odd GROUP BY k",
    ("SELECT COUNT(*) FROM odd WHERE DATE_TRUNC('hour', moment) = '2020-02-29 23:00:00' OR "
     "DATE_TRUNC('minute', moment) = '2021-10-31 02:30:00'"),
]  # fmt: skip
"""Functions, buckets, unknown groups and spread."""
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


OF_QUANTILES = [
    'SELECT MEDIAN(age), QUANTILE(wage, 0.9) FROM odd',
    'SELECT sex, QUANTILE(ratio, 0.25), COUNT(*), AVG(age) FROM odd GROUP BY sex',
    'SELECT flag, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY age) FROM odd WHERE ratio > 0 GROUP BY flag',
    'SELECT kind, MEDIAN(CLAMP(free, -1000, 1000)) FROM odd GROUP BY kind',
    'SELECT MEDIAN(CLAMP(wild * 2, -9, 9)), MEDIAN(age * age) FROM odd',
]  # fmt: skip
OF_THRESHOLDS = [
    'SELECT COUNT(*) FROM odd',
    'SELECT note, COUNT(*), SUM(wage) FROM odd GROUP BY note',
    'SELECT free, AVG(age), COUNT(DISTINCT sex) FROM odd GROUP BY free',
    'SELECT sex, VAR_SAMP(ratio) FROM odd GROUP BY sex',
    'SELECT LEFT(note, 2) AS n, COUNT(*) FROM odd WHERE age > 20 GROUP BY n',
    'SELECT open_day, moment, COUNT(*) FROM odd GROUP BY open_day, moment',
]
"""Asked where a group needs ten units before anything of it is shown."""
UNIT: dict[str, Any] = {'kind': 'column', 'column': 'far', 'maxGroups': 2, 'maxRows': 3}


@pytest.fixture(scope='module', params=ENGINES)
def source(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    with running(request.param) as found:
        load(found, 'odd', COLUMNS, rows())
        yield found


def _described(unit: dict[str, Any], least: int = 1) -> dict[str, Any]:
    described = definition({}, unit)
    described['tables']['odd']['minUnits'] = least
    return described


def same(source: dict[str, Any], described: dict[str, Any], text: str, folder: Path) -> Cells:
    found = pushed_down(source, described, text, folder)
    held = arrow(infinite=source['connector']['type'] == 'postgresql')
    assert found == reference(described, text, {'odd': held})
    return found


@pytest.mark.parametrize('text', [*TEXTS, *LANGUAGE])
def test_every_engine_gives_the_same_integers(source: dict[str, Any], text: str, tmp_path: Path) -> None:
    same(source, _described(ROW), text, tmp_path)


@pytest.mark.parametrize(('column', 'text'), [
    *(('far', text) for text in OF_UNITS), *(('note', text.replace('note', 'sex')) for text in OF_UNITS[1:6]),
])  # fmt: skip
def test_every_engine_chooses_the_same_rows_of_a_unit(
    source: dict[str, Any], column: str, text: str, tmp_path: Path
) -> None:
    """Units are told apart byte by byte: `a`, `A` and `a ` are three."""
    same(source, _described({**UNIT, 'column': column}), text, tmp_path)


@pytest.mark.parametrize('unit', [ROW, UNIT], ids=['rows', 'units'])
@pytest.mark.parametrize('text', OF_QUANTILES)
def test_every_engine_counts_the_same_leaves(
    source: dict[str, Any], text: str, unit: dict[str, Any], tmp_path: Path
) -> None:
    found = same(source, _described(unit), text, tmp_path)
    assert any(name.startswith('leaves') and len(leaves) > 1 for name, leaves in found.items())


@pytest.mark.parametrize('unit', [ROW, UNIT], ids=['rows', 'units'])
@pytest.mark.parametrize('text', OF_THRESHOLDS)
def test_every_engine_keeps_the_same_groups_of_enough_units(
    source: dict[str, Any], text: str, unit: dict[str, Any], tmp_path: Path
) -> None:
    same(source, _described(unit, least=10), text, tmp_path)


LETTERS = {'ß', 'ẞ', 'SS', 'ss', 'ﬀ', 'FF', 'i', 'i̇', 'İ'}


@pytest.mark.parametrize('name', ['UPPER', 'LOWER'])
def test_engines_differ_in_the_case_of_known_letters_only(source: dict[str, Any], name: str, tmp_path: Path) -> None:
    text = f'SELECT {name}(note) AS n, COUNT(*) FROM odd GROUP BY n'
    described = _described(ROW)
    found = pushed_down(source, described, text, tmp_path)['cells']
    differing = set(found) ^ set(reference(described, text, {'odd': arrow()})['cells'])
    assert {json.loads(row)['k0'] for row in differing} <= LETTERS


def test_a_double_has_the_same_text_on_every_engine(source: dict[str, Any]) -> None:
    """Rows of a unit are chosen by the texts of their values."""
    kind = source['connector']['type']
    doubles = [
        value for value in (*REALS, *SMALL, 0.1, 1 / 3, 0.30000000000000004, 123456789012345678.0, 1e16, 1e17, 9.999e22)
        if kind == 'postgresql' or (math.isfinite(value) and str(value) != '-0.0')
    ]  # fmt: skip
    load(source, 'doubles', {'n': {'type': 'integer'}, 'x': {'type': 'float'}}, [
        {'n': number, 'x': value} for number, value in enumerate(doubles)
    ])  # fmt: skip
    text = (Postgresql() if kind == 'postgresql' else Mysql()).cast('x', REAL, TEXT)
    session = opened({**source, 'seconds': 20})
    try:
        found = [
            row for batch in session.rows(f'SELECT {text} FROM {PLACES[kind]}.doubles ORDER BY n', []) for row in batch
        ]
    finally:
        session.close()
    with duckdb.connect(':memory:') as connection:
        told = [connection.execute('SELECT CAST(?::DOUBLE AS VARCHAR)', [value]).fetchone() for value in doubles]
    assert [(row[0].decode() if isinstance(row[0], bytes) else row[0],) for row in found] == told


def test_the_reference_is_not_empty() -> None:
    """The positive control: the odd rows reach the answers, so a dialect that loses them cannot agree by accident."""
    answers = {text: reference(_described(ROW), text, {'odd': arrow()}) for text in TEXTS}
    assert len({str(answer) for answer in answers.values()}) > len(TEXTS) * 2 // 3
