"""Windows partitioned by the unit: they mean what they say on every engine, and their proofs and prices hold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dq0_fetch.source import mysql

import orders
from dq0_sql import joins, window_printer
from purchases import LONG, MEANINGS, drawn, purchases, seen
from pushing import ENGINES, load, pushed_down, reference, running
from running import Json, accepted, ask, plan
from shop import SALT, arrow, shop_answer, shop_cells

ALL = purchases(1_000, 1_000)
FIRST = 'SELECT {}, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) AS n FROM purchases'


@pytest.mark.parametrize('seed', range(4))
@pytest.mark.parametrize(('sql', 'meaning'), MEANINGS)
def test_windows_equal_their_meaning(sql: str, meaning: Any, seed: int) -> None:
    rows = drawn(seed)
    assert shop_answer(sql, rows, ALL) == meaning(seen(rows))


def test_the_corpus_tells_rows_apart() -> None:
    answers = {str(meaning(seen(drawn(seed)))) for seed in range(4) for _, meaning in MEANINGS}
    assert len(answers) > 3 * len(MEANINGS)


@pytest.mark.parametrize(('sql', '_meaning'), MEANINGS)
def test_the_order_of_rows_means_nothing(sql: str, _meaning: Any) -> None:
    described, rows = purchases(2, 3), drawn(1)
    planned = accepted(described, sql, accountSalt=SALT)
    first = shop_cells(planned, described, rows).to_pylist()
    for seed in range(3):
        shuffled = {name: random.Random(seed).sample(found, len(found)) for name, found in rows.items()}
        assert shop_cells(planned, described, shuffled).to_pylist() == first


@pytest.mark.parametrize(('sql', '_meaning'), MEANINGS)
def test_the_mock_twin_answers(sql: str, _meaning: Any) -> None:
    assert ask('mock', purchases(), sql=sql, epsilon=1, delta=1e-7)['accepted']


@pytest.fixture(scope='module', params=ENGINES)
def source(request: pytest.FixtureRequest) -> Iterator[Json]:
    with running(request.param) as found:
        for name, table in ALL['tables'].items():
            load(found, name, table['columns'], drawn(2)[name])
        yield found


@pytest.mark.parametrize(('sql', '_meaning'), MEANINGS)
@pytest.mark.parametrize('caps', [(1_000, 1_000), (2, 3)])
def test_every_engine_gives_the_same_integers(
    source: Json, sql: str, _meaning: Any, caps: tuple[int, int], tmp_path: Path
) -> None:
    described, rows = purchases(*caps), drawn(2)
    tables = {name: arrow(described, name, found) for name, found in rows.items()}
    assert pushed_down(source, described, sql, tmp_path) == reference(described, sql, tables)


def test_a_server_that_sorts_by_the_first_bytes_alone_is_seen(
    source: Json, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without digests and the session's setting long texts are partitioned otherwise there."""
    sql = 'SELECT SUM(CLAMP(n, 0, 50)) FROM (SELECT COUNT(*) OVER (PARTITION BY customer, note) AS n FROM purchases) t'
    tables = {name: arrow(ALL, name, found) for name, found in drawn(2).items()}
    monkeypatch.setattr(window_printer, '_long', lambda node: False)
    settings = [text for text in mysql._SETTINGS if 'max_sort_length' not in text]
    monkeypatch.setattr(mysql, '_SETTINGS', settings)
    same = pushed_down(source, ALL, sql, tmp_path) == reference(ALL, sql, tables)
    assert same == (source['connector']['type'] == 'postgresql')


PRICES = [
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("spent")}) AS t WHERE n = 1', 20**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("spent")}) AS t WHERE 2 >= n', 40**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("spent")}) AS t WHERE n < 4 AND spent > 3', 60**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("spent")}) AS t WHERE n >= 1', 100**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("spent")}) AS t WHERE n = 1 OR spent > 3', 100**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("kind, spent")}) AS t JOIN prices ON kind = code WHERE n = 1', 20**2),
    (f'SELECT SUM(a.spent) AS s FROM ({FIRST.format("customer, spent")}) AS a JOIN purchases AS b '
     'ON a.customer = b.customer WHERE n = 1', 100**2),
    (f'SELECT SUM(spent) AS s FROM ({FIRST.format("kind, spent")}) AS t JOIN (SELECT code, price FROM prices) AS p '
     'ON kind = p.code AND spent = p.price WHERE n = 1', 20**2),
    (f'SELECT SUM(a.spent) AS s FROM ({FIRST.format("kind, spent")}) AS a JOIN prices ON spent = price WHERE n = 1',
     100**2),
    ('SELECT SUM(spent) AS s FROM (SELECT spent, ROW_NUMBER() OVER (PARTITION BY customer, kind ORDER BY day) AS n '
     'FROM purchases) AS t WHERE n = 1', 100**2),
    ('SELECT SUM(spent) AS s FROM (SELECT spent, RANK() OVER (PARTITION BY customer ORDER BY day) AS n '
     'FROM purchases) AS t WHERE n = 1', 100**2),
    ('SELECT SUM(r) AS s FROM (SELECT customer, RANK() OVER (PARTITION BY customer ORDER BY kind) AS r FROM '
     f'({FIRST.format("customer, kind")}) AS t WHERE n <= 2) AS u', 4**2),
    ('SELECT SUM(t) AS s FROM (SELECT SUM(spent) OVER (PARTITION BY customer ORDER BY kind) AS t FROM '
     f'({FIRST.format("customer, kind, spent")}) AS t WHERE n <= 3) AS u', (3 * 60) ** 2),
]  # fmt: skip


