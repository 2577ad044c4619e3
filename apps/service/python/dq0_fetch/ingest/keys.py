"""Declared keys are believed by the compiler, so a data version whose rows contradict one is not taken in."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from ..fetch import quoted_name, quoted_text
from .problems import Problems

MEMORY = "1GiB"


def verify_keys(table: dict[str, Any], file: Path, problems: Problems) -> None:
    """Adds a problem for each key of which two rows have the same values; rows with a NULL in it have none."""
    keys: list[list[str]] = table.get("keys", [])
    if not keys:
        return
    with TemporaryDirectory(dir=file.parent) as spill, _database(spill) as connection:
        for key in keys:
            columns = ", ".join(quoted_name(name) for name in key)
            present = " AND ".join(f"{quoted_name(name)} IS NOT NULL" for name in key)
            twice = connection.execute(
                f"SELECT 1 FROM read_parquet({quoted_text(str(file))}) WHERE {present} "
                f"GROUP BY {columns} HAVING COUNT(*) > 1 LIMIT 1"
            ).fetchone()
            if twice is not None:
                problems.add(
                    f"keys: [{', '.join(key)}] is not unique: several rows have the same values. "
                    "Leave this key away, or give each row its own."
                )


def _database(spill: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        ":memory:",
        config={"threads": 1, "memory_limit": MEMORY, "temp_directory": spill, "preserve_insertion_order": False},
    )
