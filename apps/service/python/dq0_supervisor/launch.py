"""What the service tells a supervisor: before the start in a file, and once it has a job in one line."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Launch:
    """How to start the sandbox. ``folder`` is the run folder; ``out`` is where the plugin may write."""

    command: list[str]
    environment: dict[str, str]
    folder: Path
    out: Path
    seccomp: Path | None

    @staticmethod
    def read(file: str) -> "Launch":
        """Reads the launch file that the service wrote."""
        told = json.loads(Path(file).read_text(encoding="utf-8"))
        seccomp = told["seccomp"]
        return Launch(
            command=[str(word) for word in told["command"]],
            environment={str(name): str(value) for name, value in told["environment"].items()},
            folder=Path(told["folder"]),
            out=Path(told["out"]),
            seccomp=None if seccomp is None else Path(seccomp),
        )


@dataclass(frozen=True)
class Assignment:
    """The one job: path of the job file as the plugin sees it, and limits (seconds, bytes)."""

    job_file: str
    wall_seconds: float
    memory_bytes: int
    disk_bytes: int

    @staticmethod
    def parse(line: bytes) -> "Assignment":
        """Reads the line ``{"jobFile", "wallSeconds", "memoryBytes", "diskBytes"}``."""
        told = json.loads(line)
        return Assignment(
            job_file=str(told["jobFile"]),
            wall_seconds=float(told["wallSeconds"]),
            memory_bytes=int(told["memoryBytes"]),
            disk_bytes=int(told["diskBytes"]),
        )
