"""Where the question is asked: DuckDB over a Parquet file, and a PostgreSQL server of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Protocol

import duckdb
import psycopg
import pyarrow as pa
from data import QUESTION, Json
from dq0_fetch.source.run import fetch

THREADS = 2
MEMORY, DISK = '12GiB', '32GiB'


class Engine(Protocol):
    """One place that holds the rows."""

    name: str
    connector: Json
    place: str
    """What a peer opens."""

    def cells(self, described: Json, planned: Json) -> dict[str, pa.Table]:
        """The exact cells of each statement of a plan, as the product fetches them."""

    def plain(self) -> int:
        """The question without privacy; its number of groups."""


class Duckdb:
    """As the fetch worker: in memory, over the file."""

    name = 'duckdb'

    def __init__(self, file: Path) -> None:
        self.place = str(file)
        self.connector: Json = {'type': 'parquet', 'path': 'people'}
        limits = {'memory_limit': MEMORY, 'temp_directory': str(file.parent), 'max_temp_directory_size': DISK}
        self._connection = duckdb.connect(':memory:', config={'threads': THREADS, **limits})
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{file}')")

    def cells(self, described: Json, planned: Json) -> dict[str, pa.Table]:
        del described
        return {
            statement['name']: self._connection.sql(
                statement['sql'], params=statement['parameters']
            ).to_arrow_table()
            for statement in planned['statements']
        }  # fmt: skip

    def plain(self) -> int:
        return len(self._connection.execute(QUESTION).fetchall())


class Postgresql:
    """A server that `database_servers` started; by the fetch worker, as a source is read."""

    def __init__(self, source: Json, *, indexed: bool) -> None:
        self.name = 'postgresql, index' if indexed else 'postgresql'
        self._source = source
        self.connector: Json = {**source['connector'], 'credential': 'scale'}
        connector, login = source['connector'], source['login']
        words = {'host': connector['host'], 'port': connector['port'], 'dbname': 'dq0', **login}
        self.place = ' '.join(f"{name}='{value}'" for name, value in words.items())
        self._connection: Any = psycopg.connect(self.place, autocommit=True)

    def load(self, file: Path) -> None:
        """Fills the table from the Parquet file, and gathers its statistics."""
        self._connection.execute('DROP TABLE IF EXISTS people')
        self._connection.execute('CREATE TABLE people (person bigint, grp bigint, value bigint)')
        reader = duckdb.sql(f"SELECT person, grp, value FROM read_parquet('{file}')").to_arrow_reader(100_000)
        with self._connection.cursor().copy('COPY people FROM STDIN') as copy:
            for batch in reader:
                copy.write('\n'.join('\t'.join(map(str, row.values())) for row in batch.to_pylist()) + '\n')
        self._connection.execute('VACUUM ANALYZE people')

    def index(self) -> None:
        """What the guide advises an owner: an index on (unit, group) and statistics over both."""
        self._connection.execute('CREATE INDEX ON people (person, grp) INCLUDE (value)')
        self._connection.execute('CREATE STATISTICS people_cells (ndistinct) ON person, grp FROM people')
        self._connection.execute('VACUUM ANALYZE people')

    def cells(self, described: Json, planned: Json) -> dict[str, pa.Table]:
        with tempfile.TemporaryDirectory() as folder:
            request = {
                **self._source, 'tables': described['tables'], 'seconds': 600, 'output': folder,
                'statements': planned['statements'], 'mostBytes': 1 << 28,
            }  # fmt: skip
            answer = fetch(request)
            if not answer['ok']:
                raise RuntimeError(f'the statement failed: {answer}')
            found = {}
            for name, file in answer['files'].items():
                with pa.memory_map(str(Path(folder) / file)) as source:
                    found[name] = pa.ipc.open_file(source).read_all()
            return found

    def plain(self) -> int:
        return len(self._connection.execute(QUESTION).fetchall())
