"""The fixture that Python and TypeScript calibrate by: `python tests/calibration_fixture.py` writes it anew."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'src'))

from dq0_sql.calibrate import ORDERS, gaussian_sigma, laplace_scale, total_rho

FIXTURE = Path(__file__).resolve().parents[4] / 'libs' / 'protocol' / 'fixtures' / 'accounting' / 'calibration.json'
ABOUT = (
    'Noise of the events of one release from its epsilon and delta, equal rho each: the largest rho on the order grid, '
    'sigma = sqrt(l2Squared * events / (2 rho)), or, where no rho is above zero, discrete Laplace with '
    'scale = l1 * events / epsilon; rounded up to six significant digits.'
)
PRICES = [
    *((0.5, 1e-7), (0.1, 1e-7), (1, 1e-7), (0.25, 1e-6), (3, 1e-5), (10, 1e-9), (0.05, 1e-4), (0.7, 1e-8)),
    *((0.038, 1e-7), (0.0375, 1e-7), (0.03, 1e-7), (0.001, 1e-6), (1e-6, 1e-5), (1e14, 1e-7), (0.3, 1e-12)),
]
SENSITIVITIES = [[1], [1, 37], [1, 1, 37], [49, 1, 2250000], [99999, 1, 1, 1, 3], [2**40 + 1], [7] * 12]


def cases() -> list[dict[str, Any]]:
    """Every price with every list of sensitivities (of single cells, so that L2 squared is the square of L1)."""
    return [_case(epsilon, delta, bounds) for epsilon, delta in PRICES for bounds in SENSITIVITIES]


def _case(epsilon: float, delta: float, bounds: list[int]) -> dict[str, Any]:
    rho = total_rho(epsilon, delta)
    events = [
        {'kind': 'discrete_gaussian', 'sigma': gaussian_sigma(bound**2, len(bounds), rho), 'l2Squared': str(bound**2)}
        if rho > 0
        else {'kind': 'discrete_laplace', 'scale': laplace_scale(bound, len(bounds), epsilon), 'l1': str(bound)}
        for bound in bounds
    ]
    sensitivities = [{'l2Squared': str(bound**2), 'l1': str(bound)} for bound in bounds]
    return {'epsilon': epsilon, 'delta': delta, 'sensitivities': sensitivities, 'events': events}


def written() -> str:
    """The file's text."""
    return json.dumps({'about': ABOUT, 'orders': ORDERS, 'cases': cases()}, indent=1) + '\n'


if __name__ == '__main__':
    FIXTURE.write_text(written())
