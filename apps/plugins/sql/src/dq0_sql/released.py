"""What is done with released numbers: arithmetic in SELECT, HAVING, ORDER BY, LIMIT. It sees only what is paid for.

An aggregate that stands only here is charged like any other. Values, conditions and orderings are plain JSON in the
plan: `{'aggregate': i}`, `{'key': i}`, `{'number': '15', 'scale': 1}`, `{'text': ...}`, `{'truth': ...}` and
`{'apply': name, 'to': [values]}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypedDict

from sqlglot import exp

from dq0_sql.aggregates import AggregateList, holds_aggregate, is_aggregate, read_aggregate
from dq0_sql.expressions import scalar
from dq0_sql.keys import KeyDomain
from dq0_sql.literals import day_literal, literal, negated
from dq0_sql.nodes import Node, columns_of
from dq0_sql.refusal import Refused
from dq0_sql.scope import Scope, same_name
from dq0_sql.syntax import chain, refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact

if TYPE_CHECKING:
    from dq0_sql.query import Output

Condition = dict[str, Any]
Operand = dict[str, Any]
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: '=', exp.NEQ: '<>', exp.LT: '<', exp.LTE: '<=', exp.GT: '>', exp.GTE: '>=',
}  # fmt: skip
_BINARY: dict[type[exp.Expr], str] = {exp.Add: '+', exp.Sub: '-', exp.Mul: '*', exp.Div: '/', exp.Nullif: 'nullif'}
_LISTED: dict[type[exp.Expr], str] = {exp.Coalesce: 'coalesce', exp.Greatest: 'greatest', exp.Least: 'least'}
_SINGLE: dict[type[exp.Expr], str] = {exp.Neg: 'negative', exp.Abs: 'abs', exp.Sqrt: 'root'}
_KINDS = {
    'string': 'text', 'boolean': 'truth', 'integer': 'number', 'decimal': 'number', 'date': 'day', 'timestamp': 'time',
}  # fmt: skip
_MOST_PLACES = 9


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
    keys: tuple[Node, ...]
    domains: tuple[KeyDomain, ...]
    aggregates: AggregateList

    def operand(self, tree: exp.Expr, name: str | None = None) -> tuple[Operand, str]:
        """A value of the answer with its kind: number, text, truth, day or time. `name` is what it is charged under."""
        tree = unwrapped(tree)
        if is_aggregate(tree):
            found = read_aggregate(self.scope, tree)
            charged = name or (f'{found.function}(...)' if found.operand else 'COUNT(*)')
            return {'aggregate': self.aggregates.add(found, charged, self.scope.span(tree))}, 'number'
        if isinstance(tree, exp.Column):
            return self._column(tree)
        if isinstance(tree, exp.Boolean):
            return {'truth': bool(tree.this)}, 'truth'
        if isinstance(tree, exp.Neg) and isinstance(unwrapped(tree.this), exp.Literal):
            return _number(tree, negative=True)
        if isinstance(tree, exp.Literal):
            return ({'text': tree.this}, 'text') if tree.is_string else _number(tree, negative=False)
        if not holds_aggregate(tree):
            key = self._key(tree)
            if key is not None:
                return key
        return self._applied(tree, name), 'number'

    def _applied(self, tree: exp.Expr, name: str | None) -> Operand:
        """Arithmetic of released numbers."""
        kind = type(tree)
        if kind in _BINARY:
            refuse_extras(tree, 'this', 'expression')
            return {'apply': _BINARY[kind], 'to': [self._number(part, name) for part in (tree.this, tree.expression)]}
        if kind in _SINGLE:
            refuse_extras(tree, 'this')
            return {'apply': _SINGLE[kind], 'to': [self._number(tree.this, name)]}
        if kind in _LISTED:
            refuse_extras(tree, 'this', 'expressions', 'ignore_nulls')
            return {'apply': _LISTED[kind], 'to': [self._number(part, name) for part in (tree.this, *tree.expressions)]}
        if isinstance(tree, exp.Round):
            refuse_extras(tree, 'this', 'decimals')
            return {'apply': 'round', 'to': [self._number(tree.this, name)], 'places': _places(tree)}
        raise Refused(
            'AGGREGATE_ARITHMETIC' if holds_aggregate(tree) else 'CONSTRUCT',
            'This form has no rule for released numbers.',
            'Use + - * /, ABS, SQRT, ROUND, COALESCE, NULLIF, GREATEST, LEAST, or compute from the answer, for free.',
            span_of(tree),
        )

    def _number(self, tree: exp.Expr, name: str | None) -> Operand:
        operand, kind = self.operand(tree, name)
        if kind != 'number':
            raise Refused('TYPE_MISMATCH', 'A number is needed here.', 'Use aggregates and numbers.', span_of(tree))
        return operand

    def _key(self, tree: exp.Expr) -> tuple[Operand, str] | None:
        """An expression that is a key as a whole; the refusal of columns that are in no key."""
        columns = list(tree.find_all(exp.Column))
        if not columns:
            return None
        node = scalar(self.scope, tree)
        if node in self.keys:
            index = self.keys.index(node)
            return {'key': index}, _KINDS[self.domains[index].kind]
        grouped = {name for key in self.keys for name in columns_of(key)}
        stray = next((column for column in columns if self.scope.value(column).name not in grouped), None)
        if stray is not None:
            raise self._not_grouped(stray)
        return None

    def _column(self, tree: exp.Column) -> tuple[Operand, str]:
        if not tree.args.get('table') and isinstance(tree.this, exp.Identifier):
            named = next((output for output in self.outputs if same_name(tree.this, output.name)), None)
            if named is not None:
                return named.operand, 'number' if named.key is None else _KINDS[self.domains[named.key].kind]
        value = self.scope.value(tree)
        if value not in self.keys:
            raise self._not_grouped(tree)
        index = self.keys.index(value)
        return {'key': index}, _KINDS[self.domains[index].kind]

    def _not_grouped(self, tree: exp.Column) -> Refused:
        name = self.scope.column(tree).name
        return Refused(
            'NOT_GROUPED',
            f'{name} is a value of single rows; here stand only groups and aggregates.',
            f'Filter rows with WHERE, or group by {name}.',
            span_of(tree),
        )


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
    """ORDER BY: columns of the answer by name or position, keys, aggregates and arithmetic of them."""
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


def _places(tree: exp.Round) -> int:
    decimals = tree.args.get('decimals')
    if decimals is None:
        return 0
    negative = isinstance(decimals, exp.Neg)
    node = unwrapped(decimals.this if negative else decimals)
    if isinstance(node, exp.Literal) and not node.is_string and node.this.isdigit() and int(node.this) <= _MOST_PLACES:
        return -int(node.this) if negative else int(node.this)
    raise Refused(
        'CONSTRUCT', f'ROUND takes a whole number of places up to {_MOST_PLACES}.', 'Write ROUND(x, 2).', span_of(tree)
    )


def _ordered(released: ReleasedScope, term: exp.Expr) -> Ordering:
    if not isinstance(term, exp.Ordered):
        raise Refused('CONSTRUCT', 'ORDER BY takes columns.', 'Name columns of the answer.', span_of(term))
    refuse_extras(term, 'this', 'desc', 'nulls_first')
    tree, descending = unwrapped(term.this), bool(term.args.get('desc'))
    if isinstance(tree, exp.Literal):
        position = int(tree.this[:4]) if not tree.is_string and tree.this.isdigit() else 0
        if not 1 <= position <= len(released.outputs):
            raise Refused('POSITION', 'There is no such column in SELECT.', 'Name the column instead.', span_of(tree))
        by = released.outputs[position - 1].operand
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