@pytest.mark.parametrize(('sql', 'squared'), PRICES)
def test_numbers_prove_how_many_rows_a_unit_keeps(sql: str, squared: int) -> None:
    assert accepted(purchases(2, 5), sql, accountSalt=SALT)['events'][0]['l2Squared'] == str(squared)


def test_a_compiler_that_numbers_rows_of_a_join_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """One numbered row meets all the others of its unit there."""
    sql = PRICES[6][0].replace('SUM(a.spent)', 'AVG(COALESCE(a.spent, 0))')
    described, rows = purchases(2, 5), drawn(1)
    for broken in (False, True):
        if broken:
            monkeypatch.setattr(joins, '_unnumbered', lambda fields: fields)
        planned = accepted(described, sql, accountSalt=SALT)
        smaller = {**rows, 'purchases': [row for row in rows['purchases'] if row['customer'] != 1]}
        sums = [shop_cells(planned, described, world).to_pylist()[0]['a0'] for world in (rows, smaller)]
        assert ((sums[0] - sums[1]) ** 2 > int(planned['events'][0]['l2Squared'])) == broken


def test_windows_of_tables_that_lead_to_the_unit() -> None:
    sql = (
        'SELECT COUNT(*) AS n FROM (SELECT ROW_NUMBER() OVER (PARTITION BY person ORDER BY price) AS n FROM items) '
        'AS t WHERE n = 1'
    )
    rows = orders.drawn(1)
    owners = {row['id']: row['person'] for row in rows['orders']}
    people = {owners.get(row['order_id']) for row in rows['items']} - {None}
    assert accepted(orders.orders(2, 3), sql, accountSalt=SALT)['events'][0]['l2Squared'] == '1'
    assert shop_answer(sql, rows, orders.orders(2, 3)) == [[len(people)]]


