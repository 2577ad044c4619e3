"""Checks a source, or runs compiled statements in it. The login comes with the request and is kept nowhere."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from .fitting import fitted
from .session import Session, StatementError
from .trouble import SourceError

TYPES = {
    "integer": pa.int64(),
    "float": pa.float64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def opened(request: dict[str, Any]) -> Session:
    """
    A session at the source of a request.

    Raises:
        SourceError: it cannot be reached, or refuses the login.
    """
    connector, login, seconds = request["connector"], request["login"], request["seconds"]
    if connector["type"] == "postgresql":
        from .postgresql import Postgresql

        return Postgresql(connector, login, seconds)
    from .mysql import Mysql

    return Mysql(connector, login, seconds)


def check(request: dict[str, Any]) -> dict[str, Any]:
    """
    ``{connector, login, tables, seconds}`` -> ``{ok: true, digests, notes}`` or ``{ok: false, trouble, problems}``.
    Reads the catalogue and no row.
    """
    try:
        session = opened(request)
        try:
            digests = fitted(session, request["tables"])
            places = [session.place(table.get("source", name)) for name, table in request["tables"].items()]
            notes = [_WRITES] if session.writes(places) else []
        finally:
            session.close()
    except SourceError as error:
        return {"ok": False, "trouble": error.trouble, "problems": error.problems[:20]}
    except StatementError as error:
        problem = {"table": "", "line": None, "column": None, "reason": f"The catalogue cannot be read ({error})."}
        return {"ok": False, "trouble": error.trouble, "problems": [problem]}
    return {"ok": True, "digests": digests, "notes": notes}


_WRITES = {
    "table": "",
    "line": None,
    "column": None,
    "reason": "The role could also change tables. It is only ever used to read; grant it SELECT and nothing else.",
}


def fetch(request: dict[str, Any]) -> dict[str, Any]:
    """
    ``{connector, login, tables, seconds, statements: [{name, sql, parameters, result}], output, mostBytes}`` ->
    ``{ok: true, files: {name: file name}}`` or ``{ok: false, reason}``. One connection each statement.
    """
    files = {}
    for statement in request["statements"]:
        name = statement["name"]
        file = Path(request["output"]) / f"{name}.arrow"
        try:
            session = opened(request)
            try:
                # What the catalogue says must still fit: else an error could depend on what is in the rows.
                fitted(session, request["tables"])
                _write(session, statement, file, request["mostBytes"])
                # And still: no lock keeps a table from being given one that inherits from it, whose rows have no key.
                fitted(session, request["tables"])
            finally:
                session.close()
        except SourceError as error:
            return {"ok": False, "reason": f"{error.trouble}: {error}"}
        except (
            StatementError,
            OSError,
            MemoryError,
            ValueError,
            TypeError,
            ArithmeticError,
            pa.ArrowException,
        ) as error:
            kind = str(error) if isinstance(error, StatementError) else type(error).__name__
            return {"ok": False, "reason": f"{kind} in statement {name}"}
        files[name] = file.name
    return {"ok": True, "files": files}


def _write(session: Session, statement: dict[str, Any], file: Path, most_bytes: int) -> None:
    columns = statement["result"]
    schema = pa.schema([(column["name"], TYPES[column["type"]]) for column in columns])
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in session.rows(statement["sql"], statement["parameters"]):
            values = [
                pa.array((_value(row[index], column["type"]) for row in batch), type=TYPES[column["type"]])
                for index, column in enumerate(columns)
            ]
            writer.write_batch(pa.record_batch(values, schema=schema))
            if sink.tell() > most_bytes:
                raise MemoryError("the rows of a statement are larger than allowed")
    os.chmod(file, 0o644)


def _value(value: Any, kind: str) -> Any:
    """A value of a driver as Arrow takes it: exact numbers as integers, bytes as the text they encode."""
    if value is None:
        return None
    if kind == "integer":
        return int(value)
    if kind == "boolean":
        return bool(value)
    if kind == "string" and isinstance(value, bytes):
        return value.decode()
    if kind == "date" and isinstance(value, datetime):
        return value.date()
    if kind == "date" and not isinstance(value, date):
        return date.fromisoformat(value)
    return value
