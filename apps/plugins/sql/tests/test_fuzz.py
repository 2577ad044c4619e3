"""Any text at all gets an accepted plan that runs, or a refusal: never an internal error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from census import definition
from running import exact_cells, plan, typed_table

ADULT = definition()
EMPTY = typed_table(ADULT, [])
WORDS = [
    *('SELECT', 'FROM', 'WHERE', 'GROUP', 'BY', 'HAVING', 'ORDER', 'LIMIT', 'AS', 'AND', 'OR', 'NOT', 'IN', 'IS'),
    *('NULL', 'LIKE', 'BETWEEN', 'DISTINCT', 'COUNT', 'SUM', 'AVG', 'CLAMP', 'CAST', 'TRUE', 'DATE', 'INTEGER'),
    *('adult', 'age', 'sex', 'race', 'income', 'hours_per_week', 'n', "'Male'", "'%a_'", '1', '2.5', '1e9', '0'),
    *('(', ')', ',', '.', '*', '+', '-', '/', '=', '<', '>=', '<>', '::', ';', '"age"', 'DESC', 'NULLS', 'FIRST'),
    *('CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'COALESCE', 'NULLIF', 'FLOOR', 'ROUND', 'UPPER', 'YEAR', 'EXTRACT', '%'),
    *('JOIN', 'LEFT', 'ON', 'WITH', 'UNION', 'VAR_SAMP', 'CORR', 'MEDIAN', 'QUANTILE', 'WITHIN', 'unit', 'LEAST', 'IF'),
    *('INTERVAL', 'ARRAY', 'ALL', 'ANY', 'ESCAPE', 'COLLATE', 'USING', 'VALUES', 'TOP', 'FETCH', 'OFFSET', 'ROWS'),
    *('OVER', 'PARTITION', 'ROW_NUMBER', 'RANK', 'LAG', 'RANGE', 'UNBOUNDED', 'PRECEDING', 'QUALIFY', 'WINDOW'),
]
PARTS = st.sampled_from(WORDS)
CLAUSES = {
    'from': 'adult AS a',
    'items': 'sex, COUNT(*) AS n, SUM(age), AVG(hours_per_week / 2)',
    'where': "age > 3 AND race LIKE 'W%'",
    'group': 'sex',
    'having': 'n > 3',
    'order': 'n DESC',
}


def _answered(sql: str) -> None:
    reply = plan(ADULT, sql)
    assert 'error' not in reply, sql
    if reply['accepted']:
        exact_cells(reply, EMPTY)


@settings(max_examples=1_500)
@given(st.lists(PARTS, max_size=40))
def test_words_in_any_order(words: list[str]) -> None:
    _answered('SELECT ' + ' '.join(words))


@settings(max_examples=1_500)
@given(st.sampled_from(sorted(CLAUSES)), st.lists(PARTS, max_size=8), st.integers(0, 30))
def test_a_query_with_words_thrown_in(clause: str, words: list[str], place: int) -> None:
    tokens = CLAUSES[clause].split(' ')
    tokens[place % (len(tokens) + 1) : place % (len(tokens) + 1)] = words
    parts = {**CLAUSES, clause: ' '.join(tokens)}
    _answered(
        f'SELECT {parts["items"]} FROM {parts["from"]} WHERE {parts["where"]} GROUP BY {parts["group"]} '
        f'HAVING {parts["having"]} ORDER BY {parts["order"]}'
    )


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    _answered(text)
    _answered(f'SELECT COUNT(*) FROM adult WHERE {text}')
