"""Made-up rows of any number, the definition an owner would write for them, and the question asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

Json = dict[str, Any]
GROUPS = 50
ROWS_OF_A_UNIT = 5
CAP_GROUPS, CAP_ROWS = 3, 5
QUESTION = 'SELECT grp, COUNT(*) AS n, SUM(value) AS s FROM people GROUP BY grp'


@dataclass(frozen=True)
class Shape:
    """Whether each row is a unit, or five rows on average are."""

    name: str
    rows: int
    column: bool

    def definition(self, connector: Json) -> Json:
        """What an owner of these rows publishes."""
        columns: Json = {
            'person': {'type': 'integer', 'identifier': True},
            'grp': {'type': 'integer', 'lower': 1, 'upper': GROUPS, 'nullable': False},
            'value': {'type': 'integer', 'lower': 0, 'upper': 100, 'nullable': False},
        }
        capped = {'kind': 'column', 'column': 'person', 'maxGroups': CAP_GROUPS, 'maxRows': CAP_ROWS}
        table = {'unit': capped if self.column else {'kind': 'row'}, 'maxUnits': self.rows, 'columns': columns}
        return {
            'apiVersion': 'dq0/v1', 'kind': 'Dataset', 'name': 'scale', 'connector': connector,
            'budget': {'epsilon': 10, 'delta': 1e-6}, 'tables': {'people': table},
        }  # fmt: skip


def shapes(rows: int) -> tuple[Shape, Shape]:
    return Shape('a row is a unit', rows, False), Shape(f'{ROWS_OF_A_UNIT} rows a unit', rows, True)


STEP, GROUP = 10_000_000, 122_880


def write_rows(file: Path, rows: int) -> None:
    """Parquet of `person`, `grp`, `value`; the same rows for the same number, people in no order. Written in steps."""
    people = max(1, rows // ROWS_OF_A_UNIT)
    with duckdb.connect(':memory:') as connection:
        writer = None
        for start in range(0, rows, STEP):
            found = connection.sql(
                f'SELECT CAST(hash(i) % {people} AS BIGINT) AS person, '
                f'CAST(hash(i + 1000000007) % {GROUPS} + 1 AS BIGINT) AS grp, '
                f'CAST(hash(i + 2000000011) % 101 AS BIGINT) AS value '
                f'FROM range({start}, {min(start + STEP, rows)}) AS r(i)'
            )
            for batch in found.to_arrow_reader(8 * GROUP):
                writer = writer or pq.ParquetWriter(file, batch.schema)
                writer.write_batch(batch, row_group_size=GROUP)
        if writer is not None:
            writer.close()
