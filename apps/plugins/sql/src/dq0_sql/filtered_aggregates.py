"""AGG(x) FILTER (WHERE p) is AGG(CASE WHEN p THEN x END): every aggregate of the language passes NULL over."""

from __future__ import annotations

from sqlglot import exp

from dq0_sql.aggregates import is_aggregate
from dq0_sql.refusal import Refused
from dq0_sql.syntax import refuse_extras, span_of, unwrapped


def without_filters(tree: exp.Select) -> exp.Select:
    """The query without FILTER, which is rewritten in place.

    Raises:
        Refused: CONSTRUCT beside DISTINCT, or where it filters no aggregate of a value.
    """
    for part in [part for part in tree.walk() if isinstance(part, exp.Filter)]:
        refuse_extras(part, 'this', 'expression')
        condition = part.expression
        if not isinstance(condition, exp.Where):
            raise _refused(part)
        aggregate = unwrapped(part.this)
        operand = _operand(aggregate, part)
        kept = exp.Literal.number(1) if isinstance(operand, exp.Star) else operand.copy()
        operand.replace(exp.Case(ifs=[exp.If(this=condition.this, true=kept)]))
        part.replace(aggregate)
    return tree


def _operand(aggregate: exp.Expr, whole: exp.Expr) -> exp.Expr:
    inner = aggregate
    if isinstance(aggregate, exp.WithinGroup) and isinstance(aggregate.expression, exp.Order):
        ordered = aggregate.expression.expressions
        inner = ordered[0] if len(ordered) == 1 else aggregate
    spelled = isinstance(inner, exp.Anonymous) and len(inner.expressions) == 1
    operand = inner.expressions[0] if spelled else inner.this
    known = is_aggregate(aggregate) or isinstance(aggregate, exp.Min | exp.Max)
    if not known or not isinstance(operand, exp.Expr):
        raise _refused(whole)
    if isinstance(operand, exp.Distinct):
        raise Refused(
            'CONSTRUCT', 'FILTER does not go with DISTINCT.',
            'Filter rows with WHERE, or count rows: COUNT(*) FILTER (WHERE x > 10).', span_of(whole),
        )  # fmt: skip
    return operand


def _refused(whole: exp.Expr) -> Refused:
    return Refused(
        'CONSTRUCT', 'FILTER stands behind an aggregate and holds a condition.',
        'Write COUNT(*) FILTER (WHERE x > 10).', span_of(whole),
    )  # fmt: skip
