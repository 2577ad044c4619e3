"""Relations: what FROM gives. Each knows its columns, whose data it holds, and how many rows one unit can have in it.

A closed list, like the nodes of expressions: only these are printed. Column names of the database (`value.name`) are
unique in a statement, so a relation can be read by any other without renaming. `rows` is a proof: at most so many rows
of one unit, or None where nothing bounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dq0_sql.definition import Column, Table
from dq0_sql.nodes import ColumnValue, Node

HIDDEN = '#'
"""Begins the names of columns that the compiler adds, and that no query can mean."""


@dataclass(frozen=True)
class Field:
    """A column a query may name. `unit` marks the one that tells units apart.

    `numbers`: the rows of each unit have the numbers from 1 on in it, each row its own.
    """

    qualifier: str
    name: str
    value: ColumnValue
    identifier: bool = False
    unit: bool = False
    numbers: bool = False


@dataclass(frozen=True)
class Unit:
    """Whose data a relation holds. `column` is the database's name of the unit column; None: each row is a unit."""

    column: str | None
    kind: str
    max_units: int
    min_units: int
    max_groups: int
    max_rows: int


@dataclass(frozen=True)
class Scan:
    """A table behind its normalising view; rows with a NULL in a `nullable: false` column or unit are dropped.

    `keyed`: rows whose values of these columns are not theirs alone are dropped, which makes a declared key true.
    """

    table: Table
    columns: tuple[tuple[Column, str], ...]
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None
    keyed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filtered:
    """Rows for which a condition is TRUE."""

    source: Relation
    condition: Node
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


@dataclass(frozen=True)
class Member:
    """Rows whose unit has a row in another relation of the units (semi-join), or has none (`negated`).

    Of a public relation: rows in which `column` is among the values of `other_column`. `absent` is NOT EXISTS: a NULL
    is among no values, where NOT IN is unknown.
    """

    source: Relation
    column: str
    other: Relation
    other_column: str
    negated: bool
    absent: bool
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


@dataclass(frozen=True)
class Projected:
    """Expressions of each row, under new names; the unit stays."""

    source: Relation
    items: tuple[tuple[str, Node], ...]
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


@dataclass(frozen=True)
class Joined:
    """Equi-join; `left` keeps rows without a match."""

    left: Relation
    right: Relation
    kind: Literal['inner', 'left']
    pairs: tuple[tuple[Node, Node], ...]
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


@dataclass(frozen=True)
class OfUnit:
    """An exact aggregate of the rows of one unit: it is per-unit data and never released as it is."""

    function: Literal['count', 'distinct', 'sum', 'mean', 'least', 'greatest']
    operand: Node | None
    value: ColumnValue


@dataclass(frozen=True)
class PerUnit:
    """Rows grouped by the unit, and maybe by more: one row for each."""

    source: Relation
    keys: tuple[tuple[str, Node], ...]
    aggregates: tuple[OfUnit, ...]
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


@dataclass(frozen=True)
class SortKey:
    """A term of a window's order."""

    node: Node
    descending: bool
    nulls_first: bool


@dataclass(frozen=True)
class Frame:
    """The rows around the current one, in rows or, with `rows` False, up to its peers: None is the partition's end."""

    rows: bool
    start: int | None
    end: int | None

    @property
    def whole(self) -> bool:
        return self.start is None and self.end is None

    @property
    def own(self) -> bool:
        """Whether the current row is always in it."""
        return (self.start or 0) <= 0 <= (self.end or 0)


WindowFunction = Literal[
    'row_number', 'rank', 'dense_rank', 'lag', 'lead', 'first_value', 'last_value', 'count', 'sum', 'least', 'greatest',
]  # fmt: skip


@dataclass(frozen=True)
class OverUnit:
    """A window function over rows of one unit; `partition` are further keys beside it.

    `complete`: rows that `order` leaves side by side stand in the order of all their values, so that which row comes
    first is a function of the unit's own rows.
    """

    function: WindowFunction
    operand: Node | None
    offset: int
    partition: tuple[Node, ...]
    order: tuple[SortKey, ...]
    complete: bool
    frame: Frame | None
    value: ColumnValue


@dataclass(frozen=True)
class Windowed:
    """Rows with the values of windows beside them; `ties` are the columns that complete an order."""

    source: Relation
    windows: tuple[OverUnit, ...]
    ties: tuple[ColumnValue, ...]
    fields: tuple[Field, ...]
    unit: Unit
    rows: int | None


@dataclass(frozen=True)
class Stacked:
    """UNION ALL of relations of one kind of unit; `parts` have their columns in the order of `fields`."""

    parts: tuple[Projected, ...]
    fields: tuple[Field, ...]
    unit: Unit | None
    rows: int | None


Relation = Scan | Filtered | Member | Projected | Joined | PerUnit | Windowed | Stacked
