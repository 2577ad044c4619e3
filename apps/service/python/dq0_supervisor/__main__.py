"""Entry: ``python -m dq0_supervisor LAUNCH_FILE``."""

import sys

from .launch import Launch
from .supervise import Supervisor

if __name__ == "__main__":
    sys.exit(Supervisor(Launch.read(sys.argv[1])).run())
