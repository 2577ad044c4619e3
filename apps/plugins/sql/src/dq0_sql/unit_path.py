"""Tables without a unit column of their own: links lead from each row to the one unit it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql.definition import Column, Definition, Table

_KINDS = frozenset({'integer', 'string'})


@dataclass(frozen=True)
class Step:
    """A row belongs to the row of `table` whose `key` is the value of its `column`."""

    column: Column
    table: Table
    key: Column


def unit_path(definition: Definition, table: Table) -> tuple[Step, ...] | str:
    """The steps to a table with a unit column, or why they give no row exactly one unit.

    Each key is declared unique, so no row has two units. Tables on the way are public or have the rest of the path as
    their own: were their rows somebody else's, that person's leaving would take rows of others away. Linked columns
    have no bounds or enumerations, which would make different keys one.
    """
    steps: list[Step] = []
    at = table
    for number, link in enumerate(table.via):
        column, target = _column(at, link.column), _table(definition, link.table)
        key = None if target is None else _column(target, link.key)
        if column is None or target is None or key is None:
            return f'its path to the unit has no {link.column} -> {link.table}.{link.key}'
        if column.kind != key.kind or column.kind not in _KINDS:
            return f'{link.column} and {link.table}.{link.key} are not both integers or both texts'
        if not (_free(column) and _free(key)):
            return f'{link.column} and {link.table}.{link.key} have bounds or values, so they tell fewer rows apart'
        if (link.key,) not in target.keys:
            return f'{link.table} does not declare keys: [[{link.key}]]'
        steps.append(Step(column, target, key))
        rest = table.via[number + 1 :]
        if rest and target.unit_kind != 'public' and (target.unit_kind, target.via) != ('path', rest):
            return f'the rows of {link.table}, on the way, belong to others'
        at = target
    return tuple(steps) if steps and at.unit_kind == 'column' else 'its path does not end at a table with a unit column'


def linked(definition: Definition) -> dict[tuple[str, str], tuple[str, str]]:
    """The links of all paths that lead to a unit: table and column, to table and key. They never come back."""
    found = {}
    for table in definition.tables:
        path, at = unit_path(definition, table), table.name
        for step in () if isinstance(path, str) else path:
            found[at, step.column.name] = (step.table.name, step.key.name)
            at = step.table.name
    return found


def _table(definition: Definition, name: str) -> Table | None:
    return next((table for table in definition.tables if table.name == name), None)


def _column(table: Table, name: str) -> Column | None:
    return next((column for column in table.columns if column.name == name), None)


def _free(column: Column) -> bool:
    return column.lower is None and column.upper is None and column.values is None
