"""The mock twin: rows drawn from the definition alone, the same for the same definition.

Values are uniform within bounds and enumerations, some NULL where NULL may be. No data is involved, so it is free.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dq0_sql.definition import Column, Definition, Table
from dq0_sql.keys import OTHER
from dq0_sql.unit_path import linked

MAX_ROWS = 1_000
NULL_SHARE = 0.05
ROWS_OF_A_UNIT = 3
_DEFAULT_HIGH = 100
_DEFAULT_DAYS = 3_650
_FIRST_DAY = date(2020, 1, 1)


def seed_of(definition: Any) -> str:
    """SHA-256 of the definition's canonical JSON."""
    canonical = json.dumps(definition, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    return hashlib.sha256(canonical.encode(errors='surrogatepass')).hexdigest()


def twin_rows(seed: str, definition: Definition, table: Table, rows: int) -> Iterator[dict[str, Any]]:
    """At most `rows` rows, identifiers as made-up texts, keys unique; longer twins start with the shorter ones.

    Columns of a path to the unit hold keys of the twin that they lead to.
    """
    generator = random.Random(f'{seed}/{table.name}')
    seen: list[set[tuple[Any, ...]]] = [set() for _ in table.keys]
    keys = _keys_led_to(seed, definition, table)
    counted = {key for name, key in linked(definition).values() if name == table.name} | {table.unit_column}
    columns = twin_columns(definition, table)
    for number in range(rows):
        row = {}
        for column in columns:
            if column.name in keys:
                row[column.name] = generator.choice(keys[column.name])
            elif column.name in counted:
                row[column.name] = _counted(column, number // _rows_each(table, column) + 1)
            else:
                row[column.name] = _value(generator, column, number)
        values = [tuple(row.get(name) for name in key) for key in table.keys]
        if all(value not in known for value, known in zip(values, seen, strict=True)):
            for value, known in zip(values, seen, strict=True):
                known.add(value)
            yield row


def twin_columns(definition: Definition, table: Table) -> list[Column]:
    """Columns that rows of the twin have: the visible ones, and those that tell units apart or lead to them."""
    links = linked(definition)
    read = {name for where, name in (*links, *links.values()) if where == table.name} | {table.unit_column}
    return [column for column in table.columns if not column.hidden or column.name in read]


def _keys_led_to(seed: str, definition: Definition, table: Table) -> dict[str, list[Any]]:
    tables = {found.name: found for found in definition.tables}
    return {
        column: [row[key] for row in twin_rows(seed, definition, tables[target], most_rows(tables[target]))]
        for (name, column), (target, key) in linked(definition).items()
        if name == table.name
    }


def most_rows(table: Table) -> int:
    """Of the whole twin of a table."""
    return min(MAX_ROWS, table.max_units)


def _rows_each(table: Table, column: Column) -> int:
    """Units have up to three rows, unless their column is a key."""
    return ROWS_OF_A_UNIT if column.name == table.unit_column and (column.name,) not in table.keys else 1


def _counted(column: Column, number: int) -> str | int:
    return number if column.kind == 'integer' else f'{column.name}-{number}'


def _value(generator: random.Random, column: Column, number: int) -> Any:
    absent = generator.random() < NULL_SHARE
    if column.kind == 'string':
        value: Any = _text(generator, column, number)
    elif column.kind == 'boolean':
        value = generator.random() < 0.5
    elif column.kind == 'integer':
        low, high = _ends(column.lower, column.upper, _DEFAULT_HIGH)
        value = generator.randint(int(low), int(high))
    elif column.kind == 'decimal':
        unit = 10**column.scale
        low, high = _ends(column.lower, column.upper, _DEFAULT_HIGH)
        value = Decimal(generator.randint(round(low * unit), round(high * unit))).scaleb(-column.scale)
    elif column.kind == 'float':
        low, high = _ends(column.lower, column.upper, _DEFAULT_HIGH)
        value = round(float(low) + (float(high) - float(low)) * generator.random(), column.digits)
    else:
        value = _time(generator, column)
    return None if absent and column.nullable else value


def _text(generator: random.Random, column: Column, number: int) -> str:
    if column.values is None:
        return f'{column.name}-{number + 1}' if column.identifier else f'text {generator.randint(1, 50)}'
    if column.other and generator.random() < NULL_SHARE:
        return OTHER
    return generator.choice(column.values)


def _time(generator: random.Random, column: Column) -> date | datetime:
    if column.kind == 'date':
        first = column.lower if isinstance(column.lower, date) else _FIRST_DAY
        last = column.upper if isinstance(column.upper, date) else first + timedelta(days=_DEFAULT_DAYS)
        return date.fromordinal(generator.randint(min(first, last).toordinal(), last.toordinal()))
    start = column.lower if isinstance(column.lower, datetime) else datetime.combine(_FIRST_DAY, datetime.min.time())
    end = column.upper if isinstance(column.upper, datetime) else start + timedelta(days=_DEFAULT_DAYS)
    return min(start, end) + timedelta(seconds=generator.randint(0, max(0, int((end - start).total_seconds()))))


def _ends(lower: Any, upper: Any, spread: int) -> tuple[Any, Any]:
    """Bounds of a number, each missing one a public distance from the other."""
    if lower is None and upper is None:
        return 0, spread
    if lower is None:
        return upper - spread, upper
    return lower, (lower + spread if upper is None else upper)
