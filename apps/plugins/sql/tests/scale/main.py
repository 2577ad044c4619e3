"""Our statements beside the plain GROUP BY and SmartNoise SQL, on the same engine and rows, in one run.

`python main.py PEER_PYTHON ROWS [ROWS ...]` prints one JSON object a line: `{engine, shape, rows, ours, plain,
smartnoise}`, seconds, each the median of three after one that warms up; `smartnoise` is null with its error.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import CAP_ROWS, GROUPS, QUESTION, Json, Shape, shapes, write_rows
from database_servers import missing, server
from engines import Duckdb, Engine, Postgresql
from on_spark import on_spark

from dq0_sql.noise import NoiseSource
from dq0_sql.planner import answer
from dq0_sql.program import STATEMENT
from dq0_sql.release import release
from sparking import missing as no_spark

_PEER = Path(__file__).resolve().parent / 'peer.py'
TIMES = 3
MOST_OF_OTHERS = 10_000_000
"""Rows beyond which only DuckDB is asked: the others would take the larger part of an hour."""
SALT = 'ab' * 16


class Peer:
    """A process with SmartNoise."""

    def __init__(self, python: str) -> None:
        words = [python, str(_PEER)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, engine: Engine, shape: Shape) -> Json:
        request = {
            'engine': engine.name, 'place': engine.place, 'rows': shape.rows, 'column': shape.column,
            'groups': GROUPS, 'maxRows': CAP_ROWS, 'question': QUESTION,
        }  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + '\n')
        self._process.stdin.flush()
        found: Json = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


def ours(engine: Engine, shape: Shape) -> int:
    """Plan, exact cells, noise, answer; its number of groups."""
    described = shape.definition(engine.connector)
    arguments = {'sql': QUESTION, 'epsilon': 0.5, 'delta': 1e-7, 'accountSalt': SALT}
    request = {'request': 'plan', 'protocol': 1, 'definition': described, 'arguments': arguments}
    planned: Json = json.loads(answer(json.dumps(request)))
    if planned.get('accepted') is not True:
        raise RuntimeError(f'the question was refused: {planned}')
    cells = engine.cells(described, planned)
    return len(release(planned, cells.pop(STATEMENT, None), NoiseSource(), **cells)['rows'])


def seconds(call: Callable[[], int]) -> float:
    begin = time.perf_counter()
    if call() != GROUPS:
        raise RuntimeError('a group is missing')
    return time.perf_counter() - begin


def compare(engine: Engine, shape: Shape, peer: Peer | None) -> Json:
    """The three in turns, so that what else the machine does meets all of them."""
    ways: dict[str, list[float]] = {'ours': [], 'plain': [], 'smartnoise': []}
    error: str | None = None if peer is not None else 'not asked of so many rows'
    for turn in range(TIMES + 1):
        measured = {'ours': seconds(lambda: ours(engine, shape)), 'plain': seconds(engine.plain)}
        if peer is not None and error is None:
            reply = peer.ask(engine, shape)
            error = reply.get('error')
            measured |= {'smartnoise': reply['seconds']} if error is None else {}
        if turn > 0:
            for name, value in measured.items():
                ways[name].append(value)
    medians = {name: round(statistics.median(found), 4) if found else None for name, found in ways.items()}
    return {'engine': engine.name, 'shape': shape.name, 'rows': shape.rows, **medians, 'error': error}


def main(peer_python: str, sizes: list[int]) -> None:
    peer = Peer(peer_python)
    with tempfile.TemporaryDirectory() as folder:
        files = {rows: Path(folder) / f'{rows}.parquet' for rows in sizes}
        for rows, file in files.items():
            write_rows(file, rows)
            for shape in shapes(rows):
                say(compare(Duckdb(file), shape, peer if rows <= MOST_OF_OTHERS else None))
                if no_spark() is None and rows <= MOST_OF_OTHERS:
                    say(on_spark(shape, file))
        if missing('postgresql') is None:
            with server('postgresql') as source:
                for rows, file in files.items():
                    if rows > MOST_OF_OTHERS:
                        continue
                    engine = Postgresql(source, indexed=False)
                    engine.load(file)
                    for shape in shapes(rows):
                        say(compare(engine, shape, peer))
                    engine.index()
                    say(compare(Postgresql(source, indexed=True), shapes(rows)[1], peer))
    peer.close()


def say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + '\n')
    sys.stdout.flush()


if __name__ == '__main__':
    main(sys.argv[1], [int(word) for word in sys.argv[2:]])
