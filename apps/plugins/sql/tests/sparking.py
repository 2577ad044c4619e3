"""A Spark of the tests, in local mode, and one question asked of it and of DuckDB."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dq0_sql import plan
from dq0_sql.dialects.source_place import source_tables
from dq0_sql.dialects.spark import SESSION, Spark
from dq0_sql.dialects.translator import Translated, Translator
from running import Json, accepted

SALT = 'ab' * 16
_SESSION = Path(__file__).resolve().parent / 'spark' / 'session.py'
PYTHON = os.environ.get('DQ0_SPARK_PYTHON', '')
"""The interpreter of an environment made from `spark/requirements.lock`."""


def missing() -> str | None:
    """Why there is no Spark, or None."""
    if not PYTHON:
        return 'DQ0_SPARK_PYTHON names no environment with pyspark'
    return None if shutil.which('java') else 'Spark needs Java 17 or newer'


class Session:
    """A process with one Spark session."""

    def __init__(self, folder: Path, settings: Json) -> None:
        self._folder = folder
        words = [PYTHON, str(_SESSION), str(folder), json.dumps(settings)]
        log = (folder / 'log').open('w')
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()

    def ask(self, **request: Any) -> Json:
        """One request.

        Raises:
            RuntimeError: what Spark said, or that it ended.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + '\n')
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        reply: Json = json.loads(line) if line else {'ok': False, 'error': (self._folder / 'log').read_text()[-2000:]}
        if not reply['ok']:
            raise RuntimeError(reply['error'])
        return reply

    def load(self, name: str, table: pa.Table) -> None:
        file = self._folder / f'{name}.parquet'
        pq.write_table(table, file)
        self.ask(table=name, file=str(file))

    def rows(self, sql: str, parameters: list[str | bool]) -> list[Json]:
        found: list[Json] = self.ask(sql=sql, parameters=parameters)['rows']
        return found

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


@contextlib.contextmanager
def session(**settings: str) -> Iterator[Session]:
    """A session with the settings that the dialect rests on, or with some of them otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        found = Session(Path(folder), {**SESSION, **settings})
        try:
            yield found
        finally:
            found.close()


def translated(described: Json, statement: Json) -> Translated:
    placed = {**described, 'connector': {'type': 'spark', 'schema': 'public'}}
    return Translator(Spark(), source_tables(placed)).statement(statement['sql'], statement['parameters'])


def asked(spark: Session, described: Json, text: str, **more: Any) -> dict[str, list[str]]:
    """The cells of every statement of a question, on Spark."""
    cells = {}
    for statement in planned(described, text, **more):
        found = translated(described, statement)
        rows = spark.rows(found.sql, found.parameters)
        cells[statement['name']] = _sorted(rows)
    return cells


def reference(described: Json, text: str, tables: dict[str, pa.Table], **more: Any) -> dict[str, list[str]]:
    """The cells on DuckDB."""
    with duckdb.connect(':memory:', config={'threads': 1}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        return {
            statement['name']: _sorted(
                connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table().to_pylist()
            )
            for statement in planned(described, text, **more)
        }


def planned(described: Json, text: str, **more: Any) -> list[Json]:
    """The statements as the compiler prints them before they are turned into a dialect of databases."""
    files = {**described, 'connector': {'type': 'parquet', 'path': 'x'}}
    with mock.patch.object(plan, '_BITS', frozenset()):
        statements: list[Json] = accepted(files, text, **{'accountSalt': SALT, **more})['statements']
    return statements


def _sorted(rows: list[Json]) -> list[str]:
    whole = [{name: int(x) if isinstance(x, Decimal) and x == int(x) else x for name, x in row.items()} for row in rows]
    return sorted(json.dumps(row, default=str, ensure_ascii=False, sort_keys=True) for row in whole)
