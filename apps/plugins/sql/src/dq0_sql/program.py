"""The part of a plan that is for `run` alone: which cells there are, and how noisy integers become columns.

Plain JSON, integers beyond 2^53 as text. `integers` stand in the order of the plan's noise events.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from dq0_sql.keys import KeyDomain, KeyKind
from dq0_sql.released import Condition, Operand, Ordering
from dq0_sql.tree import Tree

VERSION = 3
STATEMENT = 'cells'
"""Name of the statement of the columns of cells; the others count leaves of trees."""
AggregateKind = Literal['count', 'total', 'shifted', 'average', 'spread', 'pair', 'quantile']


class KeyJson(TypedDict):
    """A key: listed values, or a range of integers (days as ordinals), or unknown ones (`open`)."""

    column: str
    kind: KeyKind
    values: list[str | int] | None
    low: int
    high: int
    null: bool
    scale: int
    derived: bool
    open: bool


class OutputJson(TypedDict):
    """A result column and the key, aggregate or value computed from them that it shows."""

    key: int | None
    aggregate: int | None
    value: Operand | None


class NumberJson(TypedDict):
    """A number that was added up: x' lies in [low, high] quanta of 10^-digits, around `mid`."""

    mid: str
    low: str
    high: str
    digits: int
    radius: str


class AggregateJson(TypedDict):
    """How an aggregate is computed from the integers in `parts`, in quanta of 10^-digits of `number`.

    count: integers[parts[0]]. total: the same. shifted: count, sum: sum + mid count.
    average: count, sum: mid + sum/count, held in [low, high]. spread: count, sum, squares.
    pair: count, sum of `number`, sum of `second`, products, and for CORR both squares.
    quantile: the tree of parts[0], of which `share` of the rows (a fraction such as `9/10`) lie below.
    """

    kind: AggregateKind
    function: str
    parts: list[int]
    number: NumberJson | None
    second: NumberJson | None
    share: str | None


class TreeJson(TypedDict):
    """The tree of an event: the statement that counts its leaves, and its shape."""

    event: int
    statement: str
    low: str
    high: str
    width: str
    branches: int
    levels: int


class ThresholdJson(TypedDict):
    """Cells are shown whose noisy units (integers[units], less `shift`) reach `least`, with `floor` exact units."""

    units: int
    least: int
    shift: int
    floor: int


class HeldJson(TypedDict):
    """An answer that becomes sharper: its cells as `measured` keeps them, the noise they hold as decimal text, and the
    epsilon at which a fresh answer is as sharp as both together.
    """

    keys: list[list[Any]]
    columns: list[list[str]]
    scales: list[str]
    epsilon: float


class ProgramJson(TypedDict):
    """`notes` are for people: coarser quanta, and why noise is Laplace. `held`: what a refinement combines with."""

    version: int
    keys: list[KeyJson]
    aggregates: list[AggregateJson]
    outputs: list[OutputJson]
    having: Condition | None
    order: list[Ordering]
    limit: int | None
    threshold: ThresholdJson | None
    trees: list[TreeJson]
    held: HeldJson | None
    notes: list[str]


def key_json(domain: KeyDomain) -> KeyJson:
    return {
        'column': domain.column,
        'kind': domain.kind,
        'values': None if domain.values is None else list(domain.values),
        'low': domain.low,
        'high': domain.high,
        'null': domain.null,
        'scale': domain.scale,
        'derived': domain.derived,
        'open': domain.open,
    }


def tree_json(event: int, statement: str, tree: Tree) -> TreeJson:
    return {
        'event': event,
        'statement': statement,
        'low': str(tree.low),
        'high': str(tree.high),
        'width': str(tree.width),
        'branches': tree.branches,
        'levels': tree.levels,
    }


def tree_of(value: TreeJson) -> Tree:
    """The tree a plan carries."""
    return Tree(int(value['low']), int(value['high']), int(value['width']), value['branches'], value['levels'])


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
        scale=int(value['scale']),
        derived=bool(value['derived']),
        open=bool(value['open']),
    )
