"""HAVING, ORDER BY and LIMIT on released cells."""

from __future__ import annotations

from fractions import Fraction

import pytest

from census import definition
from dq0_sql.conditions import ReleasedCell, holds
from running import Json, accepted, exact_answer

TABLE = definition(
    {
        'team': {'type': 'string', 'values': ['b', 'a', 'Z'], 'nullable': False},
        'x': {'type': 'integer', 'lower': 0, 'upper': 10},
        'day': {'type': 'date', 'lower': '2020-01-01', 'upper': '2020-01-03', 'nullable': False},
        'on': {'type': 'boolean', 'nullable': False},
    }
)


def _rows() -> list[Json]:
    from datetime import date

    counts = {'b': 3, 'a': 5, 'Z': 0}
    return [
        {'team': team, 'x': number, 'day': date(2020, 1, 1 + number % 2), 'on': number % 2 == 0}
        for team, count in counts.items()
        for number in range(count)
    ]


def _answer(sql: str) -> list[list[object]]:
    rows: list[list[object]] = exact_answer(TABLE, sql, _rows())['rows']
    return rows


GROUPED = 'SELECT team, COUNT(*) AS n FROM adult GROUP BY team'


@pytest.mark.parametrize(
    ('clause', 'teams'),
    [
        ('', ['b', 'a', 'Z']),
        ('HAVING COUNT(*) > 0', ['b', 'a']),
        ('HAVING n BETWEEN 3 AND 4.5', ['b']),
        ('HAVING n = 3 OR team = \'Z\'', ['b', 'Z']),
        ('HAVING NOT (n <> 5)', ['a']),
        ('HAVING team IN (\'a\', \'b\') AND n < 5', ['b']),
        ('HAVING AVG(x) IS NULL', ['Z']),
        ('HAVING AVG(x) > 1', ['a']),
        ('HAVING NOT AVG(x) > 1', ['b']),
        ('HAVING SUM(x) >= -1.5e0', ['b', 'a', 'Z']),
        ('ORDER BY n', ['Z', 'b', 'a']),
        ('ORDER BY n DESC', ['a', 'b', 'Z']),
        ('ORDER BY team', ['Z', 'a', 'b']),
        ('ORDER BY 2 DESC LIMIT 1', ['a']),
        ('ORDER BY AVG(x)', ['b', 'a', 'Z']),
        ('ORDER BY AVG(x) DESC', ['a', 'b', 'Z']),
        ('ORDER BY AVG(x) DESC NULLS FIRST', ['Z', 'a', 'b']),
        ('HAVING n > 0 ORDER BY n DESC LIMIT 5', ['a', 'b']),
        ('LIMIT 0', []),
    ],
)  # fmt: skip
def test_clauses_act_on_released_cells(clause: str, teams: list[str]) -> None:
    assert [row[0] for row in _answer(f'{GROUPED} {clause}')] == teams


def test_dates_and_booleans_compare_in_having() -> None:
    by_day = "SELECT day, COUNT(*) AS n FROM adult GROUP BY day HAVING day >= '2020-01-02' ORDER BY day DESC"
    assert [row[0] for row in _answer(by_day)] == ['2020-01-03', '2020-01-02']
    assert [row[0] for row in _answer('SELECT "on", COUNT(*) FROM adult GROUP BY "on" HAVING "on" = TRUE')] == [True]


def test_an_aggregate_that_occurs_only_here_is_charged_and_equal_ones_are_not_charged_twice() -> None:
    def events(sql: str) -> int:
        return len(accepted(TABLE, sql)['events'])

    assert events(GROUPED) == 1
    assert events(f'{GROUPED} HAVING COUNT(*) > 3 ORDER BY n') == 1
    assert events(f'{GROUPED} HAVING SUM(x) > 3') == 2
    assert events(f'{GROUPED} ORDER BY AVG(x)') == 3
    assert events('SELECT COUNT(*) AS a, COUNT(team) AS b, COUNT(1) AS c, COUNT(x) AS d FROM adult') == 2
    assert events('SELECT AVG(x) AS a, SUM(x) AS b, COUNT(x) AS c FROM adult') == 2
    assert events('SELECT AVG(CAST("on" AS INTEGER)) AS a, COUNT(*) AS n FROM adult') == 2
    assert accepted(TABLE, f'{GROUPED} HAVING SUM(x) > 3')['mechanisms'][1]['column'] == 'SUM(...)'


def test_rows_after_limit_are_fewer_and_so_is_their_public_maximum() -> None:
    assert accepted(TABLE, GROUPED)['maxRows'] == 3
    assert accepted(TABLE, f'{GROUPED} LIMIT 2')['maxRows'] == 2


def test_three_valued_logic() -> None:
    cell = ReleasedCell((), (None, Fraction(3)))
    unknown: Json = {'compare': '=', 'left': {'aggregate': 0}, 'right': {'number': '1', 'scale': 0}}
    true: Json = {'compare': '=', 'left': {'aggregate': 1}, 'right': {'number': '30', 'scale': 1}}
    assert holds(unknown, cell) is None
    assert holds({'not': unknown}, cell) is None
    assert holds({'all': [unknown, true]}, cell) is None
    assert holds({'all': [unknown, {'not': true}]}, cell) is False
    assert holds({'any': [unknown, true]}, cell) is True
    assert holds({'any': [unknown, {'not': true}]}, cell) is None
