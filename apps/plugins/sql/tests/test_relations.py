"""Joins, sub-queries, WITH, UNION ALL and semi-joins: they mean what they say, and hold their sensitivities."""

from __future__ import annotations

import random
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

from dq0_sql import joins, sources
from running import Json, accepted, ask, plan
from shop import SALT, drawn, shop, shop_answer, shop_cells

Rows = dict[str, list[Json]]


def _seen(rows: Rows) -> Rows:
    """Rows behind the normalising views; a town whose key is not unique is none."""

    def held(value: Any, low: int, high: int) -> Any:
        return None if value is None else min(max(value, low), high)

    visits = [
        {**row, 'town': held(row['town'], 1, 6), 'spent': held(row['spent'], 0, 20),
         'kind': row['kind'] if row['kind'] in {'a', 'b', 'c'} else None}
        for row in rows['visits'] if row['person'] is not None
    ]  # fmt: skip
    payments = [{**row, 'amount': held(row['amount'], 0, 20)} for row in rows['payments'] if row['payer'] is not None]
    ids = [row['id'] for row in rows['towns']]
    towns = [row for row in rows['towns'] if ids.count(row['id']) == 1]
    members = [{**row, 'age': held(row['age'], 0, 20)} for row in rows['members']]
    return {'visits': visits, 'payments': payments, 'towns': towns, 'prices': rows['prices'], 'members': members}


