"""Finds and opens a source file: below the data root, without following any link."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from .problems import Problems

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def _open(root: Path, path: str) -> int:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or path.startswith("/"):
        raise PermissionError
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, FOLDER, dir_fd=here)
            os.close(here)
            here = inner
        return os.open(parts[-1], FILE, dir_fd=here)
    finally:
        os.close(here)


def open_source(root: Path, path: str, source: str, suffix: str, alone: bool, problems: Problems) -> BinaryIO:
    """
    The file of one table. ``path`` names the file itself, or a folder in which ``source`` (or ``source`` and the
    suffix) lies. ``alone``: the definition has one table, so ``path`` may be its file. Raises UnreadableError.
    """
    tried = [path, f"{path}/{source}", f"{path}/{source}{suffix}"]
    for place in tried:
        try:
            descriptor = _open(root, place)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise problems.stop(
                "The file cannot be opened: it must lie below the data root, be readable, and be no link."
            ) from error
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            os.close(descriptor)
            continue
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise problems.stop("The source is not a plain file.")
        if place == path and not alone:
            os.close(descriptor)
            raise problems.stop("Several tables need a folder as path, with one file for each table.")
        return os.fdopen(descriptor, "rb")
    raise problems.stop("There is no such file below the data root.")
