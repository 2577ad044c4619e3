"""A table from a CSV file."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa

from .cells import CellReader
from .csv_rows import csv_rows
from .problems import Problems

BATCH_ROWS = 20_000


def _positions(names: list[str], table: dict[str, Any], line: int | None, problems: Problems) -> dict[str, int]:
    if len(set(names)) != len(names):
        raise problems.stop("A column name occurs twice.", line)
    places = {name: place for place, name in enumerate(names)}
    missing = [name for name in table["columns"] if name not in places]
    for name in missing:
        problems.add("The file has no such column.", line, name)
    if missing:
        raise problems.stop("The columns of the file are not those of the definition.", line)
    return places


def _header(cells: list[str], options: dict[str, Any], line: int, problems: Problems) -> list[str]:
    names = [cell.strip() for cell in cells]
    expected: list[str] | None = options.get("columns")
    if expected is None or names == expected:
        return names
    for place, name in enumerate(expected):
        if place >= len(names) or names[place] != name:
            raise problems.stop(f"The header differs from the definition at position {place + 1}.", line, name)
    raise problems.stop("The header has more columns than the definition.", line)


def csv_batches(
    file: BinaryIO, table: dict[str, Any], options: dict[str, Any], problems: Problems
) -> Iterator[pa.RecordBatch]:
    """Typed record batches in the order of the definition's columns. Raises UnreadableError."""
    trim = options.get("trim", False)
    rows = csv_rows(file, options.get("delimiter", ","), trim, problems)
    names: list[str] | None = options.get("columns")
    if options.get("header", names is None):
        first = next(rows, None)
        if first is None:
            raise problems.stop("The file has no header line.", 1)
        names = _header(first[1], options, first[0], problems)
        places = _positions(names, table, first[0], problems)
    elif names is None:
        raise problems.stop("A file without a header needs connector.options.columns.")
    else:
        places = _positions(names, table, None, problems)
    readers = {name: CellReader(column, options.get("nullValues", [])) for name, column in table["columns"].items()}
    width = len(names)
    lines: list[int] = []
    records: list[list[str]] = []
    for line, cells in rows:
        if len(cells) != width:
            problems.add(f"The line has {len(cells)} columns where {width} are expected.", line)
            continue
        lines.append(line)
        records.append(cells)
        if len(records) >= BATCH_ROWS:
            yield _batch(records, lines, places, readers, problems)
            records, lines = [], []
    if records:
        yield _batch(records, lines, places, readers, problems)


def _batch(
    records: list[list[str]],
    lines: list[int],
    places: dict[str, int],
    readers: dict[str, CellReader],
    problems: Problems,
) -> pa.RecordBatch:
    arrays = []
    for name, reader in readers.items():
        place = places[name]

        def bad(position: int, name: str = name, reader: CellReader = reader) -> None:
            problems.note(reader.words, lines[position], name)

        arrays.append(reader.read([record[place] for record in records], bad))
    return pa.record_batch(arrays, names=list(readers))
