"""`run`: one job file, one result. The result is on disk before anybody hears of it, and is drawn only once."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from dq0_sql.cells import PlanMismatch, read_arrow
from dq0_sql.events import Events
from dq0_sql.noise import NoiseError, NoiseSource
from dq0_sql.program import STATEMENT
from dq0_sql.release import release

RESULT = 'result.json'


def run_next(source: TextIO) -> int:
    """Waits, with everything imported, for one line with the path of a job file, runs it and ends."""
    path = source.readline().strip()
    return run(path) if path else 0


def run(path: str) -> int:
    """Runs a job file; exit status 0, or 1 after a `failed` event."""
    try:
        events = Events()
    except OSError:
        print('descriptor 3 is not open for events', file=sys.stderr)
        return 1
    try:
        events.emit('started')
        _run(json.loads(Path(path).read_text()), events)
    except (PlanMismatch, NoiseError) as error:
        events.emit('failed', reason=f'{type(error).__name__}: {error}')
        return 1
    except Exception as error:
        events.emit('failed', reason=type(error).__name__)
        return 1
    return 0


def _run(job: Mapping[str, Any], events: Events) -> None:
    if job['protocol'] != 1:
        raise PlanMismatch('the job file has another protocol')
    plan = job['plan']
    if set(job['inputs']) != {statement['name'] for statement in plan['statements']}:
        raise PlanMismatch('the inputs are not those of the plan')
    events.emit('progress', value=0.1, phase='reading cells')
    tables = {name: read_arrow(path) for name, path in job['inputs'].items()}
    noise = NoiseSource()
    result = release(plan, tables.pop(STATEMENT, None), noise, **tables)
    digest = _write_once(Path(job['output']), json.dumps(result, separators=(',', ':'), allow_nan=False).encode())
    for call in noise.calls:
        events.emit('noise', kind=call.kind, scale=call.scale, values=call.values)
    events.emit('artifact', path=RESULT, sha256=digest)
    events.emit('progress', value=1, phase='done')
    events.emit('finished')


def _write_once(folder: Path, content: bytes) -> str:
    """Writes the result and makes it durable; a result that is there already is never drawn again."""
    descriptor = os.open(folder / RESULT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, 'wb') as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return hashlib.sha256(content).hexdigest()
