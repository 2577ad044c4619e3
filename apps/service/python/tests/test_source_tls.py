"""The way to a database: encrypted with whom the owner trusts, or not gone at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from certificates import Authority
from database_servers import Certificates, missing, server
from source_owner import READER, SourceOwner

from dq0_fetch.source import run

ENCRYPTED = {
    "postgresql": "SELECT CASE WHEN ssl THEN 1 ELSE 0 END FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()",
    "mysql": "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'SSL_CIPHER'",
}


@dataclass
class Trusted:
    """A server that speaks TLS as 127.0.0.1, by no other name."""

    owner: SourceOwner
    ca: str
    stranger: str
    client: dict[str, str]


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def trusted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trusted]:
    reason = missing(request.param)
    if reason is not None:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("certificates")
    authority = Authority(folder / "one")
    certificate, key = authority.sign("server", "IP:127.0.0.1")
    with server(request.param, Certificates(certificate, key, authority.certificate)) as source:
        owner = SourceOwner(source)
        owner.make_reader()
        owner.sql("CREATE TABLE anything (id int)")
        owner.grant("SELECT", "anything")
        shown, own = authority.sign(READER["user"])
        client = {"certificate": shown.read_text(), "key": own.read_text()}
        stranger = Authority(folder / "two").certificate.read_text()
        yield Trusted(owner, authority.certificate.read_text(), stranger, client)
        owner.close()


def encrypted(trusted: Trusted, tls: dict[str, Any] | None, login: dict[str, str] = READER) -> bool:
    """Whether a connection that was let in is encrypted, as the server sees it."""
    session = run.opened(trusted.owner.checking({}, login={**login, **({} if tls is None else {"tls": tls})}))
    try:
        [[(found,)]] = list(session.rows(ENCRYPTED[trusted.owner.connector["type"]], []))
    finally:
        session.close()
    return bool(found)


def refused(trusted: Trusted, tls: dict[str, Any], **place: Any) -> tuple[str, str]:
    request = trusted.owner.checking({}, login={**READER, "tls": tls})
    answer = run.check({**request, "connector": {**request["connector"], **place}})
    assert answer["ok"] is False
    return answer["trouble"], answer["problems"][0]["reason"]


def test_verify_takes_a_server_that_the_authority_has_signed(trusted: Trusted) -> None:
    assert encrypted(trusted, {"mode": "verify", "ca": trusted.ca})


@pytest.mark.parametrize("authority", ["stranger", None])
def test_verify_refuses_what_another_has_signed(trusted: Trusted, authority: str | None) -> None:
    ca = {} if authority is None else {"ca": trusted.stranger}
    trouble, words = refused(trusted, {"mode": "verify", **ca})
    assert trouble == "SOURCE_UNREACHABLE" and "certificate verify failed" in words


def test_verify_refuses_another_name(trusted: Trusted) -> None:
    trouble, words = refused(trusted, {"mode": "verify", "ca": trusted.ca}, host="localhost")
    assert trouble == "SOURCE_UNREACHABLE" and "localhost" in words


def test_require_is_encrypted_with_whoever_answers(trusted: Trusted) -> None:
    assert encrypted(trusted, {"mode": "require"})


@pytest.mark.parametrize("tls", [{"mode": "off"}, None])
def test_off_is_plain_and_what_this_machine_itself_is_spoken_to_in(trusted: Trusted, tls: dict[str, str]) -> None:
    assert not encrypted(trusted, tls)


def test_a_client_shows_its_own_certificate(trusted: Trusted) -> None:
    owner = trusted.owner
    if owner.connector["type"] == "postgresql":
        [(rules,)] = owner.ask("SHOW hba_file")
        Path(rules).write_text("hostssl all reader all cert\nhost all dq0 all scram-sha-256\n")
        owner.sql("SELECT pg_reload_conf()")
    else:
        owner.sql("ALTER USER reader@'%' REQUIRE X509")
    assert encrypted(trusted, {"mode": "verify", "ca": trusted.ca, **trusted.client})
    for tls in ({"mode": "verify", "ca": trusted.ca}, {"mode": "off"}):
        assert refused(trusted, tls)[0] == "SOURCE_LOGIN"


@pytest.mark.parametrize("mode", ["require", "verify"])
def test_a_server_without_tls_is_not_spoken_to_in_plain(owner: SourceOwner, mode: str) -> None:
    answer = run.check(owner.checking({}, login={**owner.login, "tls": {"mode": mode}}))
    assert (answer["ok"], answer["trouble"]) == (False, "SOURCE_UNREACHABLE")


PLACES = {"127.0.0.1": "off", "localhost": "off", "::1": "off", "db": "verify", "10.0.0.1": "verify"}


@pytest.mark.parametrize(("host", "mode"), [*PLACES.items(), ("localhost.example.org", "verify")])
def test_without_settings_a_way_that_leaves_the_machine_is_verified(host: str, mode: str) -> None:
    from dq0_fetch.source.loopback import tls_settings

    assert tls_settings(host, {}) == {"mode": mode}
    assert tls_settings(host, {"tls": {"mode": "require"}}) == {"mode": "require"}
