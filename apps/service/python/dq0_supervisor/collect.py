"""Takes outputs out of the plugin's reach: copied, hashed while copying, on the disk before anybody hears of them."""

import hashlib
import os
import stat
from pathlib import Path

from .record import sync_folder

CHUNK = 1 << 20


class OutputError(Exception):
    """An output is not what the plugin said it is."""


def open_inside(folder: Path, path: str) -> int:
    """Opens a regular file below ``folder`` without following any link. Raises OutputError."""
    parts = path.split("/")
    if not path or any(part in ("", ".", "..") for part in parts):
        raise OutputError("an output's path leaves the output folder")
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            os.close(here)
            here = inner
        found = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
    except OSError as error:
        raise OutputError("an output is missing or a link") from error
    finally:
        os.close(here)
    status = os.fstat(found)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        os.close(found)
        raise OutputError("an output is not a plain file")
    return found


def keep(out: Path, path: str, sha256: str, kept: Path, most_bytes: int) -> int:
    """Copies one output to ``kept/SHA256`` and returns its bytes. Raises OutputError, OSError (disk full)."""
    source = open_inside(out, path)
    place = kept / sha256
    part = kept / f"{sha256}.part"
    digest = hashlib.sha256()
    copied = 0
    try:
        target = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            while chunk := os.read(source, CHUNK):
                copied += len(chunk)
                if copied > most_bytes:
                    raise OutputError("an output is larger than the limit of disk")
                digest.update(chunk)
                view = memoryview(chunk)
                while view:
                    view = view[os.write(target, view) :]
            os.fsync(target)
        finally:
            os.close(target)
    finally:
        os.close(source)
    if digest.hexdigest() != sha256:
        raise OutputError("an output differs from its digest")
    os.rename(part, place)
    return copied


def keep_all(out: Path, artifacts: dict[str, str], folder: Path, most_bytes: int) -> list[dict[str, object]]:
    """Keeps every output; durable when this returns. ``[{path, sha256, bytes}]``."""
    kept = folder / "kept"
    kept.mkdir(mode=0o700, exist_ok=True)
    listed: list[dict[str, object]] = []
    for path, sha256 in artifacts.items():
        size = keep(out, path, sha256, kept, most_bytes)
        most_bytes -= size
        listed.append({"path": path, "sha256": sha256, "bytes": size})
    sync_folder(kept)
    sync_folder(folder)
    return listed
