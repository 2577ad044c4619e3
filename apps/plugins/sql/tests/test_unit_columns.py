"""Units with many rows: caps hold whatever the rows are, the choice is the stated one, broken compilers are caught."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

import mutants
from census import definition
from dq0_sql import bounding
from dq0_sql.bounded import Bounded
from running import Json, NoNoise, accepted, ask, exact_cells, plan, released, typed_table

SALT = 'a salt'
COLUMNS = {
    'person': {'type': 'string', 'identifier': True},
    'x': {'type': 'integer', 'lower': 0, 'upper': 1},
    'y': {'type': 'integer', 'lower': -3, 'upper': 10},
    'sex': {'type': 'string', 'values': ['f', 'm'], 'nullable': False},
    'kind': {'type': 'integer', 'lower': 1, 'upper': 6},
    'town': {'type': 'string'},
}
AGGREGATES = [
    'COUNT(*)', 'COUNT(y)', 'SUM(y)', 'SUM(CLAMP(y * 2, -4, 9))', 'AVG(x)', 'AVG(y)', 'VAR_SAMP(y)', 'STDDEV_POP(x)',
    'COVAR_POP(x, y)', 'CORR(x, y)', 'COUNT(DISTINCT kind)', 'COUNT(DISTINCT person)', 'COUNT(DISTINCT town)',
]  # fmt: skip
KEYS = ['sex', 'kind', 'town', 'FLOOR(y / 4)', "CASE WHEN x = 1 THEN 'one' ELSE sex END"]


def visits(groups: int, rows: int, **more: Any) -> Json:
    unit = {'kind': 'column', 'column': 'person', 'maxGroups': groups, 'maxRows': rows}
    return definition(COLUMNS, unit=unit, **more)


def _row(generator: random.Random, person: str | None) -> Json:
    return {
        'person': person,
        'x': generator.choice([0, 1, 1, None, 10**9, -(10**9)]),
        'y': generator.choice([-3, 10, 10**12, -(10**12), 10**6, None, generator.randint(-3, 10)]),
        'sex': generator.choice(['f', 'm', 'm', '?']),
        'kind': generator.randint(0, 7),
        'town': generator.choice(['a', 'b', 'c', None]),
    }


def _rows(generator: random.Random) -> list[Json]:
    """Few people with few rows, and two with very many alike ones."""
    people = [f'p{number}' for number in range(6)]
    rows = [_row(generator, generator.choice([*people, None])) for _ in range(40)]
    for person in ('many', 'more'):
        alike = _row(generator, person)
        rows += [{**alike, 'kind': 1 + number % 6} for number in range(30)]
        rows += [_row(generator, person) for _ in range(15)]
    generator.shuffle(rows)
    return rows


def _query(generator: random.Random) -> str:
    keys = generator.sample(KEYS, generator.randint(0, 2))
    aggregates = generator.sample(AGGREGATES, generator.randint(1, 4))
    names = [*keys, *(f'{text} AS a{index}' for index, text in enumerate(aggregates))]
    where = generator.choice(['', ' WHERE kind < 6', " WHERE sex = 'f' OR y > 3"])
    return f'SELECT {", ".join(names)} FROM adult{where}' + (f' GROUP BY {", ".join(keys)}' if keys else '')


def _cells(planned: Json, described: Json, rows: list[Json]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    keys = len(planned['program']['keys'])
    found = [tuple(row.values()) for row in exact_cells(planned, typed_table(described, rows)).to_pylist()]
    return {row[:keys]: row[keys:] for row in found}


def _excess(planned: Json, described: Json, rows: list[Json], person: str) -> Fraction:
    """How far the worst column moves beyond its stated sensitivity, as a squared ratio; at most 1 is right."""
    whole = _cells(planned, described, rows)
    without = _cells(planned, described, [row for row in rows if row['person'] != person])
    worst = Fraction(0)
    noise = [event for event in planned['events'] if event['kind'] != 'additive_delta']
    zero = (0,) * len(noise)
    for position, event in enumerate(noise):
        moves = [
            abs(whole.get(cell, zero)[position] - without.get(cell, zero)[position])
            for cell in whole.keys() | without.keys()
        ]
        if 'l2Squared' in event:
            worst = max(worst, Fraction(sum(move**2 for move in moves), int(event['l2Squared'])))
        else:
            worst = max(worst, Fraction(sum(moves) ** 2, int(event['l1']) ** 2))
    return worst


@pytest.mark.parametrize('seed', range(20))
def test_no_integer_moves_more_than_stated(seed: int) -> None:
    generator = random.Random(seed)
    described = visits(generator.choice([1, 2, 3]), generator.choice([1, 2, 5]))
    rows, epsilon = _rows(generator), generator.choice([0.5, 0.01])
    planned = accepted(described, _query(generator), epsilon=epsilon, accountSalt=SALT)
    for person in ('many', 'more', generator.choice(['p0', 'p1', 'p2'])):
        assert _excess(planned, described, rows, person) <= 1


def _caught(sql: str, groups: int = 2, rows: int = 2) -> bool:
    described = visits(groups, rows)
    planned = accepted(described, sql, accountSalt=SALT)
    for seed in range(6):
        generator = random.Random(seed)
        drawn = _rows(generator)
        people = sorted({row['person'] for row in drawn if row['person'] is not None})
        if any(_excess(planned, described, drawn, person) > 1 for person in people):
            return True
    return False


CELL_SHAPE = 'SELECT kind, COUNT(*) AS n, SUM(y) AS s FROM adult GROUP BY kind'
ROW_SHAPE = 'SELECT kind, AVG(y) AS a, COUNT(*) AS n FROM adult GROUP BY kind'
BINARY = 'SELECT AVG(x) AS a FROM adult'


@pytest.mark.parametrize('sql', [CELL_SHAPE, ROW_SHAPE, BINARY])
def test_the_compiler_as_it_is_passes(sql: str) -> None:
    assert not _caught(sql)


@pytest.mark.parametrize('sql', [CELL_SHAPE, ROW_SHAPE])
def test_a_compiler_without_the_cap_on_groups_is_caught(sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.groups_uncapped(monkeypatch)
    assert _caught(sql)


def test_a_compiler_without_the_cap_on_rows_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.rows_uncapped(monkeypatch)
    assert _caught(ROW_SHAPE)


def test_a_compiler_without_the_clamp_of_a_units_sum_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.sums_uncapped(monkeypatch)
    assert _caught(CELL_SHAPE)


@pytest.mark.parametrize('sql', [CELL_SHAPE, ROW_SHAPE])
def test_a_compiler_that_ranks_by_random_is_caught(sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.ranked_by_chance(monkeypatch)
    assert _caught(sql)


def test_a_compiler_that_ranks_by_what_other_units_have_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, 'groups_kept', _popular)
    assert _caught('SELECT town, COUNT(*) AS n FROM adult GROUP BY town', groups=1)


def _popular(chain: Any, rows: str, bounded: Bounded, **_ignored: Any) -> str:
    counted = chain.add('counted', f'SELECT *, COUNT(*) OVER (PARTITION BY {bounded.keys[0]}) AS others FROM "{rows}"')
    ranked = chain.add(
        'ranked',
        f'SELECT *, row_number() OVER (PARTITION BY {bounded.unit} ORDER BY others, k0) AS place FROM "{counted}"',
    )
    kept: str = chain.add('kept', f'SELECT * FROM "{ranked}" WHERE place <= 1')
    return kept


def test_a_compiler_with_the_real_radius_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.real_radius(monkeypatch)
    assert _caught('SELECT AVG(y) AS a FROM adult', groups=1, rows=1)


def test_a_compiler_that_forgets_to_hold_values_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.values_unheld(monkeypatch)
    assert _caught('SELECT AVG(y) AS a FROM adult', groups=1, rows=1)


def _digest(*values: Any) -> str:
    tagged = ['n' if value is None else f'v{len(str(value).encode())}:{value}' for value in values]
    return hashlib.sha256((SALT + ''.join(tagged)).encode()).hexdigest()


def _view(rows: list[Json]) -> list[Json]:
    """Rows behind the normalising view."""

    def held(value: int | None, low: int, high: int) -> int | None:
        return None if value is None else min(max(value, low), high)

    return [
        {**row, 'x': held(row['x'], 0, 1), 'y': held(row['y'], -3, 10), 'kind': held(row['kind'], 1, 6)}
        for row in rows
        if row['person'] is not None and row['sex'] in {'f', 'm'}
    ]


def _kept_groups(rows: list[Json], key: str, most: int) -> set[tuple[str, Any]]:
    """(person, group) pairs within the cap."""
    groups: dict[str, set[Any]] = defaultdict(set)
    for row in rows:
        groups[row['person']].add(row[key])
    return {
        (person, group)
        for person, found in groups.items()
        for group in sorted(found, key=lambda value: _digest(person, value))[:most]
    }


@pytest.mark.parametrize(('groups', 'rows'), [(1, 1), (2, 3), (3, 2), (6, 40)])
@pytest.mark.parametrize('seed', range(4))
def test_the_cell_shape_equals_the_reference(seed: int, groups: int, rows: int) -> None:
    described, drawn = visits(groups, rows), _rows(random.Random(seed))
    sql = 'SELECT kind, COUNT(*) AS n, COUNT(y) AS c, SUM(y) AS s, COUNT(DISTINCT unit) AS u FROM adult GROUP BY kind'
    planned = accepted(described, sql, accountSalt=SALT)
    answer = released(planned, exact_cells(planned, typed_table(described, drawn)), NoNoise())
    seen = _view(drawn)
    kept = _kept_groups(seen, 'kind', groups)
    expected = []
    for kind in [*range(1, 7), None]:
        people = sorted({person for person, group in kept if group == kind})
        parts = [[row for row in seen if row['person'] == person and row['kind'] == kind] for person in people]
        values = [[row['y'] for row in part if row['y'] is not None] for part in parts]
        sums = [min(max(sum(part), -3 * rows), 10 * rows) for part in values]
        counts = [sum(min(len(part), rows) for part in found) for found in (parts, values)]
        expected.append([kind, *counts, sum(sums), len(people)])
    assert answer['rows'] == expected


@pytest.mark.parametrize(('groups', 'rows'), [(1, 1), (2, 3), (3, 2), (6, 40)])
@pytest.mark.parametrize('seed', range(4))
def test_the_row_shape_equals_the_reference(seed: int, groups: int, rows: int) -> None:
    described, drawn = visits(groups, rows), _rows(random.Random(seed))
    planned = accepted(described, 'SELECT kind, AVG(y) AS a, COUNT(*) AS n FROM adult GROUP BY kind', accountSalt=SALT)
    answer = released(planned, exact_cells(planned, typed_table(described, drawn)), NoNoise())
    seen = _view(drawn)
    kept = _kept_groups(seen, 'kind', groups)
    mid = (-3 + 10) // 2
    assert [event['l2Squared'] for event in planned['events']] == [
        str(groups * rows**2), str(groups * (rows * 7) ** 2), str(groups * rows**2)
    ]  # fmt: skip
    expected = []
    for kind in [*range(1, 7), None]:
        chosen: list[Json] = []
        for person in sorted({person for person, group in kept if group == kind}):
            part = [row for row in seen if row['person'] == person and row['kind'] == kind]
            inputs = [(row['y'], None if row['y'] is None else row['y'] - mid, 1) for row in part]
            order = sorted(range(len(part)), key=lambda index: _digest(person, kind, *inputs[index]))
            chosen += [part[index] for index in (order if len(part) > rows else range(len(part)))[:rows]]
        values = [row['y'] for row in chosen if row['y'] is not None]
        expected.append([kind, float(Fraction(sum(values), len(values))) if values else None, len(chosen)])
    assert answer['rows'] == expected


def test_caps_that_no_query_can_reach_are_not_paid_for() -> None:
    described = visits(40, 2)
    by_sex = accepted(described, 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', accountSalt=SALT)
    alone = accepted(described, 'SELECT COUNT(*) AS n, COUNT(DISTINCT unit) AS u FROM adult', accountSalt=SALT)
    unknown = accepted(described, 'SELECT town, COUNT(*) AS n FROM adult GROUP BY town', accountSalt=SALT)
    assert [event['l2Squared'] for event in by_sex['events']] == [str(2 * 4)]
    assert 'ranked' not in by_sex['statements'][0]['sql']
    assert [event['l2Squared'] for event in alone['events']] == ['4', '1']
    assert [event.get('l2Squared') for event in unknown['events']] == [str(40 * 4), '40', None]


def test_the_unit_is_an_identifier_by_itself() -> None:
    plain = visits(2, 2)
    plain['tables']['adult']['columns']['person'] = {'type': 'string'}
    for sql in ('SELECT person, COUNT(*) FROM adult GROUP BY person', "SELECT COUNT(*) FROM adult WHERE person = 'a'"):
        assert plan(plain, sql)['refusals'][0]['code'] == 'IDENTIFIER_USE'
    assert plan(plain, 'SELECT COUNT(DISTINCT person) FROM adult')['accepted']


def test_rows_without_a_unit_do_not_count() -> None:
    described = visits(1, 5)
    rows = [{**_row(random.Random(1), person), 'sex': 'f'} for person in ('a', 'a', None, None, 'b')]
    planned = accepted(described, 'SELECT COUNT(*), COUNT(DISTINCT unit) AS u FROM adult', accountSalt=SALT)
    assert released(planned, exact_cells(planned, typed_table(described, rows)), NoNoise())['rows'] == [[3, 2]]


def test_an_extreme_of_a_unit_beyond_its_interval_is_no_error() -> None:
    """1.115 * 100 is 111.5 as a double and less in truth: the database rounds to a group that no interval has."""
    columns = {'person': {'type': 'integer'}, 'rate': {'type': 'float', 'lower': 0, 'upper': 1.115}}
    described = definition(columns, unit={'kind': 'column', 'column': 'person', 'maxGroups': 1, 'maxRows': 1})
    inner = 'SELECT person, MAX(ROUND(rate, 2)) AS most FROM adult GROUP BY person'
    planned = accepted(described, f'SELECT most, COUNT(*) AS n FROM ({inner}) AS t GROUP BY most', accountSalt=SALT)
    table = typed_table(described, [{'person': 1, 'rate': 5.0}, {'person': 2, 'rate': 0.5}])
    answer = released(planned, exact_cells(planned, table), NoNoise())
    assert sum(row[1] for row in answer['rows']) == 1


def test_zero_and_negative_zero_are_one_value_with_one_digest() -> None:
    """Which of two equal values is met first depends on the rows of others, so it may not decide what is kept."""
    columns = {'person': {'type': 'integer'}, 'rate': {'type': 'float', 'lower': -9, 'upper': 9}}
    described = definition(columns, unit={'kind': 'column', 'column': 'person', 'maxGroups': 1, 'maxRows': 2})
    planned = accepted(described, 'SELECT COUNT(DISTINCT rate) AS d FROM adult', accountSalt=SALT)
    known = {rate: {'person': 1, 'rate': rate} for rate in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 0.0, -0.0)}
    rates = list(known)[:7]
    for other in rates:
        rows = [{'person': 1, 'rate': rate} for rate in [other, 0.0, -0.0, *rates]]
        answers = []
        for world in (rows, list(reversed(rows))):
            kept = [*world, *({'person': 2 + index, 'rate': rate} for index, rate in enumerate((other, 0.0)))]
            answers.append(exact_cells(planned, typed_table(described, kept)).to_pylist())
        assert answers[0] == answers[1]


def test_a_float_is_no_unit() -> None:
    unit = {'kind': 'column', 'column': 'weight', 'maxGroups': 1, 'maxRows': 1}
    described = definition({'weight': {'type': 'float'}}, unit=unit)
    assert plan(described, 'SELECT COUNT(*) FROM adult')['refusals'][0]['code'] == 'DEFINITION_UNSUPPORTED'


DISTINCT = 'SELECT town, COUNT(DISTINCT kind) AS d FROM adult GROUP BY town'


@pytest.mark.parametrize('sql', [CELL_SHAPE, ROW_SHAPE, DISTINCT])
def test_the_mock_twin_answers_too(sql: str) -> None:
    mocked = ask('mock', visits(2, 2), sql=sql, epsilon=1, delta=1e-7)
    assert mocked['accepted'], mocked
    assert len(ask('sample', visits(2, 2), table='adult', rows=7)['rows']) == 7


@pytest.mark.parametrize('repeat', range(3))
def test_a_salt_decides_which_rows_are_kept_and_always_the_same_ones(repeat: int) -> None:
    described, rows = visits(1, 1), _rows(random.Random(3))
    answers = []
    for salt in ('one', 'one', 'two', 'three', 'four'):
        planned = accepted(described, ROW_SHAPE, accountSalt=salt)
        answers.append(_cells(planned, described, rows))
    assert answers[0] == answers[1]
    assert len({tuple(sorted(map(str, answer.items()))) for answer in answers}) > 1
