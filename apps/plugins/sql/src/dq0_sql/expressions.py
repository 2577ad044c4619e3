"""Scalar expressions of the query, read from the tree by a whitelist into typed nodes with proven bounds."""

from __future__ import annotations

from typing import Literal

from sqlglot import exp

from dq0_sql.arithmetic import clamp, combine, divide
from dq0_sql.calendar_parts import difference
from dq0_sql.casts import cast
from dq0_sql.keywords import EXTREMES, FUNCTION_REMEDY, WINDOW_REMEDY
from dq0_sql.literals import literal, mismatch, negated, truth_literal
from dq0_sql.nodes import Constant, Node, weight
from dq0_sql.numeric import integer, modulo
from dq0_sql.refusal import Refused
from dq0_sql.scope import Scope
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Day, Exact, Moment, Real

_ARITHMETIC: dict[type[exp.Expr], Literal['+', '-', '*']] = {exp.Add: '+', exp.Sub: '-', exp.Mul: '*'}
CONDITIONS = (
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between, exp.In, exp.Is, exp.Like,
)  # fmt: skip


MOST_OPERATIONS = 20_000


def light(node: Node, tree: exp.Expr) -> Node:
    """The node, when it is not too large to be printed and proven.

    Raises:
        Refused: TOO_DEEP.
    """
    if weight(node) > MOST_OPERATIONS:
        raise Refused(
            'TOO_DEEP', f'Written out, this expression has more than {MOST_OPERATIONS:,} operations.',
            'Compute parts of it in a sub-query, or ask a simpler question.', span_of(tree),
        )  # fmt: skip
    return node


def scalar(scope: Scope, tree: exp.Expr) -> Node:
    """One value per row: columns, literals, arithmetic, CAST, CLAMP, CASE, conditions and functions.

    Raises:
        Refused: names, types, casts and every construct without a rule.
    """
    return light(_scalar(scope, unwrapped(tree)), tree)


def _scalar(scope: Scope, tree: exp.Expr) -> Node:
    from dq0_sql.function_calls import FUNCTIONS, NAMED

    if isinstance(tree, exp.Column):
        return scope.value(tree)
    if isinstance(tree, exp.Literal):
        return literal(tree)
    if isinstance(tree, exp.Boolean):
        return truth_literal(tree)
    if isinstance(tree, exp.Neg):
        return _negative(scope, tree)
    if type(tree) in _ARITHMETIC:
        refuse_extras(tree, 'this', 'expression')
        return _computed(scope, tree)
    if isinstance(tree, exp.Div):
        refuse_extras(tree, 'this', 'expression')
        return divide(numeric(scope, tree.this), numeric(scope, tree.expression))
    if isinstance(tree, exp.Mod):
        refuse_extras(tree, 'this', 'expression')
        return modulo(numeric(scope, tree.this), numeric(scope, tree.expression))
    if isinstance(tree, exp.Cast):
        refuse_extras(tree, 'this', 'to', 'safe')
        return cast(scalar(scope, tree.this), tree.args['to'], span_of(tree))
    if isinstance(tree, exp.Anonymous) and str(tree.this).upper() == 'CLAMP':
        return _clamp(scope, tree)
    if isinstance(tree, CONDITIONS):
        from dq0_sql.predicates import predicate

        return predicate(scope, tree)
    named = str(tree.this).upper() if isinstance(tree, exp.Anonymous) else ''
    rule = NAMED.get(named) or FUNCTIONS.get(type(tree))
    if rule is not None:
        return rule(scope, tree)
    raise unsupported(tree)


def _computed(scope: Scope, tree: exp.Expr) -> Node:
    """A sum, difference or product of numbers, or the days from one date to another."""
    if isinstance(tree.this, exp.Interval) or isinstance(tree.expression, exp.Interval):
        raise Refused(
            'CONSTRUCT', 'INTERVAL is not part of the language.',
            "Write the date itself, or compare DATE_DIFF('day', start, end) with a number.", span_of(tree),
        )  # fmt: skip
    left, right = scalar(scope, tree.this), scalar(scope, tree.expression)
    if isinstance(tree, exp.Sub) and isinstance(left.type, Day) and isinstance(right.type, Day):
        return difference('day', right, left)
    if isinstance(tree, exp.Sub) and isinstance(left.type, Day | Moment) and isinstance(right.type, Day | Moment):
        raise mismatch(
            'Two dates are needed here', left.type if isinstance(left.type, Moment) else right.type,
            "Write DATE_DIFF('day', start, end), or 'hour' or 'minute' for timestamps.", span_of(tree),
        )  # fmt: skip
    for part, node in ((tree.this, left), (tree.expression, right)):
        _require_number(node, part)
    return combine(_ARITHMETIC[type(tree)], left, right)


