"""A data set of several tables for tests: people with visits and payments, public towns and prices, members as rows."""

from __future__ import annotations

import random
from typing import Any

import duckdb
import pyarrow as pa

from census import definition
from running import ARROW, Json, NoNoise, accepted, released

SALT = 'a salt'


def unit(groups: int, rows: int, column: str = 'person') -> Json:
    return {'kind': 'column', 'column': column, 'maxGroups': groups, 'maxRows': rows}


def shop(groups: int = 3, rows: int = 4, **more: Any) -> Json:
    """Every kind of table; `more` replaces fields of `visits`."""
    key: Json = {'type': 'integer', 'identifier': True}
    amount: Json = {'type': 'integer', 'lower': 0, 'upper': 20}
    tables: Json = {
        'visits': {
            'unit': unit(groups, rows),
            'maxUnits': 10_000,
            'columns': {
                'person': key, 'town': {'type': 'integer', 'lower': 1, 'upper': 6}, 'spent': amount,
                'kind': {'type': 'string', 'values': ['a', 'b', 'c']},
            },
            **more,
        },
        'payments': {
            'unit': unit(groups + 1, rows + 1, 'payer'),
            'maxUnits': 20_000,
            'columns': {'payer': key, 'amount': amount, 'method': {'type': 'string', 'values': ['card', 'cash']}},
        },
        'towns': {
            'unit': {'kind': 'public'},
            'maxUnits': 100,
            'keys': [['id']],
            'columns': {
                'id': {'type': 'integer', 'lower': 1, 'upper': 6},
                'region': {'type': 'string', 'values': ['north', 'south']},
                'size': {'type': 'integer', 'lower': 0, 'upper': 9},
            },
        },
        'prices': {
            'unit': {'kind': 'public'},
            'maxUnits': 100,
            'columns': {'kind': {'type': 'string', 'values': ['a', 'b', 'c']}, 'price': amount},
        },
        'members': {
            'unit': {'kind': 'row'},
            'maxUnits': 10_000,
            'columns': {'home': {'type': 'integer', 'lower': 1, 'upper': 6}, 'age': amount},
        },
    }  # fmt: skip
    return {**definition({'x': {'type': 'boolean'}}), 'tables': tables}


def drawn(seed: int) -> dict[str, list[Json]]:
    """Rows of every table; people 1 and 2 have very many, keys of towns are not all unique."""
    generator = random.Random(seed)
    pick = generator.choice

    def amount() -> Any:
        return pick([None, 0, 20, 10**9, -(10**9), generator.randint(0, 20)])

    def visit(person: Any) -> Json:
        town = pick([None, *range(1, 8)])
        return {'person': person, 'town': town, 'spent': amount(), 'kind': pick(['a', 'b', 'c', '?'])}

    def payment(payer: Any) -> Json:
        return {'payer': payer, 'amount': amount(), 'method': pick(['card', 'cash', None])}

    people = [1] * 12 + [2] * 20 + [None, 3, 3, 4, 5, 6, 7, 7, 7, 8]
    towns = [
        {'id': number, 'region': pick(['north', 'south', None]), 'size': pick([1, 2, None])}
        for number in (1, 2, 3, 4, 5, 5)
    ]
    return {
        'visits': [visit(person) for person in people],
        'payments': [payment(payer) for payer in [1] * 9 + [3] * 15 + [4, 4, 9, None]],
        'towns': towns,
        'prices': [{'kind': kind, 'price': price} for kind, price in (('a', 3), ('a', 5), ('b', 9), ('c', None))],
        'members': [{'home': pick([None, 1, 2, 3, 5]), 'age': amount()} for _ in range(30)],
    }


def arrow(described: Json, name: str, rows: list[Json]) -> pa.Table:
    columns = described['tables'][name]['columns']
    schema = pa.schema([(key, ARROW[column['type']]) for key, column in columns.items()])
    return pa.Table.from_pylist(rows, schema=schema)


def shop_cells(planned: Json, described: Json, rows: dict[str, list[Json]]) -> pa.Table:
    """The fetch worker's part over several tables; those that the statement does not name are not there."""
    statement = planned['statements'][0]
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        for name in statement['tables']:
            connection.register(name, arrow(described, name, rows[name]))
        return connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table()


def shop_answer(sql: str, rows: dict[str, list[Json]], described: Json | None = None, **more: Any) -> list[list[Any]]:
    """The answer without noise."""
    described = described or shop(1_000, 1_000)
    planned = accepted(described, sql, accountSalt=SALT, **more)
    answer: list[list[Any]] = released(planned, shop_cells(planned, described, rows), NoNoise())['rows']
    return answer
