"""Looks at what a sandbox uses. Wall time, memory, disk and processes are kept here and, where it can, by rlimits."""

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
MOST_PROCESSES = 128
MOST_FILES = 1000


def descendants(root: int) -> Iterator[int]:
    """Process ids of ``root`` and everything it started."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text(encoding="ascii")
                waiting.extend(int(child) for child in children.split())
        except OSError:
            continue


def resident_bytes(pids: list[int]) -> int:
    """Sum of resident memory, in bytes; processes that have ended count zero."""
    total = 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    return total


def shared_out_bytes(pids: list[int]) -> int:
    """Like ``resident_bytes``, but memory that forks share counts once; dear to find out."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            total += resident_bytes([pid])
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def used_bytes(folder: Path) -> tuple[int, int]:
    """Bytes and number of entries below a folder, links not followed; stops counting at ``MOST_FILES``."""
    total = 0
    entries = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                for entry in listing:
                    entries += 1
                    if entries > MOST_FILES:
                        return total, entries
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
        except OSError:
            continue
    return total, entries


def overstepped(root: int, out: Path, memory_bytes: int, disk_bytes: int) -> str | None:
    """The limit that is overstepped now, in words, or nothing."""
    pids = list(descendants(root))
    if len(pids) > MOST_PROCESSES:
        return "the limit of processes"
    if resident_bytes(pids) > memory_bytes and shared_out_bytes(pids) > memory_bytes:
        return "the limit of memory"
    used, entries = used_bytes(out)
    if used > disk_bytes:
        return "the limit of disk"
    if entries > MOST_FILES:
        return "the limit of files"
    return None
