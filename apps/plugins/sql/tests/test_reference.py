"""Queries equal an independent reading of the language on plain Python rows, integer for integer."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from census import VALUES, definition, people
from reference import Generator, Row, Written, half_away
from running import Json, NoNoise, accepted, exact_answer, exact_cells, released, typed_table

ADULT = definition()
PEOPLE = people()
NUMBERS = {'age': (17, 90), 'education_num': (1, 16), 'hours_per_week': (1, 99)}
TEXTS = {name: VALUES[name].split(',') for name in ('workclass', 'education', 'race', 'sex', 'income')}
CENSUS_QUERIES: list[tuple[str, Callable[[list[Row]], list[list[Any]]]]] = [
    (
        'SELECT sex, COUNT(*) FROM adult GROUP BY sex',
        lambda rows: [[sex, sum(row['sex'] == sex for row in rows)] for sex in ('Female', 'Male')],
    ),
    ('SELECT COUNT(*) FROM adult', lambda rows: [[len(rows)]]),
    (
        'SELECT COUNT(workclass) FROM adult',
        lambda rows: [[sum(row['workclass'] is not None for row in rows)]],
    ),
    (
        'SELECT income, AVG(age) FROM adult GROUP BY income',
        lambda rows: [[income, _mean(rows, income)] for income in ('<=50K', '>50K')],
    ),
    (
        "SELECT SUM(capital_gain) FROM adult WHERE education IN ('Masters', 'Doctorate') AND age BETWEEN 30 AND 40",
        lambda rows: [
            [
                sum(
                    row['capital_gain']
                    for row in rows
                    if row['education'] in {'Masters', 'Doctorate'} and 30 <= row['age'] <= 40
                )
            ]
        ],
    ),
    (
        "SELECT SUM(CLAMP(hours_per_week, 0, 40) * 1.5) AS paid FROM adult WHERE native_country LIKE 'United%'",
        lambda rows: [
            [
                sum(
                    min(row['hours_per_week'], 40) * 1.5
                    for row in rows
                    if (row['native_country'] or '').startswith('United')
                )
            ]
        ],
    ),
]


def _mean(rows: list[Row], income: str) -> float:
    ages = [row['age'] for row in rows if row['income'] == income]
    return float(Fraction(sum(ages), len(ages)))


@pytest.fixture(scope='module')
def adult() -> Any:
    return typed_table(ADULT, PEOPLE)


def test_the_sample_is_the_one_of_the_archive() -> None:
    assert len(PEOPLE) == 32_561
    assert sum(row['sex'] == 'Female' for row in PEOPLE) == 10_771


@pytest.mark.parametrize(('sql', 'meaning'), CENSUS_QUERIES)
def test_near_noiseless_answers_on_the_census(
    adult: Any, sql: str, meaning: Callable[[list[Row]], list[list[Any]]]
) -> None:
    planned = accepted(ADULT, sql, epsilon=1e14)
    result = released(planned, exact_cells(planned, adult))
    assert result['rows'] == meaning(PEOPLE)


@pytest.mark.parametrize('seed', range(120))
def test_random_queries_equal_the_reference(seed: int) -> None:
    generator = Generator(seed, NUMBERS, TEXTS)
    rows = generator.random.sample(PEOPLE, 300)
    rows = [_with_gaps(generator, row) for row in rows]
    keys = generator.random.sample(['sex', 'income', 'race'], generator.random.randint(0, 2))
    where, counted = generator.condition(2), generator.number(3)
    summed, averaged = generator.clamped(generator.number(3)), generator.clamped(generator.number(2))
    columns = [*keys, f'COUNT(*) AS n, COUNT({counted.sql}) AS c, SUM({summed.sql}) AS s, AVG({averaged.sql}) AS a']
    sql = f'SELECT {", ".join(columns)} FROM adult WHERE {where.sql}'
    sql += f' GROUP BY {", ".join(keys)}' if keys else ''
    planned = accepted(ADULT, sql)
    result = released(planned, exact_cells(planned, typed_table(ADULT, rows)), NoNoise())
    assert result['rows'] == _expected(planned, rows, keys, where, (counted, summed, averaged)), sql


def _with_gaps(generator: Generator, row: Row) -> Row:
    return {
        name: None if name in {*NUMBERS, 'workclass', 'race'} and generator.random.random() < 0.05 else value
        for name, value in row.items()
    }


def _expected(
    planned: Json, rows: list[Row], keys: list[str], where: Written, written: tuple[Written, Written, Written]
) -> list[list[Any]]:
    counted, summed, averaged = written
    program = planned['program']
    shown = [output['aggregate'] for output in program['outputs'][len(keys) :]]
    numbers = [program['aggregates'][index]['number'] for index in shown]
    digits = [0 if number is None else number['digits'] for number in numbers]
    domains = [[*VALUES[key].split(','), *([None] if key == 'race' else [])] for key in keys]
    kept = [row for row in rows if where.value(row) is True]
    result = []
    for cell in itertools.product(*domains):
        group = [row for row in kept if tuple(row[key] for key in keys) == cell]
        totals = _integers(group, summed, digits[2])
        means = _integers(group, averaged, digits[3])
        mean = float(Fraction(sum(means), len(means)) / Fraction(10) ** digits[3]) if means else None
        counts = [len(group), sum(counted.value(row) is not None for row in group)]
        total = Fraction(sum(totals)) / Fraction(10) ** digits[2]
        result.append([*cell, *counts, int(total) if total.denominator == 1 else float(total), mean])
    return result


def _integers(rows: list[Row], written: Written, digits: int) -> list[int]:
    """x' = round(x 10^digits) of the rows where x is not NULL."""
    values = [written.value(row) for row in rows]
    return [
        half_away(Fraction(value * 10.0**digits) if isinstance(value, float) else value * Fraction(10) ** digits)
        for value in values
        if value is not None
    ]


def test_random_queries_are_accepted_for_good_reason() -> None:
    """The control: a compiler that turned AND into OR would be seen by the comparison above."""
    rows = PEOPLE[:300]
    narrow = exact_answer(ADULT, "SELECT COUNT(*) FROM adult WHERE age > 40 AND sex = 'Male'", rows)
    wide = exact_answer(ADULT, "SELECT COUNT(*) FROM adult WHERE age > 40 OR sex = 'Male'", rows)
    assert narrow['rows'] != wide['rows']
