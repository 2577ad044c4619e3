"""Turns of groups: different ones within each unit, whatever the keys, and no group that is kept more than others."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from census import definition
from dq0_sql.bounded import Bounded
from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.group_numbers import numbering
from dq0_sql.keys import KeyDomain
from dq0_sql.mechanisms import Caps
from dq0_sql.statement import Chain, Reading
from dq0_sql.turns import turns_of, with_turns
from dq0_sql.value_types import Exact, Text, Truth, ValueType
from running import accepted

SALT = 'ab' * 16
INTEGER = Exact(0, -(2**63), 2**63 - 1, False)
KINDS: dict[str, tuple[ValueType, pa.DataType]] = {
    'integer': (INTEGER, pa.int64()), 'decimal': (INTEGER, pa.int64()), 'boolean': (Truth(), pa.bool_()),
    'string': (Text(), pa.string()),
}  # fmt: skip
DOMAINS: dict[str, list[KeyDomain]] = {
    'bounds': [KeyDomain('k', 'integer', None, 1, 50, False)],
    'bounds and NULL': [KeyDomain('k', 'integer', None, -3, 55, True)],
    'one value': [KeyDomain('k', 'integer', None, 7, 7, False)],
    'NULL alone': [KeyDomain('k', 'string', (), 0, 0, True, derived=True)],
    'ranges of ten': [KeyDomain('k', 'integer', tuple(range(-50, 100, 10)), 0, 0, True, derived=True)],
    'steps of the cycle': [KeyDomain('k', 'integer', tuple(range(0, 59 * 12, 59)), 0, 0, False, derived=True)],
    'far apart': [KeyDomain('k', 'decimal', (-(10**12), 0, 10**12), 0, 0, True, 2, True)],
    'no steps': [KeyDomain('k', 'integer', (1, 2, 4, 8, 1000), 0, 0, False, derived=True)],
    'truth': [KeyDomain('k', 'boolean', None, 0, 1, True)],
    'texts': [KeyDomain('k', 'string', ('f', 'm', '', 'é', 'other'), 0, 0, True)],
    'two keys': [
        KeyDomain('k', 'integer', tuple(range(0, 300, 25)), 0, 0, True, derived=True),
        KeyDomain('l', 'string', ('a', 'b', 'c'), 0, 0, True),
    ],
    'thousands': [KeyDomain('k', 'integer', None, 0, 99, False), KeyDomain('l', 'integer', None, 1, 90, True)],
}
UNITS = [0, 1, -1, 2**31 - 1, 2**31 - 20, 2**63 - 1, -(2**63), 10**18]


def _bounded(domains: list[KeyDomain], salt: str = SALT) -> Bounded:
    keys = tuple(f'k{index}' for index in range(len(domains)))
    places = tuple(f'p{index}' for index in range(len(domains)))
    kinds = tuple(KINDS[domain.kind][0] for domain in domains)
    return Bounded('u1', True, keys, places, kinds, tuple(domains), True, None, None, Caps(3, 5), salt)


def _turns(domains: list[KeyDomain], units: list[int], salt: str = SALT) -> dict[int, list[int]]:
    """The turn of every listed group in every unit's order, in the order of the groups."""
    bounded = _bounded(domains, salt)
    turns = turns_of(bounded)
    assert turns is not None
    chain = Chain(DuckdbPrinter(), Reading(trim=False, one_sort=False, bits=False))
    source = with_turns(chain, 'rows', bounded, turns)
    names = [f'l{index}' for index in range(len(domains))]
    with duckdb.connect(':memory:') as connection:
        connection.register('units', pa.table({'u1': pa.array(units, pa.int64())}))
        for name, domain in zip(names, domains, strict=True):
            values = pa.array(domain.listed(), KINDS[domain.kind][1])
            connection.register(name, pa.table({f'k{name[1:]}': values, f'p{name[1:]}': pa.array(range(len(values)))}))
        connection.execute(f'CREATE TABLE rows AS SELECT * FROM units, {", ".join(names)}')
        order = ', '.join(f'p{name[1:]}' for name in names)
        text = f'WITH {chain.printed()} SELECT u1, list(turn ORDER BY {order}) FROM "{source}" GROUP BY u1'
        found = dict(connection.execute(text, chain.printer.parameters).fetchall())
    assert all(0 <= turn < turns for listed in found.values() for turn in listed)
    return found


