"""JOIN: private with public on a declared key or with any fan-out a cap bounds, private with private on the unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from dq0_sql.choices import united
from dq0_sql.nodes import ColumnValue, Node, Rescale
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation import Field, Joined, Relation, Scan
from dq0_sql.syntax import chain, refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact

if TYPE_CHECKING:
    from dq0_sql.sources import Sources

_FORM = 'Write a JOIN b ON a.x = b.y, or LEFT JOIN.'
Pair = tuple[Field, Field]


def joined(sources: Sources, left: Relation, join: exp.Expr, right: Relation) -> Relation:
    """The join of what stands left of it with one more relation.

    Raises:
        Refused: JOIN, FAN_OUT, UNIT_MISMATCH, TYPE_MISMATCH and names.
    """
    refuse_extras(join, 'this', 'side', 'kind', 'on', 'using')
    side, kind = str(join.args.get('side') or ''), str(join.args.get('kind') or '')
    span = span_of(join)
    if side not in {'', 'LEFT'} or kind not in {'', 'INNER', 'OUTER'}:
        raise Refused('JOIN', 'There are JOIN and LEFT JOIN.', _FORM, span)
    names = {found.qualifier for found in left.fields}
    if any(found.qualifier in names for found in right.fields):
        raise Refused('JOIN', 'Both sides have the same name.', 'Give one another name with AS.', span)
    pairs = _pairs(sources, left, right, join, span)
    nodes = tuple(_compared(pair, span) for pair in pairs)
    form: Literal['inner', 'left'] = 'left' if side == 'LEFT' else 'inner'
    fields = _fields(left, right, pairs, form, using=join.args.get('using') is not None)
    if left.unit is not None and right.unit is not None:
        return _of_two_units(left, right, pairs, nodes, form, fields, span)
    if form == 'left' and left.unit is None and right.unit is not None:
        raise Refused('JOIN', 'The private side keeps its rows.', 'Put the private table left of LEFT JOIN.', span)
    private, public = (left, right) if left.unit is not None else (right, left)
    side_of_public = 1 if public is right else 0
    keyed = _keyed(public, [pair[side_of_public] for pair in nodes])
    if keyed is None and private.unit is not None and private.unit.column is None:
        raise Refused(
            'FAN_OUT',
            'One person is one row here, and this join could make it many.',
            'Join on all columns of a key that the public table declares.',
            span,
        )
    rows = None if keyed is None else private.rows
    sides = (left, keyed or public) if public is right else (keyed or public, right)
    return Joined(*sides, form, nodes, fields if keyed else _unnumbered(fields), private.unit, rows)


def _of_two_units(
    left: Relation,
    right: Relation,
    pairs: list[Pair],
    nodes: tuple[tuple[Node, Node], ...],
    form: Literal['inner', 'left'],
    fields: tuple[Field, ...],
    span: Span | None,
) -> Relation:
    from dq0_sql.sources import narrower

    assert left.unit is not None and right.unit is not None
    if left.unit.column is None or right.unit.column is None:
        raise Refused(
            'JOIN', 'Tables whose rows are people cannot be joined with each other.',
            'Join with a public table, or ask the owner for a unit column.', span,
        )  # fmt: skip
    if left.unit.kind != right.unit.kind:
        raise Refused('UNIT_MISMATCH', 'The units of the two have different types.', 'Ask each on its own.', span)
    if not any(first.unit and second.unit for first, second in pairs):
        raise Refused(
            'JOIN_UNIT', 'Rows of one person would meet rows of others.',
            'Equate the units too: ON a.id = b.id AND a.unit = b.unit.', span,
        )  # fmt: skip
    both = left.rows == right.rows == 1
    unit = next(first for first, second in pairs if first.unit and second.unit)
    fields = tuple(replace(found, value=unit.value) if found.unit else found for found in fields)
    return Joined(left, right, form, nodes, _unnumbered(fields), narrower(left.unit, right.unit), 1 if both else None)


def _pairs(sources: Sources, left: Relation, right: Relation, join: exp.Expr, span: Span | None) -> list[Pair]:
    first, second = sources.scope(left), sources.scope(right)
    using, condition = join.args.get('using'), join.args.get('on')
    if using:
        pairs = []
        for name in using:
            column = exp.Column(this=name.copy())
            column.meta.update(name.meta)
            assert isinstance(column, exp.Column)
            pairs.append((first.field(column), second.field(column)))
        return pairs
    if condition is None:
        raise Refused('JOIN', 'A join equates columns of both sides.', _FORM, span)
    condition, pairs = unwrapped(condition), list[Pair]()
    both = sources.scope(replace(left, fields=(*left.fields, *right.fields)))
    for part in chain(condition) if isinstance(condition, exp.And) else [condition]:
        sides = [unwrapped(part.this), unwrapped(part.expression)] if isinstance(part, exp.EQ) else []
        columns = [tree for tree in sides if isinstance(tree, exp.Column)]
        if len(columns) != 2:
            raise Refused('JOIN', 'ON takes equal columns of both sides, joined by AND.', _FORM, span_of(part) or span)
        found = [both.field(tree) for tree in columns]
        if found[0] in right.fields:
            found.reverse()
        if found[0] not in left.fields or found[1] not in right.fields:
            raise Refused('JOIN', 'ON takes one column of each side.', _FORM, span_of(part))
        pairs.append((found[0], found[1]))
    return pairs


def _compared(pair: Pair, span: Span | None) -> tuple[Node, Node]:
    first, second = pair
    if first.unit and second.unit:
        return first.value, second.value
    left, right = united([first.value, second.value], span)
    assert left is not None and right is not None
    return left, right


def _fields(
    left: Relation, right: Relation, pairs: list[Pair], form: str, *, using: bool
) -> tuple[Field, ...]:  # fmt: skip
    """Columns of both; those of the right side may be NULL after LEFT JOIN, and USING shows its columns once."""
    merged = {pair[1].value.name for pair in pairs} if using else set()
    kept = [found for found in right.fields if found.value.name not in merged]
    if form == 'left':
        kept = [replace(found, unit=False, value=replace(found.value, nullable=True)) for found in kept]
    return (*left.fields, *kept)


def _unnumbered(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The columns of a join in which a row may come more than once, so that numbers do not tell rows apart."""
    return tuple(replace(found, numbers=False) for found in fields)


def _keyed(public: Relation, equated: Sequence[Node]) -> Scan | None:
    """The public table with the declared key made true that is equated as it stands; None without one.

    What counts is the column, not the name a sub-query gave it; a key that becomes a double may no longer be unique.
    """
    if not isinstance(public, Scan):
        return None
    names = {_column(node) for node in equated}
    columns = {column.name: name for column, name in public.columns}
    for key in public.table.keys:
        listed = [columns.get(name) for name in key]
        if None not in listed and names.issuperset(listed):
            return replace(public, keyed=tuple(str(name) for name in listed))
    return None


def _column(node: Node) -> str | None:
    """The column behind a node that differs for different values of it."""
    inner = node.operand if isinstance(node, Rescale) and _scale(node) >= _scale(node.operand) else node
    return inner.name if isinstance(inner, ColumnValue) else None


def _scale(node: Node) -> int:
    return node.type.scale if isinstance(node.type, Exact) else 0
