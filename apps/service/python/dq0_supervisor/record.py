"""The run's record: one JSON object a line, which the service reads now or after its own restart."""

import json
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Makes names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Record:
    """Appends to ``record.ndjson`` of the run folder."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "record.ndjson", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        sync_folder(folder)

    def note(self, entry: dict[str, object], *, durable: bool = False) -> None:
        """Writes one entry whole; a durable one is on the disk when this returns. Raises OSError (disk full)."""
        line = memoryview(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
        while line:
            line = line[os.write(self._file, line) :]
        if durable:
            os.fsync(self._file)
