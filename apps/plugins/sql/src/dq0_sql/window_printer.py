"""Windows as SQL of the compiled statement: partition, completed order and frame, all written out.

NULL has its place by a term of its own, because databases differ in it. Texts without a list of values are ordered by
their first 250 characters and told apart by their digests: a database may sort by the first 1,024 bytes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.nodes import Call, ColumnValue, Node, columns_of
from dq0_sql.relation import Frame, OverUnit, SortKey, Windowed
from dq0_sql.value_types import Text

MOST_SORTED = 250
"""Characters of a text that decide its place."""
_FORMS = {
    'row_number': 'row_number()', 'rank': 'rank()', 'dense_rank': 'dense_rank()', 'lag': 'lag({0}, {1})',
    'lead': 'lead({0}, {1})', 'first_value': 'first_value({0})', 'last_value': 'last_value({0})', 'count': 'COUNT({0})',
    'sum': 'SUM({0})', 'least': 'MIN({0})', 'greatest': 'MAX({0})',
}  # fmt: skip


def columns_read(relation: Windowed, windows: Sequence[OverUnit]) -> set[str]:
    """Columns that windows read: operands, keys, orders, and all that complete an order."""
    nodes: list[Node] = []
    for window in windows:
        nodes += [*window.partition, *(key.node for key in window.order)]
        nodes += [] if window.operand is None else [window.operand]
        nodes += relation.ties if window.complete else ()
    return {name for node in nodes for name in columns_of(node)}


def over_unit(printer: DuckdbPrinter, relation: Windowed, window: OverUnit) -> str:
    """One window function with its window."""
    operand = '*' if window.operand is None else printer.named(printer.print(window.operand)).text
    keys = _partition(printer, str(relation.unit.column), window.partition)
    words = [f'PARTITION BY {", ".join(keys)}']
    order = [term for key in window.order for term in _terms(printer, key)]
    if window.complete:
        known = {key.node for key in window.order if not _long(key.node)} | set(window.partition)
        order += [term for column in relation.ties if column not in known for term in _tie(column)]
    if order:
        words.append(f'ORDER BY {", ".join(order)}')
    if window.frame is not None:
        words.append(_frame(window.frame))
    return f'{_FORMS[window.function].format(operand, window.offset)} OVER ({" ".join(words)})'


def _partition(printer: DuckdbPrinter, unit: str, nodes: Sequence[Node]) -> list[str]:
    names = [(printer.named(printer.print(node)).text, _long(node)) for node in nodes]
    return [unit, *(f'sha256({name})' if long else name for name, long in names)]


def _terms(printer: DuckdbPrinter, key: SortKey) -> list[str]:
    node = key.node
    if _long(node):
        node = Call('part', (node,), node.type, node.nullable, (1, MOST_SORTED))
    name = printer.named(printer.print(node)).text
    found = [f'{name}{" DESC" if key.descending else ""}']
    return [f'({name} IS NULL){" DESC" if key.nulls_first else ""}', *found] if node.nullable else found


def _tie(column: ColumnValue) -> list[str]:
    found = [f'sha256({column.name})' if _long(column) else column.name]
    return [f'({column.name} IS NULL)', *found] if column.nullable else found


def _long(node: Node) -> bool:
    """Whether a value may be a text that a database does not sort by all of."""
    values = node.values if isinstance(node, ColumnValue) else None
    return isinstance(node.type, Text) and (values is None or any(len(str(value)) > MOST_SORTED for value in values))


def _frame(frame: Frame) -> str:
    ends = [
        f'UNBOUNDED {side}' if end is None else 'CURRENT ROW' if end == 0 else
        f'{abs(end)} {"PRECEDING" if end < 0 else "FOLLOWING"}'
        for end, side in ((frame.start, 'PRECEDING'), (frame.end, 'FOLLOWING'))
    ]  # fmt: skip
    return f'{"ROWS" if frame.rows else "RANGE"} BETWEEN {ends[0]} AND {ends[1]}'
