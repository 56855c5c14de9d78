"""A pytest plugin that runs a graded suite the usual way: everything in one process, with PyTorch.

The submission is imported beside the tests, and right values are computed with autograd when a test asks for
them. It stands for the graders in common use, so that `bench_grade.py` has something to compare with.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from grader.model.assignment import Tolerance
from grader.oracle import Case
from grader.oracle.cases import OracleCase, load_cases
from grader.oracle.torch_backend import TorchBackend
from grader.sandbox.faults import Raised
from grader.suite.comparison import Expect
from grader.suite.judge_fixture import Judge
from grader.suite.submission_proxy import SubmissionProxy

T = TypeVar("T")


class PlainSubmission:
    """The student's module, imported; offers what a suite asks of a submission.

    Args:
        path: The file that was handed in.
    """

    changed_arguments: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self._names: dict[str, Any] = {}
        exec(compile(path.read_bytes(), str(path), "exec"), self._names)  # noqa: S102  # what is compared

    def __getattr__(self, name: str) -> Any:
        function = self._names[name]

        def call(*args: object, **kwargs: object) -> object:
            try:
                return function(*args, **kwargs)
            except Exception as error:
                raise Raised(str(error), exception=type(error).__name__, frames=[]) from error

        return call

    def assume(self, name: str, given: dict[str, Any], returns: object) -> None:
        """Do nothing: a right submission, which alone is measured, needs no assumptions."""

    def judge(self, attempt: Callable[[], T], _known: Iterable[object]) -> T:
        """Make an attempt, which succeeds with a right submission."""
        return attempt()

    def unchanged(self, call: Callable[[], T]) -> T:
        """Make a call."""
        return call()

    def without_warnings(self, call: Callable[[], T]) -> T:
        """Make a call, in which a warning is an error."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return call()

    def raises(
        self, kind: type[Exception], call: Callable[[], object], _name: str = "", *, match: str | None = None
    ) -> None:
        """Require that a call raises an exception."""
        with pytest.raises(Raised) as raised:
            call()
        cause = raised.value.__cause__
        assert isinstance(cause, kind)  # noqa: S101  # as plain pytest has it
        assert re.search(match or "", str(cause))  # noqa: S101  # as above


class PlainOracle:
    """Computes cases when they are asked for.

    Args:
        folder: The visible or hidden folder of a suite.
    """

    def __init__(self, folder: Path) -> None:
        self._cases = _cases(folder)
        self._drawn: dict[str, int] = {}

    def __call__(self, name: str) -> Case:
        """Give a case with the next seed."""
        seed = self._drawn.get(name, 0)
        self._drawn[name] = seed + 1
        return _compute(self._cases[name], seed)


@cache
def _cases(folder: Path) -> dict[str, OracleCase]:
    return {case.name: case for case in load_cases(folder)}


@cache
def _compute(case: OracleCase, seed: int) -> Case:
    backend = TorchBackend()
    with backend.reproducible():
        return backend.compute(case, case.inputs(seed), seed)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the submission's path from the command line."""
    parser.addoption("--submission", type=Path)


@pytest.fixture(scope="session")
def submission(request: pytest.FixtureRequest) -> PlainSubmission:
    """The student's module."""
    return PlainSubmission(request.config.getoption("--submission"))


@pytest.fixture
def oracle(request: pytest.FixtureRequest) -> PlainOracle:
    """Computes cases of the check's folder."""
    return PlainOracle(request.path.parent)


@pytest.fixture
def case(request: pytest.FixtureRequest, oracle: PlainOracle) -> Case:
    """The case that a check of `cases` is about."""
    return oracle(request.param)


@pytest.fixture
def judge(submission: SubmissionProxy, expect: Expect) -> Judge:
    """Judges one function by itself."""
    return Judge(submission, expect)


@pytest.fixture
def expect() -> Expect:
    """Compares an answer with the right one."""
    return Expect(Tolerance())
