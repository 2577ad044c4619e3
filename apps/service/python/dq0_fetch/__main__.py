"""Entry: ``python -m dq0_fetch WORK``; one JSON line on standard input, one on standard output."""

import json
import sys


def main(words: list[str]) -> int:
    """Warms up first and reads then, so that a waiting process has its imports behind it."""
    if words == ["fetch"]:
        from .fetch import fetch as work
        from .fetch import warm_up

        warm_up()
    elif words == ["ingest"]:
        from .ingest import ingest as work
    elif words == ["check-source"]:
        from .source.run import check as work
    elif words == ["fetch-source"]:
        from .source.run import fetch as work
    else:
        print("Usage: python -m dq0_fetch fetch|ingest|check-source|fetch-source", file=sys.stderr)
        return 2
    line = sys.stdin.readline()
    if line.strip() == "":
        return 0
    answer = work(json.loads(line))
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
