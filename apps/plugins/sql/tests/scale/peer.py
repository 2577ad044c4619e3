"""SmartNoise SQL on the same engine and rows, for comparison: `python peer.py`, one JSON request a line.

Request: `{engine: duckdb|postgresql, place, rows, column, question}`; place is a Parquet file or a connection string.
Reply: `{seconds, groups}`, or `{error}`. Runs in an environment of its own, since it needs older libraries.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import duckdb
import psycopg2
import snsql
from snsql.metadata import Metadata
from snsql.sql.private_reader import PrivateReader
from snsql.sql.reader.postgres import PostgresReader


class DuckdbReader(PostgresReader):
    """Runs the PostgreSQL form of its statements on DuckDB, for which SmartNoise has no reader.

    DuckDB does not order a window by chance itself, so the chance becomes a column.
    """

    def __init__(self, file: str) -> None:
        super().__init__(conn=object())
        self.database = duckdb.connect(':memory:', config={'threads': 2})
        self.database.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{file}')")

    def execute(self, query: Any, *_ignored: Any, accuracy: bool = False) -> Any:
        del accuracy
        text = str(query).replace('public.', '').replace('ORDER BY RANDOM ( )', 'ORDER BY chance')
        found = self.database.execute(text.replace('SELECT person AS person', 'SELECT random() AS chance, person'))
        names = [column[0] for column in found.description]
        return [tuple(names), *found.fetchall()]


def metadata(request: dict[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = {
        'rows': request['rows'],
        'grp': {'name': 'grp', 'type': 'int', 'lower': 1, 'upper': request['groups']},
        'value': {'name': 'value', 'type': 'int', 'lower': 0, 'upper': 100},
    }
    if request['column']:
        table |= {
            'person': {'name': 'person', 'type': 'int', 'private_id': True},
            'max_ids': request['maxRows'],
            'sample_max_ids': True,
        }
    else:
        table |= {'row_privacy': True}
    return {'': {'public': {'people': table}}}


def reader(request: dict[str, Any]) -> Any:
    privacy = snsql.Privacy(epsilon=0.5, delta=1e-7)
    if request['engine'] == 'duckdb':
        return PrivateReader(DuckdbReader(request['place']), Metadata.from_dict(metadata(request)), privacy)
    connection = psycopg2.connect(request['place'])
    return snsql.from_connection(connection, metadata=metadata(request), privacy=privacy, engine='postgres')


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            private = reader(request)
            begin = time.perf_counter()
            found = private.execute(request['question'].replace('people', 'public.people'))
            reply: dict[str, Any] = {'seconds': time.perf_counter() - begin, 'groups': len(found) - 1}
        except Exception as error:
            reply = {'error': f'{type(error).__name__}: {error}'}
        sys.stdout.write(json.dumps(reply) + '\n')
        sys.stdout.flush()


main()
