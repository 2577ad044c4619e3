"""A data set of every kind of table and column for random queries, with rows that no ingestion would write.

Units have few rows, very many, or none in some tables; values lie far outside of bounds and enumerations, repeat, tie,
and are NULL anywhere, units included.
"""

from __future__ import annotations

import math
import random
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from census import definition
from running import ARROW, Json

Rows = dict[str, list[Json]]
UNITS = {'visits': 'person', 'payments': 'payer', 'letters': 'writer'}
"""Tables with a unit column; the units of the first two are of one kind."""
_VALUES: Json = {
    'flag': {'type': 'boolean'},
    'age': {'type': 'integer', 'lower': 17, 'upper': 30},
    'far': {'type': 'integer'},
    'wage': {'type': 'decimal', 'scale': 2, 'lower': -10, 'upper': 10.25},
    'free': {'type': 'decimal', 'scale': 6},
    'rate': {'type': 'float', 'lower': -0.5, 'upper': 1.115},
    'wild': {'type': 'float', 'digits': 2},
    'sex': {'type': 'string', 'values': ['f', 'm', ''], 'nullable': False},
    'kind': {'type': 'string', 'values': ['a', 'b', 'c'], 'other': True},
    'note': {'type': 'string'},
    'day': {'type': 'date', 'lower': '2019-12-20', 'upper': '2020-03-01'},
    'open_day': {'type': 'date'},
    'moment': {'type': 'timestamp', 'lower': '2020-01-01T00:00:00Z', 'upper': '2020-01-02T23:59:59Z'},
    'place': {'type': 'integer', 'lower': 1, 'upper': 5},
}
COLUMNS: dict[str, Json] = {
    'visits': {'person': {'type': 'integer', 'identifier': True}, **_VALUES},
    'payments': {
        'payer': {'type': 'integer'},
        **{name: _VALUES[name] for name in ('age', 'wage', 'wild', 'kind', 'day', 'place', 'note')},
    },
    'letters': {
        'writer': {'type': 'string', 'identifier': True},
        **{name: _VALUES[name] for name in ('flag', 'far', 'rate', 'note', 'sex', 'moment', 'place')},
    },
    'members': _VALUES,
    'towns': {
        'id': {'type': 'integer', 'lower': 1, 'upper': 5},
        'region': {'type': 'string', 'values': ['north', 'south']},
        'size': {'type': 'integer', 'lower': 0, 'upper': 9},
    },
    'prices': {
        'kind': {'type': 'string', 'values': ['a', 'b', 'c']},
        'price': {'type': 'decimal', 'scale': 2, 'lower': 0, 'upper': 20},
    },
}
_REALS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.115, 1e300, -1e300, 5e-324, math.inf, -math.inf, math.nan, 0.005, 1e15, 2.5]
_WHOLE = [0, 1, -1, 17, 23, 30, 2**31, 2**63 - 1, -(2**63), 10**18, 5]
_TEXTS = ['', ' ', 'a', 'A', 'é', '%', 'a_b', '12', '1e400', 'nan', '2020-02-30', '2020-01-01', 'true', 'x' * 70, "o'c"]
_DAYS = [date(2019, 12, 20), date(2020, 2, 29), date(2020, 1, 1), date(1, 1, 1), date(9999, 12, 31)]
_MOMENTS = [datetime(2020, 1, 1), datetime(2020, 1, 2, 23, 59, 59), datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)]
_FREE = ['0', '0.000001', '-0.5', '999999999999', '-999999999999.999999']


def described(generator: random.Random) -> Json:
    """The data set with caps, and now and then an owner's minimum."""
    tables = {}
    for name, columns in COLUMNS.items():
        unit: Json = {'kind': 'public' if name in {'towns', 'prices'} else 'row'}
        if name in UNITS:
            caps = {'maxGroups': generator.choice([1, 2, 3]), 'maxRows': generator.choice([1, 2, 4])}
            unit = {'kind': 'column', 'column': UNITS[name], **caps}
        tables[name] = {
            'unit': unit, 'maxUnits': 10_000, 'minUnits': generator.choice([1, 1, 1, 1, 3]), 'columns': columns,
        }  # fmt: skip
    tables['towns']['keys'] = [['id']]
    connector = {'type': 'csv', 'path': 'world', 'options': {'trim': generator.random() < 0.5}}
    return {**definition({'x': {'type': 'boolean'}}), 'connector': connector, 'tables': tables}


