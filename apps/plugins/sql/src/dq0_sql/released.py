"""HAVING, ORDER BY and LIMIT: what is done with noisy cells. They see only what is paid for, so they cost nothing more.

An aggregate that stands only here is charged like any other. Conditions and orderings are plain JSON in the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypedDict

from sqlglot import exp

from dq0_sql.aggregates import AggregateList, is_aggregate, read_aggregate
from dq0_sql.definition import Column
from dq0_sql.literals import day_literal, literal, negated
from dq0_sql.refusal import Refused
from dq0_sql.scope import Scope, same_name
from dq0_sql.syntax import chain, refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact

if TYPE_CHECKING:
    from dq0_sql.query import Output

Condition = dict[str, Any]
Operand = dict[str, Any]
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: '=',
    exp.NEQ: '<>',
    exp.LT: '<',
    exp.LTE: '<=',
    exp.GT: '>',
    exp.GTE: '>=',
}
_KINDS = {'string': 'text', 'boolean': 'truth', 'integer': 'number', 'date': 'day'}


class Ordering(TypedDict):
    """One term of ORDER BY."""

    by: Operand
    descending: bool
    nullsFirst: bool


@dataclass(frozen=True)
class ReleasedScope:
    """Names after aggregation: output columns, keys, and aggregates by their form."""

    scope: Scope
    outputs: tuple[Output, ...]
    keys: tuple[Column, ...]
    aggregates: AggregateList

    def operand(self, tree: exp.Expr) -> tuple[Operand, str]:
        """A reference or literal, with its kind: number, text, truth or day."""
        tree = unwrapped(tree)
        if is_aggregate(tree):
            found = read_aggregate(self.scope, tree)
            name = f'{found.function}(...)' if found.operand else 'COUNT(*)'
            return {'aggregate': self.aggregates.add(found, name, self.scope.span(tree))}, 'number'
        if isinstance(tree, exp.Column):
            return self._column(tree)
        if isinstance(tree, exp.Boolean):
            return {'truth': bool(tree.this)}, 'truth'
        if isinstance(tree, exp.Neg) and isinstance(unwrapped(tree.this), exp.Literal):
            return _number(tree, negative=True)
        if isinstance(tree, exp.Literal):
            return ({'text': tree.this}, 'text') if tree.is_string else _number(tree, negative=False)
        raise Refused(
            'AGGREGATE_ARITHMETIC' if tree.find(exp.Count, exp.Sum, exp.Avg) else 'CONSTRUCT',
            'HAVING and ORDER BY take columns of the answer, aggregates and literals, without arithmetic.',
            'Compare an aggregate with a literal, for example HAVING COUNT(*) > 100.',
            span_of(tree),
        )

    def _column(self, tree: exp.Column) -> tuple[Operand, str]:
        if not tree.args.get('table') and isinstance(tree.this, exp.Identifier):
            named = next((output for output in self.outputs if same_name(tree.this, output.name)), None)
            if named is not None and named.aggregate is not None:
                return {'aggregate': named.aggregate}, 'number'
            if named is not None and named.key is not None:
                return {'key': named.key}, _KINDS[self.keys[named.key].kind]
        column = self.scope.column(tree)
        if column not in self.keys:
            raise Refused(
                'NOT_GROUPED',
                f'{column.name} is a value of single rows; here stand only groups and aggregates.',
                f'Filter rows with WHERE, or group by {column.name}.',
                span_of(tree),
            )
        return {'key': self.keys.index(column)}, _KINDS[column.kind]


def read_condition(released: ReleasedScope, tree: exp.Expr) -> Condition:
    """HAVING: comparisons with AND, OR, NOT, BETWEEN, IN and IS NULL."""
    tree = unwrapped(tree)
    if isinstance(tree, exp.And | exp.Or):
        word = 'all' if isinstance(tree, exp.And) else 'any'
        return {word: [read_condition(released, part) for part in chain(tree)]}
    if isinstance(tree, exp.Not):
        refuse_extras(tree, 'this')
        return {'not': read_condition(released, tree.this)}
    if isinstance(tree, exp.Between):
        refuse_extras(tree, 'this', 'low', 'high')
        return {
            'all': [
                _comparison(released, '>=', tree.this, tree.args['low']),
                _comparison(released, '<=', tree.this, tree.args['high']),
            ]
        }
    if isinstance(tree, exp.In):
        refuse_extras(tree, 'this', 'expressions')
        return {'any': [_comparison(released, '=', tree.this, item) for item in tree.expressions]}
    if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.Null):
        refuse_extras(tree, 'this', 'expression')
        return {'null': released.operand(tree.this)[0]}
    if type(tree) in _COMPARISONS:
        refuse_extras(tree, 'this', 'expression')
        return _comparison(released, _COMPARISONS[type(tree)], tree.this, tree.expression)
    raise Refused(
        'CONSTRUCT',
        'HAVING takes comparisons with AND, OR, NOT, BETWEEN, IN and IS NULL.',
        'Write for example HAVING COUNT(*) > 100.',
        span_of(tree),
    )


def read_ordering(released: ReleasedScope, order: exp.Expr | None) -> tuple[Ordering, ...]:
    """ORDER BY: columns of the answer by name or position, keys, aggregates."""
    if order is None:
        return ()
    refuse_extras(order, 'expressions')
    return tuple(_ordered(released, term) for term in order.expressions)


def read_limit(limit: exp.Expr | None) -> int | None:
    """LIMIT: a whole number of rows."""
    if limit is None:
        return None
    refuse_extras(limit, 'expression')
    rows = unwrapped(limit.args['expression'])
    if isinstance(rows, exp.Literal) and not rows.is_string and rows.this.isdigit():
        return min(int(rows.this[:9]), 10**9)
    raise Refused('CONSTRUCT', 'LIMIT takes a whole number.', 'Write for example LIMIT 10.', span_of(limit))


def _ordered(released: ReleasedScope, term: exp.Expr) -> Ordering:
    if not isinstance(term, exp.Ordered):
        raise Refused('CONSTRUCT', 'ORDER BY takes columns.', 'Name columns of the answer.', span_of(term))
    refuse_extras(term, 'this', 'desc', 'nulls_first')
    tree, descending = unwrapped(term.this), bool(term.args.get('desc'))
    if isinstance(tree, exp.Literal):
        position = int(tree.this[:4]) if not tree.is_string and tree.this.isdigit() else 0
        if not 1 <= position <= len(released.outputs):
            raise Refused('POSITION', 'There is no such column in SELECT.', 'Name the column instead.', span_of(tree))
        output = released.outputs[position - 1]
        by: Operand = {'key': output.key} if output.aggregate is None else {'aggregate': output.aggregate}
    else:
        by = released.operand(tree)[0]
    return {'by': by, 'descending': descending, 'nullsFirst': _nulls_first(released, term)}


def _nulls_first(released: ReleasedScope, term: exp.Ordered) -> bool:
    """NULLs come last unless NULLS FIRST is written: the parser's own default depends on the direction."""
    start = span_of(term)
    following = [token for token in released.scope.lexed.tokens if start is not None and token.span[0] >= start[1]]
    for token, after in pairwise(following):
        if token.upper == ',':
            return False
        if token.upper == 'NULLS':
            return after.upper == 'FIRST'
    return False


