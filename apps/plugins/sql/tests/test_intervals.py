"""95 % intervals: as small as possible, and they cover; a compiler with less noise or wrong widths is noticed."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest

from census import definition
from dq0_sql.fieller import ratio_interval
from dq0_sql.half_width import Noise, half_width
from dq0_sql.shifted_width import shifted_half_width
from running import Json, accepted, exact_answer, exact_cells, plan, released, typed_table

KINDS = ('discrete_gaussian', 'discrete_laplace')
TABLE = definition(
    {
        'x': {'type': 'integer', 'lower': 1000, 'upper': 1010, 'nullable': False},
        'y': {'type': 'decimal', 'scale': 1, 'lower': -3, 'upper': 8.5},
    }
)
ROWS = [{'x': 1000 + number % 11, 'y': None if number % 7 == 0 else number % 5} for number in range(700)]
REPEATS = 2_500
LOW, HIGH = 0.93, 0.975


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('scale', [0.05, 0.3, 0.5, 1.0, 5.00027, 45.2725, 299.9, 300.1, 1e4, 1e9])
def test_half_widths_are_the_smallest_that_hold(kind: str, scale: float) -> None:
    noise = Noise(kind, scale)
    h = half_width(noise)
    assert noise.within(h) >= 0.95
    assert noise.within(h - 1) < 0.95
    if scale < 100:
        inside = math.fsum(noise.probability(k) for k in range(-h, h + 1))
        assert inside == pytest.approx(noise.within(h), abs=1e-12)


def test_both_formulas_for_gaussian_probabilities_agree() -> None:
    for h in (0, 100, 588, 2000):
        below, above = Noise('discrete_gaussian', 299.999999), Noise('discrete_gaussian', 300.000001)
        assert below.within(h) == pytest.approx(above.within(h), abs=1e-8)


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize(
    ('first', 'factor', 'second'), [(5.0, 53, 5.0), (1.0, 1, 1.0), (3.0, -1001, 1.5), (0.3, 7, 0.4)]
)
def test_half_widths_of_shifted_sums_are_the_smallest_that_hold(
    kind: str, first: float, factor: int, second: float
) -> None:
    x, y = Noise(kind, first), Noise(kind, second)
    h = shifted_half_width(x, factor, y)

    def inside(h: int) -> float:
        total = 0.0
        for k in range(-y.reach, y.reach + 1):
            for j in range(-x.reach, x.reach + 1):
                if abs(j + factor * k) <= h:
                    total += x.probability(j) * y.probability(k)
        return total

    assert inside(h) >= 0.95 - 1e-12
    assert inside(h - 1) < 0.95


def test_half_widths_of_shifted_sums_stay_safe_when_counts_have_much_noise() -> None:
    smooth, lumpy = Noise('discrete_gaussian', 5e5), Noise('discrete_gaussian', 10.0)
    counts = Noise('discrete_gaussian', 2e4)
    normal = 1.959964 * math.hypot(5e5, 53 * 2e4)
    assert shifted_half_width(smooth, 53, counts) == pytest.approx(normal, rel=1e-6)
    assert 1.959964 * 53 * 2e4 < shifted_half_width(lumpy, 53, counts) < 1.3 * 1.959964 * 53 * 2e4


@pytest.mark.parametrize('epsilon', [0.02, 0.3, 1.0])
def test_intervals_cover_about_95_percent(epsilon: float) -> None:
    sql = 'SELECT COUNT(*) AS n, SUM(x) AS s, AVG(x) AS a, SUM(y) AS t FROM adult'
    truth = exact_answer(TABLE, sql, ROWS)['rows'][0]
    planned = accepted(TABLE, sql, epsilon=epsilon)
    cells = exact_cells(planned, typed_table(TABLE, ROWS))
    hits = _hits(planned, cells, truth, 1)
    shares = [hit / REPEATS for hit in hits]
    assert all(share >= LOW for share in shares), shares
    assert all(share <= 0.99 for share in shares), shares
    assert [LOW <= share <= HIGH for share in shares][:2] == [True, True]


def test_the_control_that_intervals_for_half_the_noise_do_not_cover() -> None:
    sql = 'SELECT COUNT(*) AS n, SUM(x) AS s, AVG(x) AS a, SUM(y) AS t FROM adult'
    truth = exact_answer(TABLE, sql, ROWS)['rows'][0]
    planned = accepted(TABLE, sql, epsilon=0.3)
    cells = exact_cells(planned, typed_table(TABLE, ROWS))
    assert all(hit / REPEATS < LOW for hit in _hits(planned, cells, truth, 2))


def _hits(planned: Json, cells: pa.Table, truth: list[float], shrink: int) -> list[int]:
    hits = [0] * len(truth)
    for _ in range(REPEATS):
        result = released(planned, cells)
        for index, (shown, interval) in enumerate(zip(result['rows'][0], result['intervals'][0], strict=True)):
            if interval is None:
                continue
            low, high = (shown if end is None else shown + (end - shown) / shrink for end in interval)
            hits[index] += (interval[0] is None or low <= truth[index]) and (
                interval[1] is None or truth[index] <= high
            )
    return hits


SPREADS = (
    'SELECT VAR_SAMP(x) AS a, STDDEV_POP(y) AS b, COVAR_SAMP(x, y) AS c, CORR(x, y) AS d, COUNT(DISTINCT x) AS e, '
    'SUM(x) / COUNT(*) AS f, 100 * COUNT(y) / COUNT(*) AS g, SUM(y) - 2 * COUNT(*) AS h, -COUNT(*) + 3 AS i, '
    'ROUND(AVG(y), 3) AS j, GREATEST(COUNT(y), 5) AS k FROM adult'
)


@pytest.mark.parametrize('epsilon', [0.3, 2.0, 20.0])
def test_intervals_of_spread_and_of_arithmetic_cover_at_least_95_percent(epsilon: float) -> None:
    truth = exact_answer(TABLE, SPREADS, ROWS)['rows'][0]
    planned = accepted(TABLE, SPREADS, epsilon=epsilon)
    cells = exact_cells(planned, typed_table(TABLE, ROWS))
    shares = _shares(planned, cells, truth, 500)
    if min(shares) < 0.92:
        # Some cover just 95 %: of 500 such, chance leaves less than 92 % in one of 650. It does not so twice.
        shares = _shares(planned, cells, truth, 3000)
        assert min(shares) >= 0.935, shares


def _shares(planned: Json, cells: pa.Table, truth: list[float], draws: int) -> list[float]:
    """The share of intervals that hold the truth, for each column; open ends hold everything."""
    hits, seen = [0] * len(truth), [0] * len(truth)
    for _ in range(draws):
        result = released(planned, cells)
        for index, interval in enumerate(result['intervals'][0]):
            if interval is None:
                continue
            seen[index] += 1
            low, high = interval
            hits[index] += (low is None or low <= truth[index] + 1e-9) and (high is None or truth[index] - 1e-9 <= high)
    assert min(seen) > 0.6 * draws
    return [hit / found for hit, found in zip(hits, seen, strict=True)]


def test_an_interval_of_spread_is_narrow_where_noise_is_small() -> None:
    planned = accepted(TABLE, 'SELECT VAR_SAMP(x) AS a, CORR(x, y) AS d FROM adult', epsilon=1e6)
    intervals = released(planned, exact_cells(planned, typed_table(TABLE, ROWS)))['intervals'][0]
    assert all(high - low < 0.05 for low, high in intervals)


def test_no_interval_is_given_where_none_is_honest() -> None:
    planned = accepted(TABLE, 'SELECT AVG(x) - AVG(y) AS a, COUNT(*) * COUNT(y) AS b, ABS(COUNT(*)) AS c FROM adult')
    assert released(planned, exact_cells(planned, typed_table(TABLE, ROWS)))['intervals'] == [[None, None, None]]


def test_fieller_is_unbounded_when_the_count_may_be_zero() -> None:
    noise = Noise('discrete_gaussian', 10.0)
    assert ratio_interval(50.0, 15.0, noise, noise) == (None, None)
    low, high = ratio_interval(50.0, 25.0, noise, noise)
    assert low is not None
    assert high is not None
    assert low < 2.0 < high


def test_an_average_of_too_few_rows_is_null_and_stays_within_its_bounds() -> None:
    planned = accepted(TABLE, 'SELECT AVG(x) AS a FROM adult', epsilon=0.5)
    empty, few = (exact_cells(planned, typed_table(TABLE, ROWS[:count])) for count in (0, 30))
    seen_null = seen_open = False
    for _ in range(200):
        value = released(planned, empty)['rows'][0][0]
        seen_null |= value is None
        assert value is None or 1000 <= value <= 1010
        result = released(planned, few)
        interval, mean = result['intervals'][0][0], result['rows'][0][0]
        assert (interval is None) == (mean is None)
        assert interval is None or 1000 <= interval[0] <= mean <= interval[1] <= 1010
        seen_open |= interval == [1000, 1010]
    assert seen_null
    assert seen_open


def test_expected_errors_are_those_of_the_answer() -> None:
    sql = 'SELECT COUNT(*) AS n, SUM(y) AS t, AVG(x) AS a FROM adult'
    planned = plan(TABLE, sql, epsilon=0.5, expect=700)
    widths = {error['column']: error['halfWidth95'] for error in planned['errors']}
    result = released(planned, exact_cells(planned, typed_table(TABLE, ROWS)))
    for column, shown, interval in zip(planned['columns'], result['rows'][0], result['intervals'][0], strict=True):
        if column['name'] != 'a':
            assert interval[1] - shown == pytest.approx(widths[column['name']])
    assert widths['a'] is not None
    assert plan(TABLE, sql)['errors'][2]['halfWidth95'] is None
