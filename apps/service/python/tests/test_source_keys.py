"""A key is believed where the source keeps it in every row that a statement reads, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from source_owner import SourceOwner

from dq0_fetch.source import run

ID = {"type": "integer"}


def tables(source: str, *key: str) -> dict[str, Any]:
    kinds = {"id": ID, "name": {"type": "string"}}
    return {"t": {"source": source, "columns": kinds, "keys": [list(key)]}}


def believed(owner: SourceOwner, source: str, *key: str) -> bool:
    answer = run.check(owner.checking(tables(source, *key)))
    if answer["ok"]:
        return True
    [problem] = answer["problems"]
    assert answer["trouble"] == "SOURCE_MISMATCH" and "No unique constraint" in problem["reason"]
    return False


@pytest.mark.parametrize(
    ("number", "made", "key", "expected"),
    [
        (1, "CREATE TABLE k1 (id int PRIMARY KEY, name text)", "id", True),
        (2, "CREATE TABLE k2 (id int NOT NULL UNIQUE, name text)", "id", True),
        (3, "CREATE TABLE k3 (id int UNIQUE, name text)", "id", False),
        (4, "CREATE TABLE k4 (id int NOT NULL UNIQUE DEFERRABLE, name text)", "id", False),
        (5, "CREATE TABLE k5 (id int NOT NULL, name text); CREATE UNIQUE INDEX ON k5 (id) WHERE id > 5", "id", False),
        (6, "CREATE TABLE k6 (id int NOT NULL, name text); CREATE UNIQUE INDEX ON k6 ((id * 2))", "id", False),
        (7, "CREATE TABLE k7 (id int NOT NULL, name text); CREATE UNIQUE INDEX ON k7 (id) INCLUDE (name)", "id", True),
        (8, "CREATE TABLE k8 (id int PRIMARY KEY, name text); CREATE TABLE k8c () INHERITS (k8)", "id", False),
        (9, "CREATE TABLE k9p (id int, name text); CREATE TABLE k9 (PRIMARY KEY (id)) INHERITS (k9p)", "id", True),
        (10, "CREATE TABLE k10 (id int, name text, PRIMARY KEY (id, name))", "id", False),
        (11, "CREATE TABLE k11t (id int PRIMARY KEY, name text); CREATE VIEW k11 AS SELECT * FROM k11t", "id", False),
        (12, "CREATE TABLE k12 (id int NOT NULL, name citext NOT NULL UNIQUE)", "name", True),
        (13, "CREATE TABLE k13 (id int, name text COLLATE odd_case NOT NULL UNIQUE)", "name", True),
    ],
)
def test_postgresql(postgresql: SourceOwner, number: int, made: str, key: str, expected: bool) -> None:
    postgresql.sql(
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE COLLATION IF NOT EXISTS odd_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        made,
    )
    assert believed(postgresql, f"k{number}", key) is expected


def test_the_key_of_a_partitioned_table_holds_over_all_its_partitions(postgresql: SourceOwner) -> None:
    postgresql.sql(
        "CREATE TABLE parts (id int, name text) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_low PARTITION OF parts (PRIMARY KEY (id)) FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE parts_high PARTITION OF parts FOR VALUES FROM (10) TO (20)",
    )
    assert not believed(postgresql, "parts", "id")
    postgresql.sql("CREATE UNIQUE INDEX parts_id ON ONLY parts (id)", "ALTER TABLE parts ALTER id SET NOT NULL")
    assert not believed(postgresql, "parts", "id")
    postgresql.sql("DROP INDEX parts_id", "ALTER TABLE parts ADD PRIMARY KEY (id)")
    assert believed(postgresql, "parts", "id")


@pytest.mark.parametrize(
    ("number", "made", "key", "expected"),
    [
        (1, "(id int PRIMARY KEY, name varchar(50))", "id", True),
        (2, "(id int NOT NULL UNIQUE, name varchar(50))", "id", True),
        (3, "(id int UNIQUE, name varchar(50))", "id", False),
        (4, "(id int, name varchar(50), PRIMARY KEY (id, name))", "id", False),
        (5, "(id int, name varchar(50) NOT NULL, UNIQUE (name(3)))", "name", True),
        (6, "(id int, name varchar(50) COLLATE utf8mb4_general_ci NOT NULL UNIQUE)", "name", True),
        (7, "(id int NOT NULL, name varchar(50), UNIQUE (id)) ENGINE=MERGE UNION=(k71, k72)", "id", False),
        (8, "(id int PRIMARY KEY, name varchar(50)) PARTITION BY HASH (id) PARTITIONS 3", "id", True),
    ],
)
def test_mysql(mysql: SourceOwner, number: int, made: str, key: str, expected: bool) -> None:
    for part in (71, 72):
        mysql.sql(f"CREATE TABLE IF NOT EXISTS k{part} (id int NOT NULL, name varchar(50), UNIQUE (id)) ENGINE=MyISAM")
    mysql.sql(f"CREATE TABLE k{number} {made}")
    assert believed(mysql, f"k{number}", key) is expected


def test_a_merge_table_does_show_a_key_twice(mysql: SourceOwner) -> None:
    """Why its constraint is not believed."""
    mysql.sql(
        "CREATE TABLE m1 (id int NOT NULL UNIQUE) ENGINE=MyISAM",
        "CREATE TABLE m2 (id int NOT NULL UNIQUE) ENGINE=MyISAM",
        "INSERT INTO m1 VALUES (1)",
        "INSERT INTO m2 VALUES (1)",
        "CREATE TABLE m (id int NOT NULL, UNIQUE (id)) ENGINE=MERGE UNION=(m1, m2)",
    )
    assert mysql.ask("SELECT id FROM m") == [(1,), (1,)]
