"""The fetch worker reads the tables it was given, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dq0_fetch.fetch import fetch, open_locked


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "it's.parquet"
    pq.write_table(pa.table({"x": [1, 2, 3], "s": ["a", "b", "a"]}), file)
    return file


def request(table: Path, sql: str, parameters: list[Any], most_bytes: int = 1 << 20) -> dict[str, Any]:
    return {
        "tables": {"t": str(table)},
        "statements": [{"name": "q", "sql": sql, "parameters": parameters}],
        "output": str(table.parent),
        "memoryMiB": 256,
        "threads": 1,
        "mostBytes": most_bytes,
    }


def test_a_statement_with_bound_parameters_becomes_an_arrow_file(table: Path) -> None:
    sql = "SELECT s, count(*) AS n FROM t WHERE x > ? AND s <> ? GROUP BY s ORDER BY s"
    answer = fetch(request(table, sql, [1, "'; DROP TABLE t; --"]))
    assert answer == {"ok": True, "files": {"q": "q.arrow"}}
    assert pa.ipc.open_file(str(table.parent / "q.arrow")).read_all().to_pydict() == {"s": ["a", "b"], "n": [1, 1]}


def test_a_failure_names_its_kind_and_no_value(table: Path) -> None:
    answer = fetch(request(table, "SELECT CAST('secret' AS INTEGER) FROM t", []))
    assert answer == {"ok": False, "reason": "ConversionException in statement q"}


def test_rows_beyond_the_limit_are_refused(table: Path) -> None:
    answer = fetch(request(table, "SELECT range, md5(range::VARCHAR) FROM range(1000000)", [], 100_000))
    assert answer == {"ok": False, "reason": "MemoryError in statement q"}


ESCAPES = [
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('{other}')",
    "SELECT * FROM '{other}'",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '{other}.out'",
    "ATTACH '{other}.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')",
    "SET enable_external_access = true",
    "SET allowed_paths = ['/']",
    "SET lock_configuration = false",
    "PRAGMA temp_directory = '/tmp'",
]


@pytest.mark.parametrize("sql", ESCAPES)
def test_nothing_but_the_given_files_can_be_reached(table: Path, sql: str) -> None:
    other = table.parent / "other.csv"
    other.write_text("a\n1\n")
    connection = open_locked({"t": str(table)}, 256, 1)
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(other=other)).fetchall()


def test_without_the_lock_the_other_file_can_be_read(table: Path) -> None:
    """The positive control of the test above: it is the lock that refuses."""
    other = table.parent / "other.csv"
    other.write_text("a\n1\n")
    assert duckdb.connect(":memory:").execute(f"SELECT * FROM read_csv('{other}')").fetchall() == [(1,)]


def test_the_process_answers_one_line_and_ends(table: Path) -> None:
    line = json.dumps(request(table, "SELECT count(*) AS n FROM t", [])) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "dq0_fetch", "fetch"],
        input=line.encode() * 2,
        capture_output=True,
        cwd=Path(__file__).parent.parent,
        check=True,
    )
    assert json.loads(done.stdout) == {"ok": True, "files": {"q": "q.arrow"}}
