"""A defect of the grader, a check without an end, a worker that lies: none of them bends a mark."""

import sys
from pathlib import Path
from typing import Any

import pytest

from grader.model.check import Check, Fault, Outcome
from grader.model.limits import Limits
from grader.sandbox import client, replies
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import Crashed, NoWorker, TimedOut
from grader.sandbox.forked_worker import ForkServer
from grader.suite import check_deadline as deadline_module
from grader.suite import plugin
from grader.suite.check_run import CheckRun
from grader.suite.jobs import Selection
from grader.suite.judging import Judge
from grader.suite.plugin import SuitePlugin
from grader.suite.runner_process import collect
from grader.suite.session import Session
from tests.support.sandbox_talk import Brisk
from tests.support.small_suites import SmallSuite, by_name

TWO_CHECKS = """
pytestmark = pytest.mark.part("one")
def test_f(submission, expect): expect(submission.f(), 1)
def test_g(submission, expect): expect(submission.g(), 1)
"""
RIGHT = "def f(): return 1\ndef g(): return 1\n"


class Run:
    """One run in this process, so that the grader's own code can be broken."""

    def __init__(self, suite: SmallSuite, server: ForkServer, source: str, solution: str) -> None:
        self.checks: dict[str, Check] = {}
        session = Session(Sandbox(source, Limits(), server.start), {})
        solve = (lambda: Session(Sandbox(solution, Limits(), server.start), {})) if solution else None
        judge = Judge(session, solve, self._take)

        def work(collected: SuitePlugin) -> None:
            collected.begin(1, Selection())
            judge.decide_all(collected)

        self.plugin = SuitePlugin(suite.job(source).suite, work)
        try:
            collect(self.plugin)
        finally:
            session.close()

    def _take(self, run: CheckRun) -> None:
        self.checks[run.check.id.rpartition("::")[2]] = run.check


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path.cwd())  # collecting a suite goes to its folder
    for name in [name for name in sys.modules if name.endswith("test_visible")]:
        monkeypatch.delitem(sys.modules, name)  # a suite that was collected in this process before


