"""The noisy integers of a released answer, kept beside it: any function of them is free.

JSON: `{keys: [[...], ...], columns: [[...], ...], scales?: [...], epsilon?}`, `columns[i][j]` the i-th
integer of the j-th key as decimal text, since it may exceed 2^53, in the order of the plan's noise events. A refinement
says which noise its integers hold, and the epsilon at which a fresh answer would hold as much. Post-processing: Dwork
and Roth, The Algorithmic Foundations of Differential Privacy, proposition 2.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dq0_sql.cells import Cells, PlanMismatch
from dq0_sql.half_width import Noise
from dq0_sql.program import HeldJson

_ROUNDED = 1 / 12
"""Variance of rounding a combined value to an integer."""


def measured(cells: Cells, noises: Sequence[Noise], held: HeldJson | None) -> dict[str, Any]:
    """What is kept. A refinement stands for a fresh answer at a price of its own, and says which noise it holds."""
    kept = {
        'keys': [list(key) for key in cells.keys],
        'columns': [[str(value) for value in column] for column in cells.columns],
    }
    if held is None:
        return kept
    return {**kept, 'scales': [repr(noise.scale) for noise in noises], 'epsilon': held['epsilon']}


def combined(cells: Cells, noises: Sequence[Noise], held: HeldJson) -> tuple[Cells, list[Noise]]:
    """New and held noisy integers by inverse variance, rounded, and the noise that they hold.

    Raises:
        PlanMismatch: the held answer has other cells.
    """
    before = cells_of(held)
    if before.keys != cells.keys or len(before.columns) != len(cells.columns):
        raise PlanMismatch('the held answer has other cells')
    columns, known = [], []
    for fresh, kept, noise, scale in zip(cells.columns, before.columns, noises, held['scales'], strict=True):
        share = Fraction(float(scale)) ** 2 / (Fraction(float(scale)) ** 2 + Fraction(noise.scale) ** 2)
        columns.append([value + round(share * (new - value)) for new, value in zip(fresh, kept, strict=True)])
        known.append(Noise(noise.kind, combined_scale(float(scale), noise.scale)))
    return Cells(cells.keys, columns), known


def combined_scale(old: float, new: float) -> float:
    """sigma of two independent answers together, rounding included."""
    return math.sqrt(1 / (old**-2 + new**-2) + _ROUNDED)


def cells_of(kept: Any) -> Cells:
    """The cells that `measured` kept."""
    return Cells([tuple(key) for key in kept['keys']], [[int(value) for value in column] for column in kept['columns']])
