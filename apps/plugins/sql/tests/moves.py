"""What changes in all that a statement returns when one unit leaves: held against what the plan states."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa

from dq0_sql import plan as plan_module
from dq0_sql.cells import Cells, Key, PlanMismatch, complete, leaf_counts, present
from dq0_sql.mechanisms import NoisyMeasure
from dq0_sql.program import key_domain_of, tree_of
from dq0_sql.release import release
from random_world import UNITS, Rows, arrow, without
from running import Json, plan

SALT = 'a salt'
MOST_RELEASED = 200
"""Cells up to which a result is made as well: it takes long, and is a function of the numbers."""
Numbers = dict[Key, int]


class Fixed:
    """A double in place of noise: whatever is released with it has nothing of the data in its numbers."""

    def discrete_gaussian(self, values: Sequence[int], sigma: str) -> list[int]:
        return [7] * len(values)

    def discrete_laplace(self, values: Sequence[int], scale: str) -> list[int]:
        return [7] * len(values)


@dataclass(frozen=True)
class Stated:
    """A plan with the bounds of its noisy columns: C cells (C h of a tree with h levels), and how far each moves."""

    planned: Json
    noisy: list[NoisyMeasure]


@dataclass(frozen=True)
class Outcome:
    """All that a statement's result is made of: numbers of each column by cell, those of trees by level and node."""

    numbers: list[list[Numbers]]
    keys: list[Key]
    eligible: dict[Key, int]
    schemas: list[str]
    released: str


def stated(described: Json, sql: str, epsilon: float = 0.5) -> Stated | None:
    """The plan of a query with its bounds; None where it is refused."""
    found: list[NoisyMeasure] = []

    def kept(*arguments: Any) -> list[NoisyMeasure]:
        found[:] = calibrated(*arguments)
        return found

    calibrated = plan_module.calibrated
    with patch.object(plan_module, 'calibrated', kept):
        reply = plan(described, sql, epsilon=epsilon, accountSalt=SALT)
    assert 'error' not in reply, (sql, reply)
    return Stated(reply, list(found)) if reply['accepted'] else None


def outcome(asked: Stated, rows: Rows) -> Outcome:
    """Runs the statements of a plan.

    Raises:
        duckdb.Error: no row may make a statement fail.
        PlanMismatch: nor may what it gives be refused.
    """
    planned, found = asked.planned, fetched(asked.planned, rows)
    tables, schemas = {name: table for name, (table, _) in found.items()}, [kinds for _, kinds in found.values()]
    program = planned['program']
    domains = [key_domain_of(key) for key in program['keys']]
    trees = {tree['event']: tree for tree in program['trees']}
    threshold = program['threshold']
    reader = present if threshold is not None and domains else complete
    cells: Cells = reader(domains, len(asked.noisy) - len(trees), tables.get('cells'))
    released = ''
    if len(cells.keys) <= MOST_RELEASED:
        others = {name: table for name, table in tables.items() if name != 'cells'}
        released = json.dumps(release(planned, tables.get('cells'), Fixed(), **others))
    numbers, exact = list[list[Numbers]](), iter(cells.columns)
    for index in range(len(asked.noisy)):
        if index not in trees:
            numbers.append([dict(zip(cells.keys, next(exact), strict=True))])
            continue
        tree = tree_of(trees[index])
        leaves = leaf_counts(domains, cells.keys, tree.leaves, tables[trees[index]['statement']])
        grown = [tree.counted(counts) for counts in leaves]
        levels, start = list[list[Numbers]](), 0
        for level in range(1, tree.levels + 1):
            size = int(tree.branches**level)
            levels.append([
                {key: nodes[start + place] for key, nodes in zip(cells.keys, grown, strict=True)}
                for place in range(size)
            ])  # fmt: skip
            start += size
        numbers.append([_stacked(level) for level in levels])
    eligible: dict[Key, int] = {}
    if threshold is not None:
        units = dict(zip(cells.keys, cells.columns[threshold['units']], strict=True))
        eligible = {key: count for key, count in units.items() if count >= threshold['floor']}
    return Outcome(numbers, cells.keys, eligible, schemas, released)


