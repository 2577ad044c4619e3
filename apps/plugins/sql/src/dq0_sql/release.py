"""Exact cells in, released table out: the only place where noise meets data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from dq0_sql.answer import result_table
from dq0_sql.cells import Cells, PlanMismatch, complete, present
from dq0_sql.half_width import Noise
from dq0_sql.keys import MAX_CELLS
from dq0_sql.program import VERSION, ThresholdJson, key_domain_of

_SCALES = {'discrete_gaussian': 'sigma', 'discrete_laplace': 'scale'}
NO_NOISE = 'additive_delta'
"""The event of a threshold: it has a price and draws nothing."""


class Sampler(Protocol):
    """What adds noise: the product's `NoiseSource`, or a double in tests."""

    def discrete_gaussian(self, values: Sequence[int], sigma: str) -> list[int]: ...

    def discrete_laplace(self, values: Sequence[int], scale: str) -> list[int]: ...


def release(plan: Mapping[str, Any], table: pa.Table, sampler: Sampler) -> dict[str, Any]:
    """Completes the cells, adds the noise of each event of the plan to its column, computes the answer.

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
    cells = (present if threshold is not None and domains else complete)(domains, len(events), table)
    noisy: list[list[int]] = []
    noises: list[Noise] = []
    for event, column in zip(events, cells.columns, strict=True):
        kind = event['kind']
        if kind not in _SCALES:
            raise PlanMismatch('the plan names an unknown noise')
        scale = str(event[_SCALES[kind]])
        draw = sampler.discrete_gaussian if kind == 'discrete_gaussian' else sampler.discrete_laplace
        noisy.append(draw(column, scale))
        noises.append(Noise(kind, float(scale)))
    shown = Cells(cells.keys, noisy)
    if threshold is not None:
        shown = _above(threshold, cells, shown)
    withheld = threshold is not None and not domains and not shown.keys
    return result_table(list(plan['columns']), program, shown, noises, withheld=withheld)


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
