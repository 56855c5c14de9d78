"""Conversations with a submission, as the plugin opens them."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.sandbox.client import Sandbox
from grader.sandbox.forked import ForkServer
from grader.sandbox.levels import Level
from grader.sandbox.limits import WorkerLimits
from grader.sandbox.process import WorkerProcess
from grader.submission.where import parameter_names
from grader.suite.session import Session
from grader.suite.submission import Submission
from tests.support.conversations import VALUE, Converse
from tests.support.sandbox_trial import fork_server
from tests.support.small_suites import SmallSuite


@pytest.fixture(scope="session")
def warm_parent() -> Iterator[ForkServer]:
    """Start a warm parent of plain workers, for starting one takes longer than most tests."""
    with fork_server(Level.L1) as server:
        yield server


@pytest.fixture
def converse(warm_parent: ForkServer) -> Iterator[Converse]:
    """Return a function that opens a conversation with a submission."""
    with ExitStack() as stack:

        def open_one(
            code: str, start: Callable[[], WorkerProcess] = warm_parent.start
        ) -> tuple[Submission, Session]:
            source = textwrap.dedent(code)
            sandbox = Sandbox(source, WorkerLimits(), start)
            stack.callback(sandbox.close)
            session = Session(sandbox, parameter_names(source))
            return Submission(session), session

        yield open_one


@pytest.fixture
def small_suite(tmp_path: Path) -> SmallSuite:
    """Give an empty suite in a folder of its own."""
    return SmallSuite(tmp_path / "suite")


@pytest.fixture
def submission(converse: Converse) -> Submission:
    """A submission with a class whose operators say what they were given."""
    return converse(VALUE)[0]
