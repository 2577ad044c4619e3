"""The sandbox as a child: its pipes and its end."""

import contextlib
import fcntl
import os
import re
import signal
import time

from .launch import Launch

EXCEPTION = re.compile(rb"^([A-Za-z_][A-Za-z0-9_.]{0,80}(?:Error|Exception|Interrupt|Exit))\b", re.MULTILINE)
LONGEST_WORDS = 4096


def _pipe() -> tuple[int, int]:
    """A pipe whose ends lie above the descriptors that a child is given."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 16) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


class Child:
    """Starts the command with standard input, words (standard error), events on 3 and the seccomp filter on 4."""

    def __init__(self, launch: Launch) -> None:
        inside, self.input = _pipe()
        self.words, words = _pipe()
        self.events, events = _pipe()
        nothing = fcntl.fcntl(os.open("/dev/null", os.O_WRONLY), fcntl.F_DUPFD_CLOEXEC, 16)
        given = {0: inside, 1: nothing, 2: words, 3: events}
        if launch.seccomp is not None:
            given[4] = fcntl.fcntl(os.open(launch.seccomp, os.O_RDONLY), fcntl.F_DUPFD_CLOEXEC, 16)
        self.pid = os.posix_spawn(
            launch.command[0],
            launch.command,
            launch.environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, source, number) for number, source in given.items()],
            setsid=True,
            setsigdef=[signal.SIGPIPE, signal.SIGTERM],
        )
        for descriptor in given.values():
            os.close(descriptor)
        self.end = os.pidfd_open(self.pid)
        self.status: int | None = None
        self._said = b""
        for descriptor in (self.words, self.events):
            os.set_blocking(descriptor, False)

    def tell(self, line: str) -> None:
        """Hands the one line over and closes the input; a plugin that has gone is noticed elsewhere."""
        try:
            os.write(self.input, line.encode() + b"\n")
        except BrokenPipeError:
            pass
        finally:
            os.close(self.input)

    def hear(self) -> bool:
        """Keeps the end of what it prints on standard error, to name the kind of a failure. False at the end."""
        try:
            data = os.read(self.words, 65536)
        except BlockingIOError:
            return True
        self._said = (self._said + data)[-LONGEST_WORDS:]
        return data != b""

    def kill(self) -> None:
        """Ends it and everything it started, and waits until nobody holds its event pipe any more."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        deadline = time.monotonic() + 5
        while self.read_events(until=deadline):
            pass

    def read_events(self, until: float = 0) -> bytes | None:
        """Bytes of the event pipe: empty at its end, nothing when none came up to ``until`` (monotonic seconds)."""
        while True:
            try:
                return os.read(self.events, 65536)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return None
                time.sleep(0.001)

    def reap(self) -> None:
        """Takes note of an end that has happened."""
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def how_it_ended(self) -> str:
        """Exit status or signal, and the kind of an exception: never its text, which may quote a row."""
        status = self.status
        end = "an unknown end" if status is None else f"exit {status}" if status >= 0 else f"signal {-status}"
        if self._said.startswith(b"bwrap: "):
            return f"{end}, {self._said.splitlines()[0].decode(errors='replace')}"
        kinds = EXCEPTION.findall(self._said)
        return f"{end}, {kinds[-1].decode()}" if kinds else end
