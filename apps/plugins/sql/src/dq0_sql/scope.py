"""Names: which tables the query reads and which published column a name means."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from dq0_sql.definition import Column, Definition, Table
from dq0_sql.keys import OTHER
from dq0_sql.lexer import LexedText
from dq0_sql.nodes import ColumnValue
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation import HIDDEN, Field, Unit
from dq0_sql.syntax import refuse_extras, span_of
from dq0_sql.value_types import (
    DECIMAL_LIMIT,
    FLOAT_MAX,
    INT64,
    Day,
    Exact,
    Moment,
    Real,
    Text,
    Truth,
    ValueType,
)


@dataclass(frozen=True)
class Scope:
    """The columns that a query may name, the names of its relations, and the text for positions."""

    fields: tuple[Field, ...]
    names: tuple[str, ...]
    unit: Unit | None
    lexed: LexedText
    published: bool

    def span(self, tree: exp.Expr) -> Span | None:
        """Where a whole expression stands, closing parentheses included."""
        span = span_of(tree)
        return None if span is None else self.lexed.closed(span)

    def field(self, node: exp.Column) -> Field:
        """The column a reference means, identifiers included.

        Raises:
            Refused: TABLE_UNKNOWN, COLUMN_UNKNOWN (also for hidden columns), COLUMN_AMBIGUOUS, CONSTRUCT.
        """
        refuse_extras(node, 'this', 'table')
        if not isinstance(node.this, exp.Identifier):
            raise Refused(
                'ROWS',
                'Rows never leave; only aggregates do.',
                'Ask for COUNT(*), SUM(x) or AVG(x) instead.',
                span_of(node),
            )
        fields = self._qualified(node.args.get('table'))
        found = [field for field in fields if same_name(node.this, field.name)]
        if not found:
            shown = [field for field in fields if not field.identifier and not field.name.startswith(HIDDEN)]
            names = [field.name for field in shown if self.published]
            raise Refused(
                'COLUMN_UNKNOWN',
                f'{_listed(self.names)} has no column of this name.',
                suggestion(node.this.name, names),
                span_of(node),
            )
        if len(found) > 1:
            raise Refused(
                'COLUMN_AMBIGUOUS',
                f'{found[0].name} is a column of {found[0].qualifier} and of {found[1].qualifier}.',
                f'Write {found[0].qualifier}.{found[0].name}.',
                span_of(node),
            )
        return found[0]

    def column(self, node: exp.Column) -> Field:
        """The column a reference means.

        Raises:
            Refused: as `field`, and IDENTIFIER_USE.
        """
        found = self.field(node)
        if found.identifier:
            raise Refused(
                'IDENTIFIER_USE',
                f'{found.name} identifies people; it is never selected, grouped or filtered by.',
                'Use another column; COUNT(DISTINCT unit) counts people.',
                span_of(node),
            )
        return found

    def value(self, node: exp.Column) -> ColumnValue:
        return self.column(node).value

    def has(self, node: exp.Column) -> bool:
        """Whether a reference means a column of these relations; what it means elsewhere is another scope's to say."""
        qualifier, name = node.args.get('table'), node.this
        return isinstance(name, exp.Identifier) and any(
            same_name(name, field.name) and (qualifier is None or same_name(qualifier, field.qualifier))
            for field in self.fields
        )

    def known(self, identifier: exp.Identifier) -> bool:
        """Whether a column has this name."""
        return any(same_name(identifier, field.name) for field in self.fields)

    def _qualified(self, qualifier: exp.Identifier | None) -> list[Field]:
        if qualifier is None:
            return list(self.fields)
        name = next((name for name in self.names if same_name(qualifier, name)), None)
        if name is None:
            raise Refused(
                'TABLE_UNKNOWN',
                f'The query does not read a table of this name; it reads {" and ".join(self.names)}.',
                f'Write {self.names[0]}.column, or the column alone.',
                span_of(qualifier),
            )
        return [field for field in self.fields if field.qualifier == name]


def _listed(names: tuple[str, ...]) -> str:
    return f'The table {names[0]}' if len(names) == 1 else f'None of {", ".join(names)}'


def find_table(definition: Definition, node: exp.Identifier) -> Table:
    """The table a name in FROM means.

    Raises:
        Refused: TABLE_UNKNOWN.
    """
    found = next((table for table in definition.tables if same_name(node, table.name)), None)
    if found is None:
        raise Refused(
            'TABLE_UNKNOWN',
            f'The data set {definition.dataset} has no table of this name.',
            suggestion(node.name, [table.name for table in definition.tables if definition.published]),
            span_of(node),
        )
    return found


def same_name(identifier: exp.Identifier, name: str) -> bool:
    """Quoted names are taken as they are; others whatever their capitals."""
    if identifier.args.get('quoted'):
        return bool(identifier.name == name)
    return bool(identifier.name.lower() == name.lower())


def suggestion(typed: str, names: list[str]) -> str:
    """A remedy from published names alone: close ones first, else the list."""
    close = difflib.get_close_matches(typed.lower(), [name.lower() for name in names], n=3, cutoff=0.6)
    if close:
        spelled = [name for wanted in close for name in names if name.lower() == wanted]
        return f'Did you mean {" or ".join(dict.fromkeys(spelled))}?'
    shown = ', '.join(names[:20]) + (', ...' if len(names) > 20 else '')
    return f'There are: {shown}.' if names else 'Ask the owner of the data set for its tables and columns.'


def column_type(column: Column) -> ValueType:
    """Type and interval of a column behind the normalising view."""
    bounded = column.lower is not None and column.upper is not None
    if column.kind == 'integer':
        low, high = INT64
        return Exact(0, _integer(column.lower, low), _integer(column.upper, high), bounded)
    if column.kind == 'decimal':
        unit = 10**column.scale
        low = -DECIMAL_LIMIT * unit if column.lower is None else math.ceil(_decimal(column.lower) * unit)
        high = DECIMAL_LIMIT * unit if column.upper is None else math.floor(_decimal(column.upper) * unit)
        return Exact(column.scale, min(low, high), high, bounded)
    if column.kind == 'float':
        low_end = -FLOAT_MAX if column.lower is None else _float(column.lower)
        high_end = FLOAT_MAX if column.upper is None else _float(column.upper)
        return Real(low_end, high_end, column.digits, bounded)
    if column.kind == 'date':
        day = Day()
        first = column.lower if isinstance(column.lower, date) else day.low
        last = column.upper if isinstance(column.upper, date) else day.high
        return Day(min(first, last), last, bounded)
    if column.kind == 'timestamp':
        moment = Moment()
        start = column.lower if isinstance(column.lower, datetime) else moment.low
        end = column.upper if isinstance(column.upper, datetime) else moment.high
        return Moment(min(start, end), end, bounded)
    return Truth() if column.kind == 'boolean' else Text()


def column_value(column: Column, name: str) -> ColumnValue:
    """A column of a table under a name of the statement."""
    values = None
    if column.values is not None:
        extra = (OTHER,) if column.other and OTHER not in column.values else ()
        values = (*column.values, *extra)
    return ColumnValue(name, column_type(column), column.nullable, values)


def _integer(bound: object, default: int) -> int:
    return bound if isinstance(bound, int) else default


def _decimal(bound: int | Decimal | float | date | datetime) -> Decimal:
    assert isinstance(bound, Decimal)
    return bound


def _float(bound: int | Decimal | float | date | datetime) -> float:
    assert isinstance(bound, float)
    return bound
