"""Reads what a plugin says on its descriptor: NDJSON, bounded, checked field by field."""

import json
import re
from dataclasses import dataclass, field

LONGEST_LINE = 64 * 1024
MOST_EVENTS = 10_000
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class BadEventError(Exception):
    """The plugin does not keep to the protocol."""


@dataclass
class PluginEvents:
    """Collects artefacts and the noise record; progress is handed on as it comes."""

    artifacts: dict[str, str] = field(default_factory=dict)
    noise: list[dict[str, object]] = field(default_factory=list)
    finished: bool = False
    failed: str | None = None
    _rest: bytes = b""
    _count: int = 0

    @property
    def ended(self) -> bool:
        """Whether the plugin has said its last word."""
        return self.finished or self.failed is not None

    def feed(self, data: bytes) -> list[dict[str, object]]:
        """Takes bytes as they come; returns the progress entries in them. Raises BadEventError."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > LONGEST_LINE:
            raise BadEventError("a line is too long")
        progress = []
        for line in lines:
            if self.ended:
                break
            entry = self._take(line)
            if entry is not None:
                progress.append(entry)
        return progress

    def _take(self, line: bytes) -> dict[str, object] | None:
        self._count += 1
        if self._count > MOST_EVENTS or len(line) > LONGEST_LINE:
            raise BadEventError("too many or too long lines")
        try:
            event = json.loads(line)
        except ValueError as error:
            raise BadEventError("a line is not JSON") from error
        if not isinstance(event, dict):
            raise BadEventError("a line is not an object")
        kind = event.get("type")
        if kind == "progress":
            return _progress(event)
        if kind == "artifact":
            path, digest = _text(event, "path", 255), _text(event, "sha256", 64)
            if not SHA256.match(digest) or len(self.artifacts) >= 256:
                raise BadEventError("an artefact is not named as it should be")
            self.artifacts[path] = digest
        elif kind == "noise":
            self.noise.append(
                {"kind": _text(event, "kind", 64), "scale": _text(event, "scale", 64), "values": _count(event)}
            )
        elif kind == "finished":
            self.finished = True
        elif kind == "failed":
            self.failed = _text(event, "reason", 4000)
        elif kind not in ("started", "metric", "param"):
            raise BadEventError("a type is unknown")
        return None


def _text(event: dict[str, object], name: str, longest: int) -> str:
    value = event.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise BadEventError(f"{name} is not a text of at most {longest} characters")
    return value


def _count(event: dict[str, object]) -> int:
    value = event.get("values")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 2**53:
        raise BadEventError("values is not a count")
    return value


def _progress(event: dict[str, object]) -> dict[str, object]:
    value = event.get("value")
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise BadEventError("progress is not between 0 and 1")
    return {"type": "progress", "value": value, "phase": _text(event, "phase", 64)}
