"""Each construct of the language equals its meaning in plain Python, at an epsilon with next to no noise."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from census import definition, people
from corpus import CONDITIONS, GROUPS, NUMBERS, Meaning, Row, known
from reference import half_away
from running import Json, accepted, exact_cells, released, typed_table

ADULT = definition()
GAPS = ('age', 'hours_per_week', 'education_num', 'workclass', 'race', 'education')
EPSILON = 1e30
FUNCTIONS = ('COUNT', 'SUM', 'AVG', 'VAR_SAMP', 'STDDEV_POP')


def _rows(count: int, seed: int) -> list[Row]:
    generator = random.Random(seed)
    chosen = generator.sample(people(), count)
    return [
        {name: None if name in GAPS and generator.random() < 0.05 else value for name, value in row.items()}
        for row in chosen
    ]


ROWS = _rows(400, 5)
TABLE = typed_table(ADULT, ROWS)


def _answer(sql: str) -> tuple[Json, Json]:
    planned = accepted(ADULT, sql, epsilon=EPSILON)
    return planned, released(planned, exact_cells(planned, TABLE))


def _rounded(values: Sequence[Any], digits: int) -> list[int]:
    return [
        half_away(Fraction(value * 10.0**digits) if isinstance(value, float) else value * Fraction(10) ** digits)
        for value in values
    ]


def _aggregate(function: str, values: Sequence[Any], digits: int) -> Fraction | float | None:
    if function == 'COUNT':
        return Fraction(len(values))
    unit = Fraction(10) ** -digits
    numbers = [number * unit for number in _rounded(values, digits)]
    if function == 'SUM':
        return sum(numbers, Fraction(0))
    if len(numbers) < (2 if function.endswith('SAMP') else 1):
        return None
    mean = sum(numbers, Fraction(0)) / len(numbers)
    if function == 'AVG':
        return mean
    squares = sum(((number - mean) ** 2 for number in numbers), Fraction(0))
    if function == 'VAR_SAMP':
        return squares / (len(numbers) - 1)
    return math.sqrt(squares / len(numbers))


@pytest.mark.parametrize('function', FUNCTIONS)
@pytest.mark.parametrize(('text', 'meaning'), NUMBERS)
def test_aggregates_of_expressions(text: str, meaning: Meaning, function: str) -> None:
    operand = text if function == 'COUNT' else f'CLAMP({text}, -300, 300)'
    planned, result = _answer(f"SELECT {function}({operand}) AS x FROM adult WHERE sex = 'Male'")
    values = [value for row in ROWS if row['sex'] == 'Male' and (value := meaning(row)) is not None]
    held = values if function == 'COUNT' else [_held(value) for value in values]
    number = planned['program']['aggregates'][0]['number']
    expected = _aggregate(function, held, 0 if number is None else number['digits'])
    if expected is None:
        assert result['rows'] == [[None]]
    else:
        assert result['rows'][0][0] == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


def _held(value: Any) -> Any:
    low, high = (-300.0, 300.0) if isinstance(value, float) else (Fraction(-300), Fraction(300))
    return min(max(value, low), high)


@pytest.mark.parametrize(('text', 'meaning'), CONDITIONS)
def test_conditions(text: str, meaning: Meaning) -> None:
    _, result = _answer(f'SELECT COUNT(*) FROM adult WHERE {text}')
    assert result['rows'] == [[sum(meaning(row) is True for row in ROWS)]]


@pytest.mark.parametrize(('text', 'meaning', 'domain'), GROUPS)
def test_groups_have_the_domain_that_metadata_give(text: str, meaning: Meaning, domain: list[Any]) -> None:
    _, result = _answer(f'SELECT {text} AS k, COUNT(*) AS n, AVG(hours_per_week) AS h FROM adult GROUP BY {text}')
    cells = [[row for row in ROWS if _same(meaning(row), key)] for key in domain]
    hours = [[row['hours_per_week'] for row in cell if row['hours_per_week'] is not None] for cell in cells]
    means = [float(Fraction(sum(values), len(values))) if values else None for values in hours]
    expected = [[key, len(cell), mean] for key, cell, mean in zip(domain, cells, means, strict=True)]
    assert [row[0] for row in result['rows']] == domain
    assert result['rows'] == [pytest.approx(row) for row in expected]
    assert sum(row[1] for row in result['rows']) == len(ROWS)


def _same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and (left == right if left is not None else True)


@pytest.mark.parametrize(('text', 'meaning', 'domain'), GROUPS[2:12])
def test_groups_by_alias_and_by_position(text: str, meaning: Meaning, domain: list[Any]) -> None:
    for grouped in ('band', '1'):
        _, result = _answer(f'SELECT {text} AS band, COUNT(*) FROM adult GROUP BY {grouped}')
        assert [row[0] for row in result['rows']] == domain


PAIRS = [('age', 'hours_per_week'), ('age / 7', 'education_num'), ('capital_gain', 'age'), ('education_num', 'age % 5')]


@pytest.mark.parametrize('function', ['COVAR_SAMP', 'COVAR_POP', 'CORR'])
@pytest.mark.parametrize(('left', 'right'), PAIRS)
def test_pairs(left: str, right: str, function: str) -> None:
    meanings = dict(NUMBERS) | {
        'hours_per_week': known(lambda h: h, 'hours_per_week'),
        'education_num': known(lambda e: e, 'education_num'),
        'capital_gain': known(lambda g: g, 'capital_gain'),
        'age % 5': known(lambda a: a % 5, 'age'),
    }
    planned, result = _answer(f'SELECT {function}({left}, {right}) AS x FROM adult')
    aggregate = planned['program']['aggregates'][0]
    found = [(meanings[left](row), meanings[right](row)) for row in ROWS]
    kept = [pair for pair in found if None not in pair]
    digits = [aggregate[part]['digits'] for part in ('number', 'second')]
    xs, ys = (
        [number / 10.0**place for number in _rounded([pair[side] for pair in kept], place)]
        for side, place in enumerate(digits)
    )
    mean_x, mean_y, rows = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys), len(xs)
    product = math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spreads = math.fsum((x - mean_x) ** 2 for x in xs) * math.fsum((y - mean_y) ** 2 for y in ys)
    expected = {
        'COVAR_SAMP': product / (rows - 1),
        'COVAR_POP': product / rows,
        'CORR': product / math.sqrt(spreads),
    }[function]
    assert result['rows'][0][0] == pytest.approx(expected, rel=1e-9)


DISTINCT = [
    ('sex', lambda row: row['sex']),
    ('race', lambda row: row['race']),
    ('age', lambda row: row['age']),
    ('native_country', lambda row: row['native_country']),
    ("education || race", known(lambda e, r: e + r, 'education', 'race')),
]  # fmt: skip


@pytest.mark.parametrize(('text', 'meaning'), DISTINCT)
def test_different_values(text: str, meaning: Meaning) -> None:
    _, result = _answer(f'SELECT COUNT(DISTINCT {text}) AS d, COUNT(DISTINCT unit) AS u FROM adult')
    assert result['rows'] == [[len({value for row in ROWS if (value := meaning(row)) is not None}), len(ROWS)]]


RELEASED = [
    ('COUNT(*) + 1', lambda n, s, c: n + 1),
    ('COUNT(*) * 100.0 / COUNT(*)', lambda n, s, c: 100),
    ('SUM(hours_per_week) / COUNT(hours_per_week)', lambda n, s, c: s / c),
    ('100 * COUNT(hours_per_week) / COUNT(*)', lambda n, s, c: 100 * c / n),
    ('SUM(hours_per_week) - 40 * COUNT(*)', lambda n, s, c: s - 40 * n),
    ('-COUNT(*)', lambda n, s, c: -n),
    ('ROUND(SUM(hours_per_week) / COUNT(*), 1)', lambda n, s, c: round(s / n + 1e-12, 1)),
    ('COUNT(*) / 0', lambda n, s, c: None),
    ('COUNT(*) / NULLIF(COUNT(*) - COUNT(*), 0)', lambda n, s, c: None),
    ('COALESCE(COUNT(*) / 0, -1)', lambda n, s, c: -1),
    ('GREATEST(COUNT(*) - 1000, 0)', lambda n, s, c: max(n - 1000, 0)),
    ('ABS(COUNT(*) - SUM(hours_per_week))', lambda n, s, c: abs(n - s)),
    ('SQRT(COUNT(*))', lambda n, s, c: math.sqrt(n)),
    ('AVG(hours_per_week) * 52', lambda n, s, c: s / c * 52),
    ('1 - COUNT(hours_per_week) / COUNT(*)', lambda n, s, c: 1 - c / n),
]


@pytest.mark.parametrize(('text', 'meaning'), RELEASED)
def test_arithmetic_of_released_numbers(text: str, meaning: Any) -> None:
    _, result = _answer(f'SELECT sex, {text} AS x FROM adult GROUP BY sex HAVING {text} IS NULL OR {text} > -1e9')
    for sex, shown in result['rows']:
        group = [row['hours_per_week'] for row in ROWS if row['sex'] == sex]
        hours = [value for value in group if value is not None]
        expected = meaning(len(group), sum(hours), len(hours))
        assert shown == (None if expected is None else pytest.approx(expected))


def test_the_corpus_is_large() -> None:
    assert len(NUMBERS) * len(FUNCTIONS) + len(CONDITIONS) + len(GROUPS) + len(RELEASED) + 3 * len(PAIRS) >= 300
