"""Which of its groups a unit keeps, by arithmetic: each group has its turn in the unit's own order of all of them.

The turn of group g is (a g + b)^3 mod P, for a prime P = 2 (mod 3), not below the number of groups. The unit and the
account's salt give a in 1 .. P-1 and b in 0 .. P-1, by arithmetic modulo 2^31 - 1. As a is not zero and cubing permutes
the residues of such a prime, no two groups of a unit have the same turn: those of its first C turns are C groups.
Privacy asks nothing else of it. The cube is there for fairness: how often a group is kept hardly depends on its number
(Carter and Wegman 1979 for the order without the cube).

It takes units that are integers and groups that metadata list; a digest serves all others.
"""

from __future__ import annotations

import hashlib
import math
from itertools import count
from typing import TYPE_CHECKING

from dq0_sql.bounded import Bounded
from dq0_sql.group_numbers import Numbering, number_of_group, numbering

if TYPE_CHECKING:
    from dq0_sql.statement import Chain

TURN = 'turn'
FEWEST = 59
"""The shortest cycle: the longest whose turns are bits of a 64-bit integer, and longer ones are fairer."""
MOST_NUMBERS = 100_000
"""Numbers of groups; more than cells where values lie apart. Cubes of turns stay below 2^62."""
_FIELD, _OTHER = 2**31 - 1, 2**31 - 19
"""Primes. A 64-bit unit is told by its remainders to both; products of remainders stay below 2^62."""


def turns_of(bounded: Bounded) -> int | None:
    """P, the number of turns; None where groups have none."""
    numbered = _numbered(bounded)
    if numbered is None:
        return None
    most = math.prod(one.size for one in numbered)
    return _prime(max(FEWEST, most), math.prod(one.step for one in numbered))


def with_turns(chain: Chain, rows: str, bounded: Bounded, turns: int) -> str:
    """The same rows, each with the turn of its group."""
    numbered = _numbered(bounded)
    assert numbered is not None
    digest = hashlib.sha256(f'turns {bounded.salt}'.encode()).digest()
    factor, offset = (int.from_bytes(digest[start : start + 8], 'big') % _FIELD for start in (0, 8))

    def whole(value: int) -> str:
        return chain.printer.constant(value, 'BIGINT')

    field, unit = whole(_FIELD), bounded.unit
    mixed = f'({unit} % {field} + {whole(factor)} * ({unit} % {whole(_OTHER)})) % {field}'
    group = number_of_group(chain.printer, bounded.keys, numbered, turns)
    told = f'({mixed} + {whole(_FIELD + offset)}) % {field} AS of_unit'
    rows = chain.add('mixed', f'SELECT *, {told}, {group} AS of_group FROM "{rows}"')
    slope = f'(of_unit * of_unit % {field} % {whole(turns - 1)} + {whole(1)})'
    line = f'(of_group * {slope} + of_unit) % {whole(turns)}'
    rows = chain.add('lines', f'SELECT *, {line} AS on_line FROM "{rows}"')
    turn = f'on_line * on_line * on_line % {whole(turns)} AS {TURN}'
    return chain.add('turns', f'SELECT {", ".join([*bounded.columns, turn])} FROM "{rows}"')


def _numbered(bounded: Bounded) -> list[Numbering] | None:
    if not (bounded.whole and bounded.listed and bounded.keys):
        return None
    found = [numbering(domain) for domain in bounded.domains]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) and math.prod(one.size for one in known) <= MOST_NUMBERS else None


def _prime(least: int, steps: int) -> int:
    """The first prime from there on that is 2 modulo 3 and divides no step."""
    return next(value for value in count(least) if value % 3 == 2 and steps % value and _is_prime(value))


def _is_prime(value: int) -> bool:
    return value > 1 and all(value % factor for factor in range(2, math.isqrt(value) + 1))
