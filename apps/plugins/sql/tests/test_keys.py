"""Public key sets: every cell appears, known from metadata alone."""

from __future__ import annotations

from census import definition
from running import accepted, exact_answer, exact_cells, plan, released, typed_table

MIXED = definition(
    {
        'level': {'type': 'string', 'values': ['low', 'high'], 'other': True, 'nullable': False},
        'colour': {'type': 'string', 'values': ['red', 'blue']},
        'member': {'type': 'boolean'},
        'stars': {'type': 'integer', 'lower': -1, 'upper': 1, 'nullable': False},
        'day': {'type': 'date', 'lower': '2020-02-28', 'upper': '2020-03-01', 'nullable': False},
        'wage': {'type': 'decimal', 'scale': 2, 'lower': 0, 'upper': 10},
    }
)
ROW = {'level': 'low', 'colour': 'red', 'member': True, 'stars': 0, 'day': None, 'wage': None}


def _rows(sql: str, *changes: dict[str, object]) -> list[list[object]]:
    from datetime import date

    rows = [{**ROW, 'day': date(2020, 2, 29), **change} for change in changes]
    found: list[list[object]] = exact_answer(MIXED, sql, rows)['rows']
    return found


def test_all_cells_appear_with_null_and_other() -> None:
    rows = _rows('SELECT level, colour, COUNT(*) FROM adult GROUP BY level, colour', {}, {'level': '?', 'colour': '?'})
    assert [row[:2] for row in rows] == [
        [level, colour] for level in ('low', 'high', 'other') for colour in ('red', 'blue', None)
    ]
    assert [row[2] for row in rows] == [1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_booleans_integers_and_dates_are_keys() -> None:
    assert _rows('SELECT member, COUNT(*) FROM adult GROUP BY member', {}, {'member': None}) == [
        [False, 0],
        [True, 1],
        [None, 1],
    ]
    assert _rows('SELECT COUNT(*), stars FROM adult GROUP BY stars', {'stars': 9}, {'stars': 0}) == [
        [0, -1],
        [1, 0],
        [1, 1],
    ]
    assert _rows('SELECT day, COUNT(*) FROM adult GROUP BY day', {}) == [
        ['2020-02-28', 0],
        ['2020-02-29', 1],
        ['2020-03-01', 0],
    ]


def test_rows_without_a_required_value_are_dropped_from_every_query() -> None:
    assert _rows('SELECT COUNT(*) FROM adult', {}, {'stars': None}, {'level': None}, {'colour': None}) == [[2]]


def test_a_filter_does_not_take_cells_away() -> None:
    assert _rows("SELECT colour, COUNT(*) FROM adult WHERE colour = 'red' GROUP BY colour", {}) == [
        ['red', 1],
        ['blue', 0],
        [None, 0],
    ]


def test_floats_are_no_keys() -> None:
    floats = definition({'rate': {'type': 'float', 'lower': 0, 'upper': 1}})
    for key in ('rate', 'rate / 2', 'SQRT(rate)'):
        refused = plan(floats, f'SELECT COUNT(*) FROM adult GROUP BY {key}')['refusals'][0]
        assert refused['code'] == 'KEY_UNSUPPORTED'


def test_a_key_without_any_value_that_metadata_list_is_an_unknown_one() -> None:
    words = definition({'word': {'type': 'string'}})
    planned = accepted(words, "SELECT LEFT('é', 1) AS k, COUNT(*) AS n FROM adult GROUP BY k")
    assert planned['threshold'] is not None


def test_long_values_are_no_keys() -> None:
    long = definition({'name': {'type': 'string', 'values': ['ä' * 40]}})
    assert plan(long, 'SELECT COUNT(*) FROM adult GROUP BY name')['refusals'][0]['code'] == 'KEY_UNSUPPORTED'


def test_ten_thousand_cells_run() -> None:
    values = [f'value {number}' for number in range(9_999)]
    wide = definition({'name': {'type': 'string', 'values': values}})
    planned = accepted(wide, 'SELECT name, COUNT(*) AS n FROM adult GROUP BY name')
    assert planned['maxRows'] == 10_000
    result = released(planned, exact_cells(planned, typed_table(wide, [{'name': 'value 7'}, {'name': 'else'}])))
    assert len(result['rows']) == 10_000


def test_text_is_compared_byte_wise() -> None:
    words = definition({'word': {'type': 'string'}})
    rows = [{'word': word} for word in ('a', 'B', 'ä', 'é', 'e\u0301', 'Z')]
    assert exact_answer(words, "SELECT COUNT(*) FROM adult WHERE word < 'a'", rows)['rows'] == [[2]]
    assert exact_answer(words, "SELECT COUNT(*) FROM adult WHERE word = 'é'", rows)['rows'] == [[1]]
