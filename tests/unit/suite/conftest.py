"""Conversations with a submission, as the plugin opens them."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.forked_worker import ForkServer
from grader.sandbox.process import WorkerProcess
from grader.submission.code_lookup import parameter_names
from grader.suite.session import Session
from grader.suite.submission_proxy import SubmissionProxy
from tests.support.conversations import VALUE, Converse
from tests.support.sandbox_trial import fork_server
from tests.support.small_suites import SmallSuite


@pytest.fixture(scope="session")
def l1_server() -> Iterator[ForkServer]:
    """Start a fork server of plain workers, for starting one takes longer than most tests."""
    with fork_server(Isolation.L1) as server:
        yield server


@pytest.fixture
def converse(l1_server: ForkServer) -> Iterator[Converse]:
    """Return a function that opens a conversation with a submission."""
    with ExitStack() as stack:

        def open_one(
            code: str, start: Callable[[], WorkerProcess] = l1_server.start
        ) -> tuple[SubmissionProxy, Session]:
            source = textwrap.dedent(code)
            sandbox = Sandbox(source, Limits(), start)
            stack.callback(sandbox.close)
            session = Session(sandbox, parameter_names(source))
            return SubmissionProxy(session), session

        yield open_one


@pytest.fixture
def small_suite(tmp_path: Path) -> SmallSuite:
    """Give an empty suite in a folder of its own."""
    return SmallSuite(tmp_path / "suite")


@pytest.fixture
def submission(converse: Converse) -> SubmissionProxy:
    """A submission with a class whose operators say what they were given."""
    return converse(VALUE)[0]
