"""One person more or less moves no integer by more than its stated sensitivity; broken compilers are caught."""

from __future__ import annotations

import random
from fractions import Fraction
from math import isqrt
from typing import Any

import pytest

import mutants
from census import definition
from dq0_sql import statement as statement_module
from dq0_sql.quantum import Quantum
from reference import Generator
from running import Json, accepted, exact_cells, typed_table

ADULT = definition(
    {
        'age': {'type': 'integer', 'lower': 17, 'upper': 90},
        'wage': {'type': 'decimal', 'scale': 2, 'lower': -10, 'upper': 10.25},
        'rate': {'type': 'float', 'lower': -0.5, 'upper': 3.25},
        'sex': {'type': 'string', 'values': ['Female', 'Male'], 'nullable': False},
        'race': {'type': 'string', 'values': ['a', 'b'], 'other': True},
    }
)
NUMBERS = {'age': (17, 90), 'wage': (-10, 10), 'rate': (0, 3)}
TEXTS = {'sex': ['Female', 'Male'], 'race': ['a', 'b']}


def _row(generator: random.Random) -> Json:
    """Rows that no ingestion would write: far outside of bounds and enumerations."""
    return {
        'age': generator.choice([17, 90, 53, 10**9, -(10**9), None, generator.randint(17, 90)]),
        'wage': generator.choice([None, 10**9, -(10**9), 10.25, -10, generator.randint(-10, 10)]),
        'rate': generator.choice([None, float('nan'), float('inf'), -float('inf'), 1e300, 3.25, generator.random()]),
        'sex': generator.choice(['Female', 'Male', 'Male', None, '?']),
        'race': generator.choice(['a', 'b', 'c', None]),
    }


def _largest_excess(planned: Json, rows: list[Json], removed: list[int]) -> Fraction:
    """How far the worst column moves beyond its stated L2 sensitivity, as a squared ratio; at most 1 is right."""
    keys = len(planned['program']['keys'])
    whole = _cells(planned, rows, keys)
    worst = Fraction(0)
    for index in removed:
        without = _cells(planned, rows[:index] + rows[index + 1 :], keys)
        for position, event in enumerate(planned['events']):
            stated = int(event['l2Squared'])
            assert isqrt(stated) ** 2 == stated
            cells = whole.keys() | without.keys()
            zero = (0,) * len(planned['events'])
            moved = sum((whole.get(cell, zero)[position] - without.get(cell, zero)[position]) ** 2 for cell in cells)
            worst = max(worst, Fraction(moved, stated))
    return worst


def _cells(planned: Json, rows: list[Json], keys: int) -> dict[tuple[Any, ...], tuple[int, ...]]:
    table = exact_cells(planned, typed_table(ADULT, [_decimal(row) for row in rows]))
    found = [tuple(row.values()) for row in table.to_pylist()]
    return {row[:keys]: row[keys:] for row in found}


def _decimal(row: Json) -> Json:
    from decimal import Decimal

    return {**row, 'wage': None if row['wage'] is None else Decimal(str(row['wage']))}


def _query(seed: int) -> str:
    generator = Generator(seed, NUMBERS, TEXTS)
    keys = generator.random.sample(['sex', 'race'], generator.random.randint(0, 2))
    expressions = [generator.clamped(generator.number(2)).sql, generator.random.choice(sorted(NUMBERS))]
    others = [
        f'VAR_SAMP({generator.clamped(generator.number(1)).sql}) AS v',
        f'CORR({expressions[1]}, age) AS c',
        'COUNT(DISTINCT race) AS d',
        "SUM(CASE WHEN age > 40 THEN LEAST(wage, 3) ELSE rate * 2 END) AS e",
        'AVG(ROUND(ABS(wage), 1)) AS r',
    ]
    columns = [*keys, 'COUNT(*) AS n', f'SUM({expressions[0]}) AS s', f'AVG({expressions[1]}) AS a']
    columns += generator.random.sample(others, 2)
    grouping = f' GROUP BY {", ".join(keys)}' if keys else ''
    return f'SELECT {", ".join(columns)} FROM adult WHERE {generator.condition(1).sql}{grouping}'