def numeric(scope: Scope, tree: exp.Expr) -> Node:
    """A scalar that is a number."""
    node = scalar(scope, tree)
    _require_number(node, tree)
    return node


def _require_number(node: Node, tree: exp.Expr) -> None:
    if isinstance(node.type, Day | Moment):
        remedy = "Compare dates, or count the days between two: DATE_DIFF('day', start, end)."
        raise mismatch('A number is needed here', node.type, remedy, span_of(tree))
    if not isinstance(node.type, Exact | Real):
        raise mismatch('A number is needed here', node.type, 'Convert it with CAST(x AS INTEGER).', span_of(tree))


def unsupported(tree: exp.Expr) -> Refused:
    """The refusal of whatever no rule names."""
    from dq0_sql.aggregates import is_aggregate

    span = span_of(tree)
    if is_aggregate(tree):
        return Refused(
            'AGGREGATE_PLACE',
            'An aggregate cannot stand here.',
            'Aggregates stand in SELECT, HAVING and ORDER BY; filter rows with WHERE.',
            span,
        )
    if isinstance(tree, exp.Window):
        return Refused('WINDOW', 'A window cannot stand here.', WINDOW_REMEDY, span)
    if isinstance(tree, exp.Min | exp.Max):
        return Refused(*EXTREMES, span)
    if isinstance(tree, exp.Star):
        return Refused('ROWS', 'Rows never leave; only aggregates do.', 'Ask for COUNT(*) or AVG(x) instead.', span)
    if isinstance(tree, exp.Null):
        return Refused(
            'CONSTRUCT', 'NULL equals nothing.', 'Write x IS NULL, or NULL as a branch of CASE or COALESCE.', span
        )
    if isinstance(tree, exp.Exists):
        return Refused('SUBQUERY', 'EXISTS stands alone or beside AND in WHERE.', 'Move it there.', span)
    if isinstance(tree, exp.Subquery | exp.Select | exp.Tuple):
        return Refused('SUBQUERY', 'Only single values can stand here.', 'Ask one SELECT over one table.', span)
    if isinstance(tree, exp.ILike):
        return Refused('CONSTRUCT', 'ILIKE is not part of the language.', "Write LOWER(x) LIKE 'a%'.", span)
    if isinstance(tree, exp.Func):
        return Refused('FUNCTION_UNKNOWN', 'This function is not part of the language.', FUNCTION_REMEDY, span)
    return Refused(
        'CONSTRUCT',
        'This form is not part of the language.',
        'Use columns, literals, + - * / %, CASE, CAST, CLAMP, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE.',
        span,
    )


def _negative(scope: Scope, tree: exp.Neg) -> Node:
    refuse_extras(tree, 'this')
    operand = numeric(scope, tree.this)
    if isinstance(operand, Constant):
        return negated(operand)
    return combine('-', integer(0), operand)


def _clamp(scope: Scope, tree: exp.Anonymous) -> Node:
    refuse_extras(tree, 'this', 'expressions')
    if len(tree.expressions) != 3:
        raise Refused(
            'CLAMP_FORM', 'CLAMP takes three values.', 'Write CLAMP(x, low, high), for example CLAMP(age, 0, 100).',
            span_of(tree),
        )  # fmt: skip
    operand, low, high = (numeric(scope, part) for part in tree.expressions)
    for part, bound in zip(tree.expressions[1:], (low, high), strict=True):
        if not isinstance(bound, Constant):
            raise Refused(
                'CLAMP_FORM', 'The bounds of CLAMP are numbers, the same for every row.',
                'Write CLAMP(x, low, high) with two literals.', span_of(part),
            )  # fmt: skip
    if _value(low) > _value(high):
        raise Refused(
            'CLAMP_FORM', 'The lower bound is above the upper one.', 'Swap them: CLAMP(x, low, high).', span_of(tree)
        )
    return clamp(operand, low, high)


def _value(constant: Node) -> float:
    assert isinstance(constant.type, Exact | Real)
    return constant.type.low / 10**constant.type.scale if isinstance(constant.type, Exact) else constant.type.low
