"""A refused text comes with one to write instead, where the planner gets further with it."""

from __future__ import annotations

import pytest

from census import definition
from orders import orders
from running import plan, refusal, rewritten
from test_refusals import CASES

ADULT = definition()
REWRITES = [
    ('SELECT * FROM adult', 'SELECT COUNT(*) FROM adult'),
    ('SELECT age FROM adult', 'SELECT AVG(age) FROM adult'),
    ('SELECT sex, age FROM adult', 'SELECT COUNT(*), age FROM adult'),
    ('SELECT sex, COUNT(*) FROM adult', 'SELECT sex, COUNT(*) FROM adult GROUP BY sex'),
    ('SELECT sex, COUNT(*) FROM adult LIMIT 2', 'SELECT sex, COUNT(*) FROM adult GROUP BY sex LIMIT 2'),
    (
        'SELECT age, COUNT(*) FROM adult GROUP BY sex ORDER BY 2',
        'SELECT age, COUNT(*) FROM adult GROUP BY sex, age ORDER BY 2',
    ),
    ('SELECT MAX(age) FROM adult', 'SELECT QUANTILE(age, 0.995) FROM adult'),
    ('SELECT sex, min( age ) FROM adult GROUP BY sex', 'SELECT sex, QUANTILE(age, 0.005) FROM adult GROUP BY sex'),
    ('SELECT COUNT(*) FROM adlt', 'SELECT COUNT(*) FROM adult'),
    ('SELECT AVG(agee) FROM adult', 'SELECT AVG(age) FROM adult'),
    ('SELECT AVG(agee), MAX(fnlwgt) FROM adult', 'SELECT AVG(age), MAX(fnlwgt) FROM adult'),
    ("SELECT AVG(agee) FROM adult WHERE sex <> '\U0001f600'", "SELECT AVG(age) FROM adult WHERE sex <> '\U0001f600'"),
    (
        "SELECT COUNT(*) FROM adult WHERE sex <> '\U0001f600' AND agee > 3",
        "SELECT COUNT(*) FROM adult WHERE sex <> '\U0001f600' AND age > 3",
    ),
    ('SELECT COUNT(*) FROM adult WHERE race = Black', "SELECT COUNT(*) FROM adult WHERE race = 'Black'"),
    ('SELECT COUNT(*) FROM adult WHERE race = "Black"', "SELECT COUNT(*) FROM adult WHERE race = 'Black'"),
    (
        'SELECT SUM(CAST(workclass AS INTEGER)) FROM adult',
        'SELECT SUM(CLAMP(CAST(workclass AS INTEGER), 0, 100000)) FROM adult',
    ),
    (
        'SELECT COUNT(*) FROM (SELECT age FROM adult LIMIT 3) AS t',
        'SELECT COUNT(*) FROM (SELECT age FROM adult) AS t LIMIT 3',
    ),
    (
        'SELECT COUNT(*) FROM (SELECT age FROM adult ORDER BY age LIMIT 3) AS t;',
        'SELECT COUNT(*) FROM (SELECT age FROM adult) AS t LIMIT 3;',
    ),
    (
        'SELECT COUNT(*) FROM (SELECT age FROM adult LIMIT 3) AS t LIMIT 1',
        'SELECT COUNT(*) FROM (SELECT age FROM adult) AS t LIMIT 1',
    ),
    (
        'SELECT DISTINCT sex, race FROM adult WHERE age > 3 ORDER BY sex',
        'SELECT sex, race, COUNT(*) FROM adult WHERE age > 3 GROUP BY sex, race ORDER BY sex',
    ),
    ('SELECT MEAN(age) FROM adult', 'SELECT AVG(age) FROM adult'),
    ('SELECT stdev(age) FROM adult', 'SELECT STDDEV(age) FROM adult'),
    ('SELECT COUNT(*) FROM adult; DROP TABLE adult', 'SELECT COUNT(*) FROM adult'),
    ('SELECT sex FROM adult GROUP BY sex', 'SELECT sex, COUNT(*) FROM adult GROUP BY sex'),
]


@pytest.mark.parametrize(('typed', 'wanted'), REWRITES)
def test_a_refused_text_names_what_to_write(typed: str, wanted: str) -> None:
    assert rewritten(typed, refusal(ADULT, typed)) == wanted


@pytest.mark.parametrize('typed', [case[0] for case in CASES])
def test_a_rewrite_gets_further_than_the_text(typed: str) -> None:
    before = refusal(ADULT, typed)
    instead = rewritten(typed, before)
    if instead is None:
        return
    after = plan(ADULT, instead)
    assert after['accepted'] or after['refusals'][0]['position'][0] >= before['rewrite']['position'][0], instead


def test_what_is_not_published_is_not_told_by_rewrites() -> None:
    closed = {**ADULT, 'publicMetadata': False}
    for typed, _ in REWRITES:
        assert 'rewrite' not in refusal(closed, typed)


def test_a_text_without_a_better_one_gets_none() -> None:
    for typed in ('DROP TABLE adult', 'SELECT COUNT(*) FROM adult WHERE now() > 1', 'SELECT COUNT(*) FROM zzzz'):
        assert 'rewrite' not in refusal(ADULT, typed)


JOINED = [
    (
        'SELECT shop, SUM(price) FROM orders o JOIN items AS i ON o.id = i.id GROUP BY shop',
        'SELECT shop, SUM(price) FROM orders o JOIN items AS i ON o.id = i.id AND o.person = i.person GROUP BY shop',
    ),
    (
        'SELECT COUNT(*) FROM items JOIN orders ON items.price = orders.id',
        'SELECT COUNT(*) FROM items JOIN orders ON items.price = orders.id AND items.person = orders.person',
    ),
]


@pytest.mark.parametrize(('refused', 'written'), JOINED)
def test_joins_by_another_column_equate_the_units_too(refused: str, written: str) -> None:
    found = refusal(orders(), refused)
    assert found['code'] == 'JOIN_UNIT'
    assert rewritten(refused, found) == written
    assert plan(orders(), written)['accepted'] is True