VISIT = 'SELECT COUNT(*) FROM (SELECT {} AS x FROM purchases) AS t'
REFUSED = [
    ('SELECT ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) FROM purchases', 'WINDOW'),
    ('SELECT SUM(spent) OVER (PARTITION BY customer) FROM purchases', 'WINDOW'),
    ('SELECT AVG(spent - LAG(spent) OVER (PARTITION BY customer ORDER BY day)) FROM purchases', 'WINDOW'),
    ('SELECT COUNT(*) FROM purchases WHERE ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) = 1', 'WINDOW'),
    ('SELECT COUNT(*) FROM purchases GROUP BY RANK() OVER (PARTITION BY customer ORDER BY day)', 'WINDOW'),
    ('SELECT kind, COUNT(*) FROM purchases GROUP BY kind HAVING COUNT(*) OVER (PARTITION BY customer) > 1', 'WINDOW'),
    ('SELECT COUNT(*) FROM purchases ORDER BY COUNT(*) OVER (PARTITION BY kind)', 'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT spent FROM purchases WHERE RANK() OVER (PARTITION BY customer ORDER BY day) = 1) t',
     'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT customer, COUNT(*) AS n, RANK() OVER (PARTITION BY customer ORDER BY COUNT(*)) AS r '
     'FROM purchases GROUP BY customer) AS t', 'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT spent FROM purchases QUALIFY ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day)'
     ' = 1) AS t', 'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT SUM(spent) OVER w AS x FROM purchases WINDOW w AS (PARTITION BY customer)) AS t',
     'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT SUM(spent) OVER w AS x FROM purchases) AS t', 'WINDOW'),
    (VISIT.format('SUM(LAG(spent) OVER (PARTITION BY customer ORDER BY day)) OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('ROW_NUMBER() OVER (ORDER BY day)'), 'WINDOW_UNIT'),
    (VISIT.format('ROW_NUMBER() OVER (PARTITION BY kind ORDER BY day)'), 'WINDOW_UNIT'),
    (VISIT.format('COUNT(*) OVER ()'), 'WINDOW_UNIT'),
    (VISIT.format('COUNT(*) OVER (PARTITION BY customer + 0)'), 'IDENTIFIER_USE'),
    (VISIT.format('ROW_NUMBER() OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('ROW_NUMBER() OVER (PARTITION BY customer ORDER BY customer)'), 'WINDOW'),
    (VISIT.format('ROW_NUMBER() OVER (PARTITION BY customer ORDER BY 1)'), 'WINDOW'),
    (VISIT.format('LAG(spent) OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('LAG(spent, 1, 0) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('LAG(spent, spent) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('LAG(spent, 1.5) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('LAG(customer) OVER (PARTITION BY customer ORDER BY day)'), 'IDENTIFIER_USE'),
    (VISIT.format('LAG(spent IGNORE NULLS) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('LAG(spent) IGNORE NULLS OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('LAST_VALUE(spent) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('NTH_VALUE(spent, 2) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('NTILE(4) OVER (PARTITION BY customer ORDER BY day)'), 'WINDOW'),
    (VISIT.format('RANK()'), 'WINDOW'),
    (VISIT.format('MEDIAN(spent) OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('ABS(spent) OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('COUNT(DISTINCT spent) OVER (PARTITION BY customer)'), 'WINDOW'),
    (VISIT.format('SUM(kind) OVER (PARTITION BY customer)'), 'TYPE_MISMATCH'),
    (VISIT.format('MAX(kind) OVER (PARTITION BY customer)'), 'TYPE_MISMATCH'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY spent RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)'),
     'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY day GROUPS 1 PRECEDING)'), 'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN 2 FOLLOWING AND 1 FOLLOWING)'),
     'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY day ROWS BETWEEN spent PRECEDING AND CURRENT ROW)'),
     'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY day ROWS 5000 PRECEDING)'), 'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ORDER BY day ROWS UNBOUNDED PRECEDING EXCLUDE TIES)'),
     'WINDOW'),
    (VISIT.format('SUM(spent) OVER (PARTITION BY customer ROWS 1 PRECEDING)'), 'WINDOW'),
    (VISIT.format('RANK() OVER (PARTITION BY customer ORDER BY day ROWS 1 PRECEDING)'), 'WINDOW'),
    ('SELECT COUNT(*) FROM (SELECT price, RANK() OVER (PARTITION BY code ORDER BY price) AS r FROM prices) AS p',
     'WINDOW_UNIT'),
    ('SELECT COUNT(*) FROM (SELECT SUM(spent) OVER (PARTITION BY customer) FROM purchases) AS t', 'NAME'),
    ('SELECT SUM(n) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY customer ORDER BY day) AS n FROM purchases) AS t',
     'UNBOUNDED'),
    ('SELECT SUM(x) FROM (SELECT SUM(spent) OVER (PARTITION BY customer) AS x FROM purchases) AS t', 'UNBOUNDED'),
]  # fmt: skip


@pytest.mark.parametrize(('sql', 'code'), REFUSED)
def test_windows_without_a_rule_are_refused_with_place_and_way_out(sql: str, code: str) -> None:
    refused = plan(purchases(), sql, accountSalt=SALT)
    assert not refused.get('accepted', True), (sql, refused)
    found = refused['refusals'][0]
    assert found['code'] == code, found
    assert found['remedy']
    assert 0 <= found['position'][0] < found['position'][1] <= len(sql)


def test_a_misspelt_column_is_not_answered_with_a_hidden_one() -> None:
    inner = 'SELECT missing, RANK() OVER (PARTITION BY customer ORDER BY day) AS r FROM purchases'
    assert '#' not in plan(purchases(), f'SELECT COUNT(*) FROM ({inner}) AS t')['refusals'][0]['remedy']


def test_units_that_differ_behind_their_first_bytes_are_told_apart(source: Json, tmp_path: Path) -> None:
    """A server that sorts by 1,024 bytes would make them one in every window, those of the caps too."""
    described, rows = purchases(2, 3), drawn(2)
    described['tables']['spelled'] = described['tables'].pop('purchases')
    described['tables']['spelled']['columns']['customer'] = {'type': 'string', 'identifier': True}
    named = [row for row in rows['purchases'] if row['customer'] is not None]
    long = [{**row, 'customer': f'{LONG}{row["customer"]}'} for row in named]
    load(source, 'spelled', described['tables']['spelled']['columns'], long)
    tables = {'spelled': arrow(described, 'spelled', long)}
    first = FIRST.format('spent').replace('purchases', 'spelled')
    texts = f'SELECT SUM(spent) FROM ({first}) AS t WHERE n = 1', 'SELECT AVG(spent) FROM spelled'
    for place, sql in enumerate(texts):
        folder = tmp_path / str(place)
        folder.mkdir()
        assert pushed_down(source, described, sql, folder) == reference(described, sql, tables)
