"""An answer from one that was released before: fewer columns or rows, coarser groups, another order. It is free.

Only noisy integers are read, so it is post-processing. Where each row is a unit, a coarser cell is the sum of finer
ones, and a condition on the groups chooses among them; where a unit has many rows its caps depend on the groups, so
these must be the same in the same order.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dq0_sql.answer import result_table
from dq0_sql.cells import Cells, Key
from dq0_sql.definition import Definition
from dq0_sql.half_width import Noise
from dq0_sql.key_condition import met
from dq0_sql.measured import cells_of
from dq0_sql.nodes import ColumnValue, Node, columns_of
from dq0_sql.plan import Compiled, accepted_plan, compiled
from dq0_sql.price import Price
from dq0_sql.refusal import Refused
from dq0_sql.relation_digest import unfiltered

SMALLEST_SUMMED = 1.0
"""From here on k discrete Gaussians add up to nearly one of sqrt(k) sigma (Canonne, Kamath and Steinke 2020)."""


@dataclass(frozen=True)
class Source:
    """An answer that is held: what it asked, its noisy integers and the noise of each column."""

    known: Compiled
    cells: Cells
    noises: list[Noise]


@dataclass(frozen=True)
class Recipe:
    """How a source answers: its `columns[i]` is the i-th integer, and `extra` conditions choose among its cells."""

    columns: tuple[int, ...]
    extra: tuple[Node, ...]


def derived_answer(
    definition: Definition, text: str, price: Price, held: Sequence[Mapping[str, Any]], *, sharp: bool
) -> Mapping[str, Any]:
    """`{found, result}`: the place of the first held answer that gives this one, and the table; or `found` null.

    held: `{sql, epsilon, delta, measured}` each. sharp: no integer may have more noise than a fresh one would.
    """
    try:
        asked = compiled(definition, text, price)
    except Refused:
        return {'found': None}
    for index, item in enumerate(held):
        paid = Price(float(item['epsilon']), float(item['delta']), None, price.account_salt)
        before = compiled(definition, str(item['sql']), paid)
        source = Source(before, cells_of(item['measured']), _noises(before, item['measured'].get('scales')))
        result = _derived(definition, asked, price, source, sharp=sharp)
        if result is not None:
            return {'found': index, 'result': result}
    return {'found': None}


def _derived(
    definition: Definition, asked: Compiled, price: Price, source: Source, *, sharp: bool
) -> dict[str, Any] | None:
    recipe = _recipe(asked, source.known)
    if recipe is None:
        return None
    cells, summed = _cells(asked, source, recipe)
    noises = [_noise(source.noises[column], summed) for column in recipe.columns]
    if any(noise is None for noise in noises):
        return None
    known = [noise for noise in noises if noise is not None]
    fresh = [item.noise for item in asked.noisy]
    if sharp and any(own.scale > new.scale for own, new in zip(known, fresh, strict=True)):
        return None
    planned = accepted_plan(definition, asked, price)
    withheld = asked.limit is not None and not asked.query.keys and not cells.keys
    return result_table(planned['columns'], planned['program'], cells, known, {}, withheld=withheld)


def _recipe(asked: Compiled, held: Compiled) -> Recipe | None:
    """None: the held integers do not give the asked ones."""
    base, conditions = unfiltered(asked.query.relation)
    held_base, held_conditions = unfiltered(held.query.relation)
    if (
        base != held_base
        or not set(held_conditions) <= set(conditions)
        or (asked.limit is None) != (held.limit is None)
    ):
        return None
    extra = tuple(condition for condition in conditions if condition not in held_conditions)
    keys, held_keys = set(asked.query.keys), set(held.query.keys)
    if keys != held_keys or extra:
        plain = {key.name for key in held_keys if isinstance(key, ColumnValue)}
        chosen = all(columns_of(condition) <= plain for condition in extra)
        if asked.query.unit.column is not None or asked.limit is not None or not keys <= held_keys or not chosen:
            return None
    elif asked.query.unit.column is not None and (asked.caps, asked.query.keys) != (held.caps, held.query.keys):
        return None
    columns = []
    for item in asked.noisy:
        place = next(
            (
                index
                for index, known in enumerate(held.noisy)
                if item.tree is None and known.tree is None and known.kind == item.kind
                and (known.measure, known.quanta, known.per_cell) == (item.measure, item.quanta, item.per_cell)
            ),
            None,
        )  # fmt: skip
        if place is None:
            return None
        columns.append(place)
    return Recipe(tuple(columns), extra)


def _cells(asked: Compiled, source: Source, recipe: Recipe) -> tuple[Cells, int]:
    """The asked cells as sums of held ones, and of how many the largest is the sum."""
    held = source.known.query
    kept = list(range(len(source.cells.keys)))
    if recipe.extra:
        kept = met(recipe.extra, held.keys, held.domains, source.cells.keys)
    places = [held.keys.index(key) for key in asked.query.keys]
    parts: dict[tuple[tuple[type, Any], ...], list[int]] = {}
    for index in kept:
        parts.setdefault(_tagged(tuple(source.cells.keys[index][place] for place in places)), []).append(index)
    keys: list[Key]
    if asked.limit is None:
        keys = list(itertools.product(*(domain.listed() for domain in asked.query.domains)))
    else:
        keys = sorted(
            (tuple(source.cells.keys[index][place] for place in places) for index in kept),
            key=lambda key: [(value is None, value.encode() if isinstance(value, str) else value) for value in key],
        )
    of_key = [parts.get(_tagged(key), []) for key in keys]
    columns = [
        [sum(source.cells.columns[column][index] for index in indices) for indices in of_key]
        for column in recipe.columns
    ]
    return Cells(keys, columns), max((len(indices) for indices in of_key), default=1)


def _noises(known: Compiled, scales: Sequence[str] | None) -> list[Noise]:
    noises = [item.noise for item in known.noisy]
    return (
        noises if scales is None else [Noise(own.kind, float(scale)) for own, scale in zip(noises, scales, strict=True)]
    )


def _noise(noise: Noise, summed: int) -> Noise | None:
    """Of a sum of so many independent ones."""
    if summed <= 1:
        return noise
    if noise.kind != 'discrete_gaussian' or noise.scale < SMALLEST_SUMMED:
        return None
    return Noise(noise.kind, noise.scale * math.sqrt(summed))


def _tagged(key: Key) -> tuple[tuple[type, Any], ...]:
    """True and 1 are equal in Python, but not the same cell."""
    return tuple((type(value), value) for value in key)
