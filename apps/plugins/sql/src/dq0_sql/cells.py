"""Exact cells as fetched: completed to the public key set, or as they are where groups are unknown."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from dq0_sql.keys import KeyDomain, KeyValue

Key = tuple[KeyValue, ...]
TaggedKey = tuple[tuple[str, KeyValue], ...]


class PlanMismatch(Exception):
    """The fetched cells do not fit the plan. The message names no value."""


@dataclass(frozen=True)
class Cells:
    """`columns[i][j]` is the i-th integer of the j-th key; without keys there is one cell, the empty key."""

    keys: list[Key]
    columns: list[list[int]]


def complete(domains: Sequence[KeyDomain], measures: int, table: pa.Table | None) -> Cells:
    """Every cell of the key set in its public order. A cell that a derived key does not list is dropped.

    Raises:
        PlanMismatch: another set of columns, a key outside of its domain, a key twice, a value that is no integer.
    """
    keys: list[Key] = list(itertools.product(*(domain.listed() for domain in domains)))
    places = {tagged(key): index for index, key in enumerate(keys)}
    values = [[0] * len(keys) for _ in range(measures)]
    derived = any(domain.derived for domain in domains)
    seen: set[int] = set()
    for key, integers in _rows(domains, measures, table):
        place = places.get(tagged(key))
        if place is None and derived:
            continue
        if place is None or place in seen:
            raise PlanMismatch('a fetched cell is not one of the public cells, or comes twice')
        seen.add(place)
        for index, value in enumerate(integers):
            values[index][place] = value
    return Cells(keys, values)


def present(domains: Sequence[KeyDomain], measures: int, table: pa.Table | None) -> Cells:
    """The cells that hold somebody, ordered by key: for groups that are shown through a threshold.

    Raises:
        PlanMismatch: as `complete`, but any key may come.
    """
    rows = sorted(_rows(domains, measures, table), key=lambda row: [rank(value) for value in row[0]])
    keys = [key for key, _ in rows]
    if len({tagged(key) for key in keys}) < len(keys):
        raise PlanMismatch('a fetched cell comes twice')
    return Cells(keys, [[integers[index] for _, integers in rows] for index in range(measures)])


def leaf_counts(domains: Sequence[KeyDomain], keys: Sequence[Key], leaves: int, table: pa.Table) -> list[list[int]]:
    """Rows by leaf for each key, in the order of `keys`.

    Raises:
        PlanMismatch: another set of columns, a leaf outside of the tree, a cell that is not one of the keys.
    """
    places = {tagged(key): index for index, key in enumerate(keys)}
    derived = any(domain.derived for domain in domains)
    counts = [[0] * leaves for _ in keys]
    for key, (leaf, rows) in _rows(domains, 2, table):
        place = places.get(tagged(key))
        if place is None and derived:
            continue
        if place is None or not 0 <= leaf < leaves:
            raise PlanMismatch('a fetched leaf is not one of the tree')
        counts[place][leaf] = rows
    return counts


def read_arrow(path: str | Path) -> pa.Table:
    """An Arrow IPC file."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()


def _rows(domains: Sequence[KeyDomain], measures: int, table: pa.Table | None) -> list[tuple[Key, list[int]]]:
    if table is None and measures == 0:
        return []
    names = [f'k{index}' for index in range(len(domains))] + [f'a{index}' for index in range(measures)]
    if table is None or table.column_names != names:
        raise PlanMismatch('the fetched columns are not those of the plan')
    columns = [table.column(name).to_pylist() for name in names]
    rows = []
    for row in zip(*columns, strict=True):
        integers = row[len(domains) :]
        if any(not isinstance(value, int) or isinstance(value, bool) for value in integers):
            raise PlanMismatch('a fetched measure is not an integer')
        rows.append((tuple(_shown(value) for value in row[: len(domains)]), list(integers)))
    return rows


def _shown(value: Any) -> KeyValue:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise PlanMismatch('a fetched key has an unexpected type')


def rank(value: KeyValue) -> tuple[bool, Any]:
    """NULL last, texts byte-wise."""
    return value is None, value.encode() if isinstance(value, str) else value


def tagged(key: Key) -> TaggedKey:
    """True and 1 are equal in Python, but not the same cell."""
    return tuple((type(value).__name__, value) for value in key)
