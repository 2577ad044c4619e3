"""Parquet files of any types into the declared ones."""

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dq0_fetch.ingest import ingest


def read(folder: Path, table: pa.Table | bytes, columns: dict[str, Any]) -> dict[str, Any]:
    output = folder / "output"
    output.mkdir()
    if isinstance(table, bytes):
        (folder / "t.parquet").write_bytes(table)
    else:
        pq.write_table(table, folder / "t.parquet")
    connector = {"type": "parquet", "path": "t.parquet", "options": {}}
    definition = {"connector": connector, "tables": {"t": {"columns": columns}}}
    return ingest({"definition": definition, "dataRoot": str(folder), "output": str(output)})


def test_types_are_converted_cell_by_cell(tmp_path: Path) -> None:
    table = pa.table(
        {
            "small": pa.array([1, 2, None], pa.int16()),
            "text": pa.array(["1", "x", None]),
            "real": pa.array([1.0, 2.5, None]),
            "day": pa.array([datetime.date(2001, 2, 3)] * 3),
            "left": pa.array([1, 2, 3]),
            "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        }
    )
    columns = {
        "small": {"type": "integer"},
        "text": {"type": "integer"},
        "real": {"type": "integer"},
        "day": {"type": "date"},
        "kind": {"type": "string"},
    }
    answer = read(tmp_path, table, columns)
    assert answer["ok"] is True
    assert [(note["line"], note["column"]) for note in answer["notes"]] == [(2, "text"), (2, "real")]
    rows = pq.read_table(tmp_path / "output" / "t.parquet").to_pydict()
    assert rows["small"] == [1, 2, None] and rows["text"] == [1, None, None] and rows["real"] == [1, None, None]
    assert rows["kind"] == ["a", "b", "a"] and "left" not in rows


def test_missing_columns_and_files_that_are_no_parquet(tmp_path: Path) -> None:
    answer = read(tmp_path, pa.table({"a": [1]}), {"b": {"type": "integer"}})
    assert answer["problems"][0] == {
        "table": "t",
        "line": None,
        "column": "b",
        "reason": "The file has no such column.",
    }
    other = tmp_path / "other"
    other.mkdir()
    assert read(other, b"PAR1 not really", {"b": {"type": "integer"}})["problems"][0]["reason"] == (
        "The file is not Parquet."
    )
