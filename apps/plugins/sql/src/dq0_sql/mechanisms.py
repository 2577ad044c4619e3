"""Privacy events of a query: which noise each exact integer column gets, and its sensitivity in quanta.

Rows are units and land in one cell, so the L1 and L2 sensitivity of a column of cells is that of a single cell: 1 for
counts, the radius r' for centred sums, the reach max(|L'|, |U'|) for plain sums.
"""

from __future__ import annotations

from dataclasses import dataclass

from dq0_sql.aggregates import Measure
from dq0_sql.arithmetic import number
from dq0_sql.calibrate import gaussian_sigma, laplace_scale, total_rho
from dq0_sql.half_width import Noise
from dq0_sql.quantum import SCALE_LIMIT, Quantum, finest
from dq0_sql.refusal import Refused, Span


@dataclass(frozen=True)
class NoisyMeasure:
    """A measure with its quantum (None for counts), sensitivity in quanta and noise scale as decimal text."""

    measure: Measure
    quantum: Quantum | None
    sensitivity: int
    kind: str
    scale: str

    @property
    def noise(self) -> Noise:
        return Noise(self.kind, float(self.scale))

    @property
    def event(self) -> dict[str, str]:
        if self.kind == 'discrete_gaussian':
            return {'kind': self.kind, 'sigma': self.scale, 'l2Squared': str(self.sensitivity**2)}
        return {'kind': self.kind, 'scale': self.scale, 'l1': str(self.sensitivity)}


def calibrated(
    measures: list[tuple[Measure, Span | None]], max_units: int, epsilon: float, delta: float
) -> list[NoisyMeasure]:
    """Noise for every measure of a query, equal rho each.

    Discrete Laplace stands in where epsilon is too small for any Gaussian on the order grid at this delta.

    Raises:
        Refused: UNBOUNDED, NOISE_RANGE.
    """
    rho, events = total_rho(epsilon, delta), len(measures)
    kind = 'discrete_gaussian' if rho > 0 else 'discrete_laplace'

    def scale(sensitivity: int) -> str:
        if kind == 'discrete_gaussian':
            return gaussian_sigma(sensitivity**2, events, rho)
        return laplace_scale(sensitivity, events, epsilon)

    factor = float(scale(1))
    if factor >= SCALE_LIMIT:
        raise Refused(
            'NOISE_RANGE',
            'The noise for this epsilon would leave the range of exact arithmetic.',
            'Ask with a larger epsilon.',
        )
    result = []
    for measure, span in measures:
        quantum, sensitivity = None, 1
        if measure.kind != 'count' and measure.operand is not None:
            quantum = finest(number(measure.operand), max_units, factor, span)
            sensitivity = quantum.radius if measure.kind == 'centred' else quantum.reach
        result.append(NoisyMeasure(measure, quantum, sensitivity, kind, scale(sensitivity)))
    return result
