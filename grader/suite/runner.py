"""The process that runs one suite for one submission: a job on standard input, results on standard output."""

from grader.sandbox.process import start_worker


def main() -> int:
    """Run one job.

    The worker is started before anything slow is imported, so that it imports NumPy meanwhile.

    Returns:
        0 if the run came to its end, whatever the checks found.
    """
    first_worker = start_worker()
    # From here on, imports take 0.2 s.
    from grader.suite.serve import serve  # noqa: PLC0415

    return serve(first_worker)


if __name__ == "__main__":
    import os
    import sys

    status = main()
    sys.stdout.flush()
    os._exit(status)  # the interpreter's own tidying up costs 50 ms and changes nothing
