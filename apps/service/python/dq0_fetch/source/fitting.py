"""What the catalogue says, held against the definition: tables, columns, types, rights, keys."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from dq0_fetch.ingest.problems import LineProblem

from .session import Found, Session
from .trouble import SourceError, Trouble

INTEGERS = ("int2", "int4", "int8", "tinyint", "smallint", "mediumint", "int", "bigint")
FITS: dict[str, tuple[str, ...]] = {
    "boolean": ("bool", "tinyint", "bit(1)"),
    "integer": (*INTEGERS, "numeric", "decimal"),
    "decimal": (*INTEGERS, "numeric", "decimal"),
    "float": (*INTEGERS, "float4", "float8", "float", "double"),
    "string": (
        *("text", "varchar", "bpchar", "citext", "name", "uuid", "enum", "char"),
        *("tinytext", "mediumtext", "longtext"),
    ),
    "date": ("date",),
    "timestamp": ("timestamp", "timestamptz", "datetime"),
}
"""Types at the source, as its catalogue names them, that can be read as a declared type without an error in any row."""
LONG_TEXTS = frozenset({"mediumtext", "longtext"})
"""Texts beyond 64 KiB: MySQL and MariaDB tell no further apart when they sort, so they cannot tell units apart."""


def fitted(session: Session, tables: dict[str, Any]) -> dict[str, str]:
    """
    SHA-256 of each table's shape at the source: place, and the type of every declared column.

    Raises:
        SourceError: all that does not fit, of the gravest kind found.
    """
    problems: dict[Trouble, list[LineProblem]] = {"SOURCE_MISMATCH": [], "SOURCE_RIGHTS": []}
    shapes: dict[str, str] = {}
    for name, table in tables.items():
        place = session.place(table.get("source", name))
        found = session.find(place)
        if found is None:
            problems["SOURCE_MISMATCH"].append(_problem(name, None, f"There is no table {place} that the role sees."))
            continue
        for trouble, problem in _unfitting(name, table, found):
            problems[trouble].append(problem)
        types = {column: found.types.get(column) for column in table["columns"]}
        shapes[name] = hashlib.sha256(json.dumps([str(place), types], sort_keys=True).encode()).hexdigest()
    unfitting = problems["SOURCE_MISMATCH"] + problems["SOURCE_RIGHTS"]
    if unfitting:
        raise SourceError("SOURCE_MISMATCH" if problems["SOURCE_MISMATCH"] else "SOURCE_RIGHTS", unfitting)
    return shapes


def _unfitting(name: str, table: dict[str, Any], found: Found) -> list[tuple[Trouble, LineProblem]]:
    unfitting: list[tuple[Trouble, LineProblem]] = []
    for column, declared in table["columns"].items():
        kind = found.types.get(column)
        if kind is None:
            unfitting.append(("SOURCE_MISMATCH", _problem(name, column, _missing(column, found))))
        elif kind not in FITS[declared["type"]]:
            unfitting.append(("SOURCE_MISMATCH", _problem(name, column, _other_type(declared["type"], kind))))
        elif kind in LONG_TEXTS and column == table.get("unit", {}).get("column"):
            reason = f"It is {kind} at the source, which is too long to tell units apart: use a VARCHAR or an integer."
            unfitting.append(("SOURCE_MISMATCH", _problem(name, column, reason)))
        elif column in found.forbidden:
            unfitting.append(("SOURCE_RIGHTS", _problem(name, column, "The role may not SELECT this column.")))
    for key in table.get("keys", []):
        if not any(unique <= set(key) for unique in found.unique):
            reason = (
                f"No unique constraint of the source holds for the key ({', '.join(key)}), so it may stop being one. "
                "Add a primary key there, or a unique constraint of columns that are NOT NULL (not deferrable, not "
                "partial, of a table that no other inherits from), or remove the key."
            )
            unfitting.append(("SOURCE_MISMATCH", _problem(name, None, reason)))
    return unfitting


def _missing(column: str, found: Found) -> str:
    alike = next((known for known in found.types if known.lower() == column.lower()), None)
    return f"There is no such column that the role sees{'.' if alike is None else f'; there is {alike}.'}"


def _other_type(declared: str, kind: str) -> str:
    fitting = sorted({other for other, kinds in FITS.items() if kind in kinds})
    remedy = f"declare it as {' or '.join(fitting)}" if fitting else "give it another type in a view"
    return f"Declared {declared}, but it is {kind} at the source: {remedy}."


def _problem(table: str, column: str | None, reason: str) -> LineProblem:
    return {"table": table, "line": None, "column": column, "reason": reason}
