"""Conditions on rows: comparisons and their combinations in three-valued logic."""

from __future__ import annotations

from sqlglot import exp

from dq0_sql.arithmetic import aligned
from dq0_sql.expressions import light, scalar, unsupported
from dq0_sql.like import pattern_expression
from dq0_sql.literals import mismatch, suited
from dq0_sql.nodes import AllOf, AnyOf, Compare, Comparison, Constant, IsNull, Matches, Negation, Node
from dq0_sql.refusal import Refused
from dq0_sql.scope import Scope
from dq0_sql.syntax import chain, refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact, Real, Text, Truth, describe

_COMPARISONS: dict[type[exp.Expr], Comparison] = {
    exp.EQ: '=', exp.NEQ: '<>', exp.LT: '<', exp.LTE: '<=', exp.GT: '>', exp.GTE: '>=',
}  # fmt: skip


def predicate(scope: Scope, tree: exp.Expr) -> Node:
    """A condition: TRUE, FALSE or NULL for each row; a filter keeps TRUE.

    Raises:
        Refused: names, types and every construct without a rule.
    """
    return light(_predicate(scope, unwrapped(tree)), tree)


def _predicate(scope: Scope, tree: exp.Expr) -> Node:
    if isinstance(tree, exp.And | exp.Or):
        return _combined(scope, tree)
    if isinstance(tree, exp.Not):
        refuse_extras(tree, 'this')
        operand = predicate(scope, tree.this)
        return Negation(operand, operand.nullable)
    if type(tree) in _COMPARISONS:
        refuse_extras(tree, 'this', 'expression')
        return compared(scope, _COMPARISONS[type(tree)], tree.this, tree.expression)
    if isinstance(tree, exp.Between):
        refuse_extras(tree, 'this', 'low', 'high')
        sides = (
            compared(scope, '>=', tree.this, tree.args['low']),
            compared(scope, '<=', tree.this, tree.args['high']),
        )
        return AllOf(sides, any(side.nullable for side in sides))
    if isinstance(tree, exp.In):
        return _membership(scope, tree)
    if isinstance(tree, exp.Is):
        return _is(scope, tree)
    if isinstance(tree, exp.Like):
        return _like(scope, tree)
    node = scalar(scope, tree)
    if isinstance(node.type, Truth):
        return node
    raise mismatch('A condition is needed here', node.type, 'Compare it, for example x > 10.', span_of(tree))


def compared(scope: Scope, operator: Comparison, left: exp.Expr, right: exp.Expr) -> Node:
    """A comparison of two values of one type; text literals beside dates are read as dates."""
    first, second = scalar(scope, left), scalar(scope, right)
    first, second = suited(first, second.type, span_of(left)), suited(second, first.type, span_of(right))
    if isinstance(first.type, Exact | Real) and isinstance(second.type, Exact | Real):
        first, second = aligned(first, second)
    elif type(first.type) is not type(second.type):
        raise Refused(
            'TYPE_MISMATCH',
            f'{describe(first.type).capitalize()} cannot be compared with {describe(second.type)}.',
            'Convert one side with CAST(x AS type); literals: texts stand in quotes, numbers without.',
            span_of(right) or span_of(left),
        )
    return Compare(operator, first, second, first.nullable or second.nullable)


def _combined(scope: Scope, tree: exp.Expr) -> Node:
    operands = tuple(predicate(scope, part) for part in chain(tree))
    nullable = any(operand.nullable for operand in operands)
    return AllOf(operands, nullable) if isinstance(tree, exp.And) else AnyOf(operands, nullable)


def _membership(scope: Scope, tree: exp.In) -> Node:
    if tree.args.get('query') is not None:
        raise Refused(
            'SUBQUERY',
            'IN with a sub-query stands alone or beside AND in WHERE.',
            'Move it there, or ask two queries.',
            span_of(tree),
        )
    refuse_extras(tree, 'this', 'expressions')
    if not tree.expressions:
        raise Refused('CONSTRUCT', 'IN needs a list of literals.', "Write x IN ('a', 'b').", span_of(tree))
    operands = []
    for item in tree.expressions:
        comparison = compared(scope, '=', tree.this, item)
        assert isinstance(comparison, Compare)
        if not isinstance(unwrapped(item), exp.Literal | exp.Neg | exp.Boolean | exp.Cast):
            raise Refused('CONSTRUCT', 'IN takes literals.', "Write x IN ('a', 'b'), or use OR.", span_of(item))
        operands.append(comparison)
    return AnyOf(tuple(operands), any(operand.nullable for operand in operands))


def _is(scope: Scope, tree: exp.Is) -> Node:
    refuse_extras(tree, 'this', 'expression')
    if isinstance(tree.expression, exp.Boolean):
        operand = predicate(scope, tree.this)
        wanted = operand if tree.expression.this else Negation(operand, operand.nullable)
        known = Negation(IsNull(operand), False)
        return AllOf((known, wanted), False) if operand.nullable else wanted
    if not isinstance(tree.expression, exp.Null):
        raise Refused(
            'CONSTRUCT', 'IS is followed by NULL, TRUE or FALSE.', 'Write the condition itself, or NOT before it.',
            span_of(tree),
        )  # fmt: skip
    return IsNull(scalar(scope, tree.this))


def _like(scope: Scope, tree: exp.Like) -> Node:
    refuse_extras(tree, 'this', 'expression', 'negate')
    operand, pattern = scalar(scope, tree.this), unwrapped(tree.expression)
    if not isinstance(operand.type, Text):
        raise mismatch('LIKE needs a text', operand.type, 'Convert it with CAST(x AS VARCHAR).', span_of(tree.this))
    if not isinstance(pattern, exp.Literal) or not pattern.is_string:
        raise Refused('LIKE_PATTERN', 'The pattern of LIKE is a literal text.', "Write x LIKE 'a%'.", span_of(pattern))
    if isinstance(operand, Constant):
        raise unsupported(tree)
    match = Matches(operand, pattern_expression(pattern.this, span_of(pattern)), operand.nullable)
    return Negation(match, match.nullable) if tree.args.get('negate') else match