@pytest.mark.parametrize('name', DOMAINS)
def test_no_two_groups_of_a_unit_have_the_same_turn(name: str) -> None:
    generator = random.Random(name)
    units = [*UNITS, *(generator.randrange(-(2**63), 2**63) for _ in range(40))]
    found = _turns(DOMAINS[name], units)
    assert len(found) == len(units)
    assert all(len(set(listed)) == len(listed) for listed in found.values())


def test_turns_are_what_the_specification_says() -> None:
    prime, field, other = 59, 2**31 - 1, 2**31 - 19
    digest = hashlib.sha256(f'turns {SALT}'.encode()).digest()
    factor, offset = (int.from_bytes(digest[start : start + 8], 'big') % field for start in (0, 8))
    for unit, listed in _turns(DOMAINS['bounds'], UNITS).items():
        remainders = [abs(unit) % modulus * (1 if unit >= 0 else -1) for modulus in (field, other)]
        mixed = (remainders[0] + factor * remainders[1] + offset) % field
        slope = mixed * mixed % field % (prime - 1) + 1
        assert listed == [pow(group * slope + mixed, 3, prime) for group in range(50)], unit


def test_another_salt_gives_other_turns() -> None:
    assert _turns(DOMAINS['bounds'], UNITS) != _turns(DOMAINS['bounds'], UNITS, 'cd' * 16)


@pytest.mark.parametrize('groups', [(1, 2), (1, 2, 3, 4, 5), (1, 2, 4, 8, 16), (3, 17, 18, 40), tuple(range(1, 51))])
def test_hardly_a_group_is_kept_more_often_than_others(groups: tuple[int, ...]) -> None:
    """Units numbered one after the other, who are in the same groups: shares of each group among the first three."""
    kept: Counter[int] = Counter()
    units = 20_000
    for listed in _turns(DOMAINS['bounds'], list(range(units))).values():
        kept.update(sorted(groups, key=lambda group: listed[group - 1])[:3])
    even = units * min(3, len(groups)) / len(groups)
    assert all(0.9 * even < kept[group] < 1.1 * even for group in groups), kept


@pytest.mark.parametrize(
    'changed',
    [
        {'whole': False},
        {'listed': False},
        {'domains': (KeyDomain('k', 'date', None, 737_000, 737_010, False),)},
        {'domains': (KeyDomain('k', 'string', tuple(f'v{index}' for index in range(65)), 0, 0, False),)},
        {'domains': (KeyDomain('k', 'integer', (0, 1, 200_000), 0, 0, False, derived=True),)},
    ],
)
def test_other_units_and_groups_have_no_turns(changed: dict[str, Any]) -> None:
    known = _bounded(DOMAINS['bounds'])
    assert turns_of(known) == 59
    assert turns_of(Bounded(**{**vars(known), **changed})) is None


@pytest.mark.parametrize('connector', ['csv', 'mysql', 'postgresql'])
def test_groups_behind_a_threshold_are_never_chosen_by_turns(connector: str) -> None:
    """There values that are not listed have cells too, which may share their turns."""

    def asked(minimum: int) -> str:
        unit = {'kind': 'column', 'column': 'person', 'maxGroups': 1, 'maxRows': 2}
        columns = {'person': {'type': 'integer'}, 'kind': {'type': 'string', 'values': ['a', 'b', 'c']}}
        described = definition(columns, unit=unit, minUnits=minimum)
        if connector != 'csv':
            described['connector'] = {'type': connector, 'host': 'h', 'port': 1, 'database': 'd', 'credential': 'c'}
        sql = 'SELECT UPPER(kind) AS k, COUNT(*) AS n FROM adult GROUP BY k'
        return str(accepted(described, sql, accountSalt=SALT)['statements'][0]['sql'])

    assert 'on_line' in asked(1)
    assert 'on_line' not in asked(2)


def test_a_numbering_names_what_it_lists() -> None:
    known = numbering(DOMAINS['ranges of ten'][0])
    assert known is not None
    assert (known.low, known.high, known.step, known.size) == (-50, 90, 10, 16)
