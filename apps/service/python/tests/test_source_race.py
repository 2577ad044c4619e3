"""What the catalogue says is what the statement meets: others cannot change it in between, or nothing comes out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from source_owner import SourceOwner

from dq0_fetch.source import run
from dq0_fetch.source.postgresql import Postgresql

WAITING = {
    "postgresql": "SELECT count(*) FROM pg_locks WHERE NOT granted",
    "mysql": "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock'",
}


def tables(name: str, keys: list[list[str]] | None = None) -> dict[str, Any]:
    return {name: {"columns": {"id": {"type": "integer"}}, "keys": keys or []}}


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.02)


CHANGES = {
    "postgresql": ("BEGIN", "ALTER TABLE changing ALTER id TYPE text", "COMMIT"),
    "mysql": ("LOCK TABLES changing WRITE", "ALTER TABLE changing MODIFY id varchar(50)", "UNLOCK TABLES"),
}


def test_the_catalogue_is_read_as_it_is_after_a_change_was_waited_for(owner: SourceOwner) -> None:
    """A change that began before and ends while the check waits for it is seen by the check."""
    kind = owner.connector["type"]
    owner.sql("CREATE TABLE changing (id int PRIMARY KEY)")
    answers: list[dict[str, Any]] = []
    checking = threading.Thread(target=lambda: answers.append(run.check(owner.checking(tables("changing")))))
    other = owner.connect()
    *begin, end = CHANGES[kind]
    for statement in begin:
        other.cursor().execute(statement)
    checking.start()
    wait_until(lambda: owner.ask(WAITING[kind]) == [(1,)])
    other.cursor().execute(end)
    checking.join()
    other.close()
    [answer] = answers
    assert (answer["ok"], answer.get("trouble")) == (False, "SOURCE_MISMATCH")
    assert "Declared integer" in answer["problems"][0]["reason"]


@pytest.mark.parametrize("rights", ["SELECT", "SELECT (id)"])
def test_a_table_cannot_be_changed_between_check_and_statement(owner: SourceOwner, rights: str) -> None:
    name = f"held_{len(rights)}"
    owner.sql(f"CREATE TABLE {name} (id int PRIMARY KEY, other int)")
    login = owner.make_reader()
    owner.grant(rights, name)
    session = run.opened(owner.checking({}, login=login))
    assert session.find(session.place(name)) is not None
    other = owner.connect()
    change = threading.Thread(target=lambda: other.cursor().execute(f"ALTER TABLE {name} ADD COLUMN more int"))
    change.start()
    wait_until(lambda: owner.ask(WAITING[owner.connector["type"]]) == [(1,)])
    session.close()
    change.join()
    other.close()


def test_a_table_that_is_changed_too_long_is_given_up(owner: SourceOwner) -> None:
    owner.sql("CREATE TABLE locked (id int PRIMARY KEY)")
    other = owner.connect()
    if owner.connector["type"] == "postgresql":
        other.execute("BEGIN")
        other.execute("LOCK TABLE locked")
    else:
        other.cursor().execute("LOCK TABLES locked WRITE")
    try:
        answer = run.check(owner.checking(tables("locked"), seconds=1))
    finally:
        other.close()
    assert (answer["ok"], answer.get("trouble")) == (False, "SOURCE_UNREACHABLE")


def test_rows_of_a_table_that_inherits_meanwhile_are_refused(
    postgresql: SourceOwner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the one change that no lock of a reader keeps out."""
    postgresql.sql(
        "CREATE TABLE heir (id int PRIMARY KEY)",
        "CREATE TABLE old (id int NOT NULL)",
        "INSERT INTO heir VALUES (1)",
        "INSERT INTO old VALUES (1)",
    )
    read = Postgresql.rows

    def inherited(self: Postgresql, statement: str, parameters: list[Any]) -> Any:
        postgresql.sql("ALTER TABLE old INHERIT heir")
        return read(self, statement, parameters)

    request = postgresql.fetching(tables("heir", [["id"]]), "SELECT count(*) AS n FROM public.heir", tmp_path)
    assert run.fetch(request)["ok"] is True
    monkeypatch.setattr(Postgresql, "rows", inherited)
    answer = run.fetch(request)
    assert answer["ok"] is False and answer["reason"].startswith("SOURCE_MISMATCH: ")
