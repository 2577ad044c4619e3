"""Half-widths known before a run, from public metadata alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dq0_sql.fieller import expected_half_width
from dq0_sql.half_width import half_width
from dq0_sql.mechanisms import NoisyMeasure
from dq0_sql.moments import expected_spread
from dq0_sql.program import AggregateJson
from dq0_sql.shifted_width import shifted_half_width


def expected_error(aggregate: AggregateJson, noisy: Sequence[NoisyMeasure], expect: float | None) -> float | None:
    """The 95 % half-width of an aggregate; of averages and spreads only where it is said how many rows a cell has."""
    parts = [noisy[part] for part in aggregate['parts']]
    number = aggregate['number']
    unit = Fraction(10) ** -(0 if number is None else number['digits'])
    if aggregate['kind'] == 'average':
        if number is None or expect is None or not expect >= 1:
            return None
        width = expected_half_width(int(number['radius']), expect, parts[1].noise, parts[0].noise)
        return None if width is None else width * float(unit)
    if aggregate['kind'] == 'quantile':
        return None
    if aggregate['kind'] in {'spread', 'pair'}:
        return None if expect is None else expected_spread(aggregate, [part.noise for part in parts], expect)
    if aggregate['kind'] == 'shifted':
        assert number is not None
        return float(shifted_half_width(parts[1].noise, int(number['mid']), parts[0].noise) * unit)
    return float(half_width(parts[0].noise) * unit)
