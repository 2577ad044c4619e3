"""Scales cost what they say, never more, and equal the fixture that the ledger is tested by."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration_fixture import FIXTURE, PRICES, written
from dq0_sql.calibrate import ORDERS, conversion_cost, gaussian_sigma, laplace_scale, rounded_up, total_rho


def _epsilon(rho: float, delta: float) -> float:
    return min(rho * order + conversion_cost(order, delta) for order in ORDERS)


def test_the_fixture_is_what_this_code_computes() -> None:
    assert FIXTURE.read_text() == written()


@pytest.mark.parametrize(('epsilon', 'delta'), PRICES)
@pytest.mark.parametrize('events', [1, 2, 5])
def test_events_together_cost_the_epsilon_asked_and_nearly_all_of_it(epsilon: float, delta: float, events: int) -> None:
    rho = total_rho(epsilon, delta)
    if rho <= 0:
        assert min(conversion_cost(order, delta) for order in ORDERS) >= epsilon
        scale = float(laplace_scale(1, events, epsilon))
        assert epsilon * (1 - 1e-5) <= events / scale <= epsilon * (1 + 1e-12)
        return
    spent = sum(bound**2 / (2 * float(gaussian_sigma(bound**2, events, rho)) ** 2) for bound in range(1, events + 1))
    assert _epsilon(spent, delta) <= epsilon * (1 + 1e-12)
    assert _epsilon(spent, delta) == pytest.approx(epsilon, rel=1e-4)


def test_the_control_that_a_sigma_rounded_down_costs_more() -> None:
    sigma = float(gaussian_sigma(1, 1, total_rho(0.5, 1e-7))) - 1e-5
    assert _epsilon(1 / (2 * sigma**2), 1e-7) > 0.5


@given(st.floats(min_value=1e-12, max_value=1e18))
def test_rounding_up_is_tight_and_positional(value: float) -> None:
    text = rounded_up(value)
    assert float(text) >= value
    assert float(text) <= value * (1 + 1.0001e-5)
    assert 'e' not in text
    assert len(text.replace('.', '').strip('0')) <= 6
    assert rounded_up(float(text)) == text


def test_equal_rho_gives_sigmas_in_the_ratio_of_sensitivities() -> None:
    rho = total_rho(1, 1e-7)
    assert float(gaussian_sigma(100, 2, rho)) == pytest.approx(10 * float(gaussian_sigma(1, 2, rho)), rel=1e-5)
    assert float(gaussian_sigma(1, 4, rho)) == pytest.approx(2 * float(gaussian_sigma(1, 1, rho)), rel=1e-5)
    assert math.isclose(total_rho(0.5, 1e-7), max((0.5 - conversion_cost(a, 1e-7)) / a for a in ORDERS))
