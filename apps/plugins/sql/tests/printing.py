"""Questions printed for engines that no test can run: the statement in a dialect, or why there is none."""

from __future__ import annotations

import functools

from dq0_sql.dialects.bigquery import Bigquery
from dq0_sql.dialects.mssql import Mssql
from dq0_sql.dialects.port import Dialect
from dq0_sql.dialects.source_place import source_tables
from dq0_sql.dialects.translator import Translated, Translator
from dq0_sql.dialects.trino import Trino
from purchases import MEANINGS as OF_WINDOWS
from purchases import purchases
from running import Json
from shop import shop
from sparking import planned
from test_corpus import ADULT, EPSILON
from test_dialects import _described
from test_dialects_corpus import CORPUS
from test_dialects_relations import TEXTS as OF_RELATIONS
from test_spark_text import ODD

PRINTED: dict[str, Dialect] = {'trino': Trino(), 'bigquery': Bigquery(), 'mssql': Mssql()}
Question = tuple[Json, str, Json]
QUESTIONS: list[Question] = [
    *((ADULT, text, {'epsilon': EPSILON, 'accountSalt': None}) for text in CORPUS),
    *((_described(unit, least), text, {}) for unit, least, text in ODD),
    *((shop(*caps), text, {}) for text, caps in OF_RELATIONS),
    *((purchases(2, 3), text, {}) for text, _ in OF_WINDOWS),
]
"""Data sets, questions, and what else the planner is told."""


@functools.cache
def statements(every: int) -> list[tuple[Json, str, Json]]:
    """The statements of one question in so many, compiled for files, with data set and question."""
    return [
        (described, text, statement)
        for described, text, more in QUESTIONS[::every]
        for statement in planned(described, text, **more)
    ]


def printed(dialect: Dialect, described: Json, statement: Json) -> Translated:
    placed = {**described, 'connector': {'type': dialect.name, 'schema': 'main'}}
    return Translator(dialect, source_tables(placed)).statement(statement['sql'], statement['parameters'])
