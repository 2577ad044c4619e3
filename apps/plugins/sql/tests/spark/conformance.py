"""Spark in local mode: the very same integers before noise as DuckDB, with and without its ANSI mode.

`npm run test:deep -- spark`, with `DQ0_SPARK_PYTHON` naming an environment with pyspark.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from dq0_sql.dialects.spark import Spark
from dq0_sql.dialects.terms import HUGE, INTEGER, REAL, TEXT, Kind
from odd_rows import REALS, arrow
from running import Json
from sparking import Session, asked, missing, reference, session
from test_corpus import ADULT, EPSILON, TABLE
from test_dialects import SMALL, _described
from test_dialects_corpus import CORPUS
from test_spark_text import ODD

ANSI = {'spark.sql.ansi.enabled': 'true'}


@pytest.fixture(scope='module', params=['plain', 'ansi'])
def spark(request: pytest.FixtureRequest) -> Iterator[Session]:
    reason = missing()
    if reason is not None:
        pytest.fail(reason)
    with session(**(ANSI if request.param == 'ansi' else {})) as found:
        found.load('odd', arrow())
        found.load('adult', TABLE)
        yield found


@pytest.mark.parametrize(('unit', 'least', 'text'), ODD)
def test_spark_gives_the_same_integers_of_odd_rows(spark: Session, unit: Json, least: int, text: str) -> None:
    described = _described(unit, least)
    assert asked(spark, described, text) == reference(described, text, {'odd': arrow()})


@pytest.mark.parametrize('text', CORPUS)
def test_spark_answers_the_corpus(spark: Session, text: str) -> None:
    more: Json = {'epsilon': EPSILON, 'accountSalt': None}
    assert asked(spark, ADULT, text, **more) == reference(ADULT, text, {'adult': TABLE}, **more)


def test_a_double_has_the_same_text_on_spark(spark: Session) -> None:
    """Rows of a unit are chosen by the texts of their values; Java's own are others."""
    drawn = random.Random(3)
    doubles = [
        *REALS, *SMALL, 0.1, 1 / 3, 0.30000000000000004, 123456789012345678.0, 1e16, 9.999e22, 2e-3, 1e-323, 2e23,
        *(drawn.uniform(-1e3, 1e3) for _ in range(2000)), *(drawn.random() * 10.0 ** (n % 22 - 6) for n in range(2000)),
    ]  # fmt: skip
    # A NaN has no sign in Java; beyond 10^16 the last digit is not always the nearest before Java 19.
    bits = [struct.unpack('d', drawn.randbytes(8))[0] for _ in range(4000)]
    doubles += [value for value in bits if abs(value) < 1e16]
    table = pa.table({'n': list(range(len(doubles))), 'x': doubles})
    spark.load('doubles', table)
    rows = spark.rows(f'SELECT {Spark().cast("x", REAL, TEXT)} AS t FROM public.doubles ORDER BY n', [])
    with duckdb.connect(':memory:') as connection:
        connection.register('doubles', table)
        told = connection.execute('SELECT CAST(x AS VARCHAR) FROM doubles ORDER BY n').fetchall()
    assert [row['t'] for row in rows] == [row[0] for row in told]


WHOLES = [0, 1, -1, 7, -7, 10**18, 2**63 - 1, -(2**63), 10**19 + 7, -(10**20), 10**37 + 3, -(2**125), 3 * 10**29]


def test_whole_numbers_are_exact_on_spark(spark: Session) -> None:
    """Quotients and remainders of integers of 128 bits, and of 64."""
    pairs = [(left, right) for left in WHOLES for right in WHOLES if right != 0]
    text = (
        f'SELECT {Spark().whole_quotient("a", "b")} AS q, {Spark().remainder("a", "b", HUGE)} AS r, '
        f"{Spark().cast('a', HUGE, INTEGER)} AS i FROM (SELECT CAST(split_part(p, '/', 1) AS DECIMAL(38, 0)) AS a, "
        f"CAST(split_part(p, '/', 2) AS DECIMAL(38, 0)) AS b, n FROM public.pairs) ORDER BY n"
    )
    listed = [f'{left}/{right}' for left, right in pairs]
    spark.load('pairs', pa.table({'n': list(range(len(listed))), 'p': listed}))
    found = [(row['q'], row['r'], row['i']) for row in spark.rows(text, [])]
    assert found == [(*_divided(left, right), left if -(2**63) <= left < 2**63 else None) for left, right in pairs]


def test_a_small_decimal_has_no_exponent_on_spark(spark: Session) -> None:
    kind = Kind('decimal', 10)
    cast = Spark().cast('d', kind, TEXT)
    for text in ('0.0000000001', '-0.0000001500', '0E-10', '12.5000000000', '-9999999999999999999999999999.0000000001'):
        rows = spark.rows(f"SELECT {cast} AS t FROM (SELECT CAST('{text}' AS DECIMAL(38, 10)) AS d)", [])
        assert rows == [{'t': '0.0000000000' if text == '0E-10' else text}]


def _divided(left: int, right: int) -> tuple[int, int]:
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
    return quotient, left - quotient * right
