"""Aggregates of the query, and the exact integer columns (measures) that answer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from sqlglot import exp

from dq0_sql.choices import choice, not_null
from dq0_sql.expressions import scalar
from dq0_sql.literals import mismatch
from dq0_sql.nodes import Constant, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.scope import Scope, same_name
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact, Real, Truth

Function = Literal[
    'COUNT', 'UNITS', 'DISTINCT', 'SUM', 'AVG', 'VAR_SAMP', 'VAR_POP', 'STDDEV_SAMP', 'STDDEV_POP',
    'COVAR_SAMP', 'COVAR_POP', 'CORR', 'QUANTILE',
]  # fmt: skip
MeasureKind = Literal['units', 'count', 'distinct', 'total', 'centred', 'squared', 'crossed', 'leaves']
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
    """A function of one operand, or of two; COUNT without one counts rows; `share` says which quantile."""

    function: Function
    operand: Node | None = None
    second: Node | None = None
    share: Fraction | None = None


@dataclass(frozen=True)
class Measure:
    """One exact integer per cell.

    units: units of the cell. count: rows with a non-NULL operand. distinct: different values of the operand.
    total: sum(x'). centred: sum(x' - mid). squared: sum((x' - mid)^2 - floor(r'^2/2)).
    crossed: sum((x' - mid_x) (y' - mid_y)), of `operand` and `second`. leaves: rows by the leaf of a grid.
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
        if aggregate.function == 'QUANTILE':
            return [Measure('leaves', operand)]
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
            other.function not in {'COUNT', 'DISTINCT', 'SUM', 'QUANTILE'} and operand in (other.operand, other.second)
            for other in self.aggregates
        )


def is_aggregate(tree: exp.Expr) -> bool:
    """Whether a node is an aggregate of the language, in whatever form."""
    if isinstance(tree, exp.Anonymous):
        return str(tree.this).upper() in _SPELLED
    return isinstance(tree, exp.Count | exp.Median | exp.Quantile | exp.WithinGroup) or type(tree) in _ONE | _TWO


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
    if isinstance(tree, exp.Median | exp.Quantile | exp.WithinGroup):
        return _quantile(scope, tree)
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


def _quantile(scope: Scope, tree: exp.Expr) -> Aggregate:
    """MEDIAN(x), QUANTILE(x, p), PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x)."""
    share: exp.Expr | None = None
    operand = tree.this
    if isinstance(tree, exp.Quantile):
        refuse_extras(tree, 'this', 'quantile')
        share = tree.args.get('quantile')
    elif isinstance(tree, exp.WithinGroup):
        refuse_extras(tree, 'this', 'expression')
        terms = tree.expression.expressions if isinstance(tree.expression, exp.Order) else []
        if not isinstance(tree.this, exp.PercentileCont) or len(terms) != 1 or terms[0].args.get('desc'):
            raise _quantile_form(tree)
        share, operand = tree.this.this, terms[0].this
    else:
        refuse_extras(tree, 'this')
    part = Fraction(1, 2)
    if share is not None:
        node = scalar(scope, share)
        if not isinstance(node, Constant) or not isinstance(node.type, Exact) or not isinstance(node.value, int):
            raise _quantile_form(tree)
        part = Fraction(node.value, 10**node.type.scale)
    if not 0 < part < 1:
        raise _quantile_form(tree)
    return Aggregate('QUANTILE', _number(scope, tree, operand), share=part)


def _quantile_form(tree: exp.Expr) -> Refused:
    return Refused(
        'AGGREGATE_FORM',
        'A quantile has a share between 0 and 1, the same for every row.',
        'Write QUANTILE(x, 0.9), MEDIAN(x) or PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY x).',
        span_of(tree),
    )


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
        # Of conditions a cast alone has bounds.
        whole = 'CAST(x AS INTEGER)' if isinstance(operand.type, Truth) else 'CLAMP(CAST(x AS INTEGER), low, high)'
        raise mismatch(
            f'{function} needs a number', operand.type, f'Write {function}({whole}).', span_of(argument)
        )  # fmt: skip
    return operand


def _given(operand: Node, other: Node) -> Node:
    """The operand where the other one has a value too: both sides of a pair see the same rows."""
    known = not_null([other])
    return operand if known is None else choice([(known, operand)], None, None)


def _form(tree: exp.Expr, function: str) -> Refused:
    return Refused('AGGREGATE_FORM', f'{function} takes one value.', 'Write for example SUM(x).', span_of(tree))
