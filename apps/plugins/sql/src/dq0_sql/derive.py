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
from dq0_sql.cells import Cells, Key, TaggedKey, rank, tagged
from dq0_sql.definition import Definition
from dq0_sql.half_width import Noise
from dq0_sql.held import Held, read_held
from dq0_sql.key_condition import met
from dq0_sql.nodes import ColumnValue, Node, columns_of
from dq0_sql.plan import Compiled, accepted_plan, compiled
from dq0_sql.price import Price
from dq0_sql.refusal import Refused
from dq0_sql.relation_digest import unfiltered

SMALLEST_SUMMED = 1.0
"""From here on k discrete Gaussians add up to nearly one of sqrt(k) sigma (Canonne, Kamath and Steinke 2020)."""


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
        source = read_held(definition, item, price.account_salt)
        result = _derived(definition, asked, price, source, sharp=sharp)
        if result is not None:
            return {'found': index, 'result': result}
    return {'found': None}


def _derived(
    definition: Definition, asked: Compiled, price: Price, source: Held, *, sharp: bool
) -> dict[str, Any] | None:
    recipe = _recipe(asked, source.known)
    if recipe is None:
        return None
    cells, summed = _cells(asked, source, recipe)
    own = [source.noises[column] for column in recipe.columns]
    if summed > 1 and any(noise.kind != 'discrete_gaussian' or noise.scale < SMALLEST_SUMMED for noise in own):
        return None
    noises = [Noise(noise.kind, noise.scale * math.sqrt(summed)) for noise in own]
    if sharp and any(noise.scale > item.noise.scale for noise, item in zip(noises, asked.noisy, strict=True)):
        return None
    planned = accepted_plan(definition, asked, price)
    withheld = asked.limit is not None and not asked.query.keys and not cells.keys
    return result_table(planned['columns'], planned['program'], cells, noises, {}, withheld=withheld)


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
                if item.tree is None and known.tree is None and known.kind == item.kind and known.added == item.added
            ),
            None,
        )  # fmt: skip
        if place is None:
            return None
        columns.append(place)
    return Recipe(tuple(columns), extra)


def _cells(asked: Compiled, source: Held, recipe: Recipe) -> tuple[Cells, int]:
    """The asked cells as sums of held ones, and of how many the largest is the sum."""
    held = source.known.query
    kept = list(range(len(source.cells.keys)))
    if recipe.extra:
        kept = met(recipe.extra, held.keys, held.domains, source.cells.keys)
    places = [held.keys.index(key) for key in asked.query.keys]
    parts: dict[TaggedKey, list[int]] = {}
    for index in kept:
        parts.setdefault(tagged(tuple(source.cells.keys[index][place] for place in places)), []).append(index)
    keys: list[Key]
    if asked.limit is None:
        keys = list(itertools.product(*(domain.listed() for domain in asked.query.domains)))
    else:
        keys = sorted(
            (tuple(source.cells.keys[index][place] for place in places) for index in kept),
            key=lambda key: [rank(value) for value in key],
        )
    of_key = [parts.get(tagged(key), []) for key in keys]
    columns = [
        [sum(source.cells.columns[column][index] for index in indices) for indices in of_key]
        for column in recipe.columns
    ]
    return Cells(keys, columns), max([1, *(len(indices) for indices in of_key)])
