"""A data set whose items and returns have no unit column: links lead from them to orders, which have one."""

from __future__ import annotations

import random
from typing import Any

from census import definition
from running import Json
from shop import unit

KEY: Json = {'type': 'integer', 'identifier': True}
LINK: Json = {'type': 'integer', 'hidden': True}
PRICE: Json = {'type': 'integer', 'lower': 0, 'upper': 20}
Rows = dict[str, list[Json]]


def path(*via: str, groups: int = 2, rows: int = 3) -> Json:
    return {'kind': 'path', 'via': list(via), 'maxGroups': groups, 'maxRows': rows}


def orders(groups: int = 2, rows: int = 3, **more: Any) -> Json:
    """Items belong to orders and orders to people; returns belong to items. `more` replaces fields of `items`."""
    to_order = 'order_id -> orders.id'
    tables: Json = {
        'orders': {
            'unit': unit(groups, rows),
            'maxUnits': 1_000,
            'keys': [['id']],
            'columns': {'id': KEY, 'person': KEY, 'shop': {'type': 'string', 'values': ['north', 'south']}},
        },
        'items': {
            'unit': path(to_order, groups=groups, rows=rows),
            'maxUnits': 1_000,
            'keys': [['id']],
            'columns': {
                'id': KEY, 'order_id': LINK, 'price': PRICE, 'kind': {'type': 'string', 'values': ['a', 'b', 'c']},
            },
            **more,
        },
        'returns': {
            'unit': path('item -> items.id', to_order, groups=groups, rows=rows),
            'maxUnits': 1_000,
            'columns': {'item': KEY, 'price': PRICE},
        },
    }  # fmt: skip
    return {**definition({'x': {'type': 'boolean'}}), 'tables': tables}


def drawn(seed: int) -> Rows:
    """People 1 and 2 have very many items; some rows lead nowhere."""
    pick = random.Random(seed).choice
    people = [1] * 8 + [2] * 6 + [3, 4, 5, 6, None]
    found: Rows = {
        'orders': [
            {'id': number, 'person': person, 'shop': pick(['north', 'south'])} for number, person in enumerate(people)
        ]
    }
    found['items'] = [
        {
            'id': number,
            'order_id': pick([None, 99, *range(len(people)), 0, 1, 8]),
            'price': pick([None, 0, 20, 10**9, -(10**9), 7]),
            'kind': pick(['a', 'b', 'c', '?']),
        }
        for number in range(70)
    ]
    found['returns'] = [{'item': pick([None, 500, *range(70)]), 'price': pick([None, 3, 20])} for _ in range(40)]
    return found
