"""Rows of the C groups of each unit that come first in its own order, by windows.

The order is by turns where groups have them, else by SHA-256 over the account's salt and the values of the unit and its
group, each with its length before it and NULL as its own tag. Both depend on nothing of other units, and are the same
each time and in every dialect. Only units above the cap are ranked, or all in one sort.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dq0_sql.bounded import Bounded
from dq0_sql.turns import TURN, turns_of, with_turns
from dq0_sql.value_types import Moment

if TYPE_CHECKING:
    from dq0_sql.statement import Chain

_DIGEST = 'digest'


def groups_kept(chain: Chain, rows: str, bounded: Bounded, *, different: bool = False) -> str:
    """All rows where no unit can have more groups. `different`: no two of the rows are of one unit and group."""
    if not bounded.many_groups:
        return rows
    if chain.reading.one_sort:
        return all_ranked(chain, rows, bounded)[0]
    unit, most = bounded.unit, chain.printer.constant(bounded.caps.groups, 'BIGINT')
    turns = turns_of(bounded)
    rows = rows if turns is None else with_turns(chain, rows, bounded, turns)
    listed = f'SELECT DISTINCT {", ".join([unit, *bounded.keys])} FROM "{rows}"'
    pairs = f'"{rows}"' if different else f'({listed}) AS p'
    crowded = chain.add('crowded', f'SELECT {unit} FROM {pairs} GROUP BY {unit} HAVING COUNT(*) > {most}')
    order = digest_order(chain, bounded, ()) if turns is None else TURN
    ranked = chain.add(
        'ranked groups',
        f'SELECT *, dense_rank() OVER (PARTITION BY {unit} ORDER BY {order}) AS place '
        f'FROM "{rows}" WHERE {unit} IN (SELECT {unit} FROM "{crowded}")',
    )
    return chain.add(
        'capped groups',
        f'SELECT *, 0 AS place FROM "{rows}" WHERE {unit} NOT IN (SELECT {unit} FROM "{crowded}") '
        f'UNION ALL SELECT * FROM "{ranked}" WHERE place <= {most}',
    )


def all_ranked(chain: Chain, rows: str, bounded: Bounded) -> tuple[str, str]:
    """The same rows by one sort over all, and the column that they are sorted by within a unit."""
    turns, most = turns_of(bounded), chain.printer.constant(bounded.caps.groups, 'BIGINT')
    if turns is None:
        digest = f'left({_digest(chain, bounded, ())}, 12)'
        rows = chain.add('digested', f'SELECT *, {digest} AS {_DIGEST} FROM "{rows}"')
        order, sorted_by = ', '.join([_DIGEST, *bounded.keys]), _DIGEST
    else:
        rows, sorted_by = with_turns(chain, rows, bounded, turns), TURN
        # Beside the turn of a listed group its keys decide nothing; but what is grouped by them is sorted already.
        listed = not any(domain.derived for domain in bounded.domains)
        order = ', '.join([TURN, *bounded.keys]) if listed else TURN
    ranked = chain.add(
        'ranked groups',
        f'SELECT *, dense_rank() OVER (PARTITION BY {bounded.unit} ORDER BY {order}) AS place FROM "{rows}"',
    )
    return chain.add('capped groups', f'SELECT * FROM "{ranked}" WHERE place <= {most}'), sorted_by


def digest_order(chain: Chain, bounded: Bounded, inputs: Sequence[str]) -> str:
    """By the digest's first 12 digits, which DuckDB sorts in place, and by the values where those agree."""
    return ', '.join([f'left({_digest(chain, bounded, inputs)}, 12)', *bounded.keys, *inputs])


def _digest(chain: Chain, bounded: Bounded, inputs: Sequence[str]) -> str:
    times = {key for key, kind in zip(bounded.keys, bounded.kinds, strict=True) if isinstance(kind, Moment)}
    values = [f'epoch_us({name})' if name in times else name for name in (bounded.unit, *bounded.keys, *inputs)]
    texts = [f'CAST({value} AS VARCHAR)' for value in values]
    tagged = (f"coalesce('v' || CAST(strlen({text}) AS VARCHAR) || ':' || {text}, 'n')" for text in texts)
    return f'sha256({chain.printer.constant(bounded.salt, "VARCHAR")} || {" || ".join(tagged)})'
