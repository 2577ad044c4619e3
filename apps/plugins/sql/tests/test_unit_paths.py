"""Tables whose unit lies at the end of a path: what they count, what one unit moves, and which paths are refused."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from dq0_sql import select_shape, sources
from dq0_sql.unit_path import Step, unit_path
from orders import KEY, LINK, PRICE, Rows, drawn, orders, path
from running import Json, NoNoise, accepted, ask, plan, released
from shop import SALT, shop_answer, shop_cells, unit


def person_of(rows: Rows) -> dict[Any, Any]:
    return {order['id']: order['person'] for order in rows['orders'] if order['person'] is not None}


def owned(rows: Rows) -> Rows:
    """Items and returns that lead to a person, with that person."""
    of_order = person_of(rows)
    items = [{**item, 'of': of_order[item['order_id']]} for item in rows['items'] if item['order_id'] in of_order]
    of_item = {item['id']: item['of'] for item in items}
    back = [{**row, 'of': of_item[row['item']]} for row in rows['returns'] if row['item'] in of_item]
    return {'items': items, 'returns': back}


MEANINGS: list[tuple[str, Any]] = [
    ('SELECT COUNT(*) FROM items', lambda s: [[len(s['items'])]]),
    ('SELECT COUNT(DISTINCT unit) FROM items', lambda s: [[len({row['of'] for row in s['items']})]]),
    ('SELECT COUNT(DISTINCT person) FROM returns', lambda s: [[len({row['of'] for row in s['returns']})]]),
    ('SELECT COUNT(*), SUM(price) FROM returns WHERE price > 5',
     lambda s: [[sum((row['price'] or 0) > 5 for row in s['returns']),
                 sum(row['price'] for row in s['returns'] if (row['price'] or 0) > 5)]]),
    ('SELECT COUNT(*) FROM (SELECT person, COUNT(*) AS n FROM items GROUP BY person) AS t WHERE n > 3',
     lambda s: [[sum(n > 3 for n in Counter(row['of'] for row in s['items']).values())]]),
    ('SELECT COUNT(*) FROM items WHERE person IN (SELECT person FROM returns)',
     lambda s: [[sum(row['of'] in {back['of'] for back in s['returns']} for row in s['items'])]]),
    ('SELECT COUNT(*) FROM items i JOIN returns r ON i.person = r.person WHERE r.price = 20',
     lambda s: [[sum(row['of'] == back['of'] for row in s['items'] for back in s['returns'] if back['price'] == 20)]]),
]  # fmt: skip


@pytest.mark.parametrize('seed', range(2))
@pytest.mark.parametrize(('sql', 'meaning'), MEANINGS)
def test_queries_equal_their_meaning(sql: str, meaning: Any, seed: int) -> None:
    rows = drawn(seed)
    assert shop_answer(sql, rows, orders(1_000, 1_000)) == meaning(owned(rows))


@pytest.mark.parametrize(('sql', '_meaning'), MEANINGS)
def test_the_mock_twin_has_rows_that_lead_to_units(sql: str, _meaning: Any) -> None:
    found = ask('mock', orders(), sql=sql, epsilon=5, delta=1e-7)
    assert found['accepted']
    assert 'items' not in sql or found['result']['rows'][0][0] > 10


def test_the_mock_sample_of_a_longer_twin_starts_with_the_shorter_one() -> None:
    short, long = (ask('sample', orders(), table='returns', rows=rows)['rows'] for rows in (5, 50))
    assert long[:5] == short


QUERIES = [
    'SELECT kind, COUNT(*) AS n, SUM(price) AS s FROM items GROUP BY kind',
    'SELECT kind, AVG(price) AS a, COUNT(DISTINCT price) AS d FROM items GROUP BY kind',
    'SELECT COUNT(*) AS n, VAR_POP(price) AS v FROM returns',
    'SELECT price, COUNT(DISTINCT unit) AS u FROM returns GROUP BY price',
    'SELECT kind, COUNT(*) AS n FROM items i JOIN orders o ON i.person = o.person GROUP BY kind',
]


def without(rows: Rows, person: int, *, orders_only: bool) -> Rows:
    """The neighbour: a person's orders are gone, and with them what leads there, or that stays and leads nowhere."""
    fewer = rows | {'orders': [order for order in rows['orders'] if order['person'] != person]}
    if orders_only:
        return fewer
    gone = {order['id'] for order in rows['orders'] if order['person'] == person}
    items = {item['id'] for item in rows['items'] if item['order_id'] in gone}
    return fewer | {
        'items': [item for item in rows['items'] if item['id'] not in items],
        'returns': [row for row in rows['returns'] if row['item'] not in items],
    }


def excess(planned: Json, described: Json, first: Rows, second: Rows) -> Fraction:
    """How far the worst column moves beyond its stated sensitivity, as a squared ratio; at most 1 is right."""
    keys = len(planned['program']['keys'])
    cells = []
    for rows in (first, second):
        found = [tuple(row.values()) for row in shop_cells(planned, described, rows).to_pylist()]
        cells.append({row[:keys]: row[keys:] for row in found})
    zero = (0,) * len(planned['events'])
    worst = Fraction(0)
    for position, event in enumerate(planned['events']):
        moves = [
            cells[0].get(cell, zero)[position] - cells[1].get(cell, zero)[position]
            for cell in cells[0].keys() | cells[1].keys()
        ]
        worst = max(worst, Fraction(sum(move**2 for move in moves), int(event['l2Squared'])))
    return worst


