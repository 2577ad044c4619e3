"""Privacy events of a query: which noise each exact integer column gets, and its sensitivity in quanta.

A unit is in at most C cells (`groups`) with at most m rows in each (`rows`). A column in which one row moves a cell
by at most s has L1 = C m s and L2 = sqrt(C) m s: s is 1 for units (without m), rows and different values, the radius
r' for centred sums, the reach max(|L'|, |U'|) for plain sums, ceil(r'^2/2) for squares and r'x r'y for products.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dq0_sql.aggregates import Measure
from dq0_sql.arithmetic import number
from dq0_sql.calibrate import gaussian_sigma, laplace_scale, total_rho
from dq0_sql.half_width import Noise
from dq0_sql.nodes import Node
from dq0_sql.quantum import SCALE_LIMIT, Quantum, finest
from dq0_sql.refusal import Refused, Span
from dq0_sql.tree import Tree, grid

Asked = Sequence[tuple[Measure, Span | None]]


@dataclass(frozen=True)
class Caps:
    """At most `groups` cells of a query hold rows of one unit, and at most `rows` rows of it in each."""

    groups: int
    rows: int


@dataclass(frozen=True)
class NoisyMeasure:
    """A measure with its quanta (none for counts), what one unit moves in one cell, and the noise as decimal text.

    `groups`: C, and for a tree C h: each level of it is a column of its own.
    """

    measure: Measure
    quanta: tuple[Quantum, ...]
    per_cell: int
    groups: int
    kind: str
    scale: str
    tree: Tree | None = None

    @property
    def noise(self) -> Noise:
        return Noise(self.kind, float(self.scale))

    @property
    def added(self) -> tuple[Measure, tuple[Quantum, ...], int]:
        """What is added up: equal for the same integers, whatever their noise."""
        return self.measure, self.quanta, self.per_cell

    @property
    def digits(self) -> int:
        """Decimal digits of the quantum in which the column is added up."""
        if self.measure.kind == 'leaves':
            return 0
        if self.measure.kind == 'squared':
            return 2 * self.quanta[0].digits
        return sum(quantum.digits for quantum in self.quanta)

    @property
    def sensitivity(self) -> float:
        """L2 for Gaussian noise, L1 for Laplace, in quanta."""
        return self.per_cell * (math.sqrt(self.groups) if self.kind == 'discrete_gaussian' else self.groups)

    @property
    def event(self) -> dict[str, str]:
        if self.kind == 'discrete_gaussian':
            return {'kind': self.kind, 'sigma': self.scale, 'l2Squared': str(self.groups * self.per_cell**2)}
        return {'kind': self.kind, 'scale': self.scale, 'l1': str(self.groups * self.per_cell)}


def calibrated(
    measures: Asked, max_units: int, caps: Caps, epsilon: float, delta: float, cells: int = 1
) -> list[NoisyMeasure]:
    """Noise for every measure of a query, equal rho each.

    Discrete Laplace stands in where epsilon is too small for any Gaussian on the order grid at this delta.

    Raises:
        Refused: UNBOUNDED, NOISE_RANGE.
    """
    rho, events = total_rho(epsilon, delta), len(measures)
    kind = 'discrete_gaussian' if rho > 0 else 'discrete_laplace'

    def scale(per_cell: int, groups: int) -> str:
        if kind == 'discrete_gaussian':
            return gaussian_sigma(groups * per_cell**2, events, rho)
        return laplace_scale(groups * per_cell, events, epsilon)

    factor = float(scale(1, caps.groups)) * caps.rows
    if factor >= SCALE_LIMIT:
        raise Refused(
            'NOISE_RANGE',
            'The noise for this epsilon would leave the range of exact arithmetic.',
            'Ask with a larger epsilon.',
        )
    quantum_of = _quanta(measures, max_units * caps.rows, factor)
    result = []
    for measure, _ in measures:
        quanta = _quanta_of(measure, quantum_of)
        per_cell = moved(measure, quanta) * (1 if measure.kind == 'units' else caps.rows)
        tree = grid(quanta[0].low, quanta[0].high, cells) if measure.kind == 'leaves' else None
        groups = caps.groups * (1 if tree is None else tree.levels)
        result.append(NoisyMeasure(measure, quanta, per_cell, groups, kind, scale(per_cell, groups), tree))
    return result


def moved(measure: Measure, quanta: tuple[Quantum, ...]) -> int:
    """How far one row moves the measure, in quanta."""
    moves: dict[str, Callable[[], int]] = {
        'centred': lambda: quanta[0].radius,
        'total': lambda: quanta[0].reach,
        'squared': lambda: quanta[0].square_reach,
        'crossed': lambda: quanta[0].radius * quanta[1].radius,
    }
    return moves.get(measure.kind, lambda: 1)()


def _quanta(measures: Asked, max_rows: int, factor: float) -> dict[Node, Quantum]:
    """One quantum for each number that is added up, the same in all its measures."""
    squares = {node for measure, _ in measures if measure.kind in {'squared', 'crossed'} for node in _operands(measure)}
    found: dict[Node, Quantum] = {}
    for measure, span in measures:
        for node in _operands(measure):
            if node not in found:
                found[node] = finest(number(node), max_rows, factor, span, squares=node in squares)
    return found


def _quanta_of(measure: Measure, quantum_of: dict[Node, Quantum]) -> tuple[Quantum, ...]:
    return tuple(quantum_of[node] for node in _operands(measure))


def _operands(measure: Measure) -> list[Node]:
    """The numbers a measure adds up; none where it counts."""
    if measure.kind in {'units', 'count', 'distinct'}:
        return []
    return [node for node in (measure.operand, measure.second) if node is not None]
