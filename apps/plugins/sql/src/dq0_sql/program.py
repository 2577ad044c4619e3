"""The part of a plan that is for `run` alone: which cells there are, and how noisy integers become columns.

Plain JSON, integers beyond 2^53 as text. `integers` stand in the order of the plan's events.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from dq0_sql.keys import KeyDomain, KeyKind
from dq0_sql.released import Condition, Ordering

VERSION = 1
AggregateKind = Literal['count', 'total', 'shifted', 'average']


class KeyJson(TypedDict):
    """A key: listed texts, or a range of integers (days as ordinals)."""

    column: str
    kind: KeyKind
    values: list[str] | None
    low: int
    high: int
    null: bool


class OutputJson(TypedDict):
    """A result column and the key or aggregate it shows."""

    key: int | None
    aggregate: int | None


class AggregateJson(TypedDict):
    """How an aggregate is computed from integers, in quanta of 10^-digits.

    count: integers[count]. total: integers[sum]. shifted: integers[sum] + mid integers[count].
    average: mid + integers[sum]/integers[count], held in [low, high].
    """

    kind: AggregateKind
    count: int | None
    sum: int | None
    mid: str
    low: str
    high: str
    digits: int


class ProgramJson(TypedDict):
    """`notes` are for people: coarser quanta, and why noise is Laplace."""

    version: int
    keys: list[KeyJson]
    aggregates: list[AggregateJson]
    outputs: list[OutputJson]
    having: Condition | None
    order: list[Ordering]
    limit: int | None
    notes: list[str]


def key_json(domain: KeyDomain) -> KeyJson:
    return {
        'column': domain.column,
        'kind': domain.kind,
        'values': None if domain.values is None else list(domain.values),
        'low': domain.low,
        'high': domain.high,
        'null': domain.null,
    }


def key_domain_of(value: Any) -> KeyDomain:
    """The domain a plan carries."""
    values = value['values']
    return KeyDomain(
        column=str(value['column']),
        kind=value['kind'],
        values=None if values is None else tuple(values),
        low=int(value['low']),
        high=int(value['high']),
        null=bool(value['null']),
    )
