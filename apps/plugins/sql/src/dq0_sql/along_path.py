"""A table whose unit lies at the end of a path: its rows, each beside the unit column of the row it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dq0_sql.definition import Column, Table
from dq0_sql.nodes import ColumnValue
from dq0_sql.relation import Joined, Relation, Scan
from dq0_sql.scope import column_value
from dq0_sql.unit_path import unit_path

if TYPE_CHECKING:
    from dq0_sql.sources import Sources


def along_path(sources: Sources, table: Table, qualifier: str) -> Relation:
    """The rows that lead to a unit, with the columns of their own table and that unit's column, under its name."""
    steps = unit_path(sources.definition, table)
    assert not isinstance(steps, str)
    onward = [frozenset({step.column.name}) for step in steps]
    first = at = sources.scan(table, qualifier, onward[0])
    relation: Relation = first
    for number, step in enumerate(steps):
        linked = frozenset({step.key.name}).union(*onward[number + 1 : number + 2])
        reached = sources.scan(step.table, qualifier, linked)
        pair = (_value(at, step.column), _value(reached, step.key))
        relation = Joined(relation, reached, 'inner', (pair,), (), reached.unit, None)
        at = reached
    assert at.unit is not None
    sources.min_units = max(sources.min_units, table.min_units)
    unit = replace(
        at.unit,
        max_units=table.max_units,
        min_units=max(at.unit.min_units, table.min_units),
        max_groups=table.max_groups,
        max_rows=table.max_rows,
    )
    of_unit = tuple(found for found in at.fields if found.unit)
    own = tuple(found for found in first.fields if found.name.lower() not in {field.name.lower() for field in of_unit})
    return replace(relation, fields=(*own, *of_unit), unit=unit)


def _value(scan: Scan, column: Column) -> ColumnValue:
    """A linked column under its name in the statement; it may be the unit column itself."""
    names = {found.name: name for found, name in scan.columns}
    unit = scan.unit.column if scan.unit is not None else None
    return column_value(column, names.get(column.name, str(unit)))
