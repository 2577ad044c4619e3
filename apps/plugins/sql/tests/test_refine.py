"""Refinements: as sharp as a fresh answer, at the price of the difference."""

from __future__ import annotations

import random
import statistics
from typing import Any

import pyarrow as pa
import pytest

from census import definition
from dq0_sql.calibrate import total_rho
from running import accepted, ask, refusal, released

Json = dict[str, Any]
CENSUS = definition()
COUNTS = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex'
EXACT = pa.table({'k0': ['Female', 'Male'], 'a0': [10_771, 21_790]})


def _answer(sql: str, cells: pa.Table, epsilon: float, refine: Json | None = None) -> tuple[Json, Json]:
    more = {} if refine is None else {'refine': refine}
    planned = accepted(CENSUS, sql, epsilon=epsilon, **more)
    answer = released(planned, cells)
    held = {'sql': sql, 'epsilon': planned['epsilon'], 'delta': planned['delta'], 'measured': answer['measured']}
    return planned, {**answer, 'held': held}


def _rho(planned: Json) -> float:
    return sum(int(event['l2Squared']) / (2 * float(event['sigma']) ** 2) for event in planned['events'])


def test_it_costs_the_difference_and_is_as_sharp_as_a_fresh_answer() -> None:
    before, first = _answer(COUNTS, EXACT, 0.2)
    after, second = _answer(COUNTS, EXACT, 0.5, first['held'])
    fresh = accepted(CENSUS, COUNTS, epsilon=0.5)
    assert _rho(before) + _rho(after) == pytest.approx(_rho(fresh), rel=1e-4)
    assert _rho(fresh) == pytest.approx(total_rho(0.5, 1e-7), rel=1e-4)
    assert after['epsilon'] < 0.5
    assert after['errors'][0]['halfWidth95'] == pytest.approx(fresh['errors'][0]['halfWidth95'], abs=1)
    width = second['intervals'][0][1][1] - second['rows'][0][1]
    assert width == pytest.approx(fresh['errors'][0]['halfWidth95'], abs=1)
    assert second['measured']['epsilon'] == 0.5


def test_a_refined_answer_is_refined_again_and_derived_from() -> None:
    _, first = _answer(COUNTS, EXACT, 0.2)
    second_plan, second = _answer(COUNTS, EXACT, 0.4, first['held'])
    third_plan, third = _answer(COUNTS, EXACT, 0.8, second['held'])
    whole = accepted(CENSUS, COUNTS, epsilon=0.8)
    spent = _rho(accepted(CENSUS, COUNTS, epsilon=0.2)) + _rho(second_plan) + _rho(third_plan)
    # Rounding to integers twice costs a little.
    assert spent == pytest.approx(_rho(whole), rel=5e-3)
    people = {'sql': 'SELECT COUNT(*) AS n FROM adult', 'epsilon': 0.8, 'delta': 1e-7}
    derived = ask('derive', CENSUS, **people, sharp=False, held=[third['held']])
    assert derived['found'] == 0
    one = third['intervals'][0][1][1] - third['rows'][0][1]
    both = derived['result']['intervals'][0][0][1] - derived['result']['rows'][0][0]
    assert both == pytest.approx(one * 2**0.5, abs=2)


def test_the_combined_values_have_the_noise_they_claim() -> None:
    draw, zs, alone, held = random.Random(3), [], [], 0
    for _ in range(150):
        _, first = _answer(COUNTS, EXACT, draw.choice([0.2, 0.3]))
        _, second = _answer(COUNTS, EXACT, 0.5, first['held'])
        for (_, before), (_, value), (_, interval), truth in zip(
            first['rows'], second['rows'], second['intervals'], EXACT.column('a0').to_pylist(), strict=True
        ):
            zs.append((value - truth) / float(second['measured']['scales'][0]))
            alone.append((before - truth) / float(second['measured']['scales'][0]))
            held += interval[0] <= truth <= interval[1]
    # Noise is not seeded; each bound is passed by chance once in more than a million runs.
    assert abs(statistics.fmean(zs)) < 5 / 300**0.5
    assert 0.8 < statistics.pstdev(zs) < 1.2
    assert held > 262
    # The held answers alone would not pass.
    assert statistics.pstdev(alone) > 1.2


@pytest.mark.parametrize(
    ('sql', 'epsilon', 'code'),
    [
        ('SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', 0.2, 'REFINE_SHARP'),
        ('SELECT income, COUNT(*) AS n FROM adult GROUP BY income', 0.5, 'REFINE_OTHER'),
        ('SELECT sex, COUNT(age) AS n FROM adult GROUP BY sex', 0.5, 'REFINE_OTHER'),
        ('SELECT sex, COUNT(*) AS n FROM adult WHERE age > 30 GROUP BY sex', 0.5, 'REFINE_OTHER'),
        ('SELECT sex, COUNT(*) AS n, AVG(age) AS a FROM adult GROUP BY sex', 0.5, 'REFINE_OTHER'),
        ('SELECT sex FROM adult', 0.5, 'ROWS'),
    ],
)
def test_what_cannot_be_refined_is_refused(sql: str, epsilon: float, code: str) -> None:
    _, first = _answer(COUNTS, EXACT, 0.2)
    refused = refusal(CENSUS, sql, epsilon=epsilon, refine=first['held'])
    assert refused['code'] == code
    assert refused['remedy']


def test_unknown_groups_and_quantiles_are_not_refined() -> None:
    sql = 'SELECT native_country, COUNT(*) AS n FROM adult GROUP BY native_country'
    held = {'sql': sql, 'epsilon': 0.2, 'delta': 1e-7, 'measured': {'keys': [], 'columns': [[]]}}
    assert refusal(CENSUS, sql, refine=held)['code'] == 'REFINE_KIND'
    median = 'SELECT MEDIAN(age) AS m FROM adult'
    assert refusal(CENSUS, median, refine={**held, 'sql': median})['code'] == 'REFINE_KIND'
