"""CSV files, good and bad, into typed Parquet."""

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dq0_fetch.ingest import ingest

COLUMNS: dict[str, Any] = {
    "age": {"type": "integer"},
    "wage": {"type": "decimal", "scale": 2},
    "score": {"type": "float"},
    "name": {"type": "string"},
    "member": {"type": "boolean"},
    "joined": {"type": "date"},
    "seen": {"type": "timestamp"},
}
GOOD = "39,12.345,1e3,Ann,true,2001-02-03,2001-02-03T04:05:06Z\n"


class Case:
    """One file below a data root, and what reading it says."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.output = folder / "output"
        self.root.mkdir()
        self.output.mkdir()

    def read(self, data: bytes | str, **options: Any) -> dict[str, Any]:
        file = self.root / "people.csv"
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return self.order("people.csv", options)

    def order(self, path: str, options: dict[str, Any], columns: dict[str, Any] | None = None) -> dict[str, Any]:
        columns = COLUMNS if columns is None else columns
        given = {"header": False, "columns": list(columns), **options}
        connector = {"type": "csv", "path": path, "options": {k: v for k, v in given.items() if v is not None}}
        definition = {"connector": connector, "tables": {"people": {"columns": columns}}}
        return ingest({"definition": definition, "dataRoot": str(self.root), "output": str(self.output)})

    def rows(self) -> list[dict[str, Any]]:
        return list(pq.read_table(self.output / "people.parquet").to_pylist())


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def reasons(answer: dict[str, Any]) -> list[tuple[int | None, str | None, str]]:
    assert answer["ok"] is False
    return [(problem["line"], problem["column"], problem["reason"]) for problem in answer["problems"]]


def test_types_are_as_declared_and_the_digest_is_of_the_file(case: Case) -> None:
    answer = case.read(GOOD)
    file = case.output / "people.parquet"
    assert answer == {
        "ok": True,
        "digests": {"people": hashlib.sha256(file.read_bytes()).hexdigest()},
        "notes": [],
    }
    types = {field.name: str(field.type) for field in pq.read_schema(file)}
    assert types == {
        "age": "int64",
        "wage": "decimal128(38, 2)",
        "score": "double",
        "name": "string",
        "member": "bool",
        "joined": "date32[day]",
        "seen": "timestamp[us]",
    }
    row = {name: str(value) for name, value in case.rows()[0].items()}
    assert row == {
        "age": "39",
        "wage": "12.34",
        "score": "1000.0",
        "name": "Ann",
        "member": "True",
        "joined": "2001-02-03",
        "seen": "2001-02-03 04:05:06",
    }
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_cell_that_cannot_be_cast_is_null_and_noted_without_its_value(case: Case) -> None:
    answer = case.read(GOOD + "4711x,1,1,Bob,maybe,2001-02-30,never\n")
    assert [(note["line"], note["column"]) for note in answer["notes"]] == [
        (2, "age"),
        (2, "member"),
        (2, "joined"),
        (2, "seen"),
    ]
    assert "4711x" not in str(answer) and "maybe" not in str(answer)
    assert case.rows()[1]["age"] is None


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ({"type": "integer"}, "9223372036854775807", "9223372036854775807"),
        ({"type": "integer"}, "9223372036854775808", "None"),
        ({"type": "integer"}, "12.0", "12"),
        ({"type": "integer"}, "12.5", "None"),
        ({"type": "integer"}, "1_000", "None"),
        ({"type": "integer"}, "\u0661\u0662", "None"),
        ({"type": "float"}, "nan", "nan"),
        ({"type": "float"}, "-Infinity", "-inf"),
        ({"type": "float"}, "1e999", "inf"),
        ({"type": "float"}, "0x10", "None"),
        ({"type": "decimal", "scale": 2}, "1e5", "None"),
        ({"type": "decimal", "scale": 2}, "1" * 36, "1" * 36 + ".00"),
        ({"type": "decimal", "scale": 2}, "1" * 37, "None"),
        ({"type": "decimal", "scale": 0}, "2.5", "2"),
        ({"type": "boolean"}, "NO", "False"),
        ({"type": "timestamp"}, "2001-02-03 04:05:06+02:00", "2001-02-03 02:05:06"),
        ({"type": "date"}, "03.02.2001", "None"),
        ({"type": "string"}, "x" * 200, "x" * 200),
    ],
)
def test_one_try_cast_per_cell(case: Case, column: dict[str, Any], text: str, value: str) -> None:
    (case.root / "people.csv").write_text(f"{text},1\n{text},1\n", encoding="utf-8")
    answer = case.order("people.csv", {}, {"c": column, "d": {"type": "integer"}})
    assert answer["ok"] is True
    assert [str(row["c"]) for row in case.rows()] == [value, value]
    assert len(answer["notes"]) == (2 if value == "None" else 0)


def test_blanks_null_words_and_empty_cells(case: Case) -> None:
    line = " 39 , ? ,,  Ann  , ?, 2001-02-03 ,\n"
    answer = case.read(line, trim=True, nullValues=["?"])
    assert answer["ok"] is True and answer["notes"] == []
    row = case.rows()[0]
    assert (row["age"], row["wage"], row["score"], row["name"], row["member"]) == (39, None, None, "Ann", None)


def test_a_byte_order_mark_and_blank_last_lines_change_nothing(case: Case) -> None:
    answer = case.read(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\n\n")
    assert answer["ok"] is True
    assert len(case.rows()) == 1 and case.rows()[0]["age"] == 39


def test_an_empty_file_is_an_empty_table(case: Case) -> None:
    assert case.read("")["ok"] is True
    assert case.rows() == []


def test_quotes_hold_delimiters_and_line_ends(case: Case) -> None:
    answer = case.read(GOOD.replace("Ann", '"Ann, ""the\n first"""') + GOOD + "oops\n")
    assert reasons(answer) == [(4, None, "The line has 1 columns where 7 are expected.")]


