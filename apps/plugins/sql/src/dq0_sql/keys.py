"""Public key sets: the cells of a GROUP BY, known from metadata alone, all of them shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dq0_sql.definition import Column
from dq0_sql.refusal import Refused, Span

MAX_CELLS = 10_000
MAX_KEY_BYTES = 64
OTHER = 'other'
"""How values outside of an enumeration with `other: true` are shown."""
KeyValue = str | int | bool | None
KeyKind = Literal['string', 'boolean', 'integer', 'date']


@dataclass(frozen=True)
class KeyDomain:
    """The values of one key in the order they are shown, NULL last; dates as ISO text."""

    column: str
    kind: KeyKind
    values: tuple[str, ...] | None
    low: int
    high: int
    null: bool

    @property
    def size(self) -> int:
        listed = self.high - self.low + 1 if self.values is None else len(self.values)
        return listed + (1 if self.null else 0)

    def listed(self) -> list[KeyValue]:
        """Every value; only called for domains that passed `check_cells`."""
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


def key_domain(column: Column, span: Span | None) -> KeyDomain:
    """The public values of a column.

    Raises:
        Refused: KEY_UNBOUNDED, KEY_UNSUPPORTED.
    """
    if column.kind == 'string':
        return _enumeration(column, span)
    if column.kind == 'boolean':
        return KeyDomain(column.name, 'boolean', None, 0, 1, column.nullable)
    if column.kind in {'integer', 'date'}:
        low, high = _ordinal(column.lower), _ordinal(column.upper)
        if low is None or high is None:
            raise Refused(
                'KEY_UNBOUNDED',
                f'{column.name} has no published bounds, so its groups are not public.',
                'Group by a column with values or bounds, or ask the owner to publish bounds.',
                span,
            )
        kind: KeyKind = 'integer' if column.kind == 'integer' else 'date'
        return KeyDomain(column.name, kind, None, low, high, column.nullable)
    raise Refused(
        'KEY_UNSUPPORTED',
        f'{column.name} is {column.kind}; groups are enumerations, booleans, bounded integers and bounded dates.',
        'Count ranges of it with WHERE instead.',
        span,
    )


def check_cells(domains: list[KeyDomain], span: Span | None) -> int:
    """Number of cells.

    Raises:
        Refused: KEY_SET_TOO_LARGE above 10,000.
    """
    cells = math.prod(domain.size for domain in domains)
    if cells > MAX_CELLS:
        sizes = ', '.join(f'{domain.column} {domain.size:,}' for domain in domains)
        raise Refused(
            'KEY_SET_TOO_LARGE',
            f'These keys have {cells:,} cells ({sizes}); all are shown, so there may be {MAX_CELLS:,}.',
            'Group by fewer columns, or by ones with fewer values.',
            span,
        )
    return cells


def _enumeration(column: Column, span: Span | None) -> KeyDomain:
    if column.values is None:
        raise Refused(
            'KEY_UNBOUNDED',
            f'{column.name} has no published values; unknown groups cannot be computed by this version.',
            'Group by a column with values or bounds, or ask the owner to publish the values.',
            span,
        )
    extra = (OTHER,) if column.other and OTHER not in column.values else ()
    values = (*column.values, *extra)
    if any(len(value.encode()) > MAX_KEY_BYTES for value in values):
        raise Refused(
            'KEY_UNSUPPORTED',
            f'{column.name} has values above {MAX_KEY_BYTES} bytes, which cannot be keys.',
            'Count them with WHERE instead.',
            span,
        )
    return KeyDomain(column.name, 'string', values, 0, 0, column.nullable)


def _ordinal(bound: object) -> int | None:
    if isinstance(bound, date):
        return bound.toordinal()
    return bound if isinstance(bound, int) else None
