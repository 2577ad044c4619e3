"""Sub-queries grouped by the unit: exact numbers of one unit, which are data again and never released as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from dq0_sql.arithmetic import to_exact, to_real
from dq0_sql.expressions import scalar
from dq0_sql.literals import mismatch
from dq0_sql.nodes import ColumnValue, Node
from dq0_sql.predicates import predicate
from dq0_sql.refusal import Refused
from dq0_sql.relation import HIDDEN, Field, Filtered, OfUnit, PerUnit, Projected, Relation
from dq0_sql.scope import Scope
from dq0_sql.sql_text import storage
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import INT64, WIDEST, Day, Exact, Moment, Real, ValueType

if TYPE_CHECKING:
    from dq0_sql.sources import Sources

_FUNCTIONS: dict[type[exp.Expr], Literal['sum', 'mean', 'least', 'greatest']] = {
    exp.Sum: 'sum', exp.Avg: 'mean', exp.Min: 'least', exp.Max: 'greatest',
}  # fmt: skip
_LATER = ColumnValue('', Real(0, 0, 0, False), True)
"""Stands for the value of a column that is computed from aggregates, until those are known."""
LARGEST_ADDED = 2**62
"""Scaled doubles beyond it are NULL in the sums of a unit."""


def per_unit(sources: Sources, relation: Relation, tree: exp.Select, alias: str) -> Relation:
    """One row for each unit, and for each value of further keys.

    Raises:
        Refused: PER_UNIT without the unit among the keys.
    """
    from dq0_sql.sources import check_fields, projected_item

    scope, group = sources.scope(relation), tree.args['group']
    refuse_extras(group, 'expressions')
    keys: list[tuple[str, Node]] = []
    fields: list[Field] = []
    grouped: dict[str, Field] = {}
    by_unit = False
    for part in group.expressions:
        column = unwrapped(part)
        if not isinstance(column, exp.Column):
            raise Refused('PER_UNIT', 'A sub-query is grouped by columns.', 'Name the unit column.', span_of(part))
        found = scope.field(column)
        by_unit = by_unit or found.unit
        grouped[found.value.name] = found
    if not by_unit:
        raise Refused(
            'PER_UNIT',
            'A sub-query may group by the unit only: any other group mixes the rows of people.',
            'Add the unit column to its GROUP BY, or move the aggregate to the outer query.',
            span_of(group) or sources.lexed.find('GROUP'),
        )
    keys = [(name, found.value) for name, found in grouped.items() if not found.unit]
    aggregates: list[OfUnit] = []
    computed: list[tuple[str, exp.Expr]] = []
    hidden: list[Field] = []
    for item in tree.expressions:
        inner = unwrapped(item.this) if isinstance(item, exp.Alias) else unwrapped(item)
        if _is_aggregate(inner):
            if not isinstance(item, exp.Alias):
                raise Refused('NAME', 'An aggregate of a sub-query needs a name.', 'Name it with AS.', span_of(item))
            fields.append(_add(sources, scope, inner, alias, item.alias, aggregates, relation.rows))
            continue
        if any(_is_aggregate(part) for part in inner.walk()):
            name, written = _computed(item)
            hidden += _named_aggregates(sources, scope, written, alias, aggregates, relation.rows)
            _require_grouped(scope, written, grouped)
            computed.append((name, written))
            fields.append(Field(alias, name, _LATER))
            continue
        name, kept, _ = projected_item(scope, item)
        if kept is None or kept.value.name not in grouped:
            raise _not_grouped(item)
        fields.append(replace(kept, qualifier=alias, name=name))
    check_fields(fields, span_of(tree))
    having = None if tree.args.get('having') is None else tree.args['having'].copy()
    if having is not None:
        hidden += _named_aggregates(sources, scope, having, alias, aggregates, relation.rows)
    rows = 1 if not keys else relation.rows
    told = [found for found in fields if found.value is not _LATER]
    result: Relation = PerUnit(relation, tuple(keys), tuple(aggregates), (*told, *hidden), relation.unit, rows)
    names = {found.name for found in told}
    known = [replace(found, qualifier=alias) for found in grouped.values() if found.name not in names]
    inside = sources.scope(replace(result, fields=(*told, *hidden, *known)))
    if having is not None:
        result = Filtered(result, predicate(inside, having.this), tuple(told), relation.unit, rows)
    if not computed:
        return result
    items = []
    for name, written in computed:
        node = scalar(inside, written)
        value = sources.value_of(node)
        items.append((value.name, node))
        fields = [replace(one, value=value) if one.name == name else one for one in fields]
    return Projected(result, tuple(items), tuple(fields), relation.unit, rows)


def _require_grouped(scope: Scope, written: exp.Expr, grouped: dict[str, Field]) -> None:
    """Beside aggregates stand the keys of the sub-query alone."""
    for column in written.find_all(exp.Column):
        if not column.name.startswith(HIDDEN) and scope.field(column).value.name not in grouped:
            raise _not_grouped(column)


def _not_grouped(tree: exp.Expr) -> Refused:
    return Refused('NOT_GROUPED', 'This is not a group of the sub-query.', 'Add it to GROUP BY.', span_of(tree))


def _computed(item: exp.Expr) -> tuple[str, exp.Expr]:
    """The name of an expression over aggregates, and a copy of it to be rewritten."""
    if not isinstance(item, exp.Alias):
        raise Refused('NAME', 'A computed column of a sub-query needs a name.', 'Name it with AS.', span_of(item))
    refuse_extras(item, 'this', 'alias')
    return item.alias, exp.Paren(this=item.this.copy())


def _is_aggregate(tree: exp.Expr) -> bool:
    return isinstance(tree, exp.Count) or type(tree) in _FUNCTIONS


def _add(
    sources: Sources,
    scope: Scope,
    tree: exp.Expr,
    alias: str,
    name: str,
    aggregates: list[OfUnit],
    rows: int | None,
) -> Field:
    found = _aggregate(sources, scope, tree, rows)
    aggregates.append(found)
    return Field(alias, name, found.value)


def _aggregate(sources: Sources, scope: Scope, tree: exp.Expr, rows: int | None) -> OfUnit:
    if isinstance(tree, exp.Count):
        refuse_extras(tree, 'this', 'big_int')
        high = INT64[1] if rows is None else rows
        kind: ValueType = Exact(0, 0, high, rows is not None)
        if isinstance(tree.this, exp.Distinct) and len(tree.this.expressions) == 1:
            operand = scalar(scope, unwrapped(tree.this.expressions[0]))
            return OfUnit('distinct', operand, _value(sources, kind, nullable=False))
        counted = None if isinstance(tree.this, exp.Star) else scalar(scope, unwrapped(tree.this))
        return OfUnit('count', counted, _value(sources, kind, nullable=False))
    refuse_extras(tree, 'this')
    function, operand = _FUNCTIONS[type(tree)], scalar(scope, unwrapped(tree.this))
    if function in {'sum', 'mean'} and not isinstance(operand.type, Exact | Real):
        raise mismatch('A number is needed here', operand.type, 'Convert it with CAST(x AS INTEGER).', span_of(tree))
    if function in {'least', 'greatest'} and not isinstance(operand.type, Exact | Real | Day | Moment):
        raise mismatch('A number or date is needed here', operand.type, 'Use COUNT(DISTINCT x).', span_of(tree))
    if function in {'sum', 'mean'}:
        operand = addable(operand)
    return OfUnit(function, operand, _value(sources, _kind(function, operand), nullable=True))


def _value(sources: Sources, kind: ValueType, *, nullable: bool) -> ColumnValue:
    """The column of an aggregate: computed, for a database may round past the interval, and no key may fail on it."""
    return ColumnValue(sources.name(), kind, nullable, computed=True)


def addable(operand: Node) -> Node:
    """A number that adds up exactly: doubles would depend on the order, so they keep their decimal places only."""
    kind = operand.type
    assert isinstance(kind, Exact | Real)
    if isinstance(kind, Exact) and storage(kind) == 'BIGINT':
        return operand
    digits = kind.digits if isinstance(kind, Real) else 0
    return to_exact(to_real(operand), digits, -LARGEST_ADDED, LARGEST_ADDED)


def _kind(function: str, operand: Node) -> ValueType:
    """MIN and MAX stay in the bounds of their operand, AVG does as a double, a SUM has no bounds."""
    kind = operand.type
    if function == 'mean':
        assert isinstance(kind, Exact | Real)
        unit = 10**kind.scale if isinstance(kind, Exact) else 1
        return Real(kind.low / unit, kind.high / unit, 6, kind.bounded)
    if function == 'sum' and isinstance(kind, Exact):
        return Exact(kind.scale, -WIDEST + 1, WIDEST - 1, False)
    return kind


def _named_aggregates(
    sources: Sources,
    scope: Scope,
    written: exp.Expr,
    alias: str,
    aggregates: list[OfUnit],
    rows: int | None,
) -> list[Field]:
    """Aggregates inside an expression become columns of their own, and the tree refers to them."""
    fields = []
    for part in [inner for inner in written.walk() if _is_aggregate(inner)]:
        name = f'{HIDDEN}{len(aggregates)}'
        fields.append(_add(sources, scope, part, alias, name, aggregates, rows))
        column = exp.Column(this=exp.Identifier(this=name, quoted=True))
        column.meta.update(part.meta)
        part.replace(column)
    return fields
