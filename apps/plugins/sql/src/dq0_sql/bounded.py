"""The unit and keys of a query, what is proven about it, and the caps to hold."""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql.keys import KeyDomain
from dq0_sql.mechanisms import Caps
from dq0_sql.query import Query
from dq0_sql.value_types import ValueType


@dataclass(frozen=True)
class Bounded:
    """What one unit may add: at most C groups, in each at most m rows or a capped count and sum.

    `inputs` are the columns beside unit and keys. `rows`, `cells`: the most rows and groups a unit is proven to have,
    None where it may have any number. `listed`: every group that can be released is among `domains`. `whole`: the units
    are integers.
    """

    unit: str
    whole: bool
    keys: tuple[str, ...]
    inputs: tuple[str, ...]
    kinds: tuple[ValueType, ...]
    domains: tuple[KeyDomain, ...]
    listed: bool
    rows: int | None
    cells: int | None
    caps: Caps
    salt: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.unit, *self.keys, *self.inputs)

    @property
    def many_groups(self) -> bool:
        """Whether a unit may be in more groups than its cap: not without keys, nor where fewer are proven."""
        proven = [known for known in (self.rows, self.cells) if known is not None]
        return bool(self.keys) and not any(known <= self.caps.groups for known in proven)

    @property
    def many_rows(self) -> bool:
        return self.rows is None or self.rows > self.caps.rows


def bounded(query: Query, inputs: int, caps: Caps, salt: str) -> Bounded:
    """The caps of a query whose units are told by a column; rows hold k0, ... and so many inputs, m0, ... ."""
    assert query.unit.column is not None
    listed = query.cells is not None and not query.thresholded
    return Bounded(
        query.unit.column, query.unit.kind == 'integer', tuple(f'k{index}' for index in range(len(query.keys))),
        tuple(f'm{index}' for index in range(inputs)), tuple(node.type for node in query.keys), query.domains, listed,
        query.relation.rows, query.cells, caps, salt,
    )  # fmt: skip
