"""FROM: the relation a query reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from dq0_sql.definition import Definition, Table
from dq0_sql.refusal import Refused
from dq0_sql.relation import Field, Relation, Scan, Unit
from dq0_sql.scope import column_value, find_table
from dq0_sql.select_shape import check_definition
from dq0_sql.syntax import span_of


@dataclass
class Sources:
    """Reads relations and gives their columns names that are unique in the statement."""

    definition: Definition
    named: int = 0
    scanned: int = 0

    def read(self, source: exp.Table) -> Relation:
        """The relation a name in FROM means.

        Raises:
            Refused: TABLE_UNKNOWN, DEFINITION_UNSUPPORTED.
        """
        table = find_table(self.definition, source.this)
        check_definition(self.definition, table, span_of(source))
        return self.scan(table, source.alias or table.name)

    def scan(self, table: Table, qualifier: str) -> Scan:
        """A table under a name."""
        self.scanned += 1
        unit_name = None if table.unit_column is None else f'u{self.scanned}'
        fields, columns = [], []
        for column in table.visible:
            name = f'c{self.named}'
            self.named += 1
            tells = column.name == table.unit_column
            fields.append(Field(qualifier, column.name, column_value(column, name), column.identifier or tells, tells))
            if not tells:
                columns.append((column, name))
        unit = None
        if table.unit_kind != 'public':
            unit = Unit(unit_name, table.max_units, table.min_units, table.max_groups, table.max_rows)
        rows = 1 if table.unit_kind == 'row' else None
        return Scan(table, tuple(columns), tuple(fields), unit, rows)


def owned(relation: Relation) -> Unit:
    """Whose data a relation holds.

    Raises:
        Refused: PUBLIC_ONLY when it is nobody's.
    """
    if relation.unit is None:
        raise Refused(
            'PUBLIC_ONLY', 'This query reads public tables only, which need no protection.', 'Read them directly.'
        )
    return relation.unit
