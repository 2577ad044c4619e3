"""The questions that `test_corpus` holds against their meaning in plain Python, on DuckDB, asked of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import CONDITIONS, GROUPS, NUMBERS
from odd_rows import shown
from pushing import load, pushed_down, running
from running import Json, accepted, exact_cells
from test_corpus import ADULT, DISTINCT, EPSILON, PAIRS, ROWS, TABLE

FUNCTIONS = ('COUNT({0})', 'SUM({1})', 'AVG({1})', 'VAR_SAMP({1})', 'STDDEV_POP({1})')
CORPUS = [
    *(f"SELECT {', '.join(form.format(text, f'CLAMP({text}, -300, 300)') for form in FUNCTIONS)} FROM adult "
      "WHERE sex = 'Male'" for text, _ in NUMBERS),
    *(f'SELECT COUNT(*) FROM adult WHERE {text}' for text, _ in CONDITIONS),
    *(f'SELECT {text} AS k, COUNT(*), AVG(hours_per_week) FROM adult GROUP BY k' for text, _, _ in GROUPS),
    *(f'SELECT COVAR_SAMP({x}, {y}), COVAR_POP({x}, {y}), CORR({x}, {y}) FROM adult' for x, y in PAIRS),
    *(f'SELECT COUNT(DISTINCT {text}), COUNT(DISTINCT unit) FROM adult' for text, _ in DISTINCT),
]  # fmt: skip


@pytest.fixture(scope='module')
def source() -> Iterator[Json]:
    with running('postgresql') as found:
        load(found, 'adult', ADULT['tables']['adult']['columns'], ROWS)
        yield found


@pytest.mark.parametrize('text', CORPUS)
def test_postgresql_answers_the_corpus(source: Json, text: str, tmp_path: Path) -> None:
    planned = accepted(ADULT, text, epsilon=EPSILON)
    asked = pushed_down(source, ADULT, text, tmp_path, epsilon=EPSILON, accountSalt=None)
    assert asked['cells'] == shown(exact_cells(planned, TABLE))
