"""Servers that the tests of sources share; where a machine has none, those tests are skipped with the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from database_servers import missing, server
from source_owner import SourceOwner


def _owner(kind: str) -> Iterator[SourceOwner]:
    reason = missing(kind)
    if reason is not None:
        pytest.skip(reason)
    with server(kind) as source:
        owner = SourceOwner(source)
        yield owner
        owner.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[SourceOwner]:
    yield from _owner("postgresql")


@pytest.fixture(scope="session")
def mysql() -> Iterator[SourceOwner]:
    yield from _owner("mysql")


@pytest.fixture(params=["postgresql", "mysql"])
def owner(request: pytest.FixtureRequest) -> SourceOwner:
    found: SourceOwner = request.getfixturevalue(request.param)
    return found
