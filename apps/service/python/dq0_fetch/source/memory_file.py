"""Secrets that a library wants as a file: they exist in memory only."""

from __future__ import annotations

import os


def memory_file(text: str) -> str:
    """Path of an anonymous file with this text, readable by this process alone; it ends with the process."""
    descriptor = os.memfd_create("pem", os.MFD_CLOEXEC)
    os.fchmod(descriptor, 0o600)
    os.write(descriptor, text.encode())
    return f"/proc/self/fd/{descriptor}"
