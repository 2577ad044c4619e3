"""`python -m dq0_sql plan [--warm]` and `python -m dq0_sql run JOBFILE | --warm`."""

from __future__ import annotations

import io
import sys

USAGE = 'usage: python -m dq0_sql plan [--warm] | run JOBFILE | run --warm'


def main(arguments: list[str]) -> int:
    """Exit status 0 done, 1 failed, 2 usage."""
    match arguments:
        case ['plan'] | ['plan', '--warm']:
            from dq0_sql.planner import serve

            lines = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', errors='surrogateescape', newline='\n')
            serve(lines, sys.stdout, once=len(arguments) == 1)
            return 0
        case ['run', '--warm']:
            from dq0_sql.job import run_next

            return run_next(sys.stdin)
        case ['run', path]:
            from dq0_sql.job import run

            return run(path)
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == '__main__':
    raise SystemExit(main(sys.argv[1:]))
