"""One runner process for all tests of a process: starting one takes longer than most of what it runs."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest import mock

from grader.suite import runner
from grader.suite.jobs import RunRequest
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner

__all__ = ["run_suite", "sharing_a_runner"]

_begin, _end = Runner.__init__, Runner.__exit__  # as they are while nothing is replaced


def run_suite(request: RunRequest) -> SuiteRun:
    """Serve one request from beginning to end."""
    with sharing_a_runner():
        return runner.run_suite(request)


@contextmanager
def sharing_a_runner() -> Iterator[None]:
    """Let every `with Runner()` of this process use one runner process, which outlives them."""
    with (
        mock.patch.object(Runner, "__init__", return_value=None),
        mock.patch.object(Runner, "__enter__", side_effect=lambda *_: _shared_runner()),
        mock.patch.object(Runner, "__exit__", side_effect=_close_runs),
    ):
        yield


class _SharedRunner(Runner):
    """A runner that outlives the `with` statements that use it."""

    def __init__(self) -> None:
        _begin(self)

    def close_runs(self) -> None:
        """End what runs, and keep the process."""
        while self._open:
            self._open.pop().close()


@cache
def _shared_runner() -> _SharedRunner:
    shared = _SharedRunner()
    atexit.register(_end, shared, None, None, None)
    return shared


def _close_runs(*_: object) -> None:
    _shared_runner().close_runs()
