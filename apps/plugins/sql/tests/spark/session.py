"""Statements on Spark in local mode: `python session.py FOLDER CONFIGURATION`, one JSON request a line.

`CONFIGURATION` is JSON of a session's settings; tables lie in the schema `public`. Requests: `{set: {name: value}}`,
`{table, file}` for a Parquet file, `{sql, parameters}`. Reply: `{ok: true}`, of a statement with `seconds` and
`rows`, or `{ok: false, error}`. Runs in an environment of its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pyspark.sql import SparkSession

Json = dict[str, Any]


def started(folder: str, configuration: Json) -> SparkSession:
    """A session of two threads that writes nowhere but into a folder, and listens to this machine only."""
    builder = SparkSession.builder.master('local[2]').appName('dq0')
    fixed = {
        'spark.ui.enabled': 'false', 'spark.driver.bindAddress': '127.0.0.1', 'spark.driver.host': '127.0.0.1',
        'spark.local.dir': folder, 'spark.sql.warehouse.dir': f'{folder}/warehouse',
        'spark.sql.shuffle.partitions': '2',
        'spark.driver.extraJavaOptions': f'-Dderby.system.home={folder} -XX:TieredStopAtLevel=1',
    }  # fmt: skip
    for name, value in {**fixed, **configuration}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel('ERROR')
    session.sql('CREATE DATABASE IF NOT EXISTS public')
    return session


def answered(session: SparkSession, request: Json) -> Json:
    if 'set' in request:
        for name, value in request['set'].items():
            session.conf.set(name, value)
        return {}
    if 'table' in request:
        session.sql(f'DROP TABLE IF EXISTS public.`{request["table"]}`')
        session.sql(f"CREATE TABLE public.`{request['table']}` USING parquet LOCATION '{request['file']}'")
        return {}
    begin = time.perf_counter()
    named = {f'p{place}': value for place, value in enumerate(request['parameters'])}
    found = session.sql(request['sql'], args=named) if named else session.sql(request['sql'])
    rows = [{name: shown(value) for name, value in row.asDict().items()} for row in found.collect()]
    return {'seconds': time.perf_counter() - begin, 'rows': rows}


def shown(value: Any) -> Any:
    """A value for JSON; what is whole as an integer, whatever held it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def served(answer: Callable[[Json], Json]) -> None:
    for line in sys.stdin:
        try:
            reply: Json = {'ok': True, **answer(json.loads(line))}
        except Exception as error:
            reply = {'ok': False, 'error': f'{type(error).__name__}: {error}'}
        sys.stdout.write(json.dumps(reply) + '\n')
        sys.stdout.flush()


if __name__ == '__main__':
    SPARK = started(sys.argv[1], json.loads(sys.argv[2]))
    served(lambda request: answered(SPARK, request))
    SPARK.stop()
