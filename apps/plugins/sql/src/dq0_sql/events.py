"""Plugin events: NDJSON on the descriptor the supervisor holds. Standard output means nothing."""

from __future__ import annotations

import json
import os
from typing import Any

DESCRIPTOR = 3


class Events:
    """Writes events; each line is one `write`, so a reader never sees half of one from a living process."""

    def __init__(self, descriptor: int = DESCRIPTOR) -> None:
        os.fstat(descriptor)
        self._descriptor = descriptor

    def emit(self, event: str, **fields: Any) -> None:
        line = json.dumps({'type': event, **fields}, separators=(',', ':'), allow_nan=False).encode() + b'\n'
        while line:
            line = line[os.write(self._descriptor, line) :]
