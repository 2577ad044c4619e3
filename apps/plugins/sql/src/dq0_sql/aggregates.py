"""Aggregates of the query, and the exact integer columns (measures) that answer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from dq0_sql.choices import choice, not_null
from dq0_sql.expressions import scalar
from dq0_sql.literals import mismatch
from dq0_sql.nodes import Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.scope import Scope, same_name
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact, Real

Function = Literal[
    'COUNT', 'UNITS', 'DISTINCT', 'SUM', 'AVG', 'VAR_SAMP', 'VAR_POP', 'STDDEV_SAMP', 'STDDEV_POP',
    'COVAR_SAMP', 'COVAR_POP', 'CORR',
]  # fmt: skip
MeasureKind = Literal['units', 'count', 'distinct', 'total', 'centred', 'squared', 'crossed']
_ONE: dict[type[exp.Expr], Function] = {
    exp.Sum: 'SUM', exp.Avg: 'AVG', exp.Variance: 'VAR_SAMP', exp.VariancePop: 'VAR_POP', exp.Stddev: 'STDDEV_SAMP',
    exp.StddevSamp: 'STDDEV_SAMP', exp.StddevPop: 'STDDEV_POP',
}  # fmt: skip
_TWO: dict[type[exp.Expr], Function] = {exp.CovarSamp: 'COVAR_SAMP', exp.CovarPop: 'COVAR_POP', exp.Corr: 'CORR'}
_SPELLED: dict[str, Function] = {'VAR': 'VAR_SAMP'}
UNIT_WORD = 'unit'
SPREADS = frozenset({'VAR_SAMP', 'VAR_POP', 'STDDEV_SAMP', 'STDDEV_POP'})
PAIRS = frozenset({'COVAR_SAMP', 'COVAR_POP', 'CORR'})


@dataclass(frozen=True)
class Aggregate:
    """A function of one operand, or of two; COUNT without operand counts rows. Equal ones are one."""

    function: Function
    operand: Node | None = None
    second: Node | None = None


@dataclass(frozen=True)
class Measure:
    """One exact integer per cell.

    units: units of the cell. count: rows with a non-NULL operand. distinct: different values of the operand.
    total: sum(x'). centred: sum(x' - mid). squared: sum((x' - mid)^2 - floor(r'^2/2)).
    crossed: sum((x' - mid_x) (y' - mid_y)), of `operand` and `second`.
    """

    kind: MeasureKind
    operand: Node | None = None
    second: Node | None = None


@dataclass
class AggregateList:
    """The distinct aggregates of a query in order of appearance, each with the name and place it appeared under.

    `row_units`: each row is a unit, so units and rows are counted alike.
    """

    row_units: bool = True
    aggregates: list[Aggregate] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)

    def add(self, aggregate: Aggregate, name: str, span: Span | None) -> int:
        if aggregate.function == 'UNITS' and self.row_units:
            aggregate = Aggregate('COUNT')
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
        """The integers an aggregate is computed from, in the order in which `answer` reads them."""
        operand, second = aggregate.operand, aggregate.second
        if aggregate.function == 'UNITS':
            return [Measure('units')]
        if aggregate.function == 'COUNT':
            return [Measure('count', operand)]
        assert operand is not None
        if aggregate.function == 'DISTINCT':
            return [Measure('distinct', operand)]
        rows = Measure('count', operand if operand.nullable else None)
        if aggregate.function == 'SUM' and not self._centred(operand):
            return [Measure('total', operand)]
        if aggregate.function in {'SUM', 'AVG'}:
            return [rows, Measure('centred', operand)]
        if aggregate.function in SPREADS:
            return [rows, Measure('centred', operand), Measure('squared', operand)]
        assert second is not None
        both = [rows, Measure('centred', operand), Measure('centred', second), Measure('crossed', operand, second)]
        if aggregate.function == 'CORR':
            both += [Measure('squared', operand), Measure('squared', second)]
        return both

    def _centred(self, operand: Node) -> bool:
        """Whether another aggregate releases the operand's centred sum and its count anyway."""
        return any(
            other.function not in {'COUNT', 'DISTINCT', 'SUM'} and operand in (other.operand, other.second)
            for other in self.aggregates
        )


