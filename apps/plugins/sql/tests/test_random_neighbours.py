"""Random queries over random data: no integer of a statement moves further than its plan states when one unit leaves.

A run of its own, longer and by another seed: DQ0_QUERIES=2000 DQ0_SEED=7.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator

import pytest

from dq0_sql import plan as plan_module
from moves import Stated, fetched, stated, violations
from mutants import MUTANTS, OF_BITS
from random_queries import Queries
from random_world import Rows, described, drawn
from running import Json

SEED, QUERIES = int(os.environ.get('DQ0_SEED', '1')), int(os.environ.get('DQ0_QUERIES', '150'))
REMOVED = 1 if QUERIES <= 150 else 3
"""Units taken away from each query's data."""
CONNECTOR = 'csv'
TOGETHER = 10
"""Queries over the same data."""


WAYS = ('bits', 'units above a cap', 'all units')
"""How the groups of a unit are chosen."""


@pytest.fixture(params=WAYS)
def ranked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way, whatever the connector."""
    _choose(monkeypatch, request.param)


def _choose(patch: pytest.MonkeyPatch, way: str) -> None:
    patch.setattr(plan_module, '_ONE_SORT', frozenset({CONNECTOR} if way == 'all units' else ()))
    patch.setattr(plan_module, '_BITS', frozenset({CONNECTOR} if way == 'bits' else ()))


def _asked(generator: random.Random, data: Json, word: str = '') -> tuple[str, Stated]:
    """A query with a word that is not refused, at a price with Gaussian noise or with Laplace."""
    while True:
        sql = Queries(generator).draw()
        if word not in sql:
            continue
        found = stated(data, sql, generator.choice([0.5, 0.5, 0.01]))
        if found is not None:
            return sql, found


@pytest.mark.usefixtures('ranked')
@pytest.mark.parametrize('part', range(-(-QUERIES // TOGETHER)))
def test_no_integer_moves_more_than_stated(part: int) -> None:
    generator = random.Random(f'{SEED} {part}')
    data, rows = described(generator), drawn(generator)
    for _ in range(min(TOGETHER, QUERIES - part * TOGETHER)):
        sql, asked = _asked(generator, data)
        assert violations(asked, rows, generator, REMOVED) == [], sql


@pytest.mark.parametrize('part', range(-(-QUERIES // TOGETHER // 2)))
def test_no_integer_of_a_window_moves_more_than_stated(part: int) -> None:
    generator = random.Random(f'{SEED} windows {part}')
    data, rows = described(generator), drawn(generator)
    for _ in range(TOGETHER):
        sql, asked = _asked(generator, data, ' OVER (')
        assert violations(asked, rows, generator, REMOVED + 1) == [], sql


@pytest.mark.parametrize('part', range(5))
def test_every_way_keeps_the_same_rows(part: int) -> None:
    generator = random.Random(f'sort {part}')
    data, rows, seen = described(generator), drawn(generator), dict.fromkeys(('bit_or', 'crowded', 'one sort'), 0)
    for _ in range(60):
        sql = Queries(generator).draw()
        found = [_stated(data, sql, way) for way in WAYS]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            continue
        texts = [' '.join(text['sql'] for text in one.planned['statements']) for one in known]
        seen['bit_or'] += 'bit_or' in texts[0]
        seen['crowded'] += 'crowded' in texts[1]
        seen['one sort'] += 'dense_rank' in texts[2] and 'crowded' not in texts[2]
        first, *others = (_cells(one, rows) for one in known)
        assert others == [first, first], sql
    assert all(seen.values()), seen


def _stated(data: Json, sql: str, way: str) -> Stated | None:
    with pytest.MonkeyPatch.context() as patch:
        _choose(patch, way)
        return stated(data, sql)


def _cells(asked: Stated, rows: Rows) -> dict[str, tuple[list[str], str]]:
    found = fetched(asked.planned, rows)
    return {name: (sorted(map(str, table.to_pylist())), kinds) for name, (table, kinds) in found.items()}


def _of_people(kinds: set[str], first: int) -> Iterator[tuple[str, Stated, Rows, random.Random]]:
    """Queries with such a measure over people with many rows in few tables, each over data of its own."""
    for number in range(first, first + 200):
        generator = random.Random(number)
        data, sql = described(generator), Queries(generator).draw()
        if 'JOIN' in sql or 'members' in sql:
            continue
        found = stated(data, sql)
        if found is not None and any(item.measure.kind in kinds for item in found.noisy):
            yield sql, found, drawn(generator), generator


@pytest.mark.usefixtures('ranked')
@pytest.mark.parametrize(('mutant', 'kinds', 'first'), MUTANTS)
def test_broken_compilers_are_caught(
    mutant: Callable[[pytest.MonkeyPatch], None], kinds: set[str], first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert any(violations(asked, rows, generator, 1) for _, asked, rows, generator in _of_people(kinds, first))


@pytest.mark.parametrize(('mutant', 'kinds', 'first'), OF_BITS)
def test_broken_bits_are_caught(
    mutant: Callable[[pytest.MonkeyPatch], None], kinds: set[str], first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose(monkeypatch, 'bits')
    mutant(monkeypatch)
    assert any(violations(asked, rows, generator, 1) for _, asked, rows, generator in _of_people(kinds, first))