@pytest.fixture
def broken_for_f(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the grader's own code for every check that calls `f`."""
    describe = plugin.with_verdict

    def fail(check: Check, verdict: Any) -> Check:
        if check.id.endswith("test_f") and verdict.outcome is Outcome.PASSED:
            raise KeyError
        return describe(check, verdict)

    monkeypatch.setattr(plugin, "with_verdict", fail)


@pytest.mark.usefixtures("broken_for_f")
@pytest.mark.parametrize("solution", [RIGHT, ""], ids=["with a solution", "in a release"])
def test_defect_of_the_grader_is_pending_with_its_traceback(
    solution: str, small_suite: SmallSuite, l1_server: ForkServer
) -> None:
    small_suite.visible(TWO_CHECKS)
    run = Run(small_suite, l1_server, RIGHT, solution)
    assert (run.checks["test_f"].outcome, run.checks["test_f"].fault) == (Outcome.PENDING, Fault.GRADER)
    assert run.checks["test_g"].outcome is Outcome.PASSED
    (fault,) = run.plugin.faults
    assert fault.kind is Fault.GRADER
    assert fault.traceback.endswith("KeyError")
    assert "grader/suite/plugin.py" in fault.traceback


def test_exception_that_only_the_submission_brings_about_is_its_own(
    small_suite: SmallSuite, l1_server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_suite.visible(TWO_CHECKS)
    read = replies.read_reply

    def fail_on_two(frame: bytes) -> dict[str, Any]:
        reply = read(frame)
        if reply.get("value") == 2:
            raise LookupError
        return reply

    monkeypatch.setattr(client, "read_reply", fail_on_two)
    run = Run(small_suite, l1_server, RIGHT.replace("g(): return 1", "g(): return 2"), RIGHT)
    assert run.checks["test_f"].outcome is Outcome.PASSED
    assert run.checks["test_g"].outcome is Outcome.CRASHED
    assert run.plugin.faults == []
    (defect,) = run.plugin.defects
    assert "LookupError" in defect


@pytest.mark.parametrize("solution", [RIGHT, ""], ids=["with a solution", "in a release"])
def test_check_that_loops_over_a_number_of_the_submission_ends(
    solution: str, small_suite: SmallSuite, l1_server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        plugin, "check_deadline", lambda: deadline_module.check_deadline(cpu_seconds=0.5, clock_seconds=30)
    )
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        def test_f(submission):
            number = submission.f()
            while number: number += 1
        def test_g(submission, expect): expect(submission.g(), 1)
        """
    )
    run = Run(small_suite, l1_server, RIGHT, solution.replace("f(): return 1", "f(): return 0"))
    looped = run.checks["test_f"]
    if solution:
        assert looped.outcome is Outcome.TIMEOUT
        assert "did not end within 0.5 s" in looped.message
        assert run.plugin.faults == []
    else:
        assert (looped.outcome, looped.fault) == (Outcome.PENDING, Fault.SUITE)
    assert run.checks["test_g"].outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "source",
    ["import os\nos._exit(113)", "import os\ndef f(): os._exit(113)\ndef g(): return 1"],
    ids=["at import", "in one function"],
)
@pytest.mark.parametrize("solution", [RIGHT, ""], ids=["with a solution", "in a release"])
def test_no_exit_status_of_a_submission_blames_the_grader(
    source: str, solution: str, small_suite: SmallSuite
) -> None:
    small_suite.visible(TWO_CHECKS)
    run = small_suite.run(source, solution)
    assert by_name(run)["test_f"].outcome is Outcome.CRASHED
    assert all(check.fault is None for check in run.checks)
    assert run.faults == ()


def test_worker_that_ends_before_it_hears_of_the_submission_is_the_machines_fault() -> None:
    class Silent:
        def __init__(self) -> None:
            import socket

            from grader.wire.channel import MAX_FRAME_BYTES, Channel

            ours, theirs = socket.socketpair()
            theirs.close()
            self.channel = Channel(ours, MAX_FRAME_BYTES)
            self.fault = "it could not be confined"

        def cpu_seconds(self) -> float:
            return 0.0

        def kill(self, _grace: float = 0.0) -> str:
            self.channel.close()
            return ""

    with pytest.raises(NoWorker, match="could not be confined"):
        Sandbox("x = 1", Brisk(), Silent).names()


def test_waiting_without_computing_is_the_submissions_timeout(l1_server: ForkServer) -> None:
    class Impatient(Brisk):
        __slots__ = ()

        @property
        def idle_seconds_per_call(self) -> float:
            return 0.4

        @property
        def wall_seconds_per_call(self) -> float:
            return 60.0

    for source in ("import time\ntime.sleep(600)", "import threading\nthreading.Event().wait()"):
        sandbox = Sandbox(source, Impatient(), l1_server.start)
        with pytest.raises(TimedOut, match="without computing anything"):
            sandbox.names()
        sandbox.close()


def test_computing_for_long_is_not_taken_for_waiting(l1_server: ForkServer) -> None:
    class Impatient(Brisk):
        __slots__ = ()

        @property
        def idle_seconds_per_call(self) -> float:
            return 0.2

        @property
        def wall_seconds_per_call(self) -> float:
            return 60.0

    busy = "import time\nend = time.process_time() + 0.8\nwhile time.process_time() < end: pass\nx = 1"
    sandbox = Sandbox(busy, Impatient(cpu_seconds_per_call=20), l1_server.start)
    assert sandbox.names()["x"] is False
    sandbox.close()


def test_check_that_really_ran_out_of_time_stands_for_its_group(small_suite: SmallSuite) -> None:
    from grader.model.report import AssignmentReport, PartScore
    from grader.reports.grouping import group_failures

    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(6))
        def test_f(submission, number): submission.f()
        """
    )
    for seed in range(4):
        run = small_suite.run("def f():\n    while True: pass\n", seed=seed, cpu_seconds_per_call=0.2)
        part = PartScore(name="one", title="One", possible=1, points=0, pending=0, checks=run.checks)  # type: ignore[arg-type]  # numbers will do
        report = AssignmentReport(
            name="a",
            title="A",
            submission="f.py",
            sha256="",
            parts=(part,),
            untouched=False,
            hidden_ran=False,
            reveal="hint",
        )
        (group, *_) = group_failures(report)
        assert "took more than 0.2 s of CPU time" in group.first.message


def test_submission_finds_its_own_file_name(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_name(submission, expect): expect(submission.name(), "submission.py")
        """
    )
    source = """
        import os
        here = os.path.dirname(os.path.abspath(__file__))
        def name(): return os.path.basename(__file__)
        """
    (check,) = small_suite.run(source).checks
    assert check.outcome is Outcome.PASSED


def test_dict_that_cannot_be_read_is_not_sent(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("size", [1024, 1025])
        def test_size(submission, size): assert len(submission.f(size)) == size
        """
    )
    run = small_suite.run("def f(size): return dict.fromkeys(range(size))")
    checks = by_name(run)
    assert checks["test_size[1024]"].outcome is Outcome.PASSED
    assert checks["test_size[1025]"].outcome is Outcome.RAISED
    assert "a dict of more than 1024 entries" in checks["test_size[1025]"].message


def test_crash_stays_a_crash(l1_server: ForkServer) -> None:
    sandbox = Sandbox("import os\ndef f(): os._exit(3)", Limits(), l1_server.start)
    session = Session(sandbox, {})
    with pytest.raises(Crashed, match="ended with exit status 3"):
        session.resolve("f")()
    session.close()
