"""Attempts to break out. Each harms nobody where it succeeds, and leaves nothing behind."""

import contextlib
import ctypes
import mmap
import os
import resource
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NEW_USER_NAMESPACE = 0x10000000
#: Attaches to a process without stopping it.
PTRACE_SEIZE = 0x4206
#: What a job is given; anything beyond may be a secret of the service.
GIVEN = {
    *("PATH", "HOME", "TMPDIR", "LANG", "TZ", "LC_CTYPE", "LD_LIBRARY_PATH", "PWD"),
    *("PYTHONPATH", "PYTHONNOUSERSITE", "PYTHONSAFEPATH", "PYTHONDONTWRITEBYTECODE"),
}
#: An address for documentation that nobody has (RFC 5737).
NOWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Place:
    """Where the job is, and what lies outside that it must not reach."""

    job_file: Path
    output: Path
    #: Abstract socket of the service: whoever shares its network reaches it.
    network: str
    #: Socket file of the service.
    socket: Path
    #: Readable by everybody.
    file: Path
    #: Writable by everybody.
    folder: Path
    #: Of the run that holds this job, as its supervisor was told.
    run: str


Attempt = Callable[[Place], Iterator[str]]


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What is inside may be refused."""
    with contextlib.suppress(OSError, MemoryError, ValueError):
        yield


def status(name: str) -> str:
    """One line of the kernel's about this process."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return line.partition(":")[2].strip()
    return ""


def network(place: Place) -> Iterator[str]:
    """Yields each way to another machine or to a program outside."""
    with refused(), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(f"\0{place.network}")
        yield "It shares the network of the service."
    with refused(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        # Finds a way and sends nothing.
        client.connect(NOWHERE)
        yield "It has a way to other machines."
    with refused():
        lines = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]
        names = {line.partition(":")[0].strip() for line in lines} - {"lo"}
        if names:
            yield f"It sees the network interfaces {', '.join(sorted(names))}."


def socket_file(place: Place) -> Iterator[str]:
    """Yields where the service answers through its socket file."""
    with refused(), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        client.connect(str(place.socket))
        yield "It spoke with the service through its socket."


def read(place: Place) -> Iterator[str]:
    """Yields what can be read of the machine outside."""
    with refused():
        place.file.read_bytes()
        yield "It read a file of the machine outside."
    with refused():
        Path("/etc/shadow").read_bytes()
        yield "It read the password file of the machine."


def write(place: Place) -> Iterator[str]:
    """Yields where something can be written beside outputs and scratch space."""
    for folder, words in (
        (place.folder, "a folder of the machine outside"),
        (place.job_file.parent, "its own inputs"),
        (Path(__file__).parent, "its own code"),
    ):
        with refused():
            planted = folder / "planted"
            planted.touch(exist_ok=False)
            planted.unlink()
            yield f"It wrote in {words}."


def processes(place: Place) -> Iterator[str]:
    """Yields where its supervisor, which lives outside, can be seen."""
    for entry in os.listdir("/proc"):
        with refused():
            words = Path(f"/proc/{int(entry)}/cmdline").read_bytes().split(b"\0")
            if b"dq0_supervisor" in words and place.run.encode() in b"\0".join(words):
                yield "It saw processes outside."
                os.kill(int(entry), 0)
                yield "It could end them."


def rights(_place: Place) -> Iterator[str]:
    """Yields each right beyond those of nobody."""
    with refused():
        os.setuid(0)
        yield "It is root."
    if int(status("CapEff"), 16) != 0:
        yield "It holds rights of an administrator."
    if status("NoNewPrivs") != "1":
        yield "It may gain rights by starting a program."
    if succeeds_in_child(lambda libc: libc.unshare(NEW_USER_NAMESPACE)):
        yield "It may make namespaces, in which it would be root."


def calls(_place: Place) -> Iterator[str]:
    """Yields where no filter stands between the job and the kernel."""
    if status("Seccomp") != "2":
        yield "No filter of the kernel's calls is in force."
    with refused(), socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0):
        yield "It may speak with the kernel about the network."
    if succeeds_in_child(lambda libc: libc.ptrace(PTRACE_SEIZE, os.getppid(), 0, 0)):
        yield "It may look into other processes."


def limits(place: Place) -> Iterator[str]:
    """Yields each limit that can be overstepped."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    if hard == resource.RLIM_INFINITY:
        yield "It may start processes without end."
    else:
        with refused():
            resource.setrlimit(resource.RLIMIT_NPROC, (soft, hard + 1))
            yield "It may raise its own limits."
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY:
        yield "It may take memory without end."
    else:
        with refused():
            mmap.mmap(-1, most + mmap.PAGESIZE, flags=mmap.MAP_PRIVATE).close()
            yield "It may take more memory than its limit."
    _, largest = resource.getrlimit(resource.RLIMIT_FSIZE)
    if largest == resource.RLIM_INFINITY:
        yield "It may write files without end."
    else:
        large = place.output / "large"
        with refused():
            large.touch()
            os.truncate(large, largest + 1)
            yield "It may write larger files than its limit."
        large.unlink(missing_ok=True)


def environment(_place: Place) -> Iterator[str]:
    """Yields where more than what every job gets is in its environment."""
    if not GIVEN.issuperset(os.environ):
        yield "Its environment holds more than a job is given."


def succeeds_in_child(call: Callable[[ctypes.CDLL], int]) -> bool:
    """Whether a call of the C library succeeds, tried where its effect ends with the process."""
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            outcome = 0 if call(ctypes.CDLL(None)) == 0 else 1
        finally:
            os._exit(outcome)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def try_out(name: str, attempt: Attempt, place: Place) -> dict[str, object]:
    """What succeeded, in words, and how long the attempt took; nothing where all was refused."""
    began = time.monotonic()
    succeeded = list(attempt(place))
    return {"name": name, "succeeded": succeeded, "milliseconds": round((time.monotonic() - began) * 1000)}


ATTEMPTS: dict[str, Attempt] = {
    "network": network,
    "socket": socket_file,
    "read": read,
    "write": write,
    "processes": processes,
    "rights": rights,
    "calls": calls,
    "limits": limits,
    "environment": environment,
}
