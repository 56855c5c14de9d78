"""A suite that is collected once for many submissions, and what it finds of one."""

from collections.abc import Iterator
from contextlib import contextmanager

from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner, WarmSuite
from tests.support.shared_runner import sharing_a_runner

__all__ = ["SEED", "judge", "warm"]

SEED = 11


@contextmanager
def warm(request: RunRequest, seed: int = SEED) -> Iterator[WarmSuite]:
    """Have the suite of a request collected for many submissions."""
    with sharing_a_runner(), Runner() as runner:
        suite = runner.open_suite(request.suite, seed)
        while not suite.is_collected(1.0):
            pass
        yield suite


def judge(suite: WarmSuite, source: str, seed: int = SEED) -> SuiteRun:
    """Judge one submission."""
    run = suite.start(SubmissionJob(source=source, seed=seed))
    try:
        return run.finish()
    finally:
        run.close()
