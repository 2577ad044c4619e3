"""Noise scales from epsilon and delta; `libs/accounting` computes the same from the same fixture file.

Everything is IEEE double arithmetic in the stated order, so both languages agree to the last digit of the decimal
strings. Gaussian: zCDP of rho has the Renyi curve rho a, converted at the best order of the grid (Canonne, Kamath,
Steinke 2020, proposition 12). The events of one query get equal rho. Pure mechanism: epsilon is split evenly.
"""

from __future__ import annotations

import math

ORDERS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256)
SIGNIFICANT_DIGITS = 6


def conversion_cost(order: int, delta: float) -> float:
    """c(a) of epsilon(delta) = rho a + c(a)."""
    return math.log((order - 1) / order) - (math.log(delta) + math.log(order)) / (order - 1)


def total_rho(epsilon: float, delta: float) -> float:
    """The largest rho whose conversion stays within (epsilon, delta); zero or below when no order admits any."""
    return max((epsilon - conversion_cost(order, delta)) / order for order in ORDERS)


def gaussian_sigma(l2_squared: int, events: int, rho: float) -> str:
    """sigma in quanta of one of `events` equal shares of rho, for a column with this squared L2 sensitivity."""
    return rounded_up(math.sqrt(float(l2_squared) * events / (2 * rho)))


def laplace_scale(l1: int, events: int, epsilon: float) -> str:
    """b in quanta of one of `events` equal shares of epsilon, for a column with this L1 sensitivity."""
    return rounded_up(float(l1) * events / epsilon)


def rounded_up(value: float) -> str:
    """The smallest decimal of six significant digits whose nearest double is not below `value` (positive, finite).

    Written positionally, without exponent, with all six digits: `4.00000`, `0.0123457`, `123457000`.
    """
    mantissa, exponent = f'{value:.{SIGNIFICANT_DIGITS - 1}e}'.split('e')
    digits, power = int(mantissa.replace('.', '')), int(exponent) - SIGNIFICANT_DIGITS + 1
    if float(f'{digits}e{power}') < value:
        digits += 1
        if digits == 10**SIGNIFICANT_DIGITS:
            digits, power = digits // 10, power + 1
    if power >= 0:
        return f'{digits}{"0" * power}'
    padded = str(digits).rjust(1 - power, '0')
    return f'{padded[:power]}.{padded[power:]}'
