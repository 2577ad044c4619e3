"""MySQL 8 and MariaDB 10.5 and newer, by PyMySQL.

The protocol of the driver knows no bound parameters, so they are bound by the server: the statement is prepared there
and executed with user variables, which are set from hexadecimal literals. Nothing is ever quoted.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Sequence
from typing import Any

import pymysql
from pymysql.constants import CR, ER
from pymysql.cursors import SSCursor

from .loopback import tls_settings
from .memory_file import memory_file
from .session import Found, Place, Rows, StatementError
from .trouble import SourceError, Trouble, at_source

CONNECT_SECONDS = 10
LOCK_SECONDS = 5
BATCH_ROWS = 10_000
_SETTINGS = (
    "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION'",
    "SET SESSION time_zone = '+00:00'",
    "SET SESSION optimizer_switch = 'derived_merge=off'",
    # As long as a TEXT: rows of different units whose texts begin alike would else be one partition of a window.
    "SET SESSION max_sort_length = 65536",
    f"SET SESSION lock_wait_timeout = {LOCK_SECONDS}",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
)
_COLUMNS = """SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s"""
_UNIQUE = """SELECT INDEX_NAME, COLUMN_NAME, NULLABLE = 'YES' FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s AND NON_UNIQUE = 0"""
_ENGINE = "SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s"
_UNIQUE_ENGINES = {"innodb", "myisam", "aria", "rocksdb", "memory"}
"""Engines that hold a unique index over all rows they show: those of MERGE, FEDERATED and SPIDER are mere words."""
_NOT_LOCKED = {
    *(ER.DBACCESS_DENIED_ERROR, ER.TABLEACCESS_DENIED_ERROR, ER.COLUMNACCESS_DENIED_ERROR),
    *(ER.NO_SUCH_TABLE, ER.BAD_DB_ERROR),
}
_LOGIN = {ER.ACCESS_DENIED_ERROR, ER.HOST_NOT_PRIVILEGED, ER.HOST_IS_BLOCKED, 1698}
_RIGHTS = {ER.DBACCESS_DENIED_ERROR, ER.TABLEACCESS_DENIED_ERROR, ER.COLUMNACCESS_DENIED_ERROR}
_AWAY = {
    *(CR.CR_SERVER_GONE_ERROR, CR.CR_SERVER_LOST, ER.SERVER_SHUTDOWN, ER.CON_COUNT_ERROR, ER.TOO_MANY_USER_CONNECTIONS),
    *(ER.LOCK_WAIT_TIMEOUT, ER.QUERY_INTERRUPTED, 1969, 3024),
}
"""The server is lost, full, locked, or told to stop; the last two are the statement's time, of MariaDB and MySQL."""
_WRITING = re.compile(r"\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE|SUPER)\b")
Failures = (pymysql.MySQLError, OSError, RuntimeError)


