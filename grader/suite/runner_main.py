"""The process that runs one suite for one submission: a job on standard input, results on standard output."""

from collections.abc import Sequence

from grader.model.isolation import Isolation
from grader.sandbox.confinement.kernel import forbid_tracing
from grader.sandbox.launcher import ALL_LEVELS, Launcher


def main(levels: Sequence[Isolation] = ALL_LEVELS) -> int:
    """Run one job.

    What starts workers is started before anything slow is imported, so that it imports NumPy meanwhile.

    Args:
        levels: Levels of confinement to try.

    Returns:
        0 if the run came to its end, whatever the checks found.
    """
    forbid_tracing()  # this process will hold the answers
    with Launcher(levels=levels) as launcher:
        # From here on, imports take 0.2 s.
        from grader.suite.runner_process import serve  # noqa: PLC0415

        return serve(launcher)


if __name__ == "__main__":
    import os
    import sys

    status = main([Isolation[name] for name in sys.argv[1:]] or ALL_LEVELS)
    sys.stdout.flush()
    os._exit(status)  # the interpreter's own tidying up costs 50 ms and changes nothing