def is_aggregate(tree: exp.Expr) -> bool:
    """Whether a node is an aggregate of the language, in whatever form."""
    if isinstance(tree, exp.Anonymous):
        return str(tree.this).upper() in _SPELLED
    return isinstance(tree, exp.Count) or type(tree) in _ONE or type(tree) in _TWO


def holds_aggregate(tree: exp.Expr) -> bool:
    """Whether an aggregate stands anywhere inside of a tree."""
    return any(is_aggregate(part) for part in tree.walk())


def read_aggregate(scope: Scope, tree: exp.Expr) -> Aggregate:
    """An aggregate of the tree.

    Raises:
        Refused: DISTINCT, ROWS, TYPE_MISMATCH, AGGREGATE_FORM and what its operands refuse.
    """
    if isinstance(tree, exp.Count):
        return _count(scope, tree)
    if type(tree) in _TWO:
        refuse_extras(tree, 'this', 'expression')
        left, right = (_number(scope, tree, part) for part in (tree.this, tree.expression))
        return Aggregate(_TWO[type(tree)], _given(left, right), _given(right, left))
    if isinstance(tree, exp.Anonymous):
        refuse_extras(tree, 'this', 'expressions')
        function = _SPELLED[str(tree.this).upper()]
        arguments = tree.expressions
    else:
        refuse_extras(tree, 'this')
        function, arguments = _ONE[type(tree)], [tree.this]
    if len(arguments) != 1:
        raise _form(tree, function)
    return Aggregate(function, _number(scope, tree, arguments[0]))


def _count(scope: Scope, tree: exp.Count) -> Aggregate:
    refuse_extras(tree, 'this', 'big_int')
    argument = tree.this
    if isinstance(argument, exp.Distinct):
        return _distinct(scope, argument)
    if isinstance(argument, exp.Star):
        refuse_extras(argument)
        return Aggregate('COUNT')
    if not isinstance(argument, exp.Expr):
        raise _form(tree, 'COUNT')
    operand = scalar(scope, unwrapped(argument))
    return Aggregate('COUNT', operand if operand.nullable else None)


def _distinct(scope: Scope, tree: exp.Distinct) -> Aggregate:
    """COUNT(DISTINCT unit), by that word or by the unit's own column; COUNT(DISTINCT v) of one value otherwise."""
    refuse_extras(tree, 'expressions')
    if len(tree.expressions) != 1:
        raise Refused(
            'DISTINCT', 'COUNT(DISTINCT ...) takes one value.', 'Put texts together with ||.',
            scope.lexed.find('DISTINCT'),
        )  # fmt: skip
    part = unwrapped(tree.expressions[0])
    if isinstance(part, exp.Column) and isinstance(part.this, exp.Identifier):
        if same_name(part.this, UNIT_WORD) and not part.args.get('table') and not scope.known(part.this):
            return Aggregate('UNITS')
        if scope.field(part).unit:
            return Aggregate('UNITS')
    return Aggregate('DISTINCT', scalar(scope, part))


def _number(scope: Scope, tree: exp.Expr, argument: exp.Expr | None) -> Node:
    function = 'AVG' if isinstance(tree, exp.Avg) else 'SUM' if isinstance(tree, exp.Sum) else 'This aggregate'
    if isinstance(argument, exp.Distinct):
        raise Refused(
            'DISTINCT',
            f'{function} of different values alone cannot be computed by this version.',
            'Leave DISTINCT out, or count the values: COUNT(DISTINCT x).',
            scope.lexed.find('DISTINCT'),
        )
    if not isinstance(argument, exp.Expr) or isinstance(argument, exp.Star):
        raise _form(tree, function)
    operand = scalar(scope, unwrapped(argument))
    if not isinstance(operand.type, Exact | Real):
        raise mismatch(
            f'{function} needs a number',
            operand.type,
            f'Write {function}(CLAMP(CAST(x AS INTEGER), low, high)).',
            span_of(argument),
        )
    return operand


def _given(operand: Node, other: Node) -> Node:
    """The operand where the other one has a value too: both sides of a pair see the same rows."""
    known = not_null([other])
    return operand if known is None else choice([(known, operand)], None, None)


def _form(tree: exp.Expr, function: str) -> Refused:
    return Refused('AGGREGATE_FORM', f'{function} takes one value.', 'Write for example SUM(x).', span_of(tree))
