"""Each way in which a source can fail has one code, and words for the owner; none holds a value or a password."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from source_owner import READER, SourceOwner

from dq0_fetch.source import mysql as mysql_source
from dq0_fetch.source import postgresql as postgresql_source
from dq0_fetch.source import run

SLOW = {"postgresql": "SELECT 1 AS n FROM pg_sleep(20)", "mysql": "SELECT SLEEP(20) AS n"}
TABLES: dict[str, Any] = {"shop": {"columns": {"id": {"type": "integer"}, "age": {"type": "integer"}}}}


@pytest.fixture
def shop(owner: SourceOwner) -> Iterator[SourceOwner]:
    """A table of which a reader may read two columns."""
    owner.sql("CREATE TABLE shop (id int PRIMARY KEY, age int, note varchar(9))", "INSERT INTO shop VALUES (1, 2, 'x')")
    owner.make_reader()
    owner.grant("SELECT (id, age)", "shop")
    yield owner
    owner.sql("DROP TABLE shop")


def trouble(owner: SourceOwner, tables: dict[str, Any] = TABLES, **changes: Any) -> tuple[str, str]:
    """Code and words of a check; the fetch worker says the same for itself."""
    answer = run.check({**owner.checking(tables, login=READER), **changes})
    assert answer["ok"] is False
    assert READER["password"] not in str(answer)
    return answer["trouble"], " ".join(problem["reason"] for problem in answer["problems"])


def elsewhere(owner: SourceOwner, **changes: Any) -> dict[str, Any]:
    return {"connector": {**owner.connector, **changes}}


@contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_one_that_fits_is_no_trouble(shop: SourceOwner, tmp_path: Path) -> None:
    """The positive control of all below."""
    answer = run.check(shop.checking(TABLES, login=READER))
    assert (answer["ok"], answer["notes"]) == (True, [])
    place = "public.shop" if shop.connector["type"] == "postgresql" else "dq0.shop"
    request = shop.fetching(TABLES, f"SELECT age AS n FROM {place}", tmp_path, login=READER)
    assert run.fetch(request) == {"ok": True, "files": {"q": "q.arrow"}}


def test_down(shop: SourceOwner) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        code, words = trouble(shop, **elsewhere(shop, port=free.getsockname()[1]))
    assert code == "SOURCE_UNREACHABLE" and "refused" in words


def test_unknown_host(shop: SourceOwner) -> None:
    assert trouble(shop, **elsewhere(shop, host="no.such.host.invalid"))[0] == "SOURCE_UNREACHABLE"


def test_silent(shop: SourceOwner, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mysql_source, postgresql_source):
        monkeypatch.setattr(module, "CONNECT_SECONDS", 1)
    with silent() as port:
        assert trouble(shop, **elsewhere(shop, port=port), seconds=1)[0] == "SOURCE_UNREACHABLE"


@pytest.mark.parametrize("login", [{"password": "wrong"}, {"user": "nobody_here"}])
def test_login(shop: SourceOwner, login: dict[str, str]) -> None:
    assert trouble(shop, login={**READER, **login})[0] == "SOURCE_LOGIN"


def test_another_database(shop: SourceOwner) -> None:
    known = {"login": shop.login, **elsewhere(shop, database="nothing")}
    code, words = trouble(shop, **known)
    # MySQL tells nobody without rights whether it exists.
    assert code == {"postgresql": "SOURCE_MISMATCH", "mysql": "SOURCE_RIGHTS"}[shop.connector["type"]]
    assert "nothing" in words


def test_a_database_that_the_role_may_not_enter(shop: SourceOwner) -> None:
    if shop.connector["type"] == "postgresql":
        shop.sql("REVOKE CONNECT ON DATABASE dq0 FROM public")
    else:
        shop.sql("REVOKE ALL PRIVILEGES, GRANT OPTION FROM reader@'%'")
    try:
        assert trouble(shop)[0] == "SOURCE_RIGHTS"
    finally:
        if shop.connector["type"] == "postgresql":
            shop.sql("GRANT CONNECT ON DATABASE dq0 TO public")


def test_another_schema(shop: SourceOwner) -> None:
    code, words = trouble(shop, {"shop": {**TABLES["shop"], "source": "elsewhere.shop"}})
    assert code == "SOURCE_MISMATCH" and "elsewhere.shop" in words


def test_a_lost_column(shop: SourceOwner) -> None:
    shop.sql("ALTER TABLE shop DROP COLUMN age")
    code, words = trouble(shop)
    assert code == "SOURCE_MISMATCH" and "no such column" in words


@pytest.mark.parametrize("kind", ["varchar(9)", "date"])
def test_a_changed_type(shop: SourceOwner, kind: str) -> None:
    shop.sql("ALTER TABLE shop DROP COLUMN age", f"ALTER TABLE shop ADD COLUMN age {kind}")
    shop.grant("SELECT (age)", "shop")
    code, words = trouble(shop)
    assert code == "SOURCE_MISMATCH" and f"it is {kind.partition('(')[0]}" in words


@pytest.mark.parametrize("kind", ["mediumtext", "longtext"])
def test_a_text_too_long_to_tell_units_apart(shop: SourceOwner, kind: str) -> None:
    if shop.connector["type"] == "postgresql":
        kind = "text"
    shop.sql("ALTER TABLE shop DROP COLUMN age", f"ALTER TABLE shop ADD COLUMN age {kind}")
    shop.grant("SELECT (age)", "shop")
    tables = {"shop": {**TABLES["shop"], "columns": {**TABLES["shop"]["columns"], "age": {"type": "string"}}}}
    assert run.check(shop.checking(tables, login=READER))["ok"] is True
    tables["shop"]["unit"] = {"kind": "column", "column": "age"}
    if shop.connector["type"] == "postgresql":
        assert run.check(shop.checking(tables, login=READER))["ok"] is True
    else:
        code, words = trouble(shop, tables)
        assert code == "SOURCE_MISMATCH" and "tell units apart" in words


def test_revoked_rights(shop: SourceOwner) -> None:
    reader = "reader" if shop.connector["type"] == "postgresql" else "reader@'%'"
    shop.sql(f"REVOKE SELECT (age) ON shop FROM {reader}")
    code, words = trouble(shop)
    # MySQL shows nobody a column without rights on it.
    assert code == {"postgresql": "SOURCE_RIGHTS", "mysql": "SOURCE_MISMATCH"}[shop.connector["type"]]
    assert "SELECT this column" in words or "no such column that the role sees" in words
    shop.grant("UPDATE (age)", "shop")
    code, words = trouble(shop)
    assert code == "SOURCE_RIGHTS" and "may not SELECT" in words
    shop.sql(f"REVOKE SELECT (id) ON shop FROM {reader}")
    shop.grant("UPDATE", "shop")
    code, words = trouble(shop)
    assert code == "SOURCE_RIGHTS" and "may not SELECT" in words


def test_a_false_key(shop: SourceOwner) -> None:
    code, words = trouble(shop, {"shop": {**TABLES["shop"], "keys": [["age"]]}})
    assert code == "SOURCE_MISMATCH" and "No unique constraint" in words


def test_a_slow_statement(shop: SourceOwner, tmp_path: Path) -> None:
    request = shop.fetching(TABLES, SLOW[shop.connector["type"]], tmp_path, login=READER, seconds=1)
    answer = run.fetch(request)
    assert answer["ok"] is False and answer["reason"].endswith(" in statement q")


def test_what_a_fetch_says_holds_the_code_and_the_words(shop: SourceOwner, tmp_path: Path) -> None:
    shop.sql("ALTER TABLE shop DROP COLUMN age")
    answer = run.fetch(shop.fetching(TABLES, "SELECT 1 AS n", tmp_path, login=READER))
    assert answer["reason"].startswith("SOURCE_MISMATCH: table shop.age: There is no such column")


@pytest.mark.parametrize(
    ("rights", "noted"),
    [("SELECT", False), ("INSERT", True), ("UPDATE (age)", True), ("INSERT (age)", True), ("DELETE", True)],
)
def test_rights_that_are_not_needed_are_noted(shop: SourceOwner, rights: str, noted: bool) -> None:
    shop.grant(rights, "shop")
    answer = run.check(shop.checking(TABLES, login=READER))
    assert answer["ok"] is True
    assert ["could also change" in note["reason"] for note in answer["notes"]] == [True] * noted


WRITES: dict[str, Callable[[str], str]] = {
    "postgresql": lambda place: f"INSERT INTO public.{place} (id) VALUES (9) RETURNING id AS n",
    "mysql": lambda place: f"INSERT INTO dq0.{place} (id) VALUES (9)",
}


def test_whatever_the_role_may_nothing_is_ever_written(shop: SourceOwner, tmp_path: Path) -> None:
    request = shop.fetching(TABLES, WRITES[shop.connector["type"]]("shop"), tmp_path)
    answer = run.fetch(request)
    assert answer["ok"] is False and answer["reason"].endswith(" in statement q")
    assert shop.ask("SELECT COUNT(*) FROM shop WHERE id = 9") == [(0,)]
