"""Joins, sub-queries and unions over several tables: the very same integers before noise on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pushing import ENGINES, load, pushed_down, reference, running
from shop import arrow, drawn, shop
from test_relations import MEANINGS, SHAPES

ROWS = drawn(1)
AGGREGATES = ['COUNT(*) AS n, COUNT(DISTINCT unit) AS u', 'AVG(spent) AS a', 'MEDIAN(spent) AS m']
ALL_ROWS, FEW_ROWS = (1_000, 1_000), (2, 3)
TEXTS = [
    *((sql, ALL_ROWS) for sql, _ in MEANINGS),
    *((shape.format(aggregate), FEW_ROWS) for shape in SHAPES for aggregate in AGGREGATES),
]
"""Questions, and how many groups and rows of a unit count."""


@pytest.fixture(scope='module', params=ENGINES)
def source(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    with running(request.param) as found:
        for name, table in shop()['tables'].items():
            load(found, name, table['columns'], ROWS[name])
        yield found


@pytest.mark.parametrize(('text', 'caps'), TEXTS)
def test_every_engine_gives_the_same_integers(
    source: dict[str, Any], text: str, caps: tuple[int, int], tmp_path: Path
) -> None:
    described = shop(*caps)
    tables = {name: arrow(described, name, rows) for name, rows in ROWS.items()}
    assert pushed_down(source, described, text, tmp_path) == reference(described, text, tables)


def test_the_reference_differs_from_question_to_question() -> None:
    """The positive control: the rows reach the answers."""
    described = shop()
    tables = {name: arrow(described, name, rows) for name, rows in ROWS.items()}
    answers = {str(reference(described, text, tables)) for text, _ in TEXTS}
    assert len(answers) > len(TEXTS) // 2
