"""The groups of a unit's first turns where turns are bits of a 64-bit integer: without a sort, and without pairs.

A unit's groups are one integer, the OR of their bits. Its C lowest bits are kept, and with them every row of theirs.
The integer tells too which units cannot have more than m rows in any group: those whose rows outnumber their groups by
less than m. Their rows are within the caps as they are, and only those of the other units are looked at by group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dq0_sql.bounded import Bounded
from dq0_sql.turns import TURN

if TYPE_CHECKING:
    from dq0_sql.statement import Chain

BITS = 62
MOST_GROUPS = 16
"""The largest cap on groups: the lowest bits are taken away one after the other."""
_ALL = 2**63 - 1


def in_first_turns(chain: Chain, rows: str, bounded: Bounded, rows_of_a_group: int) -> tuple[str, str]:
    """Rows within the cap on groups: of units that have no more than so many in any group, and of all others."""

    def whole(value: int) -> str:
        return chain.printer.constant(value, 'BIGINT')

    unit, columns = bounded.unit, ', '.join(bounded.columns)
    rows = chain.add('bits', f'SELECT {columns}, {whole(1)} << {TURN} AS bit FROM "{rows}"', stored=True)
    left = chain.add('groups', f'SELECT {unit}, bit_or(bit) AS every, bit_or(bit) AS later, COUNT(*) AS of_unit '
                               f'FROM "{rows}" GROUP BY {unit}')  # fmt: skip
    for _ in range(bounded.caps.groups - 1):
        left = chain.add('later', f'SELECT {unit}, every, later & (later - 1) AS later, of_unit FROM "{left}"')
    last = f'CASE WHEN later = 0 THEN {whole(_ALL)} ELSE later & -later END AS last_bit'
    many = f'of_unit - bit_count(every) >= {whole(rows_of_a_group)} AS many'
    limits = chain.add('limits', f'SELECT {unit} AS limited, {last}, {many} FROM "{left}"', stored=True)
    kept = chain.add(
        'kept groups', f'SELECT * FROM "{rows}" INNER JOIN "{limits}" ON {unit} = limited WHERE bit <= last_bit'
    )
    few = chain.add('few rows', f'SELECT {columns} FROM "{kept}" WHERE NOT many')
    return few, chain.add('many rows', f'SELECT {columns} FROM "{kept}" WHERE many')
