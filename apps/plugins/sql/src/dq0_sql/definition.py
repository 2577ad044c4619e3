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
_IDENTIFIER = re.compile(r'[A-Za-z_][A-Za-z0-9_]{0,62}')


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
class Table:
    """One table; `max_units` is the owner's public upper bound of its units."""

    name: str
    unit_kind: str
    max_units: int
    min_units: int
    columns: tuple[Column, ...]

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
        return Definition(value['name'], published, str(connector['type']), bool(options.get('trim', False)), tables)
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
    return Table(name, str(value['unit']['kind']), int(value['maxUnits']), int(value.get('minUnits', 1)), columns)


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
