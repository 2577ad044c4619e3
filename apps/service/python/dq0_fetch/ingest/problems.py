"""What the owner is told: where and why, never a value from the data."""

from dataclasses import dataclass, field
from typing import TypedDict

MOST = 20


class LineProblem(TypedDict):
    """One trouble. ``line`` counts from 1 in a text file, rows in a Parquet file."""

    table: str
    line: int | None
    column: str | None
    reason: str


class UnreadableError(Exception):
    """The table cannot be read any further; its problems say why."""


@dataclass
class Problems:
    """Collects what is wrong with one table. Problems refuse the data version; notes do not."""

    table: str
    problems: list[LineProblem] = field(default_factory=list)
    notes: list[LineProblem] = field(default_factory=list)

    def add(self, reason: str, line: int | None = None, column: str | None = None) -> None:
        """Adds a problem; after the twentieth reading stops."""
        self.problems.append({"table": self.table, "line": line, "column": column, "reason": reason})
        if len(self.problems) >= MOST:
            raise UnreadableError

    def stop(self, reason: str, line: int | None = None, column: str | None = None) -> UnreadableError:
        """Adds a problem after which nothing more can be read."""
        if len(self.problems) < MOST:
            self.problems.append({"table": self.table, "line": line, "column": column, "reason": reason})
        return UnreadableError()

    def note(self, reason: str, line: int | None, column: str | None) -> None:
        """Adds something that the owner should know; the first twenty are kept."""
        if len(self.notes) < MOST:
            self.notes.append({"table": self.table, "line": line, "column": column, "reason": reason})