def fetched(planned: Json, rows: Rows) -> dict[str, tuple[pa.Table, str]]:
    """What the statements of a plan give, by their name, with the types of its columns."""
    found, connection = dict[str, tuple[pa.Table, str]](), _database()
    for name in {table for text in planned['statements'] for table in text['tables']}:
        connection.register(name, arrow(name, rows[name]))
    for text in planned['statements']:
        answer = connection.execute(text['sql'], text['parameters'])
        columns = [column[:2] for column in answer.description or ()]
        cells = answer.fetchall()
        listed = {name: [row[index] for row in cells] for index, (name, _) in enumerate(columns)}
        found[text['name']] = pa.table(listed), str(columns)
    return found


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One for all: opening one takes longer than asking it."""
    return duckdb.connect(':memory:', config={'threads': 1})


def _stacked(nodes: list[Numbers]) -> Numbers:
    """The nodes of one level, each as a cell of its own."""
    return {(*key, place): count for place, level in enumerate(nodes) for key, count in level.items()}


def broken(asked: Stated, first: Outcome, second: Outcome) -> Iterator[str]:
    """What moves further than stated between two worlds that differ in one unit."""
    for index, (item, event) in enumerate(zip(asked.noisy, asked.planned['events'], strict=False)):
        squares = total = 0
        for left, right in zip(first.numbers[index], second.numbers[index], strict=True):
            moves = [abs(left.get(key, 0) - right.get(key, 0)) for key in left.keys() | right.keys()]
            if max(moves, default=0) > item.per_cell:
                yield f'column {index} moves {max(moves)} in a cell, stated {item.per_cell}'
            if item.tree is None and sum(map(bool, moves)) > item.groups:
                yield f'column {index} moves in {sum(map(bool, moves))} cells, stated {item.groups}'
            squares, total = squares + sum(move**2 for move in moves), total + sum(moves)
        if total > item.groups * item.per_cell or ('l1' in event and total > int(event['l1'])):
            yield f'column {index} has L1 {total}, stated {item.groups * item.per_cell}'
        if squares > int(event.get('l2Squared', squares)):
            yield f'column {index} has squared L2 {squares}, stated {event["l2Squared"]}'
    if first.schemas != second.schemas:
        yield 'types of columns depend on rows'
    threshold = asked.planned['program']['threshold']
    if threshold is None:
        if first.keys != second.keys:
            yield 'public groups depend on rows'
    else:
        lonely = first.eligible.keys() ^ second.eligible.keys()
        counts = [first.eligible.get(key, second.eligible.get(key, 0)) - threshold['shift'] for key in lonely]
        if len(lonely) > asked.noisy[threshold['units']].groups or max(counts, default=0) > 1:
            yield f'{len(lonely)} groups appear with {counts} units above the minimum'
    if first.released != second.released:
        yield 'what is released besides noisy numbers depends on rows'


def violations(asked: Stated, rows: Rows, generator: random.Random, units: int) -> list[str]:
    """What breaks when some units leave, one at a time, and when rows come in another order."""
    tables, found = {table for text in asked.planned['statements'] for table in text['tables']}, list[str]()
    try:
        whole = outcome(asked, rows)
        shuffled = {name: generator.sample(kept, len(kept)) for name, kept in rows.items()}
        if outcome(asked, shuffled).numbers != whole.numbers:
            found.append('the order of rows decides')
        for unit in _units(tables, rows, generator, units):
            smaller = {name: generator.sample(kept, len(kept)) for name, kept in without(rows, unit).items()}
            found += [f'without {unit}: {problem}' for problem in broken(asked, whole, outcome(asked, smaller))]
    except (duckdb.Error, PlanMismatch) as error:
        found.append(f'rows decide whether the statement fails: {error}')
    return found


def _units(tables: set[str], rows: Rows, generator: random.Random, count: int) -> list[Any]:
    """Units to take away: those with many rows first, then others; rows where each is a unit."""
    if 'members' in tables:
        return [('members', place) for place in generator.sample(range(len(rows['members'])), count)]
    present_units = sorted(
        {row[UNITS[name]] for name in tables & UNITS.keys() for row in rows[name] if row[UNITS[name]] is not None},
        key=str,
    )
    crowded = [unit for unit in (1, 'a') if unit in present_units]
    others = [unit for unit in present_units if unit not in crowded]
    return (crowded + generator.sample(others, min(count, len(others))))[:count]
