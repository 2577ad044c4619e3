"""Types of expressions, with the interval in which every value provably lies.

Exact numbers are fixed point: an integer in units of 10^-scale. Real numbers are IEEE doubles, always finite.
`bounded` says whether the interval comes from public bounds (then it may set a sensitivity) or only from the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

INT64 = (-(2**63), 2**63 - 1)
WIDEST = 2**126
"""Exact values stay below it: the 128-bit integers of the database hold them with room to spare."""
FLOAT_MAX = 1.7976931348623157e308
MAX_SCALE = 18
MAX_DIGITS = 9
DECIMAL_LIMIT = 10**18
"""Decimals without bounds are held in +-10^18."""
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
FIRST_MOMENT, LAST_MOMENT = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)


@dataclass(frozen=True)
class Exact:
    """Integers in units of 10^-scale within [low, high]."""

    scale: int
    low: int
    high: int
    bounded: bool


@dataclass(frozen=True)
class Real:
    """Finite doubles within [low, high]; `digits` decimal places are kept in sums."""

    low: float
    high: float
    digits: int
    bounded: bool


@dataclass(frozen=True)
class Text:
    """Text, compared byte-wise."""


@dataclass(frozen=True)
class Truth:
    """Boolean."""


@dataclass(frozen=True)
class Day:
    """Calendar days within [low, high]."""

    low: date = FIRST_DAY
    high: date = LAST_DAY
    bounded: bool = False


@dataclass(frozen=True)
class Moment:
    """Timestamps in microseconds, UTC, within [low, high]."""

    low: datetime = FIRST_MOMENT
    high: datetime = LAST_MOMENT
    bounded: bool = False


Number = Exact | Real
ValueType = Exact | Real | Text | Truth | Day | Moment


def describe(value_type: ValueType) -> str:
    """The type in words, for messages."""
    names = {Exact: 'a number', Real: 'a number', Text: 'a text', Truth: 'true or false', Day: 'a date'}
    return names.get(type(value_type), 'a timestamp')


def round_half_away(value: Fraction) -> int:
    """Nearest integer; halves away from zero, as the database rounds doubles."""
    magnitude = (abs(value) * 2 + 1) // 2
    return int(magnitude) if value >= 0 else -int(magnitude)