def test_an_open_quote_is_named_by_the_line_where_it_opens(case: Case) -> None:
    answer = case.read(GOOD * 3 + GOOD.replace("Ann", '"Ann') + GOOD * 50_000)
    assert reasons(answer) == [(4, None, "A quote that opens on this line is never closed.")]


def test_an_open_quote_in_the_last_line(case: Case) -> None:
    answer = case.read(GOOD + GOOD.replace("Ann", '"Ann'))
    assert reasons(answer) == [(2, None, "A quote that opens on this line is never closed.")]


def test_a_line_of_ten_megabytes_is_refused_in_bounded_memory(case: Case) -> None:
    answer = case.read(GOOD + "x" * 10_000_000 + "\n" + GOOD)
    assert reasons(answer) == [(2, None, "The line is longer than 1048576 bytes.")]


def test_wrong_widths_are_listed_up_to_twenty_without_values(case: Case) -> None:
    answer = case.read("hush,hush\n" * 50)
    found = reasons(answer)
    assert len(found) == 20
    assert found[0] == (1, None, "The line has 2 columns where 7 are expected.")
    assert "hush" not in str(answer)


def test_bytes_that_are_not_utf8(case: Case) -> None:
    assert reasons(case.read(GOOD.encode() + b"\xff\xfe\n")) == [(2, None, "The line is not UTF-8.")]


def test_a_header_as_expected_is_skipped(case: Case) -> None:
    assert case.read(",".join(COLUMNS) + "\n" + GOOD, header=True)["ok"] is True
    assert len(case.rows()) == 1


def test_another_header_is_refused_with_the_first_name_that_differs(case: Case) -> None:
    names = list(COLUMNS)
    names[2] = "points"
    answer = case.read(",".join(names) + "\n" + GOOD, header=True)
    assert reasons(answer) == [(1, "score", "The header differs from the definition at position 3.")]


def test_a_header_alone_names_the_columns_and_the_missing_ones(case: Case) -> None:
    names = [*COLUMNS, "extra"]
    assert case.read(",".join(names) + "\n" + GOOD[:-1] + ",1\n", header=True, columns=None)["ok"] is True
    del names[0]
    answer = case.read(",".join(names) + "\n" + GOOD, header=True, columns=None)
    assert reasons(answer)[0] == (1, "age", "The file has no such column.")


@pytest.mark.parametrize(
    "path", ["../outside.csv", "/etc/passwd", "folder/../../outside.csv", "linked.csv", "linked/f"]
)
def test_nothing_outside_the_data_root_is_read(case: Case, path: str) -> None:
    outside = case.root.parent / "outside.csv"
    outside.write_text(GOOD)
    (case.root / "linked.csv").symlink_to(outside)
    (case.root / "linked").symlink_to(case.root.parent)
    (case.root / "folder").mkdir()
    answer = case.order(path, {})
    assert len(reasons(answer)) == 1
    assert "opened" in reasons(answer)[0][2] or "no such file" in reasons(answer)[0][2]


def test_a_folder_holds_one_file_for_each_table(case: Case) -> None:
    (case.root / "files").mkdir()
    (case.root / "files" / "people.csv").write_text(GOOD)
    assert case.order("files", {})["ok"] is True


def test_a_file_that_is_missing_or_no_file(case: Case) -> None:
    assert reasons(case.order("nothing.csv", {}))[0][2] == "There is no such file below the data root."
    assert reasons(case.order("", {}))[0][2].startswith("The file cannot be opened")


def keyed(case: Case, text: str, *keys: list[str]) -> dict[str, Any]:
    (case.root / "people.csv").write_text(text)
    columns = {"id": {"type": "integer"}, "day": {"type": "date"}, "name": {"type": "string"}}
    connector = {"type": "csv", "path": "people.csv", "options": {"header": False, "columns": list(columns)}}
    definition = {"connector": connector, "tables": {"people": {"columns": columns, "keys": list(keys)}}}
    return ingest({"definition": definition, "dataRoot": str(case.root), "output": str(case.output)})


def test_keys_that_hold_are_taken_in(case: Case) -> None:
    text = "1,2001-01-01,Ann\n1,2001-01-02,Ann\n2,2001-01-01,Bob\n,2001-01-01,Cem\n,2001-01-01,Cem\n"
    assert keyed(case, text, ["id", "day"], ["day", "id"])["ok"] is True
    assert sorted(entry.name for entry in case.output.iterdir()) == ["people.parquet"]


def test_each_key_that_does_not_hold_is_refused_by_name(case: Case) -> None:
    text = "1,2001-01-01,Ann\n1,2001-01-01,Bob\n"
    assert [reason for *_, reason in reasons(keyed(case, text, ["name"], ["id"], ["id", "day"]))] == [
        f"keys: [{key}] is not unique: several rows have the same values. "
        "Leave this key away, or give each row its own."
        for key in ("id", "id, day")
    ]
