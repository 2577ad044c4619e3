"""Temporary PostgreSQL and MariaDB servers for the dialect tests: a folder, a free port of 127.0.0.1, and an end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "a password of the tests"
USERS = ("postgres", "mysql", "nobody")
"""Database servers refuse to run as root; where the tests do, they run as one of these, who owns nothing here."""
START_SECONDS = 60
_DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Certificates:
    """PEM files of a server: what it shows, and the authority of the clients it lets in by certificate."""

    certificate: Path
    key: Path
    authority: Path


def _program(*names: str) -> str | None:
    folders = sorted(_DEBIAN_POSTGRESQL.glob("*/bin"), reverse=True)
    for name in names:
        for folder in folders:
            if (folder / name).exists():
                return str(folder / name)
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found is not None:
            return found
    return None


def missing(kind: str) -> str | None:
    """Why there can be no server of a kind here; None where there can."""
    needed = {
        "postgresql": (("initdb",), ("postgres",)),
        "mysql": (("mariadb-install-db", "mysql_install_db"), _MYSQLD),
    }
    absent = [names[0] for names in needed[kind] if _program(*names) is None]
    package = {"postgresql": "postgresql", "mysql": "mariadb-server"}[kind]
    return f"no {absent[0]} on this machine (Debian: apt install {package})" if absent else None


_MYSQLD = ("mariadbd", "mysqld")


@contextmanager
def server(kind: str, certificates: Certificates | None = None) -> Iterator[dict[str, Any]]:
    """A running server: `connector` and `login` as the fetch worker takes them. With certificates it speaks TLS too."""
    folder = Path(tempfile.mkdtemp(prefix="dq0-database-"))
    owner = _owner()
    _give(folder, owner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (_postgresql if kind == "postgresql" else _mysql)(folder, port, owner)
    if certificates is not None:
        command += _tls(kind, folder, certificates, owner)
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=_environment(folder), **owner)
    try:
        login = {"user": "dq0", "password": PASSWORD}
        found = {"connector": {"type": kind, "host": "127.0.0.1", "port": port, "database": "dq0"}, "login": login}
        _await(lambda: _prepare(kind, port, folder), process, folder)
        yield found
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _tls(kind: str, folder: Path, certificates: Certificates, owner: dict[str, Any]) -> list[str]:
    files = {}
    for name, file in vars(certificates).items():
        files[name] = folder / f"{name}.pem"
        files[name].write_bytes(file.read_bytes())
        files[name].chmod(0o600)
        _give(files[name], owner)
    if kind == "mysql":
        flags = {"ssl-ca": "authority", "ssl-cert": "certificate", "ssl-key": "key"}
        return [f"--{flag}={files[name]}" for flag, name in flags.items()]
    settings = {"ssl_ca_file": "authority", "ssl_cert_file": "certificate", "ssl_key_file": "key"}
    words = ["ssl=on", *(f"{setting}={files[name]}" for setting, name in settings.items())]
    return [word for setting in words for word in ("-c", setting)]


def _owner() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    found = next(known[name] for name in USERS if name in known)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _give(path: Path, owner: dict[str, Any]) -> None:
    if owner:
        os.chown(path, owner["user"], owner["group"])


def _environment(folder: Path) -> dict[str, str]:
    # A starting MariaDB removes the temporary tables of every other one that shares its temporary folder.
    own = {"HOME": str(folder), "TMPDIR": str(folder)}
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC", **own}


def _made(words: list[str], folder: Path, owner: dict[str, Any]) -> None:
    made = subprocess.run(words, cwd=folder, env=_environment(folder), capture_output=True, check=False, **owner)
    if made.returncode != 0:
        raise RuntimeError(f"{words[0]} failed: {made.stderr.decode(errors='replace')[-2000:]}")


def _postgresql(folder: Path, port: int, owner: dict[str, Any]) -> list[str]:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    _give(secret, owner)
    initdb = _program("initdb")
    assert initdb is not None
    flags = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--username=dq0", f"--pwfile={secret}"]
    _made([initdb, "-D", str(folder / "data"), "--no-sync", *flags], folder, owner)
    postgres = _program("postgres")
    assert postgres is not None
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off"]
    return [postgres, "-D", str(folder / "data"), *(word for setting in settings for word in ("-c", setting))]


def _mysql(folder: Path, port: int, owner: dict[str, Any]) -> list[str]:
    install = _program("mariadb-install-db", "mysql_install_db")
    daemon = _program(*_MYSQLD)
    assert install is not None and daemon is not None
    data = f"--datadir={folder / 'data'}"
    # As nobody's root account: whoever owns the process may prepare the server over its socket, and nobody else.
    quick = ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]
    _made([install, *quick, data], folder, owner)
    start = folder / "start.sql"
    start.write_text(
        f"ALTER USER root@localhost IDENTIFIED BY '{PASSWORD}';\nCREATE DATABASE dq0 COLLATE utf8mb4_general_ci;\n"
        f"CREATE USER dq0@'%' IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON dq0.* TO dq0@'%' WITH GRANT OPTION;\n"
        "GRANT CREATE USER ON *.* TO dq0@'%';\n"
    )
    return [
        daemon, '--no-defaults', data, f'--port={port}', '--bind-address=127.0.0.1', f'--socket={folder / "s"}',
        f'--pid-file={folder / "pid"}', f'--init-file={start}', '--skip-name-resolve',
        '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M',
    ]  # fmt: skip


def _prepare(kind: str, port: int, folder: Path) -> None:
    if kind == "postgresql":
        import psycopg

        words = f"host=127.0.0.1 port={port} user=dq0 dbname=postgres"
        with psycopg.connect(words, password=PASSWORD, autocommit=True) as connection:
            connection.execute("CREATE DATABASE dq0 TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        return
    import pymysql

    pymysql.connect(host="127.0.0.1", port=port, user="dq0", password=PASSWORD, database="dq0").close()


def _await(ready: Callable[[], None], process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return ready()
        except Exception as error:
            if process.poll() is not None or time.monotonic() > end:
                words = (folder / "log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"the database server did not start: {words}") from error
            time.sleep(0.1)