def worst_of(sql: str, seeds: int) -> Fraction:
    described = orders()
    planned = accepted(described, sql, accountSalt=SALT)
    return max(
        excess(planned, described, rows, without(rows, person, orders_only=only))
        for rows in map(drawn, range(seeds))
        for person in (1, 2, 3)
        for only in (True, False)
    )


@pytest.mark.parametrize('sql', QUERIES)
def test_no_integer_moves_more_than_stated(sql: str) -> None:
    assert worst_of(sql, 2) <= 1


def test_a_path_without_caps_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sources.along_path
    monkeypatch.setattr(sources, 'along_path', lambda *given: _one_row(real(*given)))
    assert max(worst_of(sql, 2) for sql in QUERIES[:2]) > 1


def _one_row(relation: Any) -> Any:
    from dataclasses import replace

    return replace(relation, rows=1)


def test_an_owners_minimum_along_the_path_holds() -> None:
    sql = 'SELECT COUNT(*) FROM returns'
    assert accepted(orders(), sql)['threshold'] is None
    described = orders()
    described['tables']['orders']['minUnits'] = 20
    assert accepted(described, sql)['threshold'] is not None


def test_what_is_linked_is_not_shown() -> None:
    for name in ('order_id', 'orders.id', 'shop'):
        assert not plan(orders(), f'SELECT COUNT(*) FROM items WHERE {name} = 3')['accepted']
    assert plan(orders(), 'SELECT COUNT(*) FROM items WHERE person = 3')['refusals'][0]['code'] == 'IDENTIFIER_USE'


def test_a_path_may_lead_to_the_unit_column_itself() -> None:
    described = orders(1_000, 1_000)
    described['tables']['orders']['keys'] = [['person']]
    described['tables']['items']['unit'] = path('order_id -> orders.person', groups=9, rows=1_000)
    rows = drawn(1)
    rows['orders'] = [{'id': 1, 'person': 1, 'shop': 'north'}, {'id': 2, 'person': 8, 'shop': 'north'}]
    expected = sum(item['order_id'] in {1, 8} for item in rows['items'])
    assert shop_answer('SELECT COUNT(*) FROM items', rows, described) == [[expected]]


WRONG: list[tuple[str, Json]] = [
    ('a link to nowhere', {'unit': path('order_id -> nothing.id')}),
    ('a column that is not there', {'unit': path('nothing -> orders.id')}),
    ('a key that is not declared', {'unit': path('order_id -> orders.person')}),
    ('texts and integers', {'columns': {'order_id': {'type': 'string'}, 'price': PRICE}}),
    ('bounds, which make keys one', {'columns': {'order_id': {**LINK, 'upper': 5}, 'price': PRICE}}),
    ('an end without a unit column', {'unit': path('order_id -> items.id')}),
]


@pytest.mark.parametrize(('_what', 'change'), WRONG)
def test_a_path_that_gives_no_row_exactly_one_unit_is_refused(_what: str, change: Json) -> None:
    refused = plan(orders(**change), 'SELECT COUNT(*) FROM items')['refusals'][0]
    assert refused['code'] == 'DEFINITION_UNSUPPORTED'
    assert ask('sample', orders(**change), table='items', rows=3)['rows']


def test_a_row_on_the_way_that_is_somebody_elses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """When that somebody leaves, rows of others would lose their way."""
    described = orders()
    columns = described['tables']['items']['columns'] | {'buyer': KEY}
    described['tables']['items'] |= {'unit': unit(2, 3, 'buyer'), 'columns': columns}
    sql = 'SELECT COUNT(*) AS n FROM returns'
    assert plan(described, sql)['refusals'][0]['code'] == 'DEFINITION_UNSUPPORTED'

    monkeypatch.setattr(select_shape, 'unit_path', _without_the_rule)
    monkeypatch.setattr('dq0_sql.along_path.unit_path', _without_the_rule)
    planned = accepted(described, sql, accountSalt=SALT)
    rows: Rows = {
        'orders': [{'id': number, 'person': number, 'shop': 'north'} for number in range(1, 9)],
        'items': [{'id': n, 'order_id': n, 'price': 1, 'kind': 'a', 'buyer': 50} for n in range(1, 9)],
        'returns': [{'item': number, 'price': 1} for number in range(1, 9)],
    }
    fewer = rows | {'items': []}
    assert excess(planned, described, rows, fewer) > 1
    assert released(planned, shop_cells(planned, described, fewer), NoNoise())['rows'] == [[0]]


def _without_the_rule(data: Any, table: Any) -> tuple[Step, ...]:
    steps, at = [], table
    for link in table.via:
        target = next(found for found in data.tables if found.name == link.table)
        named = {found.name: found for found in (*target.columns, *at.columns)}
        steps.append(Step(next(c for c in at.columns if c.name == link.column), target, named[link.key]))
        at = target
    return tuple(steps)


def test_paths_are_read_as_they_are_written() -> None:
    from dq0_sql.definition import read_definition

    data = read_definition(orders())
    found = unit_path(data, data.tables[2])
    assert [(step.column.name, step.table.name, step.key.name) for step in found if isinstance(step, Step)] == [
        ('item', 'items', 'id'), ('order_id', 'orders', 'id'),
    ]  # fmt: skip
