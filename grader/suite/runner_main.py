"""The process that runs suites: it warms up, then serves every request in a fork of itself."""

import os
import socket
import sys
from collections.abc import Sequence

from grader.model.isolation import Isolation
from grader.sandbox.confinement.kernel import forbid_tracing
from grader.sandbox.launcher import ALL_LEVELS, Launcher
from grader.suite.forking import can_fork, serve_in_forks


def main(
    control: socket.socket, levels: Sequence[Isolation] = ALL_LEVELS, packages: Sequence[str] = ()
) -> int:
    """Serve requests; where the system cannot fork, only one.

    What starts workers is started before anything slow is imported, so that it imports NumPy meanwhile.

    Args:
        control: Where requests come from; the request itself where the system cannot fork.
        levels: Levels of confinement to try.
        packages: Packages that submissions may import, with their versions.

    Returns:
        The exit status: 0 if a run came to its end, whatever the checks found.
    """
    forbid_tracing()  # this process will hold the answers
    with Launcher(levels=levels, packages=packages) as launcher:
        # From here on, imports take 0.2 s.
        from grader.suite.runner_process import serve_request  # noqa: PLC0415

        if not can_fork():
            return serve_request(control, launcher)
        launcher.settle()
        serve_in_forks(control, lambda conversation: serve_request(conversation, launcher))
    return 0


if __name__ == "__main__":
    where, *names = sys.argv[1:]
    if sys.platform == "win32":
        sock = socket.fromshare(sys.stdin.buffer.read())
    else:
        sock = socket.socket(fileno=int(where))
    packages = [name for name in names if "==" in name]
    levels = [Isolation(name) for name in names if name not in packages]
    status = main(sock, levels or ALL_LEVELS, packages)
    sys.stderr.flush()
    os._exit(status)  # the interpreter's own tidying up costs 50 ms and changes nothing
