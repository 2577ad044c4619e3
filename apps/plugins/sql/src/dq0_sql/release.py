"""Exact cells in, released table out: the only place where noise meets data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

from dq0_sql.answer import result_table
from dq0_sql.cells import Cells, PlanMismatch, complete
from dq0_sql.half_width import Noise
from dq0_sql.program import VERSION, key_domain_of

_SCALES = {'discrete_gaussian': 'sigma', 'discrete_laplace': 'scale'}


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
    program, events = plan['program'], plan['events']
    if program['version'] != VERSION:
        raise PlanMismatch('the plan was made by another version')
    domains = [key_domain_of(key) for key in program['keys']]
    cells = complete(domains, len(events), table)
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
    return result_table(list(plan['columns']), program, Cells(cells.keys, noisy), noises)
