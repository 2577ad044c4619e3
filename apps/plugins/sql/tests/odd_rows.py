"""A table of odd values, and how each engine is given the same."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

Row = dict[str, Any]
COLUMNS: dict[str, dict[str, Any]] = {
    'id': {'type': 'integer', 'lower': 0, 'upper': 100_000},
    'flag': {'type': 'boolean'},
    'age': {'type': 'integer', 'lower': 17, 'upper': 90},
    'far': {'type': 'integer'},
    'wage': {'type': 'decimal', 'scale': 2, 'lower': -100, 'upper': 100_000},
    'free': {'type': 'decimal', 'scale': 6},
    'ratio': {'type': 'float', 'lower': -2.5, 'upper': 7.25},
    'wild': {'type': 'float', 'digits': 2},
    'sex': {'type': 'string', 'values': ['Female', 'Male', 'é', 'É', 'ß', 'a', 'A', 'a ']},
    'kind': {'type': 'string', 'values': ['x', 'y'], 'other': True, 'nullable': False},
    'note': {'type': 'string'},
    'day': {'type': 'date', 'lower': '1999-12-31', 'upper': '2024-03-01'},
    'open_day': {'type': 'date'},
    'moment': {'type': 'timestamp', 'lower': '2000-01-01T00:00:00Z', 'upper': '2024-12-31T23:59:59Z'},
}
WORDS = [
    'Female', 'female', 'FEMALE', 'Male', 'male ', ' Male', 'é', 'É', 'e\u0301', 'ß', 'ss', 'a', 'A', 'a ', 'ä', '',
    ' ', 'x', 'X', 'y', 'z', '%', '_', 'a%b', 'a_b', 'axb', '\\', "o'clock", '"', '`', '😀', 'Z', '|', 'a|b', 'ﬀ', 'İ',
    '漢字', 'a\nb', '-- x', '\t',
]  # fmt: skip
NUMBERS = [
    '5', ' 5 ', '+5', '-5', '5.5', '2.5', '-2.5', '5.', '.5', '1e3', '1E+2', '25e-1', '15e-1', '', 'x', '5a', '--5',
    '9223372036854775807', '9223372036854775808', '1e19', '1e400', '1e-400', '0.005', '-0.005', '1.005e2', '.', '1e',
    'nan', 'inf', '007', '0.1', '123456789.123456789', 'true', 'T', 'yes', 'no', '0', '1', 'FALSE', 'off', 'tRuE',
    '2020-02-29', '2019-02-29', '2020-1-1', ' 2020-01-01 ', '2020-13-01', '2020-00-10', '2020-02-30', '2000-02-29',
    '1900-02-29', '2020-01-01 10:00:00', '2020-01-01T23:59:59.999999', '2020-01-01 10:00', '2020-01-01 25:00',
    '9999-12-31', '0001-01-01', '2020-01-01 00:00:00.5', '\u0663', '\uff15',
]  # fmt: skip
REALS = [
    0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.125, 0.49999999999999994, 1e-300, 1e300, -1e300, 5e-324,
    1.7976931348623157e308, math.inf, -math.inf, math.nan, 1e15, 123456.789, 7.25, 7.3, -2.6, 0.005, 1e22, 3.0000000001,
    9007199254740993.0, 9.223372036854776e18, -9.3e18, 1e25,
]  # fmt: skip
WHOLE = [0, 1, -1, 17, 16, 90, 91, 2**31, -(2**31), 2**53 - 1, 2**63 - 1, -(2**63), 10**18, -999, 7, 50]
DECIMALS = ['0', '0.01', '-0.01', '99999.99', '100000.01', '-100.00', '-100.01', '0.005', '1234.56', '0.10']
FREE = ['0', '0.000001', '-0.000001', '999999999999.999999', '-999999999999.5', '1.5', '0.1', '2.5', '-2.5']
DAYS = [date(2020, 2, 29), date(2000, 1, 1), date(1999, 12, 30), date(2024, 3, 2), date(1970, 1, 1), date(2023, 12, 31),
        date(1000, 1, 1), date(9999, 12, 31), date(2021, 3, 28)]  # fmt: skip
MOMENTS = [
    datetime(2020, 2, 29, 23, 59, 59, 999999), datetime(2000, 1, 1), datetime(1999, 12, 31, 23, 59, 59),
    datetime(2024, 12, 31, 23, 59, 59), datetime(2025, 1, 1), datetime(1970, 1, 1, 0, 0, 0, 1),
    datetime(2021, 3, 28, 2, 30), datetime(2021, 10, 31, 2, 30, 0, 500000),
]  # fmt: skip


def definition(connector: dict[str, Any], unit: dict[str, Any]) -> dict[str, Any]:
    """The data set of these rows behind a connector."""
    return {
        'apiVersion': 'dq0/v1', 'kind': 'Dataset', 'name': 'odd', 'connector': connector, 'account': 'odd',
        'budget': {'epsilon': 10, 'delta': 1e-6},
        'tables': {'odd': {'unit': unit, 'maxUnits': 100_000, 'columns': COLUMNS}},
    }  # fmt: skip


def rows() -> list[Row]:
    """Every odd value in some row, several times and in company of others; each column is NULL in some rows."""
    found = []
    for index in range(1200):
        texts = WORDS + NUMBERS
        row: Row = {
            'id': index,
            'flag': [True, False][index % 2],
            'age': WHOLE[index % len(WHOLE)],
            'far': WHOLE[index * 7 % len(WHOLE)],
            'wage': Decimal(DECIMALS[index % len(DECIMALS)]).quantize(Decimal('0.01')),
            'free': Decimal(FREE[index % len(FREE)]).quantize(Decimal('0.000001')),
            'ratio': REALS[index % len(REALS)],
            'wild': REALS[index * 5 % len(REALS)],
            'sex': WORDS[index % len(WORDS)],
            'kind': WORDS[index * 3 % len(WORDS)],
            'note': texts[index % len(texts)],
            'day': DAYS[index % len(DAYS)],
            'open_day': DAYS[index * 2 % len(DAYS)],
            'moment': MOMENTS[index % len(MOMENTS)],
        }
        for place, name in enumerate(COLUMNS):
            if name != 'id' and (index * 31 + place * 7) % 13 == 0:
                row[name] = None
        found.append(row)
    return found


def arrow(*, infinite: bool = True) -> pa.Table:
    """The rows as ingestion stores them; or as one would from a database without infinities."""
    types = {'boolean': pa.bool_(), 'integer': pa.int64(), 'float': pa.float64(), 'string': pa.string(),
             'date': pa.date32(), 'timestamp': pa.timestamp('us')}  # fmt: skip
    fields = [
        (name, pa.decimal128(38, column['scale']) if column['type'] == 'decimal' else types[column['type']])
        for name, column in COLUMNS.items()
    ]
    held = [dict(zip(COLUMNS, values(row, infinite=infinite), strict=True)) for row in rows()]
    return pa.Table.from_pylist(held, schema=pa.schema(fields))


POSTGRESQL = {'boolean': 'boolean', 'integer': 'bigint', 'float': 'double precision', 'string': 'text', 'date': 'date',
              'timestamp': 'timestamptz'}  # fmt: skip
MYSQL = {'boolean': 'tinyint(1)', 'integer': 'bigint', 'float': 'double', 'date': 'date', 'timestamp': 'datetime(6)',
         'string': 'varchar(1500) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci'}  # fmt: skip


def _stored(column: dict[str, Any], types: dict[str, str]) -> str:
    return f'numeric(30, {column["scale"]})' if column['type'] == 'decimal' else types[column['type']]


def create(name: str, columns: dict[str, dict[str, Any]], types: dict[str, str], quote: str) -> str:
    """A table in a database."""
    listed = [f'{quote}{column}{quote} {_stored(kind, types)}' for column, kind in columns.items()]
    return f'CREATE TABLE {name} ({", ".join(listed)})'


def values(row: Row, *, infinite: bool) -> Sequence[Any]:
    """
    A row for a driver. A database without NaN, infinities and a sign of zero holds NULL, the largest doubles and zero
    in their place.
    """
    return [value if infinite else _finite(value) for value in row.values()]


def _finite(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return math.copysign(1.7976931348623157e308, value)
    return 0.0 if value == 0.0 and isinstance(value, float) else value


def shown(cells: pa.Table) -> list[str]:
    """Cells in an order of their own, to be compared."""
    return sorted(json.dumps(row, default=str, ensure_ascii=False, sort_keys=True) for row in cells.to_pylist())