def drawn(generator: random.Random) -> Rows:
    """Rows of every table; one person has very many of them, half of them alike."""
    pick = generator.choice
    people = [None, *range(1, 8)]
    crowd = [pick(people) for _ in range(14)] + [1] * pick([6, 16]) + [2] * pick([1, 8])
    payers = [pick(people) for _ in range(8)] + [1] * pick([0, 9]) + [3] * pick([1, 7])
    writers = [pick(['a', 'A', 'ä', '', 'é', '1', '01', None]) for _ in range(16)] + ['a'] * pick([0, 9])
    rows = {
        'visits': [_row(generator, 'visits', person=person) for person in crowd],
        'payments': [_row(generator, 'payments', payer=payer) for payer in payers],
        'letters': [_row(generator, 'letters', writer=writer) for writer in writers],
        'members': [_row(generator, 'members') for _ in range(14)],
        'towns': [
            {'id': number, 'region': pick(['north', 'south', None]), 'size': pick([0, 3, 3, None])}
            for number in [1, 2, 3, 4, pick([4, 5])]
        ],
        'prices': [
            {'kind': kind, 'price': pick([None, Decimal('0.05'), Decimal('19.99')])} for kind in ['a', 'a', 'b', 'b']
        ],
    }
    for name, unit in UNITS.items():
        alike = [row for row in rows[name] if row[unit] in {1, 'a'}]
        for row in alike[: len(alike) // 2]:
            row.update({key: value for key, value in alike[0].items() if generator.random() < 0.9})
        generator.shuffle(rows[name])
    return rows


def without(rows: Rows, unit: Any) -> Rows:
    """The neighbouring data: all rows of a unit are gone from every table, or one row where rows are units."""
    if isinstance(unit, tuple):
        table, place = unit
        return {**rows, table: rows[table][:place] + rows[table][place + 1 :]}
    return {
        name: [row for row in found if name not in UNITS or row[UNITS[name]] != unit] for name, found in rows.items()
    }


def arrow(table: str, rows: list[Json]) -> pa.Table:
    """Rows of a table as ingestion stores them."""
    fields = [
        (name, pa.decimal128(38, column['scale']) if column['type'] == 'decimal' else ARROW[column['type']])
        for name, column in COLUMNS[table].items()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _row(generator: random.Random, table: str, **units: Any) -> Json:
    return {
        **units,
        **{name: _value(generator, name) for name in COLUMNS[table] if name not in units},
    }  # fmt: skip


def _value(generator: random.Random, name: str) -> Any:
    pick = generator.choice
    if generator.random() < 0.12:
        return None
    if name in {'rate', 'wild'}:
        return pick([*_REALS, generator.uniform(-1, 2)])
    choices: dict[str, list[Any]] = {
        'flag': [True, False],
        'age': [*_WHOLE, *range(17, 31)],
        'far': _WHOLE,
        'wage': [
            Decimal(10) ** 9,
            Decimal('-10.00'),
            Decimal('10.25'),
            Decimal('0.01'),
            Decimal(generator.randint(-9, 9)),
        ],
        'free': [Decimal(text) for text in _FREE],
        'sex': ['f', 'm', 'm', '', '?'],
        'kind': ['a', 'b', 'c', 'other', '?', ''],
        'note': _TEXTS,
        'day': [*_DAYS, date.fromordinal(generator.randint(737_400, 737_500))],
        'open_day': _DAYS,
        'moment': _MOMENTS,
        'place': [0, 1, 2, 3, 4, 5, 6],
    }
    return pick(choices[name])