def _by(rows: list[Json], key: str) -> dict[Any, list[Json]]:
    found: dict[Any, list[Json]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _total(values: list[Any]) -> Any:
    return sum(value for value in values if value is not None)


def _region(seen: Rows, town: Any) -> Any:
    return next((row['region'] for row in seen['towns'] if row['id'] == town), None)


REGIONS = ['north', 'south', None]
JOIN_TOWN = 'visits AS v JOIN towns AS t ON v.town = t.id'


def _in_region(seen: Rows, region: Any, table: str, key: str) -> list[Json]:
    known = {row['id'] for row in seen['towns']}
    return [row for row in seen[table] if row[key] in known and _region(seen, row[key]) == region]


def _persons(seen: Rows) -> dict[Any, list[Json]]:
    return _by(seen['visits'], 'person')


MEANINGS: list[tuple[str, Any]] = [
    (f'SELECT region, COUNT(*), SUM(spent) FROM {JOIN_TOWN} GROUP BY region',
     lambda s: [[r, len(found := _in_region(s, r, 'visits', 'town')), _total([v['spent'] for v in found])]
                for r in REGIONS]),
    ('SELECT region, COUNT(*) AS n FROM towns JOIN visits ON id = town GROUP BY region',
     lambda s: [[r, len(_in_region(s, r, 'visits', 'town'))] for r in REGIONS]),
    ('SELECT t.region, COUNT(*), SUM(m.age) FROM members m JOIN towns t ON m.home = t.id GROUP BY t.region',
     lambda s: [[r, len(found := _in_region(s, r, 'members', 'home')), _total([v['age'] for v in found])]
                for r in REGIONS]),
    ('SELECT COUNT(*) FROM members LEFT JOIN towns ON home = id', lambda s: [[len(s['members'])]]),
    ("SELECT COUNT(*) FROM members LEFT JOIN towns ON home = id WHERE COALESCE(region, 'x') = 'x'",
     lambda s: [[sum(_region(s, m['home']) is None for m in s['members'])]]),
    ('SELECT COUNT(*), COUNT(DISTINCT unit) AS u FROM visits JOIN prices USING (kind)',
     lambda s: [[sum(p['kind'] == v['kind'] for v in s['visits'] for p in s['prices']),
                 len({v['person'] for v in s['visits'] if v['kind'] is not None})]]),
    ('SELECT COUNT(*) FROM (SELECT spent * 2 AS twice, kind FROM visits WHERE spent > 3) AS d WHERE twice < 30',
     lambda s: [[sum(v['spent'] is not None and 3 < v['spent'] < 15 for v in s['visits'])]]),
    ('WITH big AS (SELECT * FROM visits WHERE spent > 10) SELECT kind, COUNT(*) FROM big GROUP BY kind',
     lambda s: [[k, sum(v['kind'] == k and (v['spent'] or 0) > 10 for v in s['visits'])]
                for k in ('a', 'b', 'c', None)]),
    ('WITH a AS (SELECT person, spent FROM visits), b AS (SELECT person AS p FROM a WHERE spent > 5) '
     'SELECT COUNT(DISTINCT p) FROM b',
     lambda s: [[len({v['person'] for v in s['visits'] if (v['spent'] or 0) > 5})]]),
    ('SELECT n, COUNT(*) FROM (SELECT person, CLAMP(c, 0, 4) AS n FROM '
     '(SELECT person, COUNT(*) AS c FROM visits GROUP BY person) AS i) AS o GROUP BY n',
     lambda s: [[n, sum(min(len(rows), 4) == n for rows in _persons(s).values())] for n in range(5)]),
    ('SELECT AVG(CLAMP(total, 0, 100)) AS a FROM (SELECT person, SUM(spent) AS total FROM visits GROUP BY person) AS t',
     lambda s: [[_mean([min(_total([v['spent'] for v in rows]), 100) for rows in _persons(s).values()
                        if any(v['spent'] is not None for v in rows)])]]),
    ('SELECT SUM(CLAMP(CAST(m * 4 AS INTEGER), 0, 80)) AS s FROM '
     '(SELECT person, AVG(spent / 4) AS m, SUM(spent * 0.5) AS h FROM visits GROUP BY person) AS t WHERE h < 60.5',
     lambda s: [[_quarters(s)]]),
    ('SELECT COUNT(*) FROM members m JOIN (SELECT id AS i, size FROM towns) AS t ON m.home = t.i',
     lambda s: [[sum(m['home'] in {t['id'] for t in s['towns']} for m in s['members'])]]),
    ('SELECT SUM(top), SUM(low) FROM '
     '(SELECT person, MAX(spent) AS top, MIN(spent) AS low FROM visits GROUP BY person) AS t',
     lambda s: [[sum(pick([v['spent'] for v in rows if v['spent'] is not None] or [0]) for rows in _persons(s).values())
                 for pick in (max, min)]]),
    ('SELECT SUM(span), COUNT(*) FROM (SELECT person, MAX(spent) - MIN(spent) AS span, COUNT(*) AS n FROM visits '
     'GROUP BY person HAVING COUNT(*) > 1) AS t WHERE n < 9',
     lambda s: [[_total([max(spent) - min(spent) for rows in found
                         if (spent := [v['spent'] for v in rows if v['spent'] is not None])]), len(found)]
                for found in [[rows for rows in _persons(s).values() if 1 < len(rows) < 9]]]),
    ("SELECT SUM(CLAMP(often, -5, 5)) FROM (SELECT person, town, COUNT(*) FILTER (WHERE kind = 'a') - COUNT(kind) * 2 "
     '+ town AS often FROM visits GROUP BY person, town) AS t',
     lambda s: [[_total([min(max(-5, sum(v['kind'] == 'a' for v in rows) + town
                                 - 2 * sum(v['kind'] is not None for v in rows)), 5)
                         for of_person in _persons(s).values() for town in range(1, 7)
                         if (rows := [v for v in of_person if v['town'] == town])])]]),
    ("SELECT kind, COUNT(*) FILTER (WHERE spent > 10), SUM(spent) FILTER (WHERE town < 3), COUNT(*) FROM visits "
     'GROUP BY kind',
     lambda s: [[k, sum((v['spent'] or 0) > 10 for v in rows),
                 _total([v['spent'] for v in rows if v['town'] is not None and v['town'] < 3]), len(rows)]
                for k in ('a', 'b', 'c', None) for rows in [[v for v in s['visits'] if v['kind'] == k]]]),
    ('SELECT COUNT(*) FROM (SELECT person FROM visits GROUP BY person HAVING COUNT(*) > 2 AND MAX(spent) > 5) AS t',
     lambda s: [[sum(len(rows) > 2 and max([v['spent'] or 0 for v in rows]) > 5 for rows in _persons(s).values())]]),
    ('SELECT COUNT(*) FROM (SELECT person, kind, COUNT(DISTINCT town) AS d FROM visits GROUP BY person, kind) AS t '
     'WHERE d > 1',
     lambda s: [[sum(len({v['town'] for v in rows if v['kind'] == k} - {None}) > 1
                     for rows in _persons(s).values() for k in {v['kind'] for v in rows})]]),
    ('SELECT method, COUNT(*) FROM visits v JOIN payments p ON v.person = p.payer GROUP BY method',
     lambda s: [[m, sum(v['person'] == p['payer'] and p['method'] == m for v in s['visits'] for p in s['payments'])]
                for m in ('card', 'cash', None)]),
    ('SELECT COUNT(*) FROM visits v LEFT JOIN payments p ON v.person = p.payer',
     lambda s: [[sum(max(1, sum(v['person'] == p['payer'] for p in s['payments'])) for v in s['visits'])]]),
    ('SELECT COUNT(*) FROM visits WHERE person IN (SELECT payer FROM payments WHERE amount > 5)',
     lambda s: [[sum(v['person'] in _payers(s, 5) for v in s['visits'])]]),
    ('SELECT COUNT(DISTINCT unit) AS u FROM visits WHERE person NOT IN (SELECT payer FROM payments WHERE amount > 5) '
     'AND spent >= 0',
     lambda s: [[len({v['person'] for v in s['visits'] if v['spent'] is not None} - _payers(s, 5))]]),
    ('SELECT COUNT(*) FROM visits v WHERE EXISTS (SELECT 1 FROM payments p WHERE p.payer = v.person AND amount > 5)',
     lambda s: [[sum(v['person'] in _payers(s, 5) for v in s['visits'])]]),
    ('SELECT COUNT(DISTINCT unit) AS u FROM visits AS v WHERE spent >= 0 AND NOT EXISTS '
     '(SELECT * FROM payments JOIN visits AS w ON payer = w.person WHERE v.person = payer AND amount > 5)',
     lambda s: [[len({v['person'] for v in s['visits'] if v['spent'] is not None} - _payers(s, 5))]]),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS '
     '(SELECT payer FROM payments WHERE payer = visits.person AND payer NOT IN '
     '(SELECT payer FROM payments WHERE amount > 5))',
     lambda s: [[sum(v['person'] in _payers(s, -1) - _payers(s, 5) for v in s['visits'])]]),
    ("SELECT COUNT(*) FROM visits WHERE NOT EXISTS (SELECT 1 FROM towns WHERE id = town AND size = 1)",
     lambda s: [[sum(v['town'] not in {t['id'] for t in s['raw_towns'] if t['size'] == 1} for v in s['visits'])]]),
    ("SELECT COUNT(*) FROM visits WHERE town IN (SELECT id FROM towns WHERE size = 1)",
     lambda s: [[sum(v['town'] in {t['id'] for t in s['raw_towns'] if t['size'] == 1} for v in s['visits'])]]),
    ('SELECT COUNT(*), SUM(x) FROM '
     '(SELECT person, spent AS x FROM visits UNION ALL SELECT payer, amount FROM payments) u',
     lambda s: [[len(s['visits']) + len(s['payments']),
                 _total([v['spent'] for v in s['visits']]) + _total([p['amount'] for p in s['payments']])]]),
    ('SELECT COUNT(DISTINCT person) FROM (SELECT person FROM visits UNION ALL SELECT payer FROM payments) u',
     lambda s: [[len({v['person'] for v in s['visits']} | {p['payer'] for p in s['payments']})]]),
    ('SELECT band, COUNT(*) FROM (SELECT FLOOR(spent / 5) * 5 AS band FROM visits) AS t GROUP BY band',
     lambda s: [[b, sum(v['spent'] is not None and v['spent'] // 5 * 5 == b for v in s['visits'])]
                for b in (0, 5, 10, 15, 20)] + [[None, sum(v['spent'] is None for v in s['visits'])]]),
]  # fmt: skip


def _quarters(seen: Rows) -> int:
    """Four times the average quarter of what each person spent, rounded, of those below 60.5 halves."""
    total = 0
    for rows in _persons(seen).values():
        values = [v['spent'] for v in rows if v['spent'] is not None]
        if values and sum(values) * 0.5 < 60.5:
            total += int(sum(values) / len(values) + 0.5)
    return total


def _mean(values: list[Any]) -> float | None:
    return float(Fraction(sum(values), len(values))) if values else None


def _payers(seen: Rows, least: int) -> set[Any]:
    return {row['payer'] for row in seen['payments'] if (row['amount'] or 0) > least}


@pytest.mark.parametrize('seed', range(3))
@pytest.mark.parametrize(('sql', 'meaning'), MEANINGS)
def test_queries_equal_their_meaning(sql: str, meaning: Any, seed: int) -> None:
    rows = drawn(seed)
    seen = _seen(rows) | {'raw_towns': rows['towns']}
    assert shop_answer(sql, rows) == meaning(seen)


SHAPES = [
    'SELECT region, {} FROM visits v JOIN towns t ON v.town = t.id GROUP BY region',
    'SELECT price, {} FROM visits JOIN prices USING (kind) GROUP BY price',
    'SELECT method, {} FROM visits v JOIN payments p ON v.person = p.payer GROUP BY method',
    'SELECT kind, {} FROM visits v LEFT JOIN payments p ON v.person = p.payer GROUP BY kind',
    'SELECT kind, {} FROM visits WHERE person IN (SELECT payer FROM payments WHERE amount > 5) GROUP BY kind',
    'SELECT town, {} FROM visits WHERE person NOT IN (SELECT payer FROM payments) GROUP BY town',
    'SELECT town, {} FROM visits v WHERE NOT EXISTS (SELECT 1 FROM payments WHERE payer = v.person AND amount > 5) '
    'GROUP BY town',
    'SELECT town, {} FROM (SELECT person, town, MAX(spent) AS spent FROM visits GROUP BY person, town) t GROUP BY town',
    'SELECT {} FROM (SELECT person, CLAMP(total, 0, 20) AS spent FROM '
    '(SELECT person, SUM(spent) AS total FROM visits GROUP BY person) AS i) AS t',
    'SELECT spent, {} FROM (SELECT person, spent FROM visits UNION ALL SELECT payer, amount FROM payments) u '
    'GROUP BY spent',
    'WITH v AS (SELECT person, spent FROM visits WHERE spent > 2) SELECT {} FROM v',
]
AGGREGATES = [
    *('COUNT(*) AS n', 'SUM(spent) AS s', 'AVG(spent) AS a', 'COUNT(DISTINCT spent) AS d', 'VAR_POP(spent) AS p'),
]


def _excess(described: Json, planned: Json, rows: Rows, person: int) -> Fraction:
    keys = len(planned['program']['keys'])
    smaller = rows | {
        'visits': [row for row in rows['visits'] if row['person'] != person],
        'payments': [row for row in rows['payments'] if row['payer'] != person],
    }
    cells = []
    for world in (rows, smaller):
        found = [tuple(row.values()) for row in shop_cells(planned, described, world).to_pylist()]
        cells.append({row[:keys]: row[keys:] for row in found})
    noise = [event for event in planned['events'] if event['kind'] != 'additive_delta']
    zero, worst = (0,) * len(noise), Fraction(0)
    for position, event in enumerate(noise):
        moved = sum(
            (cells[0].get(cell, zero)[position] - cells[1].get(cell, zero)[position]) ** 2
            for cell in cells[0].keys() | cells[1].keys()
        )
        worst = max(worst, Fraction(moved, int(event['l2Squared'])))
    return worst


@pytest.mark.parametrize('shape', SHAPES)
@pytest.mark.parametrize('caps', [(1, 1), (2, 3)])
def test_no_integer_moves_more_than_stated(shape: str, caps: tuple[int, int]) -> None:
    generator = random.Random(f'{shape}{caps}')
    for seed in range(3):
        chosen = ', '.join(generator.sample(AGGREGATES, generator.randint(1, 3)))
        described, rows = shop(*caps), drawn(seed)
        sql = shape.format(chosen)
        reply = accepted(described, sql, accountSalt=SALT)
        for person in (1, 2, 3, 7):
            assert _excess(described, reply, rows, person) <= 1, sql


@pytest.mark.parametrize('aggregate', ['COUNT(*) AS n', 'SUM(age) AS s'])
def test_rows_that_are_people_stay_one_row_in_a_join(aggregate: str) -> None:
    described, rows = shop(), drawn(1)
    sql = f'SELECT region, {aggregate} FROM members JOIN towns ON home = id GROUP BY region'
    planned = accepted(described, sql)
    whole = {row['k0']: row['a0'] for row in shop_cells(planned, described, rows).to_pylist()}
    for index in range(len(rows['members'])):
        fewer = rows | {'members': rows['members'][:index] + rows['members'][index + 1 :]}
        without = {row['k0']: row['a0'] for row in shop_cells(planned, described, fewer).to_pylist()}
        moved = sum((whole.get(key, 0) - without.get(key, 0)) ** 2 for key in whole.keys() | without.keys())
        assert moved <= int(planned['events'][0]['l2Squared'])


def test_a_compiler_that_believes_a_false_key_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    real = joins._keyed
    monkeypatch.setattr(joins, '_keyed', lambda public, equated: real(public, equated) and public)
    described, rows = shop(), drawn(1)
    rows['towns'] = [{'id': 1, 'region': 'north', 'size': 1}] * 9
    rows['members'] = [{'home': 1, 'age': 3}]
    planned = accepted(described, 'SELECT COUNT(*) AS n FROM members JOIN towns ON home = id')
    assert shop_cells(planned, described, rows).to_pylist() == [{'a0': 9}]
    monkeypatch.undo()
    planned = accepted(described, 'SELECT COUNT(*) AS n FROM members JOIN towns ON home = id')
    assert shop_cells(planned, described, rows).to_pylist() == [{'a0': 0}]


def test_the_smaller_caps_are_charged_in_a_join(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = 'SELECT method, COUNT(*) AS n FROM visits v JOIN payments p ON v.person = p.payer GROUP BY method'
    assert accepted(shop(2, 3), sql)['events'][0]['l2Squared'] == str(2 * 3**2)
    monkeypatch.setattr(sources, 'narrower', lambda left, right: right)
    assert accepted(shop(2, 3), sql)['events'][0]['l2Squared'] == str(3 * 4**2)


def test_proven_bounds_make_an_answer_cheaper() -> None:
    inner = 'SELECT person, COUNT(*) AS c FROM visits GROUP BY person'
    planned = accepted(shop(3, 5), f'SELECT COUNT(*) AS n FROM ({inner}) AS t WHERE c > 2')
    assert planned['events'][0]['l2Squared'] == '1'
    assert 'ranked' not in planned['statements'][0]['sql']
    assert planned['statements'][0]['tables'] == ['visits']


REFUSED = [
    ('SELECT COUNT(*) FROM members m JOIN members n ON m.home = n.home', 'JOIN'),
    ('SELECT COUNT(*) FROM members m JOIN visits v ON m.home = v.town', 'JOIN'),
    ('SELECT COUNT(*) FROM members JOIN prices ON age = price', 'FAN_OUT'),
    ('SELECT COUNT(*) FROM members JOIN towns ON home = size', 'FAN_OUT'),
    ('SELECT COUNT(*) FROM members JOIN (SELECT size AS id, region FROM towns) AS t ON home = id', 'FAN_OUT'),
    ('SELECT COUNT(*) FROM (SELECT CAST(home AS DOUBLE) AS h FROM members) AS m JOIN towns ON h = id', 'FAN_OUT'),
    ('SELECT COUNT(*) FROM visits v JOIN payments p ON v.spent = p.amount', 'JOIN_UNIT'),
    ('SELECT COUNT(*) FROM visits v JOIN payments p ON v.person > p.payer', 'JOIN'),
    ('SELECT COUNT(*) FROM visits v JOIN payments p', 'JOIN'),
    ('SELECT COUNT(*) FROM visits, payments', 'JOIN'),
    ('SELECT COUNT(*) FROM visits RIGHT JOIN towns ON town = id', 'JOIN'),
    ('SELECT COUNT(*) FROM visits FULL JOIN towns ON town = id', 'JOIN'),
    ('SELECT COUNT(*) FROM towns LEFT JOIN visits ON town = id', 'JOIN'),
    ('SELECT COUNT(*) FROM visits JOIN visits ON person = person', 'JOIN'),
    ('SELECT COUNT(*) FROM visits WHERE spent IN (SELECT amount FROM payments)', 'SUBQUERY_UNIT'),
    ('SELECT COUNT(*) FROM visits WHERE person IN (SELECT id FROM towns)', 'IDENTIFIER_USE'),
    ('SELECT COUNT(*) FROM visits WHERE spent > 3 OR person IN (SELECT payer FROM payments)', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE spent > (SELECT AVG(amount) FROM payments)', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments)', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE amount > spent)', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE amount = spent)', 'SUBQUERY_UNIT'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE amount = person)', 'SUBQUERY_UNIT'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE payer = person AND amount = spent)',
     'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE payer = person AND amount > spent)',
     'COLUMN_UNKNOWN'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT payer FROM payments WHERE payer = person GROUP BY payer)',
     'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE payer = person LIMIT 1)', 'LIMIT_INSIDE'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM payments WHERE payer = person) OR spent > 3', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits WHERE EXISTS (SELECT 1 FROM towns WHERE id = person)', 'IDENTIFIER_USE'),
    ('SELECT EXISTS (SELECT 1 FROM payments WHERE payer = 3) AS e, COUNT(*) FROM visits', 'SUBQUERY'),
    ('SELECT COUNT(*) FROM visits HAVING EXISTS (SELECT 1 FROM payments)', 'CONSTRUCT'),
    ('SELECT COUNT(*) FROM (SELECT town, COUNT(*) AS n FROM visits GROUP BY town) AS t', 'PER_UNIT'),
    ('SELECT COUNT(*) FROM (SELECT home FROM members GROUP BY home) AS t', 'PER_UNIT'),
    ('SELECT COUNT(*) FROM (SELECT DISTINCT town FROM visits) AS t', 'DISTINCT'),
    ('SELECT COUNT(*) FROM (SELECT town FROM visits LIMIT 3) AS t', 'LIMIT_INSIDE'),
    ('SELECT COUNT(*) FROM (SELECT town FROM visits ORDER BY spent) AS t', 'LIMIT_INSIDE'),
    ('SELECT COUNT(*) FROM (SELECT person, spent FROM visits UNION SELECT payer, amount FROM payments) AS t',
     'SET_OPERATION'),
    ('SELECT COUNT(*) FROM (SELECT home FROM members UNION ALL SELECT home FROM members) AS t', 'SET_OPERATION'),
    ('SELECT COUNT(*) FROM (SELECT person, spent FROM visits UNION ALL SELECT payer FROM payments) AS t',
     'SET_OPERATION'),
    ('SELECT COUNT(*) FROM (SELECT person FROM visits UNION ALL SELECT amount FROM payments) AS t', 'UNIT_MISMATCH'),
    ('SELECT COUNT(*) FROM towns', 'PUBLIC_ONLY'),
    ('SELECT person, COUNT(*) FROM (SELECT person FROM visits) AS t GROUP BY person', 'IDENTIFIER_USE'),
    ('SELECT COUNT(*) FROM (SELECT person AS p FROM visits) AS t WHERE p > 3', 'IDENTIFIER_USE'),
    ('SELECT SUM(n) FROM (SELECT person, COUNT(*) AS n FROM visits GROUP BY person) AS t', 'UNBOUNDED'),
    ('SELECT SUM(n) FROM (SELECT person, spent + COUNT(*) AS n FROM visits GROUP BY person) AS t', 'NOT_GROUPED'),
    ('SELECT COUNT(*) FROM (SELECT person, 1 + COUNT(*) FROM visits GROUP BY person) AS t', 'NAME'),
    ('SELECT COUNT(*) FROM (SELECT person, 1 + COUNT(*) AS n, 2 AS n FROM visits GROUP BY person) AS t', 'NOT_GROUPED'),
    ('SELECT COUNT(*) FROM (SELECT person, 1 + COUNT(*) AS n, MAX(spent) AS N FROM visits GROUP BY person) AS t',
     'DUPLICATE_NAME'),
    ('SELECT SUM(n) FROM (SELECT person, SUM(spent) AS n FROM visits GROUP BY person) AS t', 'UNBOUNDED'),
    ('SELECT COUNT(*) FROM (SELECT spent + 1 FROM visits) AS t', 'NAME'),
    ('SELECT COUNT(*) FROM (SELECT spent FROM visits)', 'SUBQUERY'),
    ('WITH a AS (SELECT * FROM a) SELECT COUNT(*) FROM a', 'TABLE_UNKNOWN'),
    ('WITH RECURSIVE a AS (SELECT * FROM visits) SELECT COUNT(*) FROM a', 'CTE'),
    ('SELECT COUNT(*) FROM visits v JOIN towns t ON v.town = t.id WHERE nothing > 3', 'COLUMN_UNKNOWN'),
    ('SELECT COUNT(*) FROM visits v JOIN prices p ON v.kind = p.kind WHERE kind = \'a\'', 'COLUMN_AMBIGUOUS'),
]  # fmt: skip


