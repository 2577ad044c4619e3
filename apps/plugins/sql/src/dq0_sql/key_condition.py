"""A condition on groups, asked of public keys with the words that would have asked it of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from dq0_sql.cells import Key
from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.keys import KeyDomain, KeyValue
from dq0_sql.nodes import ColumnValue, Node
from dq0_sql.statement import Chain, Reading

_ARROW = {
    'boolean': pa.bool_(), 'integer': pa.int64(), 'decimal': pa.int64(), 'string': pa.string(), 'date': pa.date32(),
    'timestamp': pa.timestamp('us'),
}  # fmt: skip


def met(
    conditions: Sequence[Node], nodes: Sequence[Node], domains: Sequence[KeyDomain], keys: Sequence[Key]
) -> list[int]:
    """The indices of the keys for which all conditions are TRUE, in order. Conditions read columns that are keys."""
    columns: dict[str, pa.Array] = {'place': pa.array(range(len(keys)), pa.int64())}
    for index, (node, domain) in enumerate(zip(nodes, domains, strict=True)):
        if isinstance(node, ColumnValue):
            values = [_value(key[index], domain) for key in keys]
            columns[node.name] = pa.array(values, _ARROW[domain.kind])
    chain = Chain(DuckdbPrinter(), Reading(trim=False, one_sort=False, bits=False))
    source = 'keys'
    for condition in conditions:
        printed = chain.printer.print(condition)
        source = chain.add('met', f'SELECT * FROM "{chain.steps(source)}" WHERE {printed.text}')
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.register('keys', pa.table(columns))
        text = f'WITH {chain.printed()} SELECT place FROM "{source}" ORDER BY place'
        return [row[0] for row in connection.execute(text, chain.printer.parameters).fetchall()]


def _value(value: KeyValue, domain: KeyDomain) -> Any:
    if not isinstance(value, str):
        return value
    if domain.kind == 'date':
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if domain.kind == 'timestamp' else value
