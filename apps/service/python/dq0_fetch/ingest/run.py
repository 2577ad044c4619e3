"""One data version: every table, or none of it."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .cells import column_type
from .csv_table import csv_batches
from .keys import verify_keys
from .parquet_table import parquet_batches
from .problems import LineProblem, Problems, UnreadableError
from .source_file import open_source

READERS = {"csv": (csv_batches, ".csv"), "parquet": (parquet_batches, ".parquet")}


def _write(batches: Iterator[pa.RecordBatch], table: dict[str, Any], file: Path) -> str:
    """Writes the batches as Parquet, durable, mode 0600; returns the file's SHA-256."""
    schema = pa.schema([(name, column_type(column)[0]) for name, column in table["columns"].items()])
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w+b") as target:
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        target.flush()
        os.fsync(target.fileno())
        target.seek(0)
        return hashlib.file_digest(target, "sha256").hexdigest()


def ingest(request: dict[str, Any]) -> dict[str, Any]:
    """
    ``{definition: {connector, tables}, dataRoot, output}`` -> ``{ok: true, digests: {table: SHA-256}, notes}`` or
    ``{ok: false, problems}``. ``output`` is an empty folder; the service puts it in place when all went well.
    """
    connector = request["definition"]["connector"]
    tables: dict[str, dict[str, Any]] = request["definition"]["tables"]
    read, suffix = READERS[connector["type"]]
    root = Path(request["dataRoot"]).resolve()
    digests: dict[str, str] = {}
    found: list[LineProblem] = []
    notes: list[LineProblem] = []
    for name, table in tables.items():
        problems = Problems(name)
        try:
            source = table.get("source", name)
            with open_source(root, connector.get("path", ""), source, suffix, len(tables) == 1, problems) as file:
                batches = read(file, table, connector.get("options", {}), problems)
                written = Path(request["output"]) / f"{name}.parquet"
                digests[name] = _write(batches, table, written)
            if not problems.problems:
                verify_keys(table, written, problems)
        except UnreadableError:
            pass
        except OSError as error:
            problems.problems.append(
                {
                    "table": name,
                    "line": None,
                    "column": None,
                    "reason": f"The table cannot be stored: {os.strerror(error.errno or 0)}.",
                }
            )
        found.extend(problems.problems)
        notes.extend(problems.notes)
    if found:
        return {"ok": False, "problems": found[:20]}
    return {"ok": True, "digests": digests, "notes": notes[:20]}
