"""Attempts of the diagnostic where nothing keeps them from succeeding; the sandbox is tested where it is made."""

import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dq0_diagnostic.attempts import ATTEMPTS, Place, try_out


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    for name in ("in", "out", "folder"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("outside")
    with socket.socket(socket.AF_UNIX) as network, socket.socket(socket.AF_UNIX) as service:
        network.bind(f"\0{tmp_path}")
        service.bind(str(tmp_path / "socket"))
        for listening in (network, service):
            listening.listen()
        yield Place(
            job_file=tmp_path / "in" / "job.json",
            output=tmp_path / "out",
            network=str(tmp_path),
            socket=tmp_path / "socket",
            file=tmp_path / "file",
            folder=tmp_path / "folder",
            run="a-run-that-nobody-has",
        )


def succeeded(name: str, place: Place) -> list[str]:
    told = try_out(name, ATTEMPTS[name], place)["succeeded"]
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("network", "It shares the network of the service."),
        ("socket", "It spoke with the service through its socket."),
        ("read", "It read a file of the machine outside."),
        ("write", "It wrote in a folder of the machine outside."),
        ("calls", "No filter of the kernel's calls is in force."),
        ("environment", "Its environment holds more than a job is given."),
    ],
)
def test_says_what_succeeded(name: str, words: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DQ0_SECRET", "of the service")
    assert words in succeeded(name, place)


def test_leaves_nothing_behind(place: Place) -> None:
    for name in ATTEMPTS:
        succeeded(name, place)
    assert [list(folder.iterdir()) for folder in (place.job_file.parent, place.output, place.folder)] == [[], [], []]


def test_says_that_nothing_limits_it(place: Place) -> None:
    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY:
        pytest.skip("something limits this process")
    assert "It may write files without end." in succeeded("limits", place)


def test_says_nothing_where_nothing_is_there(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    nowhere = Place(gone / "job.json", gone, str(gone), gone, gone, gone, "nobody")
    assert succeeded("socket", nowhere) == []
    assert "It read a file of the machine outside." not in succeeded("read", nowhere)
    assert succeeded("processes", nowhere) == []
