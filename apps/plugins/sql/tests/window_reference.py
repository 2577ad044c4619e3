"""Windows in plain Python over rows as dictionaries: partitions, completed orders, peers and frames."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from running import Json

SORTED = 250
"""Characters of a text that decide its place; the rest tells texts apart by their digest."""
Order = Sequence[tuple[str, bool, bool]]
"""Columns with: descending, NULL first."""


@dataclass(frozen=True)
class Partition:
    """Rows of one unit, and of one value of further keys, in their completed order."""

    rows: list[Json]
    places: list[Any]
    """Equal for peers, the rows that the written order leaves side by side."""

    @property
    def numbers(self) -> list[int]:
        return list(range(1, len(self.rows) + 1))

    @property
    def ranks(self) -> list[int]:
        return [self.places.index(place) + 1 for place in self.places]

    @property
    def dense(self) -> list[int]:
        seen = list(dict.fromkeys(self.places))
        return [seen.index(place) + 1 for place in self.places]

    def neighbours(self, column: str, away: int) -> list[Any]:
        """Values so many rows later, earlier below zero; None beyond the ends."""
        size = len(self.rows)
        return [self.rows[i + away][column] if 0 <= i + away < size else None for i in range(size)]

    def frames(self, start: int | None, end: int | None) -> list[list[Json]]:
        """ROWS BETWEEN start AND end, around each row; None is the end of the partition."""
        size = len(self.rows)
        return [
            self.rows[0 if start is None else max(0, i + start) : size if end is None else max(0, i + end + 1)]
            for i in range(size)
        ]

    def peers(self, *, onwards: bool = False) -> list[list[Json]]:
        """RANGE from the first row to the peers of each, or from them `onwards`."""
        last = len(self.places) - 1
        return [
            self.rows[self.places.index(place) :] if onwards else
            self.rows[: last - self.places[::-1].index(place) + 1]
            for place in self.places
        ]  # fmt: skip


def partitions(rows: list[Json], order: Order = (), keys: Sequence[str] = ()) -> list[Partition]:
    """The windows of rows, by the unit and further keys. The order is completed by all columns in turn, NULL last."""
    found: dict[Any, list[Json]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in ('customer', *keys))].append(row)
    return [_arranged(group, order) for group in found.values()]


def _arranged(rows: list[Json], order: Order) -> Partition:
    result = sorted(rows, key=lambda row: [(value is None, _whole(value)) for value in row.values()])
    for column, descending, nulls_first in reversed(order):
        present = sorted(
            (row for row in result if row[column] is not None), key=lambda row: _head(row[column]), reverse=descending
        )
        absent = [row for row in result if row[column] is None]
        result = [*absent, *present] if nulls_first else [*present, *absent]
    places = [tuple(None if row[name] is None else _head(row[name]) for name, _, _ in order) for row in result]
    return Partition(result, places)


def _head(value: Any) -> Any:
    return value[:SORTED].encode() if isinstance(value, str) else value


def _whole(value: Any) -> Any:
    """What tells a value apart from others of its column; of texts from an enumeration the text itself."""
    if value is None:
        return 0
    if isinstance(value, str):
        return value.encode() if len(value) == 1 else hashlib.sha256(value.encode()).hexdigest().encode()
    return value