@pytest.mark.parametrize(('sql', 'code'), REFUSED)
def test_what_has_no_rule_is_refused_with_place_and_way_out(sql: str, code: str) -> None:
    refused = plan(shop(), sql, accountSalt=SALT)
    assert not refused['accepted'], sql
    found = refused['refusals'][0]
    assert found['code'] == code
    assert found['remedy']
    if code != 'PUBLIC_ONLY':
        assert 0 <= found['position'][0] < found['position'][1] <= len(sql)


def test_many_reads_of_one_sub_query_end() -> None:
    chain = ', '.join(f't{n + 1} AS (SELECT a.person FROM t{n} a JOIN t{n} b ON a.person = b.person)' for n in range(8))
    found = plan(shop(), f'WITH t0 AS (SELECT person FROM visits), {chain} SELECT COUNT(*) FROM t8')
    assert found['refusals'][0]['code'] == 'TOO_MANY_TABLES'


@pytest.mark.parametrize(('sql', '_meaning'), MEANINGS)
def test_the_mock_twin_answers_too(sql: str, _meaning: Any) -> None:
    assert ask('mock', shop(), sql=sql, epsilon=1, delta=1e-7)['accepted']


def test_a_common_table_with_having_may_be_read_twice() -> None:
    common = 'WITH w AS (SELECT person FROM visits GROUP BY person HAVING COUNT(*) > 2)'
    rows = drawn(1)
    counts = [len(found) for found in _persons(_seen(rows)).values()]
    twice = shop_answer(f'{common} SELECT COUNT(*) FROM w AS a JOIN w AS b ON a.person = b.person', rows)
    assert twice == [[sum(count > 2 for count in counts)]]


def test_an_owners_minimum_holds_for_every_table_that_is_read() -> None:
    sql = 'SELECT COUNT(*) FROM payments WHERE payer IN (SELECT person FROM visits)'
    assert accepted(shop(), sql)['threshold'] is None
    assert accepted(shop(minUnits=20), sql)['threshold'] is not None
