"""Hostile texts end quickly, in a refusal."""

from __future__ import annotations

import time

import pytest

from census import definition
from running import accepted, exact_cells, plan, typed_table

ADULT = definition()
SECONDS = 2.0
FORMS = ['CASE WHEN {} > 3 THEN 1 END', 'ABS({})', 'FLOOR({})', 'ROUND({}, 1)', 'LEAST({}, 9)', 'SQRT({})']
GROWING = ['SIGN({})', 'POWER({}, 8)', 'WIDTH_BUCKET({}, 0, 9, 3)', 'ROUND({}, -1)', '{} % 7', 'CEIL({} / 2)']


@pytest.mark.parametrize(
    ('sql', 'code'),
    [
        ('SELECT ' + 'x' * 100_000, 'TEXT_TOO_LONG'),
        ("SELECT COUNT(*) FROM adult WHERE sex = '" + 'a' * 100_000 + "'", 'TEXT_TOO_LONG'),
        ('SELECT ' + '(' * 10_000 + '1' + ')' * 9_000, 'TOO_DEEP'),
        ('SELECT ' + '(' * 500 + '1' + ')' * 500 + ' FROM adult', 'TOO_DEEP'),
        ('SELECT COUNT(*) FROM adult WHERE ' + 'NOT ' * 500 + 'TRUE', 'TOO_DEEP'),
        ('SELECT SUM(' + '- ' * 500 + 'age) FROM adult', 'TOO_DEEP'),
        ('SELECT SUM(' + '+'.join(['age'] * 300) + ') FROM adult', 'TOO_DEEP'),
        ('SELECT ' + 'a,' * 1_500 + 'a FROM adult', 'TOO_MANY_TOKENS'),
        ('SELECT 1 FROM adult ' + 'JOIN b ' * 900, 'TOO_MANY_TABLES'),
        ('SELECT 1 FROM adult ' + 'JOIN adult ' * 8, 'JOIN'),
        ('SELECT COUNT(*) FROM ' + '(SELECT * FROM ' * 20, 'TOO_MANY_TABLES'),
        ('SELECT COUNT(*) FROM ' + '(SELECT * FROM ' * 15 + 'adult' + ') AS t' * 15, None),
        ('SELECT ' + 'STRUCT(' * 59, 'FUNCTION_UNKNOWN'),
        ('SELECT ' + 'CASE WHEN ' * 600, 'TOO_DEEP'),
        ('SELECT ' + 'CASE WHEN ' * 59, 'SYNTAX'),
        ("SELECT COUNT(*) FROM adult WHERE sex LIKE '" + '%a' * 150 + "'", 'LIKE_PATTERN'),
        ("SELECT COUNT(*) FROM adult WHERE sex = '" + 'a' * 2_000 + "'", 'LITERAL_RANGE'),
        ("SELECT COUNT(*) FROM adult WHERE sex = '\0'", 'CHARACTER'),
        ("SELECT COUNT(*) FROM adult WHERE sex = '\ud800'", 'CHARACTER'),
    ],
)
def test_hostile_texts_are_answered_in_time(sql: str, code: str | None) -> None:
    start = time.perf_counter()
    reply = plan(ADULT, sql)
    assert (None if reply['accepted'] else reply['refusals'][0]['code']) == code
    assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize('depth', [1, 10, 40, 55])
@pytest.mark.parametrize(
    'form', ['({})', 'CLAMP({}, 0, 50)', 'CAST({} AS INTEGER)', '({} * 1.01)', '({} / 3)', '-({})', *FORMS]
)
def test_what_is_accepted_at_any_depth_also_runs(form: str, depth: int) -> None:
    inner = 'age'
    for _ in range(depth):
        inner = form.format(inner)
    reply = plan(ADULT, f'SELECT SUM(CLAMP({inner}, 0, 10)) FROM adult')
    if reply['accepted']:
        assert len(reply['statements'][0]['sql']) < 100_000
        exact_cells(reply, typed_table(ADULT, []))
    else:
        assert reply['refusals'][0]['code'] in {'TOO_DEEP', 'LITERAL_RANGE'}


@pytest.mark.parametrize('form', GROWING)
@pytest.mark.parametrize('place', ['SELECT SUM(CLAMP({}, 0, 1)) FROM adult', 'SELECT COUNT(*) FROM adult WHERE {} > 1',
                                   'SELECT {} AS k, COUNT(*) FROM adult GROUP BY k'])  # fmt: skip
def test_functions_of_functions_end_in_time(form: str, place: str) -> None:
    start = time.perf_counter()
    for depth in (3, 8, 40, 55):
        inner = 'age'
        for _ in range(depth):
            inner = form.format(inner)
        reply = plan(ADULT, place.format(inner))
        assert reply['accepted'] or reply['refusals'][0]['code'] in {'TOO_DEEP', 'UNBOUNDED', 'KEY_UNSUPPORTED'}
        if reply['accepted']:
            assert len(reply['statements'][0]['sql']) < 2_000_000
    assert time.perf_counter() - start < 4 * SECONDS


def test_long_flat_conditions_run() -> None:
    long_list = ', '.join(str(number) for number in range(900))
    chain = ' OR '.join(['age = 3', "sex = 'Male'"] * 200)
    for condition in (f'age IN ({long_list})', chain):
        planned = accepted(ADULT, f'SELECT COUNT(*) FROM adult WHERE {condition}')
        exact_cells(planned, typed_table(ADULT, []))
