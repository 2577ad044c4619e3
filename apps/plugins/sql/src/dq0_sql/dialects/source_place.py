"""Where tables and columns lie at a source, as the definition says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dq0_sql.dialects.terms import DAY, INTEGER, MOMENT, REAL, TEXT, TRUTH, Kind

_KINDS = {
    'boolean': TRUTH, 'integer': INTEGER, 'float': REAL, 'string': TEXT, 'date': DAY, 'timestamp': MOMENT,
}  # fmt: skip


@dataclass(frozen=True)
class SourceTable:
    """A table's place, and the kind of each declared column."""

    schema: str
    table: str
    columns: Mapping[str, Kind]


def source_tables(definition: Mapping[str, Any]) -> dict[str, SourceTable]:
    """The tables of a definition whose connector is a database."""
    connector = definition['connector']
    home = connector['database'] if connector['type'] == 'mysql' else connector.get('schema', 'public')
    tables = {}
    for name, table in definition['tables'].items():
        schema, _, place = str(table.get('source') or name).rpartition('.')
        kinds = {column: _kind(fields) for column, fields in table['columns'].items()}
        tables[name] = SourceTable(schema or home, place, kinds)
    return tables


def _kind(column: Mapping[str, Any]) -> Kind:
    return Kind('decimal', int(column.get('scale', 0))) if column['type'] == 'decimal' else _KINDS[column['type']]
