"""Relations: what FROM gives. Each knows its columns, whose data it holds, and how many rows one unit can have in it.

A closed list, like the nodes of expressions: only these are printed. Column names of the database (`value.name`) are
unique in a statement, so a relation can be read by any other without renaming.
"""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql.definition import Column, Table
from dq0_sql.nodes import ColumnValue, Node


@dataclass(frozen=True)
class Field:
    """A column a query may name. `unit` marks the one that tells units apart."""

    qualifier: str
    name: str
    value: ColumnValue
    identifier: bool = False
    unit: bool = False


@dataclass(frozen=True)
class Unit:
    """Whose data a relation holds. `column` is the database's name of the unit column; None: each row is a unit."""

    column: str | None
    max_units: int
    min_units: int
    max_groups: int
    max_rows: int


@dataclass(frozen=True)
class Scan:
    """A table behind its normalising view; rows with a NULL in a `nullable: false` column or unit are dropped.

    `keyed`: only one row for each value of these columns is kept (the declared key of a public table, made true).
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

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.source.fields

    @property
    def unit(self) -> Unit | None:
        return self.source.unit

    @property
    def rows(self) -> int | None:
        return self.source.rows


Relation = Scan | Filtered
