"""From a number with public bounds to exact integers: quantum, middle and sensitivities (privacy rules, 'Integers').

A quantum is 10^-digits of the column's unit. x' = round(x 10^digits) lies in [low, high]; mid = floor((low+high)/2);
radius = max(high-mid, mid-low) is how far one row moves S1 = sum(x' - mid); reach = max(|low|, |high|) is how far it
moves sum(x'). The finest quantum is taken for which sums and noise stay inside the 64-bit range of the noise library.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dq0_sql.arithmetic import rescaled
from dq0_sql.refusal import Refused, Span
from dq0_sql.value_types import Exact, Number, round_half_away

SUM_LIMIT = 2**62
"""maxUnits * maxRows * bound stays below it; the database's sum is cut off there, which is 1-Lipschitz."""
SCALE_LIMIT = 2**55
"""Noise scales stay below it, so that 2^62 plus noise reaches 2^63 with probability below exp(-128)."""

COARSEST = -280
"""Digits of the coarsest quantum: 2^62 of them, and noise, are doubles. A product of two has twice the digits."""


@dataclass(frozen=True)
class Quantum:
    """`digits` may be negative: then a quantum is a power of ten of the unit."""

    digits: int
    low: int
    high: int

    @property
    def mid(self) -> int:
        return (self.low + self.high) // 2

    @property
    def radius(self) -> int:
        return max(self.high - self.mid, self.mid - self.low, 1)

    @property
    def reach(self) -> int:
        return max(abs(self.low), abs(self.high), 1)


    @property
    def square_shift(self) -> int:
        """What is taken off each square, so that S2 moves by ceil(r'^2/2) at most."""
        return self.radius**2 // 2

    @property
    def square_reach(self) -> int:
        return self.radius**2 - self.square_shift


def finest(kind: Number, max_rows: int, noise_factor: float, span: Span | None, *, squares: bool = False) -> Quantum:
    """The finest quantum of a bounded number.

    Args:
        kind: type with its interval.
        max_rows: public upper bound of the rows that are added up: units times rows of each.
        noise_factor: noise scale per quantum that one row can move a cell.
        squares: whether squares or products of the centred values are added up too.

    Raises:
        Refused: UNBOUNDED when the interval is not public, NOISE_RANGE when no quantum is coarse enough.
    """
    if not kind.bounded:
        raise Refused(
            'UNBOUNDED',
            'One person could move this sum by any amount, because the value has no published bounds.',
            'Hold it in bounds of your choice: CLAMP(x, low, high).',
            span,
        )
    natural = kind.scale if isinstance(kind, Exact) else kind.digits
    for digits in range(natural, natural - 400, -1):
        quantum = Quantum(digits, *_ends(kind, digits))
        widest = max(quantum.reach, quantum.radius, quantum.radius**2 if squares else 0)
        if widest * max_rows < SUM_LIMIT and widest * noise_factor < SCALE_LIMIT:
            return quantum
        if quantum.reach == 1:
            break
        if digits <= (COARSEST // 2 if squares else COARSEST):
            raise Refused(
                'NOISE_RANGE',
                'Sums of numbers this large, or of their squares, leave the range of doubles.',
                'Hold them in narrower bounds: CLAMP(x, low, high).',
                span,
            )
    raise Refused(
        'NOISE_RANGE',
        'The noise for this epsilon would leave the range of exact arithmetic.',
        'Ask with a larger epsilon.',
        span,
    )


def natural_digits(kind: Number) -> int:
    """Digits of the finest quantum the type asks for."""
    return kind.scale if isinstance(kind, Exact) else kind.digits


def _ends(kind: Number, digits: int) -> tuple[int, int]:
    if isinstance(kind, Exact):
        return rescaled(kind.low, kind.scale, digits), rescaled(kind.high, kind.scale, digits)
    factor = Fraction(10) ** digits
    return round_half_away(Fraction(kind.low) * factor), round_half_away(Fraction(kind.high) * factor)
