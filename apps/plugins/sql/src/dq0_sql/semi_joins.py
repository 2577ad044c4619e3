"""WHERE: conditions of a row, and semi- and anti-joins, which ask whether the row's unit is in another relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from dq0_sql.choices import united
from dq0_sql.nodes import AllOf, Compare, Comparison, Constant, Node
from dq0_sql.predicates import predicate
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation import Field, Filtered, Member, Relation
from dq0_sql.select_shape import check_inner_shape
from dq0_sql.syntax import chain, refuse_extras, span_of, unwrapped

if TYPE_CHECKING:
    from dq0_sql.sources import Sources

_MIRRORED: dict[Comparison, Comparison] = {'=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<='}
_CORRELATION = 'Write EXISTS (SELECT 1 FROM b WHERE b.unit = a.unit AND ...), with one such equality.'


def filtered(sources: Sources, relation: Relation, tree: exp.Expr) -> Relation:
    """The rows for which a condition is TRUE; its conjuncts may be semi- and anti-joins.

    Raises:
        Refused: SUBQUERY, SUBQUERY_UNIT, UNIT_MISMATCH, TYPE_MISMATCH, and what conditions refuse.
    """
    return _of_conjuncts(sources, relation, _conjuncts(tree))


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    tree = unwrapped(tree)
    return chain(tree) if isinstance(tree, exp.And) else [tree]


def _of_conjuncts(sources: Sources, relation: Relation, parts: list[exp.Expr]) -> Relation:
    plain = []
    for part in parts:
        negated = isinstance(part, exp.Not)
        inner = unwrapped(part.this) if negated else unwrapped(part)
        if isinstance(inner, exp.In) and inner.args.get('query') is not None:
            relation = _listed(sources, relation, inner, negated=negated)
        elif isinstance(inner, exp.Exists):
            relation = _existing(sources, relation, inner, negated=negated)
        else:
            plain.append(part)
    for part in plain:
        condition = predicate(sources.scope(relation), part)
        rows = _proven_rows(relation, condition)
        relation = Filtered(relation, condition, relation.fields, relation.unit, rows)
    return relation


def _proven_rows(relation: Relation, condition: Node) -> int | None:
    """Rows that a unit keeps at most: `n <= 3` keeps three of those that n numbers."""
    if isinstance(condition, AllOf):
        known = [rows for part in condition.operands if (rows := _proven_rows(relation, part)) is not None]
        return min(known, default=None)
    if not isinstance(condition, Compare):
        return relation.rows
    numbers = {found.value for found in relation.fields if found.numbers}
    left, right, operator = condition.left, condition.right, condition.operator
    if right in numbers:
        left, right, operator = right, left, _MIRRORED[operator]
    if left not in numbers or not isinstance(right, Constant) or not isinstance(right.value, int):
        return relation.rows
    most = {'=': 1, '<=': right.value, '<': right.value - 1}.get(operator)
    known = [rows for rows in (relation.rows, most) if rows is not None]
    return max(1, min(known)) if known else None


def _listed(sources: Sources, relation: Relation, tree: exp.In, *, negated: bool) -> Relation:
    """`unit IN (SELECT unit ...)`, or `x IN (SELECT y ...)` of public tables."""
    refuse_extras(tree, 'this', 'query')
    column, span = unwrapped(tree.this), span_of(tree)
    other = sources.sub_query(tree.args['query'], 'sub-query')
    if not isinstance(column, exp.Column) or len(other.fields) != 1:
        raise Refused('SUBQUERY', 'IN compares one column with one.', 'Write x IN (SELECT y FROM t).', span)
    mine = sources.scope(relation).field(column)
    return _member(relation, mine, other, other.fields[0], span, negated=negated, absent=False)


def _existing(sources: Sources, relation: Relation, tree: exp.Exists, *, negated: bool) -> Relation:
    """`EXISTS (SELECT ... WHERE its unit = my unit AND ...)`: the rows of the inner query that have my value."""
    refuse_extras(tree, 'this')
    select, span = tree.this, span_of(tree) or sources.lexed.find('EXISTS')
    if not isinstance(select, exp.Select):
        raise Refused('SUBQUERY', 'EXISTS takes a SELECT.', _CORRELATION, span)
    check_inner_shape(select, sources.lexed)
    if select.args.get('group') is not None or select.args.get('having') is not None:
        raise Refused('SUBQUERY', 'EXISTS takes rows, not groups.', _CORRELATION, span)
    other = sources.read(select, where=False)
    condition = select.args.get('where')
    parts = [] if condition is None else _conjuncts(condition.this)
    equated = [(part, pair) for part in parts if (pair := _correlated(sources, relation, other, part)) is not None]
    if len(equated) != 1:
        raise Refused('SUBQUERY', 'EXISTS equates one column of both queries.', _CORRELATION, span)
    (equality, (mine, found)), rest = equated[0], [part for part in parts if part is not equated[0][0]]
    other = _of_conjuncts(sources, other, rest)
    absent = negated and other.unit is None
    return _member(relation, mine, other, found, span_of(equality), negated=negated, absent=absent)


def _correlated(
    sources: Sources, outer: Relation, inner: Relation, part: exp.Expr
) -> tuple[Field, Field] | None:  # fmt: skip
    """The outer and the inner column of an equality of both; None for any other condition."""
    sides = [unwrapped(part.this), unwrapped(part.expression)] if isinstance(part, exp.EQ) else []
    columns = [side for side in sides if isinstance(side, exp.Column)]
    if len(columns) != 2:
        return None
    scope = sources.scope(inner)
    own = [side for side in columns if scope.has(side)]
    foreign = [side for side in columns if not scope.has(side)]
    if len(own) != 1 or len(foreign) != 1:
        return None
    return sources.scope(outer).field(foreign[0]), scope.field(own[0])


def _member(
    relation: Relation, mine: Field, other: Relation, found: Field, span: Span | None, *, negated: bool, absent: bool
) -> Relation:
    if other.unit is not None and not (mine.unit and found.unit):
        raise Refused(
            'SUBQUERY_UNIT',
            'What one person is counted for would depend on the rows of others.',
            'A sub-query over people equates the units: WHERE unit IN (SELECT unit FROM ...).',
            span,
        )
    if other.unit is None and mine.identifier:
        raise Refused('IDENTIFIER_USE', f'{mine.name} identifies people.', 'Use another column.', span)
    if other.unit is not None and relation.unit is not None and other.unit.kind != relation.unit.kind:
        raise Refused('UNIT_MISMATCH', 'The units of the two have different types.', 'Ask each on its own.', span)
    if other.unit is None:
        if type(mine.value.type) is not type(found.value.type):
            raise Refused('TYPE_MISMATCH', 'These two cannot be compared.', 'Use columns of one type.', span)
        first, second = united([mine.value, found.value], span)
        if first != mine.value or second != found.value:
            raise Refused('TYPE_MISMATCH', 'These two have different scales.', 'Use columns of one type.', span)
    names = (mine.value.name, found.value.name)
    return Member(
        relation, names[0], other, names[1], negated, absent, relation.fields, relation.unit, relation.rows
    )  # fmt: skip
