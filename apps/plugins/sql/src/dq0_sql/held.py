"""Answers that are held: what they asked, their noisy integers, and the noise of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dq0_sql.cells import Cells
from dq0_sql.definition import Definition
from dq0_sql.half_width import Noise
from dq0_sql.measured import cells_of
from dq0_sql.plan import Compiled, compiled
from dq0_sql.price import Price


@dataclass(frozen=True)
class Held:
    """A released answer, read again with the compiler that planned it."""

    known: Compiled
    cells: Cells
    noises: list[Noise]


def read_held(definition: Definition, item: Mapping[str, Any], salt: str) -> Held:
    """From `{sql, epsilon, delta, measured}`. A refinement says which noise it holds; else it is that of its plan."""
    known = compiled(definition, str(item['sql']), Price(float(item['epsilon']), float(item['delta']), None, salt))
    scales = item['measured'].get('scales') or [noisy.scale for noisy in known.noisy]
    noises = [Noise(noisy.kind, float(scale)) for noisy, scale in zip(known.noisy, scales, strict=True)]
    return Held(known, cells_of(item['measured']), noises)
