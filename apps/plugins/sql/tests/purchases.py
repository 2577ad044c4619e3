"""Purchases of customers with very many rows that tie, and windows over them beside their meaning in plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from census import definition
from running import Json
from shop import unit
from window_reference import Partition, partitions

Rows = dict[str, list[Json]]
LOW, HIGH = date(2020, 1, 1), date(2020, 12, 31)
KINDS = ['a', 'b', 'c']
DAYS = [date(1999, 1, 1), date(2020, 2, 29), date(2020, 2, 29), date(2020, 3, 1), date(2030, 1, 1)]
LONG = 'x' * 1_100
"""Begins texts that a database sorting by the first 1,024 bytes takes for equal."""


def purchases(groups: int = 3, rows: int = 4) -> Json:
    """Purchases of customers, and a public table of prices with a declared key."""
    amount: Json = {'type': 'integer', 'lower': 0, 'upper': 20}
    kind: Json = {'type': 'string', 'values': KINDS}
    tables: Json = {
        'purchases': {
            'unit': unit(groups, rows, 'customer'),
            'maxUnits': 10_000,
            'columns': {
                'customer': {'type': 'integer', 'identifier': True},
                'day': {'type': 'date', 'lower': LOW.isoformat(), 'upper': HIGH.isoformat()},
                'spent': amount, 'kind': kind, 'rate': {'type': 'float', 'lower': -1, 'upper': 2},
                'note': {'type': 'string'},
            },
        },
        'prices': {
            'unit': {'kind': 'public'}, 'maxUnits': 100, 'keys': [['code']],
            'columns': {'code': kind, 'price': {'type': 'integer', 'lower': 0, 'upper': 50}},
        },
    }  # fmt: skip
    return {**definition({'x': {'type': 'boolean'}}), 'tables': tables}


def drawn(seed: int) -> Rows:
    """Two customers have very many purchases, most of them alike in what they are ordered by."""
    pick = random.Random(seed).choice

    def purchase(customer: Any) -> Json:
        return {
            'customer': customer,
            'day': pick([None, *DAYS]),
            'spent': pick([None, 0, 3, 3, 7, 20, 10**9, -(10**9)]),
            'kind': pick(['a', 'b', 'c', '?']),
            'rate': pick([None, 0.0, 0.5, 0.5, -7.0, 1.25]),
            'note': pick([None, 'note', 'Note', 'é note', f'{LONG}1', f'{LONG}2', f'{LONG}3']),
        }

    people = [1] * 17 + [2] * 9 + [3] * 4 + [4, 4, 5, 6, None, None]
    rows = [purchase(customer) for customer in people]
    rows += [dict(rows[0]), dict(rows[1]), dict(rows[20])]
    random.Random(seed).shuffle(rows)
    prices = [{'code': 'a', 'price': 10}, {'code': 'b', 'price': None}]
    return {'purchases': rows, 'prices': prices}


def seen(rows: Rows) -> list[Json]:
    """Purchases behind the normalising view, in the order of the columns."""

    def held(value: Any, low: Any, high: Any) -> Any:
        return None if value is None else min(max(value, low), high)

    return [
        {
            'customer': row['customer'], 'day': held(row['day'], LOW, HIGH), 'spent': held(row['spent'], 0, 20),
            'kind': row['kind'] if row['kind'] in KINDS else None, 'rate': held(row['rate'], -1.0, 2.0),
            'note': row['note'],
        }
        for row in rows['purchases'] if row['customer'] is not None
    ]  # fmt: skip


def _up(*columns: str) -> list[tuple[str, bool, bool]]:
    """Ascending: NULL counts as the smallest value."""
    return [(column, False, True) for column in columns]


DAY, SPENT = _up('day'), _up('spent')
DOWN = [('day', True, False), ('spent', True, False)]
NOTE_DOWN = [('note', True, True)]


def _added(values: Any) -> int:
    return sum(value for value in values if value is not None)


def _spent(rows: list[Json]) -> list[Any]:
    return [row['spent'] for row in rows if row['spent'] is not None]


def _kept(parts: list[Partition], keep: Callable[[Json, int], bool]) -> list[Json]:
    """Rows that are kept by their numbers."""
    return [row for part in parts for row, number in zip(part.rows, part.numbers, strict=True) if keep(row, number)]


def _by_kind(kinds: list[Any]) -> list[list[Any]]:
    return [[kind, sum(found == kind for found in kinds)] for kind in (*KINDS, None)]


def _totals(rows: list[Json]) -> list[Json]:
    """What each customer spent on each kind."""
    groups = {(row['customer'], row['kind']) for row in rows}
    found = {pair: _spent([row for row in rows if (row['customer'], row['kind']) == pair]) for pair in groups}
    return [
        {'customer': who, 'kind': kind, 'total': sum(spent) if spent else None} for (who, kind), spent in found.items()
    ]


def _frames(rows: list[Json], order: Any, start: int | None, end: int | None) -> list[list[Json]]:
    return [frame for part in partitions(rows, order) for frame in part.frames(start, end)]


def _rows_with(parts: list[Partition], values: Callable[[Partition], list[Any]]) -> list[tuple[Json, Any]]:
    return [pair for part in parts for pair in zip(part.rows, values(part), strict=True)]


FIRST = 'SELECT customer, day, spent, kind, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) AS n FROM purchases'
MEANINGS: list[tuple[str, Callable[[list[Json]], list[list[Any]]]]] = [
    (f'SELECT COUNT(*), SUM(spent) FROM ({FIRST}) AS t WHERE n = 1',
     lambda s: [[len(kept := _kept(partitions(s, DAY), lambda row, n: n == 1)), _added(_spent(kept))]]),
    (f'WITH t AS ({FIRST}) SELECT kind, COUNT(*) FROM t WHERE n <= 3 GROUP BY kind',
     lambda s: _by_kind([row['kind'] for row in _kept(partitions(s, DAY), lambda row, n: n <= 3)])),
    ('SELECT SUM(spent) FROM (SELECT spent, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day DESC, spent DESC) '
     'AS n FROM purchases) AS t WHERE n BETWEEN 1 AND 2',
     lambda s: [[_added(_spent(_kept(partitions(s, DOWN), lambda row, n: n <= 2)))]]),
    ('SELECT COUNT(*), SUM(spent) FROM (SELECT spent, ROW_NUMBER() OVER (PARTITION BY kind, customer ORDER BY rate '
     'NULLS LAST) AS n FROM purchases) AS t WHERE n = 2',
     lambda s: [[len(kept := _kept(partitions(s, [('rate', False, False)], ['kind']), lambda row, n: n == 2)),
                 _added(_spent(kept))]]),
    ('SELECT COUNT(*) FROM (SELECT RANK() OVER (PARTITION BY customer ORDER BY spent DESC) AS r FROM purchases) AS t '
     'WHERE r = 1',
     lambda s: [[sum(rank == 1 for part in partitions(s, [('spent', True, False)]) for rank in part.ranks)]]),
    ('SELECT SUM(CLAMP(r, 0, 100)), SUM(CLAMP(d, 0, 100)) FROM (SELECT RANK() OVER (PARTITION BY customer ORDER BY '
     'day, kind) AS r, DENSE_RANK() OVER (PARTITION BY customer ORDER BY day, kind) AS d FROM purchases) AS t',
     lambda s: [[sum(sum(part.ranks) for part in partitions(s, _up('day', 'kind'))),
                 sum(sum(part.dense) for part in partitions(s, _up('day', 'kind')))]]),
    ('SELECT SUM(more), COUNT(more) FROM (SELECT spent - LAG(spent) OVER (PARTITION BY customer ORDER BY day, note) '
     'AS more FROM purchases) AS t',
     lambda s: [[_added(found := [row['spent'] - before
                                  for row, before in _rows_with(partitions(s, _up('day', 'note')),
                                                                lambda part: part.neighbours('spent', -1))
                                  if row['spent'] is not None and before is not None]), len(found)]]),
    ('SELECT COUNT(*) FROM (SELECT day, LAG(day, 2) OVER (PARTITION BY customer ORDER BY spent) AS before '
     'FROM purchases) AS t WHERE day > before',
     lambda s: [[sum(None not in (row['day'], before) and row['day'] > before for row, before in
                     _rows_with(partitions(s, SPENT), lambda part: part.neighbours('day', -2)))]]),
    ('SELECT following, COUNT(*) FROM (SELECT LEAD(kind) OVER (PARTITION BY customer ORDER BY day, spent) AS following '
     'FROM purchases) AS t GROUP BY following',
     lambda s: _by_kind([kind for part in partitions(s, _up('day', 'spent')) for kind in part.neighbours('kind', 1)])),
    ('SELECT SUM(CLAMP(run, 0, 100)), COUNT(run) FROM (SELECT SUM(spent) OVER (PARTITION BY customer ORDER BY day) '
     'AS run FROM purchases) AS t',
     lambda s: [[sum(min(sum(found), 100) for found in runs if found), sum(bool(found) for found in runs)]
                for runs in [[_spent(frame) for part in partitions(s, DAY) for frame in part.peers()]]]),
    ('SELECT SUM(near) FROM (SELECT SUM(spent) OVER (PARTITION BY customer ORDER BY day, spent DESC ROWS 2 PRECEDING) '
     'AS near FROM purchases) AS t',
     lambda s: [[sum(sum(_spent(frame)) for frame in _frames(s, [*DAY, ('spent', True, False)], -2, 0))]]),
    ('SELECT SUM(CLAMP(n, 0, 50)), SUM(CLAMP(m, 0, 50)) FROM (SELECT COUNT(*) OVER (PARTITION BY customer) AS n, '
     'COUNT(spent) OVER (PARTITION BY customer, kind) AS m FROM purchases) AS t',
     lambda s: [[sum(len(part.rows) ** 2 for part in partitions(s)),
                 sum(len(part.rows) * len(_spent(part.rows)) for part in partitions(s, (), ['kind']))]]),
    ('SELECT SUM(FLOOR(a)), COUNT(a) FROM (SELECT AVG(spent) OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN '
     '1 PRECEDING AND 1 FOLLOWING) AS a FROM purchases) AS t',
     lambda s: [[sum(sum(found) // len(found) for found in near if found), sum(bool(found) for found in near)]
                for near in [[_spent(frame) for frame in _frames(s, DAY, -1, 1)]]]),
    ('SELECT COUNT(*) FROM (SELECT spent, MAX(spent) OVER (PARTITION BY customer) AS top, MIN(spent) OVER '
     '(PARTITION BY customer) AS low FROM purchases) AS t WHERE spent = top OR spent = low',
     lambda s: [[sum(value in (max(found), min(found)) for part in partitions(s) if (found := _spent(part.rows))
                     for value in found)]]),
    ('SELECT first, COUNT(*) FROM (SELECT FIRST_VALUE(kind) OVER (PARTITION BY customer ORDER BY day DESC, spent DESC) '
     'AS first FROM purchases) AS t GROUP BY first',
     lambda s: _by_kind([part.rows[0]['kind'] for part in partitions(s, DOWN) for _ in part.rows])),
    ('SELECT SUM(last), SUM(next) FROM (SELECT LAST_VALUE(spent) OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN '
     'UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last, LAST_VALUE(spent) OVER (PARTITION BY customer ORDER BY day '
     'ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS next FROM purchases) AS t',
     lambda s: [[_added(frame[-1]['spent'] for frame in _frames(s, DAY, None, None)),
                 _added(frame[-1]['spent'] for frame in _frames(s, DAY, 1, 2) if frame)]]),
    ('SELECT COUNT(*) FROM (SELECT spent, MAX(spent) OVER (PARTITION BY customer ORDER BY day, rate ROWS BETWEEN '
     'UNBOUNDED PRECEDING AND 1 PRECEDING) AS most FROM purchases) AS t WHERE spent > most',
     lambda s: [[sum(row['spent'] is not None and bool(found := _spent(before)) and row['spent'] > max(found)
                     for row, before in _rows_with(partitions(s, _up('day', 'rate')),
                                                   lambda part: part.frames(None, -1)))]]),
    ('SELECT SUM(spent) FROM (SELECT spent, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) AS n FROM purchases '
     "WHERE kind = 'a') AS t WHERE n = 1",
     lambda s: [[_added(_spent(_kept(partitions([row for row in s if row['kind'] == 'a'], DAY),
                                     lambda row, n: n == 1)))]]),
    ('SELECT SUM(price) FROM (SELECT price, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY price DESC, day) AS n '
     'FROM purchases JOIN prices ON kind = code) AS t WHERE n <= 2',
     lambda s: [[sum(10 * min(2, sum(row['kind'] == 'a' for row in part.rows)) for part in partitions(s))]]),
    ('SELECT kind, COUNT(*) FROM (SELECT kind, RANK() OVER (PARTITION BY customer ORDER BY total DESC) AS r FROM '
     '(SELECT customer, kind, SUM(spent) AS total FROM purchases GROUP BY customer, kind) AS g) AS t WHERE r = 1 '
     'GROUP BY kind',
     lambda s: _by_kind([row['kind'] for row, rank in _rows_with(partitions(_totals(s), [('total', True, False)]),
                                                                 lambda part: part.ranks) if rank == 1])),
    ('SELECT COUNT(*), SUM(spent) FROM (SELECT spent, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY note DESC '
     'NULLS FIRST) AS n FROM purchases) AS t WHERE n = 3',
     lambda s: [[len(kept := _kept(partitions(s, NOTE_DOWN), lambda row, n: n == 3)), _added(_spent(kept))]]),
    ('SELECT SUM(CLAMP(n, 0, 50)) FROM (SELECT COUNT(*) OVER (PARTITION BY customer, note) AS n FROM purchases) AS t',
     lambda s: [[sum(len(part.rows) ** 2 for part in partitions(s, (), ['note']))]]),
    ('SELECT SUM(CLAMP(x, 0, 100)) FROM (SELECT 2 * ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) + '
     'COALESCE(LAG(spent) OVER (PARTITION BY customer ORDER BY day), 1) AS x FROM purchases) AS t',
     lambda s: [[sum(2 * n + (1 if before is None else before) for part in partitions(s, DAY)
                     for n, before in zip(part.numbers, part.neighbours('spent', -1), strict=True))]]),
    (f'WITH t AS ({FIRST}) SELECT COUNT(*) FROM t AS a JOIN t AS b ON a.customer = b.customer WHERE a.n = 1 '
     'AND b.n = 2 AND a.kind = b.kind',
     lambda s: [[sum(len(part.rows) > 1 and part.rows[0]['kind'] == part.rows[1]['kind'] is not None
                     for part in partitions(s, DAY))]]),
    (f'SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM ({FIRST}) AS t WHERE n = 1 '
     'AND spent > 3)',
     lambda s: [[sum(len(part.rows) for part in partitions(s, DAY) if (part.rows[0]['spent'] or 0) > 3)]]),
    ('SELECT SUM(CLAMP(n, 0, 50)) FROM (SELECT COUNT(spent) OVER (PARTITION BY customer ORDER BY day RANGE BETWEEN '
     'CURRENT ROW AND UNBOUNDED FOLLOWING) AS n FROM purchases) AS t',
     lambda s: [[sum(len(_spent(frame)) for part in partitions(s, DAY) for frame in part.peers(onwards=True))]]),
    (f'SELECT COUNT(*) FROM (SELECT customer, spent FROM ({FIRST}) AS t WHERE n = 1 UNION ALL SELECT customer, spent '
     'FROM purchases) AS u WHERE spent > 3',
     lambda s: [[sum(v > 3 for v in _spent(_kept(partitions(s, DAY), lambda row, n: n == 1)))
                 + sum(v > 3 for v in _spent(s))]]),
]  # fmt: skip
"""Texts with what they mean over `seen` rows; every unit may have as many rows and groups as it likes."""
