"""Compilers broken in one place each: what a test of sensitivities has to catch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dq0_sql import bounding, group_choice, statement, window_printer
from dq0_sql.bounded import Bounded
from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.quantum import Quantum
from dq0_sql.sql_text import Sql
from dq0_sql.statement import Chain


def groups_uncapped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Bounded, 'many_groups', False)


def rows_uncapped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Bounded, 'many_rows', False)


def sums_uncapped(patch: pytest.MonkeyPatch) -> None:
    """The cell shape without the clamp of what a unit adds."""

    def uncapped(chain: Any, item: Any, index: int, most: int) -> str:
        return f'COALESCE(SUM(m{index}), 0)' if item.measure.kind == 'total' else f'COUNT(m{index})'

    patch.setattr(bounding, '_capped', uncapped)


def values_unheld(patch: pytest.MonkeyPatch) -> None:
    def unheld(self: DuckdbPrinter, sql: Sql, low: str, high: str) -> Sql:
        return Sql(f'CASE WHEN {low} > {high} THEN NULL ELSE {sql.text} END', sql.step)

    patch.setattr(DuckdbPrinter, 'held', unheld)


def ranked_by_chance(patch: pytest.MonkeyPatch) -> None:
    """Which rows and groups are kept is drawn anew in each scan."""

    def chance(chain: Any, bounded: Bounded, inputs: Any) -> str:
        return f'chance + 0 * strlen({chain.printer.constant(bounded.salt, "VARCHAR")})'

    def drawn(self: Chain, name: str, text: str, *, stored: bool = False) -> str:
        if name.startswith('ranked'):
            text = re.sub(r'FROM ("[^"]+") WHERE', r'FROM (SELECT *, random() AS chance FROM \1) AS r WHERE', text)
            text = text.replace('SELECT *, dense', 'SELECT * EXCLUDE (chance), dense')
        if name == 'turns':
            text = text.replace('on_line * on_line * on_line', 'CAST(floor(random() * 59) AS BIGINT)')
        return add(self, name, text, stored=stored)

    add = Chain.add
    patch.setattr(bounding, 'digest_order', chance)
    patch.setattr(group_choice, 'digest_order', chance)
    patch.setattr(group_choice, '_digest', lambda *_: 'CAST(random() AS VARCHAR)')
    patch.setattr(Chain, 'add', drawn)


def real_radius(patch: pytest.MonkeyPatch) -> None:
    """(U - L) / 2 in place of r'."""
    patch.setattr(Quantum, 'radius', property(lambda self: max(1, (self.high - self.low) // 2)))


def leaves_capped_alone(patch: pytest.MonkeyPatch) -> None:
    """At most m rows of a unit in each leaf, not in all of them together."""

    def by_leaf(chain: Any, rows: str, bounded: Bounded) -> str:
        most = chain.printer.constant(bounded.caps.rows, 'BIGINT')
        pair = ', '.join([bounded.unit, *bounded.keys, *bounded.inputs])
        numbered = chain.add('numbered', f'SELECT *, row_number() OVER (PARTITION BY {pair}) AS of_leaf FROM "{rows}"')
        kept = chain.add('kept', f'SELECT * EXCLUDE (of_leaf) FROM "{numbered}" WHERE of_leaf <= {most}')
        return group_choice.groups_kept(chain, kept, bounded)

    patch.setattr(statement, 'bounded_rows', by_leaf)


def _rewritten(patch: pytest.MonkeyPatch, part: str, old: str, new: str) -> None:
    """A part of every statement with other words in it."""

    def changed(self: Chain, name: str, text: str, *, stored: bool = False) -> str:
        return add(self, name, text.replace(old, new) if name == part else text, stored=stored)

    add = Chain.add
    patch.setattr(Chain, 'add', changed)


def turns_shared(patch: pytest.MonkeyPatch) -> None:
    """Two groups of a unit have the same turn."""
    _rewritten(patch, 'lines', 'of_group *', '(of_group // 2) *')


def turns_uncounted(patch: pytest.MonkeyPatch) -> None:
    """All turns, not the first C."""
    _rewritten(patch, 'kept groups', 'bit <=', 'TRUE OR bit <=')


def rows_trusted(patch: pytest.MonkeyPatch) -> None:
    """No group has too many rows of a unit."""
    _rewritten(patch, 'limits', 'of_unit -', 'FALSE AND of_unit -')


def windows_of_all(patch: pytest.MonkeyPatch) -> None:
    """Windows that hold the rows of all units."""
    with_unit = window_printer._partition

    def without_unit(printer: DuckdbPrinter, unit: str, nodes: Any) -> list[str]:
        return with_unit(printer, unit, nodes)[1:] or ['1']

    patch.setattr(window_printer, '_partition', without_unit)


def ties_as_stored(patch: pytest.MonkeyPatch) -> None:
    """Of rows that an order leaves side by side the one that the database reads first is first."""
    patch.setattr(window_printer, '_tie', lambda column: [])


MUTANTS: list[tuple[Callable[[pytest.MonkeyPatch], None], set[str], int]] = [
    (groups_uncapped, {'units', 'count', 'total'}, 0),
    (rows_uncapped, {'distinct', 'centred'}, 6),
    (sums_uncapped, {'total', 'count'}, 0),
    (values_unheld, {'total', 'centred'}, 0),
    (ranked_by_chance, {'units', 'count', 'centred'}, 20),
    (turns_shared, {'units', 'count', 'centred'}, 270),
    (real_radius, {'centred'}, 164),
    (leaves_capped_alone, {'leaves'}, 1203),
    (windows_of_all, {'units', 'count', 'total', 'centred'}, 453),
    (ties_as_stored, {'units', 'count', 'total', 'centred'}, 122),
]
"""Each with kinds of measures that it makes wrong, and a seed from which on few queries find it."""
OF_BITS: list[tuple[Callable[[pytest.MonkeyPatch], None], set[str], int]] = [
    (turns_uncounted, {'units', 'count', 'centred'}, 0),
    (rows_trusted, {'count', 'centred'}, 0),
]
"""Likewise, where the groups of a unit are bits."""
