"""Answers from held ones: without noise they equal what a run of their own gives, and nothing else is derived."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from census import definition
from running import NoNoise, accepted, ask, exact_answer, exact_cells, released, typed_table

Json = dict[str, Any]
COLUMNS: Json = {
    'person': {'type': 'integer', 'identifier': True},
    'age': {'type': 'integer', 'lower': 0, 'upper': 99},
    'sex': {'type': 'string', 'values': ['f', 'm'], 'nullable': False},
    'city': {'type': 'string', 'values': ['a', 'b', 'c']},
    'born': {'type': 'date', 'lower': '2000-01-01', 'upper': '2000-01-04', 'nullable': False},
    'level': {'type': 'integer', 'lower': -1, 'upper': 2},
    'free': {'type': 'string'},
}
ROWS_OF_UNITS = definition(COLUMNS)
CAPPED = definition(COLUMNS, unit={'kind': 'column', 'column': 'person', 'maxGroups': 2, 'maxRows': 2})
HELD = 'SELECT sex, city, level, COUNT(*) AS n, AVG(age) AS a FROM adult WHERE age > 3 GROUP BY sex, city, level'


def _rows() -> list[Json]:
    draw = random.Random(5)
    return [
        {
            'person': draw.randrange(60),
            'age': draw.choice([None, *range(100)]),
            'sex': draw.choice('fm'),
            'city': draw.choice(['a', 'b', 'c', None]),
            'born': date(2000, 1, 1) + timedelta(draw.randrange(4)),
            'level': draw.choice([None, -1, 0, 1, 2]),
            'free': draw.choice(['x', 'y']),
        }
        for _ in range(400)
    ]


ROWS = _rows()


def _held(described: Json, sql: str, epsilon: float = 0.5) -> Json:
    planned = accepted(described, sql, epsilon=epsilon)
    answer = released(planned, exact_cells(planned, typed_table(described, ROWS)), NoNoise())
    return {'sql': sql, 'epsilon': epsilon, 'delta': 1e-7, 'measured': answer['measured']}


def _derived(described: Json, held: list[Json], sql: str, *, epsilon: float = 0.5, sharp: bool = False) -> Json:
    return ask('derive', described, sql=sql, epsilon=epsilon, delta=1e-7, held=held, sharp=sharp)


@pytest.mark.parametrize(
    'sql',
    [
        'SELECT city, sex, level, COUNT(*) FROM adult WHERE age > 3 GROUP BY city, sex, level',
        'SELECT sex, city, level, AVG(age) AS a FROM adult WHERE age > 3 GROUP BY 1, 2, 3 HAVING COUNT(*) > 5 LIMIT 3',
        'SELECT sex, AVG(age), COUNT(*) * 2 AS twice FROM adult WHERE age > 3 AND age > 3 GROUP BY sex',
        'SELECT COUNT(*) FROM adult WHERE age > 3',
        'SELECT COUNT(*) FROM (SELECT * FROM adult WHERE age > 3) AS adult',
        'SELECT city, COUNT(*) FROM adult WHERE age > 3 GROUP BY city ORDER BY 2 DESC',
        "SELECT city, COUNT(*) FROM adult WHERE sex = 'f' AND age > 3 GROUP BY city",
        'SELECT AVG(age) FROM adult WHERE age > 3 AND city IS NULL',
        "SELECT COUNT(*) FROM adult WHERE age > 3 AND (level BETWEEN 0 AND 1 OR NOT city IN ('a', 'b'))",
        "SELECT sex, COUNT(*) FROM adult WHERE age > 3 AND level + 1 > 1 AND city LIKE 'b%' GROUP BY sex",
    ],
)
def test_what_follows_from_a_held_answer_equals_a_run_of_its_own(sql: str) -> None:
    found = _derived(ROWS_OF_UNITS, [_held(ROWS_OF_UNITS, HELD)], sql)
    assert found['found'] == 0
    fresh = exact_answer(ROWS_OF_UNITS, sql, ROWS)
    assert found['result']['rows'] == fresh['rows']
    assert found['result']['columns'] == fresh['columns']


@pytest.mark.parametrize(
    'sql',
    [
        'SELECT COUNT(*) FROM adult',
        'SELECT COUNT(*) FROM adult WHERE age > 4',
        'SELECT COUNT(*) FROM adult WHERE age > 3 AND age < 50',
        'SELECT born, COUNT(*) FROM adult WHERE age > 3 GROUP BY born',
        'SELECT COUNT(city) FROM adult WHERE age > 3',
        'SELECT AVG(age + 1) FROM adult WHERE age > 3',
        'SELECT VAR_SAMP(age) FROM adult WHERE age > 3',
        'SELECT MEDIAN(age) FROM adult WHERE age > 3',
        'SELECT free, COUNT(*) FROM adult WHERE age > 3 GROUP BY free',
        "SELECT COUNT(*) FROM adult WHERE age > 3 AND free = 'x'",
        'SELECT MAX(age) FROM adult',
    ],
)
def test_what_does_not_follow_is_not_derived(sql: str) -> None:
    assert _derived(ROWS_OF_UNITS, [_held(ROWS_OF_UNITS, HELD)], sql) == {'found': None}


def test_a_sum_of_cells_says_how_much_noise_it_holds() -> None:
    held = _held(ROWS_OF_UNITS, HELD)
    whole = _derived(ROWS_OF_UNITS, [held], 'SELECT COUNT(*) FROM adult WHERE age > 3')['result']
    one = _derived(ROWS_OF_UNITS, [held], HELD)['result']
    width = one['intervals'][0][3][1] - one['rows'][0][3]
    summed = whole['intervals'][0][0][1] - whole['rows'][0][0]
    cells = len(held['measured']['keys'])
    assert cells == 40
    assert summed == pytest.approx(width * cells**0.5, abs=4)


def test_an_error_that_was_asked_for_is_kept() -> None:
    held = [_held(ROWS_OF_UNITS, HELD), _held(ROWS_OF_UNITS, HELD, epsilon=8)]
    sql = 'SELECT COUNT(*) FROM adult WHERE age > 3'
    assert _derived(ROWS_OF_UNITS, held, sql, epsilon=2, sharp=True)['found'] is None
    assert _derived(ROWS_OF_UNITS, held, sql, epsilon=0.4, sharp=True)['found'] == 1
    assert _derived(ROWS_OF_UNITS, held, sql)['found'] == 0


def test_caps_that_depend_on_the_groups_are_not_mixed() -> None:
    held = [_held(CAPPED, 'SELECT sex, city, COUNT(*) AS n, COUNT(DISTINCT person) AS p FROM adult GROUP BY sex, city')]
    fewer = 'SELECT city, COUNT(*), sex FROM adult GROUP BY sex, city'
    assert _derived(CAPPED, held, fewer)['found'] == 0
    assert _derived(CAPPED, held, fewer)['result']['rows'] == exact_answer(CAPPED, fewer, ROWS)['rows']
    others = [
        'SELECT sex, COUNT(*) FROM adult GROUP BY sex',
        'SELECT city, sex, COUNT(*) FROM adult GROUP BY city, sex',
        "SELECT sex, city, COUNT(*) FROM adult WHERE sex = 'f' GROUP BY sex, city",
    ]
    for other in others:
        assert _derived(CAPPED, held, other) == {'found': None}


def test_unknown_groups_are_only_those_that_were_shown() -> None:
    held = _held(ROWS_OF_UNITS, 'SELECT free, COUNT(*) AS n, AVG(age) AS a FROM adult GROUP BY free', epsilon=5)
    held['measured'] = {'keys': [['y']], 'columns': [[column[1]] for column in held['measured']['columns']]}
    found = _derived(ROWS_OF_UNITS, [held], 'SELECT free, COUNT(*) FROM adult GROUP BY free', epsilon=5)
    assert [row[0] for row in found['result']['rows']] == ['y']
    for other in ('SELECT COUNT(*) FROM adult', "SELECT free, COUNT(*) FROM adult WHERE free = 'y' GROUP BY free"):
        assert _derived(ROWS_OF_UNITS, [held], other, epsilon=5) == {'found': None}
