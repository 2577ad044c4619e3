"""The owner's metadata as this plugin reads it: tables, units, columns with their public bounds.

The schema proper is validated where definitions are published; here a definition that breaks it is a bad request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

ColumnKind = Literal['boolean', 'integer', 'decimal', 'float', 'string', 'date', 'timestamp']
Bound = int | Decimal | float | date | datetime
_KINDS = ('boolean', 'integer', 'decimal', 'float', 'string', 'date', 'timestamp')
THRESHOLD_SHARE = 10_000
_NAME = '[A-Za-z_][A-Za-z0-9_]{0,62}'
_IDENTIFIER = re.compile(_NAME)
_LINK = re.compile(rf'\s*({_NAME})\s*->\s*({_NAME})\.({_NAME})\s*')


class DefinitionError(ValueError):
    """The definition in a request does not have the shape of its schema."""


@dataclass(frozen=True)
class Column:
    """One column of a table. `lower` and `upper` are values of its type; `values` is its enumeration."""

    name: str
    kind: ColumnKind
    nullable: bool
    identifier: bool
    hidden: bool
    lower: Bound | None = None
    upper: Bound | None = None
    scale: int = 0
    digits: int = 3
    values: tuple[str, ...] | None = None
    other: bool = False


@dataclass(frozen=True)
class Link:
    """One step of a path to the unit, `visit_id -> visits.id`: a column, and the key it is a value of."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Table:
    """One table; `max_units` is the owner's public upper bound of its units, `unit_column` tells them apart."""

    name: str
    unit_kind: str
    max_units: int
    min_units: int
    columns: tuple[Column, ...]
    unit_column: str | None = None
    max_groups: int = 1
    max_rows: int = 1
    keys: tuple[tuple[str, ...], ...] = ()
    via: tuple[Link, ...] = ()

    @property
    def visible(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.hidden)


@dataclass(frozen=True)
class Definition:
    """A data set: what the compiler needs of it. Names are suggested only when the metadata are `published`."""

    dataset: str
    published: bool
    connector: str
    trim: bool
    tables: tuple[Table, ...]
    threshold_delta: float


def read_definition(value: Any) -> Definition:
    """Reads the JSON form of a definition.

    Raises:
        DefinitionError: a field is missing or of another type.
    """
    try:
        connector = value['connector']
        options = connector.get('options') or {}
        tables = tuple(_table(name, table) for name, table in value['tables'].items())
        if not isinstance(value['name'], str):
            raise DefinitionError('name is not a text')
        published = bool(value.get('publicMetadata', True))
        trim = bool(options.get('trim', False))
        return Definition(value['name'], published, str(connector['type']), trim, tables, _threshold_delta(value))
    except DefinitionError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise DefinitionError(f'the definition does not have the expected shape ({type(error).__name__})') from error


def _table(name: str, value: Mapping[str, Any]) -> Table:
    columns = tuple(_column(column, fields) for column, fields in value['columns'].items())
    for spelled in (name, *(column.name for column in columns)):
        if not _IDENTIFIER.fullmatch(spelled):
            raise DefinitionError('a name is not an identifier')
    if len({column.name.lower() for column in columns}) < len(columns):
        raise DefinitionError('two columns differ only in capitals')
    unit = value['unit']
    column = unit.get('column')
    if column is not None and column not in {found.name for found in columns}:
        raise DefinitionError('the unit column is not a column of its table')
    return Table(
        name=name,
        unit_kind=str(unit['kind']),
        max_units=int(value['maxUnits']),
        min_units=int(value.get('minUnits', 1)),
        columns=columns,
        unit_column=column,
        max_groups=int(unit.get('maxGroups', 1)),
        max_rows=int(unit.get('maxRows', 1)),
        keys=tuple(tuple(str(name) for name in key) for key in value.get('keys', ())),
        via=tuple(_link(text) for text in unit.get('via', ())),
    )


def _link(text: Any) -> Link:
    found = _LINK.fullmatch(text)
    if found is None:
        raise DefinitionError('a step of a path to the unit is not written column -> table.key')
    return Link(*found.groups())


def _threshold_delta(value: Mapping[str, Any]) -> float:
    """As declared, else a ten-thousandth of the account's delta: delta_a / 1000."""
    limits = value.get('limits') or {}
    declared = limits.get('thresholdDelta')
    return float(value['budget']['delta']) / THRESHOLD_SHARE if declared is None else float(declared)


def _column(name: str, value: Mapping[str, Any]) -> Column:
    kind = value['type']
    if kind not in _KINDS:
        raise DefinitionError('unknown column type')
    scale, digits = int(value.get('scale', 0)), int(value.get('digits', 3))
    values = value.get('values')
    return Column(
        name=name,
        kind=kind,
        nullable=bool(value.get('nullable', True)),
        identifier=bool(value.get('identifier', False)),
        hidden=bool(value.get('hidden', False)),
        lower=_bound(kind, value.get('lower')),
        upper=_bound(kind, value.get('upper')),
        scale=scale,
        digits=digits,
        values=None if values is None else tuple(str(item) for item in values),
        other=bool(value.get('other', False)),
    )


def _bound(kind: ColumnKind, value: Any) -> Bound | None:
    if value is None:
        return None
    if kind == 'integer':
        return int(value)
    if kind == 'decimal':
        return Decimal(repr(value))
    if kind == 'float':
        return float(value)
    if kind == 'date':
        return date.fromisoformat(value)
    if kind == 'timestamp':
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    raise DefinitionError('this column type has no bounds')
