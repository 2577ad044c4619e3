"""Pieces of SQL text, and the database type of each value type."""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql.value_types import INT64, Exact, Real, Text, ValueType


@dataclass(frozen=True)
class Sql:
    """SQL text that may be evaluated once `step` steps are behind it; `name` marks a bare column name."""

    text: str
    step: int
    name: bool = False


def storage(kind: ValueType) -> str:
    """SQL type of a value; exact numbers take the narrower integer type that holds their interval."""
    if isinstance(kind, Exact):
        return 'BIGINT' if INT64[0] <= kind.low and kind.high <= INT64[1] else 'HUGEINT'
    if isinstance(kind, Real):
        return 'DOUBLE'
    if isinstance(kind, Text):
        return 'VARCHAR'
    return {'Truth': 'BOOLEAN', 'Day': 'DATE', 'Moment': 'TIMESTAMP'}[type(kind).__name__]
