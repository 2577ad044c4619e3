"""The warm planner: one line in, one line out, no state, the same bytes always; the shape is the frozen one."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from typing import Any

import pytest

from census import ADULT, definition
from dq0_sql.planner import answer, serve
from running import accepted, ask, plan, refusal

QUERIES = [
    'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex',
    "SELECT AVG(hours_per_week) FROM adult WHERE sex = 'Female'",
    'SELECT income, SUM(CLAMP(capital_gain / age, 0, 100)) FROM adult GROUP BY income HAVING COUNT(*) > 3',
    'SELECT MIN(age) FROM adult',
    'SELECT nothing FROM nowhere',
    "SELECT COUNT(*) FROM adult WHERE race LIKE 'W%' OR age IN (1, 2.5) OR NOT education = 'HS-grad'",
]


def _lines(count: int) -> list[str]:
    generator = random.Random(7)
    return [
        json.dumps(
            {
                'request': 'plan',
                'protocol': 1,
                'definition': definition(),
                'arguments': {
                    'sql': generator.choice(QUERIES),
                    'epsilon': generator.choice([0.01, 0.5, 1]),
                    'delta': 1e-7,
                },
            }
        )
        for _ in range(count)
    ]


def _served(lines: list[str]) -> list[str]:
    sink = io.StringIO()
    serve(io.StringIO('\n'.join(lines) + '\n'), sink, once=False)
    return sink.getvalue().splitlines()


def test_a_thousand_plans_in_two_orders_give_the_same_bytes() -> None:
    lines = _lines(1_000)
    order = list(range(1_000))
    random.Random(8).shuffle(order)
    forward, shuffled = _served(lines), _served([lines[index] for index in order])
    assert [forward[index] for index in order] == shuffled


def test_plans_do_not_depend_on_the_process() -> None:
    lines = _lines(6)
    outputs = {
        subprocess.run(
            [sys.executable, '-m', 'dq0_sql', 'plan', '--warm'],
            input='\n'.join(lines) + '\n',
            env={'PYTHONPATH': ':'.join(sys.path), 'PYTHONHASHSEED': seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ('0', '1', '2')
    }
    assert outputs == {'\n'.join(_served(lines)) + '\n'}


def test_one_request_without_warm() -> None:
    done = subprocess.run(
        [sys.executable, '-m', 'dq0_sql', 'plan'],
        input='\n'.join(_lines(3)) + '\n',
        env={'PYTHONPATH': ':'.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    'line',
    [
        '{',
        '[]',
        '1',
        '"plan"',
        '[' * 100_000,
        '{"protocol": 2}',
        '{"protocol": 1, "request": "plan"}',
        '{"protocol": 1, "request": "plan", "arguments": {}, "definition": {"name": 1}}',
        json.dumps({'protocol': 1, 'request': 'fly', 'arguments': {}, 'definition': definition()}),
        json.dumps({'protocol': 1, 'request': 'plan', 'arguments': {'sql': 1}, 'definition': definition()}),
        json.dumps(
            {
                'protocol': 1,
                'request': 'plan',
                'arguments': {'sql': 'x', 'epsilon': True, 'delta': 1},
                'definition': definition(),
            }
        ),
        json.dumps(
            {'protocol': 1, 'request': 'plan', 'arguments': {}, 'definition': definition({'a"b': {'type': 'integer'}})}
        ),
        json.dumps(
            {'protocol': 1, 'request': 'plan', 'arguments': {}, 'definition': definition({'a': {'type': 'blob'}})}
        ),
    ],
)
def test_a_malformed_request_gets_an_error_and_the_loop_goes_on(line: str) -> None:
    replies = [json.loads(reply) for reply in _served([line, _lines(1)[0]])]
    assert replies[0]['error']['code'] == 'BAD_REQUEST'
    assert 'accepted' in replies[1]


def test_bytes_that_are_no_text_do_not_end_the_loop() -> None:
    line = _lines(1)[0].encode()
    broken = line.replace(b'SELECT', b'SELECT \xff\xfe', 1)
    done = subprocess.run(
        [sys.executable, '-m', 'dq0_sql', 'plan', '--warm'],
        input=b'\xff{\n' + broken + b'\n\n' + line + b'\n',
        env={'PYTHONPATH': ':'.join(sys.path)},
        capture_output=True,
        check=True,
    )
    replies = [json.loads(reply) for reply in done.stdout.splitlines()]
    assert replies[0]['error']['code'] == 'BAD_REQUEST'
    assert replies[1]['refusals'][0]['code'] == 'CHARACTER'
    assert 'accepted' in replies[2]


def test_the_planner_imports_neither_noise_nor_database_for_a_plan() -> None:
    code = (
        'import sys, json; from dq0_sql.planner import answer; answer(sys.stdin.readline());'
        'print(sorted({"duckdb", "opendp", "pyarrow"} & set(sys.modules)))'
    )
    done = subprocess.run(
        [sys.executable, '-c', code],
        input=_lines(1)[0] + '\n',
        env={'PYTHONPATH': ':'.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == '[]'


def test_the_accepted_plan_has_the_frozen_shape() -> None:
    planned = accepted(
        definition(), "SELECT sex, COUNT(*) AS n, AVG(age) AS a FROM adult WHERE race = 'x; DROP' GROUP BY sex"
    )
    assert sorted(planned) == sorted(
        [
            *('accepted', 'plugin', 'dataset', 'relation', 'epsilon', 'delta', 'statements', 'columns', 'mechanisms'),
            *('errors', 'threshold', 'events', 'maxRows', 'program'),
        ]
    )
    assert planned['columns'] == [
        {'name': 'sex', 'type': 'string', 'noisy': False},
        {'name': 'n', 'type': 'integer', 'noisy': True},
        {'name': 'a', 'type': 'float', 'noisy': True},
    ]
    assert [(part['column'], part['part'], part['kind'], part['sensitivity']) for part in planned['mechanisms']] == [
        ('n', 'count', 'gaussian', 1.0),
        ('a', 'count', 'gaussian', 1.0),
        ('a', 'sum', 'gaussian', 37.0),
    ]
    assert [event['l2Squared'] for event in planned['events']] == ['1', '1', '1369']
    statement = planned['statements'][0]
    assert statement['tables'] == ['adult']
    assert 'DROP' not in statement['sql']
    assert 'x; DROP' in statement['parameters']


def test_nothing_of_the_text_is_printed_into_the_statement() -> None:
    planned = accepted(
        definition(), "SELECT COUNT(*) AS zebra FROM adult AS zulu WHERE zulu.race IN ('zorro', 'zen') AND age > 77.125"
    )
    text = planned['statements'][0]['sql']
    assert not any(word in text for word in ('zebra', 'zulu', 'zorro', 'zen', '77'))


def test_a_coarser_quantum_is_named() -> None:
    wide = definition({'x': {'type': 'decimal', 'scale': 9, 'lower': 0, 'upper': 9e15}}, maxUnits=2**40)
    planned = accepted(wide, 'SELECT SUM(x) AS total FROM adult')
    aggregate = planned['program']['aggregates'][0]
    assert aggregate['number']['digits'] < 9
    assert int(aggregate['number']['high']) * 2**40 < 2**62
    assert 'total: values are rounded to multiples of' in planned['program']['notes'][0]
    assert planned['mechanisms'][0]['sensitivity'] == pytest.approx(9e15, rel=1e-3)


def test_small_epsilon_takes_laplace_and_says_so() -> None:
    planned = accepted(definition(), 'SELECT COUNT(*), SUM(age) FROM adult', epsilon=0.02)
    assert [event['kind'] for event in planned['events']] == ['discrete_laplace'] * 2
    assert planned['events'][1] == {'kind': 'discrete_laplace', 'scale': '9000.00', 'l1': '90'}
    assert 'Laplace' in planned['program']['notes'][0]


def test_mock_and_sample_come_from_the_definition_alone() -> None:
    described = definition(
        {
            'age': {'type': 'integer', 'lower': 17, 'upper': 90},
            'wage': {'type': 'decimal', 'scale': 2, 'lower': 0.5, 'upper': 10},
            'rate': {'type': 'float', 'upper': 2.0},
            'sex': {'type': 'string', 'values': ['Female', 'Male'], 'other': True, 'nullable': False},
            'email': {'type': 'string', 'identifier': True},
            'note': {'type': 'string', 'hidden': True},
            'on': {'type': 'boolean'},
            'day': {'type': 'date', 'lower': '2020-01-01', 'upper': '2020-02-01'},
            'at': {'type': 'timestamp'},
        }
    )
    first, again = (ask('sample', described, table='adult', rows=50) for _ in range(2))
    assert first == again
    assert [column['name'] for column in first['columns']] == [
        *('age', 'wage', 'rate', 'sex', 'email', 'on', 'day', 'at')
    ]
    assert len(first['rows']) == 50
    assert ask('sample', described, table='adult', rows=3)['rows'] == first['rows'][:3]
    ages: list[Any] = [row[0] for row in first['rows'] if row[0] is not None]
    assert all(17 <= age <= 90 for age in ages)
    assert {row[3] for row in first['rows']} <= {'Female', 'Male', 'other'}
    sql = 'SELECT sex, COUNT(*) AS n, AVG(wage), SUM(CLAMP(rate, 0, 1)) FROM adult GROUP BY sex'
    mocked = ask('mock', described, sql=sql, epsilon=1, delta=1e-7)
    assert sorted(mocked) == ['accepted', 'log', 'mechanisms', 'result']
    assert [row[0] for row in mocked['result']['rows']] == ['Female', 'Male', 'other']
    assert abs(sum(row[1] for row in mocked['result']['rows']) - 1_000) < 200
    assert not ask('mock', described, sql='SELECT * FROM adult', epsilon=1, delta=1e-7)['accepted']
    assert ask('sample', described, table='nope', rows=3)['error']['code'] == 'TABLE_UNKNOWN'


def test_the_plan_is_free_of_the_data_file() -> None:
    assert ADULT.name not in answer(_lines(1)[0])
    assert plan(definition(), QUERIES[0])['accepted']


@pytest.mark.parametrize(
    'text', ['VAR_SAMP(1e300)', 'CORR(age, age * 1e300)', 'VAR_POP(age * 1e155)', 'SUM(age * 1e305)']
)
def test_numbers_beyond_what_doubles_hold_are_refused(text: str) -> None:
    assert refusal(definition(), f'SELECT {text} AS x FROM adult')['code'] == 'NOISE_RANGE'
