"""Dates and timestamps: parts, periods and the groups they make, against the calendar of Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from census import definition
from running import Json, exact_answer, plan

DATED = definition(
    {
        'day': {'type': 'date', 'lower': '2019-12-28', 'upper': '2021-01-05'},
        'at': {'type': 'timestamp', 'lower': '2020-02-28T20:10:00Z', 'upper': '2020-03-01T03:59:59Z'},
    }
)
FIRST, LAST = datetime(2020, 2, 28, 20, 10), datetime(2020, 3, 1, 3, 59, 59)
GENERATOR = random.Random(4)
ROWS: list[Json] = [
    {
        'day': GENERATOR.choice([None, date(2019, 1, 1), date(2030, 1, 1), date(2020, 2, 29)])
        if GENERATOR.random() < 0.2
        else date(2019, 12, 28) + timedelta(days=GENERATOR.randint(0, 374)),
        'at': None
        if GENERATOR.random() < 0.1
        else datetime(2020, 2, 28) + timedelta(seconds=GENERATOR.randint(0, 3 * 86_400), microseconds=7),
    }
    for _ in range(400)
]


def _day(row: Json) -> date | None:
    return None if row['day'] is None else min(max(row['day'], date(2019, 12, 28)), date(2021, 1, 5))


def _at(row: Json) -> datetime | None:
    return None if row['at'] is None else min(max(row['at'], FIRST), LAST)


def _since(day: date, length: int, before: int) -> int:
    return ((day - date(1970, 1, 1)).days + before) // length


PARTS: list[tuple[str, Callable[[Json], Any]]] = [
    ('YEAR(day)', lambda row: (value := _day(row)) and value.year),
    ('MONTH(day)', lambda row: (value := _day(row)) and value.month),
    ('EXTRACT(DAY FROM day)', lambda row: (value := _day(row)) and value.day),
    ('QUARTER(day)', lambda row: (value := _day(row)) and (value.month + 2) // 3),
    ('DAYOFWEEK(day)', lambda row: None if (value := _day(row)) is None else value.isoweekday() % 7),
    ('HOUR(at)', lambda row: None if (value := _at(row)) is None else value.hour),
    ("DATE_TRUNC('month', day)", lambda row: (value := _day(row)) and value.replace(day=1)),
    ("DATE_TRUNC('week', day)", lambda row: (value := _day(row)) and value - timedelta(days=value.weekday())),
    ("DATE_TRUNC('quarter', day)",
     lambda row: (value := _day(row)) and date(value.year, (value.month - 1) // 3 * 3 + 1, 1)),
    ("DATE_TRUNC('day', at)", lambda row: (value := _at(row)) and value.date()),
    ("DATE_TRUNC('hour', at)", lambda row: (value := _at(row)) and value.replace(minute=0, second=0, microsecond=0)),
    ('CAST(at AS DATE)', lambda row: (value := _at(row)) and value.date()),
    ('DATE(at)', lambda row: (value := _at(row)) and value.date()),
    ("DATE_PART('month', day)", lambda row: (value := _day(row)) and value.month),
    ("DATE '2021-02-01' - day", lambda row: (value := _day(row)) and (date(2021, 2, 1) - value).days),
    ("DATE_DIFF('week', DATE '2020-01-05', day)",
     lambda row: None if (value := _day(row)) is None else _since(value, 7, 3) - _since(date(2020, 1, 5), 7, 3)),
    ("DATEDIFF(month, day, DATE '2020-01-31')",
     lambda row: (value := _day(row)) and (2020 - value.year) * 12 + 1 - value.month),
    ("DATE_DIFF('hour', TIMESTAMP '2020-02-29 00:59:59', at)",
     lambda row: (value := _at(row))
     and (value.replace(minute=0, second=0, microsecond=0) - datetime(2020, 2, 29)) // timedelta(hours=1)),
]  # fmt: skip


@pytest.mark.parametrize(('text', 'meaning'), PARTS)
def test_groups_of_dates(text: str, meaning: Callable[[Json], Any]) -> None:
    answer = exact_answer(DATED, f'SELECT {text} AS k, COUNT(*) AS n FROM adult GROUP BY k', ROWS)['rows']
    counts = Counter(
        value.isoformat() if isinstance(value, date) else value for value in (meaning(row) for row in ROWS)
    )
    assert {key: count for key, count in answer if count} == dict(counts)
    keys = [key for key, _ in answer]
    assert keys[-1] is None
    assert keys[:-1] == sorted(keys[:-1])


@pytest.mark.parametrize(
    ('text', 'first', 'last', 'size'),
    [
        ("DATE_TRUNC('month', day)", '2019-12-01', '2021-01-01', 14),
        ("DATE_TRUNC('week', day)", '2019-12-23', '2021-01-04', 55),
        ("DATE_TRUNC('year', day)", '2019-01-01', '2021-01-01', 3),
        ("DATE_TRUNC('hour', at)", '2020-02-28T20:00:00', '2020-03-01T03:00:00', 32),
        ("DATE_TRUNC('day', at)", '2020-02-28', '2020-03-01', 3),
        ('YEAR(day)', 2019, 2021, 3),
        ('MONTH(day)', 1, 12, 12),
    ],
)
def test_periods_have_the_domain_that_bounds_give(text: str, first: Any, last: Any, size: int) -> None:
    rows = exact_answer(DATED, f'SELECT {text} AS k, COUNT(*) FROM adult GROUP BY k', [])['rows']
    assert (rows[0][0], rows[-2][0], len(rows) - 1) == (first, last, size)


def test_a_timestamp_itself_is_no_public_group() -> None:
    assert plan(DATED, 'SELECT at, COUNT(*) FROM adult GROUP BY at')['threshold'] is not None


def test_sums_of_parts_have_bounds() -> None:
    total = exact_answer(DATED, 'SELECT SUM(YEAR(day) - 2019) AS s FROM adult', ROWS)['rows'][0][0]
    assert total == sum(value.year - 2019 for row in ROWS if (value := _day(row)) is not None)


DIFFERENCES: list[tuple[str, Callable[[date, datetime], int]]] = [
    ("DATE_DIFF('year', day, at)", lambda day, at: at.year - day.year),
    ("DATE_DIFF('quarter', day, at)", lambda day, at: _quarters(at) - _quarters(day)),
    ("DATE_DIFF('month', at, day)", lambda day, at: (day.year - at.year) * 12 + day.month - at.month),
    ("DATE_DIFF('week', day, at)", lambda day, at: _since(at.date(), 7, 3) - _since(day, 7, 3)),
    ("DATEDIFF('day', day, at)", lambda day, at: (at.date() - day).days),
    ("DATE_DIFF('day', '2020-01-31', day) + DATE_DIFF('hour', '2020-01-01 06:59:00', at)",
     lambda day, at: (day - date(2020, 1, 31)).days + _hours(at) - _hours(datetime(2020, 1, 1, 6))),
    ('CAST(at AS DATE) - day', lambda day, at: (at.date() - day).days),
    ("DATE_DIFF(hour, CAST(day AS TIMESTAMP), at)", lambda day, at: (at - _midnight(day)) // timedelta(hours=1)),
    ("DATE_DIFF('minute', at, CAST(day AS TIMESTAMP))",
     lambda day, at: (_midnight(day) - at.replace(second=0, microsecond=0)) // timedelta(minutes=1)),
]  # fmt: skip


def _quarters(day: date) -> int:
    return day.year * 4 + (day.month + 2) // 3


def _hours(at: datetime) -> int:
    return (at - datetime(2020, 1, 1)) // timedelta(hours=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


@pytest.mark.parametrize(('text', 'meaning'), DIFFERENCES)
def test_differences_count_the_starts_of_periods_between(text: str, meaning: Callable[[date, datetime], int]) -> None:
    expected = sum(meaning(day, at) for row in ROWS if (day := _day(row)) is not None and (at := _at(row)) is not None)
    (total,) = exact_answer(DATED, f'SELECT SUM({text}) AS s FROM adult', ROWS)['rows'][0]
    assert total == expected


@pytest.mark.parametrize(
    ('text', 'place'),
    [
        ("DATE_DIFF('century', day, at)", "DATE_DIFF('century', day, at)"),
        ("DATE_DIFF('hour', day, at)", 'day'),
        ('DATE_DIFF(day, at)', 'DATE_DIFF(day, at)'),
        ("DATE_DIFF('day', day, 3)", '3'),
        ("DATE_DIFF('day', day, '31.1.2020')", "'31.1.2020'"),
        ('at - at', 'at - at'),
        ('day + day', 'day'),
        ('day - INTERVAL 3 DAY', 'day'),
        ('day - 1', 'day'),
        ("DATE_PART('century', day)", "DATE_PART('century', day)"),
    ],
)
def test_what_has_no_difference_is_refused_where_it_stands(text: str, place: str) -> None:
    query = f'SELECT AVG({text}) FROM adult'
    refused = plan(DATED, query)['refusals'][0]
    start, end = refused['position']
    assert query[start:end] == place
