"""Runs compiled statements over the Parquet files of one data version, and over nothing else."""

import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

BATCH_ROWS = 65_536


def quoted_name(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def warm_up() -> None:
    """Runs what every fetch runs, on no data: both libraries load parts of themselves when first used."""
    with duckdb.connect(":memory:") as connection:
        reader = connection.sql("SELECT range % 2 AS k, count(*) AS n FROM range(10) GROUP BY k").to_arrow_reader()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


def open_locked(tables: dict[str, str], memory_mib: int, threads: int) -> duckdb.DuckDBPyConnection:
    """
    An empty database that can read these files and nothing else: no other file, no network, no extension, no setting
    can be changed any more. ``tables``: path of a Parquet file per table name; each becomes a view of that name.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": f"{memory_mib}MiB",
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    paths = ", ".join(quoted_text(path) for path in tables.values())
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    for name, path in tables.items():
        connection.execute(f"CREATE VIEW {quoted_name(name)} AS SELECT * FROM read_parquet({quoted_text(path)})")
    return connection


def write_result(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any], file: Path, most_bytes: int
) -> int:
    """Runs one statement with bound parameters and writes its rows as an Arrow IPC file, batch by batch."""
    relation = connection.sql(sql, params=parameters)
    if relation is None:
        raise duckdb.Error("the statement has no rows to give")
    reader = relation.to_arrow_reader(BATCH_ROWS)
    rows = 0
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, reader.schema) as writer:
        for batch in reader:
            rows += batch.num_rows
            writer.write_batch(batch)
            if sink.tell() > most_bytes:
                raise MemoryError("the rows of a statement are larger than allowed")
    os.chmod(file, 0o644)
    return rows


def fetch(request: dict[str, Any]) -> dict[str, Any]:
    """
    ``{tables, statements: [{name, sql, parameters}], output, memoryMiB, threads, mostBytes}`` ->
    ``{ok: true, files: {name: file name}}`` or ``{ok: false, reason}``. The reason names the kind of an error only:
    a database's own words may quote a row.
    """
    files = {}
    name = ""
    try:
        connection = open_locked(request["tables"], request["memoryMiB"], request["threads"])
        for statement in request["statements"]:
            name = statement["name"]
            file = Path(request["output"]) / f"{name}.arrow"
            write_result(connection, statement["sql"], statement["parameters"], file, request["mostBytes"])
            files[name] = file.name
    except (duckdb.Error, OSError, MemoryError, pa.ArrowException) as error:
        return {"ok": False, "reason": f"{type(error).__name__} in statement {name or '(opening)'}"}
    return {"ok": True, "files": files}
