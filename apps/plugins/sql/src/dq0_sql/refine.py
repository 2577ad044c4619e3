"""A sharper answer to a question that was answered before, for the difference.

Independent noise of 1/s'^2 = 1/s_new^2 - 1/s_old^2 is drawn and paid for; both answers are combined by inverse variance
(privacy.md, Refinement; zCDP adds up: Bun and Steinke 2016, lemma 2.3).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from dq0_sql.definition import Definition
from dq0_sql.held import read_held
from dq0_sql.measured import combined_scale
from dq0_sql.plan import Compiled, accepted_plan, compiled
from dq0_sql.price import Price
from dq0_sql.refusal import Refused
from dq0_sql.relation_digest import unfiltered

_STEPS = 60


def refined_plan(definition: Definition, text: str, price: Price, held: Mapping[str, Any]) -> dict[str, Any]:
    """The plan of a refinement: as sharp with the held answer as a fresh one at this price, at the price of the rest.

    held: `{sql, epsilon, delta, measured}`.
    """
    try:
        return _refined(definition, text, price, held)
    except Refused as refused:
        return {'accepted': False, 'refusals': [refused.to_json(text)]}


def _refined(definition: Definition, text: str, price: Price, held: Mapping[str, Any]) -> dict[str, Any]:
    asked = compiled(definition, text, price)
    source = read_held(definition, held, price.account_salt)
    before = source.known
    if not _alike(asked, before):
        _refuse('REFINE_OTHER', 'This question is not the one that was answered, so that answer cannot become sharper.')
    if asked.limit is not None or any(
        item.tree is not None or item.kind != 'discrete_gaussian' for item in asked.noisy
    ):
        _refuse('REFINE_KIND', 'Answers with quantiles, unknown groups or Laplace noise cannot become sharper.')
    old, new = [noise.scale for noise in source.noises], [item.noise.scale for item in asked.noisy]
    if any(fresh >= known for fresh, known in zip(new, old, strict=True)):
        _refuse('REFINE_SHARP', 'The answer is as sharp as this price makes one.', 'Ask with a larger epsilon.')
    wanted = [1 / math.sqrt(fresh**-2 - known**-2) for fresh, known in zip(new, old, strict=True)]
    rest = replace(price, epsilon=_least_epsilon(definition, text, price, wanted))
    known = compiled(definition, text, rest)
    if not _alike(known, before):
        _refuse('REFINE_OTHER', 'At this price the numbers are rounded otherwise than in the answer.')
    together = [combined_scale(scale, item.noise.scale) for scale, item in zip(old, known.noisy, strict=True)]
    both = tuple(replace(item, scale=repr(scale)) for item, scale in zip(known.noisy, together, strict=True))
    plan = accepted_plan(definition, known, rest)
    plan['errors'] = accepted_plan(definition, replace(known, noisy=both), rest)['errors']
    plan['program']['held'] = {**held['measured'], 'scales': [repr(scale) for scale in old], 'epsilon': price.epsilon}
    return plan


def _alike(asked: Compiled, before: Compiled) -> bool:
    """Whether both ask for the same integers of the same cells."""
    return _identity(asked) == _identity(before)


def _identity(known: Compiled) -> tuple[Any, ...]:
    base, conditions = unfiltered(known.query.relation)
    added = [(item.added, item.groups) for item in known.noisy]
    return base, frozenset(conditions), known.query.keys, known.caps, added


def _least_epsilon(definition: Definition, text: str, price: Price, wanted: Sequence[float]) -> float:
    """The smallest epsilon, but for its last digits, whose noise is nowhere above what is wanted."""
    low, high = 0.0, price.epsilon
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if high - low <= 1e-6 * high:
            break
        try:
            known = compiled(definition, text, replace(price, epsilon=middle)).noisy
            enough = all(
                item.kind == 'discrete_gaussian' and float(item.scale) <= most
                for item, most in zip(known, wanted, strict=True)
            )
        except Refused:
            enough = False
        low, high = (low, middle) if enough else (middle, high)
    return high


def _refuse(code: str, message: str, remedy: str = 'Ask it without --refine.') -> NoReturn:
    raise Refused(code, message, remedy)
