"""Submissions that wait without working: whose fault that is, and what it may cost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.model.check import Check, Fault, Outcome
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.forked_worker import ForkServer
from grader.sandbox.process import WorkerProcess
from grader.suite import judging as judge_module
from grader.suite.jobs import Selection
from grader.suite.judging import Judge
from grader.suite.plugin import SuitePlugin
from grader.suite.session import Session
from tests.support.sandbox_talk import Brisk
from tests.support.small_suites import SmallSuite

SUITE = """
pytestmark = pytest.mark.part("one")

@pytest.mark.parametrize("number", range(4))
def test_f(submission, number):
    submission.f()
"""
INI = Path(judge_module.__file__).with_name("pytest.ini")
SLEEPS = "import time\ndef f(): time.sleep(600)\ndef g(): return 1"
IS_QUICK = "def f(): pass"


@dataclass
class Trial:
    """One run in this process, with limits that are soon reached.

    Attributes:
        checks: What was decided, in that order.
        faults: What is wrong with the suite.
        workers: How many workers the submission needed: each time the clock runs out costs one.
    """

    checks: list[Check] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    workers: int = 0

    @property
    def outcomes(self) -> list[Outcome]:
        """How the checks ended."""
        return [check.outcome for check in self.checks]


Try = Callable[..., Trial]


@pytest.fixture
def attempt(small_suite: SmallSuite, l1_server: ForkServer) -> Try:
    """Return a function that runs checks of `f` with a submission."""

    def judge(code: str, solution: str = "", limits: Limits | None = None) -> Trial:
        small_suite.visible(SUITE)
        trial = Trial()

        def start() -> WorkerProcess:
            trial.workers += 1
            return l1_server.start()

        def solve() -> Session:
            return Session(Sandbox(solution, Brisk(), l1_server.start), {})

        session = Session(Sandbox(code, limits or Brisk(), start), {})
        job = small_suite.job(code)
        judge = Judge(session, solve if solution else None, lambda run: trial.checks.append(run.check))

        def decide_all(plugin: SuitePlugin) -> None:
            plugin.begin(1, Selection())
            judge.decide_all(plugin)

        bench = SuitePlugin(job.suite, decide_all)
        folder = job.suite.folders[0].path
        try:
            pytest.main(["-c", str(INI), f"--rootdir={folder}", f"--confcutdir={folder}", folder], [bench])
        finally:
            session.close()
        trial.faults = [str(fault) for fault in bench.faults]
        return trial

    return judge


@pytest.mark.parametrize("code", [SLEEPS, "import time\ntime.sleep(600)"], ids=["call", "import"])
def test_waiting_in_vain_is_the_submissions_if_the_solution_does_not_wait(code: str, attempt: Try) -> None:
    trial = attempt(code, IS_QUICK)

    assert trial.outcomes == [Outcome.TIMEOUT] * 4
    assert trial.workers <= 3, "the first check waits and tries again; no other one waits"
    assert trial.faults == []


@pytest.mark.parametrize("code", [SLEEPS, "import time\ntime.sleep(600)"], ids=["call", "import"])
def test_without_a_solution_nobody_decides_and_nobody_waits_again(code: str, attempt: Try) -> None:
    trial = attempt(code)

    assert [(check.outcome, check.fault) for check in trial.checks] == [(Outcome.PENDING, Fault.GRADER)] * 4
    assert trial.workers <= 3


def test_waiting_that_the_solution_does_too_is_not_held_against_the_submission(attempt: Try) -> None:
    trial = attempt(SLEEPS, SLEEPS)

    assert [(check.outcome, check.fault) for check in trial.checks] == [(Outcome.PENDING, Fault.GRADER)] * 4


def test_waiting_once_is_forgiven(attempt: Try, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"""
import os, time
def f():
    try: os.mkdir({str(mark)!r})
    except FileExistsError: return
    time.sleep(600)
"""
    trial = attempt(code, IS_QUICK)

    assert trial.outcomes == [Outcome.PASSED] * 4
    assert trial.workers == 2


def test_all_waiting_together_is_bounded(attempt: Try) -> None:
    trial = attempt("import time\ndef f(): time.sleep(0.5)", IS_QUICK, Limits(wall_seconds_total=2.4))

    assert trial.outcomes[0] is Outcome.PASSED
    assert trial.outcomes[-1] is Outcome.TIMEOUT
    told = [check.message for check in trial.checks]
    assert any("without computing anything" in message for message in told)


def test_a_check_that_breaks_off_for_no_reason_known_is_the_only_one_lost(
    attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = iter([True])

    def output(_: Session) -> str:
        if next(broken, False):
            raise ValueError
        return ""

    monkeypatch.setattr(Session, "output", property(output))
    trial = attempt(IS_QUICK, IS_QUICK)

    assert trial.outcomes == [Outcome.CRASHED, *[Outcome.PASSED] * 3]
