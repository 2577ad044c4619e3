"""PostgreSQL 14 and newer, by psycopg: parameters are bound by the server, `$1` as in the statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from .loopback import tls_settings
from .memory_file import memory_file
from .session import Found, Place, Rows, StatementError
from .trouble import SourceError, Trouble, at_source

CONNECT_SECONDS = 10
LOCK_SECONDS = 5
OLDEST = 140_000
BATCH_ROWS = 10_000
_AWAY = {"08", "53", "55", "57", "58"}
"""Classes of SQLSTATE of a server that is lost, short of something, locked, told to stop, or broken."""
SSL_MODES = {"verify": "verify-full", "require": "require", "off": "disable"}
_SETTINGS = (
    "SET LOCAL search_path = pg_catalog",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL standard_conforming_strings = on",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL extra_float_digits = 1",
)
_FIND = """
SELECT a.attname, coalesce(b.typname, t.typname), coalesce(b.typtype, t.typtype),
       has_column_privilege(c.oid, a.attnum, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'), c.oid::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_UNIQUE = """
SELECT array_agg(a.attname::text)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
WHERE i.indrelid = $1::bigint::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
  AND i.indpred IS NULL AND i.indexprs IS NULL
  AND (c.relkind = 'p' OR NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid))
GROUP BY i.indexrelid
HAVING bool_and(a.attnotnull)
"""
"""
Keys that hold in every row that a SELECT from the table reads. It reads the rows of tables that inherit from it too, of
which its indexes know nothing; an index of a partitioned table is one over all its partitions.
"""
_NOT_LOCKED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.InvalidSchemaName,
    psycopg.errors.UndefinedTable,
    psycopg.errors.WrongObjectType,
)
_WRITES = """
SELECT bool_or(has_table_privilege(c.oid, 'DELETE, TRUNCATE') OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2
"""


class Postgresql:
    """One connection in one read-only transaction; nothing of its session settings is left to the server's."""

    def __init__(self, connector: dict[str, Any], login: dict[str, Any], seconds: float) -> None:
        self._schema = connector.get("schema", "public")
        tls = tls_settings(connector["host"], login)
        files: dict[str, Any] = {
            name: memory_file(tls[member])
            for name, member in (("sslrootcert", "ca"), ("sslcert", "certificate"), ("sslkey", "key"))
            if tls.get(member) is not None
        }
        if tls["mode"] == "verify":
            files.setdefault("sslrootcert", "system")
        try:
            self._connection = psycopg.connect(
                host=connector["host"],
                port=connector.get("port", 5432),
                dbname=connector["database"],
                user=login["user"],
                password=login["password"],
                sslmode=SSL_MODES[tls["mode"]],
                gssencmode="disable",
                connect_timeout=CONNECT_SECONDS,
                application_name="dq0",
                client_encoding="UTF8",
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                **files,
            )
        except psycopg.Error as error:
            raise _refused(error, connector) from error
        try:
            self._begin(seconds)
        except psycopg.Error as error:
            self.close()
            raise at_source(_trouble(error), f"The session cannot be prepared ({_name(error)}).") from error

    def _begin(self, seconds: float) -> None:
        cursor = self._connection.cursor()
        # Each statement sees what was committed before it began: the catalogue as it is under the locks, not as it was
        # before they were waited for. There is one statement on data, so it sees one state of the data all the same.
        cursor.execute("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY")
        for setting in _SETTINGS:
            cursor.execute(setting)
        cursor.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
        cursor.execute(f"SET LOCAL lock_timeout = {min(int(seconds * 1000), LOCK_SECONDS * 1000)}")
        if self._connection.info.server_version < OLDEST:
            self.close()
            raise at_source("SOURCE_MISMATCH", "The server is older than PostgreSQL 14, whose arithmetic is needed.")
        encoding = cursor.execute("SHOW server_encoding").fetchone()
        if encoding is None or encoding[0] != "UTF8":
            self.close()
            raise at_source("SOURCE_MISMATCH", "The database is not encoded in UTF8; texts could not be compared.")

    def place(self, source: str) -> Place:
        schema, _, table = source.rpartition(".")
        return Place(schema or self._schema, table)

    def find(self, place: Place) -> Found | None:
        try:
            locked = self._lock(place)
            cursor = self._connection.cursor()
            rows = cursor.execute(_FIND, [place.schema, place.table]).fetchall()
            if not rows:
                return None
            types = {name: "enum" if kind == "e" else type_ for name, type_, kind, *_ in rows}
            forbidden = frozenset(name for name, _, _, readable, _ in rows if not (locked and readable))
            unique = [frozenset(columns) for (columns,) in cursor.execute(_UNIQUE, [rows[0][4]]).fetchall()]
            return Found(types, forbidden, unique)
        except psycopg.Error as error:
            raise StatementError(_name(error), _trouble(error)) from error

    def _lock(self, place: Place) -> bool:
        """
        Holds the definition of the table, and of all that a view is made of, until the transaction ends. LOCK TABLE
        would ask for SELECT on the whole table, this does for one column. False where the role may not read any.
        """
        table = sql.Identifier(place.schema, place.table)
        try:
            with self._connection.transaction():
                self._connection.cursor().execute(sql.SQL("SELECT 1 FROM {} LIMIT 0").format(table))
        except _NOT_LOCKED:
            return False
        return True

    def writes(self, places: Sequence[Place]) -> bool:
        try:
            cursor = self._connection.cursor()
            asked = [cursor.execute(_WRITES, [place.schema, place.table]).fetchone() for place in places]
        except psycopg.Error as error:
            raise StatementError(_name(error), _trouble(error)) from error
        return any(row is not None and row[0] is True for row in asked)

    def rows(self, statement: str, parameters: list[Any]) -> Rows:
        try:
            cursor = self._connection.cursor()
            # Prepared by the server, which takes one statement only and binds the parameters itself.
            cursor.execute(statement.encode(), [_bound(value) for value in parameters], prepare=True)
            while batch := cursor.fetchmany(BATCH_ROWS):
                yield batch
        except psycopg.Error as error:
            raise StatementError(_name(error), _trouble(error)) from error

    def close(self) -> None:
        self._connection.close()


def _bound(value: Any) -> str:
    """Every parameter travels as a text; the statement casts it to its type."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _name(error: psycopg.Error) -> str:
    return f"{type(error).__name__} {error.sqlstate or ''}".strip()


def _trouble(error: psycopg.Error) -> Trouble:
    """What an error of an open connection says about the source."""
    state = error.sqlstate or ""
    if state == "42501":
        return "SOURCE_RIGHTS"
    if state == "" and isinstance(error, psycopg.OperationalError):
        return "SOURCE_UNREACHABLE"
    return "SOURCE_UNREACHABLE" if state[:2] in _AWAY else "SOURCE_MISMATCH"


def _refused(error: psycopg.Error, connector: dict[str, Any]) -> SourceError:
    words = " ".join(str(error).split())
    state = error.sqlstate or ""
    login = ("authentication failed", "no password supplied", "no pg_hba.conf entry", "valid client certificate")
    if state.startswith("28") or any(part in words for part in login) or ("role " in words and "exist" in words):
        return at_source("SOURCE_LOGIN", words)
    if state == "3D000" or ("database " in words and "does not exist" in words):
        return at_source("SOURCE_MISMATCH", f"There is no database {connector['database']}.")
    if "permission denied for database" in words:
        return at_source("SOURCE_RIGHTS", words)
    return at_source("SOURCE_UNREACHABLE", words)
