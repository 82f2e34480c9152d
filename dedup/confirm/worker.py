"""The program of a process that prepares documents for another one: see `processes`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from dedup import lean


def main() -> None:
    """Answer on the standard output what comes on the standard input; an interrupt is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may get between the arrays
    lean.load()
    from dedup.confirm import processes
    from dedup.encoder import StaticEncoder

    try:
        processes.answer(sys.stdin.buffer, out, StaticEncoder(Path(sys.argv[1])))
    except BrokenPipeError:  # who asked has gone
        os._exit(1)


if __name__ == "__main__":
    main()
