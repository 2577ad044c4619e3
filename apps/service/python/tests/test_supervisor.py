"""The supervisor of one job, around plain programs instead of a sandbox."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent.parent
DATA = b"result"
DIGEST = hashlib.sha256(DATA).hexdigest()
GOOD = f"""
open(f"{{out}}/result.json", "wb").write({DATA!r})
say({{"type": "artifact", "path": "result.json", "sha256": "{DIGEST}"}})
say({{"type": "noise", "kind": "k", "scale": "1.5", "values": 3}})
say({{"type": "finished"}})
"""
PRELUDE = """
import json, os, sys, time
out = {out!r}
events = os.fdopen(3, "w", buffering=1)
def say(event): print(json.dumps(event), file=events)
path = sys.stdin.readline().strip()
"""


class Run:
    """A supervisor and its run folder."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder
        out = folder / "out"
        out.mkdir(parents=True)
        command = [sys.executable, "-S", "-c", PRELUDE.format(out=str(out)) + code]
        launch = {"command": command, "environment": {}, "folder": str(folder), "out": str(out), "seccomp": None}
        (folder / "launch.json").write_text(json.dumps(launch))

    def start(self) -> "Run":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dq0_supervisor", str(self.folder / "launch.json")],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return self

    def assign(self, **limits: float) -> "Run":
        given = {"wallSeconds": 20, "memoryBytes": 1 << 28, "diskBytes": 1 << 20, **limits}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jobFile": "/job.json", **given}).encode() + b"\n")
        self.process.stdin.flush()
        return self

    def record(self) -> list[dict[str, Any]]:
        self.process.wait(20)
        file = self.folder / "record.ndjson"
        return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[str], Run]]:
    runs: list[Run] = []

    def making(code: str) -> Run:
        runs.append(Run(tmp_path / str(len(runs)), code))
        return runs[-1]

    yield making
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()
        run.process.wait()
        if run.process.stdin is not None:
            run.process.stdin.close()


def wait_for(file: Path, text: str) -> str:
    """Waits until a file is there and holds a text."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if file.exists() and text in file.read_text():
            return file.read_text()
        time.sleep(0.01)
    raise AssertionError(f"{file.name} never held {text}")


def reason(run: Run) -> str:
    *_, last = run.record()
    assert last["type"] == "failed"
    return str(last["reason"])


def test_outputs_are_kept_under_their_digest_before_the_last_word(make: Callable[[str], Run]) -> None:
    run = make(GOOD).start().assign()
    assert run.record() == [
        {"type": "assigned"},
        {
            "type": "finished",
            "artifacts": [{"path": "result.json", "sha256": DIGEST, "bytes": len(DATA)}],
            "noise": [{"kind": "k", "scale": "1.5", "values": 3}],
        },
    ]
    assert (run.folder / "kept" / DIGEST).read_bytes() == DATA
    assert run.process.returncode == 0


def test_nothing_after_the_last_word_counts(make: Callable[[str], Run]) -> None:
    run = make(GOOD + 'say({"type": "failed", "reason": "late"})\nsay("x")\ntime.sleep(60)').start().assign()
    assert run.record()[-1]["type"] == "finished"


def test_no_job_and_a_closed_control_end_it_and_the_program(make: Callable[[str], Run]) -> None:
    run = make("time.sleep(60)").start()
    time.sleep(0.3)
    assert run.process.stdin is not None
    run.process.stdin.close()
    run.process.wait(5)
    assert run.record() == []


def test_a_job_goes_on_when_the_control_closes(make: Callable[[str], Run]) -> None:
    run = make("time.sleep(0.5)" + GOOD).start().assign()
    assert run.process.stdin is not None
    run.process.stdin.close()
    assert run.record()[-1]["type"] == "finished"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("say({'type': 'failed', 'reason': 'by rule'})", "by rule"),
        ("sys.exit(3)", "The plugin ended before it finished (exit 3)."),
        ("raise KeyError('a secret')", "The plugin ended before it finished (exit 1, KeyError)."),
        ("os.kill(os.getpid(), 9)", "The plugin ended before it finished (signal 9)."),
        ("say('text')", "The plugin broke the protocol: a line is not an object."),
        ("say({'type': 'shout'})", "The plugin broke the protocol: a type is unknown."),
        ("say({'type': 'noise', 'kind': 'k', 'scale': 1, 'values': 3})", "The plugin broke the protocol"),
        ("say({'type': 'progress', 'value': 2, 'phase': ''})", "The plugin broke the protocol"),
        ("os.write(3, b'x' * 100000 + b'\\n'); time.sleep(9)", "The plugin broke the protocol"),
        ("a = [bytearray(1 << 20) for _ in range(400)]; time.sleep(9)", "The plugin overstepped the limit of memory."),
        ("open(out + '/x', 'wb').write(b'x' * (3 << 20)); time.sleep(9)", "The plugin overstepped the limit of disk."),
        (
            "say({'type': 'artifact', 'path': '../x', 'sha256': '0' * 64}); say({'type': 'finished'})",
            "The outputs cannot be taken: an output's path leaves the output folder.",
        ),
        (
            "os.mkfifo(out + '/x'); say({'type': 'artifact', 'path': 'x', 'sha256': '0' * 64})\n"
            "say({'type': 'finished'})",
            "The outputs cannot be taken: an output is not a plain file.",
        ),
        (
            "os.symlink('/etc', out + '/d'); say({'type': 'artifact', 'path': 'd/passwd', 'sha256': '0' * 64})\n"
            "say({'type': 'finished'})",
            "The outputs cannot be taken: an output is missing or a link.",
        ),
    ],
)
def test_what_goes_wrong_is_said_without_a_value(make: Callable[[str], Run], code: str, words: str) -> None:
    said = reason(make(code).start().assign())
    assert words in said and "secret" not in said


def test_wall_time_is_kept(make: Callable[[str], Run]) -> None:
    assert reason(make("time.sleep(60)").start().assign(wallSeconds=0.2)) == (
        "The plugin overstepped the limit of wall time."
    )


def test_a_stop_ends_it_with_a_reason(make: Callable[[str], Run]) -> None:
    run = make("say({'type': 'progress', 'value': 0.5, 'phase': 'p'})\ntime.sleep(60)").start().assign()
    wait_for(run.folder / "record.ndjson", "progress")
    run.process.send_signal(signal.SIGTERM)
    assert reason(run) == "The job was stopped."


def test_a_full_disk_is_no_false_last_word_and_the_program_is_not_told(make: Callable[[str], Run]) -> None:
    run = make(f"open(out + '/told', 'w')\n{GOOD}")
    (run.folder / "record.ndjson").symlink_to("/dev/full")
    run.start().assign().process.wait(10)
    assert run.process.returncode != 0
    assert not (run.folder / "out" / "told").exists()


def test_outputs_that_do_not_fit_on_the_disk_fail_the_job(make: Callable[[str], Run]) -> None:
    run = make(GOOD)
    (run.folder / "kept").mkdir()
    (run.folder / "kept" / f"{DIGEST}.part").symlink_to("/dev/full")
    said = reason(run.start().assign())
    assert said == "The outputs cannot be kept: No space left on device."


def test_the_mark_names_the_process_for_good(make: Callable[[str], Run]) -> None:
    run = make("").start()
    mark = json.loads(wait_for(run.folder / "supervisor.json", "}"))
    stat = Path(f"/proc/{mark['pid']}/stat").read_text()
    assert mark["pid"] == run.process.pid
    assert mark["startTicks"] == int(stat.rpartition(")")[2].split()[19])
    assert os.getsid(mark["pid"]) == mark["pid"]
