"""Arithmetic as it is printed for engines that no test can run: Python's numbers, at the ends of each kind."""

from __future__ import annotations

import itertools
import math

import duckdb
import pytest

from dq0_sql.dialects.terms import HUGE, INTEGER, REAL
from odd_rows import REALS
from printing import PRINTED
from transpiling import on_duckdb

WHOLES = [0, 1, -1, 7, -7, 10**18, 2**63 - 1, -(2**63), 10**19 + 7, -(10**20), 10**37 + 3, -(2**125), 3 * 10**29]
DOUBLES = [value for value in REALS if math.isfinite(value)] + [2.0**-600, -(2.0**600), 2.0**1023, 1e-301, 2.0**126]


def _asked(name: str, kinds: str, rows: list[tuple[object, ...]], *texts: str) -> list[tuple[object, ...]]:
    listed = ', '.join(f'{text} AS c{place}' for place, text in enumerate(texts))
    with duckdb.connect(':memory:') as connection:
        connection.execute(f'CREATE TABLE pairs (n INTEGER, {kinds})')
        marks = ', '.join('?' * (len(rows[0]) + 1))
        connection.executemany(f'INSERT INTO pairs VALUES ({marks})', [[n, *row] for n, row in enumerate(rows)])
        sql = on_duckdb(f'SELECT n, {listed} FROM pairs', name, [])
        return [tuple(row[1:]) for row in sorted(connection.sql(sql).fetchall())]


@pytest.mark.parametrize('name', PRINTED)
def test_whole_numbers_are_divided_exactly(name: str) -> None:
    dialect = PRINTED[name]
    pairs = [(left, right) for left, right in itertools.product(WHOLES, WHOLES) if right != 0]
    texts = dialect.whole_quotient('a', 'b'), dialect.remainder('a', 'b', HUGE), dialect.cast('a', HUGE, INTEGER)
    told = []
    for left, right in pairs:
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        told.append((quotient, left - quotient * right, left if -(2**63) <= left < 2**63 else None))
    assert _asked(name, 'a HUGEINT, b HUGEINT', pairs, *texts) == told


@pytest.mark.parametrize('name', PRINTED)
def test_division_by_zero_gives_null(name: str) -> None:
    dialect = PRINTED[name]
    texts = dialect.whole_quotient('a', 'b'), dialect.remainder('a', 'b', INTEGER)
    assert _asked(name, 'a BIGINT, b BIGINT', [(5, 0)], *texts) == [(None, None)]
    [(quotient,)] = _asked(name, 'x DOUBLE, y DOUBLE', [(5.0, 0.0)], dialect.quotient('x', 'y'))
    assert quotient is None


@pytest.mark.parametrize('name', PRINTED)
def test_a_double_becomes_the_integer_that_it_is(name: str) -> None:
    whole = [value for value in DOUBLES if value == int(value)]
    found = _asked(name, 'x DOUBLE', [(value,) for value in whole], PRINTED[name].cast('x', REAL, HUGE))
    assert found == [(int(value) if abs(value) < 2**126 else None,) for value in whole]


@pytest.mark.parametrize('name', PRINTED)
def test_doubles_are_exact_or_out_of_range(name: str) -> None:
    """What overflows is NULL or infinite, what is next to nothing may be zero."""
    dialect = PRINTED[name]
    pairs = list(itertools.product(DOUBLES, DOUBLES))
    texts = *(dialect.arithmetic(operator, 'x', 'y', REAL) for operator in '+-*'), dialect.quotient('x', 'y')
    for (left, right), found in zip(pairs, _asked(name, 'x DOUBLE, y DOUBLE', pairs, *texts), strict=True):
        told = left + right, left - right, left * right, None if right == 0 else left / right
        for value, wanted in zip(found, told, strict=True):
            if wanted is None or not math.isfinite(wanted):
                assert value is None or math.isinf(value)
            else:
                assert value == wanted or (value == 0 and abs(wanted) < 1e-299)
