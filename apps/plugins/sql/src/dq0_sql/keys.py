"""Groups of a GROUP BY: public where metadata list every value, else unknown and shown through a threshold only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dq0_sql.domains import possible_values
from dq0_sql.nodes import ColumnValue, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.value_types import Day, Exact, Moment, Real, Text, Truth

MAX_CELLS = 10_000
MAX_KEY_BYTES = 64
OTHER = 'other'
"""How values outside of an enumeration with `other: true` are shown."""
KeyValue = str | int | bool | None
KeyKind = Literal['string', 'boolean', 'integer', 'decimal', 'date', 'timestamp']


@dataclass(frozen=True)
class KeyDomain:
    """The values of one key in the order they are shown, NULL last; days and times as ISO text, decimals scaled.

    `values` None: the integers from `low` to `high`, or unknown when `open`. `derived`: the key is an expression, and
    cells outside of the list are dropped.
    """

    column: str
    kind: KeyKind
    values: tuple[str | int, ...] | None
    low: int
    high: int
    null: bool
    scale: int = 0
    derived: bool = False
    open: bool = False

    @property
    def size(self) -> float:
        if self.open:
            return math.inf
        listed = self.high - self.low + 1 if self.values is None else len(self.values)
        return listed + (1 if self.null else 0)

    def listed(self) -> list[KeyValue]:
        """Every value; only called for domains whose cells are public."""
        values: list[KeyValue]
        if self.values is not None:
            values = list(self.values)
        elif self.kind == 'date':
            values = [date.fromordinal(ordinal).isoformat() for ordinal in range(self.low, self.high + 1)]
        elif self.kind == 'boolean':
            values = [False, True]
        else:
            values = list(range(self.low, self.high + 1))
        return [*values, None] if self.null else values


def key_kind(node: Node, span: Span | None) -> KeyKind:
    """How a key is shown.

    Raises:
        Refused: KEY_UNSUPPORTED for floating-point numbers.
    """
    if isinstance(node.type, Real):
        raise Refused(
            'KEY_UNSUPPORTED',
            'A floating-point number cannot be a group: nearly every value is a group of its own.',
            'Group by ranges, for example FLOOR(x / 10) * 10 or ROUND(x, 1).',
            span,
        )
    if isinstance(node.type, Exact):
        return 'integer' if node.type.scale == 0 else 'decimal'
    kinds: dict[type, KeyKind] = {Text: 'string', Truth: 'boolean', Day: 'date', Moment: 'timestamp'}
    return kinds[type(node.type)]


def key_domain(node: Node, name: str, span: Span | None) -> KeyDomain:
    """The public values of a key, or an open domain.

    Raises:
        Refused: KEY_UNSUPPORTED.
    """
    kind = key_kind(node, span)
    derived = not isinstance(node, ColumnValue) or node.computed
    scale = node.type.scale if isinstance(node.type, Exact) else 0
    if not derived and isinstance(node.type, Exact) and kind == 'integer' and node.type.bounded:
        return KeyDomain(name, kind, None, node.type.low, node.type.high, node.nullable)
    if not derived and isinstance(node.type, Day) and node.type.bounded:
        first, last = node.type.low.toordinal(), node.type.high.toordinal()
        return KeyDomain(name, kind, None, first, last, node.nullable)
    values = None if kind == 'timestamp' and not derived else possible_values(node)
    if values is None or not (values or node.nullable):
        return KeyDomain(name, kind, None, 0, 0, True, scale, derived, open=True)
    if kind == 'boolean':
        return KeyDomain(name, kind, None, 0, 1, node.nullable, derived=derived)
    texts = tuple(shown_key(value) for value in values)
    if any(isinstance(text, str) and len(text.encode()) > MAX_KEY_BYTES for text in texts):
        raise Refused(
            'KEY_UNSUPPORTED',
            f'{name} has values above {MAX_KEY_BYTES} bytes, which cannot be keys.',
            'Count them with WHERE, or group by SUBSTRING(x, 1, 20).',
            span,
        )
    return KeyDomain(name, kind, texts, 0, 0, node.nullable, scale, derived)


def shown_key(value: object) -> str | int:
    """A value as it stands in keys: days and times as ISO text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, str | int)
    return value


def public_cells(domains: Sequence[KeyDomain]) -> int | None:
    """Number of cells when all are public and at most 10,000; None: they go through the threshold."""
    cells = math.prod(domain.size for domain in domains)
    return int(cells) if cells <= MAX_CELLS else None
