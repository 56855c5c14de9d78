"""Runs a command again and again beside a program that keeps every core busy; ends at its first failure.

`python -m tests.support.busy_machine 5 make test` runs the tests five times.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["every_core_busy"]

BUSY_LOOP = "while True: pass"


@contextmanager
def every_core_busy() -> Iterator[None]:
    """Keep each core that this process may use busy with one process of ordinary priority."""
    cores = len(os.sched_getaffinity(0))
    loops = [subprocess.Popen([sys.executable, "-c", BUSY_LOOP]) for _ in range(cores)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def main() -> int:
    """Run the command that the arguments name as often as the first of them says; return its last status."""
    times, command = int(sys.argv[1]), sys.argv[2:]
    with every_core_busy():
        for number in range(1, times + 1):
            began = time.monotonic()
            status = subprocess.run(command, check=False).returncode
            took = time.monotonic() - began
            sys.stdout.write(f"Run {number} of {times}: status {status} after {took:.0f} s\n")
            sys.stdout.flush()
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
