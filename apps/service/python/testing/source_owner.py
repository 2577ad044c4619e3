"""The owner of a database in the tests: makes tables and roles there, and asks for them as the service does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

READER = {"user": "reader", "password": "the canary of the reader"}


class SourceOwner:
    """Speaks with a running server of the tests as the one who owns its data."""

    def __init__(self, source: dict[str, Any]) -> None:
        self.connector: dict[str, Any] = source["connector"]
        self.login: dict[str, str] = source["login"]
        self._connection = self.connect()

    def connect(self) -> Any:
        """One more connection of the owner, which commits each statement at once."""
        place = {"host": self.connector["host"], "port": self.connector["port"], **self.login}
        if self.connector["type"] == "postgresql":
            import psycopg

            return psycopg.connect(**place, dbname="dq0", autocommit=True)
        import pymysql

        return pymysql.connect(**place, database="dq0", autocommit=True, charset="utf8mb4")

    def sql(self, *statements: str) -> None:
        """Runs statements one after the other."""
        for statement in statements:
            self.ask(statement)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of one statement."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return [] if cursor.description is None else list(cursor.fetchall())

    def make_reader(self) -> dict[str, str]:
        """The login of a role that has no rights yet; its rights of before are gone."""
        name, password = READER["user"], READER["password"]
        if self.connector["type"] == "postgresql":
            known = self.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'")
            self.sql(f"DROP OWNED BY {name}" if known else f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            self.sql("GRANT USAGE ON SCHEMA public TO reader")
        else:
            self.sql(f"CREATE OR REPLACE USER {name}@'%' IDENTIFIED BY '{password}'")
        return READER

    def grant(self, rights: str, table: str) -> None:
        """Gives the reader rights on a table."""
        host = "" if self.connector["type"] == "postgresql" else "@'%'"
        self.sql(f"GRANT {rights} ON {table} TO {READER['user']}{host}")

    def checking(self, tables: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """A request of the service to look at tables."""
        return {"connector": self.connector, "login": self.login, "tables": tables, "seconds": 10, **changes}

    def fetching(self, tables: dict[str, Any], statement: str, output: Path, **changes: Any) -> dict[str, Any]:
        """A request of the service to run a statement whose result is one integer, `n`."""
        asked = {"name": "q", "sql": statement, "parameters": [], "result": [{"name": "n", "type": "integer"}]}
        return {**self.checking(tables), "statements": [asked], "output": str(output), "mostBytes": 1 << 20, **changes}

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
