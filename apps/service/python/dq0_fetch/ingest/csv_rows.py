"""Records of a CSV file (RFC 4180), each with the line where it begins, in bounded memory."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from .problems import Problems

LONGEST_LINE = 1 << 20
LONGEST_CELL = 1 << 20
LONGEST_RECORD_LINES = 10_000
MARK = b"\xef\xbb\xbf"


class _Lines:
    """Physical lines, decoded; remembers how many were read."""

    def __init__(self, file: BinaryIO, problems: Problems) -> None:
        self._file = file
        self._problems = problems
        self.read = 0
        self.record_began = 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._file.readline(LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        self.read += 1
        if self.read == 1:
            raw = raw.removeprefix(MARK)
        if len(raw) > LONGEST_LINE:
            raise self._problems.stop(f"The line is longer than {LONGEST_LINE} bytes.", self.read)
        if self.read - self.record_began > LONGEST_RECORD_LINES:
            raise self._problems.stop("A quote that opens on this line is never closed.", self.record_began)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._problems.stop("The line is not UTF-8.", self.read) from error


def csv_rows(file: BinaryIO, delimiter: str, trim: bool, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """
    ``(line, cells)`` of each record; blank lines are no records. Raises UnreadableError where the file's structure is
    lost: an open quote (at the line where it opens), a line that is too long, bytes that are not UTF-8.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(file, problems)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=trim, strict=True)
    while True:
        lines.record_began = lines.read + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise problems.stop(_words(str(error)), lines.record_began) from error
        if trim:
            cells = [cell.strip() for cell in cells]
        if cells and (len(cells) > 1 or cells[0] != ""):
            yield lines.record_began, cells


def _words(said: str) -> str:
    if "field larger" in said or "end of data" in said:
        return "A quote that opens on this line is never closed."
    if "expected after" in said:
        return "Something follows a closing quote on this line."
    if "NUL" in said:
        return "The line holds a NUL byte."
    return "The line is not CSV."
