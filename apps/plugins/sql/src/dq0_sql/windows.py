"""Windows over the rows of one unit: places, neighbours and running numbers, which are data of that unit again.

A window is partitioned by the unit, so that its value in a row is a function of that unit's rows. Where places decide,
the order is completed by all values of the rows: rows that are still side by side are equal, and may change places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from dq0_sql.arithmetic import clamp, divide, number
from dq0_sql.domains import possible_values
from dq0_sql.expressions import scalar
from dq0_sql.keywords import WINDOW_REMEDY
from dq0_sql.literals import mismatch
from dq0_sql.nodes import ColumnValue, Constant, Node
from dq0_sql.per_unit import addable
from dq0_sql.refusal import Refused
from dq0_sql.relation import (
    HIDDEN,
    Field,
    Frame,
    OverUnit,
    Projected,
    Relation,
    SortKey,
    Unit,
    Windowed,
    WindowFunction,
)
from dq0_sql.scope import Scope
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import INT64, WIDEST, Day, Exact, Moment, Real
from dq0_sql.window_frame import read_frame, read_offset, rows_of_frame

if TYPE_CHECKING:
    from dq0_sql.sources import Sources

MOST_WINDOWS = 16
_PLACES: dict[type[exp.Expr], Literal['row_number', 'rank', 'dense_rank']] = {
    exp.RowNumber: 'row_number', exp.Rank: 'rank', exp.DenseRank: 'dense_rank',
}  # fmt: skip
_NEIGHBOURS: dict[type[exp.Expr], Literal['lag', 'lead']] = {exp.Lag: 'lag', exp.Lead: 'lead'}
_ENDS: dict[type[exp.Expr], Literal['first_value', 'last_value']] = {
    exp.FirstValue: 'first_value', exp.LastValue: 'last_value',
}  # fmt: skip
_EXTREMES: dict[type[exp.Expr], Literal['least', 'greatest']] = {exp.Min: 'least', exp.Max: 'greatest'}


def windowed(
    sources: Sources, relation: Relation, items: Sequence[exp.Expr]
) -> tuple[Relation, tuple[Field, ...], list[exp.Expr]]:
    """The relation with a column for each window of the items, the columns they may name, and the items naming them.

    Raises:
        Refused: WINDOW, WINDOW_UNIT, and what operands refuse.
    """
    unit = _owner(relation, items)
    reader = Windows(sources, relation, unit)
    copies = [item.copy() for item in items]
    for item in copies:
        for part in [node for node in item.walk(prune=_is_window) if _is_window(node)]:
            column = exp.Column(this=exp.Identifier(this=reader.read(part), quoted=True))
            marks = span_of(part)
            if marks is not None:
                column.meta.update(start=marks[0], end=marks[1] - 1)
            part.replace(column)
    ties = {found.value.name: found.value for found in relation.fields if found.value.name != unit.column}
    result: Relation = Windowed(
        relation, tuple(reader.windows), tuple(ties.values()), relation.fields, unit, relation.rows
    )
    if reader.held:
        result = Projected(result, tuple(reader.held), relation.fields, unit, relation.rows)
    return result, (*relation.fields, *reader.fields), copies


def _is_window(node: exp.Expr) -> bool:
    return isinstance(node, exp.Window)


def _owner(relation: Relation, items: Sequence[exp.Expr]) -> Unit:
    span = next((span_of(found) for item in items if (found := item.find(exp.Window)) is not None), None)
    if relation.unit is None:
        raise Refused(
            'WINDOW_UNIT', 'A window holds the rows of one person, and this table is public.',
            'Join it with a table of people first, in a sub-query.', span,
        )  # fmt: skip
    if relation.unit.column is None:
        raise Refused(
            'WINDOW_UNIT', 'Each row is a person here: any other row of a window belongs to somebody else.',
            'Use the column itself; windows are for tables with a unit column.', span,
        )  # fmt: skip
    return relation.unit


class Windows:
    """Reads the windows of one SELECT over a relation of units."""

    def __init__(self, sources: Sources, relation: Relation, unit: Unit) -> None:
        self.sources, self.relation, self.unit = sources, relation, unit
        self.scope: Scope = sources.scope(relation)
        self.windows: list[OverUnit] = []
        self.held: list[tuple[str, Node]] = []
        self.fields: list[Field] = []

    def read(self, tree: exp.Expr) -> str:
        """Adds a window; the name of its column for the SELECT it stands in."""
        if any(inner is not tree and _is_window(inner) for inner in tree.walk()):
            raise _refused('A window cannot stand inside another one.', tree, WINDOW_REMEDY)
        if len(self.windows) >= MOST_WINDOWS:
            raise _refused(f'A sub-query has {MOST_WINDOWS} windows at most.', tree, 'Split it in two sub-queries.')
        if tree.args.get('alias') is not None:
            raise _refused('Windows have no names.', tree, 'Write OVER (PARTITION BY unit ...) out.')
        refuse_extras(tree, 'this', 'partition_by', 'order', 'spec', 'over')
        partition, order = self._partition(tree), self._order(tree)
        name = f'{HIDDEN}{len(self.fields)}'
        node, numbers = self._node(tree, partition, order)
        if not isinstance(node, ColumnValue):
            value = self.sources.value_of(node)
            self.held.append((value.name, node))
            node = value
        qualifier = self.relation.fields[0].qualifier if self.relation.fields else name
        self.fields.append(Field(qualifier, name, node, numbers=numbers))
        return name

    def _partition(self, tree: exp.Expr) -> tuple[Node, ...]:
        """The keys beside the unit, which must be one."""
        nodes, by_unit = list[Node](), False
        for part in map(unwrapped, tree.args.get('partition_by') or []):
            if isinstance(part, exp.Column) and isinstance(part.this, exp.Identifier):
                found = self.scope.field(part)
                by_unit = by_unit or found.unit
                nodes += [] if found.unit else [found.value]
            else:
                nodes.append(scalar(self.scope, part))
        if not by_unit:
            raise Refused(
                'WINDOW_UNIT', 'This window holds rows of different people.',
                'Partition it by the unit column: OVER (PARTITION BY unit, ... ORDER BY ...).',
                span_of(tree) or self.sources.lexed.find('OVER'),
            )  # fmt: skip
        return tuple(nodes)

    def _order(self, tree: exp.Expr) -> tuple[SortKey, ...]:
        """ORDER BY; without NULLS FIRST or LAST a NULL counts as the smallest value."""
        order = tree.args.get('order')
        keys = []
        if order is not None:
            refuse_extras(order, 'expressions')
        for term in order.expressions if order is not None else []:
            refuse_extras(term, 'this', 'desc', 'nulls_first')
            part = unwrapped(term.this)
            named = isinstance(part, exp.Column) and isinstance(part.this, exp.Identifier)
            node = self.scope.field(part).value if isinstance(part, exp.Column) and named else scalar(self.scope, part)
            if isinstance(node, Constant):
                raise _refused('A constant orders nothing.', part, 'Name the column to order by.')
            if not (isinstance(node, ColumnValue) and node.name == self.unit.column):
                keys.append(SortKey(node, bool(term.args.get('desc')), bool(term.args.get('nulls_first'))))
        return tuple(keys)

    def _node(self, tree: exp.Expr, partition: tuple[Node, ...], order: tuple[SortKey, ...]) -> tuple[Node, bool]:
        """The value of a window, and whether it numbers the rows of each unit."""
        inner, spec = tree.this, tree.args.get('spec')
        kind = type(inner)
        if kind in {**_PLACES, **_NEIGHBOURS, **_ENDS} and not order:
            raise _refused('Without an order nothing is first or next.', tree, 'Add ORDER BY inside of OVER.')
        if kind in _PLACES:
            refuse_extras(inner)
            _refuse_frame(spec, tree)
            most = INT64[1] if self.relation.rows is None else self.relation.rows
            place = Exact(0, 1, most, self.relation.rows is not None)
            value = ColumnValue(self.sources.name(), place, False, computed=True)
            function = _PLACES[kind]
            numbered = function == 'row_number'
            self.windows.append(OverUnit(function, None, 0, partition, order, numbered, None, value))
            return value, numbered and not partition
        if kind in _NEIGHBOURS:
            refuse_extras(inner, 'this', 'offset', 'default')
            _refuse_frame(spec, tree)
            if inner.args.get('default') is not None:
                raise _refused('LAG and LEAD give NULL at the ends.', tree, 'Write COALESCE(LAG(x) OVER (...), y).')
            operand = scalar(self.scope, inner.this)
            value = self._like(operand, nullable=True)
            offset = read_offset(inner.args.get('offset'), tree)
            self.windows.append(OverUnit(_NEIGHBOURS[kind], operand, offset, partition, order, True, None, value))
            return value, False
        frame = read_frame(spec, tree, ordered=bool(order))
        if kind in _ENDS:
            refuse_extras(inner, 'this')
            if kind is exp.FirstValue and frame.start is None:
                frame = replace(frame, rows=True)
            if not (frame.rows or frame.whole):
                raise _refused(
                    'Rows that tie with the current one have no first or last.', tree,
                    'Write ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING after ORDER BY.',
                )  # fmt: skip
            operand = scalar(self.scope, inner.this)
            value = self._like(operand, nullable=operand.nullable or not frame.own)
            rows = replace(frame, rows=True)
            self.windows.append(OverUnit(_ENDS[kind], operand, 0, partition, order, True, rows, value))
            return value, False
        return self._aggregate(tree, partition, order, frame), False

    def _aggregate(self, tree: exp.Expr, partition: tuple[Node, ...], order: tuple[SortKey, ...], frame: Frame) -> Node:
        inner = tree.this
        order = () if frame.whole else order
        complete = frame.rows and not frame.whole
        most = rows_of_frame(frame, self.relation.rows)

        def added(function: WindowFunction, operand: Node | None, value: ColumnValue) -> ColumnValue:
            self.windows.append(OverUnit(function, operand, 0, partition, order, complete, frame, value))
            return value

        counts = Exact(0, 0, INT64[1] if most is None else most, most is not None)
        if isinstance(inner, exp.Count):
            refuse_extras(inner, 'this', 'big_int')
            star = isinstance(inner.this, exp.Star)
            counted = None if star else scalar(self.scope, self._one(inner, tree))
            return added('count', counted, ColumnValue(self.sources.name(), counts, False, computed=True))
        if type(inner) in _EXTREMES:
            refuse_extras(inner, 'this')
            operand = scalar(self.scope, self._one(inner, tree))
            if not isinstance(operand.type, Exact | Real | Day | Moment):
                raise mismatch('A number or date is needed here', operand.type, 'Use COUNT(x).', span_of(tree))
            value = ColumnValue(self.sources.name(), operand.type, True, computed=True)
            return added(_EXTREMES[type(inner)], operand, value)
        if not isinstance(inner, exp.Sum | exp.Avg):
            raise _refused('This function has no window.', tree, 'Use COUNT, SUM, AVG, MIN, MAX, ROW_NUMBER or LAG.')
        refuse_extras(inner, 'this')
        operand = scalar(self.scope, self._one(inner, tree))
        if not isinstance(operand.type, Exact | Real):
            raise mismatch('A number is needed here', operand.type, 'Use CAST(x AS INTEGER).', span_of(tree))
        operand = addable(operand)
        kind = number(operand)
        assert isinstance(kind, Exact)
        wide = Exact(kind.scale, -WIDEST + 1, WIDEST - 1, False)
        total = added('sum', operand, ColumnValue(self.sources.name(), wide, True, computed=True))
        if isinstance(inner, exp.Avg):
            found = added('count', operand, ColumnValue(self.sources.name(), counts, False, computed=True))
            mean = divide(total, found)
            return _held(mean, kind, 1) if kind.bounded else mean
        return _held(total, kind, most) if kind.bounded and most is not None else total

    def _one(self, inner: exp.Expr, tree: exp.Expr) -> exp.Expr:
        operand = inner.this
        if not isinstance(operand, exp.Expr) or isinstance(operand, exp.Distinct | exp.Star):
            raise _refused('A window takes one value, without DISTINCT.', tree, 'Write for example SUM(x) OVER (...).')
        return unwrapped(operand)

    def _like(self, operand: Node, *, nullable: bool) -> ColumnValue:
        """A column of values that the operand has in some row."""
        return ColumnValue(self.sources.name(), operand.type, nullable, possible_values(operand), computed=True)


def _held(node: Node, kind: Exact, most: int) -> Node:
    """The sum of at most so many values, or with one their average, in the interval that follows from theirs."""
    ends = most * min(kind.low, 0) if most > 1 else kind.low, most * max(kind.high, 0) if most > 1 else kind.high
    if min(ends) <= -WIDEST or max(ends) >= WIDEST:
        return node
    low, high = (Constant(end, Exact(kind.scale, end, end, True)) for end in ends)
    return clamp(node, low, high)


def _refuse_frame(spec: exp.Expr | None, tree: exp.Expr) -> None:
    if spec is not None:
        raise _refused('Places and neighbours have no frame.', tree, 'Leave ROWS or RANGE away.')


def _refused(message: str, tree: exp.Expr, remedy: str) -> Refused:
    return Refused('WINDOW', message, remedy, span_of(tree))
