"""The noisy integers of a released answer, kept beside it: any function of them is free.

JSON: `{keys: [[...], ...], columns: [[...], ...]}`, `columns[i][j]` the i-th integer of the j-th key as decimal text,
since it may exceed 2^53, in the order of the plan's noise events. Post-processing: Dwork and Roth, The Algorithmic
Foundations of Differential Privacy, proposition 2.1.
"""

from __future__ import annotations

from typing import Any

from dq0_sql.cells import Cells


def measured(cells: Cells) -> dict[str, Any]:
    return {
        'keys': [list(key) for key in cells.keys],
        'columns': [[str(value) for value in column] for column in cells.columns],
    }


def cells_of(kept: Any) -> Cells:
    """The cells that `measured` kept."""
    return Cells([tuple(key) for key in kept['keys']], [[int(value) for value in column] for column in kept['columns']])
