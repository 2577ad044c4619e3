"""What a release may cost, and what its plan is made for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dq0_sql.refusal import Refused


@dataclass(frozen=True)
class Price:
    """What one release alone may cost, and, for expected errors of averages, how many rows a cell has.

    `account_salt`: of the budget account; it decides which rows and groups of a unit above its caps are kept.
    """

    epsilon: float
    delta: float
    expect: float | None = None
    account_salt: str = ''


def check_price(price: Price) -> None:
    """Refuses numbers that no noise can be calibrated to."""
    if not (math.isfinite(price.epsilon) and price.epsilon > 0):
        raise Refused('EPSILON_INVALID', 'Epsilon is a number above zero.', 'Ask with an epsilon such as 0.5.')
    if not (math.isfinite(price.delta) and 0 < price.delta < 1):
        raise Refused('DELTA_INVALID', 'Delta is a number between zero and one.', 'Ask with a delta such as 1e-7.')
