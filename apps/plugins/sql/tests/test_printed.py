"""What is printed for Trino, BigQuery and SQL Server, where no test can run them: read back, and held against rules.

A part of them is run on DuckDB in the end, form by form as `transpiling` says. DQ0_QUERIES takes all questions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest

from dq0_sql.dialects.bigquery import Bigquery
from dq0_sql.dialects.mssql import Mssql
from dq0_sql.dialects.port import Dialect
from dq0_sql.dialects.terms import Kind, NotTranslated
from dq0_sql.dialects.trino import Trino
from odd_rows import arrow
from printed_rules import faults
from printing import PRINTED, printed, statements
from purchases import MEANINGS, purchases
from purchases import drawn as drawn_purchases
from running import Json, refusal
from shop import arrow as of_shop
from shop import drawn, shop
from sparking import _sorted, planned
from test_corpus import TABLE
from test_dialects import LANGUAGE, OF_QUANTILES, OF_UNITS, ROW, TEXTS, UNIT, _described
from transpiling import cells

EVERY, OF_THESE = (1, 1) if os.environ.get('DQ0_QUERIES') else (5, 3)
FRACTION = 'the text of a number with a fraction'
REFUSED: dict[str, Counter[str]] = {
    'trino': Counter({FRACTION: 3}),
    'bigquery': Counter({FRACTION: 3, 'a frame of peers': 1}),
    'mssql': Counter({
        FRACTION: 3, 'a text that is read as another type': 7, 'upper': 5, 'lower': 1, 'a pattern with _': 3,
        'a number with a fraction of more than 64 bits': 2,
    }),
}  # fmt: skip
"""What of all questions is refused, and how often."""


@pytest.mark.parametrize('name', PRINTED)
def test_every_statement_reads_back_by_the_rules_of_its_engine(name: str) -> None:
    refused: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    for described, text, statement in statements(EVERY):
        try:
            found = printed(PRINTED[name], described, statement)
        except NotTranslated as reason:
            refused[str(reason)] += 1
            continue
        wrong += [(text, told) for told in faults(name, statement, found)]
    assert wrong == []
    assert refused == REFUSED[name] if EVERY == 1 else refused <= REFUSED[name]


Engines = dict[str, duckdb.DuckDBPyConnection]


@pytest.fixture(scope='module')
def engines() -> Iterator[Engines]:
    """DuckDB with the tables of a data set, by the name of one of them; without infinities for SQL Server."""
    tables = {
        'odd': {'odd': arrow()}, 'odd mssql': {'odd': arrow(infinite=False)}, 'adult': {'adult': TABLE},
        'visits': {name: of_shop(shop(), name, rows) for name, rows in drawn(1).items()},
        'purchases': {name: of_shop(purchases(), name, rows) for name, rows in drawn_purchases(2).items()},
    }  # fmt: skip
    found = {place: duckdb.connect(':memory:', config={'threads': 1}) for place in tables}
    for place, connection in found.items():
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in tables[place].items():
            connection.register(name, table)
    yield found
    for connection in found.values():
        connection.close()


def _differs(engines: Engines, dialect: Dialect, described: Json, statement: Json) -> bool:
    """Whether a statement gives other rows than the compiled one.

    Raises:
        NotTranslated: it is refused.
    """
    found, place = printed(dialect, described, statement), next(iter(described['tables']))
    connection = engines.get(f'{place} {dialect.name}', engines[place])
    told = connection.sql(statement['sql'], params=statement['parameters']).to_arrow_table().to_pylist()
    return cells(connection, found, dialect.name) != _sorted(told)


@pytest.mark.parametrize('name', PRINTED)
def test_statements_give_the_same_integers_when_their_forms_are_what_the_references_say(
    engines: Engines, name: str
) -> None:
    run, differing = 0, []
    for described, text, statement in statements(EVERY)[::OF_THESE]:
        try:
            differing += [text] if _differs(engines, PRINTED[name], described, statement) else []
        except NotTranslated:
            continue
        run += 1
    assert differing == []
    assert run > 10


@pytest.mark.parametrize('name', ['spark', *PRINTED])
def test_a_data_set_that_no_connector_reads_cannot_be_asked(name: str) -> None:
    """No statement leaves for an engine that is printed for only."""
    refused = refusal({**_described(ROW), 'connector': {'type': name, 'path': 'x'}}, TEXTS[0])
    assert refused['code'] == 'DEFINITION_UNSUPPORTED'


class Padded(Mssql):
    def told_apart(self, value: str, kind: Kind) -> str:
        return value


class Spoken(Mssql):
    def truth(self, condition: str) -> str:
        return condition


class Bare(Mssql):
    def condition(self, value: str) -> str:
        return value


class Narrow(Mssql):
    counting = 'COUNT'


class Foreign(Bigquery):
    def total(self, value: str) -> str:
        return f'try_sum({value})'


class Framed(Bigquery):
    def frame(self, words: str, ordered: list[Kind]) -> str:
        return words


class Constant(Bigquery):
    def constant(self, marker: str, kind: Kind) -> str:
        return "CAST('17' AS STRING)" if kind.family == 'text' else super().constant(marker, kind)


class Limited(Trino):
    fence = ' LIMIT 1000000'


PEERS = next(text for text, _ in MEANINGS if 'RANGE BETWEEN CURRENT ROW' in text)


@pytest.mark.parametrize(('broken', 'described', 'text'), [
    (Padded(), _described(UNIT), OF_UNITS[1]), (Padded(), _described(ROW), "SELECT COUNT(*) FROM odd WHERE note > 'Z'"),
    (Spoken(), _described(ROW), 'SELECT age > 40 AS k, COUNT(*) FROM odd GROUP BY k'),
    (Bare(), _described(ROW), 'SELECT COUNT(*) FROM odd WHERE flag'),
    (Narrow(), _described(ROW), TEXTS[0]), (Foreign(), _described(ROW), 'SELECT SUM(age) FROM odd'),
    (Framed(), purchases(), PEERS), (Constant(), _described(ROW), "SELECT COUNT(*) FROM odd WHERE note = 'a'"),
    (Limited(), _described(ROW), 'SELECT SUM(age * age - 3) FROM odd'),
])  # fmt: skip
def test_the_rules_catch_a_broken_printer(broken: Dialect, described: Json, text: str) -> None:
    compiled = planned(described, text)
    assert any(faults(broken.name, statement, printed(broken, described, statement)) for statement in compiled)


class Rounding(Trino):
    def whole_quotient(self, left: str, right: str) -> str:
        return f'CAST(round(CAST({left} AS DOUBLE) / {right}) AS DECIMAL(38, 0))'


class Sunday(Bigquery):
    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        found = super().function(name, operands, kinds)
        return f'EXTRACT(DAYOFWEEK FROM {operands[0]})' if name == 'dayofweek' else found


class Unsalted(Mssql):
    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        return super().function(name, ["CAST('x' AS VARCHAR(MAX))"] if name == 'sha256' else operands, kinds)


class Absent(Trino):
    def stored(self, column: str, kind: Kind) -> str:
        return 'CAST(NULL AS BIGINT)' if kind.family == 'integer' else super().stored(column, kind)


class Null(Mssql):
    def truth(self, condition: str) -> str:
        return f'CASE WHEN {condition} THEN CAST(1 AS BIT) ELSE CAST(0 AS BIT) END'


@pytest.mark.parametrize(('broken', 'unit', 'text'), [
    (Rounding(), ROW, OF_QUANTILES[0]),
    (Sunday(), ROW, next(text for text in LANGUAGE if 'DOW' in text)),
    (Unsalted(), UNIT, OF_UNITS[2]),
    (Absent(), ROW, 'SELECT SUM(age) FROM odd'),
    (Null(), ROW, 'SELECT age > 40 AS k, COUNT(*) FROM odd GROUP BY k'),
])  # fmt: skip
def test_the_integers_catch_a_broken_printer(engines: Engines, broken: Dialect, unit: Json, text: str) -> None:
    described = _described(unit)
    assert any(_differs(engines, broken, described, statement) for statement in planned(described, text))
    sound = PRINTED[broken.name]
    assert not any(_differs(engines, sound, described, statement) for statement in planned(described, text))