def _comparison(released: ReleasedScope, operator: str, left: exp.Expr, right: exp.Expr) -> Condition:
    (first, first_kind), (second, second_kind) = released.operand(left), released.operand(right)
    if first_kind == 'day' and 'text' in second:
        second, second_kind = _day(second, right), 'day'
    if second_kind == 'day' and 'text' in first:
        first, first_kind = _day(first, left), 'day'
    if first_kind != second_kind:
        raise Refused(
            'TYPE_MISMATCH', 'These two cannot be compared.', 'Compare numbers with numbers and texts with texts.',
            span_of(right) or span_of(left),
        )  # fmt: skip
    return {'compare': operator, 'left': first, 'right': second}


def _day(operand: Operand, tree: exp.Expr) -> Operand:
    value = day_literal(operand['text'], span_of(tree)).value
    assert isinstance(value, date)
    return {'text': value.isoformat()}


def _number(tree: exp.Expr, *, negative: bool) -> tuple[Operand, str]:
    node = unwrapped(tree.this) if negative else tree
    assert isinstance(node, exp.Literal)
    constant = negated(literal(node)) if negative and not node.is_string else literal(node)
    if isinstance(constant.type, Exact):
        return {'number': str(constant.value), 'scale': constant.type.scale}, 'number'
    if isinstance(constant.value, float):
        numerator, denominator = constant.value.as_integer_ratio()
        return {'number': str(numerator), 'over': str(denominator)}, 'number'
    raise Refused('TYPE_MISMATCH', 'A number is needed after the sign.', 'Leave the sign away.', span_of(tree))
