"""What a source answers becomes files or an answer, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_owner import SourceOwner

from dq0_fetch.source import run

NO_INTEGERS = {
    "postgresql": ["'Infinity'::float8", "'NaN'::float8", "10::numeric ^ 30", "'abc'"],
    "mysql": ["1e308", "POW(10, 30)", "'abc'"],
}


def test_a_result_that_is_no_integer_is_an_answer_too(owner: SourceOwner, tmp_path: Path) -> None:
    for value in NO_INTEGERS[owner.connector["type"]]:
        answer = run.fetch(owner.fetching({}, f"SELECT {value} AS n", tmp_path))
        assert answer["ok"] is False and answer["reason"].endswith(" in statement q"), (value, answer)
        assert "abc" not in answer["reason"]


def test_a_result_that_is_too_large_is_an_answer_too(owner: SourceOwner, tmp_path: Path) -> None:
    answer = run.fetch(owner.fetching({}, "SELECT 1 AS n", tmp_path, mostBytes=10))
    assert answer == {"ok": False, "reason": "MemoryError in statement q"}


@pytest.mark.parametrize("value", ["9223372036854775807", "-9223372036854775808", "NULL"])
def test_the_ends_of_the_integers_arrive(owner: SourceOwner, tmp_path: Path, value: str) -> None:
    import pyarrow as pa

    assert run.fetch(owner.fetching({}, f"SELECT {value} AS n", tmp_path)) == {"ok": True, "files": {"q": "q.arrow"}}
    with pa.memory_map(str(tmp_path / "q.arrow")) as file:
        [found] = pa.ipc.open_file(file).read_all().to_pydict()["n"]
    assert str(found) == {"NULL": "None"}.get(value, value)