class Mysql:
    """One connection in one read-only transaction."""

    def __init__(self, connector: dict[str, Any], login: dict[str, Any], seconds: float) -> None:
        self._database = connector["database"]
        try:
            self._connection = pymysql.connect(
                host=connector["host"],
                port=connector.get("port", 3306),
                database=self._database,
                user=login["user"],
                password=login["password"],
                ssl=_tls(connector["host"], login),
                ssl_disabled=tls_settings(connector["host"], login)["mode"] == "off",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=seconds + CONNECT_SECONDS,
                charset="utf8mb4",
                local_infile=False,
                autocommit=True,
                program_name="dq0",
            )
        except Failures as error:
            raise _refused(error, connector) from error
        try:
            with self._connection.cursor() as cursor:
                for setting in (*_SETTINGS, self._limit(seconds), "START TRANSACTION READ ONLY"):
                    cursor.execute(setting)
        except Failures as error:
            self.close()
            raise at_source(_trouble(error), f"The session cannot be prepared ({_name(error)}).") from error

    def _limit(self, seconds: float) -> str:
        if "MariaDB" in self._connection.get_server_info():
            return f"SET SESSION max_statement_time = {max(0.001, seconds):.3f}"
        return f"SET SESSION max_execution_time = {max(1, int(seconds * 1000))}"

    def place(self, source: str) -> Place:
        schema, _, table = source.rpartition(".")
        return Place(schema or self._database, table)

    def find(self, place: Place) -> Found | None:
        try:
            locked = self._lock(place)
            with self._connection.cursor() as cursor:
                cursor.execute(_COLUMNS, (place.schema, place.table))
                types = {name: str(full if kind == "bit" else kind) for name, kind, full in cursor.fetchall()}
                if not types:
                    return None
                forbidden = frozenset(name for name in types if not (locked and self._readable(place, name)))
                return Found(types, forbidden, self._unique(place))
        except Failures as error:
            raise StatementError(_name(error), _trouble(error)) from error

    def _lock(self, place: Place) -> bool:
        """Holds the definition of the table until the transaction ends; false where the role may not read it."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {_quoted(place)} LIMIT 0")
        except pymysql.MySQLError as error:
            if error.args[0] in _NOT_LOCKED:
                return False
            raise
        return True

    def _unique(self, place: Place) -> list[frozenset[str]]:
        """Keys that hold in every row. That of a prefix, or of letters of either case, holds for the whole text too."""
        with self._connection.cursor() as cursor:
            cursor.execute(_ENGINE, (place.schema, place.table))
            engine = cursor.fetchone()
            if engine is None or str(engine[0]).lower() not in _UNIQUE_ENGINES:
                return []
            cursor.execute(_UNIQUE, (place.schema, place.table))
            unique: dict[str, set[str | None]] = {}
            for index, column, nullable in cursor.fetchall():
                # An expression has no column: None, which no key holds.
                unique.setdefault(index, set()).add(None if nullable else column)
        return [frozenset(filter(None, columns)) for columns in unique.values() if None not in columns]

    def _readable(self, place: Place, column: str) -> bool:
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(f"SELECT {_name_of(column)} FROM {_quoted(place)} LIMIT 0")
            except pymysql.MySQLError as error:
                if error.args[0] in _RIGHTS:
                    return False
                raise
        return True

    def writes(self, places: Sequence[Place]) -> bool:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SHOW GRANTS")
                return any(_WRITING.search(str(row[0]).partition(" ON ")[0]) for row in cursor.fetchall())
        except Failures as error:
            raise StatementError(_name(error), _trouble(error)) from error

    def rows(self, statement: str, parameters: list[Any]) -> Rows:
        try:
            with self._connection.cursor(SSCursor) as cursor:
                cursor.execute(f"SET @dq0 = {_hexadecimal(statement)}")
                cursor.execute("PREPARE dq0 FROM @dq0")
                names = [f"@p{index}" for index in range(len(parameters))]
                for name, value in zip(names, parameters, strict=True):
                    cursor.execute(f"SET {name} = {_hexadecimal(_bound(value))}")
                cursor.execute(f"EXECUTE dq0{' USING ' if names else ''}{', '.join(names)}")
                while batch := cursor.fetchmany(BATCH_ROWS):
                    yield batch
        except Failures as error:
            raise StatementError(_name(error), _trouble(error)) from error

    def close(self) -> None:
        self._connection.close()


def _tls(host: str, login: dict[str, Any]) -> ssl.SSLContext | None:
    settings = tls_settings(host, login)
    if settings["mode"] == "off":
        return None
    context = ssl.create_default_context(cadata=settings.get("ca"))
    if settings["mode"] == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.get("certificate") is not None:
        context.load_cert_chain(memory_file(settings["certificate"]), memory_file(settings["key"]))
    return context


def _bound(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _hexadecimal(text: str) -> str:
    return f"CONVERT(X'{text.encode().hex()}' USING utf8mb4)"


def _name_of(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _quoted(place: Place) -> str:
    return f"{_name_of(place.schema)}.{_name_of(place.table)}"


def _name(error: BaseException) -> str:
    code = error.args[0] if isinstance(error, pymysql.MySQLError) and error.args else ""
    return f"{type(error).__name__} {code}".strip()


def _trouble(error: BaseException) -> Trouble:
    """What an error of an open connection says about the source."""
    code = error.args[0] if error.args else None
    if code in _RIGHTS:
        return "SOURCE_RIGHTS"
    return "SOURCE_UNREACHABLE" if isinstance(error, OSError) or code in _AWAY else "SOURCE_MISMATCH"


def _refused(error: BaseException, connector: dict[str, Any]) -> SourceError:
    code = error.args[0] if error.args else None
    words = " ".join(str(error.args[1] if len(error.args) > 1 else error).split())
    if isinstance(error, RuntimeError):
        return at_source("SOURCE_LOGIN", f"This account logs in over TLS only; store the credential with tls ({words})")
    if code in _LOGIN:
        return at_source("SOURCE_LOGIN", words)
    if code == ER.BAD_DB_ERROR:
        return at_source("SOURCE_MISMATCH", f"There is no database {connector['database']}.")
    if code in _RIGHTS:
        return at_source("SOURCE_RIGHTS", words)
    return at_source("SOURCE_UNREACHABLE", words)
