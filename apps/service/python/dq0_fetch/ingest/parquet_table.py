"""A table from a Parquet file: the same typed columns, whatever types the file has."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from .cells import CellReader
from .problems import Problems

BATCH_ROWS = 50_000


def parquet_batches(
    file: BinaryIO, table: dict[str, Any], options: dict[str, Any], problems: Problems
) -> Iterator[pa.RecordBatch]:
    """Typed record batches in the order of the definition's columns. Raises UnreadableError."""
    try:
        source = pq.ParquetFile(file)
        names = set(source.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise problems.stop("The file is not Parquet.") from error
    for name in table["columns"]:
        if name not in names:
            problems.add("The file has no such column.", None, name)
    if problems.problems:
        raise problems.stop("The columns of the file are not those of the definition.")
    readers = {name: CellReader(column, options.get("nullValues", [])) for name, column in table["columns"].items()}
    row = 0
    try:
        for batch in source.iter_batches(BATCH_ROWS, columns=list(readers)):
            arrays = [_typed(batch.column(name), reader, name, row, problems) for name, reader in readers.items()]
            yield pa.record_batch(arrays, names=list(readers))
            row += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise problems.stop("The file is damaged.", row + 1) from error


def _typed(array: pa.Array, reader: CellReader, name: str, row: int, problems: Problems) -> pa.Array:
    wanted = reader.type
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.type == wanted and not pa.types.is_string(wanted):
        return array
    if pa.types.is_signed_integer(array.type) and pa.types.is_integer(wanted):
        return array.cast(wanted)
    if pa.types.is_timestamp(array.type) and pa.types.is_timestamp(wanted):
        return array.cast(wanted, safe=False)
    try:
        texts = array.cast(pa.string()).to_pylist()
    except pa.ArrowException as error:
        raise problems.stop(f"The column's type cannot be read ({array.type}).", None, name) from error

    def bad(position: int) -> None:
        problems.note(reader.words, row + position + 1, name)

    return reader.read(texts, bad)
