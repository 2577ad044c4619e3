"""The life of one sandbox: started, waiting without data, given one job, ended. It outlives the service."""

import contextlib
import json
import os
import selectors
import signal
import socket
import time
from pathlib import Path

from .child import Child
from .collect import OutputError, keep_all
from .launch import Assignment, Launch
from .limits import overstepped
from .plugin_events import BadEventError, PluginEvents
from .record import Record

TICK_SECONDS = 0.05
PROGRESS_SECONDS = 0.1


def start_ticks(pid: int) -> int:
    """When a process started, in clock ticks since boot: with its id it names one process for good."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])


class Supervisor:
    """Control on standard input: one line with the assignment; its end before that means nobody wants a job run."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        self._record = Record(launch.folder)
        self._events = PluginEvents()
        self._assignment: Assignment | None = None
        self._deadline = float("inf")
        self._next_progress = 0.0
        self._control = b""
        self._stopped = False

    def run(self) -> int:
        """Exit status 0: the record has its last entry, or no job came. 3: the sandbox ended before a job came."""
        self._leave_mark()
        wake, bell = socket.socketpair()
        for end in (wake, bell):
            end.setblocking(False)
        signal.set_wakeup_fd(bell.fileno())
        signal.signal(signal.SIGTERM, self._on_stop)
        child = Child(self._launch)
        with selectors.DefaultSelector() as selector:
            for source in (0, child.events, child.words, child.end, wake.fileno()):
                selector.register(source, selectors.EVENT_READ)
            try:
                return self._watch(child, selector, wake)
            finally:
                child.kill()

    def _watch(self, child: Child, selector: selectors.BaseSelector, wake: socket.socket) -> int:
        while True:
            ready = {int(key.fd) for key, _ in selector.select(None if self._assignment is None else TICK_SECONDS)}
            if wake.fileno() in ready:
                with contextlib.suppress(BlockingIOError):
                    wake.recv(4096)
            if child.words in ready and not child.hear():
                selector.unregister(child.words)
            if child.events in ready and not self._listen(child.read_events()):
                selector.unregister(child.events)
            if 0 in ready:
                told = os.read(0, 65536)
                if told == b"":
                    selector.unregister(0)
                    if self._assignment is None:
                        child.kill()
                        return 0
                elif self._assignment is None:
                    self._hear_control(told, child)
            if child.end in ready:
                child.reap()
            failure = self._trouble(child)
            if failure is not None or self._events.ended:
                child.kill()
                return self._conclude(failure)

    def _hear_control(self, told: bytes, child: Child) -> None:
        self._control += told
        line, found, _ = self._control.partition(b"\n")
        if not found:
            return
        self._assignment = Assignment.parse(line)
        self._deadline = time.monotonic() + self._assignment.wall_seconds
        self._record.note({"type": "assigned"}, durable=True)
        child.tell(self._assignment.job_file)

    def _listen(self, data: bytes | None) -> bool:
        if data is None:
            return True
        try:
            for entry in self._events.feed(data):
                if time.monotonic() >= self._next_progress:
                    self._next_progress = time.monotonic() + PROGRESS_SECONDS
                    self._record.note(entry)
        except BadEventError as error:
            self._events.failed = f"The plugin broke the protocol: {error}."
        return data != b""

    def _trouble(self, child: Child) -> str | None:
        """Why the job cannot go on, or nothing. A job's last words count even when it ended right after them."""
        if child.status is not None:
            child.hear()
            while not self._events.ended and (data := child.read_events(until=time.monotonic() + 1)):
                self._listen(data)
            return None if self._events.ended else f"The plugin ended before it finished ({child.how_it_ended()})."
        if self._stopped:
            return "The job was stopped."
        if self._assignment is None or self._events.ended:
            return None
        if time.monotonic() > self._deadline:
            return "The plugin overstepped the limit of wall time."
        limit = overstepped(child.pid, self._launch.out, self._assignment.memory_bytes, self._assignment.disk_bytes)
        return None if limit is None else f"The plugin overstepped {limit}."

    def _conclude(self, failure: str | None) -> int:
        if self._assignment is None:
            return 3
        reason = failure or self._events.failed
        if reason is None:
            try:
                kept = keep_all(
                    self._launch.out, self._events.artifacts, self._launch.folder, self._assignment.disk_bytes
                )
                entry: dict[str, object] = {"type": "finished", "artifacts": kept, "noise": self._events.noise}
                self._record.note(entry, durable=True)
                return 0
            except OutputError as error:
                reason = f"The outputs cannot be taken: {error}."
            except OSError as error:
                reason = f"The outputs cannot be kept: {os.strerror(error.errno or 0)}."
        self._record.note({"type": "failed", "reason": reason}, durable=True)
        return 0

    def _leave_mark(self) -> None:
        mark = {"pid": os.getpid(), "startTicks": start_ticks(os.getpid())}
        part = self._launch.folder / "supervisor.json.part"
        part.write_text(json.dumps(mark), encoding="utf-8")
        os.rename(part, self._launch.folder / "supervisor.json")

    def _on_stop(self, _signal: int, _frame: object) -> None:
        self._stopped = True
