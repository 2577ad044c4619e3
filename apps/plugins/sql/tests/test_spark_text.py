"""What is printed for Spark, read back by another parser: the same relations, the same columns, every parameter.

Spark itself is asked by `spark/conformance.py`.
"""

from __future__ import annotations

import re

import pytest
from sqlglot import exp, parse_one

from running import Json
from sparking import planned, translated
from test_corpus import ADULT, EPSILON
from test_dialects import LANGUAGE, OF_QUANTILES, OF_THRESHOLDS, OF_UNITS, ROW, TEXTS, UNIT, _described
from test_dialects_corpus import CORPUS

ODD: list[tuple[Json, int, str]] = [
    *((ROW, 1, text) for text in (*TEXTS, *LANGUAGE)),
    *(({**UNIT, 'column': 'far'}, 1, text) for text in OF_UNITS),
    *(({**UNIT, 'column': 'note'}, 1, text.replace('note', 'sex')) for text in OF_UNITS[1:6]),
    *((unit, 1, text) for unit in (ROW, UNIT) for text in OF_QUANTILES),
    *((unit, 10, text) for unit in (ROW, UNIT) for text in OF_THRESHOLDS),
]


def _read_back(described: Json, statement: Json) -> None:
    found = translated(described, statement)
    here, there = parse_one(statement['sql'], dialect='duckdb'), parse_one(found.sql, dialect='spark')
    assert [part.alias for part in there.find_all(exp.CTE)] == [part.alias for part in here.find_all(exp.CTE)]
    assert there.named_selects == here.named_selects == list(found.columns)
    assert {int(place) for place in re.findall(r':p(\d+)', found.sql)} == set(range(len(found.parameters)))


@pytest.mark.parametrize('text', CORPUS)
def test_the_corpus_reads_back_from_spark(text: str) -> None:
    for statement in planned(ADULT, text, epsilon=EPSILON, accountSalt=None):
        _read_back(ADULT, statement)


@pytest.mark.parametrize(('unit', 'least', 'text'), ODD)
def test_odd_questions_read_back_from_spark(unit: Json, least: int, text: str) -> None:
    described = _described(unit, least)
    for statement in planned(described, text):
        _read_back(described, statement)
