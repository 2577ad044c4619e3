"""`run` as the service starts it: a job file in, events on descriptor 3, one durable result."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from census import definition, people
from dq0_sql.cells import PlanMismatch
from dq0_sql.noise import NoiseSource
from dq0_sql.release import release
from running import Json, accepted, exact_cells, plan_file, typed_table

SQL = 'SELECT sex, COUNT(*) AS n, AVG(age) AS a FROM adult GROUP BY sex'
ROWS = people()[:500]


def _started(arguments: list[str], **options: Any) -> tuple[subprocess.Popen[str], int]:
    reader, writer = os.pipe()
    process = subprocess.Popen(
        ['bash', '-c', f'exec {sys.executable} -m dq0_sql "$@" 3>&{writer} {writer}>&-', '-', *arguments],
        pass_fds=[writer],
        env={'PYTHONPATH': ':'.join(sys.path), 'PATH': os.environ['PATH']},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    os.close(writer)
    return process, reader


def _finished(process: subprocess.Popen[str], reader: int, line: str = '') -> tuple[int, list[Json]]:
    process.communicate(line, timeout=60)
    with os.fdopen(reader) as events:
        return process.returncode, [json.loads(event) for event in events]


def _job(folder: Path) -> tuple[Json, Path]:
    planned = accepted(definition(), SQL)
    return planned, plan_file(folder, planned, exact_cells(planned, typed_table(definition(), ROWS)))


@pytest.mark.parametrize('warm', [False, True])
def test_a_job_ends_in_one_result_and_its_events(tmp_path: Path, warm: bool) -> None:
    planned, job = _job(tmp_path)
    process, reader = _started(['run', '--warm'] if warm else ['run', str(job)])
    status, events = _finished(process, reader, f'{job}\n' if warm else '')
    content = (tmp_path / 'out' / 'result.json').read_bytes()
    assert status == 0
    assert [event['type'] for event in events if event['type'] != 'progress'] == [
        *('started', 'noise', 'noise', 'noise', 'artifact', 'finished')
    ]
    noises = [event for event in events if event['type'] == 'noise']
    assert [(noise['kind'], noise['scale'], noise['values']) for noise in noises] == [
        (event['kind'], event['sigma'], 2) for event in planned['events']
    ]
    artifact = next(event for event in events if event['type'] == 'artifact')
    assert artifact == {'type': 'artifact', 'path': 'result.json', 'sha256': hashlib.sha256(content).hexdigest()}
    result = json.loads(content)
    assert result['columns'] == planned['columns']
    assert result['confidence'] == 0.95
    assert [row[0] for row in result['rows']] == ['Female', 'Male']
    assert all(isinstance(row[1], int) for row in result['rows'])


def test_a_second_run_of_the_same_job_draws_no_second_result(tmp_path: Path) -> None:
    _, job = _job(tmp_path)
    assert _finished(*_started(['run', str(job)]))[0] == 0
    first = (tmp_path / 'out' / 'result.json').read_bytes()
    status, events = _finished(*_started(['run', str(job)]))
    assert status == 1
    assert events[-1] == {'type': 'failed', 'reason': 'FileExistsError'}
    assert (tmp_path / 'out' / 'result.json').read_bytes() == first


def test_a_warm_process_ends_quietly_when_it_gets_no_job() -> None:
    assert _finished(*_started(['run', '--warm'])) == (0, [])


def test_without_descriptor_3_nothing_is_run(tmp_path: Path) -> None:
    _, job = _job(tmp_path)
    done = subprocess.run(
        ['bash', '-c', f'exec {sys.executable} -m dq0_sql run "$1" 3>&-', '-', str(job)],
        env={'PYTHONPATH': ':'.join(sys.path), 'PATH': os.environ['PATH']},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'descriptor 3' in done.stderr
    assert not (tmp_path / 'out' / 'result.json').exists()


@pytest.mark.parametrize(
    ('change', 'reason'),
    [
        ({'protocol': 2}, 'PlanMismatch: the job file has another protocol'),
        ({'inputs': {}}, 'PlanMismatch: the inputs are not those of the plan'),
        ({'inputs': {'cells': '/nowhere'}}, 'FileNotFoundError'),
    ],
)
def test_a_failure_names_its_kind_and_no_value(tmp_path: Path, change: Json, reason: str) -> None:
    _, job = _job(tmp_path)
    job.write_text(json.dumps({**json.loads(job.read_text()), **change}))
    status, events = _finished(*_started(['run', str(job)]))
    assert (status, events[-1]) == (1, {'type': 'failed', 'reason': reason})


def test_cells_that_do_not_fit_the_plan_are_not_released() -> None:
    planned = accepted(definition(), SQL)
    cells = exact_cells(planned, typed_table(definition(), ROWS))
    doubled = cells.slice(0, 1)
    for wrong in (
        cells.select(['k0', 'a0', 'a1']),
        cells.set_column(0, 'k0', [['Female', 'Someone']]),
        cells.set_column(0, 'k0', [['Female', 'Female']]),
        cells.set_column(1, 'a0', [[1.5, 2.5]]),
    ):
        with pytest.raises(PlanMismatch):
            release(planned, wrong, NoiseSource())
    assert len(release(planned, doubled, NoiseSource())['rows']) == 2


def test_usage() -> None:
    done = subprocess.run(
        [sys.executable, '-m', 'dq0_sql'],
        env={'PYTHONPATH': ':'.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith('usage:')
