"""Exact cells in, released table out: the only place where noise meets data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from dq0_sql.answer import result_table
from dq0_sql.cells import Cells, Key, PlanMismatch, complete, leaf_counts, present
from dq0_sql.half_width import Noise
from dq0_sql.keys import MAX_CELLS, KeyDomain
from dq0_sql.measured import combined, measured
from dq0_sql.program import VERSION, HeldJson, ThresholdJson, TreeJson, key_domain_of, tree_of

Nodes = list[list[int]]
_SCALES = {'discrete_gaussian': 'sigma', 'discrete_laplace': 'scale'}
NO_NOISE = 'additive_delta'
"""The event of a threshold: it has a price and draws nothing."""


class Sampler(Protocol):
    """What adds noise: the product's `NoiseSource`, or a double in tests."""

    def discrete_gaussian(self, values: Sequence[int], sigma: str) -> list[int]: ...

    def discrete_laplace(self, values: Sequence[int], scale: str) -> list[int]: ...


def release(plan: Mapping[str, Any], table: pa.Table | None, sampler: Sampler, **leaves: pa.Table) -> dict[str, Any]:
    """Completes the cells, adds the noise of each event of the plan to its column or tree, computes the answer.

    Without trees the noisy integers stay beside the answer (`measured`), so that others can be derived from them.

    `table`: the cells, None where the plan has no column of them; `leaves`: those of each tree, by statement.

    Raises:
        PlanMismatch: the plan or the fetched cells have another shape.
        NoiseError: a value or scale is outside of the sampler.
    """
    program = plan['program']
    if program['version'] != VERSION:
        raise PlanMismatch('the plan was made by another version')
    events = [event for event in plan['events'] if event['kind'] != NO_NOISE]
    domains = [key_domain_of(key) for key in program['keys']]
    threshold: ThresholdJson | None = program['threshold']
    trees = {tree['event']: tree for tree in program['trees']}
    columns = len(events) - len(trees)
    cells = (present if threshold is not None and domains else complete)(domains, columns, table)
    exact, noisy, grown = iter(cells.columns), list[list[int]](), dict[int, Nodes]()
    for index, event in enumerate(events):
        if index in trees:
            grown[index] = _grown(trees[index], domains, cells.keys, event, sampler, leaves)
            noisy.append([0] * len(cells.keys))
        else:
            noisy.append(_drawn(event, next(exact), sampler))
    noises = [Noise(event['kind'], float(event[_SCALES[event['kind']]])) for event in events]
    shown = Cells(cells.keys, noisy)
    if threshold is not None:
        shown = _above(threshold, cells, shown)
    withheld = threshold is not None and not domains and not shown.keys
    held: HeldJson | None = program['held']
    if held is not None:
        shown, noises = combined(shown, noises, held)
    answer = result_table(list(plan['columns']), program, shown, noises, grown, withheld=withheld)
    return answer if trees else {**answer, 'measured': measured(shown, noises, held)}


def _drawn(event: Mapping[str, Any], values: Sequence[int], sampler: Sampler) -> list[int]:
    kind = event['kind']
    if kind not in _SCALES:
        raise PlanMismatch('the plan names an unknown noise')
    draw = sampler.discrete_gaussian if kind == 'discrete_gaussian' else sampler.discrete_laplace
    return draw(values, str(event[_SCALES[kind]]))


def _grown(
    shape: TreeJson,
    domains: Sequence[KeyDomain],
    keys: Sequence[Key],
    event: Mapping[str, Any],
    sampler: Sampler,
    leaves: Mapping[str, pa.Table],
) -> Nodes:
    """Noisy nodes of a tree for each cell: all nodes of all cells get their noise in one call."""
    tree, table = tree_of(shape), leaves.get(shape['statement'])
    if table is None:
        raise PlanMismatch('the leaves of a tree are missing')
    exact = [tree.counted(counts) for counts in leaf_counts(domains, keys, tree.leaves, table)]
    noisy = _drawn(event, [count for nodes in exact for count in nodes], sampler)
    return [noisy[start : start + tree.nodes] for start in range(0, len(noisy), tree.nodes)]


def _above(threshold: ThresholdJson, exact: Cells, noisy: Cells) -> Cells:
    """The cells whose noisy units reach the threshold, with an owner's minimum of exact ones; the largest 10,000."""
    units = threshold['units']
    kept = [
        index
        for index, value in enumerate(noisy.columns[units])
        if value - threshold['shift'] >= threshold['least'] and exact.columns[units][index] >= threshold['floor']
    ]
    if len(kept) > MAX_CELLS:
        largest = sorted(kept, key=lambda index: (-noisy.columns[units][index], index))[:MAX_CELLS]
        kept = sorted(largest)
    return Cells([noisy.keys[index] for index in kept], [[column[index] for index in kept] for column in noisy.columns])
