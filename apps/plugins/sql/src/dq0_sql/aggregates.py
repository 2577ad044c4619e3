"""Aggregates of the query, and the exact integer columns (measures) that answer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from dq0_sql.expressions import AGGREGATES, scalar
from dq0_sql.literals import mismatch
from dq0_sql.nodes import Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.scope import Scope
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact, Real


@dataclass(frozen=True)
class Aggregate:
    """COUNT, SUM or AVG of an operand; `operand` None counts rows. Equal ones are one."""

    function: Literal['COUNT', 'SUM', 'AVG']
    operand: Node | None


@dataclass(frozen=True)
class Measure:
    """One exact integer per cell: rows with a non-NULL operand, sum(x'), or sum(x' - mid) for `centred`."""

    kind: Literal['count', 'total', 'centred']
    operand: Node | None


@dataclass
class AggregateList:
    """The distinct aggregates of a query in order of appearance, each with the name and place it appeared under."""

    aggregates: list[Aggregate] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)

    def add(self, aggregate: Aggregate, name: str, span: Span | None) -> int:
        if aggregate in self.aggregates:
            return self.aggregates.index(aggregate)
        self.aggregates.append(aggregate)
        self.names.append(name)
        self.spans.append(span)
        return len(self.aggregates) - 1

    def measures(self) -> list[tuple[Measure, int]]:
        """Distinct measures with the aggregate that asked first.

        A sum whose average is asked too comes from the average's own measures and costs nothing more.
        """
        found: dict[Measure, int] = {}
        for index, aggregate in enumerate(self.aggregates):
            for measure in self.measures_of(aggregate):
                found.setdefault(measure, index)
        return list(found.items())

    def measures_of(self, aggregate: Aggregate) -> list[Measure]:
        operand = aggregate.operand
        if aggregate.function == 'COUNT':
            return [Measure('count', operand)]
        if aggregate.function == 'SUM' and Aggregate('AVG', operand) not in self.aggregates:
            return [Measure('total', operand)]
        assert operand is not None
        return [Measure('count', operand if operand.nullable else None), Measure('centred', operand)]


def is_aggregate(tree: exp.Expr) -> bool:
    """Whether a node is COUNT, SUM or AVG, in whatever form."""
    return isinstance(tree, AGGREGATES)


def read_aggregate(scope: Scope, tree: exp.Expr) -> Aggregate:
    """An aggregate of the tree.

    Raises:
        Refused: DISTINCT, ROWS, TYPE_MISMATCH and what its operand refuses.
    """
    function: Literal['COUNT', 'SUM', 'AVG'] = (
        'COUNT' if isinstance(tree, exp.Count) else 'SUM' if isinstance(tree, exp.Sum) else 'AVG'
    )
    refuse_extras(tree, 'this', 'big_int')
    argument = tree.this
    if isinstance(argument, exp.Distinct):
        raise Refused(
            'DISTINCT',
            f'{function}(DISTINCT x) cannot be computed by this version.',
            'Each row is one person, so COUNT(*) already counts people; leave DISTINCT out.',
            scope.lexed.find('DISTINCT'),
        )
    if isinstance(argument, exp.Star) and function == 'COUNT':
        refuse_extras(argument)
        return Aggregate('COUNT', None)
    if not isinstance(argument, exp.Expr):
        raise Refused(
            'AGGREGATE_FORM', f'{function} takes one value.', f'Write {function}(x) or COUNT(*).', span_of(tree)
        )
    operand = scalar(scope, unwrapped(argument))
    if function == 'COUNT':
        return Aggregate('COUNT', operand if operand.nullable else None)
    if not isinstance(operand.type, Exact | Real):
        remedy = f'Write {function}(CLAMP(CAST(x AS INTEGER), low, high)).'
        raise mismatch(f'{function} needs a number', operand.type, remedy, span_of(argument))
    return Aggregate(function, operand)
