"""The statements of the same plan in Spark local mode, beside the plain GROUP BY there; noise is no part of it."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from data import QUESTION, Json, Shape

from sparking import SALT, planned, session, translated

TIMES = 3


def on_spark(shape: Shape, file: Path) -> Json:
    """Seconds of the plan's statements and of the plain question, medians of some turns after one that warms up."""
    described = shape.definition({'type': 'parquet', 'path': 'people'})
    statements = [translated(described, each) for each in planned(described, QUESTION, accountSalt=SALT)]
    plain = QUESTION.replace('people', 'public.people')
    turns = []
    with session() as spark:
        spark.ask(table='people', file=str(file))
        for _ in range(TIMES + 1):
            begin = time.perf_counter()
            for statement in statements:
                spark.rows(statement.sql, statement.parameters)
            middle = time.perf_counter()
            spark.rows(plain, [])
            turns.append((middle - begin, time.perf_counter() - middle))
    ours, without = (round(statistics.median(part), 4) for part in zip(*turns[1:], strict=True))
    return {
        'engine': 'spark', 'shape': shape.name, 'rows': shape.rows, 'ours': ours, 'plain': without,
        'smartnoise': None, 'error': None,
    }  # fmt: skip
