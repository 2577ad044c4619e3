"""The private threshold: T from the exact tail, delta never below the truth, nothing shown that it does not admit."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import opendp.prelude as dp
import pytest

from census import definition
from dq0_sql.half_width import Noise
from dq0_sql.noise import NoiseSource
from dq0_sql.threshold import delta_of, tail, threshold
from running import Json, NoNoise, accepted, exact_cells, refusal, released, typed_table

KINDS = ('discrete_gaussian', 'discrete_laplace')
SINGLES = 100_000
TOWNS = definition({'town': {'type': 'string'}, 'age': {'type': 'integer', 'lower': 0, 'upper': 100}})
BY_TOWN = 'SELECT town, COUNT(*) AS n FROM adult GROUP BY town'


@pytest.mark.parametrize('kind', KINDS)
@pytest.mark.parametrize('scale', [0.3, 1.0, 4.0, 45.2725, 299.0])
@pytest.mark.parametrize('groups', [1, 3, 40])
def test_the_threshold_is_the_smallest_that_holds(kind: str, scale: float, groups: int) -> None:
    noise = Noise(kind, scale)

    def exact(least: int) -> float:
        alone = math.fsum(noise.probability(k) for k in range(least - 1, least - 1 + noise.reach))
        return -math.expm1(groups * math.log1p(-alone))

    least, delta = threshold(noise, groups, 1e-8)
    assert exact(least) <= float(delta) <= 1e-8
    assert float(delta) == pytest.approx(exact(least), rel=2e-5)
    assert exact(least - 1) > 1e-8 * (1 - 1e-5)


def test_the_bound_for_large_sigma_is_above_the_sum_and_close() -> None:
    for first in (400, 900, 1_800):
        summed = tail(Noise('discrete_gaussian', 299.9999), first)
        bound = tail(Noise('discrete_gaussian', 300.01), first)
        assert summed < bound < 1.01 * summed


@pytest.mark.parametrize('scale', ['2.00000', '3.50000'])
@pytest.mark.parametrize('kind', KINDS)
def test_lonely_groups_are_shown_no_more_often_than_delta(kind: str, scale: str) -> None:
    noise, source = Noise(kind, float(scale)), NoiseSource()
    least, delta = threshold(noise, 1, 0.055)
    draw = source.discrete_gaussian if kind == 'discrete_gaussian' else source.discrete_laplace
    shown = sum(value >= least for value in draw([1] * SINGLES, scale)) / SINGLES
    assert 0.02 < float(delta) <= 0.055
    assert abs(shown - float(delta)) < 5 * math.sqrt(float(delta) / SINGLES)


def test_the_claim_of_the_library_fails_the_same_test() -> None:
    domain = dp.map_domain(dp.atom_domain(T='i64'), dp.atom_domain(T='i64'))
    metric = dp.l01inf_distance(dp.absolute_distance(T='i64'))
    measurement: Any = dp.m.make_laplace_threshold(domain, metric, scale=2.0, threshold=6)
    claimed = measurement.map((1, 1, 1))[1]
    shown = len(measurement(dict.fromkeys(range(SINGLES), 1))) / SINGLES
    assert shown > claimed + 5 * math.sqrt(claimed / SINGLES)
    assert abs(shown - delta_of(Noise('discrete_laplace', 2.0), 6, 1)) < 5 * math.sqrt(claimed / SINGLES)


def _table(counts: dict[str | None, int]) -> Any:
    rows = [{'town': town, 'age': 30} for town, count in counts.items() for _ in range(count)]
    return typed_table(TOWNS, rows)


def _shown(planned: Json, counts: dict[str | None, int]) -> list[list[Any]]:
    rows: list[list[Any]] = released(planned, exact_cells(planned, _table(counts)), NoNoise())['rows']
    return rows


def test_unknown_groups_are_shown_from_the_threshold_on_the_null_group_too() -> None:
    planned = accepted(TOWNS, BY_TOWN)
    least = planned['threshold']['units']
    shown = _shown(planned, {'b': least, 'a': least + 1, 'c': least - 1, None: least})
    assert shown == [['a', least + 1], ['b', least], [None, least]]
    assert _shown(planned, {}) == []


def test_the_threshold_is_charged_and_is_in_the_plan() -> None:
    planned = accepted(TOWNS, BY_TOWN, epsilon=0.5, delta=1e-7)
    assert [event['kind'] for event in planned['events']] == ['discrete_gaussian', 'additive_delta']
    delta = float(planned['events'][1]['delta'])
    assert planned['threshold']['delta'] == delta <= 1e-6 / 10_000
    noise = Noise('discrete_gaussian', float(planned['events'][0]['sigma']))
    assert delta_of(noise, planned['threshold']['units'], 1) <= delta
    assert delta_of(noise, planned['threshold']['units'] - 1, 1) > 1e-10
    assert planned['maxRows'] == 10_000
    assert [item['part'] for item in planned['mechanisms']] == ['units']


def test_an_owner_may_set_the_delta_of_thresholds() -> None:
    limits = {'epsilonPerRelease': 1, 'deltaPerRelease': 1e-7, 'thresholdDelta': 1e-12}
    usual, strict = accepted(TOWNS, BY_TOWN), accepted(TOWNS | {'limits': limits}, BY_TOWN)
    assert strict['threshold']['units'] > usual['threshold']['units']
    assert strict['threshold']['delta'] <= 1e-12
    assert refusal(TOWNS | {'limits': limits | {'thresholdDelta': 1e-6}}, BY_TOWN)['code'] == 'DELTA_INVALID'


def test_groups_without_a_count_in_select_are_counted_and_charged_for_the_threshold() -> None:
    planned = accepted(TOWNS, 'SELECT town, SUM(age) AS s FROM adult GROUP BY town')
    assert [item['part'] for item in planned['mechanisms']] == ['sum', 'units']
    assert planned['mechanisms'][1]['column'] == 'threshold'


def test_too_many_public_cells_go_through_the_threshold() -> None:
    bounds = {'a': {'type': 'integer', 'lower': 0, 'upper': 200}, 'b': {'type': 'integer', 'lower': 0, 'upper': 99}}
    wide = definition(bounds)
    planned = accepted(wide, 'SELECT a, b, COUNT(*) AS n FROM adult GROUP BY a, b')
    assert planned['threshold'] is not None
    rows = [{'a': 3, 'b': 4}] * 200 + [{'a': 3, 'b': 5}] * 2
    answer = released(planned, exact_cells(planned, typed_table(wide, rows)), NoNoise())
    assert answer['rows'] == [[3, 4, 200]]


def test_long_texts_belong_to_the_null_group() -> None:
    planned = accepted(TOWNS, BY_TOWN)
    assert _shown(planned, {'ä' * 32: 200, 'ä' * 33: 300}) == [['ä' * 32, 200], [None, 300]]


MINIMUM = definition(
    {
        'sex': {'type': 'string', 'values': ['f', 'm'], 'nullable': False},
        'age': {'type': 'integer', 'lower': 0, 'upper': 9},
    },
    minUnits=50,
)  # fmt: skip


def _minimum(sql: str, f: int, m: int) -> tuple[Json, list[list[Any]]]:
    planned = accepted(MINIMUM, sql)
    rows = [{'sex': sex, 'age': 3} for sex, count in (('f', f), ('m', m)) for _ in range(count)]
    return planned, released(planned, exact_cells(planned, typed_table(MINIMUM, rows)), NoNoise())['rows']


def test_an_owners_minimum_holds_exactly_and_is_thresholded_above_it() -> None:
    sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex'
    planned, _ = _minimum(sql, 0, 0)
    least = planned['threshold']['units']
    noise = Noise('discrete_gaussian', float(planned['events'][0]['sigma']))
    assert delta_of(noise, least - 49, 1) <= planned['threshold']['delta'] <= 1e-10
    assert _minimum(sql, least, least - 1)[1] == [['f', least]]
    loud = released(planned, exact_cells(planned, typed_table(MINIMUM, [{'sex': 'f', 'age': 3}] * 49)), _Loud())
    assert loud['rows'] == []


def test_the_one_cell_of_a_query_without_groups_is_a_row_of_nulls_below_the_minimum() -> None:
    sql = 'SELECT COUNT(*) AS n, AVG(age) AS a FROM adult'
    planned, few = _minimum(sql, 49, 0)
    assert few == [[None, None]]
    assert _minimum(sql, planned['threshold']['units'], 0)[1] == [[planned['threshold']['units'], 3.0]]


class _Loud(NoNoise):
    """Noise far up: only the exact minimum is left to stop a group."""

    def discrete_gaussian(self, values: Any, sigma: str) -> list[int]:
        return [value + 10**6 for value in values]


def test_the_minimum_without_the_shift_would_break_its_claim() -> None:
    """A group of 50 that loses one is never shown again: unshifted, 50 + X >= T is all but certain."""
    planned, _ = _minimum('SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', 0, 0)
    noise = Noise('discrete_gaussian', float(planned['events'][0]['sigma']))
    unshifted = threshold(noise, 1, 1e-10)[0]
    beyond = tail(noise, unshifted - 50) if unshifted > 50 else 0.5
    assert beyond > 1e-3 > Fraction(1, 10**10)
