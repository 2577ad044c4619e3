"""What a database has to offer here: its catalogue, and one statement at a time in a read-only transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .trouble import Trouble

Rows = Iterator[Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class Place:
    """A table as its source names it."""

    schema: str
    table: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"


@dataclass(frozen=True)
class Found:
    """A table of the catalogue: type of each column that the role may read, columns it may not, unique keys."""

    types: dict[str, str]
    forbidden: frozenset[str]
    unique: list[frozenset[str]]


class Session(Protocol):
    """One connection. Whatever a driver raises leaves it as SourceError or StatementError."""

    def place(self, source: str) -> Place:
        """Where a table named as in a definition lies."""
        ...

    def find(self, place: Place) -> Found | None:
        """
        The catalogue's words on a table; None where there is none. Columns, types and rights stay as they are until the
        session ends. That of PostgreSQL cannot keep others from letting a table inherit from this one: what was read is
        good when the catalogue still says the same afterwards.
        """
        ...

    def writes(self, places: Sequence[Place]) -> bool:
        """Whether the role could also change these tables."""
        ...

    def rows(self, statement: str, parameters: list[Any]) -> Rows:
        """Runs the one statement of this session; rows come in batches."""
        ...

    def close(self) -> None:
        """Ends the connection; nothing was changed."""
        ...


class StatementError(Exception):
    """A statement failed; the message names the kind only, since a database's own words may quote a row."""

    def __init__(self, kind: str, trouble: Trouble) -> None:
        super().__init__(kind)
        self.trouble: Trouble = trouble