@pytest.mark.parametrize('seed', range(20))
def test_no_integer_moves_more_than_stated(seed: int) -> None:
    generator = random.Random(seed)
    rows = [_row(generator) for _ in range(25)]
    assert _largest_excess(accepted(ADULT, _query(seed)), rows, generator.sample(range(25), 4)) <= 1


def test_the_stated_sensitivity_is_reached() -> None:
    """The bound is tight: a person at the bound of the range moves the sum by all of it."""
    planned = accepted(ADULT, 'SELECT COUNT(*), AVG(age), SUM(wage), SUM(rate) FROM adult')
    rows = [{'age': 90, 'wage': 10.25, 'rate': 3.25, 'sex': 'Male', 'race': 'a'}]
    assert _largest_excess(planned, rows, [0]) == 1
    assert [event['l2Squared'] for event in planned['events']] == ['1', '1', str(37**2), str(1025**2), str(3250**2)]


def test_the_stated_sensitivity_of_squares_and_products_is_reached() -> None:
    planned = accepted(ADULT, 'SELECT VAR_POP(age) AS v, COVAR_POP(wage, rate) AS c FROM adult')
    rows = [{'age': 17, 'wage': 10.25, 'rate': 3.25, 'sex': 'Male', 'race': 'a'}]
    parts = [item['part'] for item in planned['mechanisms']]
    stated = dict(zip(parts, (event['l2Squared'] for event in planned['events']), strict=True))
    assert stated['squares'] == str(685**2)
    assert stated['products'] == str((1013 * 1875) ** 2)
    assert _largest_excess(planned, rows, [0]) <= 1


def test_a_compiler_with_plain_squares_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{'age': 90, 'wage': 1, 'rate': 1.0, 'sex': 'Male', 'race': 'a'}]
    sql = 'SELECT VAR_POP(age) AS v FROM adult'
    assert _largest_excess(accepted(ADULT, sql), rows, [0]) <= 1
    monkeypatch.setattr(Quantum, 'square_shift', property(lambda self: 0))
    monkeypatch.setattr(Quantum, 'square_reach', property(lambda self: self.radius**2 - self.radius**2 // 2))
    assert _largest_excess(accepted(ADULT, sql), rows, [0]) > 1


def _caught() -> bool:
    generator = random.Random(1)
    rows = [_row(generator) for _ in range(25)] + [{'age': 90, 'wage': 1, 'rate': 1.0, 'sex': 'Male', 'race': 'a'}]
    sql = 'SELECT sex, AVG(age), SUM(wage), COUNT(*) FROM adult GROUP BY sex'
    return _largest_excess(accepted(ADULT, sql), rows, list(range(len(rows)))) > 1


def test_a_compiler_without_clamps_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _caught()

    mutants.values_unheld(monkeypatch)
    assert _caught()


def test_a_compiler_with_the_real_radius_instead_of_the_integer_one_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quantum, 'radius', property(lambda self: (self.high - self.low) // 2))
    assert _caught()


def test_a_compiler_that_fans_rows_out_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    doubled = '(SELECT * FROM "adult" UNION ALL SELECT * FROM "adult")'
    monkeypatch.setattr(statement_module, 'quoted', lambda name: doubled)
    assert _caught()


def test_a_compiler_that_forgets_the_middle_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    centred = vars(Quantum)['radius'].fget
    monkeypatch.setattr(Quantum, 'reach', property(centred))
    monkeypatch.setattr(Quantum, 'mid', property(lambda self: 0))
    monkeypatch.setattr(Quantum, 'radius', property(lambda self: (self.high - self.low + 1) // 2))
    assert _caught()
