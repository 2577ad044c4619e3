"""No row can raise: odd values give an answer by rule."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
import pytest

from census import definition
from dq0_sql.release import release
from reference import Generator
from running import Json, NoNoise, accepted, exact_answer, exact_cells, plan

ODD = definition(
    {
        'i': {'type': 'integer'},
        'small': {'type': 'integer', 'lower': -5, 'upper': 5},
        'f': {'type': 'float'},
        'g': {'type': 'float', 'lower': -1.5, 'upper': 2.5},
        'd': {'type': 'decimal', 'scale': 2},
        'wage': {'type': 'decimal', 'scale': 2, 'lower': 0.5, 'upper': 99.25},
        's': {'type': 'string'},
        'level': {'type': 'string', 'values': ['low', 'high'], 'other': True},
        'b': {'type': 'boolean'},
        'day': {'type': 'date', 'lower': '2020-01-30', 'upper': '2020-02-02'},
        'any_day': {'type': 'date'},
        't': {'type': 'timestamp'},
    }
)
ODD_ROWS = """
    SELECT * FROM (VALUES
    (9223372036854775807, 100, 'nan', 'nan', '999999999999999999999999999999999999.99', '1e9', 'x', 'low',
        true, '2020-01-31', 'infinity', 'infinity'),
    (-9223372036854775808, -100, 'inf', 'inf', '-999999999999999999999999999999999999.99', '-1', '12', 'HIGH',
        false, '1900-01-01', '-infinity', '-infinity'),
    (0, 0, '-inf', '-inf', '0.005', '0.50', '1e400', 'high',
        NULL, '2999-01-01', '0044-03-15 (BC)', '0044-03-15 (BC) 12:00:00'),
    (1, 1, '1.7976931348623157e308', '2.4999', '12.345', '50', 'nan', '', true, NULL, '290000-01-01', '290000-01-01'),
    (-1, NULL, '-1.7976931348623157e308', '1e-320', '-0.01', '99.25', '0x1F', 'low ', false, '2020-02-29',
        '9999-12-31', '9999-12-31 23:59:59.999999'),
    (2, 5, '5e-324', '-1.5', '1', '1', '2020-02-30', NULL, true, '2020-01-30', '2020-02-29', '2020-02-29 24:00:00'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS v(i, small, f, g, d, wage, s, level, b, day, any_day, t)
"""
TYPES = {
    'i': 'BIGINT', 'small': 'BIGINT', 'f': 'DOUBLE', 'g': 'DOUBLE', 'd': 'DECIMAL(38,2)', 'wage': 'DECIMAL(38,2)',
    's': 'VARCHAR', 'level': 'VARCHAR', 'b': 'BOOLEAN', 'day': 'DATE', 'any_day': 'DATE', 't': 'TIMESTAMP',
}  # fmt: skip
QUERIES = [
    'SELECT COUNT(i), SUM(small), AVG(g), SUM(wage), SUM(CLAMP(f, -1, 1)), SUM(CLAMP(d, -1e6, 1e6)) FROM adult',
    'SELECT SUM(CLAMP(i * i * i * i * i, -10, 10)), COUNT(-i), COUNT(i + 1), COUNT(i - i) FROM adult',
    'SELECT COUNT(f * f), COUNT(f + f), COUNT(f - f), COUNT(f / g), COUNT(1 / f), COUNT(f * 0) FROM adult',
    'SELECT COUNT(1 / small), COUNT(i / 0), COUNT(0 / 0), SUM(CLAMP(1 / (small - 5), -1, 1)) FROM adult',
    'SELECT COUNT(CAST(s AS INTEGER)), COUNT(CAST(s AS DOUBLE)), COUNT(CAST(s AS DECIMAL(9, 2))) FROM adult',
    'SELECT COUNT(CAST(s AS DATE)), COUNT(CAST(s AS TIMESTAMP)), COUNT(CAST(s AS BOOLEAN)) FROM adult',
    'SELECT COUNT(CAST(f AS INTEGER)), COUNT(CAST(f AS DECIMAL(18, 9))), COUNT(CAST(i AS SMALLINT)) FROM adult',
    'SELECT COUNT(CAST(d AS INTEGER)), COUNT(CAST(d AS DECIMAL(3, 1))), COUNT(CAST(d AS DOUBLE)) FROM adult',
    'SELECT COUNT(CAST(any_day AS TIMESTAMP)), COUNT(CAST(t AS DATE)), COUNT(CAST(any_day AS VARCHAR)) FROM adult',
    'SELECT COUNT(CAST(b AS INTEGER)), SUM(CAST(b AS INTEGER)), COUNT(CAST(i AS VARCHAR)) FROM adult',
    "SELECT COUNT(*) FROM adult WHERE s LIKE '%\\%_(.*)[a-z]+$' OR s LIKE '' OR NOT s LIKE '%'",
    "SELECT COUNT(*) FROM adult WHERE t > '2000-01-01' AND any_day < '2500-12-31' OR day = '2020-02-01'",
    'SELECT COUNT(*) FROM adult WHERE f > 1e308 OR f < 1 / 3.0 OR i = 9223372036854775808 OR d >= 0.005',
    'SELECT level, b, day, COUNT(*), SUM(small) FROM adult GROUP BY level, b, day',
    'SELECT small, AVG(f * 0 + 1e0) FROM adult GROUP BY small',
    'SELECT COUNT(ABS(i)), COUNT(SIGN(f)), COUNT(FLOOR(f)), COUNT(CEIL(d)), COUNT(ROUND(f, 3)), '
    'COUNT(ROUND(i, -3)) FROM adult',
    'SELECT COUNT(ROUND(d, 1)), COUNT(FLOOR(d)), COUNT(ROUND(f)), COUNT(i % small), COUNT(i % 0), '
    'COUNT(i % -1) FROM adult',
    'SELECT COUNT(f % g), COUNT(d % 0.3), COUNT(MOD(f, 0)), COUNT(f % 1e-300), COUNT(d % i) FROM adult',
    'SELECT COUNT(SQRT(f)), COUNT(LN(f)), COUNT(LOG10(i)), COUNT(EXP(f)), COUNT(POWER(f, 2.5)), '
    'COUNT(POWER(i, 8)) FROM adult',
    'SELECT SUM(CLAMP(EXP(EXP(f)), -1, 1)), SUM(CLAMP(LN(small), -1, 1)), SUM(CLAMP(SQRT(d), 0, 9)) FROM adult',
    'SELECT COUNT(LEAST(i, f)), COUNT(GREATEST(d, i, f)), COUNT(COALESCE(NULL, f, i)), COUNT(NULLIF(i, f)) FROM adult',
    'SELECT COUNT(CASE WHEN f > 0 THEN i WHEN s IS NULL THEN f END), COUNT(IF(b, d, i)) FROM adult',
    'SELECT COUNT(UPPER(s)), COUNT(LENGTH(s)), COUNT(SUBSTRING(s, 4000, 9)), COUNT(LEFT(s, 0)), '
    'COUNT(TRIM(s)) FROM adult',
    "SELECT COUNT(s || level || s), COUNT(REPLACE(s, '', 'a')), COUNT(STARTS_WITH(s, level)), COUNT(CONCAT(s, "
    "'a')) FROM adult",
    'SELECT COUNT(YEAR(any_day)), COUNT(EXTRACT(DOW FROM t)), COUNT(QUARTER(t)), COUNT(HOUR(t)), '
    'COUNT(SECOND(t)) FROM adult',
    "SELECT COUNT(DATE_TRUNC('week', any_day)), COUNT(DATE_TRUNC('quarter', t)), COUNT(DATE_TRUNC('hour', "
    't)) FROM adult',
    "SELECT COUNT(DATE_TRUNC('minute', t)), COUNT(DATE_TRUNC('day', day)), COUNT(DATE_TRUNC('year', "
    'any_day)) FROM adult',
    'SELECT WIDTH_BUCKET(f, -1, 1, 4) AS bar, COUNT(*) FROM adult GROUP BY bar',
    "SELECT DATE_TRUNC('month', day) AS m, b, VAR_SAMP(small), STDDEV_POP(g), "
    'COUNT(DISTINCT s) FROM adult GROUP BY m, b',
    'SELECT level, CORR(small, g), COVAR_POP(wage, small), MEDIAN(wage), QUANTILE(g, 0.9) FROM adult GROUP BY level',
    'SELECT s, COUNT(*), SUM(small) FROM adult GROUP BY s',
    'SELECT i, d, COUNT(*) FROM adult GROUP BY i, d',
    'SELECT t, any_day, COUNT(*) FROM adult GROUP BY t, any_day',
    'SELECT FLOOR(small / 2) AS half, UPPER(level) AS u, COUNT(*) FROM adult GROUP BY half, u',
    "SELECT COUNT(*) FROM (SELECT f * f AS q, s || s AS ss FROM adult) AS x WHERE q > 1 OR ss LIKE '%a%'",
]


MANY_SCALES = [
    'COALESCE(NULLIF(small, 5), i * 1000000, 0.000000000000000001)',
    'LEAST(small, i * 1000000, 0.000000000000000001)',
    'CASE WHEN i > 5 THEN small WHEN i < 5 THEN i * 1000000 ELSE 0.000000000000000001 END',
    'CLAMP(small, -1000000000000000000000000000000, 0.000000000000000001)',
]  # fmt: skip
"""Numbers of which each two fit in one scale, and not all three."""


@pytest.mark.parametrize('text', MANY_SCALES)
def test_a_scale_that_suits_two_numbers_overflows_no_third(text: str) -> None:
    planned = accepted(ODD, f'SELECT COUNT(*), COUNT({text}) FROM adult WHERE {text} > -5')
    assert _runs(planned, _typed(ODD_ROWS))['rows'][0][0] > 0


@pytest.mark.parametrize(
    'text', ['LEAST({}, CLAMP(i * 1000000, 0, 1e30))', 'GREATEST({}, CLAMP(i * 1000000, -1e30, 0))']
)
def test_the_least_is_narrower_than_what_it_is_chosen_from(text: str) -> None:
    text = text.format('COALESCE(small, 1)').replace('1e30', '1' + '0' * 30)
    planned = accepted(ODD, f'SELECT {text} AS k, COUNT(*) AS n FROM adult GROUP BY k')
    assert sum(row[1] for row in _runs(planned, _typed(ODD_ROWS))['rows']) > 0


def _runs(planned: Json, rows: str) -> Json:
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.execute(f'CREATE VIEW adult AS {rows}')
        cells = {
            text['name']: connection.sql(text['sql'], params=text['parameters']).to_arrow_table()
            for text in planned['statements']
        }
    return release(planned, cells.pop('cells', None), NoNoise(), **cells)


def _typed(rows: str) -> str:
    columns = ', '.join(f'TRY_CAST({name} AS {sql_type}) AS {name}' for name, sql_type in TYPES.items())
    return f'SELECT {columns} FROM ({rows})'


@pytest.mark.parametrize('sql', QUERIES)
@pytest.mark.parametrize('stored', ['typed', 'text', 'empty'])
def test_odd_values_give_an_answer(sql: str, stored: str) -> None:
    text = 'SELECT ' + ', '.join(f'CAST({name} AS VARCHAR) AS {name}' for name in TYPES) + f' FROM ({ODD_ROWS})'
    rows = {'typed': _typed(ODD_ROWS), 'text': text, 'empty': f'{_typed(ODD_ROWS)} LIMIT 0'}[stored]
    reply = plan(ODD, sql)
    if not reply['accepted']:
        assert reply['refusals'][0]['code'] == 'UNBOUNDED'
        return
    assert _runs(reply, rows)['rows'] or reply['threshold'] is not None


def test_the_control_that_such_rows_do_raise_without_the_rules() -> None:
    with duckdb.connect(':memory:') as connection:
        connection.execute(f'CREATE VIEW adult AS {_typed(ODD_ROWS)}')
        for sql in ('SELECT SUM(i * i) FROM adult', 'SELECT SUM(CAST(f AS INTEGER)) FROM adult'):
            with pytest.raises(duckdb.Error):
                connection.sql(sql).fetchall()


def test_rules_for_odd_numbers() -> None:
    """Bounds hold infinities, NaN is NULL, division by zero is NULL, a failed cast is NULL."""
    answer = _runs(accepted(ODD, QUERIES[0]), _typed(ODD_ROWS))['rows'][0]
    counted, small, mean, wages, held, decimals = answer
    assert counted == 6
    assert small == 5 - 5 + 0 + 1 + 5
    assert mean == pytest.approx((2.5 - 1.5 + 2.5 + 0 - 1.5) / 5, abs=1e-3)
    assert wages == 99.25 + 0.5 + 0.5 + 50 + 99.25 + 1
    assert held == 1 - 1 + 1 - 1 + 0
    assert decimals == pytest.approx(1e6 - 1e6 + 0.01 + 12.35 - 0.01 + 1)
    assert _runs(accepted(ODD, 'SELECT COUNT(1 / small), COUNT(i / 0) FROM adult'), _typed(ODD_ROWS))['rows'] == [
        [4, 0]
    ]


@pytest.mark.parametrize('seed', range(60))
def test_random_expressions_never_raise(seed: int) -> None:
    generator = Generator(seed, dict.fromkeys(('i', 'small', 'f', 'g', 'd', 'wage'), (0, 0)), {})
    where, counted, summed = generator.condition(3), generator.number(5), generator.clamped(generator.number(5))
    sql = f'SELECT COUNT({counted.sql}), SUM({summed.sql}), AVG({summed.sql}) FROM adult WHERE {where.sql}'
    reply = plan(ODD, sql)
    if reply['accepted']:
        _runs(reply, _typed(ODD_ROWS))
    else:
        assert reply['refusals'][0]['code'] in {'LITERAL_RANGE', 'UNBOUNDED'}


def test_sums_of_the_widest_values_are_cut_off_and_not_an_error() -> None:
    wide = definition({'x': {'type': 'integer', 'lower': -(2**53) + 1, 'upper': 2**53 - 1}}, maxUnits=400)
    table: Any = pa.table({'x': pa.array([2**62] * 10_000, pa.int64())})
    planned = accepted(wide, 'SELECT SUM(x) FROM adult')
    assert exact_cells(planned, table).column('a0').to_pylist() == [2**62]


def test_an_empty_table_has_zeros_and_no_average() -> None:
    assert exact_answer(ODD, 'SELECT COUNT(*), SUM(small), AVG(small) FROM adult', [])['rows'] == [[0, 0, None]]
